"""Counted movements on stick bodies: any order, no wobble counted twice, and what is kept of each."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posecheck.coach.coach import Coach
from posecheck.coach.counting import PACE, TOO_QUICK
from posecheck.coach.judgement import CountRecord, Event, EventKind, Judgement
from posecheck.coach.phases import COME_S, LEAVE_S
from posecheck.coach.recogniser import Recogniser
from posecheck.measures.body import Side
from posecheck.references.schema import Count, Phase, Reference, Variant
from posecheck.results.summary import main_stretch
from tests.support.bodies import Limbs, StickBody
from tests.support.references import check, gate, phase, reference

FPS = 20.0
MOVE_S = 0.5
PAST_S = 0.05
"""A moment more than a rule asks for."""


def counted(name: str, band: tuple[float, float], stay: tuple[float, float], count: Count, **options: object) -> Phase:
    return replace(phase(name, gate("shoulder_flexion", band, stay), **options), count=count)  # type: ignore[arg-type]


LEFT = counted("left", (40, 90), (30, 100), Count(Side.LEFT))
RIGHT = counted("right", (-90, -40), (-100, -30), Count(Side.RIGHT))
TURNS = reference(LEFT, RIGHT)
"""Arms swung forward stand for a turn to the left, backward for one to the right."""


def swing(coach: Coach | Recogniser, *steps: tuple[float, float], from_s: float = 0.0) -> list[Judgement]:
    """Show a body whose arms are at an angle for some seconds, one angle after another."""
    judgements = []
    frame = round(from_s * FPS)
    for angle, seconds in steps:
        for _ in range(round(seconds * FPS)):
            landmarks = StickBody.even(Limbs(shoulder=angle)).landmarks()
            judgements.append(coach.update(landmarks, frame / FPS))
            frame += 1
    return judgements


def events(judgements: list[Judgement], kind: EventKind) -> list[Event]:
    return [event for judgement in judgements for event in judgement.events if event.kind is kind]


def test_a_movement_counts_when_it_is_reached_and_is_kept_when_it_is_left() -> None:
    coach = Coach(TURNS)
    reached = swing(coach, (0, 1), (60, 1))
    (event,) = events(reached, EventKind.COUNTED)
    assert event.phase == "left"
    assert event.time_s == pytest.approx(1, abs=0.2)
    assert coach.counting.records == []
    assert reached[-1].counted
    assert reached[-1].in_pose
    swing(coach, (0, 1), from_s=2)
    (record,) = coach.counting.records
    assert (record.pose, record.variant, record.phase, record.side) == ("made-up", "only", "left", "left")
    assert record.start_s == event.time_s
    assert record.end_s == pytest.approx(2, abs=0.2)
    assert record.score is None
    assert record.faults == ()


def test_repetitions_are_full_cycles() -> None:
    coach = Coach(TURNS)
    assert swing(coach, (60, 1), (0, 1), (60, 1))[-1].repetitions == 0
    there = swing(coach, (-60, 1), from_s=3)
    assert there[-1].repetitions == 1
    assert [event.text for event in events(there, EventKind.REPETITION)] == ["1"]
    assert coach.counting.done == Counter(left=2, right=1)


def test_what_is_open_at_the_end_is_kept_once() -> None:
    coach = Coach(TURNS)
    swing(coach, (60, 1))
    coach.finish()
    coach.finish()
    assert [record.phase for record in coach.counting.records] == ["left"]


def test_checks_give_a_movement_its_score_and_faults() -> None:
    checked = replace(LEFT, checks=(check("elbows", "elbow_flexion", green=(-10, 20), accept=(-10, 60)),))
    coach = Coach(reference(checked))
    for index in range(30):
        limbs = Limbs(shoulder=60, elbow=40)
        coach.update(StickBody.even(limbs).landmarks(), index / FPS)
    coach.finish()
    (record,) = coach.counting.records
    assert record.score == pytest.approx(50, abs=3)
    assert [(fault.check, fault.cue) for fault in record.faults] == [("elbows", "elbows less")]


def test_a_movement_that_comes_too_soon_is_told_and_kept_as_a_fault() -> None:
    paced = reference(replace(LEFT, count=Count(Side.LEFT, 2.0)), replace(RIGHT, count=Count(Side.RIGHT, 2.0)))
    coach = Coach(paced)
    slow = swing(coach, (60, 3), (-60, 1))
    assert events(slow, EventKind.CUE) == []
    quick = swing(coach, (60, 1), (-60, 3), from_s=4)
    (cue,) = events(quick, EventKind.CUE)
    assert (cue.text, cue.check) == (TOO_QUICK, PACE)
    assert any(judgement.cue == TOO_QUICK for judgement in quick)
    coach.finish()
    assert [[fault.check for fault in record.faults] for record in coach.counting.records] == [[], [], [PACE], [PACE]]


@given(st.lists(st.sampled_from([60.0, -60.0, 0.0]), min_size=1, max_size=8))
def test_sides_in_any_order_count_as_often_as_they_are_gone_to(angles: list[float]) -> None:
    coach = Coach(TURNS)
    swing(coach, *((angle, LEAVE_S + COME_S + 4 * PAST_S + MOVE_S) for angle in angles))
    coach.finish()
    gone_to = [angle for before, angle in zip([None, *angles], angles, strict=False) if angle and angle != before]
    expected = ["left" if angle > 0 else "right" for angle in gone_to]
    assert [record.phase for record in coach.counting.records] == expected
    assert coach.repetitions == min(expected.count("left"), expected.count("right"))


@given(st.lists(st.tuples(st.floats(32, 98), st.integers(1, 6)), min_size=1, max_size=12))
def test_a_wobble_within_the_wider_band_never_counts_twice(wobbles: list[tuple[float, int]]) -> None:
    coach = Coach(TURNS)
    swing(coach, (60, 1), *((angle, frames / FPS) for angle, frames in wobbles), (60, 1))
    coach.finish()
    assert len(coach.counting.records) == 1


@given(st.lists(st.integers(1, round((LEAVE_S - 2 * PAST_S) * FPS) - 2), min_size=1, max_size=5))
def test_a_wobble_out_of_the_band_that_is_over_at_once_never_counts_twice(frames: list[int]) -> None:
    coach = Coach(TURNS)
    swing(coach, (60, 1), *(step for count in frames for step in ((15.0, count / FPS), (60.0, 0.6))))
    coach.finish()
    assert len(coach.counting.records) == 1


def test_a_flicker_into_the_band_does_not_count() -> None:
    coach = Coach(TURNS)
    swing(coach, *((60.0 if index % 8 == 0 else 0.0, 1 / FPS) for index in range(80)))
    coach.finish()
    assert coach.counting.records == []


# -- among other variants ---------------------------------------------------------------------------------------------

STAND = phase(
    "stand",
    gate("shoulder_flexion", (-20, 20), (-25, 25)),
    checks=(check("arms", "shoulder_flexion", green=(-20, 20)),),
    hold_s=2,
)
BOTH: Reference = replace(
    reference(STAND, LEFT, RIGHT),
    variants=(Variant("still", "Still", ("stand",)), Variant("turns", "Turns", ("left", "right"), repetitions=3)),
)


def test_a_counted_movement_ends_what_another_variant_held() -> None:
    recogniser = Recogniser((BOTH,))
    swing(recogniser, (0, 4), (60, 1), (0, 0.5), (-60, 1), (0, 0.5), (60, 1), (0, 0.5), (-60, 1), (0, 3))
    recogniser.finish()
    first, last = recogniser.holds
    assert first.start_s == pytest.approx(0, abs=0.3)
    assert first.end_s == pytest.approx(4, abs=0.3)
    assert last.start_s == pytest.approx(9.5, abs=0.3)
    assert [record.side for record in recogniser.counts] == ["left", "right", "left", "right"]
    assert recogniser.repetitions == 2 + 2


def test_less_than_a_cycle_is_no_exercise() -> None:
    recogniser = Recogniser((TURNS,))
    swing(recogniser, (0, 1), (60, 1), (0, 1), (60, 1), (0, 1))
    recogniser.finish()
    assert recogniser.counts == []
    assert recogniser.repetitions == 0


def test_counts_alone_are_a_stretch() -> None:
    def record(variant: str, start_s: float, end_s: float, score: float | None) -> CountRecord:
        return CountRecord("turns", variant, "left", "left", start_s, end_s, score)

    assert main_stretch((record("a", 0, 1, None), record("b", 1, 4, None))) == ("turns", "b", None)
    assert main_stretch((record("a", 0, 1, 90), record("a", 2, 5, 50)))[2] == pytest.approx(60)
