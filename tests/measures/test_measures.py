"""Every measure gives back what a body was built with, or says why it cannot."""

import inspect
import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as st_numpy

from posecheck.measures.body import Body, CannotMeasure, Side, Unknown, View
from posecheck.measures.registry import Measurement, all_measures
from posecheck.pose.landmarks import Landmark, Landmarks
from tests.support.bodies import (
    AWAY,
    FACING_LEFT,
    FACING_RIGHT,
    FOREARM_M,
    NECK_M,
    SHANK_M,
    THIGH_M,
    TO_THE_CAMERA,
    TRUNK_M,
    UPPER_ARM_M,
    WIDTH_PX,
    Limbs,
    StickBody,
    hidden,
    mirrored,
    moved,
)
from tests.support.measuring import reason, take, value

ARM_M = UPPER_ARM_M + FOREARM_M
LEG_M = THIGH_M + SHANK_M
HANGING = Limbs()
OVERHEAD = Limbs(shoulder=180)
OPPOSITE_HEADINGS = (FACING_RIGHT, FACING_LEFT)

JOINTS = {
    "hip_flexion": "hip",
    "knee_flexion": "knee",
    "ankle_dorsiflexion": "ankle",
    "shoulder_flexion": "shoulder",
    "elbow_flexion": "elbow",
}

limbs = st.builds(
    Limbs,
    hip=st.floats(-30, 145),
    knee=st.floats(0, 160),
    ankle=st.floats(-50, 25),
    shoulder=st.floats(-60, 240),
    elbow=st.floats(0, 150),
)
side_bodies = st.builds(
    StickBody,
    trunk=st.floats(-120, 120),
    left=limbs,
    right=limbs,
    neck=st.floats(-60, 60),
    heading=st.sampled_from(OPPOSITE_HEADINGS),
)


# -- angles -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", JOINTS)
@given(body=side_bodies)
def test_a_joint_angle_is_the_one_that_the_body_was_built_with(name: str, body: StickBody) -> None:
    for side, built in ((Side.LEFT, body.left), (Side.RIGHT, body.right)):
        assert value(name, body, side) == pytest.approx(getattr(built, JOINTS[name]), abs=1e-3)


@pytest.mark.parametrize("name", JOINTS)
@given(body=side_bodies)
def test_a_joint_angle_is_the_same_in_the_mirror(name: str, body: StickBody) -> None:
    image = mirrored(body.landmarks())
    for side in Side:
        assert value(name, image, side.other) == pytest.approx(value(name, body, side), abs=1e-3)


@pytest.mark.parametrize("name", [*JOINTS, "trunk_inclination", "trunk_elevation", "chest_elevation"])
@given(
    body=side_bodies,
    px_per_m=st.floats(60, 250),
    centre_px=st.tuples(st.floats(500, 780), st.floats(400, 560)),
)
def test_an_angle_is_the_same_in_another_place_and_size(
    name: str, body: StickBody, px_per_m: float, centre_px: tuple[float, float]
) -> None:
    elsewhere = replace(body, px_per_m=px_per_m, centre_px=centre_px)
    assert value(name, elsewhere, body.near) == pytest.approx(value(name, body, body.near), abs=1e-3)


@pytest.mark.parametrize("name", ["hip_flexion", "knee_flexion", "shoulder_flexion", "elbow_flexion"])
@given(body=side_bodies, yaw_deg=st.floats(-20, 20))
def test_a_camera_20_degrees_off_the_side_bends_an_angle_by_less_than_4(
    name: str, body: StickBody, yaw_deg: float
) -> None:
    off = replace(body, heading=body.heading + yaw_deg, breadth_m=0.01)  # one plane: the breadth is parallax, not angle
    built = getattr(body.near_limbs(), JOINTS[name])
    assert value(name, off, body.near) == pytest.approx(built, abs=4.0)


@pytest.mark.parametrize("heading", OPPOSITE_HEADINGS)
def test_extension_of_hip_and_shoulder_is_negative(heading: float) -> None:
    body = StickBody.even(Limbs(hip=-15, shoulder=-40), heading=heading)
    assert value("hip_flexion", body, body.near) == pytest.approx(-15)
    assert value("shoulder_flexion", body, body.near) == pytest.approx(-40)


def test_an_arm_tipped_back_over_the_head_reads_more_than_180() -> None:
    assert value("shoulder_flexion", StickBody.even(Limbs(shoulder=195)), Side.RIGHT) == pytest.approx(195)


@pytest.mark.parametrize("heading", OPPOSITE_HEADINGS)
@given(trunk=st.floats(-175, 175))
def test_trunk_inclination_is_positive_forward_whichever_way_the_person_faces(heading: float, trunk: float) -> None:
    assert value("trunk_inclination", StickBody(trunk=trunk, heading=heading)) == pytest.approx(trunk, abs=1e-3)


