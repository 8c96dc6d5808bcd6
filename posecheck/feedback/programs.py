"""Programs that say or play one thing and end, and their processes."""

import contextlib
import importlib.util
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

GRACE_S: Final = 0.3
"""Time to stop by itself for a program that is interrupted."""

_WORKER: Final = Path(__file__).with_name("worker.py")
_PROBE_S: Final = 10.0

if sys.platform == "win32":
    _NO_WINDOW: Final = subprocess.CREATE_NO_WINDOW
else:
    _NO_WINDOW: Final = 0


@dataclass(frozen=True)
class Program:
    """A way to say or to play something; it ends when it has been heard.

    Attributes:
        name: What the person knows it by.
        command: The program and its arguments.
        text_last: Whether the text is the last argument; it is read from standard input otherwise.
        slow_start: Whether one is started ahead, to wait for the next text.
        cancel: A command that silences what goes on in a server after the program's end; empty where nothing does.
    """

    name: str
    command: tuple[str, ...]
    text_last: bool = False
    slow_start: bool = False
    cancel: tuple[str, ...] = ()


def library_program(library: str, *arguments: str) -> Program | None:
    """Return a program that makes sound by a Python library, or None if the library is missing or does not work here.

    Takes some tenths of a second.
    """
    try:
        if importlib.util.find_spec(library) is None:
            return None
        # -P: a module of the same name in the person's folder must not be taken for the library.
        command = (sys.executable, "-P", str(_WORKER), library, *arguments)
        probe = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
            timeout=_PROBE_S,
            creationflags=_NO_WINDOW,
        )
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return None
    return Program(library, command, slow_start=True) if probe.returncode == 0 else None


def start(program: Program, text: str) -> subprocess.Popen[bytes] | None:
    """Start a run of a program, silent in the terminal; None if it cannot be started."""
    try:
        return subprocess.Popen(
            [*program.command, *([text] if program.text_last else [])],
            stdin=subprocess.DEVNULL if program.text_last else subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            # A group of its own: Ctrl-C in the terminal is for posecheck, and a script ends together with what it runs.
            start_new_session=True,
            creationflags=_NO_WINDOW,
        )
    except OSError:
        return None


def hand_over(process: subprocess.Popen[bytes], program: Program, text: str) -> bool:
    """Give a run its text if it reads one; return whether it took it."""
    if program.text_last or process.stdin is None:
        return True
    try:
        process.stdin.write(text.encode() + b"\n")
        process.stdin.close()
    except OSError:  # it has ended
        return False
    return True


def end(process: subprocess.Popen[bytes]) -> None:
    """End a run and what it started; asked first, then forced."""
    for force in (False, True):
        if process.poll() is not None:
            break
        with contextlib.suppress(OSError):
            if sys.platform == "win32":
                process.terminate()
            else:
                os.killpg(process.pid, signal.SIGKILL if force else signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(GRACE_S)
    if process.stdin is not None:
        with contextlib.suppress(OSError):
            process.stdin.close()


def silence(program: Program) -> None:
    """Silence what a server still has of a run that was ended."""
    if program.cancel:
        with contextlib.suppress(OSError, subprocess.TimeoutExpired):
            subprocess.run(program.cancel, capture_output=True, check=False, timeout=GRACE_S)
