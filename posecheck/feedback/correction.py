"""The one angle that the cue is about: where the limb is, where it is welcome, and which way leads there."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from posecheck.coach.judgement import CheckResult, Status
from posecheck.feedback.aim import MAX_MISFIT_DEG, aim_of
from posecheck.feedback.alignment import joint_moves
from posecheck.feedback.arrows import draw_turn, thickness_px
from posecheck.feedback.bearing import arms_carry, lies_on_back, on_all_fours, shoulders_lower, trunk_is_level
from posecheck.feedback.box import Box
from posecheck.feedback.person import Person
from posecheck.feedback.shapes import arc, blend, fill, stroke
from posecheck.feedback.theme import TEAL, WEDGE_OPACITY, Theme
from posecheck.measures.body import Side
from posecheck.measures.geometry import Point, distance, vector
from posecheck.media.frame import Image
from posecheck.references.schema import Band, Check, Region

AMBIGUOUS_DEG: Final = 12.0
"""Closer than this to straight, the picture of the limb doesn't tell to which side it bends."""

UNDER_SHOULDERS: Final = Band(40.0, 130.0)
"""Arms that are asked for within this, in degrees of shoulder flexion, are square to the trunk and may carry it."""

ARROW_SHARE: Final = 0.84
"""Radius of the arrow's arc, of the wedge's."""


@dataclass(frozen=True)
class Correction:
    """An angle to draw. Degrees run clockwise on the screen from 3 o'clock.

    Attributes:
        vertex: What the moving limb turns about, in pixels.
        now_deg: Where the moving limb points.
        band_deg: Where it is welcome: start and signed sweep.
        tip_deg: Where the arrow ends: a little inside the band.
        limb_px: Length of the moving limb.
        status: How the check stands.
    """

    vertex: Point
    now_deg: float
    band_deg: tuple[float, float]
    tip_deg: float
    limb_px: float
    status: Status


@dataclass(frozen=True)
class _Angle:
    """How a measure turns into a direction: `fixed` + sense * turn(value) is where `moving` points.

    `sense` is that turn's direction for a body whose chest points clockwise of its trunk, such as one standing and
    facing right: the picture decides unless the limb is straight. 0: facing doesn't tell.

    Where `moving` itself rests, such as a knee on the floor, the limb turns about that, and carries `vertex` along.
    """

    vertex: str
    fixed: str
    moving: str
    turn: Callable[[float], float]
    sense: int
    carried: bool = False


def _included(value: float) -> float:
    return 180.0 - value


def _itself(value: float) -> float:
    return value


def _from_square(value: float) -> float:
    return 90.0 - value


_KNEE_SHANK_RESTS: Final = _Angle("knee", "ankle", "hip", _included, 1)
_KNEE_THIGH_RESTS: Final = _Angle("knee", "hip", "ankle", _included, -1)
_HIP_THIGH_RESTS: Final = _Angle("hip", "knee", "shoulder", _included, -1)
_HIP_TRUNK_RESTS: Final = _Angle("hip", "shoulder", "knee", _included, 1)
_HIP_ON_KNEES: Final = replace(_HIP_TRUNK_RESTS, carried=True)
_SHOULDER_ARM_MOVES: Final = _Angle("shoulder", "hip", "elbow", _itself, -1)
_SHOULDER_ON_ARMS: Final = replace(_SHOULDER_ARM_MOVES, carried=True)
_TRUNK_HIPS_REST: Final = _Angle("hip", "level", "shoulder", _itself, 0)
_TRUNK_SHOULDERS_REST: Final = replace(_TRUNK_HIPS_REST, carried=True)

_ANGLES: Final[dict[str, _Angle]] = {
    "elbow_flexion": _Angle("elbow", "shoulder", "wrist", _included, 1),
    "elbow_flexion_frontal": _Angle("elbow", "shoulder", "wrist", _included, 0),
    "knee_flexion_frontal": _Angle("knee", "hip", "ankle", _included, 0),
    "shoulder_abduction": _Angle("shoulder", "hip", "elbow", _itself, 0),
    "ankle_dorsiflexion": _Angle("ankle", "knee", "foot_index", _from_square, 1),
    "trunk_inclination": _Angle("hip", "up", "shoulder", _itself, 1),
    "trunk_lean": _Angle("hip", "up", "shoulder", _itself, 1),
}


def correction_for(result: CheckResult, person: Person) -> Correction | None:
    """Return what to draw for a check, or None when it isn't an angle or its limb isn't shown.

    Nor is there a turn to draw for a joint that moves between two that stay: see `alignment_for`.
    """
    side = result.side or person.near
    if side is None or result.value is None or result.status not in (Status.NEAR, Status.OFF):
        return None
    angle = None if joint_moves(result.check, person, side) else _angle_of(result.check, person, side)
    if angle is None:
        return None
    vertex, moving = person.point(side, angle.vertex), person.point(side, angle.moving)
    if vertex is None or moving is None:
        return None
    now = _direction(vertex, moving)
    fixed = _fixed_direction(angle, person, side, vertex, moving)
    if fixed is None:
        return None
    sense = _sense(angle, result.value, fixed, now, person, side)
    if sense == 0:
        return None
    aim = aim_of(result.check, result.value)
    low, high, tip = (fixed + sense * angle.turn(value) for value in (aim.low, aim.high, aim.tip))
    about, round_deg = (moving, 180.0) if angle.carried else (vertex, 0.0)
    band = (low + round_deg, high - low)
    return Correction(about, now + round_deg, band, tip + round_deg, distance(vertex, moving), result.status)