@given(trunk=st.floats(-90, 90), heading=st.sampled_from(OPPOSITE_HEADINGS))
def test_elevation_of_trunk_and_chest(trunk: float, heading: float) -> None:
    body = StickBody(trunk=trunk, heading=heading)
    assert value("trunk_elevation", body) == pytest.approx(90 - abs(trunk), abs=1e-3)
    assert value("chest_elevation", body) == pytest.approx(-trunk, abs=1e-3)


@given(body=side_bodies)
def test_neck_extension_is_positive_backwards(body: StickBody) -> None:
    assert value("neck_extension", body) == pytest.approx(body.neck, abs=1e-3)


@pytest.mark.parametrize("heading", OPPOSITE_HEADINGS)
@pytest.mark.parametrize(
    ("name", "limb", "expected"),
    [
        ("thigh_elevation", Limbs(), -90),
        ("thigh_elevation", Limbs(hip=90), 0),
        ("thigh_elevation", Limbs(hip=130), 40),
        ("shank_elevation", Limbs(), -90),
        ("shank_elevation", Limbs(knee=90), 0),
        ("shank_elevation", Limbs(knee=120), 30),
        ("arm_inclination", Limbs(shoulder=180), 0),
        ("arm_inclination", Limbs(shoulder=150), 30),
        ("arm_inclination", Limbs(shoulder=200), -20),
    ],
)
def test_inclination_of_the_near_limbs(name: str, limb: Limbs, expected: float, heading: float) -> None:
    body = StickBody.even(limb, heading=heading)
    assert value(name, body, body.near) == pytest.approx(expected, abs=1e-6)


def test_the_thigh_and_the_shank_are_those_of_the_side_that_is_asked_for() -> None:
    one_leg_up = StickBody(left=Limbs(hip=90, knee=60))
    assert value("thigh_elevation", one_leg_up, Side.LEFT) == pytest.approx(0, abs=1e-6)
    assert value("thigh_elevation", one_leg_up, Side.RIGHT) == pytest.approx(-90)
    assert value("shank_elevation", one_leg_up, Side.LEFT) == pytest.approx(-60)
    assert value("shank_elevation", one_leg_up, Side.RIGHT) == pytest.approx(-90)


@pytest.mark.parametrize("heading", [FACING_RIGHT, FACING_LEFT, 45.0, TO_THE_CAMERA])
@pytest.mark.parametrize("bend_deg", [0, 15, -30])
def test_shoulder_tilt_is_that_of_a_side_bend_from_every_view(heading: float, bend_deg: float) -> None:
    landmarks = StickBody(heading=heading).landmarks()
    left, right = Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER
    world = landmarks.world_m.copy()
    level = world[right] - world[left]
    rise = np.array([0.0, -np.tan(np.radians(bend_deg)) * np.hypot(level[0], level[2]), 0.0])
    world[right] = world[left] + level + rise
    assert value("shoulder_tilt", replace(landmarks, world_m=world)) == pytest.approx(abs(bend_deg), abs=1e-6)


def test_shoulders_in_one_spot_have_no_tilt() -> None:
    landmarks = StickBody().landmarks()
    world = landmarks.world_m.copy()
    world[Landmark.RIGHT_SHOULDER] = world[Landmark.LEFT_SHOULDER]
    assert reason("shoulder_tilt", replace(landmarks, world_m=world)) is Unknown.IMPLAUSIBLE


def test_measures_of_the_whole_body_take_the_near_limbs() -> None:
    one_arm_up = StickBody(left=Limbs(shoulder=180), right=Limbs(shoulder=120))
    assert value("arm_inclination", one_arm_up) == pytest.approx(60)
    assert value("arm_inclination", replace(one_arm_up, heading=FACING_LEFT)) == pytest.approx(0, abs=1e-6)


# -- from the front ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("heading", [TO_THE_CAMERA, AWAY])
@pytest.mark.parametrize(
    ("name", "body", "expected"),
    [
        ("knee_spread", StickBody(), 0.6),
        ("toe_gap", StickBody(), 0.6),
        ("ankle_spread", StickBody(), 1.0),
        ("wrists_level", StickBody(), 0.0),
        ("wrists_level", StickBody(left=OVERHEAD), 2 * ARM_M / TRUNK_M),
    ],
)
def test_widths_and_levels_from_the_front_and_the_rear(
    name: str, body: StickBody, expected: float, heading: float
) -> None:
    assert value(name, replace(body, heading=heading)) == pytest.approx(expected, abs=1e-6)


