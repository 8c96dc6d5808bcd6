"""A picture of what was measured in clips, check by check, with the bands that score it."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from posecheck.feedback.axes import value_ticks
from posecheck.feedback.shapes import disc, fill, rounded_box, stroke
from posecheck.feedback.sheet import (
    ACCEPT,
    BOLD,
    GOOD,
    GOOD_AREA,
    GREEN,
    MARGIN,
    NAME_SIZE,
    NOTE_SIZE,
    OTHER,
    OTHER_AREA,
    PAPER,
    PLAIN,
    QUIET,
    RULE,
    SCALE,
    TEXT,
    TITLE_SIZE,
    WIDTH,
    blank,
    corners,
    finished,
    straight,
    width_of,
    write,
)
from posecheck.feedback.text import fit
from posecheck.media.frame import Image
from posecheck.pose.landmarks import FloatArray
from posecheck.references.schema import Band

LABELS: Final = 300
"""Width of the column with the names."""

ROW: Final = 132
CURVE: Final = 58
"""Greatest height of a curve above the row's axis."""

HEAD: Final = 128
FOOT: Final = 64
POINTS: Final = 240
"""Of a curve."""

MOST_STEPS: Final = 8.0
"""Between the numbers of a row's axis."""

Place = Callable[[float], float]
"""From a value to where it lies in the picture."""


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


def distributions_image(title: str, subtitle: str, strips: Sequence[Strip]) -> Image:
    """Return the picture: a row for each check; array of shape `(height, width, 3)`, BGR."""
    height = HEAD + ROW * len(strips) + FOOT
    image = blank(height)
    write(image, title, (MARGIN, 52), TITLE_SIZE, BOLD, TEXT)
    write(image, subtitle, (MARGIN, 80), NOTE_SIZE + 1, PLAIN, QUIET)
    _legend(image, 106)
    for index, strip in enumerate(strips):
        _draw_strip(image, strip, HEAD + ROW * index)
    return finished(image)


def _legend(image: Image, y: float) -> None:
    x = float(LABELS + MARGIN)
    for color, outline, words in (
        (GOOD_AREA, GOOD, "clips done well"),
        (OTHER_AREA, OTHER, "clips that must not pass"),
        (GREEN, None, "full score"),
        (ACCEPT, None, "accepted"),
    ):
        box = rounded_box(26 * SCALE, 14 * SCALE, 4 * SCALE) + np.array((x, y - 13)) * SCALE
        fill(image, box, color)
        if outline:
            stroke(image, box, outline, 1.5 * SCALE, closed=True)
        x += 34
        x += write(image, words, (x, y), NOTE_SIZE, PLAIN, QUIET) + 26
    straight(image, ((x, y - 6), (x + 26, y - 6)), QUIET, 2.0)
    write(image, "bands until now", (x + 34, y), NOTE_SIZE, PLAIN, QUIET)


