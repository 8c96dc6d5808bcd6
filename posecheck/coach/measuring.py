"""What the checks measured over a hold, in a few numbers: a value ten times a second is enough, and stays small."""

from __future__ import annotations

import math
from statistics import median
from typing import Final

from posecheck.coach.judgement import CheckResult, Measured

PERIOD_S: Final = 0.1
"""Breath and sway take seconds; what changes from picture to picture is the jitter of the landmarks."""

MOST_MOMENTS: Final = 2000
"""When a hold has given so many (after more than three minutes), every second one is dropped, and they come half as
often from then on: an hour's hold takes no more memory than this."""

_EARLY_S: Final = 1e-6
"""Times may fall short of a period by rounding."""


class Measuring:
    """Collects the values of checks while a hold may be going on."""

    def __init__(self) -> None:
        self._values: dict[tuple[str, str], list[tuple[float, float]]] = {}
        self._moments = 0
        self._period_s = PERIOD_S
        self._next_s = -math.inf

    def add(self, results: tuple[CheckResult, ...], time_s: float) -> None:
        """Take a moment; times must rise from call to call."""
        if time_s < self._next_s - _EARLY_S:
            return
        self._next_s = max(self._next_s + self._period_s, time_s)
        self._moments += 1
        for result in results:
            if result.value is not None:
                key = (result.check.name, result.check.measure)
                self._values.setdefault(key, []).append((time_s, result.value))
        if self._moments >= MOST_MOMENTS:
            self._moments //= 2
            self._period_s *= 2
            self._values = {key: values[::2] for key, values in self._values.items()}

    def measured(self, start_s: float, end_s: float) -> tuple[Measured, ...]:
        """Return what was measured from one time to another: only afterwards it is known when a hold has ended.

        Checks come in their order, without those that were never known.
        """
        inside = {
            key: [value for time_s, value in values if start_s <= time_s <= end_s]
            for key, values in self._values.items()
        }
        return tuple(_measured(check, measure, values) for (check, measure), values in inside.items() if values)


def _measured(check: str, measure: str, values: list[float]) -> Measured:
    middle = median(values)
    return Measured(check, measure, middle, median(abs(value - middle) for value in values), len(values))
