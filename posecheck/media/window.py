"""The window of a live session: pictures out, keys in."""

from __future__ import annotations

from types import TracebackType
from typing import Final, Self

import cv2

from posecheck.errors import PosecheckError
from posecheck.media.display import display_kept
from posecheck.media.frame import Image
from posecheck.media.keys import CODES, Key
from posecheck.media.screens import room_px

NO_DISPLAY: Final = "there is no screen to open a window on: going on with words only, spoken and written"


class WindowError(PosecheckError):
    """There is no screen to open a window on."""


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
        with display_kept() as there:
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

    def key(self) -> Key | None:
        """Let the window work for a millisecond, and return the key that was pressed meanwhile."""
        code = cv2.waitKeyEx(1)
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
