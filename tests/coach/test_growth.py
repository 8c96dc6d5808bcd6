"""Holds that grow over weeks: computed from what was held, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posecheck.coach.growth import GOOD_DAYS, GOOD_SESSIONS, MOST, Grown, PastHold, PastSession, grown
from posecheck.coach.routine_plan import plan_routine
from posecheck.references.routine import Item, Routine
from posecheck.references.schema import Band, Hold
from tests.support.clips import shipped

HUG = Hold(20, Band(5, 30))
REFERENCES = {reference.name: reference for reference in shipped()}


def session(day: int, *held_s: float, hurt: bool = False, complete: bool = True, variant: str = "left") -> PastSession:
    return PastSession(day, hurt, tuple(PastHold("knee-hug", variant, "hug", seconds, complete) for seconds in held_s))


def today(*past: PastSession, hold: Hold = HUG) -> Grown:
    return grown(hold, past, "knee-hug", ("left", "right"), "hug")


def good(weeks: int, seconds: float = 30.0, first: int = 0) -> Iterator[PastSession]:
    """Three sessions a week that all went well."""
    for week in range(weeks + 1):
        for day in (0, 2, 4):
            yield session(first + 7 * week + day, seconds, seconds)


def test_without_a_history_nothing_grows() -> None:
    assert today() == Grown(20.0)


def test_a_hold_grows_by_a_small_step_after_enough_good_sessions_over_enough_days() -> None:
    assert GOOD_SESSIONS == 3
    assert today(session(0, 20, 20), session(3, 20, 20), session(GOOD_DAYS - 1, 20, 20)).seconds == 20
    assert today(session(0, 20, 20), session(GOOD_DAYS, 20, 20)).seconds == 20
    assert today(session(0, 20, 20), session(3, 20, 20), session(GOOD_DAYS, 20, 20)).seconds == 22


def test_it_never_goes_beyond_what_is_safe_and_says_when_that_is_easy() -> None:
    assert today(*good(4)).seconds < 30
    assert today(*good(30)) == Grown(30.0, ready=True)
    assert today(*good(60, 200), hold=Hold(20, Band(5, 180))).seconds == MOST * 20


def test_a_hold_that_was_held_no_longer_than_asked_grows_no_further_than_one_step() -> None:
    assert today(*good(20, seconds=20)).seconds == 22


def test_holds_that_broke_off_and_shorter_ones_that_were_asked_for_don_t_count() -> None:
    broken = (session(0, 20, 20), session(3, 20, 20), session(6, 20, complete=False), session(8, 20, 20))
    assert today(*broken).seconds == 20
    shorter = (session(0, 20, 20), session(3, 20, 20), session(6, 10, 10), session(8, 20, 20))
    assert today(*shorter).seconds == 22


def test_after_pain_it_goes_back_a_step_and_begins_to_count_anew() -> None:
    past = [*good(3)]
    before = today(*past).seconds
    assert before > 22
    assert today(*past, session(40, 30, hurt=True)).seconds == before - 2
    assert today(session(0, 20, hurt=True)).seconds == 20
    again = [session(41, 30, 30), session(43, 30, 30)]
    assert today(*past, session(40, 30, hurt=True), *again).seconds == before - 2


def test_pain_in_a_session_without_the_stretch_says_nothing_about_it() -> None:
    other = PastSession(9, True, (PastHold("child-pose", "arms-back", "rest", 30, True),))
    assert today(*good(2), other) == today(*good(2))


@given(
    st.lists(
        st.tuples(st.integers(0, 4), st.floats(1, 200), st.booleans(), st.booleans()),
        max_size=60,
    )
)
def test_whatever_the_history_says_the_hold_stays_within_its_range(past: list[tuple[int, float, bool, bool]]) -> None:
    day, sessions = 0, []
    for gap, seconds, hurt, complete in past:
        day += gap
        sessions.append(session(day, seconds, hurt=hurt, complete=complete))
    assert 20 <= today(*sessions).seconds <= 30


# -- in a routine


def routine(*items: Item) -> Routine:
    return Routine("mine", "Mine", "Mine.", items)


def held(plan_item: int, *items: Item, past: tuple[PastSession, ...]) -> dict[str, float]:
    step = plan_routine(routine(*items), REFERENCES, past).steps[plan_item]
    return {phase.name: phase.hold.seconds for phase in step.plan.phases(step.plan.steps[0]) if phase.hold}


def test_a_routine_holds_what_has_grown_and_nothing_else() -> None:
    past = tuple(good(2))
    items = (Item("knee-hug"), Item("child-pose"))
    assert held(0, *items, past=()) == {"hug": 20}
    assert held(0, *items, past=past)["hug"] > 20
    assert held(1, *items, past=past) == {"rest": 30}
    assert plan_routine(routine(*items), REFERENCES, past).steps[0].longer_s > 0


def test_a_routine_s_own_hold_is_where_it_begins() -> None:
    past = tuple(good(1, seconds=12))
    assert held(0, Item("knee-hug", hold_s=10), past=past) == {"hug": 11}


def reached(first: int, weeks: int, *, variant: str = "reach-only", hurt: bool = False) -> Iterator[PastSession]:
    for week in range(weeks):
        for day in (0, 2, 4):
            yield PastSession(
                first + 7 * week + day, hurt, (PastHold("sun-salute-backbend", variant, "reach", 30.0, True),)
            )


def variant_of(past: tuple[PastSession, ...]) -> tuple[str, bool]:
    item = Item("sun-salute-backbend", "reach-only", deeper="with-bend")
    (step,) = plan_routine(routine(item), REFERENCES, past).steps
    return step.plan.steps[0].variants[0], step.deeper


def test_the_stretch_at_which_it_hurt_goes_back_even_when_nothing_of_it_was_held() -> None:
    past = tuple(good(2))
    before = today(*past).seconds
    stopped = PastSession(40, True, (PastHold("child-pose", "arms-forward", "rest", 30.0, True),), "knee-hug")
    assert today(*past, stopped).seconds == before - 2
    assert today(*past, replace(stopped, stopped_at="child-pose")).seconds == before


def test_after_a_hold_that_was_broken_off_the_days_are_counted_anew() -> None:
    again = tuple(session(8, 20) for _ in range(3))
    assert today(session(0, 20), session(8, 4, complete=False), *again).seconds == 20
    assert today(session(0, 20), session(8, 4, complete=False), *again, session(15, 20)).seconds == 22


@pytest.mark.parametrize(("weeks", "deeper"), [(0, False), (3, False), (30, True)])
def test_longer_comes_before_deeper(weeks: int, deeper: bool) -> None:
    past = tuple(reached(0, weeks))
    assert variant_of(past) == ("with-bend" if deeper else "reach-only", deeper)


def test_deeper_goes_back_after_pain() -> None:
    past = tuple(reached(0, 30))
    deeper = tuple(reached(300, 1, variant="with-bend"))
    assert variant_of((*past, *deeper)) == ("with-bend", True)
    hurt = tuple(reached(310, 1, variant="with-bend", hurt=True))
    assert variant_of((*past, *deeper, *hurt)) == ("reach-only", False)