def _draw_strip(image: Image, strip: Strip, top: float) -> None:
    axis = top + 84
    low, high = _extent(strip)
    span = (LABELS + MARGIN, WIDTH - MARGIN)

    def x_of(value: float) -> float:
        share = (value - low) / (high - low)
        return span[0] + min(max(share, 0.0), 1.0) * (span[1] - span[0])

    straight(image, ((MARGIN, top), (WIDTH - MARGIN, top)), RULE, 1.0)
    name = fit(strip.name, (LABELS - 24) * SCALE, 1, NAME_SIZE * SCALE, NOTE_SIZE * SCALE, BOLD)
    write(image, name.lines[0], (MARGIN, top + 46), name.size_px // SCALE, BOLD, TEXT)
    note = fit(strip.note, (LABELS - 24) * SCALE, 2, NOTE_SIZE * SCALE, (NOTE_SIZE - 3) * SCALE, PLAIN)
    for row, line in enumerate(note.lines):
        write(image, line, (MARGIN, top + 70 + 19 * row), note.size_px // SCALE, PLAIN, QUIET)

    target, green, accept = strip.new
    for band, color in ((accept, ACCEPT), (green, GREEN)):
        left, right = x_of(max(band.low, low)), x_of(min(band.high, high))
        fill(image, corners(left, top + 18, right, axis), color)
    if strip.others:
        _curve(
            image, _density([np.array([value]) for value in strip.others], low, high), axis, x_of, low, high, other=True
        )
    if strip.clips:
        _curve(image, _density(strip.clips, low, high), axis, x_of, low, high, other=False)
    straight(image, ((span[0], axis), (span[1], axis)), QUIET, 1.2)
    _ticks(image, strip, axis, x_of, low, high)
    for values in strip.clips:
        middle = float(np.nanmedian(values))
        fill(image, disc((x_of(middle) * SCALE, axis * SCALE), 4.0 * SCALE), PAPER)
        fill(image, disc((x_of(middle) * SCALE, axis * SCALE), 3.2 * SCALE), GOOD)
    for value in strip.others:
        straight(image, ((x_of(value), axis + 2), (x_of(value), axis + 7)), OTHER, 1.6)
    x = x_of(target)
    straight(image, ((x, top + 4), (x, axis)), GOOD, 1.6)
    write(image, _number(target, strip.ratio), (x + 4, top + 15), NOTE_SIZE - 1, BOLD, GOOD)
    _old_bands(image, strip, axis + 28, x_of, low, high)


def _old_bands(image: Image, strip: Strip, y: float, x_of: Place, low: float, high: float) -> None:
    """A thin line for accept and a thick one for green, as they are now."""
    for band, thickness in ((strip.old[2], 1.5), (strip.old[1], 4.0)):
        left, right = max(band.low, low), min(band.high, high)
        if left < right:
            straight(image, ((x_of(left), y), (x_of(right), y)), QUIET, thickness)


def _ticks(image: Image, strip: Strip, axis: float, x_of: Place, low: float, high: float) -> None:
    for value in value_ticks(low, high, MOST_STEPS):
        x = x_of(value)
        text = _number(value, strip.ratio)
        width = width_of(text, NOTE_SIZE - 2, PLAIN)
        straight(image, ((x, axis), (x, axis + 4)), QUIET, 1.0)
        write(image, text, (x - width / 2, axis + 21), NOTE_SIZE - 2, PLAIN, QUIET)


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


def _density(clips: Sequence[FloatArray], low: float, high: float) -> FloatArray:
    """How the values lie, each clip with the same weight: a smooth curve of shape `(POINTS,)`, its top at 1."""
    width = (high - low) / 45
    places = np.linspace(low, high, POINTS)
    total = np.zeros(POINTS)
    for clip in clips:
        known = clip[np.isfinite(clip)]
        if known.size:
            total += np.exp(-0.5 * ((places[:, None] - known[None, :]) / width) ** 2).mean(axis=1)
    top = float(total.max())
    return total / top if top > 0 else total


def _curve(
    image: Image, density: FloatArray, axis: float, x_of: Place, low: float, high: float, *, other: bool
) -> None:
    height = 0.6 * CURVE if other else CURVE
    line = np.array(
        [
            (x_of(value), axis - height * share)
            for value, share in zip(np.linspace(low, high, POINTS), density, strict=True)
        ]
    )
    area = np.concatenate([[(line[0, 0], axis)], line, [(line[-1, 0], axis)]])
    shaded = image.copy()
    fill(shaded, area * SCALE, OTHER_AREA if other else GOOD_AREA)
    cv2.addWeighted(shaded, 0.72, image, 0.28, 0, dst=image)
    visible = line[density > 0.01]
    if len(visible) > 1:
        stroke(image, visible * SCALE, OTHER if other else GOOD, 1.8 * SCALE)


def _number(value: float, ratio: bool) -> str:
    number = round(100 * value) if ratio else round(value)
    return f"{'−' if number < 0 else ''}{abs(number)}{' %' if ratio else '°'}"
