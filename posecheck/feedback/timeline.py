"""A picture of how values came along over days and weeks: a row for each, one axis of time for all."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import cv2
import numpy as np

from posecheck.feedback.axes import STEPS, day_ticks, value_ticks
from posecheck.feedback.shapes import Points, disc, fill, regular, rounded_box, stroke
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
from posecheck.feedback.theme import Color
from posecheck.media.frame import Image
from posecheck.pose.landmarks import FloatArray
from posecheck.references.schema import Band

SERIES: Final[tuple[Color, ...]] = (GOOD, OTHER, (176, 104, 62), (58, 132, 190))
"""One after another: teal, coral, blue, ochre. Each has a shape of its own as well."""

LABELS: Final = 288
"""Width of the column with the names."""

TICKS: Final = 52
"""Width of the column with the numbers of the axes."""

ENDS: Final = 64
"""Room on the right for what the lines come to."""

LEFT: Final = MARGIN + LABELS + TICKS
RIGHT: Final = WIDTH - MARGIN - ENDS

ROW: Final = 136
TALL_ROW: Final = 164
"""With labels for what the lines come to, one below the other, where there are several."""

INSET: Final = 20
"""Between a row's rules and its axes."""

HEAD: Final = 132
FOOT: Final = 64
DOT: Final = 4.2
SMOOTHED_DAYS: Final = 6.0
SMOOTHED_SHARE: Final = 0.07
"""Standard deviation of the bell that weighs the sessions around a day for the line: days, or a share of the span."""

ROOMY: Final = 13.0
"""Dots that stand nearer to each other than this are drawn smaller."""

LABEL_GAP: Final = 19.0
"""From the baseline of one label at the end of a line to the next."""

MOST_STEPS: Final = 3.5
"""Between the numbers of a row's axis."""


@dataclass(frozen=True, eq=False)
class Series:
    """Values of one kind.

    Attributes:
        kind: Which one, counted from 0: it gives colour and shape, and the place in the legend.
        days: When, as days since the first one, rising; array of shape `(N,)`.
        values: Array of shape `(N,)`.
        spreads: How far each wandered, array of shape `(N,)`; None where nothing is known of that.
    """

    kind: int
    days: FloatArray
    values: FloatArray
    spreads: FloatArray | None = None


@dataclass(frozen=True, eq=False)
class Panel:
    """A row of the picture.

    Attributes:
        name: What it shows.
        note: Under it, such as the measure.
        series: At least one, with at least one value.
        words: How a value is written.
        bars: Whether values are drawn as bars from 0 rather than as dots with a line.
        green: Where the score is full; None where nothing is scored.
        accept: Where it is more than nothing.
        least: The least span of the axis.
        most: The greatest value there can be; None where there is none.
        steps: Between the numbers of the axis, rising.
    """

    name: str
    note: str
    series: Sequence[Series]
    words: Callable[[float], str]
    bars: bool = False
    green: Band | None = None
    accept: Band | None = None
    least: float = 1.0
    most: float | None = None
    steps: Sequence[float] = STEPS

    @property
    def height(self) -> int:
        """How much of the sheet it takes."""
        return TALL_ROW if len(self.series) > 1 else ROW


@dataclass(frozen=True)
class _Axes:
    """Where days and values lie in a row."""

    days: tuple[float, float]
    values: tuple[float, float]
    top: float
    bottom: float

    def x(self, day: float) -> float:
        low, high = self.days
        return LEFT + (day - low) / (high - low) * (RIGHT - LEFT)

    def y(self, value: float) -> float:
        low, high = self.values
        share = min(max((value - low) / (high - low), 0.0), 1.0)
        return self.bottom - share * (self.bottom - self.top)


