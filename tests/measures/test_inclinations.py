"""Where trunk, head, chest and limbs point: what a body was built with, whichever way it faces."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posecheck.measures.body import Side, Unknown
from posecheck.pose.landmarks import Landmark
from tests.support.bodies import (
    FACING_LEFT,
    FACING_RIGHT,
    TO_THE_CAMERA,
    Limbs,
    StickBody,
)
from tests.support.measuring import OPPOSITE_HEADINGS, reason, side_bodies, value


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
