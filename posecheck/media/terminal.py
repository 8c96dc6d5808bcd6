"""Keys that are pressed in the terminal: for a session that has no window to take them."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from types import TracebackType
from typing import Final, Self

from posecheck.media.keys import CODES, Key

READ_BYTES: Final = 256

TYPED_KEYS: Final = (
    "Keys work here: space pauses, r restarts the hold, s switches the side, n goes on, p stops because it hurts, "
    "a number rates pain, k skips a stretch of a routine, b does it again, m mutes, h repeats this, q quits."
)

_SEQUENCE: Final = re.compile(r"\x1b[\[O][\d;]*.|[\x00\xe0].", re.DOTALL)
"""What a key such as an arrow sends: it begins with Escape (or, on Windows, with one of two codes), but isn't that."""


class TerminalKeys:
    """Reads single keys, without Enter and without showing them; a context manager that leaves the terminal as it was.

    Ctrl-C goes on to interrupt. Nothing ever waits for a key.
    """

    def keys(self) -> list[Key]:
        """Return the keys that were pressed since this was last asked."""
        return [CODES.get(ord(letter), Key.OTHER) for letter in _SEQUENCE.sub("", _typed())]

    def tell(self) -> None:
        """Write down which keys there are."""
        sys.stderr.write(f"{TYPED_KEYS}\n")

    def __enter__(self) -> Self:
        self._open = ExitStack()
        self._open.enter_context(_single_keys())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()


def has_terminal() -> bool:
    """Return whether somebody can press keys."""
    return sys.stdin is not None and sys.stdin.isatty() and not _in_background()


if sys.platform == "win32":
    import msvcrt

    def _typed() -> str:
        letters = ""
        while msvcrt.kbhit():
            letters += msvcrt.getwch()
        return letters

    @contextmanager
    def _single_keys() -> Iterator[None]:
        try:
            yield
        finally:
            _typed()  # what was meant for the session is not for the shell

    def _in_background() -> bool:
        return False

else:
    import select
    import termios
    import tty

    def _typed() -> str:
        # Not through sys.stdin, whose buffer would hide what has been read from `select`.
        number = sys.stdin.fileno()
        with suppress(OSError):  # the terminal was closed
            if select.select([number], [], [], 0)[0] and not _in_background():
                return os.read(number, READ_BYTES).decode(errors="ignore")
        return ""

    @contextmanager
    def _single_keys() -> Iterator[None]:
        try:
            before = termios.tcgetattr(sys.stdin)
            tty.setcbreak(sys.stdin, termios.TCSANOW)
        except termios.error:  # the terminal was closed
            yield
            return
        try:
            yield
        finally:
            with suppress(termios.error):
                if not _in_background():  # where it would stop the process
                    # With flushing: what was meant for the session is not for the shell.
                    termios.tcsetattr(sys.stdin, termios.TCSAFLUSH, before)

    def _in_background() -> bool:
        """Whether reading would stop the process."""
        try:
            return os.tcgetpgrp(sys.stdin.fileno()) != os.getpgrp()
        except OSError:
            return False
