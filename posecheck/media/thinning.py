"""Which frames of a fast clip are looked at: a body is too slow for more than about thirty a second to tell more."""

from typing import Final

FAST_FPS: Final = 40.0
"""Clips of more frames a second than this are thinned; those of 24, 25 and 30 are looked at whole."""

LEAST_STEP_S: Final = 1 / 36
"""Frames that are looked at are at least this far apart: every second one at 50 and 60 frames a second, every fourth
at 120, and about as many where a phone lets its rate waver."""


class Thinning:
    """Chooses frames by their times, which must rise from call to call; the first one is taken."""

    def __init__(self) -> None:
        self._next_s = float("-inf")

    def takes(self, time_s: float) -> bool:
        """Return whether the frame of this time is looked at."""
        if time_s < self._next_s:
            return False
        self._next_s = time_s + LEAST_STEP_S
        return True
