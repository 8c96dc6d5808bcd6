"""The guide through counted movements: what is asked for, in what order, and that all of it is heard."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from posecheck.coach import phrases
from posecheck.coach.guidance import Command, Stage, Tone
from posecheck.coach.guide import REST_S
from posecheck.coach.judgement import Event, EventKind
from posecheck.coach.plan import make_plan
from posecheck.coach.waiting import PATIENCE_S
from posecheck.measures.body import Side, View
from posecheck.references.schema import Band, Camera, Count, Hold, Phase, Reference, Variant
from tests.support.guiding import StretchSession
from tests.support.references import gate, reference

_GATE: Final = gate("shoulder_flexion", (0, 90))
LEFT: Final = Phase("left", "Turn to the left", "Turn gently to the left.", (_GATE,), count=Count(Side.LEFT))
RIGHT: Final = Phase("right", "Turn to the right", "Turn gently to the right.", (_GATE,), count=Count(Side.RIGHT))
REACH: Final = Phase("reach", "Reach", "Reach up.", (_GATE,), hold=Hold(20, Band(5, 60)))
TURNS: Final = Variant("turns", "Turns", ("left", "right"), repetitions=2)
ALONE: Final = replace(reference(LEFT, RIGHT), variants=(TURNS,), ending="Let your arms sink.")
IN_SEQUENCE: Final = replace(
    ALONE,
    variants=(Variant("still", "Still", ("reach",)), TURNS),
    phases=(REACH, LEFT, RIGHT),
    sequence=("still", "turns"),
)


def led(what: Reference = ALONE, repetitions: int | None = None) -> StretchSession:
    session = StretchSession(make_plan(what, repetitions=repetitions))
    session.ready()
    return session


def count(session: StretchSession, phase: str, after_s: float = 2.0) -> str:
    """Do a counted movement and return what is said to it."""
    session.wait(after_s)
    before = len(session.words)
    event = Event(EventKind.COUNTED, session.now_s, phase)
    session.step(event, variant="turns", phase=phase, in_pose=True, counted=True)
    return " ".join(session.words[before:])


def test_sides_are_asked_for_in_turn_and_cycles_are_counted_aloud() -> None:
    session = led()
    assert session.words[-1] == f"{phrases.SEEN} Turn gently to the left."
    assert session.guide.guidance.side == "left"
    assert count(session, "left") == "Turn to the right."
    assert session.at(Stage.COUNT)
    assert (session.guide.guidance.side, session.guide.guidance.repetition) == ("right", 1)
    assert count(session, "right") == "One. Turn to the left."
    assert (session.guide.guidance.side, session.guide.guidance.repetition) == ("left", 2)
    assert session.guide.guidance.repetitions == 2
    assert count(session, "left") == "Turn to the right."
    assert count(session, "right") == "Well done, that was all. Let your arms sink. Come up slowly."
    assert session.tones == [Tone.IN_POSE] * 4 + [Tone.DONE]
    session.wait(20)
    assert session.at(Stage.SUMMARY)


def test_it_may_begin_on_the_other_side_and_a_side_may_be_done_twice() -> None:
    session = led()
    assert count(session, "right") == "Turn to the left."
    assert count(session, "right") == "Turn to the left."
    assert count(session, "left") == "One. Turn to the right."
    assert count(session, "left").startswith("Well done")


def test_a_single_counted_movement_is_numbered() -> None:
    alone = replace(ALONE, variants=(replace(TURNS, phases=("left",)),), phases=(LEFT,))
    session = led(alone, repetitions=3)
    assert [count(session, "left") for _ in range(2)] == ["One.", "Two."]
    assert session.guide.guidance.repetition == 3
    assert count(session, "left").startswith("Well done")


def test_whoever_does_nothing_is_asked_again_in_full() -> None:
    session = led()
    count(session, "left")
    session.wait(PATIENCE_S + phrases.spoken_s("Turn to the right.") + 0.2)
    assert session.words[-1] == "Turn gently to the right."


def test_a_sequence_goes_on_without_letting_go() -> None:
    session = led(IN_SEQUENCE)
    assert [(step.variants, step.repetitions) for step in session.plan.steps] == [(("still",), 1), (("turns",), 2)]
    assert session.words[-1] == f"{phrases.SEEN} Reach up."
    assert count(session, "left") == ""  # not yet
    session.hold("reach", variant="still")
    assert session.words[-1] == "Good. Turn gently to the left."
    assert session.guide.guidance.variant == "turns"
    session.step(Event(EventKind.HOLD_STARTED, session.now_s, "reach"), variant="still", phase="reach", in_pose=True)
    assert session.at(Stage.POSITION)  # standing still in between is no hold that is due
    for phase in ("left", "right", "left", "right"):
        said = count(session, phase)
    assert said.startswith("Well done")


def test_one_part_of_a_sequence_may_be_chosen() -> None:
    plan = make_plan(IN_SEQUENCE, "turns", repetitions=7)
    assert [(step.variants, step.repetitions) for step in plan.steps] == [(("turns",), 7)]
    assert plan.reference.repetitions_of(plan.reference.variant("turns")) == 7


def test_keys() -> None:
    session = led(IN_SEQUENCE)
    session.press(Command.NEXT)
    assert session.words[-1] == "Good. Turn gently to the left."
    session.press(Command.SWITCH_SIDE)
    assert session.words[-1] == "Now the other one. Turn gently to the right."
    count(session, "right")
    session.press(Command.RESTART)
    assert session.words[-1] == "From the start. Turn gently to the left."
    session.press(Command.NEXT)
    assert session.at(Stage.EXIT)


def test_sides_in_variants_of_their_own_are_swapped() -> None:
    sided = replace(
        ALONE,
        variants=(
            Variant("left", "Left arm", ("left",), side=Side.LEFT, repetitions=1),
            Variant("turns", "Right arm", ("right",), side=Side.RIGHT, repetitions=1),
        ),
    )
    session = led(sided)
    assert session.words[-1] == f"{phrases.SEEN} Left arm: turn gently to the left."
    assert count(session, "right").startswith("Right arm done.")
    session.wait(REST_S + 5)
    assert session.words[-1] == "Left arm: turn gently to the left."


def test_nothing_that_is_needed_is_only_shown() -> None:
    session = StretchSession(make_plan(IN_SEQUENCE))
    session.wait(60)
    session.hold("reach", variant="still")
    for phase in ("left", "right", "left", "right"):
        count(session, phase)
    session.wait(20)
    spoken = " ".join(session.words)
    assert {guidance.headline for guidance in session.shown if guidance.headline not in spoken} == set()


def test_seen_from_the_front_there_is_no_figure_to_step_into() -> None:
    front = Camera(frozenset({View.SIDE, View.FRONT}), "", "")
    assert led(replace(ALONE, camera=front)).guide.guidance.figure is not None
    only_front = replace(ALONE, camera=Camera(frozenset({View.FRONT}), "", ""))
    session = StretchSession(make_plan(only_front))
    session.step()
    session.press(Command.GO)
    assert session.guide.guidance.figure is None
    session.wait(3)
    assert session.guide.guidance.figure is None
