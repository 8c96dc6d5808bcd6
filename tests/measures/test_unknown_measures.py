"""A measure that cannot be taken is unknown and says why; it is never a wrong number."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as st_numpy

from posecheck.measures.body import Body, Side, Unknown, View
from posecheck.measures.registry import all_measures
from posecheck.pose.landmarks import Landmark, Landmarks
from tests.support.bodies import (
    AWAY,
    FACING_RIGHT,
    TO_THE_CAMERA,
    WIDTH_PX,
    Limbs,
    StickBody,
    hidden,
    moved,
)
from tests.support.measuring import JOINTS, reason


@pytest.mark.parametrize("name", JOINTS)
@pytest.mark.parametrize("heading", [TO_THE_CAMERA, AWAY])
def test_a_side_angle_cannot_be_seen_from_the_front(name: str, heading: float) -> None:
    assert reason(name, StickBody(heading=heading), Side.LEFT) is Unknown.WRONG_VIEW


@pytest.mark.parametrize("name", ["shoulder_abduction", "knee_flexion_frontal", "elbow_flexion_frontal"])
def test_a_frontal_angle_cannot_be_seen_from_the_side(name: str) -> None:
    assert reason(name, StickBody(), Side.LEFT) is Unknown.WRONG_VIEW


def test_a_measure_is_unknown_in_every_view_that_it_is_not_for() -> None:
    headings = {View.SIDE: FACING_RIGHT, View.OBLIQUE: 45.0, View.FRONT: TO_THE_CAMERA, View.REAR: AWAY}
    for name, measure in all_measures().items():
        for view, heading in headings.items():
            if view not in measure.views:
                assert reason(name, StickBody(heading=heading), Side.RIGHT) is Unknown.WRONG_VIEW


USED = {
    "hip_flexion": ("SHOULDER", "HIP", "KNEE"),
    "knee_flexion": ("HIP", "KNEE", "ANKLE"),
    "ankle_dorsiflexion": ("KNEE", "ANKLE", "FOOT_INDEX"),
    "shoulder_flexion": ("HIP", "SHOULDER", "ELBOW"),
    "elbow_flexion": ("SHOULDER", "ELBOW", "WRIST"),
    "hip_heel_gap": ("HIP", "KNEE", "ANKLE", "HEEL"),
    "hug_gap": ("HIP", "KNEE", "ANKLE", "WRIST"),
    "ear_arm_gap": ("EAR", "SHOULDER", "WRIST"),
    "head_height": ("EAR", "KNEE", "ANKLE", "FOOT_INDEX"),
    "head_lift": ("EAR", "SHOULDER", "HIP"),
    "neck_extension": ("EAR", "SHOULDER", "HIP"),
    "trunk_inclination": ("SHOULDER", "HIP"),
    "trunk_elevation": ("SHOULDER", "HIP"),
    "chest_elevation": ("SHOULDER", "HIP"),
    "thigh_elevation": ("HIP", "KNEE"),
    "shank_elevation": ("KNEE", "ANKLE"),
    "arm_inclination": ("SHOULDER", "ELBOW"),
    "tailbone_lift": ("SHOULDER", "HIP"),
    "hip_height": ("HIP", "ANKLE"),
    "knee_clearance": ("KNEE", "FOOT_INDEX", "WRIST"),
    "hip_clearance": ("HIP", "FOOT_INDEX", "WRIST"),
    "wrist_reach": ("EAR", "WRIST", "SHOULDER", "HIP"),
    "shoulder_tilt": ("SHOULDER",),
}

FROM_WORLD = {"shoulder_tilt"}
"""Taken in space and not in the picture."""


@pytest.mark.parametrize(("name", "point"), [(name, point) for name, points in USED.items() for point in points])
def test_a_measure_is_unknown_when_one_of_its_points_is_hidden_or_out_of_the_picture(name: str, point: str) -> None:
    landmarks = StickBody.even(Limbs(hip=60, knee=60, shoulder=60, elbow=20)).landmarks()
    landmark = Landmark[f"RIGHT_{point}"]
    assert reason(name, hidden(landmarks, landmark), Side.RIGHT) is Unknown.HIDDEN
    outside = moved(landmarks, {landmark: (2.0 * WIDTH_PX, 100.0)})
    assert reason(name, outside, Side.RIGHT) in (Unknown.OUT_OF_FRAME, Unknown.IMPLAUSIBLE)


def test_an_angle_of_a_limb_that_points_at_the_camera_is_unknown() -> None:
    landmarks = StickBody().landmarks()
    shoulder = landmarks.image_px[Landmark.RIGHT_SHOULDER]
    at_camera = moved(landmarks, {Landmark.RIGHT_ELBOW: (float(shoulder[0]) + 5, float(shoulder[1]) + 5)})
    assert reason("shoulder_flexion", at_camera, Side.RIGHT) is Unknown.WRONG_VIEW
    assert reason("elbow_flexion", at_camera, Side.RIGHT) is Unknown.WRONG_VIEW


def test_an_arm_far_longer_than_the_trunk_is_not_plausible() -> None:
    landmarks = StickBody().landmarks()
    far = moved(landmarks, {Landmark.RIGHT_WRIST: (1270.0, 10.0)})
    assert reason("elbow_flexion", far, Side.RIGHT) is Unknown.IMPLAUSIBLE


@pytest.mark.parametrize("name", [name for name in all_measures() if name not in FROM_WORLD])
def test_points_in_one_spot_give_no_number(name: str) -> None:
    landmarks = StickBody(heading=FACING_RIGHT).landmarks()
    views = all_measures()[name].views
    if View.SIDE not in views:
        landmarks = StickBody(heading=TO_THE_CAMERA).landmarks()
    spot = replace(landmarks, image_px=np.full((33, 2), 300.0))
    assert reason(name, spot, Side.RIGHT) is not None


finite = st.one_of(
    st.sampled_from([0.0, 1.0, 100.0, 320.0, 640.0]),
    st.floats(-100, 1400, width=32),
    st.floats(width=32, allow_nan=False, allow_infinity=False),
)


@settings(max_examples=300)
@given(
    image=st_numpy.arrays(np.float64, (33, 2), elements=finite),
    world=st_numpy.arrays(np.float64, (33, 3), elements=finite),
    visibility=st_numpy.arrays(np.float64, 33, elements=st.floats(0, 1, width=32)),
)
def test_no_landmarks_whatever_make_a_measure_that_is_no_number(
    image: np.ndarray[tuple[int, int], np.dtype[np.float64]],
    world: np.ndarray[tuple[int, int], np.dtype[np.float64]],
    visibility: np.ndarray[tuple[int], np.dtype[np.float64]],
) -> None:
    body = Body(Landmarks(image, world, visibility, visibility, 1280, 720))
    assert 0.0 <= body.yaw_deg <= 90.0
    assert body.facing in (1, -1)
    for measure in all_measures().values():
        for side in Side:
            found = measure.take(body, side)
            if found.value is None:
                assert found.reason is not None
            else:
                assert math.isfinite(found.value), measure.name


@given(image=st_numpy.arrays(np.float64, (33, 2), elements=st.floats(0, 720, width=32)))
def test_no_points_in_the_picture_whatever_make_a_measure_that_is_no_number(
    image: np.ndarray[tuple[int, int], np.dtype[np.float64]],
) -> None:
    for heading in (FACING_RIGHT, TO_THE_CAMERA):
        body = Body(replace(StickBody(heading=heading).landmarks(), image_px=image))
        for measure in all_measures().values():
            found = measure.take(body, Side.LEFT)
            assert (found.value is None) != (found.reason is None)
            assert found.value is None or math.isfinite(found.value), measure.name
