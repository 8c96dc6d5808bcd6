"""What checks measured over a hold: a few numbers from a bounded number of moments."""

from __future__ import annotations

import math
from dataclasses import replace
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posecheck.coach.coach import Coach
from posecheck.coach.judgement import CheckResult, Measured, Status
from posecheck.coach.measuring import MOST_MOMENTS, PERIOD_S, Measuring
from tests.support.clips import shipped_reference
from tests.support.judging import check, result
from tests.support.live import true_stream

KNEES, HIPS = check(), check("hip_flexion", "hips")


def known(value: float) -> CheckResult:
    return result(Status.GOOD, KNEES, value=value)


def test_a_check_that_is_hidden_for_a_while_is_measured_in_the_rest() -> None:
    measuring = Measuring()
    for moment, value in enumerate((100.0, 104.0, 112.0)):
        hidden = moment < 2
        hips = result(Status.UNKNOWN if hidden else Status.GOOD, HIPS, value=None if hidden else 50.0)
        measuring.add((hips, known(value)), moment * PERIOD_S)
    assert set(measuring.measured(0.0, math.inf)) == {
        Measured("knees", "knee_flexion", 104.0, 4.0, 3),
        Measured("hips", "hip_flexion", 50.0, 0.0, 1),
    }
    assert Measuring().measured(0.0, 1.0) == ()


def test_what_came_before_and_after_the_hold_does_not_count() -> None:
    measuring = Measuring()
    for moment in range(100):
        measuring.add((known(float(moment)),), moment * PERIOD_S)
    (measured,) = measuring.measured(2.0, 3.0)
    assert (measured.median, measured.moments) == (25.0, 11)
    assert measuring.measured(20.0, 30.0) == ()


@pytest.mark.parametrize("fps", [5, 10, 24, 30, 60, 240])
def test_no_more_than_ten_values_a_second_are_taken(fps: int) -> None:
    measuring, time_s = Measuring(), 0.0
    for _ in range(20 * fps):
        measuring.add((known(1.0),), time_s)
        time_s += 1 / fps
    (measured,) = measuring.measured(0.0, math.inf)
    assert measured.moments <= 201
    assert measured.moments >= min(fps, 7) * 20  # 24 and 30 a second don't divide into tenths


def test_a_very_long_hold_takes_no_more_memory_and_is_measured_throughout() -> None:
    measuring = Measuring()
    hours = 36_000 * 3
    for moment in range(hours):
        measuring.add((known(moment / hours),), moment * PERIOD_S)
    (measured,) = measuring.measured(0.0, math.inf)
    assert MOST_MOMENTS / 2 <= measured.moments <= MOST_MOMENTS
    # The middle of all of it, not of its beginning or end.
    assert measured.median == pytest.approx(0.5, abs=0.01)
    assert measured.spread == pytest.approx(0.25, abs=0.01)


def test_a_hold_says_what_was_measured_while_it_lasted() -> None:
    coach = Coach(shipped_reference("child-pose"), "arms-forward")
    seen: dict[str, list[tuple[float, float]]] = {}
    for time_s, landmarks in true_stream("child-pose-arms-forward"):
        for each in coach.update(landmarks, time_s).checks:
            if each.value is not None:
                seen.setdefault(each.check.name, []).append((time_s, each.value))
    coach.finish()
    (hold,) = coach.holds
    assert [each.check for each in hold.measured] == [each.name for each in coach.phases[0].checks]
    for measured in hold.measured:
        values = [value for time_s, value in seen[measured.check] if hold.start_s <= time_s <= hold.end_s]
        assert measured.median == pytest.approx(median(values), rel=0.01, abs=0.01)
        assert 9 * hold.held_s <= measured.moments <= 10 * hold.held_s + 1


@given(st.lists(st.floats(-180, 180), min_size=1, max_size=60))
def test_the_spread_is_the_median_distance_from_the_median(values: list[float]) -> None:
    measuring = Measuring()
    for moment, value in enumerate(values):
        measuring.add((replace(known(0.0), value=value),), moment * PERIOD_S)
    (measured,) = measuring.measured(0.0, math.inf)
    middle = median(values)
    assert (measured.median, measured.moments) == (middle, len(values))
    assert measured.spread == median(abs(value - middle) for value in values)
