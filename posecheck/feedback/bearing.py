"""What carries the body: of two limbs that meet in a joint, the one that rests stays, and the other one moves.

Read from the picture, in which down is down; true only where enough of the body is shown to tell.
"""

import math
from typing import Final

from posecheck.feedback.person import Person
from posecheck.measures.body import Side
from posecheck.measures.geometry import Point, distance

STEEPEST_TRUNK: Final = math.tan(math.radians(60.0))
"""A trunk that is carried at both ends slopes no more than this: 41 degrees make one line on hands and knees."""

LIFTED_SHARE: Final = 0.1
"""Hips this far over the shoulders, in trunk lengths, aren't on the floor beside them."""

HANGING_SHARE: Final = 0.5
"""A limb that carries goes down by this share of its length or more."""

UPRIGHT_SHARE: Final = 0.2
"""A foot is under the hips when it is aside of them by no more than this share of their height over it."""


def trunk_is_level(person: Person, side: Side) -> bool:
    """Return whether the trunk is nearer to level than somebody's who stands or sits."""
    shoulder, hip = person.point(side, "shoulder"), person.point(side, "hip")
    return shoulder is not None and hip is not None and _is_level(shoulder, hip, STEEPEST_TRUNK)


def shoulders_lower(person: Person, side: Side) -> bool:
    """Return whether the shoulders are the lower end of the trunk."""
    shoulder, hip = person.point(side, "shoulder"), person.point(side, "hip")
    return shoulder is not None and hip is not None and shoulder[1] > hip[1]


def lies_on_back(person: Person, side: Side) -> bool:
    """Return whether the trunk rests on its back, so that the legs move.

    Then the knee is higher than the hip, or the thigh is level over a foot that stands, as at the edge of a bed.
    """
    shoulder, hip, knee = (person.point(side, name) for name in ("shoulder", "hip", "knee"))
    if shoulder is None or hip is None or knee is None or not _is_level(shoulder, hip):
        return False
    ankle = person.point(side, "ankle")
    stands = ankle is not None and _is_level(hip, knee) and not _is_level(knee, ankle) and knee[1] < ankle[1]
    return knee[1] < hip[1] or stands


def arms_carry(person: Person, side: Side) -> bool:
    """Return whether the shoulders are carried by the arms under them, as in a plank and on all fours."""
    shoulder, elbow = person.point(side, "shoulder"), person.point(side, "elbow")
    if shoulder is None or elbow is None or not _bends_over(person, side):
        return False
    return _hangs(shoulder, elbow)


def on_all_fours(person: Person, side: Side) -> bool:
    """Return whether arms and thighs carry the trunk, with the shanks along the floor."""
    hip, knee, ankle = (person.point(side, name) for name in ("hip", "knee", "ankle"))
    if hip is None or knee is None or ankle is None:
        return False
    return arms_carry(person, side) and _hangs(hip, knee) and _is_level(knee, ankle)


def hips_carried(person: Person, side: Side) -> bool:
    """Return whether the hips are held between shoulders and legs that stay where they are: in a bridge, in a plank."""
    shoulder, hip = person.point(side, "shoulder"), person.point(side, "hip")
    if shoulder is None or hip is None or not trunk_is_level(person, side):
        return False
    return shoulder[1] - hip[1] > LIFTED_SHARE * distance(shoulder, hip) or arms_carry(person, side)


def hand_rests(person: Person, side: Side) -> bool:
    """Return whether a hand is on the floor before somebody, or, seen from the front, holds on to something above."""
    shoulder, elbow, wrist = (person.point(side, name) for name in ("shoulder", "elbow", "wrist"))
    if shoulder is None or elbow is None or wrist is None:
        return False
    if person.near is None:
        return wrist[1] < shoulder[1]
    return _bends_over(person, side) and wrist[1] > max(shoulder[1], elbow[1])


def leg_stands(person: Person, side: Side) -> bool:
    """Return whether a leg carries the hips: they are over its foot."""
    hip, ankle = person.point(side, "hip"), person.point(side, "ankle")
    return hip is not None and ankle is not None and abs(hip[0] - ankle[0]) < UPRIGHT_SHARE * (ankle[1] - hip[1])


def _bends_over(person: Person, side: Side) -> bool:
    return trunk_is_level(person, side) and not lies_on_back(person, side)


def _is_level(start: Point, end: Point, steepest: float = 1.0) -> bool:
    return abs(end[1] - start[1]) < steepest * abs(end[0] - start[0])


def _hangs(upper: Point, lower: Point) -> bool:
    return lower[1] - upper[1] > HANGING_SHARE * distance(upper, lower)
