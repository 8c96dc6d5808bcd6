"""The one light filter: it calms what is still and lets pass what moves, by time and not by frames."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posecheck.pose.landmarks import FloatArray
from posecheck.pose.smoothing import MAX_GAP_S, LandmarkFilter, OneEuroFilter
from tests.support.bodies import StickBody


def run(filter_: OneEuroFilter, values: FloatArray, times_s: FloatArray) -> FloatArray:
    return np.array(
        [filter_(np.array([value]), float(time_s))[0] for value, time_s in zip(values, times_s, strict=True)]
    )


def test_the_first_value_passes_unchanged() -> None:
    value = np.array([3.0, -4.0])
    np.testing.assert_array_equal(OneEuroFilter(3.0, 30.0)(value, 12.5), value)


def test_what_stands_still_stays_where_it_is() -> None:
    times_s = np.linspace(0, 5, 150)
    np.testing.assert_array_equal(run(OneEuroFilter(3.0, 30.0), np.full(150, 0.4), times_s), np.full(150, 0.4))


def test_jitter_at_rest_is_calmed() -> None:
    noise = np.random.default_rng(3).normal(0, 0.001, 300)
    smooth = run(OneEuroFilter(LandmarkFilter.MIN_CUTOFF_HZ, LandmarkFilter.BETA), noise, np.linspace(0, 10, 300))
    assert smooth[30:].std() < 0.7 * noise[30:].std()


@pytest.mark.parametrize("fps", [10, 30, 60])
def test_a_moving_point_is_followed_with_little_delay(fps: int) -> None:
    times_s = np.linspace(0, 3, 3 * fps + 1)
    speed = 0.2  # of the picture's larger side a second: an arm that is lifted
    smooth = run(OneEuroFilter(LandmarkFilter.MIN_CUTOFF_HZ, LandmarkFilter.BETA), speed * times_s, times_s)
    delay_s = (speed * times_s[-1] - smooth[-1]) / speed
    assert 0 <= delay_s < 0.05


@given(st.lists(st.floats(-10, 10), min_size=2, max_size=40), st.floats(1 / 60, 0.4))
def test_a_filtered_value_lies_between_those_that_went_in(values: list[float], dt: float) -> None:
    smooth = run(OneEuroFilter(3.0, 30.0), np.array(values), np.array([index * dt for index in range(len(values))]))
    assert smooth.min() >= min(values) - 1e-9
    assert smooth.max() <= max(values) + 1e-9


def test_a_step_settles_in_the_same_time_at_every_frame_rate() -> None:
    settled = []
    for fps in (20, 40, 80):
        times_s = np.linspace(0, 1, fps + 1)
        smooth = run(OneEuroFilter(1.0, 0.0), np.where(times_s > 0, 1.0, 0.0), times_s)
        settled.append(smooth[round(0.5 * fps)])
    # What is left after half a second at a cutoff of 1 Hz, within what a discrete step costs.
    assert settled == pytest.approx([1 - math.exp(-math.pi)] * 3, abs=0.03)


def test_after_a_gap_it_starts_afresh() -> None:
    filter_ = OneEuroFilter(1.0, 0.0)
    filter_(np.array([0.0]), 0.0)
    assert filter_(np.array([1.0]), 0.1)[0] < 1.0
    assert filter_(np.array([1.0]), 0.1 + MAX_GAP_S + 0.01)[0] == 1.0


@pytest.mark.parametrize("time_s", [1.0, 0.5])
def test_a_time_that_does_not_rise_starts_afresh(time_s: float) -> None:
    filter_ = OneEuroFilter(1.0, 0.0)
    filter_(np.array([0.0]), 1.0)
    assert filter_(np.array([1.0]), time_s)[0] == 1.0


def test_what_went_in_is_not_changed() -> None:
    filter_ = LandmarkFilter()
    one, other = StickBody().landmarks(), StickBody(trunk=20).landmarks()
    filter_(one, 0.0)
    kept = other.image_px.copy()
    smooth = filter_(other, 0.1)
    np.testing.assert_array_equal(other.image_px, kept)
    assert not np.array_equal(smooth.image_px, other.image_px)
    assert smooth.visibility is other.visibility


def test_landmarks_are_smoothed_alike_at_every_resolution() -> None:
    small, large = LandmarkFilter(), LandmarkFilter()
    for index in range(20):
        body = StickBody(trunk=3.0 * index)
        landmarks = body.landmarks()
        double = type(landmarks)(
            landmarks.image_px * 2, landmarks.world_m, landmarks.visibility, landmarks.presence,
            landmarks.width_px * 2, landmarks.height_px * 2,
        )  # fmt: skip
        a, b = small(landmarks, index / 30), large(double, index / 30)
        np.testing.assert_allclose(b.image_px, 2 * a.image_px)
        np.testing.assert_allclose(b.world_m, a.world_m)
