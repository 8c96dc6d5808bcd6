"""The guide through holds on scripts of events: what is said when, sides and repetitions, keys."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from posecheck.coach import phrases
from posecheck.coach.guidance import Command, Stage, Tone
from posecheck.coach.guide import LONG_HOLD_S, REST_S
from posecheck.coach.judgement import Event, EventKind, HoldPhase, HoldState, Sight
from posecheck.coach.plan import make_plan
from tests.support.clips import shipped_reference
from tests.support.guiding import STEP_S, StretchSession


def child() -> StretchSession:
    return StretchSession(make_plan(shipped_reference("child-pose")))


def knee_hug(repetitions: int = 1) -> StretchSession:
    return StretchSession(make_plan(shipped_reference("knee-hug"), repetitions=repetitions))


# -- holds


def test_a_hold_is_counted_aloud() -> None:
    session = child()
    session.ready()
    session.wait(10)  # the time to get there, in which the instruction is said
    start_s = session.now_s
    session.hold("rest")
    counts = [
        (round(each.at_s - start_s, 1), each.text)
        for each in session.said
        if each.text in ("Hold, 20 seconds.", "Half-way, 10 seconds left.", "Three.", "Two.", "One.")
    ]
    assert [text for _, text in counts] == ["Hold, 20 seconds.", "Half-way, 10 seconds left.", "Three.", "Two.", "One."]
    for (at_s, _), expected_s in zip(counts, (0.0, 10.0, 17.0, 18.0, 19.0), strict=True):
        assert at_s == pytest.approx(expected_s, abs=2.5 * STEP_S)
    assert session.tones == [Tone.IN_POSE, Tone.DONE]
    assert session.heard("Come up slowly: walk your hands back, head last.")


def test_whoever_is_in_the_pose_at_once_hears_the_instruction_to_its_end_and_then_how_long_is_left() -> None:
    session = child()
    session.ready()
    asked_s, instruction = session.said[-1].at_s, session.words[-1]
    begun_s = session.now_s
    session.hold("rest", 15)
    left = next(each for each in session.said if each.text.startswith("Hold, "))
    assert session.tones == [Tone.IN_POSE]  # at once
    assert left.at_s >= asked_s + phrases.spoken_s(instruction)
    assert left.text == f"Hold, {phrases.seconds(20 - (left.at_s - begun_s))}."
    assert session.heard("Half-way, 10 seconds left.")


def test_a_pause_before_the_instruction_is_over_leaves_the_rest_to_going_on() -> None:
    session = child()
    session.ready()
    session.hold("rest", 2)
    session.step(Event(EventKind.HOLD_PAUSED, session.now_s, "rest"), cue="Fold forward.", phase="rest")
    session.wait(10)
    assert not session.heard("Hold, ")


def test_a_pause_is_heard_with_its_reason_and_so_is_going_on() -> None:
    session = child()
    session.ready()
    session.hold("rest", 5)
    cue = "Let your hips sink toward your heels; a cushion is fine."
    session.step(Event(EventKind.HOLD_PAUSED, session.now_s, "rest"), cue=cue, phase="rest")
    assert session.words[-1] == f"Paused. {cue}"
    resumed = HoldState(HoldPhase.HOLDING, 5.0, 20.0)
    session.step(Event(EventKind.HOLD_RESUMED, session.now_s, "rest"), hold=resumed, phase="rest")
    assert session.words[-1] == "Go on, 15 seconds left."
    assert session.tones == [Tone.IN_POSE, Tone.PAUSED, Tone.IN_POSE]


def test_a_lost_person_is_told_to_stay_relaxed() -> None:
    session = child()
    session.ready()
    session.hold("rest", 5)
    lost: dict[str, Any] = {"sight": Sight.LOST, "phase": "rest"}
    session.step(Event(EventKind.HOLD_PAUSED, session.now_s, "rest"), **lost)
    session.step(Event(EventKind.SIGHT, session.now_s, None, "I can't see you. Stay relaxed."), **lost)
    assert session.words[-1] == "I can't see you. Stay relaxed."
    session.step(Event(EventKind.SIGHT, session.now_s, None, ""))
    assert session.words[-1] == phrases.SEEN_AGAIN


def test_an_attempt_that_ended_early_is_asked_for_again() -> None:
    session = child()
    session.ready()
    session.hold("rest", 5)
    session.step(Event(EventKind.HOLD_ENDED, session.now_s, "rest"))
    assert session.at(Stage.POSITION)
    assert session.words[-1].startswith("Begin again when you are ready. Kneel")


def test_cues_and_what_is_mended_are_heard() -> None:
    session = child()
    session.ready()
    session.hold("rest", 3)
    session.step(Event(EventKind.CUE, session.now_s, "rest", "Reach your arms forward.", "arms"), phase="rest")
    session.step(Event(EventKind.FIXED, session.now_s, "rest", "Good.", "arms"), phase="rest")
    session.step(Event(EventKind.SAFETY, session.now_s, "rest", "That's far enough, ease up."), phase="rest")
    assert session.words[-3:] == ["Reach your arms forward.", "Good.", "That's far enough, ease up."]
    assert session.tones[-1] is Tone.FIXED
    assert session.said[-1].urgent


def test_a_hint_is_said_where_one_thing_keeps_from_the_pose() -> None:
    session = child()
    session.ready()
    session.wait(20, hint="Reach your arms forward.")
    said = [each.at_s for each in session.said if each.text == "Reach your arms forward."]
    assert len(said) in (2, 3)
    assert all(after - before >= 6 for before, after in pairwise(said))


def test_an_instruction_is_repeated_for_whoever_missed_it() -> None:
    session = child()
    session.ready()
    session.wait(60)
    assert sum("forehead rests on the floor" in text for text in session.words) in (2, 3)


# -- sides and repetitions


def test_knee_hug_goes_left_then_right_and_says_so() -> None:
    session = knee_hug(repetitions=2)
    session.ready()
    held: list[str | None] = []
    for _ in range(4):
        held.append(session.guide.guidance.side)
        session.hold("hug")
        session.leave("hug")
        session.wait(REST_S + 8)
    assert held == ["left", "left", "right", "right"]
    for part in (
        "Left knee: lie on your back",
        "That's one of two.",
        "Once more, two of two: left knee.",
        "Left knee done.",
        "Right knee: lie on your back",
        "Well done, that was all.",
    ):
        assert session.heard(part), part
    assert session.heard("slowly")
    assert session.at(Stage.EXIT) or session.at(Stage.SUMMARY)


def test_the_other_side_first_is_fine() -> None:
    session = knee_hug()
    session.ready()
    session.hold("hug", variant="right")
    assert session.heard("Right knee first, that's fine.")
    session.leave("hug")
    session.wait(REST_S + 8)
    assert session.guide.guidance.side == "left"


def test_whoever_goes_on_holding_is_asked_to_let_go() -> None:
    session = knee_hug(repetitions=2)
    session.ready()
    session.hold("hug")
    session.leave("hug")
    session.wait(REST_S - 1)
    over = HoldState(HoldPhase.HOLDING, 25.0, 20.0)
    session.wait(9, hold=over, phase="hug", in_pose=True)
    assert session.at(Stage.RELEASE)
    session.wait(1)
    assert session.at(Stage.REST)


@pytest.mark.parametrize(("hold_s", "stage"), [(LONG_HOLD_S - 1, Stage.POSITION), (LONG_HOLD_S, Stage.REST)])
def test_there_is_a_rest_after_a_long_hold_only_as_it_was_asked_for(hold_s: float, stage: Stage) -> None:
    plan = make_plan(shipped_reference("child-pose"), repetitions=2, hold_s=hold_s)
    session = StretchSession(plan, hold_s)
    session.ready()
    session.hold("rest")
    assert session.at(Stage.RELEASE)
    session.wait(1)
    assert session.at(stage)


def test_the_sun_salute_is_led_through_its_phases() -> None:
    session = StretchSession(make_plan(shipped_reference("sun-salute-backbend"), repetitions=2), hold_s=5.0)
    session.ready()
    for repetition in (1, 2):
        session.wait(9, phase="stand", in_pose=True)
        assert session.words[-1].startswith("Lift your arms")
        session.hold("reach")
        assert session.words[-1].startswith("Good. Gently lean back")
        session.hold("bend")
        if repetition == 1:
            assert session.words[-1].startswith("That's one of two. Gently come forward")
            session.wait(3, phase="return", in_pose=True)
    assert session.words[-1].startswith("Well done, that was all. Gently come forward")
    assert session.words[-1].endswith("Come up slowly.")
    session.wait(15)
    assert session.at(Stage.SUMMARY)


# -- keys and camera


def test_what_is_passed_over_by_key_is_not_called_done() -> None:
    session = knee_hug()
    session.ready()
    session.press(Command.NEXT)
    assert session.words[-1].startswith("Left out.")
    assert session.guide.left_out
    session.wait(REST_S + 8)
    session.press(Command.NEXT)
    assert session.at(Stage.EXIT)
    assert session.words[-1].startswith("Left out.")
    assert not any("Well done" in words or "That's one" in words for words in session.words)


def test_going_on_while_letting_go_passes_over_nothing() -> None:
    session = knee_hug()
    session.ready()
    session.hold("hug", variant="left")
    assert session.at(Stage.RELEASE)
    session.press(Command.NEXT)
    assert (session.guide.guidance.stage, session.guide.guidance.side) == (Stage.POSITION, "right")
    assert not session.guide.left_out
    session.hold("hug", variant="right")
    assert session.at(Stage.EXIT)
    assert any("Well done" in words for words in session.words)


def test_who_does_one_side_and_passes_over_the_other_has_done_well_and_left_something_out() -> None:
    session = knee_hug()
    session.ready()
    session.hold("hug", variant="left")
    session.wait(REST_S + 8)
    assert not session.guide.left_out
    session.press(Command.NEXT)
    assert session.words[-1].startswith("Well done")
    assert session.guide.left_out


def test_keys() -> None:
    session = knee_hug()
    session.ready()
    session.press(Command.SWITCH_SIDE)
    assert session.guide.guidance.side == "right"
    assert session.words[-1].startswith("Changing sides. Right knee:")
    session.press(Command.NEXT)
    assert session.at(Stage.RELEASE)
    session.wait(REST_S + 8)
    assert session.guide.guidance.side == "left"
    session.press(Command.RESTART)
    assert session.words[-1].startswith("From the start. Left knee:")
    session.press(Command.PAUSE)
    assert session.paused()
    session.press(Command.PAUSE)
    assert not session.paused()
    assert session.words[-2:] == [phrases.PAUSED, phrases.GOING_ON]


def test_switching_sides_where_there_are_none_is_answered() -> None:
    session = child()
    session.ready()
    session.press(Command.SWITCH_SIDE)
    assert session.words[-1] == phrases.NO_OTHER_SIDE


def test_a_camera_that_goes_and_comes_back_is_heard_once_each() -> None:
    session = child()
    session.ready()
    for lost in (True, True, False, False):
        session.said += session.guide.camera(lost=lost)
    assert session.words[-2:] == [phrases.CAMERA_LOST, phrases.CAMERA_BACK]
