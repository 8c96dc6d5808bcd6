"""The window of a live session: pictures out, keys in."""

from __future__ import annotations

import os
import re
import socket
import struct
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import cv2

from posecheck.errors import PosecheckError
from posecheck.media.frame import Image
from posecheck.media.screens import room_px

NO_DISPLAY: Final = "there is no screen to open a window on: going on with sound only"

DISPLAY_ATTEMPTS: Final = 5
ANSWER_S: Final = 1.0

_X11_SETUP: Final = struct.pack("<BxHHHHxx", ord("l"), 11, 0, 0, 0)
"""What a client says first: its byte order, version 11.0, and no cookie."""

_X11_DISPLAY: Final = re.compile(r"(?P<host>[^:]*):(?P<number>\d+)(\.\d+)?")


class WindowError(PosecheckError):
    """There is no screen to open a window on."""


class Key(StrEnum):
    """A key that means something."""

    PAUSE = "space"
    RESTART = "r"
    SWITCH_SIDE = "s"
    NEXT = "n"
    MUTE = "m"
    HELP = "h"
    FULL_SCREEN = "f"
    PAIN = "p"
    SKIP = "k"
    AGAIN = "b"
    ENTER = "enter"
    QUIT = "q"
    ZERO = "0"
    ONE = "1"
    TWO = "2"
    THREE = "3"
    FOUR = "4"
    FIVE = "5"
    SIX = "6"
    SEVEN = "7"
    EIGHT = "8"
    NINE = "9"
    OTHER = "other"

    @property
    def digit(self) -> int | None:
        """The number on it; None where there is none."""
        return int(self.value) if self.value.isdigit() else None


_X11_KEYPAD_ZERO: Final = 0xFFB0
CODES: Final = (
    {ord(" "): Key.PAUSE, 27: Key.QUIT, 10: Key.ENTER, 13: Key.ENTER, 0xFF8D: Key.ENTER}
    | {ord(letter): key for key in Key if len(key.value) == 1 for letter in (key.value, key.value.upper())}
    | {_X11_KEYPAD_ZERO + key.digit: key for key in Key if key.digit is not None}
)


def has_display() -> bool:
    """Return whether a window can be opened. Asking for one without a display would end the whole process."""
    with _display() as there:
        return there


class Window:
    """A window; a context manager. Everything about it happens in the thread that opened it.

    Attributes:
        full_screen: Whether it covers the screen.
    """

    def __init__(self, title: str, width_px: int, height_px: int, *, full_screen: bool = False) -> None:
        """Open the window, as large as fits on the screen; it can be resized and made full-screen.

        Args:
            title: Its title.
            width_px: Width of the pictures.
            height_px: Their height.
            full_screen: Whether it covers the screen from the start.

        Raises:
            WindowError: There is no display.
        """
        self._title = title
        self.full_screen = full_screen
        with _display() as there:
            if not there:
                raise WindowError(NO_DISPLAY)
            try:
                cv2.namedWindow(title, cv2.WINDOW_NORMAL | cv2.WINDOW_KEEPRATIO | cv2.WINDOW_GUI_NORMAL)
            except cv2.error as error:
                raise WindowError(NO_DISPLAY) from error
        room_width_px, room_height_px = room_px()
        scale = min(room_width_px / width_px, room_height_px / height_px)
        cv2.resizeWindow(title, round(width_px * scale), round(height_px * scale))
        if full_screen:
            self._apply_full_screen()
        self._shown = False

    @property
    def closed(self) -> bool:
        """Whether the person has closed it."""
        if not self._shown:
            return False
        try:
            return cv2.getWindowProperty(self._title, cv2.WND_PROP_VISIBLE) < 1
        except cv2.error:  # so Qt says that its last window was closed
            return True

    def show(self, image: Image) -> None:
        """Show a picture."""
        if self.closed:  # showing would open it again
            return
        cv2.imshow(self._title, image)
        self._shown = True

    def key(self, wait_ms: int = 1) -> Key | None:
        """Let the window work, and return the key that was pressed meanwhile.

        Args:
            wait_ms: How long to wait for one.
        """
        code = cv2.waitKeyEx(max(1, wait_ms))
        if code == -1:
            return None
        return CODES.get(code & 0xFFFF, Key.OTHER)  # the higher bits tell of Shift and num lock

    def toggle_full_screen(self) -> None:
        """Cover the screen, or don't any more."""
        self.full_screen = not self.full_screen
        self._apply_full_screen()

    def close(self) -> None:
        """Close the window."""
        if not self.closed:
            cv2.destroyWindow(self._title)
            cv2.waitKey(1)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _apply_full_screen(self) -> None:
        mode = cv2.WINDOW_FULLSCREEN if self.full_screen else cv2.WINDOW_NORMAL
        cv2.setWindowProperty(self._title, cv2.WND_PROP_FULLSCREEN, mode)


@contextmanager
def _display() -> Iterator[bool]:
    """Tell whether there is a display, and keep it until the end of the block.

    An X server begins anew when its last client leaves, and turns away whoever comes just then: so who has asked stays
    until the window is open.
    """
    if not sys.platform.startswith("linux"):
        yield True
        return
    with ExitStack() as stack:
        connection = None
        for _ in range(DISPLAY_ATTEMPTS):
            connection = _connected()
            if connection is None:
                break
            stack.enter_context(connection)
            if _answers(connection):
                break
            connection = None
            time.sleep(0.1)
        yield connection is not None


def _connected() -> socket.socket | None:
    """A connection to the display; None when there is nobody at its address."""
    match = _X11_DISPLAY.fullmatch(os.environ.get("DISPLAY", ""))
    if match is None:
        return None
    host, number = match["host"], int(match["number"])
    if host not in ("", "unix"):
        try:
            return socket.create_connection((host, 6000 + number), timeout=ANSWER_S)
        except OSError:
            return None
    path = f"/tmp/.X11-unix/X{number}"
    for address in (path, "\0" + path):
        if address == path and not Path(path).exists():
            continue
        end = socket.socket(socket.AF_UNIX)
        end.settimeout(ANSWER_S)
        try:
            end.connect(address)
        except OSError:
            end.close()
            continue
        return end
    return None


def _answers(connection: socket.socket) -> bool:
    """Whether the server takes us for a client, or wants to see a cookie first, which it wouldn't while it restarts."""
    try:
        connection.sendall(_X11_SETUP)
        return connection.recv(1) != b""
    except OSError:
        return False
