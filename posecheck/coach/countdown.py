"""The spoken counts of a hold: start, half-way, and the last three seconds."""

from typing import Final

from posecheck.coach.judgement import HoldPhase, HoldState
from posecheck.coach.phrases import number, seconds

HALF_MIN_S: Final = 10.0
"""Shorter holds have no half-way."""

LAST_MIN_S: Final = 6.0
"""Shorter holds aren't counted out."""

LAST: Final = (3, 2, 1)


class HoldCounts:
    """Says each count of a hold once."""

    def __init__(self) -> None:
        self._half = False
        self._told: set[int] = set()

    def start(self) -> None:
        """Begin anew with the next hold."""
        self._half = False
        self._told.clear()

    def due(self, hold: HoldState) -> str:
        """Return what is to be said now; empty for nothing."""
        if hold.state is not HoldPhase.HOLDING or hold.left_s <= 0:
            return ""
        if hold.target_s >= LAST_MIN_S:
            count = next((each for each in reversed(LAST) if hold.left_s <= each), None)
            if count is not None:
                # Counts that were missed, such as while out of sight, aren't made up for.
                fresh = count not in self._told
                self._told.update(each for each in LAST if each >= count)
                return f"{number(count).capitalize()}." if fresh else ""
        if hold.target_s >= HALF_MIN_S and not self._half and hold.held_s >= hold.target_s / 2:
            self._half = True
            return f"Half-way, {seconds(hold.left_s)} left."
        return ""
