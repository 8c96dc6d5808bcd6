"""Distances and heights, divided by a length of the same body in the same picture.

The trunk is mid-hip to mid-shoulder, the shank knee to ankle. Heights are along the picture's vertical, so the camera
must stand level.
"""

import math
from typing import Final

from posecheck.measures.body import Body, Side
from posecheck.measures.geometry import distance, distance_to_segment, vector
from posecheck.measures.registry import ALL_VIEWS, FRONTAL_VIEWS, SAGITTAL_VIEWS, middle_measure, sided_measure

HUGGED_THIGH_SHARE: Final = 0.5
"""The half of the thigh next to the knee counts as held; a hand beside the hip rests on the floor."""


@sided_measure("shank", SAGITTAL_VIEWS)
def hip_heel_gap(body: Body, side: Side) -> float:
    """Distance from hip to heel over the shank's length: about 0.3 sitting on the heels, 1 and more on all fours."""
    shank = distance(body.point("knee", side), body.point("ankle", side))
    return distance(body.point("hip", side), body.point("heel", side)) / shank


@middle_measure("trunk", SAGITTAL_VIEWS)
def head_height(body: Body) -> float:
    """Height of the near ear over the lowest of near knee, ankle and toe, in trunk lengths.

    0.2 with the forehead on the floor. Low confidence where the face is hidden.
    """
    floor = max(body.point(name, body.near)[1] for name in ("knee", "ankle", "foot_index"))
    return (floor - body.point("ear", body.near)[1]) / body.trunk_px


@middle_measure("trunk", SAGITTAL_VIEWS)
def head_lift(body: Body) -> float:
    """How far the near ear is from the line through hips and shoulders towards the chest's side, in trunk lengths:
    positive lifted forward, such as the chin drawn to the chest when supine.
    """
    ear = vector(body.middle("shoulder"), body.point("ear", body.near))
    anterior = body.anterior
    return (ear[0] * anterior[0] + ear[1] * anterior[1]) / body.trunk_px


@middle_measure("trunk", SAGITTAL_VIEWS)
def hip_height(body: Body) -> float:
    """Height of mid-hip over the near ankle, in trunk lengths: about 1.6 standing, 0.2 kneeling on the heels."""
    return (body.point("ankle", body.near)[1] - body.middle("hip")[1]) / body.trunk_px


@middle_measure("trunk", SAGITTAL_VIEWS)
def hip_over_knee(body: Body) -> float:
    """Height of mid-hip over the near knee, in trunk lengths: 0.8 standing or on all fours, negative with the knees
    drawn up when supine.
    """
    return (body.point("knee", body.near)[1] - body.middle("hip")[1]) / body.trunk_px


@sided_measure("trunk", SAGITTAL_VIEWS)
def knee_clearance(body: Body, side: Side) -> float:
    """Distance of the knee from the floor, in trunk lengths, of somebody on hands or forearms and on toes or knees:
    0.3 to 0.7 in a plank on the toes, 0.1 with the knee on the floor.
    """
    return _over_floor(body, "knee", side)


@sided_measure("trunk", SAGITTAL_VIEWS)
def hip_clearance(body: Body, side: Side) -> float:
    """Distance of the hip from the floor, in trunk lengths, of somebody on hands or forearms and on toes or knees:
    0.25 to 1 in a plank, 0.15 lying on the belly.
    """
    return _over_floor(body, "hip", side)


def _over_floor(body: Body, name: str, side: Side) -> float:
    """Signed distance from the line through toes and hand, which both are on the floor.

    Unlike a height in the picture it doesn't change when the camera looks down, at an angle, or isn't level.
    """
    toes = body.point("foot_index", side)
    floor, point = vector(toes, body.point("wrist", side)), vector(toes, body.point(name, side))
    across = floor[1] * point[0] - floor[0] * point[1]
    return across / math.copysign(math.hypot(*floor), floor[0]) / body.trunk_px


@middle_measure("trunk", SAGITTAL_VIEWS)
def tailbone_lift(body: Body) -> float:
    """Height of mid-hip over mid-shoulder, in trunk lengths: 0 lying flat, positive with the hips lifted."""
    return (body.middle("shoulder")[1] - body.middle("hip")[1]) / body.trunk_px


@sided_measure("trunk", SAGITTAL_VIEWS)
def wrist_reach(body: Body, side: Side) -> float:
    """How far the wrist is ahead of the near ear, along the line from hip to shoulder, in trunk lengths. Positive with
    the arms stretched past the head, negative with the arms alongside the body.
    """
    up = body.up_trunk
    reach = vector(body.point("ear", body.near), body.point("wrist", side))
    return (reach[0] * up[0] + reach[1] * up[1]) / body.trunk_px**2


@sided_measure("trunk", SAGITTAL_VIEWS)
def wrist_ankle_gap(body: Body, side: Side) -> float:
    """Distance from wrist to ankle, in trunk lengths: small with the arms laid back beside the legs."""
    return distance(body.point("wrist", side), body.point("ankle", side)) / body.trunk_px


