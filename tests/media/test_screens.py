"""How large a window may be on the screens that are there."""

import os
import shutil
import subprocess
import sys

import pytest

from posecheck.media import screens
from posecheck.media.screens import SMALLEST_PX, room_px

linux_only = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="X11 is asked on Linux only")


@pytest.mark.parametrize(
    ("found", "room"),
    [
        ([(1366, 768)], (1280, 658)),
        ([(1920, 1080)], (1280, 860)),
        ([(3840, 2160), (1366, 768), (1080, 1920)], (1000, 658)),
        ([], SMALLEST_PX),
    ],
)
def test_a_window_keeps_clear_of_the_bars_of_the_smallest_screen(
    found: list[tuple[int, int]], room: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screens, "_screens_px", lambda: found)
    assert room_px() == room


@linux_only
def test_a_real_screen_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    if not shutil.which("Xvfb"):
        pytest.skip("Xvfb is not installed")
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1024x700x24"],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with server, os.fdopen(reading) as told:
        try:
            monkeypatch.setenv("DISPLAY", f":{told.readline().strip()}")
            assert room_px() == (944, 590)
        finally:
            server.terminate()


@linux_only
def test_without_a_screen_to_ask_the_window_fits_a_small_laptop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    assert room_px() == SMALLEST_PX
