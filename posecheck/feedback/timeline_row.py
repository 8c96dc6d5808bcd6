"""A row of the picture of how values came along: the values of one or several series over time."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import numpy as np

from posecheck.feedback.axes import STEPS, day_ticks, value_ticks
from posecheck.feedback.shapes import Points, disc, regular
from posecheck.feedback.sheet import AXIS, MARGIN, NAME, WIDTH, Ink, Sheet, width_of
from posecheck.feedback.theme import Color
from posecheck.measures.geometry import Point
from posecheck.pose.landmarks import FloatArray
from posecheck.references.schema import Band

SERIES: Final[tuple[Color, ...]] = (Ink.GOOD, Ink.OTHER, (176, 104, 62), (58, 132, 190))
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
class TimeAxis:
    """The axis of time that all rows share.

    Attributes:
        low: Where it begins, in days since the first one.
        high: Where it ends.
        ticks: The days that are named, with their names.
    """

    low: float
    high: float
    ticks: Sequence[tuple[float, str]]

    def x(self, day: float) -> float:
        """Return where a day lies on the sheet."""
        return LEFT + (day - self.low) / (self.high - self.low) * (RIGHT - LEFT)


@dataclass(frozen=True)
class _Axes:
    """Where days and values lie in a row."""

    time: TimeAxis
    low: float
    high: float
    top: float
    bottom: float

    def x(self, day: float) -> float:
        return self.time.x(day)

    def y(self, value: float) -> float:
        share = min(max((value - self.low) / (self.high - self.low), 0.0), 1.0)
        return self.bottom - share * (self.bottom - self.top)


def time_axis(first: date, last: date) -> TimeAxis:
    """Return the axis of time from the first to the last day of anything that is shown."""
    span = (last - first).days
    # A single day, or a few, stand in the middle rather than at an edge.
    room = max(1.5, 0.02 * span)
    return TimeAxis(-room, span + room, day_ticks(first, last))


def draw_panel(sheet: Sheet, panel: Panel, top: float, time: TimeAxis) -> None:
    """Draw a row that begins at `top`."""
    axes = _Axes(time, *_extent(panel), top + INSET, top + panel.height - INSET)
    sheet.straight(((MARGIN, top), (WIDTH - MARGIN, top)), Ink.RULE, 1.0)
    _draw_bands(sheet, panel, axes)
    for day, _ in time.ticks:
        x = axes.x(day)
        sheet.straight(((x, top + 8), (x, top + panel.height - 8)), Ink.RULE, 1.0)
    sheet.names(panel.name, panel.note, top + INSET + 17, LABELS - 20, name_lines=2)
    _draw_value_axis(sheet, panel, axes)
    ends = []
    for series in panel.series:
        now = _draw_bars(sheet, series, axes) if panel.bars else _draw_course(sheet, series, axes)
        ends.append((axes.y(now), panel.words(now), series_color(series.kind)))
    for y, words, color in _apart(ends, axes):
        sheet.write(words, (RIGHT + 14, y + 7), replace(NAME, color=color))


def series_color(kind: int) -> Color:
    """Return the colour of a kind of series."""
    return SERIES[kind % len(SERIES)]


def draw_marker(sheet: Sheet, kind: int, center: Point, size: float) -> None:
    """Draw a dot, diamond, square or triangle, with a thin edge of paper that keeps neighbours apart."""

    def shape(radius: float) -> Points:
        match kind % len(SERIES):
            case 0:
                return disc(center, radius)
            case 1:
                return regular(center, 1.2 * radius, 4)
            case 2:
                return regular(center, 1.15 * radius, 4, -45.0)
            case _:
                return regular(center, 1.3 * radius, 3)

    sheet.area(shape(DOT * size + 1.2), Ink.PAPER)
    sheet.area(shape(DOT * size), series_color(kind))


def _draw_bands(sheet: Sheet, panel: Panel, axes: _Axes) -> None:
    for band, color in ((panel.accept, Ink.ACCEPT), (panel.green, Ink.GREEN)):
        if band is not None and max(band.low, axes.low) < min(band.high, axes.high):
            sheet.box(LEFT, axes.y(band.high), RIGHT, axes.y(band.low), color)


def _draw_value_axis(sheet: Sheet, panel: Panel, axes: _Axes) -> None:
    for value in value_ticks(axes.low, axes.high, MOST_STEPS, panel.steps):
        words, y = panel.words(value), axes.y(value)
        sheet.write(words, (LEFT - 10 - width_of(words, AXIS), y + 5), AXIS)
        sheet.straight(((LEFT, y), (RIGHT, y)), Ink.RULE, 1.0)


def _draw_bars(sheet: Sheet, series: Series, axes: _Axes) -> float:
    """A bar for each value, the best one darker; returns the last value."""
    per_day = axes.x(1.0) - axes.x(0.0)
    width = min(max(0.62 * per_day, 2.0), 16.0)
    best = int(np.argmax(series.values))
    for index, (day, value) in enumerate(zip(series.days, series.values, strict=True)):
        x, y = axes.x(day), axes.y(value)
        if axes.bottom - y < 1.0:
            continue
        color = Ink.GOOD if index == best else Ink.GOOD_AREA
        sheet.rounded(x - width / 2, y, (width, axes.bottom - y), min(3.0, width / 2), color)
    return float(series.values[-1])


def _draw_course(sheet: Sheet, series: Series, axes: _Axes) -> float:
    """A dot for each value with its spread, and a smoothed line through them; returns what the line comes to."""
    color = series_color(series.kind)
    if series.spreads is not None:
        with sheet.translucent(0.45):
            for day, value, spread in zip(series.days, series.values, series.spreads, strict=True):
                x = axes.x(day)
                sheet.straight(((x, axes.y(value - spread)), (x, axes.y(value + spread))), color, 2.0)
    if len(series.values) > 1:
        places = np.linspace(series.days[0], series.days[-1], 160)
        values = _smoothed(series, places, axes)
        line = [(axes.x(day), axes.y(value)) for day, value in zip(places, values, strict=True)]
        sheet.line(np.array(line), color, 2.0)
    size = min(max((RIGHT - LEFT) / len(series.days) / ROOMY, 0.6), 1.0)
    for day, value in zip(series.days, series.values, strict=True):
        draw_marker(sheet, series.kind, (axes.x(day), axes.y(value)), size)
    return float(_smoothed(series, series.days[-1:], axes)[0])


def _smoothed(series: Series, places: FloatArray, axes: _Axes) -> FloatArray:
    """The mean around each place, weighed by a bell over days; array of the shape of `places`."""
    width = max(SMOOTHED_DAYS, SMOOTHED_SHARE * (axes.time.high - axes.time.low))
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