@sided_measure("trunk", SAGITTAL_VIEWS)
def hug_gap(body: Body, side: Side) -> float:
    """Distance from the nearer hand that is seen to the leg of this side, in trunk lengths.

    The leg is the shank and the half of the thigh next to the knee: hands hold the shin, or the back of the thigh.
    """
    knee, ankle = body.point("knee", side), body.point("ankle", side)
    hip = body.point("hip", side)
    thigh_end = (
        knee[0] + HUGGED_THIGH_SHARE * (hip[0] - knee[0]),
        knee[1] + HUGGED_THIGH_SHARE * (hip[1] - knee[1]),
    )
    hand = body.point("wrist", body.near)
    return min(distance_to_segment(hand, knee, ankle), distance_to_segment(hand, knee, thigh_end)) / body.trunk_px


@sided_measure("trunk", SAGITTAL_VIEWS)
def ear_arm_gap(body: Body, side: Side) -> float:
    """Distance from the near ear to the line from shoulder to wrist, in trunk lengths: small with the arms beside the
    ears.
    """
    ear = body.point("ear", body.near)
    return distance_to_segment(ear, body.point("shoulder", side), body.point("wrist", side)) / body.trunk_px


@sided_measure("trunk", ALL_VIEWS)
def wrist_over_shoulder(body: Body, side: Side) -> float:
    """Height of the wrist over the shoulder, in trunk lengths: about 1 with the arm straight up."""
    return (body.point("shoulder", side)[1] - body.point("wrist", side)[1]) / body.trunk_px


@sided_measure("trunk", ALL_VIEWS)
def foot_lift(body: Body, side: Side) -> float:
    """Height of the ankle over the lower one of both ankles, in trunk lengths: 0 for a foot that stands."""
    low = max(body.point("ankle", Side.LEFT)[1], body.point("ankle", Side.RIGHT)[1])
    return (low - body.point("ankle", side)[1]) / body.trunk_px


@middle_measure("shoulder width", FRONTAL_VIEWS)
def knee_spread(body: Body) -> float:
    """Distance between the knees over shoulder width, from the front or the rear."""
    return _across(body, "knee") / _across(body, "shoulder")


@middle_measure("shoulder width", FRONTAL_VIEWS)
def toe_gap(body: Body) -> float:
    """Distance between the toes over shoulder width, from the front or the rear."""
    return _across(body, "foot_index") / _across(body, "shoulder")


@middle_measure("hip width", FRONTAL_VIEWS)
def ankle_spread(body: Body) -> float:
    """Distance between the ankles over the width of the hip joints, from the front or the rear."""
    return _across(body, "ankle") / _across(body, "hip")


@middle_measure("trunk", FRONTAL_VIEWS)
def wrists_level(body: Body) -> float:
    """Difference in height of the wrists, in trunk lengths, from the front or the rear."""
    return abs(body.point("wrist", Side.LEFT)[1] - body.point("wrist", Side.RIGHT)[1]) / body.trunk_px


def _across(body: Body, name: str) -> float:
    return distance(body.point(name, Side.LEFT), body.point(name, Side.RIGHT))


@middle_measure("shank", FRONTAL_VIEWS)
def heel_lift(body: Body) -> float:
    """Height of the heels over the tips of the feet in the picture, in shank lengths: 0.1 to 0.3 on the floor, as the
    camera stands higher or lower, more with the feet hanging, and below 0 with the toes pointing up.
    """
    heels, toes = body.middle("heel"), body.middle("foot_index")
    return (toes[1] - heels[1]) / _shanks(body)


@middle_measure("shoulder width", FRONTAL_VIEWS)
def hand_spread(body: Body) -> float:
    """Distance between the wrists over shoulder width, from the front or the rear."""
    return _across(body, "wrist") / _across(body, "shoulder")


@middle_measure("shank", FRONTAL_VIEWS)
def trunk_foreshortening(body: Body) -> float:
    """Length of the trunk in the picture over the mean of the shanks' lengths: about 1.2 for somebody upright, under
    0.7 for somebody who lies with the feet towards the camera and the shanks upright.
    """
    return distance(body.middle("hip"), body.middle("shoulder")) / _shanks(body)


@middle_measure("shoulder width", FRONTAL_VIEWS)
def shank_length(body: Body) -> float:
    """Mean length of the shanks in the picture over shoulder width: 1 and more standing, small where they point at the
    camera.
    """
    return _shanks(body) / _across(body, "shoulder")


@middle_measure("shank", FRONTAL_VIEWS)
def hips_over_knees(body: Body) -> float:
    """Height of mid-hip over mid-knee in the picture, in shank lengths, from the foot end: above 0 on a bed with the
    feet on the floor, below 0 on the floor with the knees up.
    """
    return (body.middle("knee")[1] - body.middle("hip")[1]) / _shanks(body)


def _shanks(body: Body) -> float:
    return sum(distance(body.point("knee", side), body.point("ankle", side)) for side in Side) / 2
