"""The guide before the start: the safety text, how it is acknowledged, and the set-up check."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from posecheck.coach import phrases
from posecheck.coach.guidance import Command, Stage
from posecheck.coach.plan import make_plan
from posecheck.coach.setup import SetupFacts
from posecheck.coach.waiting import STAND_S
from posecheck.measures.body import View
from tests.support.clips import shipped_reference
from tests.support.guiding import NOBODY, WELL, StretchSession


def child(*, voice: bool = True) -> StretchSession:
    return StretchSession(make_plan(shipped_reference("child-pose")), voice=voice)


def test_the_safety_text_is_said_and_shown_sentence_by_sentence() -> None:
    session = child()
    session.wait(60, facts=NOBODY)
    safety = phrases.safety(session.plan)
    assert session.words[: len(safety)] == list(safety)
    assert session.guide.guidance.lines == safety
    times = [each.at_s for each in session.said[: len(safety)]]
    gaps = [after - before for before, after in pairwise(times)]
    spoken = [phrases.spoken_s(text) for text in safety[:-1]]
    assert all(gap >= length - 1e-6 for gap, length in zip(gaps, spoken, strict=True))


def test_safety_is_acknowledged_by_a_key() -> None:
    session = child()
    session.step()
    session.press(Command.GO)
    assert session.at(Stage.SETUP)


def test_safety_is_acknowledged_by_standing_in_the_picture_once_it_was_said() -> None:
    session = child()
    said_s = sum(phrases.spoken_s(text) for text in phrases.safety(session.plan))
    session.wait(said_s - 1)
    assert session.at(Stage.SAFETY)
    session.wait(STAND_S + 2)
    assert not session.at(Stage.SAFETY)


def test_without_a_voice_there_is_time_to_read() -> None:
    session = child(voice=False)
    session.wait(7)
    assert session.at(Stage.SAFETY)
    session.wait(2)
    assert session.at(Stage.SETUP)


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        (NOBODY, "step into the picture"),
        (replace(NOBODY, brightness=10.0), "turn on a light"),
        (replace(WELL, brightness=250.0), "away from the light"),
        (replace(WELL, people=2), "one at a time"),
        (replace(WELL, trunk=0.6), "take a step back"),
        (replace(WELL, cut_off="feet"), "I can't see your feet"),
        (replace(WELL, trunk=0.05), "come a step closer"),
        (replace(WELL, view=View.FRONT), "your side faces the camera"),
        (replace(WELL, fps=6.0), "camera is slow"),
    ],
)
def test_the_set_up_gives_one_instruction_and_goes_on_when_it_is_followed(facts: SetupFacts, told: str) -> None:
    session = child()
    session.step(facts=facts)
    session.press(Command.GO)
    before = len(session.words)
    guidance = session.wait(3, facts=facts)
    assert len(session.words) == before + 1
    assert told in session.words[-1]
    assert told in guidance.headline
    assert guidance.figure is not None
    session.wait(3)
    assert session.at(Stage.POSITION)


def test_what_only_helps_does_not_keep_from_starting() -> None:
    session = child()
    session.step()
    session.press(Command.GO)
    session.wait(8, facts=replace(WELL, people=2))
    assert session.at(Stage.POSITION)


def test_somebody_who_is_in_the_pose_already_is_not_kept_waiting() -> None:
    session = child()
    session.wait(1)
    session.hold("rest", 2)
    assert session.at(Stage.HOLD)
    (instruction,) = {phase.instruction for phase in session.plan.phases(session.plan.steps[0])}
    assert session.heard(instruction), "nor kept from hearing what to do"


def test_a_long_hold_lets_the_safety_text_be_said_to_its_end() -> None:
    session = StretchSession(make_plan(shipped_reference("child-pose")), hold_s=60.0)
    session.wait(1)
    session.hold("rest", 50)
    *safety, ready = phrases.safety(session.plan)
    (instruction,) = {phase.instruction for phase in session.plan.phases(session.plan.steps[0])}
    assert session.words[: len(safety) + 1] == [*safety, instruction]
    assert not session.heard(ready), "which asks for what was done already"
    (left,) = (text for text in session.words if text.startswith("Hold, "))
    assert 10 < int(left.removeprefix("Hold, ").split()[0]) < 50
