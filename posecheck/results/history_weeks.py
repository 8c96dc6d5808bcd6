"""Practice by the week: pure arithmetic with days, which are those of the calendar where the person was.

Weeks begin on Monday, as ISO 8601 has them, and so belong to one year or the other or to both: nothing here counts
them by number.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from statistics import fmean
from typing import Final

WEEK: Final = timedelta(days=7)


@dataclass(frozen=True)
class Practice:
    """A session, as far as weeks are concerned.

    Attributes:
        day: When.
        minutes: How long it was.
        holds: How many holds were finished.
        counts: How many counted movements were done.
        held_s: Seconds held in all.
        pain_before: Rated 0 to 10; None when it wasn't rated.
        pain_after: As before.
    """

    day: date
    minutes: float
    holds: int
    counts: int
    held_s: float
    pain_before: int | None = None
    pain_after: int | None = None


@dataclass(frozen=True)
class Week:
    """What a week came to.

    Attributes:
        monday: Its first day.
        days: Monday to Sunday, whether there was practice: something was held or counted.
        minutes: How long the sessions were.
        holds: How many holds were finished.
        counts: How many counted movements were done.
        held_s: Seconds held in all.
        pain_before: Mean rating before sessions; None when none was rated.
        pain_after: Mean rating after sessions. Where some were rated both before and after, both means are of those.
    """

    monday: date
    days: tuple[bool, ...]
    minutes: float
    holds: int
    counts: int
    held_s: float
    pain_before: float | None
    pain_after: float | None

    @property
    def sunday(self) -> date:
        """Its last day."""
        return self.monday + WEEK - timedelta(days=1)

    @property
    def practised(self) -> int:
        """How many days there was practice."""
        return sum(self.days)


@dataclass(frozen=True)
class Streak:
    """Weeks in a row with practice on as many days as one wants.

    Attributes:
        now: Up to now. A week that isn't over counts when it has the days, and breaks nothing as long as it hasn't.
        best: The most there have been.
    """

    now: int
    best: int


def weeks_until(practices: Iterable[Practice], today: date) -> tuple[Week, ...]:
    """Return the weeks from the first practice to today's, those without practice as well; none without practice."""
    by_monday: defaultdict[date, list[Practice]] = defaultdict(list)
    for practice in practices:
        by_monday[monday_of(practice.day)].append(practice)
    if not by_monday:
        return ()
    first, last = min(by_monday), max(*by_monday, monday_of(today))
    mondays = [first + index * WEEK for index in range((last - first) // WEEK + 1)]
    return tuple(_week(monday, by_monday.get(monday, [])) for monday in mondays)


def streak(weeks: Sequence[Week], goal: int) -> Streak:
    """Return how many weeks in a row had practice on at least `goal` days; the last one is taken to be under way."""
    kept = [week.practised >= goal for week in weeks]
    over = kept[:-1] if kept and not kept[-1] else kept
    runs = [(good, sum(1 for _ in run)) for good, run in groupby(over)]
    now = runs[-1][1] if runs and runs[-1][0] else 0
    return Streak(now, max((length for good, length in runs if good), default=0))


def monday_of(day: date) -> date:
    """Return the first day of the week of a day."""
    return day - timedelta(days=day.weekday())


def _week(monday: date, practices: Sequence[Practice]) -> Week:
    done = {each.day.weekday() for each in practices if each.holds or each.counts}
    both = [each for each in practices if each.pain_before is not None and each.pain_after is not None]
    rated = both or practices
    return Week(
        monday=monday,
        days=tuple(day in done for day in range(7)),
        minutes=sum(each.minutes for each in practices),
        holds=sum(each.holds for each in practices),
        counts=sum(each.counts for each in practices),
        held_s=sum(each.held_s for each in practices),
        pain_before=_mean([each.pain_before for each in rated]),
        pain_after=_mean([each.pain_after for each in rated]),
    )


def _mean(ratings: Iterable[int | None]) -> float | None:
    known = [rating for rating in ratings if rating is not None]
    return fmean(known) if known else None
