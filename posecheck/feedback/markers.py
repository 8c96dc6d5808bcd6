"""The joints' markers: drawn once, enlarged, for each size and fraction of a pixel, and laid on from then on."""

import math
from functools import lru_cache
from typing import Final

import numpy as np

from posecheck.coach.judgement import Status
from posecheck.feedback.patch import OVERSAMPLING, Patch, shrunk
from posecheck.feedback.shapes import FULL, Points, disc, fill, status_polygon, stroke
from posecheck.feedback.theme import INK, STATUS_COLORS, WHITE, Color
from posecheck.measures.geometry import Point
from posecheck.media.frame import Image

_STEPS: Final = 4
"""Places and sizes are rounded to this fraction of a pixel: fine enough not to be seen to step."""

_LIMIT_PX: Final = 1e6


def draw_status(image: Image, status: Status, center: Point, radius_px: float, outline_px: float) -> None:
    """Draw a joint's marker in place: filled and outlined, or hollow when the status is unknown."""
    _draw(image, status, center, radius_px, outline_px)


def draw_dot(image: Image, center: Point, radius_px: float, outline_px: float) -> None:
    """Draw the small dot of a joint that nothing is said about, in place."""
    _draw(image, None, center, radius_px, outline_px)


def _draw(image: Image, status: Status | None, center: Point, radius_px: float, outline_px: float) -> None:
    if not (abs(center[0]) < _LIMIT_PX and abs(center[1]) < _LIMIT_PX):  # also what is not a number
        return
    x, y = (round(value * _STEPS) for value in center)
    left, top = x // _STEPS, y // _STEPS
    sprite = _sprite(status, round(radius_px * _STEPS), round(outline_px * _STEPS), x % _STEPS, y % _STEPS)
    half = sprite.width_px // 2
    sprite.lay_on(image, left - half, top - half)


@lru_cache(maxsize=512)
def _sprite(status: Status | None, radius: int, outline: int, x: int, y: int) -> Patch:
    """A marker whose centre lies `x` and `y` steps right of and below the middle pixel's; lengths are in steps, too."""
    half = math.ceil(2.0 * (radius + outline) / _STEPS) + 2
    size = (2 * half + 1) * OVERSAMPLING
    scale = OVERSAMPLING / _STEPS
    middle = (half + 0.5) * OVERSAMPLING - 0.5
    center = (middle + x * scale, middle + y * scale)
    ink, cover = np.zeros((size, size, 3), np.uint8), np.zeros((size, size, 3), np.uint8)
    _paint(ink, status, center, radius * scale, outline * scale, None)
    _paint(cover, status, center, radius * scale, outline * scale, FULL)
    return Patch(shrunk(ink, OVERSAMPLING), np.bitwise_not(shrunk(cover, OVERSAMPLING)))


def _paint(
    image: Image, status: Status | None, center: Point, radius: float, outline: float, only: Color | None
) -> None:
    """Draw the marker in its colours, or its silhouette in a single one."""
    edge = only or INK
    if status is None:
        fill(image, disc(center, radius + outline), edge)
        fill(image, disc(center, radius), only or WHITE)
        return
    polygon, color = status_polygon(status, center, radius), only or STATUS_COLORS[status]
    if status is Status.UNKNOWN:
        _outline(image, polygon, edge, 0.5 * radius + 2 * outline)
        _outline(image, polygon, color, 0.5 * radius)
        return
    # Stroking the edge in the shape's own colour rounds its corners.
    rounding = 0.4 * radius
    _outline(image, polygon, edge, rounding + 2 * outline)
    fill(image, polygon, color)
    _outline(image, polygon, color, rounding)


def _outline(image: Image, polygon: Points, color: Color, thickness: float) -> None:
    stroke(image, polygon, color, thickness, closed=True)
