"""Weeks and weeks in a row, against slower and simpler ways to count them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posecheck.results.history_weeks import Practice, Week, monday_of, streak, weeks_until

DAYS = st.dates(date(2019, 1, 1), date(2031, 12, 31))
RATINGS = st.none() | st.integers(0, 10)
PRACTICES = st.lists(
    st.builds(
        Practice,
        day=st.dates(date(2024, 11, 1), date(2027, 2, 28)),
        minutes=st.integers(0, 60).map(float),
        holds=st.integers(0, 3),
        counts=st.integers(0, 2),
        held_s=st.integers(0, 100).map(float),
        pain_before=RATINGS,
        pain_after=RATINGS,
    ),
    max_size=30,
)


def practice(day: date, **more: int | None) -> Practice:
    return Practice(**({"day": day, "minutes": 10.0, "holds": 1, "counts": 0, "held_s": 20.0} | more))  # type: ignore[arg-type]


@given(DAYS)
def test_a_week_begins_on_the_monday_of_iso_8601(day: date) -> None:
    monday = monday_of(day)
    year, week, _ = day.isocalendar()
    assert monday == date.fromisocalendar(year, week, 1)


@given(PRACTICES, st.dates(date(2024, 11, 1), date(2027, 2, 28)))
def test_weeks_follow_one_another_and_nothing_is_lost(practices: list[Practice], today: date) -> None:
    weeks = weeks_until(practices, today)
    if not practices:
        assert weeks == ()
        return
    days = [each.day for each in practices]
    assert [week.monday for week in weeks] == [weeks[0].monday + timedelta(weeks=place) for place in range(len(weeks))]
    assert weeks[0].monday <= min(days) <= weeks[0].sunday
    assert weeks[-1].monday <= max(*days, today) <= weeks[-1].sunday
    for name in ("minutes", "holds", "counts", "held_s"):
        assert sum(getattr(week, name) for week in weeks) == sum(getattr(each, name) for each in practices)
    practised = {each.day for each in practices if each.holds or each.counts}
    dots = {week.monday + timedelta(days=day) for week in weeks for day, done in enumerate(week.days) if done}
    assert dots == practised


def test_new_year_does_not_cut_a_week_in_two() -> None:
    # 2026 has 53 ISO weeks, the last of which ends on 3 January 2027.
    days = (date(2026, 12, 28), date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 3), date(2027, 1, 4))
    weeks = weeks_until([practice(day) for day in days], date(2027, 1, 4))
    assert [(week.monday, week.practised) for week in weeks] == [(date(2026, 12, 28), 4), (date(2027, 1, 4), 1)]


@pytest.mark.parametrize(
    ("ratings", "expected"),
    [
        ([], (None, None)),
        ([(5, None)], (5.0, None)),
        ([(5, 2), (3, 2)], (4.0, 2.0)),
        # A session that was rated only before must not make it look as if the others had done more than they did.
        ([(5, 3), (9, None)], (5.0, 3.0)),
        ([(0, 0)], (0.0, 0.0)),
    ],
)
def test_pain_is_compared_within_the_same_sessions(
    ratings: list[tuple[int, int | None]], expected: tuple[float | None, float | None]
) -> None:
    day = date(2026, 11, 18)
    practices = [practice(day), *(practice(day, pain_before=before, pain_after=after) for before, after in ratings)]
    (week,) = weeks_until(practices, day)
    assert (week.pain_before, week.pain_after) == expected


def weeks_of(practised: list[int]) -> list[Week]:
    monday = date(2026, 3, 2)
    return [
        Week(monday + timedelta(weeks=place), tuple(day < count for day in range(7)), 0.0, 0, 0, 0.0, None, None)
        for place, count in enumerate(practised)
    ]


@given(st.lists(st.integers(0, 7), max_size=30), st.integers(1, 7))
def test_weeks_in_a_row(practised: list[int], goal: int) -> None:
    found = streak(weeks_of(practised), goal)
    letters = "".join("x" if count >= goal else " " for count in practised)
    # The last week is not over: without its days it neither counts nor breaks what was before.
    over = letters.removesuffix(" ")
    assert found.best == max(map(len, over.split(" ")), default=0)
    assert found.now == len(over) - len(over.rstrip("x"))


def test_the_week_that_is_under_way_breaks_nothing() -> None:
    assert (streak(weeks_of([3, 3, 1]), 3).now, streak(weeks_of([3, 3, 3]), 3).now) == (2, 3)
    assert streak(weeks_of([3, 3, 1, 1]), 3).now == 0
