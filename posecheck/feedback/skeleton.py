"""The body on the picture: the near limbs, and each joint with the colour and shape of its status."""

from typing import Final

import numpy as np

from posecheck.coach.judgement import CheckResult, Judgement, Sight, Status
from posecheck.feedback.markers import draw_dot, draw_status
from posecheck.feedback.person import Person
from posecheck.feedback.shapes import Points, blend, segments
from posecheck.feedback.theme import DIM_OPACITY, INK, MUTED, STATUS_COLORS, TEAL, WHITE, Color, Theme
from posecheck.measures.body import Side
from posecheck.measures.geometry import Point
from posecheck.media.frame import Image
from posecheck.references.schema import Region

LIMBS: Final = (
    ("shoulder", "hip"),
    ("hip", "knee"),
    ("knee", "ankle"),
    ("ankle", "foot_index"),
    ("shoulder", "elbow"),
    ("elbow", "wrist"),
    ("shoulder", "ear"),
)

FAR_LIMBS: Final = tuple(limb for limb in LIMBS if limb not in (("shoulder", "hip"), ("shoulder", "ear")))
"""Trunk and head are one thing, drawn once."""

DOTS: Final = ("wrist", "elbow", "shoulder", "hip", "knee", "ankle")
"""The joints that are marked whether or not anything is said about them."""

JOINT_OF_MEASURE: Final[dict[str, str]] = {
    "knee_flexion": "knee",
    "knee_flexion_frontal": "knee",
    "knee_spread": "knee",
    "knee_clearance": "knee",
    "hip_flexion": "hip",
    "hip_heel_gap": "hip",
    "hip_clearance": "hip",
    "tailbone_lift": "hip",
    "trunk_inclination": "hip",
    "trunk_lean": "hip",
    "trunk_elevation": "hip",
    "thigh_elevation": "hip",
    "shank_elevation": "ankle",
    "ankle_dorsiflexion": "ankle",
    "foot_lift": "ankle",
    "ankle_spread": "ankle",
    "toe_gap": "ankle",
    "shoulder_flexion": "shoulder",
    "shoulder_abduction": "shoulder",
    "arm_inclination": "shoulder",
    "ear_arm_gap": "elbow",
    "elbow_flexion": "elbow",
    "elbow_flexion_frontal": "elbow",
    "hug_gap": "wrist",
    "wrist_reach": "wrist",
    "wrist_ankle_gap": "wrist",
    "wrist_over_shoulder": "wrist",
    "wrists_level": "wrist",
    "head_height": "ear",
    "head_lift": "ear",
    "neck_extension": "ear",
}
"""Where a measure's status is shown."""

JOINT_OF_REGION: Final[dict[Region, str]] = {
    Region.CORE: "hip",
    Region.LEGS: "knee",
    Region.ARMS: "wrist",
    Region.HEAD: "ear",
}
"""Where it is shown for a measure that this room hasn't heard of."""

_WORST_FIRST: Final = (Status.OFF, Status.NEAR, Status.GOOD, Status.UNKNOWN)


def joint_of(result: CheckResult) -> str:
    """Return the name of the joint that shows a check's status."""
    return JOINT_OF_MEASURE.get(result.check.measure, JOINT_OF_REGION[result.check.region])


def joint_statuses(judgement: Judgement) -> dict[tuple[Side, str], Status]:
    """Return the worst known status of each joint that something was checked on; where the cue is, that of the cue.

    A check of the whole body shows on the near side, or on both when neither is nearer. Somebody who is on the way in
    or out isn't marked all over: then only the joint of the cue shows.
    """
    cued = cued_result(judgement)
    found: dict[tuple[Side, str], Status] = {}
    for result in judgement.checks:
        if not judgement.in_pose and result is not cued:
            continue
        side = result.side or judgement.near
        for each in Side if side is None else (side,):
            key = (each, joint_of(result))
            found[key] = min(found.get(key, Status.UNKNOWN), result.status, key=_WORST_FIRST.index)
    if cued is not None:
        for key in found:
            if key[1] == joint_of(cued) and cued.side in (None, key[0]):
                found[key] = cued.status
    return found


