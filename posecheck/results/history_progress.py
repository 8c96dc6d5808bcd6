"""Progress against oneself: what a stretch's checks measured at first, and what they measure now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from typing import Final

from posecheck.results.history import Aspect, Practised, Range

MOST_COMPARED: Final = 3
"""Sessions at the beginning and at the end that stand for `first` and `now`: one alone may have been a bad day."""


@dataclass(frozen=True)
class Course:
    """What a check measured over the sessions.

    Attributes:
        aspect: What is measured.
        times: When, one a session.
        ranges: What was measured, one a session.
    """

    aspect: Aspect
    times: tuple[datetime, ...]
    ranges: tuple[Range, ...]

    @property
    def first(self) -> float | None:
        """The middle of the first sessions' medians; None as long as there is one session only."""
        count = self.compared
        return median(each.median for each in self.ranges[:count]) if count else None

    @property
    def now(self) -> float:
        """The middle of the last sessions' medians."""
        return median(each.median for each in self.ranges[-max(1, self.compared) :])

    @property
    def spread(self) -> float:
        """How steady the last sessions' holds were: the middle of their spreads."""
        return median(each.spread for each in self.ranges[-max(1, self.compared) :])

    @property
    def compared(self) -> int:
        """How many sessions stand for `first`, and as many others for `now`; 0 where there is only one session."""
        return min(MOST_COMPARED, len(self.ranges) // 2)


def courses(sessions: Sequence[Practised]) -> tuple[Course, ...]:
    """Return what was measured of each aspect, in the order in which the sessions first had them.

    Args:
        sessions: In the order of time.
    """
    found: dict[Aspect, list[tuple[datetime, Range]]] = {}
    for session in sessions:
        for aspect, measured in session.measured.items():
            found.setdefault(aspect, []).append((session.started, measured))
    return tuple(
        Course(aspect, tuple(time for time, _ in seen), tuple(measured for _, measured in seen))
        for aspect, seen in found.items()
    )
