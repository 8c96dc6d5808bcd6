"""Shoulders and hips moved from where the model marks them to the centres of the joints."""

import numpy as np
import pytest

from benchmarks.accuracy.joint_centres import as_given
from posecheck.pose.centres import HIP_AHEAD, SHOULDER_UP, to_joint_centres
from posecheck.pose.landmarks import FloatArray, Landmark
from tests.support.bodies import FACING_LEFT, FACING_RIGHT, TO_THE_CAMERA, StickBody, mirrored

SHOULDERS = [Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER]
HIPS = [Landmark.LEFT_HIP, Landmark.RIGHT_HIP]


def moves(body: StickBody) -> tuple[FloatArray, FloatArray, FloatArray]:
    """How far shoulders and hips were moved, and the trunk, pixels."""
    landmarks = body.landmarks()
    by = to_joint_centres(landmarks.image_px, landmarks.world_m) - landmarks.image_px
    others = [point for point in Landmark if point not in (*SHOULDERS, *HIPS)]
    assert not by[others].any()
    trunk = landmarks.image_px[SHOULDERS].mean(axis=0) - landmarks.image_px[HIPS].mean(axis=0)
    return by[SHOULDERS], by[HIPS], trunk


@pytest.mark.parametrize(("heading", "ahead"), [(FACING_RIGHT, 1.0), (FACING_LEFT, -1.0)])
def test_shoulders_go_down_the_trunk_and_hips_to_the_back(heading: float, ahead: float) -> None:
    shoulders, hips, trunk = moves(StickBody(heading=heading))
    length_px = float(np.linalg.norm(trunk))
    np.testing.assert_allclose(shoulders, [[0.0, SHOULDER_UP * length_px]] * 2, atol=0.01)
    np.testing.assert_allclose(hips, [[-ahead * HIP_AHEAD * length_px, 0.0]] * 2, atol=0.5)


@pytest.mark.parametrize("lean", [-90.0, 60.0, 95.0])
def test_they_turn_with_the_trunk(lean: float) -> None:
    upright, bent = moves(StickBody()), moves(StickBody(trunk=lean))
    turn = np.radians(lean)  # towards the front, and so clockwise for somebody who faces the right
    matrix = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    for before, after in zip(upright[:2], bent[:2], strict=True):
        np.testing.assert_allclose(after, before @ matrix.T, atol=0.5)


def test_from_the_front_hips_stay_where_they_are() -> None:
    _, hips, _ = moves(StickBody(heading=TO_THE_CAMERA))
    np.testing.assert_allclose(hips, 0.0, atol=0.5)


def test_the_mirrored_picture_gives_the_mirrored_points() -> None:
    landmarks = StickBody(trunk=30.0).landmarks()
    there = mirrored(landmarks)
    here = to_joint_centres(landmarks.image_px, landmarks.world_m)
    seen = to_joint_centres(there.image_px, there.world_m)
    for joints in (SHOULDERS, HIPS):
        x, y = here[joints[::-1]].T
        np.testing.assert_allclose(seen[joints], np.stack([landmarks.width_px - x, y], axis=1), atol=1e-6)


@pytest.mark.parametrize("heading", [FACING_RIGHT, FACING_LEFT, TO_THE_CAMERA, 70.0])
def test_the_study_can_undo_it(heading: float) -> None:
    landmarks = StickBody(trunk=40.0, heading=heading).landmarks()
    moved = to_joint_centres(landmarks.image_px, landmarks.world_m)
    np.testing.assert_allclose(as_given(moved, landmarks.world_m), landmarks.image_px, atol=1e-6)