def front_with(places_px: dict[str, tuple[float, float]]) -> Landmarks:
    """Somebody who faces the camera, shoulder at (600, 300), hip straight below, the arm and leg as placed."""
    places = {"SHOULDER": (600.0, 300.0), "HIP": (600.0, 500.0), "KNEE": (600.0, 660.0), "ANKLE": (600.0, 820.0)}
    return moved(
        StickBody(heading=TO_THE_CAMERA).landmarks(),
        {Landmark[f"RIGHT_{name}"]: place for name, place in (places | places_px).items()},
    )


@pytest.mark.parametrize(
    ("name", "places_px", "expected"),
    [
        ("shoulder_abduction", {"ELBOW": (600.0, 420.0)}, 0),
        ("shoulder_abduction", {"ELBOW": (480.0, 300.0)}, 90),
        ("shoulder_abduction", {"ELBOW": (600.0, 180.0)}, 180),
        ("elbow_flexion_frontal", {"ELBOW": (480.0, 300.0), "WRIST": (360.0, 300.0)}, 0),
        ("elbow_flexion_frontal", {"ELBOW": (480.0, 300.0), "WRIST": (480.0, 180.0)}, 90),
        ("knee_flexion_frontal", {}, 0),
        ("knee_flexion_frontal", {"KNEE": (520.0, 660.0)}, 2 * math.degrees(math.atan2(80, 160))),
    ],
)
def test_joint_angles_from_the_front(name: str, places_px: dict[str, tuple[float, float]], expected: float) -> None:
    assert value(name, front_with(places_px), Side.RIGHT) == pytest.approx(expected, abs=1e-6)


# -- distances --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("heading", OPPOSITE_HEADINGS)
@pytest.mark.parametrize("px_per_m", [100.0, 230.0])
@pytest.mark.parametrize(
    ("name", "body", "expected"),
    [
        ("hip_height", StickBody(), LEG_M / TRUNK_M),
        ("hip_over_knee", StickBody(), THIGH_M / TRUNK_M),
        ("hip_over_knee", StickBody.even(Limbs(hip=90), trunk=-90), -THIGH_M / TRUNK_M),
        ("tailbone_lift", StickBody(), -1.0),
        ("tailbone_lift", StickBody(trunk=-90), 0.0),
        ("tailbone_lift", StickBody(trunk=-120), 0.5),
        ("head_height", StickBody(), (LEG_M + TRUNK_M + NECK_M) / TRUNK_M),
        ("head_height", StickBody.even(Limbs(hip=90, knee=180), trunk=90), THIGH_M / TRUNK_M),
        ("head_lift", StickBody(), 0.0),
        ("head_lift", StickBody(neck=-30), 0.5 * NECK_M / TRUNK_M),
        ("head_lift", StickBody(neck=-30, trunk=-90), 0.5 * NECK_M / TRUNK_M),
        ("head_lift", StickBody(neck=30, trunk=-90), -0.5 * NECK_M / TRUNK_M),
        ("wrist_reach", StickBody.even(OVERHEAD), (ARM_M - NECK_M) / TRUNK_M),
        ("wrist_reach", StickBody.even(OVERHEAD, trunk=95), (ARM_M - NECK_M) / TRUNK_M),
        ("wrist_reach", StickBody.even(HANGING), -(ARM_M + NECK_M) / TRUNK_M),
        ("wrist_ankle_gap", StickBody(), (TRUNK_M + LEG_M - ARM_M) / TRUNK_M),
        ("ear_arm_gap", StickBody.even(OVERHEAD), 0.0),
        ("ear_arm_gap", StickBody.even(HANGING), NECK_M / TRUNK_M),
        ("ear_arm_gap", StickBody.even(Limbs(shoulder=150)), 0.5 * NECK_M / TRUNK_M),
        ("wrist_over_shoulder", StickBody.even(OVERHEAD), ARM_M / TRUNK_M),
        ("wrist_over_shoulder", StickBody.even(HANGING), -ARM_M / TRUNK_M),
        ("foot_lift", StickBody(), 0.0),
        ("foot_lift", StickBody.even(Limbs(hip=90, knee=90)), 0.0),
    ],
)
def test_a_distance_in_lengths_of_the_body(
    name: str, body: StickBody, expected: float, heading: float, px_per_m: float
) -> None:
    seen = replace(body, heading=heading, px_per_m=px_per_m)
    assert value(name, seen, seen.near) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("heading", OPPOSITE_HEADINGS)
