"""What the coach corrects, when, and what it leaves unsaid."""

from __future__ import annotations

from dataclasses import replace

import pytest

from posecheck.coach.coach import Coach
from posecheck.coach.judgement import EventKind
from posecheck.references.schema import Band, Limit
from tests.support.bodies import StickBody
from tests.support.references import gate, reference
from tests.support.squatting import SQUAT, events, knees, nobody, still, watch


def test_a_fault_in_the_pose_is_corrected_and_praised_when_mended() -> None:
    coach = Coach(reference(SQUAT))
    bad = watch(coach, still(90, elbow=40), 0, 4)
    (cue,) = events(bad, EventKind.CUE)
    assert (cue.text, cue.check, cue.phase) == ("elbows less", "elbows", "squat")
    assert (bad[-1].cue, bad[-1].cue_check) == ("elbows less", "elbows")
    good = watch(coach, still(90), 4, 7)
    (fixed,) = events(good, EventKind.FIXED)
    assert (fixed.text, fixed.check) == ("Good.", "elbows")
    assert (good[-1].cue, good[-1].cue_check) == ("", None)


def test_nobody_is_corrected_outside_of_the_pose() -> None:
    coach = Coach(reference(SQUAT))
    assert events(watch(coach, still(0, elbow=90), 0, 10), EventKind.CUE) == []


def test_whoever_slips_out_of_the_pose_is_told_once_and_whoever_leaves_it_is_not() -> None:
    gates = (*SQUAT.gates, gate("trunk_inclination", (-20, 20)), gate("elbow_flexion", (-5, 60)))
    strict = replace(SQUAT, gates=gates)
    coach = Coach(reference(strict))
    watch(coach, still(90), 0, 4)
    slipped = watch(coach, still(40), 4, 8)
    assert [event.check for event in events(slipped, EventKind.CUE)] == ["knees"]
    coach = Coach(reference(strict))
    watch(coach, still(90), 0, 4)
    left = watch(coach, lambda _time_s: replace(knees(0, elbow=90), trunk=50), 4, 8)
    assert events(left, EventKind.CUE) == []


def test_nobody_is_corrected_on_the_move() -> None:
    coach = Coach(reference(SQUAT))

    def sinking(time_s: float) -> StickBody:
        return knees(min(60 + 15 * time_s, 90), elbow=min(15 * time_s, 30))

    assert events(watch(coach, sinking, 0, 2), EventKind.CUE) == []


def test_a_fault_that_was_seen_before_a_loss_is_looked_at_afresh() -> None:
    coach = Coach(reference(SQUAT))
    watch(coach, still(90), 0, 3)
    watch(coach, still(90, elbow=40), 3, 3.4)
    watch(coach, nobody, 3.4, 8)
    back = watch(coach, still(90, elbow=40), 8, 8.5)
    assert events(back, EventKind.CUE) == []


def test_a_broken_limit_is_told_at_once_and_pauses_the_hold_without_grace() -> None:
    limited = replace(SQUAT, limits=(Limit("trunk_inclination", "Not so far.", value=Band(-90, 40)),))
    coach = Coach(reference(limited))
    watch(coach, still(90), 0, 3)
    deep = watch(coach, lambda _time_s: replace(knees(90), trunk=60), 3, 5)
    (safety,) = events(deep, EventKind.SAFETY)
    assert safety.text == "Not so far."
    (paused,) = events(deep, EventKind.HOLD_PAUSED)
    told = next(judgement for judgement in deep if safety in judgement.events)
    assert paused in told.events
    assert told.cue == "Not so far."
    coach.finish()
    assert coach.holds[0].held_s == pytest.approx(3, abs=0.4)
