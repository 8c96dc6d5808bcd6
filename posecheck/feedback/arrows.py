"""The arrow of a correction, along an arc or straight: outlined, in the colour of what it is to mend."""

import math
from typing import Final

import numpy as np

from posecheck.coach.judgement import Status
from posecheck.feedback.shapes import Points, arc, fill, stroke
from posecheck.feedback.theme import INK, STATUS_COLORS, Theme
from posecheck.measures.geometry import Point, distance
from posecheck.media.frame import Image

HEAD_LENGTH: Final = 2.4
HEAD_HALF: Final = 1.5
"""Length and half the width of an arrow's head, in thicknesses of its line."""

SHORTEST: Final = 4.5
"""A straight arrow is no shorter than this many thicknesses: its head, and enough of a line to be one."""


def thickness_px(theme: Theme) -> float:
    """Return how thick the line of an arrow is, in pixels."""
    return max(2.0, 0.0095 * theme.unit)


def draw_turn(
    image: Image, center: Point, radius_px: float, ends_deg: tuple[float, float], status: Status, theme: Theme
) -> None:
    """Draw an arrow along an arc, in place.

    Args:
        image: The picture.
        center: Of the arc.
        radius_px: Of the arc.
        ends_deg: Where it begins, and where its tip is; it goes the shorter way.
        status: What it is to mend.
        theme: Sizes.
    """
    start, tip = ends_deg
    thickness = thickness_px(theme)
    way = (tip - start + 180.0) % 360.0 - 180.0
    head = math.degrees(HEAD_LENGTH * thickness / radius_px)
    line = arc(center, radius_px, start, way - math.copysign(min(0.7 * head, abs(way)), way))
    back = math.radians(tip - math.copysign(head, way))
    half = HEAD_HALF * thickness
    corners = [(radius_px, math.radians(tip)), (radius_px - half, back), (radius_px + half, back)]
    point = np.array([(center[0] + r * math.cos(a), center[1] + r * math.sin(a)) for r, a in corners])
    _draw(image, line, point, status, theme)


def draw_push(image: Image, start: Point, tip: Point, status: Status, theme: Theme) -> None:
    """Draw a straight arrow, in place; one that would be too short to be seen is made longer at its tip."""
    length = distance(start, tip)
    if length == 0.0:
        return
    thickness = thickness_px(theme)
    along = (np.array(tip) - start) / length
    across = np.array((-along[1], along[0]))
    length = max(length, SHORTEST * thickness)
    end = np.array(start) + length * along
    back = end - HEAD_LENGTH * thickness * along
    point = np.array([end, back + HEAD_HALF * thickness * across, back - HEAD_HALF * thickness * across])
    _draw(image, np.array([start, end - 0.7 * HEAD_LENGTH * thickness * along]), point, status, theme)


def _draw(image: Image, line: Points, head: Points, status: Status, theme: Theme) -> None:
    thickness, outline = thickness_px(theme), max(1.0, 0.0022 * theme.unit)
    color = STATUS_COLORS[status]
    stroke(image, line, INK, thickness + 2 * outline)
    stroke(image, head, INK, 2 * outline + 1, closed=True)
    stroke(image, line, color, thickness)
    fill(image, head, color)
