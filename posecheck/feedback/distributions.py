"""A picture of what was measured in clips, check by check, with the bands that score it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from posecheck.feedback.axes import value_ticks
from posecheck.feedback.sheet import AXIS, BOLD, MARGIN, NOTE, SWATCH, WIDTH, Ink, Sheet, Style, width_of
from posecheck.feedback.theme import Color
from posecheck.media.frame import Image
from posecheck.pose.landmarks import FloatArray
from posecheck.references.schema import Band

LABELS: Final = 300
"""Width of the column with the names."""

LEFT: Final = LABELS + MARGIN
RIGHT: Final = WIDTH - MARGIN
"""Between them lie the values."""

ROW: Final = 132
CURVE: Final = 58
"""Greatest height of a curve above the row's axis."""

HEAD: Final = 128
FOOT: Final = 64
POINTS: Final = 240
"""Of a curve."""

MOST_STEPS: Final = 8.0
"""Between the numbers of a row's axis."""

TARGET: Final = Style(14, BOLD, Ink.GOOD)


@dataclass(frozen=True, eq=False)
class Strip:
    """What is drawn of one check.

    Attributes:
        name: Of the check.
        note: Under it, such as the measure.
        ratio: Whether values are shares of a length, told in per cent.
        clips: Values of each good clip, arrays of shape `(frames,)`.
        others: Values of clips that must not be accepted, one a clip.
        old: Target, green and accept as they are.
        new: Target, green and accept as proposed.
    """

    name: str
    note: str
    ratio: bool
    clips: Sequence[FloatArray]
    others: Sequence[float]
    old: tuple[float, Band, Band]
    new: tuple[float, Band, Band]


@dataclass(frozen=True)
class _Axis:
    """Where the values of a row lie: from which to which, and how far down."""

    low: float
    high: float
    y: float

    def x(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low)
        return LEFT + min(max(share, 0.0), 1.0) * (RIGHT - LEFT)


def distributions_image(title: str, subtitle: str, strips: Sequence[Strip]) -> Image:
    """Return the picture: a row for each check; array of shape `(height, width, 3)`, BGR."""
    sheet = Sheet(HEAD + ROW * len(strips) + FOOT)
    sheet.heading(title, subtitle)
    _legend(sheet, 106, others=any(strip.others for strip in strips))
    for index, strip in enumerate(strips):
        _draw_strip(sheet, strip, HEAD + ROW * index)
    return sheet.finished()


def _legend(sheet: Sheet, y: float, *, others: bool) -> None:
    x = float(LEFT)
    for color, edge, words in (
        (Ink.GOOD_AREA, Ink.GOOD, "clips done well"),
        *([(Ink.OTHER_AREA, Ink.OTHER, "clips that must not pass")] if others else []),
        (Ink.GREEN, None, "full score"),
        (Ink.ACCEPT, None, "accepted"),
    ):
        sheet.rounded(x, y - 13, SWATCH, 4.0, color, edge)
        x += 34
        x += sheet.write(words, (x, y), NOTE) + 26
    sheet.straight(((x, y - 6), (x + 26, y - 6)), Ink.QUIET, 2.0)
    sheet.write("bands until now", (x + 34, y), NOTE)