def timeline_image(
    title: str, subtitle: str, kinds: Sequence[str], panels: Sequence[Panel], first: date, last: date
) -> Image:
    """Return the picture: array of shape `(height, width, 3)`, BGR.

    Args:
        title: What it is about.
        subtitle: How much it rests on.
        kinds: Names of the series by their kind; one that stands alone needs no name.
        panels: The rows.
        first: Day 0 of the series.
        last: The last day of any.
    """
    height = HEAD + sum(panel.height for panel in panels) + FOOT
    image = blank(height)
    write(image, title, (MARGIN, 52), TITLE_SIZE, BOLD, TEXT)
    write(image, subtitle, (MARGIN, 80), NOTE_SIZE + 1, PLAIN, QUIET)
    _legend(image, kinds, panels, 110)
    span = (last - first).days
    # A single day, or a few, stand in the middle rather than at an edge.
    room = max(1.5, 0.02 * span)
    days = (-room, span + room)
    ticks = day_ticks(first, last)
    top = float(HEAD)
    for panel in panels:
        axes = _Axes(days, _extent(panel), top + INSET, top + panel.height - INSET)
        straight(image, ((MARGIN, top), (WIDTH - MARGIN, top)), RULE, 1.0)
        _bands(image, panel, axes)
        for day, _ in ticks:
            straight(image, ((axes.x(day), top + 8), (axes.x(day), top + panel.height - 8)), RULE, 1.0)
        _labels(image, panel, top)
        _value_axis(image, panel, axes)
        _draw(image, panel, axes)
        top += panel.height
    straight(image, ((MARGIN, top), (WIDTH - MARGIN, top)), RULE, 1.0)
    axes = _Axes(days, (0.0, 1.0), 0.0, 1.0)
    for day, words in ticks:
        x = axes.x(day)
        straight(image, ((x, top), (x, top + 6)), QUIET, 1.0)
        write(image, words, (x - width_of(words, NOTE_SIZE - 1, PLAIN) / 2, top + 26), NOTE_SIZE - 1, PLAIN, QUIET)
    return finished(image)


def _legend(image: Image, kinds: Sequence[str], panels: Sequence[Panel], y: float) -> None:
    x = float(MARGIN)
    for kind, name in enumerate(kinds if len(kinds) > 1 else ()):
        _marker(image, kind, (x + 6, y - 5), 1.3)
        x += 20
        x += write(image, name, (x, y), NOTE_SIZE, PLAIN, TEXT) + 26
    if any(series.spreads is not None for panel in panels for series in panel.series):
        straight(image, ((x + 4, y - 13), (x + 4, y + 3)), GOOD_AREA if len(kinds) < 2 else QUIET, 2.0)
        x += 16
        x += write(image, "how far it wandered within a hold", (x, y), NOTE_SIZE, PLAIN, QUIET) + 26
    for color, words, there in (
        (GREEN, "full score", any(panel.green for panel in panels)),
        (ACCEPT, "accepted", any(panel.accept for panel in panels)),
    ):
        if there:
            fill(image, rounded_box(26 * SCALE, 14 * SCALE, 4 * SCALE) + np.array((x, y - 12)) * SCALE, color)
            x += 34
            x += write(image, words, (x, y), NOTE_SIZE, PLAIN, QUIET) + 26


