"""Two readings of one body: the same, or the wrong way round."""

from dataclasses import replace

import numpy as np
import pytest

from posecheck.pose.continuity import SAME_READING_M, carries_on, is_folded_through, reading_distance_m
from posecheck.pose.landmarks import Landmark, Landmarks
from tests.support.bodies import Limbs, StickBody

BODY = StickBody().landmarks()

SIDES = [
    (landmark, Landmark[landmark.name.replace("LEFT", "RIGHT")]) for landmark in Landmark if "LEFT" in landmark.name
]


def _sides_swapped(landmarks: Landmarks) -> Landmarks:
    order = list(range(33))
    for left, right in SIDES:
        order[left], order[right] = order[right], order[left]
    return replace(landmarks, world_m=landmarks.world_m[order], image_px=landmarks.image_px[order])


def _head_for_hips(landmarks: Landmarks) -> Landmarks:
    return replace(landmarks, world_m=-landmarks.world_m)


def _nudged(landmarks: Landmarks) -> Landmarks:
    noise = np.random.default_rng(1).normal(0.0, 0.02, landmarks.world_m.shape)
    return replace(landmarks, world_m=landmarks.world_m + noise)


def test_a_reading_is_no_distance_from_itself() -> None:
    assert reading_distance_m(BODY, BODY) == 0.0


@pytest.mark.parametrize("other", [_sides_swapped(BODY), _head_for_hips(BODY)])
def test_left_for_right_and_head_for_hips_are_other_readings(other: Landmarks) -> None:
    assert reading_distance_m(BODY, other) > SAME_READING_M
    assert not carries_on([(1.0, BODY), (1.1, BODY)], [(1.0, other), (1.1, other)])


def test_a_fresh_start_that_differs_by_noise_carries_on() -> None:
    assert carries_on([(1.0, BODY), (1.1, BODY)], [(1.0, _nudged(BODY)), (1.1, _nudged(BODY))])


def test_one_stray_frame_does_not_decide() -> None:
    before = [(0.1 * index, BODY) for index in range(5)]
    after = [*before[:2], (0.2, _head_for_hips(BODY)), *before[3:]]
    assert carries_on(before, after)


def test_a_fresh_start_that_finds_nobody_does_not_carry_on() -> None:
    assert not carries_on([(1.0, BODY)], [(1.0, None)])


def test_after_nobody_anything_carries_on() -> None:
    assert carries_on([(1.0, None)], [(1.0, BODY)])
    assert carries_on([], [(1.0, None)])


@pytest.mark.parametrize(
    ("hip", "through"), [(0.0, False), (120.0, False), (165.0, False), (177.0, True), (183.0, True)]
)
def test_nobody_folds_so_far_that_the_thigh_lies_in_the_line_of_the_trunk(hip: float, through: bool) -> None:
    body = StickBody.even(Limbs(hip=hip, knee=30.0), trunk=90.0)
    assert is_folded_through(body.landmarks()) is through


def test_a_thigh_that_points_at_the_camera_says_nothing() -> None:
    landmarks = StickBody.even(Limbs(hip=177.0, knee=30.0), trunk=90.0).landmarks()
    image = landmarks.image_px.copy()
    for side in ("LEFT", "RIGHT"):
        hip, knee = Landmark[f"{side}_HIP"], Landmark[f"{side}_KNEE"]
        image[knee] = image[hip] + 0.3 * (image[knee] - image[hip])
    assert not is_folded_through(replace(landmarks, image_px=image))
