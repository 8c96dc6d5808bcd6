"""Icons as masks, told apart by their shape alone."""

from enum import StrEnum
from typing import Final

import numpy as np

from posecheck.coach.judgement import Status
from posecheck.feedback.patch import Canvas, smooth_mask
from posecheck.feedback.shapes import FULL, arc, disc, fill, status_polygon, stroke, tick
from posecheck.feedback.theme import AMBER, CORAL, INK, TEAL, WHITE, Color
from posecheck.media.frame import Image


class Icon(StrEnum):
    """What stands beside a sentence or inside the ring."""

    NONE = "none"
    GOOD = "good"
    NEAR = "near"
    OFF = "off"
    EYE = "eye"
    TURN = "turn"
    PAUSE = "pause"
    WAIT = "wait"


COLORS: Final[dict[Icon, Color]] = {
    Icon.GOOD: TEAL,
    Icon.NEAR: AMBER,
    Icon.OFF: CORAL,
    Icon.EYE: WHITE,
    Icon.TURN: AMBER,
    Icon.PAUSE: AMBER,
    Icon.WAIT: WHITE,
}


def paint_icon(canvas: Canvas, icon: Icon, size_px: int, x: int, y: int) -> None:
    """Paint an icon of `size_px` by `size_px` pixels on a canvas with its top left corner at `(x, y)`."""
    if icon is Icon.NONE:
        return
    canvas.paint(smooth_mask(size_px, size_px, lambda mask, _: _draw(mask, icon)), COLORS[icon], at=(x, y))
    if icon is Icon.GOOD:
        canvas.paint(smooth_mask(size_px, size_px, _draw_tick), INK, at=(x, y))


def _draw_tick(mask: Image, _factor: int) -> None:
    radius = 0.5 * mask.shape[0]
    stroke(mask, tick((radius, radius), 0.95 * radius), FULL, 0.26 * radius)


def _draw(mask: Image, icon: Icon) -> None:
    radius = 0.5 * mask.shape[0]
    x, y = middle = (radius - 0.5, radius - 0.5)
    if icon in (Icon.GOOD, Icon.NEAR, Icon.OFF):
        size = 0.96 * radius if icon is Icon.GOOD else 0.66 * radius
        polygon = status_polygon(Status(icon.value), middle, size)
        fill(mask, polygon, FULL)
        if icon is not Icon.GOOD:
            stroke(mask, polygon, FULL, 0.26 * radius, closed=True)
    elif icon is Icon.PAUSE:
        for offset in (-0.36, 0.36):
            bar = np.array([(x + offset * radius, y - 0.55 * radius), (x + offset * radius, y + 0.55 * radius)])
            stroke(mask, bar, FULL, 0.34 * radius)
    elif icon is Icon.WAIT:
        for offset in (-0.62, 0.0, 0.62):
            fill(mask, disc((x + offset * radius, y), 0.2 * radius), FULL)
    elif icon is Icon.EYE:
        _draw_eye(mask, middle, radius)
    elif icon is Icon.TURN:
        _draw_turn(mask, middle, radius)


def _draw_eye(mask: Image, middle: tuple[float, float], radius: float) -> None:
    """An eye that is struck through."""
    x, y = middle
    lid = 1.15 * radius
    upper = arc((x, y + 0.62 * radius), lid, -142.0, 104.0)
    lower = arc((x, y - 0.62 * radius), lid, 38.0, 104.0)
    stroke(mask, np.concatenate([upper, lower]), FULL, 0.16 * radius, closed=True)
    fill(mask, disc(middle, 0.3 * radius), FULL)
    slash = np.array([(x - 0.7 * radius, y + 0.74 * radius), (x + 0.7 * radius, y - 0.74 * radius)])
    stroke(mask, slash, (0, 0, 0), 0.4 * radius)
    stroke(mask, slash, FULL, 0.16 * radius)


def _draw_turn(mask: Image, middle: tuple[float, float], radius: float) -> None:
    """A turn about the upright axis: an arrow that goes round in front."""
    x, y = middle
    way = arc((0.0, 0.0), 1.0, -50.0, -265.0) * (0.82 * radius, 0.52 * radius) + (x, y)
    stroke(mask, way, FULL, 0.2 * radius)
    end = way[-1]
    along = (end - way[-3]) / max(1e-6, float(np.hypot(*(end - way[-3]))))
    across = np.array((-along[1], along[0]))
    fill(mask, np.array([end + 0.6 * radius * along, end + 0.46 * radius * across, end - 0.46 * radius * across]), FULL)
