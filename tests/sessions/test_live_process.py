"""Live sessions in a process of their own: signals, and a real window."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from posecheck.media.reader import open_source
from posecheck.results.recording import Recording
from tests.support.clips import ROOT
from tests.support.live import MOTION
from tests.support.x11 import ask_to_close


def start(grey_clip: Path, record: Path, *rest: str, **environment: str) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.support.live", str(grey_clip), MOTION, str(record), *rest],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=os.environ | environment,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n", process.stderr.read() if process.stderr else ""
    return process


def wait_for(condition: Callable[[], bool], timeout_s: float = 15.0) -> None:
    end_s = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < end_s, "waited too long"
        time.sleep(0.05)


def told(record: Path) -> list[dict[str, str]]:
    path = record / "events.jsonl"
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_killed_session_leaves_everything_whole(grey_clip: Path, tmp_path: Path, number: signal.Signals) -> None:
    record = tmp_path / "kept"
    process = start(grey_clip, record)
    wait_for(lambda: any(event["kind"] == "hold started" for event in told(record)))
    process.send_signal(number)
    _, errors = process.communicate(timeout=20)
    assert (process.returncode, errors) == (0, "")
    summary = json.loads((record / "summary.json").read_text())
    assert summary["complete"] is False
    assert len(summary["holds"]) == 1
    recording = Recording.load(record / "landmarks.npz")
    assert len(recording) == summary["frames"]
    with open_source(record / "video.mp4") as video:
        assert sum(1 for _ in video) == len(recording)


@pytest.fixture
def display() -> Iterator[str]:
    """A virtual display."""
    if not (shutil.which("Xvfb") and shutil.which("xdotool")):
        pytest.skip("Xvfb or xdotool is not installed")
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1280x800x24"],
        pass_fds=(writing,),
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as pipe:
        number = pipe.readline().strip()
    yield f":{number}"
    server.terminate()
    server.wait()


def test_a_real_window_takes_keys(grey_clip: Path, tmp_path: Path, display: str) -> None:
    record = tmp_path / "kept"
    process = start(grey_clip, record, "window", DISPLAY=display)
    window = ""

    def xdotool(*words: str) -> str:
        told = subprocess.run(
            ["xdotool", *words], env=os.environ | {"DISPLAY": display}, capture_output=True, text=True
        )
        return told.stdout.strip()

    def there() -> bool:
        nonlocal window
        window = xdotool("search", "--name", "posecheck").partition("\n")[0]
        return window != "" and process.poll() is None

    def keys() -> list[str]:
        return [event["text"] for event in told(record) if event["kind"] == "key"]

    wait_for(there)
    time.sleep(0.5)
    for name, expected in (("space", 1), ("n", 2), ("space", 3), ("space", 4), ("s", 5), ("r", 6)):
        xdotool("key", "--window", window, name)
        wait_for(lambda expected=expected: len(keys()) >= expected)  # type: ignore[misc]  # bound early
    assert keys() == ["go", "next", "pause", "pause", "switch side", "restart"]
    for name in ("h", "m", "f", "h"):
        xdotool("key", "--window", window, name)
        time.sleep(0.1)
    assert process.poll() is None
    xdotool("key", "--window", window, "q")
    _, errors = process.communicate(timeout=20)
    assert process.returncode == 0, errors
    assert (record / "summary.json").exists()


def test_closing_the_window_ends_the_session(grey_clip: Path, tmp_path: Path, display: str) -> None:
    record = tmp_path / "kept"
    process = start(grey_clip, record, "window", DISPLAY=display)
    environment = os.environ | {"DISPLAY": display}

    def find() -> str:
        found = subprocess.run(
            ["xdotool", "search", "--name", "posecheck"], env=environment, capture_output=True, text=True
        )
        return found.stdout.partition("\n")[0].strip()

    wait_for(lambda: find() != "" and len(told(record)) > 0)
    time.sleep(0.5)
    if not ask_to_close(display, int(find())):
        process.kill()
        pytest.skip("libX11 is not installed")
    _, errors = process.communicate(timeout=20)
    assert process.returncode == 0, errors
    assert Recording.load(record / "landmarks.npz").info.complete is False
