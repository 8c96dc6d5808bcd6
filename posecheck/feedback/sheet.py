"""Drawing on a light sheet, as for a report: its colours, and lines, areas and text in the sheet's own units.

Everything is drawn larger by `SCALE` and scaled down at the end, for smooth edges.
"""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np

from posecheck.feedback.patch import Canvas
from posecheck.feedback.shapes import Points, segments
from posecheck.feedback.text import TextMask, line_mask
from posecheck.feedback.theme import Color
from posecheck.measures.geometry import Point
from posecheck.media.frame import Image

PAPER: Final[Color] = (250, 252, 253)
RULE: Final[Color] = (226, 229, 230)
TEXT: Final[Color] = (66, 60, 34)
QUIET: Final[Color] = (132, 130, 116)
GREEN: Final[Color] = (206, 226, 178)
ACCEPT: Final[Color] = (232, 240, 222)
GOOD: Final[Color] = (124, 118, 30)
GOOD_AREA: Final[Color] = (178, 172, 92)
OTHER: Final[Color] = (96, 104, 222)
OTHER_AREA: Final[Color] = (198, 202, 244)

SCALE: Final = 2
WIDTH: Final = 1200
MARGIN: Final = 48
TITLE_SIZE: Final = 30
NAME_SIZE: Final = 20
NOTE_SIZE: Final = 15
BOLD: Final = 600
PLAIN: Final = 400


def blank(height: int) -> Image:
    """Return an empty sheet of `WIDTH`, to be drawn on: array of shape `(SCALE * height, SCALE * WIDTH, 3)`, BGR."""
    return np.full((height * SCALE, WIDTH * SCALE, 3), PAPER, np.uint8)


def finished(image: Image) -> Image:
    """Return the sheet in its final size: array of shape `(height, WIDTH, 3)`, BGR."""
    size = (image.shape[1] // SCALE, image.shape[0] // SCALE)
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)


def corners(left: float, top: float, right: float, bottom: float) -> Points:
    """Return the corners of a box as they are drawn."""
    return np.array([(left, top), (right, top), (right, bottom), (left, bottom)]) * SCALE


def straight(image: Image, ends: tuple[Point, Point], color: Color, thickness: float) -> None:
    """Draw a straight line."""
    segments(image, np.array([ends]) * SCALE, color, thickness * SCALE)


def write(image: Image, text: str, baseline: tuple[float, float], size: int, weight: int, color: Color) -> float:
    """Write a line of text; returns how wide it is."""
    inked: TextMask = line_mask(text, size * SCALE, weight)
    canvas = Canvas(inked.width_px, inked.height_px)
    canvas.paint(inked.mask, color)
    canvas.patch().lay_on(image, round(baseline[0] * SCALE), round(baseline[1] * SCALE) - inked.rise_px)
    return inked.width_px / SCALE


def width_of(text: str, size: int, weight: int) -> float:
    """Return how wide a line of text would be."""
    return line_mask(text, size * SCALE, weight).width_px / SCALE
