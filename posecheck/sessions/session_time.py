"""The time of a session: the camera's, without what was paused."""

from __future__ import annotations

from typing import Final

USUAL_PERIOD_S: Final = 1 / 30


class SessionTime:
    """Stands still while the session is paused.

    Attributes:
        paused: Whether it does so now.
    """

    def __init__(self) -> None:
        self.paused = False
        self._away_s = 0.0
        self._left_s: float | None = None
        self._last_s: float | None = None

    def pause(self, *, paused: bool) -> None:
        """Stand still from the last picture on, or go on with the next."""
        if paused and not self.paused:
            self._left_s = self._last_s
        self.paused = paused

    def of(self, camera_s: float) -> float | None:
        """Return the session time of a picture, None while paused.

        Args:
            camera_s: The camera's time of the picture; must rise from call to call.
        """
        if self.paused:
            return None
        if self._left_s is not None:
            self._away_s += max(0.0, camera_s - self._left_s - USUAL_PERIOD_S)
            self._left_s = None
        self._last_s = camera_s
        return camera_s - self._away_s