def _draw_strip(sheet: Sheet, strip: Strip, top: float) -> None:
    axis = _Axis(*_extent(strip), top + 84)
    sheet.straight(((MARGIN, top), (WIDTH - MARGIN, top)), Ink.RULE, 1.0)
    sheet.names(strip.name, strip.note, top + 46, LABELS - 24, name_lines=1)
    target, green, accept = strip.new
    for band, color in ((accept, Ink.ACCEPT), (green, Ink.GREEN)):
        sheet.box(axis.x(band.low), top + 18, axis.x(band.high), axis.y, color)
    if strip.others:
        single = [np.array([value]) for value in strip.others]
        _draw_curve(sheet, axis, _density(single, axis), 0.6 * CURVE, Ink.OTHER, Ink.OTHER_AREA)
    if strip.clips:
        _draw_curve(sheet, axis, _density(strip.clips, axis), CURVE, Ink.GOOD, Ink.GOOD_AREA)
    _draw_axis(sheet, axis, strip.ratio)
    for values in strip.clips:
        middle = axis.x(float(np.nanmedian(values)))
        sheet.dot((middle, axis.y), 4.0, Ink.PAPER)
        sheet.dot((middle, axis.y), 3.2, Ink.GOOD)
    for value in strip.others:
        x = axis.x(value)
        sheet.straight(((x, axis.y + 2), (x, axis.y + 7)), Ink.OTHER, 1.6)
    x = axis.x(target)
    sheet.straight(((x, top + 4), (x, axis.y)), Ink.GOOD, 1.6)
    sheet.write(_number(target, strip.ratio), (x + 4, top + 15), TARGET)
    _draw_old_bands(sheet, axis, strip)


def _draw_axis(sheet: Sheet, axis: _Axis, ratio: bool) -> None:
    sheet.straight(((LEFT, axis.y), (RIGHT, axis.y)), Ink.QUIET, 1.2)
    for value in value_ticks(axis.low, axis.high, MOST_STEPS):
        x, words = axis.x(value), _number(value, ratio)
        sheet.straight(((x, axis.y), (x, axis.y + 4)), Ink.QUIET, 1.0)
        sheet.write(words, (x - width_of(words, AXIS) / 2, axis.y + 21), AXIS)


def _draw_old_bands(sheet: Sheet, axis: _Axis, strip: Strip) -> None:
    """A thin line for accept and a thick one for green, as they are now."""
    _, green, accept = strip.old
    for band, thickness in ((accept, 1.5), (green, 4.0)):
        left, right = max(band.low, axis.low), min(band.high, axis.high)
        if left < right:
            sheet.straight(((axis.x(left), axis.y + 28), (axis.x(right), axis.y + 28)), Ink.QUIET, thickness)


def _draw_curve(sheet: Sheet, axis: _Axis, density: FloatArray, height: float, edge: Color, area: Color) -> None:
    line = np.array(
        [
            (axis.x(value), axis.y - height * share)
            for value, share in zip(np.linspace(axis.low, axis.high, POINTS), density, strict=True)
        ]
    )
    with sheet.translucent(0.72):
        sheet.area(np.concatenate([[(line[0, 0], axis.y)], line, [(line[-1, 0], axis.y)]]), area)
    visible = line[density > 0.01]
    if len(visible) > 1:
        sheet.line(visible, edge, 1.8)


def _extent(strip: Strip) -> tuple[float, float]:
    """From where to where the axis runs: all good clips, finite ends of bands, and most of the others."""
    values = [float(value) for clip in strip.clips for value in np.nanpercentile(clip, (2, 98))]
    if len(strip.others):
        values += np.percentile(np.array(strip.others), (10, 90)).tolist()
    for target, green, accept in (strip.old, strip.new):
        values += [end for end in (target, green.low, green.high, accept.low, accept.high) if math.isfinite(end)]
    low, high = min(values), max(values)
    room = max(0.08 * (high - low), 0.05 if strip.ratio else 5.0)
    return low - room, high + room


def _density(clips: Sequence[FloatArray], axis: _Axis) -> FloatArray:
    """How the values lie, each clip with the same weight: a smooth curve of shape `(POINTS,)`, its top at 1."""
    width = (axis.high - axis.low) / 45
    places = np.linspace(axis.low, axis.high, POINTS)
    total = np.zeros(POINTS)
    for clip in clips:
        known = clip[np.isfinite(clip)]
        if known.size:
            total += np.exp(-0.5 * ((places[:, None] - known[None, :]) / width) ** 2).mean(axis=1)
    top = float(total.max())
    return total / top if top > 0 else total


def _number(value: float, ratio: bool) -> str:
    number = round(100 * value) if ratio else round(value)
    return f"{'−' if number < 0 else ''}{abs(number)}{' %' if ratio else '°'}"
