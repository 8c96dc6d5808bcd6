"""Programs that pretend to speak or to play, and keep a diary of what they did."""

import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

PROGRAM = """\
#!{python} -IS
import os, signal, sys, time
def note(what):
    with open({diary!r}, "a") as diary:
        diary.write("{name} " + what + "\\n")
if {stubborn!r}:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
note(f"started {{os.getpid()}}")
text = (sys.argv[-1] if {text_last!r} else sys.stdin.read()).strip()
if not text:
    sys.exit()
note("begins " + text)
crash = {folder!r} + "/crash-{name}"
if os.path.exists(crash):
    if open(crash).read() == "once":
        os.remove(crash)
    sys.exit(3)
while text.startswith("long") or os.path.exists({folder!r} + "/hang-{name}"):
    if os.path.exists({folder!r} + "/go-on"):
        break
    time.sleep(0.005)
time.sleep({seconds!r})
note("ends " + text)
"""


@dataclass(frozen=True)
class Stage:
    """A folder for the PATH, with pretended programs.

    What begins with "long" lasts until `go_on`; a program that `hangs` or `crashes` does so until it `works`.
    """

    folder: Path

    @property
    def _diary(self) -> Path:
        return self.folder / "diary.txt"

    def program(
        self, name: str, *, text_last: bool = False, seconds: float = 0.0, stubborn: bool = False
    ) -> tuple[str, ...]:
        """Write a program and return the command that runs it."""
        path = self.folder / name
        path.write_text(
            PROGRAM.format(
                python=sys.executable,
                diary=str(self._diary),
                folder=str(self.folder),
                name=name,
                text_last=text_last,
                seconds=seconds,
                stubborn=stubborn,
            )
        )
        path.chmod(0o755)
        return (str(path),)

    def go_on(self) -> None:
        """End what lasts long."""
        (self.folder / "go-on").touch()

    def crashes(self, name: str, *, once: bool = False) -> None:
        """Have a program end with an error."""
        (self.folder / f"crash-{name}").write_text("once" if once else "always")

    def hangs(self, name: str) -> None:
        """Have a program hang."""
        (self.folder / f"hang-{name}").touch()

    def works(self, name: str) -> None:
        """Have a program neither crash nor hang any more."""
        for fault in ("crash", "hang"):
            (self.folder / f"{fault}-{name}").unlink(missing_ok=True)

    def diary(self) -> list[str]:
        """What was said: "NAME begins TEXT" and "NAME ends TEXT", in order."""
        return [line for line in self._lines() if " started " not in line]

    def pids(self) -> list[int]:
        """The processes that were ever started."""
        return [int(line.split()[-1]) for line in self._lines() if " started " in line]

    def alive(self) -> list[int]:
        """Those that are still there, as zombies at least."""
        return [pid for pid in self.pids() if is_there(pid)]

    def _lines(self) -> list[str]:
        return self._diary.read_text().splitlines() if self._diary.exists() else []


def is_there(pid: int) -> bool:
    """Whether a process is there, as a zombie at least."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def until(true: Callable[[], bool], at_most_s: float = 10.0) -> None:
    """Wait until something is true, and fail if it does not come about."""
    end_s = time.monotonic() + at_most_s
    while not true():
        assert time.monotonic() < end_s, "it did not come about in time"
        time.sleep(0.005)
