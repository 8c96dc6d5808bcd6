"""What stands along the axes of a picture: round numbers, and days."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

DAY: Final = timedelta(days=1)

STEPS: Final = tuple(factor * 10.0**power for power in range(-3, 7) for factor in (1.0, 2.0, 5.0))
"""1, 2 and 5 of every power of ten that an axis may need."""

_ROUNDING: Final = 1e-9


def value_ticks(low: float, high: float, most: float, steps: Sequence[float] = STEPS) -> list[float]:
    """Return the round numbers from one value to another.

    Args:
        low: The lower end.
        high: The upper end.
        most: How many steps fit between them; the smallest step that is large enough is taken.
        steps: To choose from, rising.
    """
    step = next(step for step in steps if (high - low) / step <= most)
    return [index * step for index in range(math.ceil(low / step - _ROUNDING), math.floor(high / step + _ROUNDING) + 1)]


def day_ticks(first: date, last: date) -> list[tuple[float, str]]:
    """Return the days that are named under an axis of time: all, Mondays, or firsts of months, not more than ten.

    Args:
        first: Day 0.
        last: The last day.

    Returns:
        Days since the first, rising, with their names.
    """
    span = (last - first).days
    if span <= 7:
        return [(day, _day_words(first + day * DAY)) for day in range(span + 1)]
    monday = first + (-first.weekday() % 7) * DAY
    for step in (7, 14):
        if span / step <= 8:
            days = range((monday - first).days, span + 1, step)
            return [(day, _day_words(first + day * DAY)) for day in days]
    months = next(step for step in (1, 2, 3, 6, 12, 24, 60, 120) if span / (30.4 * step) <= 9)
    ticks = []
    month = first.year * 12 + first.month
    while (day := date(month // 12, month % 12 + 1, 1)) <= last:
        if (day.month - 1) % min(months, 12) == 0 and (months <= 12 or day.year % (months // 12) == 0):
            ticks.append((float((day - first).days), f"{day:%b %Y}" if day.month == 1 else f"{day:%b}"))
        month += 1
    return ticks


def _day_words(day: date) -> str:
    return f"{day.day} {day:%b}"
