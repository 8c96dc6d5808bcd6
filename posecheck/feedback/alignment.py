"""A joint that is to move between two that stay: the line that they are to make, and which way the joint goes to it.

In a bridge the hips are lifted between shoulders and feet. Drawn as a turn of the thigh, its arrow would point up where
the hips are to come down.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from posecheck.coach.judgement import CheckResult, Status
from posecheck.feedback.aim import MAX_MISFIT_DEG, aim_of
from posecheck.feedback.arrows import draw_push, thickness_px
from posecheck.feedback.bearing import arms_carry, hand_rests, hips_carried, leg_stands
from posecheck.feedback.box import Box
from posecheck.feedback.person import Person
from posecheck.feedback.shapes import Points, blend, fill, stroke
from posecheck.feedback.theme import TEAL, WEDGE_OPACITY, Theme
from posecheck.measures.body import Side
from posecheck.measures.geometry import Point, distance, included_angle_deg
from posecheck.media.frame import Image
from posecheck.references.schema import Check, Region

MOST_BENT_DEG: Final = 80.0
"""A line that is bent further than this has no welcome place that can be drawn across it."""

OFF_THE_MARKER: Final = 3.0
"""The arrow begins this far from the joint, in its thicknesses: beside the marker, not under it."""

_NEIGHBOURS: Final = {
    "hip_flexion": ("shoulder", "hip", "knee"),
    "knee_flexion": ("hip", "knee", "ankle"),
    "knee_flexion_frontal": ("hip", "knee", "ankle"),
    "elbow_flexion": ("shoulder", "elbow", "wrist"),
    "elbow_flexion_frontal": ("shoulder", "elbow", "wrist"),
}


@dataclass(frozen=True, eq=False)
class Alignment:
    """A joint and where it is welcome, in pixels.

    Attributes:
        joint: Where it is.
        tip: Where the arrow ends: a little inside.
        room: Array of shape `(4, 2)`: one neighbour, the joint bent as far as is welcome, the other neighbour, and the
            joint as straight, or bent the other way, as is welcome.
        status: How the check stands.
    """

    joint: Point
    tip: Point
    room: Points
    status: Status


def joint_moves(check: Check, person: Person, side: Side) -> bool:
    """Return whether the joint itself goes to the line between its neighbours, as both of these are held in place."""
    joints = _NEIGHBOURS.get(check.measure)
    if joints is None or 0.0 not in check.green:
        return False
    if joints[1] == "hip":
        return check.region is not Region.LEGS and hips_carried(person, side)
    if joints[1] == "knee":
        return leg_stands(person, side) or arms_carry(person, side)
    return hand_rests(person, side)


def alignment_for(result: CheckResult, person: Person) -> Alignment | None:
    """Return what to draw for a check, or None when it isn't about a line, or its joints aren't shown."""
    side = result.side or person.near
    if side is None or result.value is None or result.status not in (Status.NEAR, Status.OFF):
        return None
    if not joint_moves(result.check, person, side):
        return None
    start, joint, end = (person.point(side, name) for name in _NEIGHBOURS[result.check.measure])
    if start is None or joint is None or end is None or start in (joint, end) or joint == end:
        return None
    if abs(180.0 - included_angle_deg(start, joint, end) - abs(result.value)) > MAX_MISFIT_DEG:
        return None
    aim = aim_of(result.check, result.value)
    line = np.subtract(end, start) / distance(start, end)
    before = float(np.dot(np.subtract(joint, start), line))
    foot = np.array(start) + before * line
    aside = np.subtract(joint, foot)
    # Bent the way it is now, the angle has the sign that it was judged to have.
    out = aside / max(1e-6, float(np.hypot(*aside))) * math.copysign(1.0, result.value)
    lengths = (max(before, 1.0), max(distance(start, end) - before, 1.0))
    low, tip, high = (foot + _offset(angle, lengths) * out for angle in (aim.low, aim.tip, aim.high))
    return Alignment(joint, (float(tip[0]), float(tip[1])), np.array([start, high, end, low]), result.status)


def draw_room(image: Image, alignment: Alignment, theme: Theme) -> None:
    """Draw where the joint is welcome in place, softly; it goes under the body's lines."""
    left, top = alignment.room.min(axis=0)
    right, bottom = alignment.room.max(axis=0)
    around = Box(left - 1, top - 1, right + 2, bottom + 2)
    blend(image, around, WEDGE_OPACITY, lambda part, origin: fill(part, alignment.room - origin, TEAL))
    stroke(image, alignment.room[[0, 2]], TEAL, 0.6 * thickness_px(theme))


def draw_shift(image: Image, alignment: Alignment, theme: Theme) -> None:
    """Draw the arrow that leads from the joint to its place in place; it goes over the body's lines."""
    length = distance(alignment.joint, alignment.tip)
    if length == 0.0:
        return
    along = np.subtract(alignment.tip, alignment.joint) / length
    beside = OFF_THE_MARKER * thickness_px(theme)
    begin, end = (np.array(alignment.joint) + reach * along for reach in (beside, max(length, beside + 1.0)))
    draw_push(image, (float(begin[0]), float(begin[1])), (float(end[0]), float(end[1])), alignment.status, theme)


def _offset(angle_deg: float, lengths: tuple[float, float]) -> float:
    """How far from the line between its neighbours a joint lies that is bent by an angle, with the angle's sign.

    Args:
        angle_deg: 0 for straight.
        lengths: From one neighbour along the line to the joint's foot, and from there to the other one, in pixels.
    """
    tangent = math.tan(math.radians(max(-MOST_BENT_DEG, min(MOST_BENT_DEG, angle_deg))))
    whole, product = lengths[0] + lengths[1], lengths[0] * lengths[1]
    # The root of h²·tangent + h·whole = tangent·product, written so that 0 needs no case of its own.
    return 2 * tangent * product / (whole + math.sqrt(whole**2 + 4 * product * tangent**2))
