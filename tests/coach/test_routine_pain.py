"""Pain in a routine: how it is rated, and that a rise of it, or the key for it, stops kindly."""

from __future__ import annotations

import pytest

from posecheck.coach import phrases
from posecheck.coach.guidance import STOPPED, Command, Rating, Stage
from posecheck.coach.phrases import STOPPED_S
from tests.support.guiding import HUG, RoutineSession


@pytest.mark.parametrize(("digits", "rating"), [((0,), 0), ((4,), 4), ((1, 0), 10), ((3, 5), 5), ((1,), 1)])
def test_pain_is_rated_with_number_keys(digits: tuple[int, ...], rating: int) -> None:
    session = RoutineSession()
    session.step()
    session.press(Command.GO)
    session.rate(*digits)
    assert session.guide.pain_before == rating
    assert session.notes == [Rating("before", rating, session.notes[0].time_s)]
    assert session.heard(f"{phrases.number(rating).capitalize()}, thank you.")


def test_what_is_typed_is_shown_and_enter_confirms_it_at_once() -> None:
    session = RoutineSession()
    session.step()
    session.press(Command.GO)
    session.guide.digit(4)
    scale = session.guide.guidance.scale
    assert scale is not None
    assert (scale.rating, scale.before) == (4, None)
    session.press(Command.GO)
    assert session.guide.pain_before == 4
    for _ in session.items:
        session.do()
    scale = session.guide.guidance.scale
    assert scale is not None
    assert scale.before == 4


def test_nobody_is_asked_who_could_not_answer() -> None:
    session = RoutineSession(asks=False)
    session.wait_for(Stage.UPCOMING)
    for _ in session.items:
        session.do()
    assert session.guide.over
    assert not session.heard("How is your pain")


@pytest.mark.parametrize(("before", "after", "stops"), [(3, 5, True), (3, 4, False), (5, 2, False), (None, 8, False)])
def test_a_routine_after_which_it_hurts_more_ends_kindly(before: int | None, after: int, stops: bool) -> None:
    session = RoutineSession((HUG,))
    session.begin(before)
    session.do()
    session.rate(after)
    assert session.guide.stopped is stops
    if stops:
        assert session.at(Stage.STOPPED)
        assert session.guide.guidance.hurt
        assert session.heard("Your pain has gone up, from three to five.")
        session.wait(STOPPED_S + 25)
        assert all(sentence in session.words for sentence in phrases.PAIN_STOP)
    assert session.guide.over
    assert [note.kind for note in session.notes].count(STOPPED) == stops


@pytest.mark.parametrize("where", [Stage.PAIN, Stage.UPCOMING, Stage.SETUP, Stage.POSITION])
def test_the_pain_key_stops_at_any_moment(where: Stage) -> None:
    session = RoutineSession()
    session.step()
    session.press(Command.GO)
    if where is not Stage.PAIN:
        session.rate(2)
        session.wait_for(where)
    session.press(Command.PAUSE)
    session.press(Command.PAIN)
    assert session.at(Stage.STOPPED)
    assert not session.guide.guidance.paused
    assert session.words[-1] == phrases.PAIN_STOP[0]
    assert session.said[-1].urgent
    assert STOPPED in [note.kind for note in session.notes]
    session.wait_for(Stage.PAIN)
    assert all(sentence in session.words for sentence in phrases.PAIN_STOP)
    session.rate(8)
    assert session.guide.over
    assert session.guide.pain_after == 8


def test_pain_that_rises_on_the_way_stops_and_pain_that_does_not_is_noted() -> None:
    session = RoutineSession()
    session.begin(3)
    session.press(Command.NEXT)
    session.wait_for(Stage.POSITION)
    session.wait(8)
    session.rate(4)
    assert session.guide.doing
    assert session.words[-1] == "Four, thank you."
    session.rate(1, 0)
    assert session.at(Stage.STOPPED)
    ratings = [(note.moment, note.rating) for note in session.notes if isinstance(note, Rating)]
    assert ratings == [("before", 3), ("during", 4), ("during", 10)]
