"""Anti-aliased shapes, drawn on a picture (three channels) or on a mask (one)."""

import math
from collections.abc import Callable
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from posecheck.coach.judgement import Status
from posecheck.feedback.box import Box
from posecheck.feedback.theme import Color
from posecheck.measures.geometry import Point
from posecheck.media.frame import Image

Points = NDArray[np.float64]

FULL: Final[Color] = (255, 255, 255)
"""Of a shape on a mask: all of it."""

_SHIFT: Final = 4
"""Coordinates are given to OpenCV in sixteenths of a pixel, so that slow movement doesn't step."""

_LIMIT_PX: Final = 30_000.0
"""Points farther out than this would overflow OpenCV's fixed-point coordinates; nothing there is visible."""


def disc(center: Point, radius_px: float) -> Points:
    """Return a circle as a polygon of shape `(N, 2)`, fine enough to look round."""
    return arc(center, radius_px, 0.0, 360.0)[:-1]


def arc(center: Point, radius_px: float, start_deg: float, sweep_deg: float) -> Points:
    """Return an arc as points of shape `(N, 2)`; degrees run clockwise on the screen from 3 o'clock."""
    count = max(2, math.ceil(abs(sweep_deg) / 360.0 * max(24.0, 1.6 * radius_px)))
    angles = np.radians(np.linspace(start_deg, start_deg + sweep_deg, count + 1))
    return np.stack([center[0] + radius_px * np.cos(angles), center[1] + radius_px * np.sin(angles)], axis=1)


def regular(center: Point, radius_px: float, corners: int, first_deg: float = -90.0) -> Points:
    """Return a regular polygon of shape `(corners, 2)` whose first corner points up by default."""
    angles = np.radians(first_deg + 360.0 / corners * np.arange(corners))
    return np.stack([center[0] + radius_px * np.cos(angles), center[1] + radius_px * np.sin(angles)], axis=1)


def tick(center: Point, radius_px: float) -> Points:
    """Return a tick as a line of shape `(3, 2)` that sits well inside a circle of this radius."""
    strokes = np.array([(-0.46, 0.04), (-0.12, 0.38), (0.48, -0.32)])
    return np.asarray(center) + radius_px * strokes


def rounded_box(width_px: int, height_px: int, corner_px: float) -> Points:
    """Return the outline of a box with rounded corners at the origin, shape `(N, 2)`."""
    radius = min(corner_px, (width_px - 1) / 2, (height_px - 1) / 2)
    right, bottom = width_px - 1 - radius, height_px - 1 - radius
    quarters = ((right, radius, -90.0), (right, bottom, 0.0), (radius, bottom, 90.0), (radius, radius, 180.0))
    return np.concatenate([arc((x, y), radius, start, 90.0) for x, y, start in quarters])


def fill(image: Image, polygon: Points, color: Color) -> None:
    """Fill a polygon of shape `(N, 2)` in place."""
    if np.isfinite(polygon).all():
        cv2.fillPoly(image, [_fixed(polygon)], color, cv2.LINE_AA, _SHIFT)


def stroke(image: Image, line: Points, color: Color, thickness_px: float, *, closed: bool = False) -> None:
    """Draw a line through points of shape `(N, 2)` with round ends, in place."""
    if np.isfinite(line).all():
        cv2.polylines(image, [_fixed(line)], closed, color, max(1, round(thickness_px)), cv2.LINE_AA, _SHIFT)


def segments(image: Image, ends: Points, color: Color, thickness_px: float) -> None:
    """Draw straight lines with round ends in place, given as an array of shape `(N, 2, 2)`, in one go."""
    if len(ends) and np.isfinite(ends).all():
        cv2.polylines(image, list(_fixed(ends)), False, color, max(1, round(thickness_px)), cv2.LINE_AA, _SHIFT)


def blend(image: Image, box: Box, opacity: float, draw: Callable[[Image, Points], None]) -> None:
    """Draw something translucent in place.

    Args:
        image: The picture.
        box: What it covers; only this part of the picture is touched.
        opacity: 0 to 1.
        draw: Is given that part of the picture to draw on, and where its origin lies in the picture, shape `(2,)`.
    """
    height, width = image.shape[:2]
    left, top = max(0, math.floor(box.left)), max(0, math.floor(box.top))
    right, bottom = min(width, math.ceil(box.right)), min(height, math.ceil(box.bottom))
    if left >= right or top >= bottom:
        return
    region = image[top:bottom, left:right]
    drawn = region.copy()
    draw(drawn, np.array((left, top), np.float64))
    cv2.addWeighted(drawn, opacity, region, 1 - opacity, 0, dst=region)


def status_polygon(status: Status, center: Point, radius_px: float) -> Points:
    """Return the shape that stands for a status, so that colour is never alone: circle, diamond or triangle.

    The radii make them look equally large.
    """
    if status is Status.NEAR:
        return regular(center, 1.22 * radius_px, 4)
    if status is Status.OFF:
        return regular((center[0], center[1] + 0.12 * radius_px), 1.36 * radius_px, 3)
    return disc(center, radius_px)


def _fixed(points: Points) -> NDArray[np.int32]:
    return np.rint(np.clip(points, -_LIMIT_PX, _LIMIT_PX) * (1 << _SHIFT)).astype(np.int32)