def draw_skeleton(image: Image, person: Person, judgement: Judgement, theme: Theme, scale: float) -> None:
    """Draw the body in place; faintly and without any verdict while the person cannot be judged.

    Args:
        image: The picture.
        person: The person.
        judgement: What the coach says.
        theme: Sizes.
        scale: By how much the lines are thinned for a person who is small in the picture, 0 to 1.
    """
    width = 0.0145 * theme.unit * scale
    outline = max(1.0, 0.0022 * theme.unit * scale)
    if judgement.sight is not Sight.CLEAR:
        _draw_faint(image, person, width, outline)
        return
    statuses = joint_statuses(judgement)
    cued = cued_result(judgement)
    sides = (person.near,) if person.near else tuple(Side)
    if person.near:
        far = _limbs(person, person.near.other, MUTED, {}, FAR_LIMBS)
        _draw_limbs(image, far, 0.4 * width, outline)
    limbs = [limb for side in sides for limb in _limbs(person, side, _base_color(judgement), _tints(side, cued))]
    _draw_limbs(image, limbs + _across(person, _base_color(judgement)), width, outline)
    _draw_joints(image, person, statuses, sides, width, outline)


def cued_result(judgement: Judgement) -> CheckResult | None:
    """Return the result of the check that the current cue is about; None when it is about none.

    A cue outlives its fault for a moment. Once the value has gone to the other side of its band, an arrow would point
    against the words, so such a result doesn't count.
    """
    for result in judgement.checks:
        if result.check.name == judgement.cue_check and result.status in (Status.NEAR, Status.OFF):
            return result if result.cue in ("", judgement.cue) else None
    return None


_Limb = tuple[Point, Point, Color]


def _base_color(judgement: Judgement) -> Color:
    return TEAL if judgement.in_pose else WHITE


def _tints(side: Side, cued: CheckResult | None) -> dict[tuple[str, str], Color]:
    """The limbs that meet in the joint of the cue take its colour, so that they read as one."""
    if cued is None or cued.side not in (None, side):
        return {}
    joint = joint_of(cued)
    if cued.check.measure.startswith("trunk"):
        meeting = [("shoulder", "hip")]
    elif joint == "shoulder":  # the arm against the trunk; the neck has no part in it
        meeting = [("shoulder", "hip"), ("shoulder", "elbow")]
    else:
        meeting = [limb for limb in LIMBS if joint in limb and "foot_index" not in limb]
    return dict.fromkeys(meeting, STATUS_COLORS[cued.status])


def _limbs(
    person: Person,
    side: Side,
    base: Color,
    tints: dict[tuple[str, str], Color],
    limbs: tuple[tuple[str, str], ...] = LIMBS,
) -> list[_Limb]:
    found = []
    for limb in limbs:
        start, end = person.point(side, limb[0]), person.point(side, limb[1])
        if start is not None and end is not None:
            found.append((start, end, tints.get(limb, base)))
    return found


def _across(person: Person, color: Color) -> list[_Limb]:
    """Shoulder and hip line, which only the front and the rear view show."""
    if person.near is not None:
        return []
    ends = [(person.point(Side.LEFT, name), person.point(Side.RIGHT, name)) for name in ("shoulder", "hip")]
    return [(start, end, color) for start, end in ends if start is not None and end is not None]


def _draw_limbs(image: Image, limbs: list[_Limb], width: float, outline: float, origin: Points | None = None) -> None:
    ends = np.array([(start, end) for start, end, _ in limbs], np.float64).reshape(-1, 2, 2)
    if origin is not None:
        ends -= origin
    colors = [color for _, _, color in limbs]
    segments(image, ends, INK, width + 2 * outline)  # all outlines first, so that none cuts through a neighbour
    for color in dict.fromkeys(colors):
        segments(image, ends[[each == color for each in colors]], color, width)


def _draw_joints(
    image: Image,
    person: Person,
    statuses: dict[tuple[Side, str], Status],
    sides: tuple[Side, ...],
    width: float,
    outline: float,
) -> None:
    for side in sides:
        for name in DOTS:
            point = person.point(side, name)
            if point is not None and (side, name) not in statuses:
                draw_dot(image, point, 0.62 * width, outline)
    # The worst last: of two joints in one spot, the one that matters is on top.
    for (side, name), status in sorted(statuses.items(), key=lambda item: -_WORST_FIRST.index(item[1])):
        point = person.point(side, name)
        if point is not None:
            # The far side's joints lie behind: a little smaller, so that two hips don't look like two of a kind.
            radius = 1.25 * width if side in sides else 1.0 * width
            draw_status(image, status, point, radius, outline)


def _draw_faint(image: Image, person: Person, width: float, outline: float) -> None:
    if person.box is None:
        return
    sides = (person.near,) if person.near else tuple(Side)
    limbs = [limb for side in sides for limb in _limbs(person, side, MUTED, {})] + _across(person, MUTED)
    blend(image, person.box, DIM_OPACITY, lambda part, origin: _draw_limbs(part, limbs, 0.7 * width, outline, origin))
