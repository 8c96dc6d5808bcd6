"""A light sheet to draw on, as for a report: its colours and styles, and lines, areas and text in units of its own.

Everything is drawn larger by `SCALE` and scaled down at the end, for smooth edges.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from posecheck.feedback.patch import write_on
from posecheck.feedback.shapes import Points, disc, fill, rounded_box, segments, stroke
from posecheck.feedback.text import fit, line_mask
from posecheck.feedback.theme import Color
from posecheck.measures.geometry import Point
from posecheck.media.frame import Image
from posecheck.media.picture import check_png, save_picture

SCALE: Final = 2
WIDTH: Final = 1200
MARGIN: Final = 48
SWATCH: Final = (26, 14)
"""Width and height of a legend's patch of colour."""


class Ink:
    """The sheet's colours."""

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


@dataclass(frozen=True)
class Style:
    """How text is written: its size in units of the sheet, its weight and its colour."""

    size: int
    weight: int
    color: Color


BOLD: Final = 600
PLAIN: Final = 400

TITLE: Final = Style(30, BOLD, Ink.TEXT)
SUBTITLE: Final = Style(16, PLAIN, Ink.QUIET)
NAME: Final = Style(20, BOLD, Ink.TEXT)
NOTE: Final = Style(15, PLAIN, Ink.QUIET)
AXIS: Final = Style(13, PLAIN, Ink.QUIET)


class Sheet:
    """A sheet of `WIDTH` that is drawn on; all places and lengths are in its own units, from its top left corner.

    Args:
        height: Its height.
    """

    def __init__(self, height: int) -> None:
        self._image: Image = np.full((height * SCALE, WIDTH * SCALE, 3), Ink.PAPER, np.uint8)

    def finished(self) -> Image:
        """Return the sheet in its final size: array of shape `(height, WIDTH, 3)`, BGR."""
        size = (self._image.shape[1] // SCALE, self._image.shape[0] // SCALE)
        return np.asarray(cv2.resize(self._image, size, interpolation=cv2.INTER_AREA), np.uint8)

    def heading(self, title: str, subtitle: str) -> None:
        """Write what the sheet is about."""
        self.write(title, (MARGIN, 52), TITLE)
        self.write(subtitle, (MARGIN, 80), SUBTITLE)

    def names(self, name: str, note: str, y: float, width: float, name_lines: int) -> None:
        """Write what a row shows at the left margin: its name, and a note of up to two lines under it.

        Args:
            name: What it shows.
            note: Such as the measure.
            y: Baseline of the first line.
            width: Room for the text, which is written smaller or cut where it is longer.
            name_lines: How many lines the name may take.
        """
        for text, style, least, lines, leading in (
            (name, NAME, NOTE.size, name_lines, 25),
            (note, NOTE, NOTE.size - 3, 2, 19),
        ):
            fitted = fit(text, round(width * SCALE), lines, style.size * SCALE, least * SCALE, style.weight)
            for line in fitted.lines:
                self.write(line, (MARGIN, y), replace(style, size=fitted.size_px // SCALE))
                y += leading

    def write(self, text: str, baseline: Point, style: Style) -> float:
        """Write a line of text that begins at `baseline`; return how wide it is."""
        line = line_mask(text, style.size * SCALE, style.weight)
        write_on(self._image, line, style.color, at=(round(baseline[0] * SCALE), round(baseline[1] * SCALE)))
        return line.width_px / SCALE

    def straight(self, ends: tuple[Point, Point], color: Color, thickness: float) -> None:
        """Draw a straight line."""
        segments(self._image, np.array([ends]) * SCALE, color, thickness * SCALE)

    def line(self, points: Points, color: Color, thickness: float) -> None:
        """Draw a line through points of shape `(N, 2)`."""
        stroke(self._image, points * SCALE, color, thickness * SCALE)

    def area(self, outline: Points, color: Color) -> None:
        """Fill what lies within an outline of shape `(N, 2)`."""
        fill(self._image, outline * SCALE, color)

    def box(self, left: float, top: float, right: float, bottom: float, color: Color) -> None:
        """Fill a box."""
        self.area(np.array([(left, top), (right, top), (right, bottom), (left, bottom)]), color)

    def rounded(
        self, left: float, top: float, size: tuple[float, float], corner: float, color: Color, edge: Color | None = None
    ) -> None:
        """Fill a box with rounded corners, with an edge of a colour of its own where one is given."""
        width, height = size
        outline = rounded_box(round(width * SCALE), round(height * SCALE), corner * SCALE)
        outline += np.array((left, top)) * SCALE
        fill(self._image, outline, color)
        if edge:
            stroke(self._image, outline, edge, 1.5 * SCALE, closed=True)

    def dot(self, center: Point, radius: float, color: Color) -> None:
        """Fill a circle."""
        fill(self._image, disc((center[0] * SCALE, center[1] * SCALE), radius * SCALE), color)

    @contextmanager
    def translucent(self, opacity: float) -> Iterator[None]:
        """Let what is drawn in the block shine through: 0 leaves nothing of it, 1 all."""
        before = self._image.copy()
        yield
        cv2.addWeighted(self._image, opacity, before, 1 - opacity, 0, dst=self._image)


def save_sheet(path: Path, image: Image) -> None:
    """Write a finished sheet as a PNG, whole or not at all.

    Raises:
        UsageError: The file's name doesn't end in .png.
        OutputError: It cannot be written.
    """
    check_png(path, "plot")
    save_picture(path, image)


def width_of(text: str, style: Style) -> float:
    """Return how wide a line of text would be."""
    return line_mask(text, style.size * SCALE, style.weight).width_px / SCALE