def draw_target(image: Image, correction: Correction, theme: Theme) -> None:
    """Draw the soft wedge of the target in place; it goes under the body's lines."""
    radius = _radius(correction, theme)
    start, sweep = correction.band_deg
    _draw_wedge(image, correction.vertex, radius, start, sweep)
    stroke(image, arc(correction.vertex, radius, start, sweep), TEAL, 0.6 * thickness_px(theme))


def draw_way(image: Image, correction: Correction, theme: Theme) -> None:
    """Draw the arrow that leads from the limb into the target in place; it goes over the body's lines."""
    radius = ARROW_SHARE * _radius(correction, theme)
    draw_turn(image, correction.vertex, radius, (correction.now_deg, correction.tip_deg), correction.status, theme)


def _radius(correction: Correction, theme: Theme) -> float:
    return min(max(0.74 * correction.limb_px, 0.05 * theme.unit), 0.22 * theme.unit)


def _angle_of(check: Check, person: Person, side: Side) -> _Angle | None:
    """The angle of a measure, with that limb at rest which rests in this position; None where that can't be told."""
    measure = check.measure
    if measure == "knee_flexion":
        return _KNEE_THIGH_RESTS if lies_on_back(person, side) else _KNEE_SHANK_RESTS
    if measure == "hip_flexion":
        if check.region is Region.LEGS or lies_on_back(person, side):
            return _HIP_TRUNK_RESTS
        if on_all_fours(person, side):
            return _HIP_ON_KNEES
        # A line that isn't seen to be carried, with the arms hidden: no arrow is better than one against the words.
        return None if 0.0 in check.green and trunk_is_level(person, side) else _HIP_THIGH_RESTS
    if measure == "shoulder_flexion":
        under = check.target in UNDER_SHOULDERS and arms_carry(person, side)
        return _SHOULDER_ON_ARMS if under else _SHOULDER_ARM_MOVES
    if measure == "trunk_elevation":
        return _TRUNK_SHOULDERS_REST if shoulders_lower(person, side) else _TRUNK_HIPS_REST
    return _ANGLES.get(measure)


def _fixed_direction(angle: _Angle, person: Person, side: Side, vertex: Point, moving: Point) -> float | None:
    if angle.fixed == "up":
        return -90.0
    if angle.fixed == "level":
        return 0.0 if moving[0] >= vertex[0] else 180.0
    fixed = person.point(side, angle.fixed)
    return None if fixed is None else _direction(vertex, fixed)


def _sense(angle: _Angle, value: float, fixed: float, now: float, person: Person, side: Side) -> int:
    """+1 or -1: the turn that agrees with the picture (mirrored or not); 0 when neither does."""
    if angle.fixed == "level":  # up is up on either side
        up = -1 if fixed == 0.0 else 1
        return up if abs(_wrapped(fixed + up * value - now)) <= MAX_MISFIT_DEG else 0
    misfits = {sense: abs(_wrapped(fixed + sense * angle.turn(value) - now)) for sense in (1, -1)}
    best = min(misfits, key=lambda sense: misfits[sense])
    if misfits[best] > MAX_MISFIT_DEG:
        return 0
    if abs(misfits[1] - misfits[-1]) < 2 * AMBIGUOUS_DEG:
        return angle.sense * _facing(person, side)
    return best


def _facing(person: Person, side: Side) -> int:
    """+1 when toes and nose point clockwise of the upright body on the screen, as of somebody facing right."""
    votes = 0.0
    knee, ankle = person.point(side, "knee"), person.point(side, "ankle")
    heel, toe = person.point(side, "heel"), person.point(side, "foot_index")
    if knee and ankle and heel and toe:
        votes += 2.0 * _turn_sign(vector(ankle, knee), vector(heel, toe))
    shoulder, hip, ear = (person.point(side, name) for name in ("shoulder", "hip", "ear"))
    if shoulder and hip and ear and person.shown[0]:
        nose = (float(person.points_px[0, 0]), float(person.points_px[0, 1]))
        votes += _turn_sign(vector(hip, shoulder), vector(ear, nose))
    return 0 if votes == 0 else int(math.copysign(1, votes))


def _turn_sign(start: Point, end: Point) -> float:
    cross = start[0] * end[1] - start[1] * end[0]
    length = math.hypot(*start) * math.hypot(*end)
    return cross / length if length else 0.0


def _draw_wedge(image: Image, center: Point, radius: float, start: float, sweep: float) -> None:
    wedge = np.concatenate([[center], arc(center, radius, start, sweep)])
    around = Box(center[0] - radius - 1, center[1] - radius - 1, center[0] + radius + 2, center[1] + radius + 2)
    blend(image, around, WEDGE_OPACITY, lambda part, origin: fill(part, wedge - origin, TEAL))


def _direction(start: Point, end: Point) -> float:
    return math.degrees(math.atan2(end[1] - start[1], end[0] - start[0]))


def _wrapped(angle_deg: float) -> float:
    return (angle_deg + 180.0) % 360.0 - 180.0