@pytest.mark.parametrize("roll", [-15.0, 0.0, 15.0])
def test_clearances_are_taken_from_the_floor_however_the_camera_is_held(heading: float, roll: float) -> None:
    forearm = math.degrees(math.acos((THIGH_M - UPPER_ARM_M) / FOREARM_M))
    all_fours = Limbs(hip=90, knee=90, ankle=-90, shoulder=90, elbow=forearm)  # toes, knees and hands on one line
    body = replace(StickBody.even(all_fours, trunk=90, heading=heading), roll=roll)
    assert value("hip_clearance", body, body.near) == pytest.approx(THIGH_M / TRUNK_M)
    assert value("knee_clearance", body, body.near) == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize("heading", OPPOSITE_HEADINGS)
def test_foot_lift_is_that_of_the_lifted_foot(heading: float) -> None:
    body = StickBody(left=Limbs(hip=90, knee=90), heading=heading)
    assert value("foot_lift", body, Side.LEFT) == pytest.approx(THIGH_M / TRUNK_M)
    assert value("foot_lift", body, Side.RIGHT) == pytest.approx(0)


def test_hip_heel_gap_shrinks_as_the_hips_sink_to_the_heels() -> None:
    gaps = [
        value("hip_heel_gap", StickBody.even(Limbs(hip=130, knee=knee), trunk=95), Side.RIGHT)
        for knee in (90, 120, 150)
    ]
    assert gaps == sorted(gaps, reverse=True)
    assert gaps[0] > 1.0
    assert gaps[-1] < 0.6


@pytest.mark.parametrize("heading", OPPOSITE_HEADINGS)
@pytest.mark.parametrize(
    ("share_of_shank", "share_of_thigh", "expected_m"),
    [(0.5, None, 0.0), (1.0, None, 0.0), (None, 0.9, 0.0), (None, 0.6, 0.0), (None, 0.0, 0.5 * THIGH_M)],
    ids=["hand on the shin", "hand at the ankle", "hand behind the knee", "hand on the thigh", "hand beside the hip"],
)
def test_hug_gap_is_0_where_the_hand_holds_the_leg(
    heading: float, share_of_shank: float | None, share_of_thigh: float | None, expected_m: float
) -> None:
    body = StickBody.even(Limbs(hip=120, knee=90), trunk=-90, heading=heading)
    landmarks, name = body.landmarks(), body.near.name
    hip, knee, ankle = (landmarks.image_px[Landmark[f"{name}_{part}"]] for part in ("HIP", "KNEE", "ANKLE"))
    hand = (
        knee + share_of_shank * (ankle - knee)
        if share_of_shank is not None
        else hip + (share_of_thigh or 0) * (knee - hip)
    )
    holding = moved(landmarks, {Landmark[f"{name}_WRIST"]: (float(hand[0]), float(hand[1]))})
    assert value("hug_gap", holding, body.near) == pytest.approx(expected_m / TRUNK_M, abs=1e-6)


@given(body=side_bodies)
def test_a_distance_is_the_same_in_the_mirror(body: StickBody) -> None:
    image = mirrored(body.landmarks())
    for name, measure in all_measures().items():
        if measure.unit == "deg":
            continue
        here, there = take(name, body, body.near), take(name, image, body.near.other)
        assert here.reason is there.reason
        if here.value is not None:
            assert there.value == pytest.approx(here.value, abs=1e-6), name


# -- unknown, and why -------------------------------------------------------------------------------------------------


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


# -- the registry -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", all_measures())
def test_every_measure_says_what_it_is(name: str) -> None:
    measure = all_measures()[name]
    assert measure.name == name == measure.function.__name__
    assert measure.definition == inspect.getdoc(measure.function)
    assert len(measure.definition) > 40
    assert measure.definition.endswith(".")
    assert measure.unit in {"deg", "trunk", "shank", "shoulder width", "hip width"}
    assert measure.views
    assert measure.sided is ("side" in inspect.signature(measure.function).parameters)


def test_no_two_measures_share_a_function() -> None:
    functions = [measure.function for measure in all_measures().values()]
    assert len(set(functions)) == len(functions)


def test_a_sided_measure_needs_a_side() -> None:
    with pytest.raises(ValueError, match="knee_flexion needs a side"):
        all_measures()["knee_flexion"].take(Body(StickBody().landmarks()))


def test_the_table_of_measures_cannot_be_spoilt_from_outside() -> None:
    all_measures().clear()
    assert "knee_flexion" in all_measures()


def test_a_measurement_is_known_when_it_has_a_value() -> None:
    assert Measurement(0.0).known
    assert not Measurement(None, Unknown.HIDDEN).known


def test_cannot_measure_names_the_landmark() -> None:
    assert str(CannotMeasure(Unknown.HIDDEN, "left knee")) == "left knee: hidden"
    assert str(CannotMeasure(Unknown.WRONG_VIEW)) == "cannot be seen from here"