def _labels(image: Image, panel: Panel, top: float) -> None:
    name = fit(panel.name, (LABELS - 20) * SCALE, 2, NAME_SIZE * SCALE, NOTE_SIZE * SCALE, BOLD)
    y = top + INSET + 17
    for words in name.lines:
        write(image, words, (MARGIN, y), name.size_px // SCALE, BOLD, TEXT)
        y += 25
    note = fit(panel.note, (LABELS - 20) * SCALE, 2, NOTE_SIZE * SCALE, (NOTE_SIZE - 3) * SCALE, PLAIN)
    for words in note.lines:
        write(image, words, (MARGIN, y), note.size_px // SCALE, PLAIN, QUIET)
        y += 19


def _bands(image: Image, panel: Panel, axes: _Axes) -> None:
    low, high = axes.values
    for band, color in ((panel.accept, ACCEPT), (panel.green, GREEN)):
        if band is None:
            continue
        bottom, top = max(band.low, low), min(band.high, high)
        if bottom < top:
            fill(image, corners(LEFT, axes.y(top), RIGHT, axes.y(bottom)), color)


def _value_axis(image: Image, panel: Panel, axes: _Axes) -> None:
    low, high = axes.values
    for value in value_ticks(low, high, MOST_STEPS, panel.steps):
        words, y = panel.words(value), axes.y(value)
        width = width_of(words, NOTE_SIZE - 2, PLAIN)
        write(image, words, (LEFT - 10 - width, y + 5), NOTE_SIZE - 2, PLAIN, QUIET)
        straight(image, ((LEFT, y), (RIGHT, y)), RULE, 1.0)


def _draw(image: Image, panel: Panel, axes: _Axes) -> None:
    """The bars, or the dots with their spread, a smoothed line through them, and what it comes to."""
    ends = []
    for series in panel.series:
        color = SERIES[series.kind % len(SERIES)]
        if panel.bars:
            _draw_bars(image, series, axes)
            ends.append((axes.y(float(series.values[-1])), panel.words(float(series.values[-1])), color))
            continue
        if series.spreads is not None:
            _draw_spreads(image, series, axes, color)
        if len(series.values) > 1:
            places = np.linspace(series.days[0], series.days[-1], 160)
            values = _smoothed(series, places, axes)
            line = [(axes.x(day), axes.y(value)) for day, value in zip(places, values, strict=True)]
            stroke(image, np.array(line) * SCALE, color, 2.0 * SCALE)
        size = min(max((RIGHT - LEFT) / len(series.days) / ROOMY, 0.6), 1.0)
        for day, value in zip(series.days, series.values, strict=True):
            _marker(image, series.kind, (axes.x(day), axes.y(value)), size)
        now = float(_smoothed(series, series.days[-1:], axes)[0])
        ends.append((axes.y(now), panel.words(now), color))
    for y, words, color in _apart(ends, axes):
        write(image, words, (RIGHT + 14, y + 7), NAME_SIZE, BOLD, color)


def _draw_bars(image: Image, series: Series, axes: _Axes) -> None:
    per_day = axes.x(1.0) - axes.x(0.0)
    width = min(max(0.62 * per_day, 2.0), 16.0)
    best = int(np.argmax(series.values))
    for index, (day, value) in enumerate(zip(series.days, series.values, strict=True)):
        x, y = axes.x(day), axes.y(value)
        if axes.bottom - y < 1.0:
            continue
        outline = rounded_box(round(width * SCALE), round((axes.bottom - y) * SCALE), min(3.0, width / 2) * SCALE)
        color = GOOD if index == best else GOOD_AREA
        fill(image, outline + np.array((x - width / 2, y)) * SCALE, color)


def _draw_spreads(image: Image, series: Series, axes: _Axes, color: Color) -> None:
    assert series.spreads is not None
    shaded = image.copy()
    for day, value, spread in zip(series.days, series.values, series.spreads, strict=True):
        x = axes.x(day)
        straight(shaded, ((x, axes.y(value - spread)), (x, axes.y(value + spread))), color, 2.0)
    cv2.addWeighted(shaded, 0.45, image, 0.55, 0, dst=image)


def _marker(image: Image, kind: int, center: tuple[float, float], size: float) -> None:
    """A dot, diamond, square or triangle, with a thin edge of paper that keeps neighbours apart."""
    place = (center[0] * SCALE, center[1] * SCALE)

    def shape(radius: float) -> Points:
        match kind % len(SERIES):
            case 0:
                return disc(place, radius)
            case 1:
                return regular(place, 1.2 * radius, 4)
            case 2:
                return regular(place, 1.15 * radius, 4, -45.0)
            case _:
                return regular(place, 1.3 * radius, 3)

    fill(image, shape((DOT * size + 1.2) * SCALE), PAPER)
    fill(image, shape(DOT * size * SCALE), SERIES[kind % len(SERIES)])


def _smoothed(series: Series, places: FloatArray, axes: _Axes) -> FloatArray:
    """The mean around each place, weighed by a bell over days; array of the shape of `places`."""
    width = max(SMOOTHED_DAYS, SMOOTHED_SHARE * (axes.days[1] - axes.days[0]))
    weights = np.exp(-0.5 * ((places[:, None] - series.days[None, :]) / width) ** 2)
    return np.asarray((weights * series.values).sum(axis=1) / weights.sum(axis=1))


def _apart(ends: Sequence[tuple[float, str, Color]], axes: _Axes) -> list[tuple[float, str, Color]]:
    """Labels moved up and down as far as they need to be read one below the other, and inside of the row."""
    placed = sorted(ends)
    ys = [y for y, _, _ in placed]
    for _ in range(len(ys)):
        for index in range(len(ys) - 1):
            short = LABEL_GAP - (ys[index + 1] - ys[index])
            if short > 0:
                ys[index] -= short / 2
                ys[index + 1] += short / 2
    outside = max(0.0, ys[-1] - axes.bottom) if ys else 0.0
    return [(y - outside, words, color) for y, (_, words, color) in zip(ys, placed, strict=True)]


def _extent(panel: Panel) -> tuple[float, float]:
    """From where to where the axis of values runs: all of them, and the nearest ends of the bands."""
    values = np.concatenate([series.values for series in panel.series])
    if panel.bars:
        return 0.0, max(float(values.max()), panel.least)
    low, high = float(values.min()), float(values.max())
    for band in (panel.green, panel.accept):
        ends = [end for end in (band.low, band.high) if math.isfinite(end)] if band else []
        reach = 1.5 * max(high - low, panel.least)
        low = min([low, *(end for end in ends if end > low - reach)])
        high = max([high, *(end for end in ends if end < high + reach)])
    short = max(0.0, panel.least - (high - low))
    room = 0.08 * max(high - low, panel.least)
    high += short / 2
    over = max(0.0, high - panel.most) if panel.most is not None else 0.0
    return low - short / 2 - room - over, high + room - over
