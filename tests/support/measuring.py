"""Taking measures in tests, and bodies to take them of."""

from typing import Final

from hypothesis import strategies as st

from posecheck.measures.body import Body, Side, Unknown
from posecheck.measures.registry import Measurement, all_measures
from posecheck.pose.landmarks import Landmarks
from tests.support.bodies import (
    FACING_LEFT,
    FACING_RIGHT,
    FOREARM_M,
    SHANK_M,
    THIGH_M,
    UPPER_ARM_M,
    Limbs,
    StickBody,
)

ARM_M: Final = UPPER_ARM_M + FOREARM_M
LEG_M: Final = THIGH_M + SHANK_M
OVERHEAD: Final = Limbs(shoulder=180)
OPPOSITE_HEADINGS: Final = (FACING_RIGHT, FACING_LEFT)

JOINTS: Final = {
    "hip_flexion": "hip",
    "knee_flexion": "knee",
    "ankle_dorsiflexion": "ankle",
    "shoulder_flexion": "shoulder",
    "elbow_flexion": "elbow",
}
"""The measure of a joint's angle to what a body is built with."""

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


def take(name: str, body: StickBody | Landmarks, side: Side | None = None) -> Measurement:
    """A measurement of a body."""
    landmarks = body if isinstance(body, Landmarks) else body.landmarks()
    return all_measures()[name].take(Body(landmarks), side)


def value(name: str, body: StickBody | Landmarks, side: Side | None = None) -> float:
    """The value of a measure that must be known."""
    found = take(name, body, side)
    assert found.value is not None, f"{name} is unknown: {found.reason}"
    return found.value


def reason(name: str, body: StickBody | Landmarks, side: Side | None = None) -> Unknown | None:
    """Why a measure that must be unknown is unknown."""
    found = take(name, body, side)
    assert found.value is None, f"{name} has the value {found.value}"
    return found.reason
