"""The guide of a routine on scripts: what is said when, rests and camera moves, keys."""

from __future__ import annotations

from dataclasses import replace

import pytest

from posecheck.coach import phrases, routine_phrases
from posecheck.coach.guidance import Command, Stage
from posecheck.coach.interval import MOVE_S
from posecheck.coach.pain import WAIT_S
from posecheck.coach.routine_guide import LEFT_OUT, REPEATED, STRETCH
from posecheck.measures.body import View
from posecheck.references.routine import Item
from tests.support.guiding import CHILD, HUG, NOBODY, REFERENCES, SALUTE, WELL, RoutineSession

LYING = REFERENCES["knee-hug"].camera.placement
STANDING = REFERENCES["sun-salute-backbend"].camera.placement


# -- the way through


def test_general_safety_is_said_once_and_a_stretch_s_own_before_it() -> None:
    session = RoutineSession()
    session.wait_for(Stage.PAIN)
    assert session.heard("Mine. Three stretches, about")
    for item in session.items:
        session.wait_for(Stage.UPCOMING)
        session.wait_for(Stage.SETUP)
        assert session.words.count(REFERENCES[item.pose].safety) == 1
        session.do()
    assert session.words.count("Stop at any pain, numbness, tingling or dizziness.") == 1


def test_everything_goes_on_without_a_key() -> None:
    session = RoutineSession()
    session.wait_for(Stage.PAIN)
    assert session.wait_for(Stage.UPCOMING) == pytest.approx(
        phrases.spoken_s(routine_phrases.RATE_BEFORE) + WAIT_S, abs=1.0
    )
    assert session.words[-1] == routine_phrases.NO_RATING
    session.wait_for(Stage.SETUP)
    session.wait_for(Stage.POSITION)
    assert session.words[-1].startswith(phrases.SEEN)


def test_what_comes_next_is_said_and_shown_with_its_place_in_the_routine() -> None:
    session = RoutineSession()
    session.begin()
    told = []
    while not session.guide.over:
        if session.at(Stage.UPCOMING):
            session.wait_for(Stage.SETUP)
            session.do()
            continue
        if session.shown[-1].upcoming is None and session.at(Stage.PAIN):
            session.press(Command.NEXT)
        session.step()
    for shown in session.shown:
        if shown.upcoming is not None and (shown.upcoming.number, shown.upcoming.title) not in told:
            told.append((shown.upcoming.number, shown.upcoming.title))
    assert told == [
        (1, "Knee hug: left knee"),
        (2, "Child pose"),
        (3, "Sun salute, reach and gentle backbend"),
    ]
    for words in ("First: Knee hug: left knee, one of three.", "Next: Child pose, two of three.", "Last: Sun salute"):
        assert session.heard(words)
    assert session.guide.done == [0, 1, 2]
    assert [note.text for note in session.notes if note.kind == STRETCH] == [item.pose for item in session.items]


def test_the_camera_is_placed_first_and_moved_only_where_its_place_changes() -> None:
    session = RoutineSession()
    session.begin()
    placed = []
    for _ in session.items:
        placed.append(session.upcoming.camera)
        session.wait_for(Stage.SETUP)
        session.do()
    assert placed == [LYING, "", STANDING]
    assert [text for text in session.words if "Camera at your side" in text or "camera stays" in text] == [
        LYING,
        routine_phrases.STAYS,
        f"Move the camera first. {STANDING}",
    ]
    assert session.words.count(routine_phrases.COME_BACK) == 2


def test_there_is_time_to_move_the_camera() -> None:
    # Whoever goes to the camera is out of its sight, or very near, and back again.
    for away in (NOBODY, replace(WELL, trunk=0.8)):
        session = RoutineSession((HUG, replace(SALUTE, repetitions=1)))
        session.begin()
        session.do()
        session.wait(15)
        session.wait(10, facts=away)
        assert session.at(Stage.UPCOMING)
        assert session.wait_for(Stage.SETUP) < 20
    # Somebody who doesn't go, or moves it from where it doesn't show, isn't kept for ever.
    session = RoutineSession((HUG, SALUTE))
    session.begin()
    session.do()
    said_s = sum(phrases.spoken_s(text) for text in session.guide.guidance.lines)
    assert session.wait_for(Stage.SETUP) == pytest.approx(said_s + MOVE_S, abs=2.0)


