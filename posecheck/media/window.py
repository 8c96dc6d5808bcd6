"""The window of a live session: pictures out, keys in."""

from __future__ import annotations

import os
import re
import socket
import sys
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import cv2

from posecheck.errors import PosecheckError
from posecheck.media.frame import Image

SCREEN_SHARE_PX: Final = (1280, 860)
"""The window opens as large as fits into this; it can be resized and made full-screen."""

NO_DISPLAY: Final = "there is no screen to open a window on: going on with sound only"

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
    QUIT = "q"
    OTHER = "other"


_CODES: Final = {ord(" "): Key.PAUSE, 27: Key.QUIT} | {
    ord(letter): key for key in Key if len(key.value) == 1 for letter in (key.value, key.value.upper())
}


def has_display() -> bool:
    """Return whether a window can be opened. Asking for one without a display would end the whole process."""
    if not sys.platform.startswith("linux"):
        return True
    match = _X11_DISPLAY.fullmatch(os.environ.get("DISPLAY", ""))
    if match is None:
        return False
    host, number = match["host"], int(match["number"])
    try:
        if host in ("", "unix"):
            return _answers_locally(number)
        with socket.create_connection((host, 6000 + number), timeout=1.0):
            return True
    except OSError:
        return False


class Window:
    """A window; a context manager. Everything about it happens in the thread that opened it.

    Attributes:
        full_screen: Whether it covers the screen.
    """

    def __init__(self, title: str, width_px: int, height_px: int, *, full_screen: bool = False) -> None:
        """Open the window.

        Args:
            title: Its title.
            width_px: Width of the pictures.
            height_px: Their height.
            full_screen: Whether it covers the screen from the start.

        Raises:
            WindowError: There is no display.
        """
        if not has_display():
            raise WindowError(NO_DISPLAY)
        self._title = title
        self.full_screen = full_screen
        try:
            cv2.namedWindow(title, cv2.WINDOW_NORMAL | cv2.WINDOW_KEEPRATIO | cv2.WINDOW_GUI_NORMAL)
        except cv2.error as error:
            raise WindowError(NO_DISPLAY) from error
        scale = min(SCREEN_SHARE_PX[0] / width_px, SCREEN_SHARE_PX[1] / height_px)
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
        return _CODES.get(code & 0xFFFF, Key.OTHER)  # the higher bits tell of Shift and num lock

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


def _answers_locally(number: int) -> bool:
    path = f"/tmp/.X11-unix/X{number}"
    for address in (path, "\0" + path):
        if address == path and not Path(path).exists():
            continue
        with socket.socket(socket.AF_UNIX) as end:
            try:
                end.connect(address)
            except OSError:
                continue
            return True
    return False
