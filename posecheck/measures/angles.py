"""Joint angles: projected (2D) angles by the neutral-zero convention, 0 degrees in the anatomical position.

Each is the angle between two neighbouring limb segments as they appear in the picture (Kinovea and Sports2D call it the
projected angle), not an ISB joint angle. Flexion is 180 degrees minus the included angle of three landmarks; hip and
shoulder carry a sign, because 160 degrees at the hip are 20 of flexion or 20 of extension.
"""

from typing import Final

from posecheck.measures.body import MAX_SEGMENT_RATIO, Body, CannotMeasure, Side, Unknown
from posecheck.measures.geometry import Point, distance, included_angle_deg, signed_angle_deg, vector
from posecheck.measures.registry import FRONTAL_VIEWS, SAGITTAL_VIEWS, sided_measure

MIN_SEGMENT_SHARE: Final = 0.2
"""A limb segment shorter than this share of the trunk points at the camera: its direction in the picture is noise."""

MAX_HYPEREXTENSION_DEG: Final = 90.0
"""Signed angles are told from -90 to 270 degrees: nobody extends hip or shoulder by more than 90, and deep flexion must
not wrap round to a negative angle."""


@sided_measure("deg", SAGITTAL_VIEWS)
def knee_flexion(body: Body, side: Side) -> float:
    """Knee flexion: 180 minus the angle hip-knee-ankle. 0 straight, about 150 with the heel at the buttock."""
    return 180.0 - _included(body, side, "hip", "knee", "ankle")


@sided_measure("deg", SAGITTAL_VIEWS)
def hip_flexion(body: Body, side: Side) -> float:
    """Hip flexion: 180 minus the angle shoulder-hip-knee. 0 straight, positive with the thigh forward of the trunk's
    line, negative in extension.
    """
    shoulder, hip, knee = _segments(body, side, "shoulder", "hip", "knee")
    return _signed(body, vector(shoulder, hip), vector(hip, knee))


@sided_measure("deg", SAGITTAL_VIEWS)
def elbow_flexion(body: Body, side: Side) -> float:
    """Elbow flexion: 180 minus the angle shoulder-elbow-wrist. 0 straight, about 145 fully bent."""
    return 180.0 - _included(body, side, "shoulder", "elbow", "wrist")


@sided_measure("deg", SAGITTAL_VIEWS)
def shoulder_flexion(body: Body, side: Side) -> float:
    """Shoulder flexion seen from the side: the angle hip-shoulder-elbow. 0 with the arm along the trunk, 180 overhead,
    positive with the arm forward, negative behind the back.
    """
    hip, shoulder, elbow = _segments(body, side, "hip", "shoulder", "elbow")
    return _signed(body, vector(shoulder, hip), vector(shoulder, elbow))


@sided_measure("deg", FRONTAL_VIEWS)
def shoulder_abduction(body: Body, side: Side) -> float:
    """Shoulder abduction seen from the front or the rear: the angle hip-shoulder-elbow, 0 at the side, 180 overhead."""
    return _included(body, side, "hip", "shoulder", "elbow")


@sided_measure("deg", FRONTAL_VIEWS)
def elbow_flexion_frontal(body: Body, side: Side) -> float:
    """Elbow flexion seen from the front or the rear: 180 minus the angle shoulder-elbow-wrist, 0 straight."""
    return 180.0 - _included(body, side, "shoulder", "elbow", "wrist")


@sided_measure("deg", FRONTAL_VIEWS)
def knee_flexion_frontal(body: Body, side: Side) -> float:
    """Knee bend seen from the front or the rear: 180 minus the angle hip-knee-ankle. It shows a knee that falls in or
    out; a knee bent straight at the camera stays hidden.
    """
    return 180.0 - _included(body, side, "hip", "knee", "ankle")


@sided_measure("deg", SAGITTAL_VIEWS)
def ankle_dorsiflexion(body: Body, side: Side) -> float:
    """Ankle dorsiflexion: 90 minus the angle knee-ankle-toe. 0 with the foot square to the shank, negative pointed."""
    return 90.0 - _included(body, side, "knee", "ankle", "foot_index")


def _included(body: Body, side: Side, a: str, vertex: str, b: str) -> float:
    return included_angle_deg(*_segments(body, side, a, vertex, b))


def _segments(body: Body, side: Side, a: str, vertex: str, b: str) -> tuple[Point, Point, Point]:
    """The three points of an angle, none of whose two segments points at the camera."""
    points = (body.point(a, side), body.point(vertex, side), body.point(b, side))
    lengths = (distance(points[0], points[1]), distance(points[1], points[2]))
    if min(lengths) < _shortest(body, a, b):
        raise CannotMeasure(Unknown.WRONG_VIEW, f"{side} {vertex}")
    if max(lengths) > MAX_SEGMENT_RATIO * body.trunk_px:
        raise CannotMeasure(Unknown.IMPLAUSIBLE, f"{side} {vertex}")
    return points


def _shortest(body: Body, a: str, b: str) -> float:
    # A foot is short from every side.
    return 0.0 if "foot_index" in (a, b) else MIN_SEGMENT_SHARE * body.trunk_px


def _signed(body: Body, start: Point, end: Point) -> float:
    """The turn from one vector to another towards the front of the body, -90 to 270 degrees."""
    angle = -body.facing * signed_angle_deg(start, end)
    return angle + 360.0 if angle < -MAX_HYPEREXTENSION_DEG else angle