def test_whoever_stays_away_is_asked_back_now_and_then() -> None:
    session = RoutineSession()
    session.begin()
    session.wait(90, facts=NOBODY)
    assert session.at(Stage.UPCOMING)
    assert session.words.count(routine_phrases.COME_BACK_WHEN_READY) in (2, 3)
    assert session.wait_for(Stage.SETUP) < 8


def test_a_rest_is_counted_down_and_lasts_as_long_as_the_routine_says() -> None:
    session = RoutineSession((replace(HUG, rest_s=40.0), CHILD))
    session.begin()
    session.do()
    assert session.wait_for(Stage.SETUP) == pytest.approx(40.0, abs=0.3)
    assert session.heard("Rest, 40 seconds.")
    rings = [shown.ring for shown in session.shown if shown.ring is not None]
    assert rings[-1].total_s == 40
    assert rings[-1].passed_s == pytest.approx(40.0, abs=0.2)
    assert session.words[-3:] == ["Three.", "Two.", "One."]


def test_the_set_up_is_checked_before_each_stretch() -> None:
    session = RoutineSession()
    session.begin()
    session.do()
    session.wait_for(Stage.SETUP)
    session.wait(5, facts=replace(WELL, view=View.FRONT))
    assert session.at(Stage.SETUP)
    assert session.heard("Turn so that your side faces the camera.")
    session.wait(3)
    assert session.at(Stage.POSITION)


def test_nothing_that_is_needed_to_go_on_is_only_shown() -> None:
    session = RoutineSession()
    while not session.guide.over:
        if session.guide.doing and not session.at(Stage.SETUP):
            session.do()
        session.step()
    spoken = " ".join(session.words)
    asked = {shown.headline for shown in session.shown} | {line for shown in session.shown for line in shown.lines}
    assert {text for text in asked if text not in spoken} == set()


# -- keys


def test_a_stretch_is_left_out() -> None:
    session = RoutineSession()
    session.begin()
    session.press(Command.SKIP)
    assert session.upcoming.number == 2
    # The camera was never placed for the first.
    assert session.upcoming.camera == LYING
    session.wait_for(Stage.SETUP)
    session.press(Command.SKIP)
    assert (session.upcoming.number, session.guide.guidance.ring) == (3, None)
    session.press(Command.SKIP)
    assert session.at(Stage.PAIN)
    assert [note.text for note in session.notes if note.kind == LEFT_OUT] == [item.pose for item in session.items]
    assert session.guide.done == []


def test_a_stretch_is_done_once_more() -> None:
    session = RoutineSession()
    session.begin()
    session.press(Command.AGAIN)  # there is nothing to be done again
    assert session.upcoming.number == 1
    session.do()
    session.press(Command.AGAIN)
    assert session.guide.index == 0
    session.wait_for(Stage.POSITION)
    assert session.heard(routine_phrases.AGAIN)
    session.press(Command.AGAIN)
    assert session.at(Stage.SETUP)
    session.do()
    assert (session.upcoming.number, session.guide.runs, session.guide.done) == (2, 3, [0])
    assert [note.kind for note in session.notes].count(REPEATED) == 2


def test_a_pause_is_told_and_a_key_that_goes_elsewhere_ends_it() -> None:
    session = RoutineSession()
    session.begin()
    session.press(Command.PAUSE)
    assert session.paused()
    assert session.words[-1] == phrases.PAUSED
    session.press(Command.SKIP)
    assert not session.paused()
    for _ in range(2):
        session.press(Command.PAUSE)
    assert session.words[-1] == phrases.GOING_ON


def test_the_keys_of_a_stretch_work_in_a_routine() -> None:
    session = RoutineSession((Item("knee-hug", repetitions=1),))
    session.begin()
    session.press(Command.NEXT)
    session.wait_for(Stage.POSITION)
    session.press(Command.SWITCH_SIDE)
    assert session.guide.guidance.side == "right"
    session.press(Command.RESTART)
    assert session.words[-1].startswith("From the start. Right knee")


def test_a_camera_that_goes_and_comes_back_is_heard_once_each() -> None:
    session = RoutineSession()
    session.begin()
    for lost in (True, True, False, False):
        session.said += session.guide.camera(lost=lost)
    assert session.words[-2:] == [phrases.CAMERA_LOST, phrases.CAMERA_BACK]
