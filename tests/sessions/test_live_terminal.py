"""Keys of a session without a window: typed into a terminal of its own, which is left as it was."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from posecheck.media.writer import VideoWriter
from tests.support.clips import ROOT

if sys.platform == "win32":
    pytest.skip("Windows has no pseudo-terminals for tests", allow_module_level=True)

import pty
import termios

MOTION = "child-pose-arms-forward"

# The terminal becomes that of the process, so that Ctrl-C is turned into its signal as in a shell.
OWNS_ITS_TERMINAL = (
    "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); os.execv(sys.argv[1], sys.argv[1:])"
)


class Typist:
    """A session in a terminal, and somebody who types."""

    def __init__(self, folder: Path) -> None:
        clip, self.record = folder / "clip.mp4", folder / "kept"
        with VideoWriter(clip) as writer:
            for index in range(10):
                writer.write(np.full((240, 320, 3), 120, np.uint8), index / 10)
        self.hands, self.terminal = pty.openpty()
        self.before = termios.tcgetattr(self.terminal)
        session = (sys.executable, "-m", "tests.support.live", str(clip), MOTION, str(self.record), "terminal")
        self.process = subprocess.Popen(
            [sys.executable, "-c", OWNS_ITS_TERMINAL, *session],
            stdin=self.terminal,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            start_new_session=True,
        )
        self.until(lambda: not self.flags() & termios.ICANON)

    def flags(self) -> int:
        flags = termios.tcgetattr(self.terminal)[3]
        assert isinstance(flags, int)
        return flags

    def type(self, keys: str) -> None:
        os.write(self.hands, keys.encode())

    def keys(self) -> list[str]:
        path = self.record / "events.jsonl"
        events = [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []
        return [event["text"] for event in events if event["kind"] == "key"]

    def until(self, condition: Callable[[], bool]) -> None:
        end_s = time.monotonic() + 30
        while not condition():
            assert self.process.poll() is None, self.process.communicate()
            assert time.monotonic() < end_s, "waited too long"
            time.sleep(0.02)

    def end(self) -> str:
        _, errors = self.process.communicate(timeout=30)
        assert self.process.returncode == 0, errors
        return errors


@pytest.fixture
def typist(tmp_path: Path) -> Iterator[Typist]:
    typist = Typist(tmp_path)
    yield typist
    typist.process.kill()
    typist.process.wait()
    os.close(typist.hands)
    os.close(typist.terminal)


def test_single_keys_work_in_the_terminal_and_are_not_shown(typist: Typist) -> None:
    assert not typist.flags() & (termios.ICANON | termios.ECHO)
    # An arrow begins with Escape, which alone would quit.
    for typed, expected in ((" ", 1), ("\x1b[A" + "n", 2), (" ", 3), (" ", 4), ("sr", 6)):
        typist.type(typed)
        typist.until(lambda expected=expected: len(typist.keys()) >= expected)  # type: ignore[misc]  # bound early
    assert typist.keys() == ["go", "next", "pause", "pause", "switch side", "restart"]
    typist.type("mh\x1b")
    assert "q quits" in typist.end()
    assert termios.tcgetattr(typist.terminal) == typist.before
    assert (typist.record / "summary.json").exists()


def test_ctrl_c_leaves_the_terminal_as_it_was(typist: Typist) -> None:
    typist.until(lambda: (typist.record / "events.jsonl").exists())
    typist.type("\x03")
    assert typist.end() == ""
    assert termios.tcgetattr(typist.terminal) == typist.before
    assert (typist.record / "summary.json").exists()
