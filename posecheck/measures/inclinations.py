"""Where trunk, head, chest and limbs point in space."""

import math
from typing import Final

from posecheck.measures.body import Body, Side, View
from posecheck.measures.geometry import distance, elevation_deg, midpoint, signed_angle_deg, vector
from posecheck.measures.registry import ALL_VIEWS, FRONTAL_VIEWS, SAGITTAL_VIEWS, middle_measure, sided_measure
from posecheck.pose.landmarks import Landmark

NOSE_AHEAD: Final = 0.34
"""How far the nose is ahead of the shoulders, in shoulder widths: 0.40 on rendered bodies, 0.26 as the model has it."""

FOOT_LENGTH: Final = 0.45
"""From the heel to the tip of the foot, in trunk lengths."""


@middle_measure("deg", SAGITTAL_VIEWS)
def trunk_inclination(body: Body) -> float:
    """Inclination of mid-hip to mid-shoulder from the vertical: 0 upright, positive leaning forward, negative leaning
    back, +90 prone, -90 supine.
    """
    return body.facing * signed_angle_deg((0.0, -1.0), body.up_trunk)


@middle_measure("deg", SAGITTAL_VIEWS)
def trunk_lean(body: Body) -> float:
    """Trunk inclination counted from the person's own standing: positive leaning forward, negative leaning back.

    Counted from how people commonly stand while the person has not been seen standing at ease.
    """
    return trunk_inclination(body) - body.standing_deg


@middle_measure("deg", ALL_VIEWS)
def trunk_elevation(body: Body) -> float:
    """Elevation of the shoulders above the hips: 90 upright, 0 with the trunk level, negative with the head down."""
    body.trunk_px  # noqa: B018 - refuses a trunk that points at the camera
    return elevation_deg(body.up_trunk)


@middle_measure("deg", SAGITTAL_VIEWS)
def chest_elevation(body: Body) -> float:
    """Where the chest points: 90 straight up (supine), 0 level (upright), -90 straight down (prone)."""
    return elevation_deg(body.anterior)


@middle_measure("deg", SAGITTAL_VIEWS)
def neck_extension(body: Body) -> float:
    """Neck extension: the turn from hip-shoulder to shoulder-ear, positive backwards. Low confidence: the ear lies some
    10 degrees forward of the shoulder in a neutral head, and a hidden face moves it.
    """
    neck = vector(body.middle("shoulder"), body.point("ear", body.near))
    return -body.facing * signed_angle_deg(body.up_trunk, neck)


@sided_measure("deg", ALL_VIEWS)
def thigh_elevation(body: Body, side: Side) -> float:
    """Elevation of the thigh, knee over hip: 90 straight up, 0 level, -90 straight down (standing)."""
    return elevation_deg(vector(body.point("hip", side), body.point("knee", side)))


@sided_measure("deg", ALL_VIEWS)
def shank_elevation(body: Body, side: Side) -> float:
    """Elevation of the shank, ankle over knee: 0 lying along the floor, -90 standing on the foot."""
    return elevation_deg(vector(body.point("knee", side), body.point("ankle", side)))


@middle_measure("deg", ALL_VIEWS)
def shoulder_tilt(body: Body) -> float:
    """Tilt of the line through both shoulders out of the horizontal, 0 to 90, from the world landmarks: a side bend."""
    body.middle("shoulder")  # refuses shoulders that are not seen
    axis = body.landmarks.world_m[Landmark.RIGHT_SHOULDER] - body.landmarks.world_m[Landmark.LEFT_SHOULDER]
    return math.degrees(math.asin(min(1.0, abs(float(axis[1])) / math.sqrt(float(axis @ axis)))))


@middle_measure("deg", SAGITTAL_VIEWS)
def arm_inclination(body: Body) -> float:
    """Inclination of the near upper arm, shoulder to elbow, from straight up: positive forward, negative tipped back
    over the head, near 180 hanging down.
    """
    upper_arm = vector(body.point("shoulder", body.near), body.point("elbow", body.near))
    return body.facing * signed_angle_deg((0.0, -1.0), upper_arm)


@middle_measure("deg", frozenset({View.FRONT}))
def upper_turn(body: Body) -> float:
    """Turn of the upper body against the feet about the vertical, from the front, positive to the person's left: how
    far the nose is aside of the middle between the shoulders, less how far the tips of the feet are aside of the heels.
    Counted from where the person looks when standing at ease, once that has been seen.

    Good to some 8 degrees. The depth of the shoulders would say more about the chest, but the model gives a turn of 20
    degrees as 6, and as much when only the head is turned, which therefore counts the same; the feet take off what the
    camera stands aside.
    """
    left, right = body.point("shoulder", Side.LEFT), body.point("shoulder", Side.RIGHT)
    ahead_px = NOSE_AHEAD * distance(left, right)
    face = (body.seen_nose()[0] - midpoint(left, right)[0]) / ahead_px
    feet = (body.middle("foot_index")[0] - body.middle("heel")[0]) / (FOOT_LENGTH * body.trunk_px)
    return _turn_deg(face) - _turn_deg(feet) - body.ahead_deg


def _turn_deg(aside: float) -> float:
    return math.degrees(math.asin(max(-1.0, min(1.0, aside))))


@middle_measure("deg", FRONTAL_VIEWS)
def knee_rock(body: Body) -> float:
    """Tilt of mid-ankle to mid-knee from the picture's vertical, positive with the knees let to the person's left."""
    shanks = vector(body.middle("ankle"), body.middle("knee"))
    to_left = 1 if body.view is View.FRONT else -1
    return to_left * signed_angle_deg((0.0, -1.0), shanks)
