"""Distances are shares of the body's own lengths, and the same in another size and in the mirror."""

import math
from dataclasses import replace

import pytest
from hypothesis import given

from posecheck.measures.body import Side
from posecheck.measures.registry import all_measures
from posecheck.pose.landmarks import Landmark
from tests.support.bodies import (
    FOREARM_M,
    NECK_M,
    THIGH_M,
    TRUNK_M,
    UPPER_ARM_M,
    Limbs,
    StickBody,
    mirrored,
    moved,
)
from tests.support.measuring import ARM_M, LEG_M, OPPOSITE_HEADINGS, OVERHEAD, side_bodies, take, value


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
        ("wrist_reach", StickBody.even(Limbs()), -(ARM_M + NECK_M) / TRUNK_M),
        ("wrist_ankle_gap", StickBody(), (TRUNK_M + LEG_M - ARM_M) / TRUNK_M),
        ("ear_arm_gap", StickBody.even(OVERHEAD), 0.0),
        ("ear_arm_gap", StickBody.even(Limbs()), NECK_M / TRUNK_M),
        ("ear_arm_gap", StickBody.even(Limbs(shoulder=150)), 0.5 * NECK_M / TRUNK_M),
        ("wrist_over_shoulder", StickBody.even(OVERHEAD), ARM_M / TRUNK_M),
        ("wrist_over_shoulder", StickBody.even(Limbs()), -ARM_M / TRUNK_M),
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
