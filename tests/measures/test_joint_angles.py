"""Joint angles give back what a body was built with, whatever the place, the size and the side."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posecheck.measures.body import Side
from tests.support.bodies import (
    Limbs,
    StickBody,
    mirrored,
)
from tests.support.measuring import JOINTS, OPPOSITE_HEADINGS, side_bodies, value


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
