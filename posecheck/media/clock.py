"""Frame times that always rise, whatever the container says."""

from fractions import Fraction
from typing import Final

LEAST_STEP_S: Final = 0.001
"""Times stay a millisecond apart, because that is what MediaPipe counts in."""

RESTART_S: Final = 1.0
"""A fall larger than this is a clock that was set anew (joined clips), not a frame out of order."""


class RisingClock:
    """Turns a container's presentation times into seconds from the first frame, strictly rising.

    Missing times go on at the clip's usual pace. A time that does not rise is moved just past the one before it. Where
    the clock was set back, the times go on from there, so that the clip's length stays true.

    Attributes:
        missing: How many times there were none.
        fallen: How many times did not rise.
    """

    def __init__(self, period_s: float) -> None:
        self.missing = 0
        self.fallen = 0
        self._period_s = period_s
        self._start_s: Fraction | None = None
        self._last_s: float | None = None

    def time_s(self, presentation_s: Fraction | None) -> float:
        """Return the time of the next frame, 0 for the first.

        Args:
            presentation_s: The container's time of the frame, None when it has none.
        """
        last_s = self._last_s
        if last_s is None:
            self._start_s = presentation_s
            now_s = 0.0
            self.missing += presentation_s is None
        elif presentation_s is None:
            now_s = last_s + self._period_s
            self.missing += 1
        else:
            if self._start_s is None:
                self._start_s = presentation_s - Fraction(last_s + self._period_s)
            now_s = float(presentation_s - self._start_s)
            if now_s < last_s + LEAST_STEP_S:
                self.fallen += 1
                if now_s < last_s - RESTART_S:
                    now_s = last_s + self._period_s
                    self._start_s = presentation_s - Fraction(now_s)
                else:
                    now_s = last_s + LEAST_STEP_S
        self._last_s = now_s
        return now_s
