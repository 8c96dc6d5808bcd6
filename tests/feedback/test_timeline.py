"""The picture of values over time: everything lies where its value and its day say."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from posecheck.feedback.axes import day_ticks
from posecheck.feedback.sheet import WIDTH, Ink
from posecheck.feedback.theme import Color
from posecheck.feedback.timeline import timeline_image
from posecheck.feedback.timeline_row import LEFT, RIGHT, SERIES, Panel, Series
from posecheck.media.frame import Image
from posecheck.references.schema import Band

FIRST = date(2026, 10, 5)

Places = NDArray[np.int64]


def series(kind: int, *values: tuple[float, float]) -> Series:
    days, heights = np.array(values).T
    return Series(kind, days, heights, np.full(len(days), 0.5))


def picture(*panels: Panel, days: int = 28) -> Image:
    return timeline_image("Title", "subtitle", ("left", "right"), panels, FIRST, FIRST + timedelta(days=days))


def panel(*drawn: Series, **more: object) -> Panel:
    return Panel("Name", "note", drawn, lambda value: f"{value:.0f}", **({"least": 10.0} | more))  # type: ignore[arg-type]


def painted(image: Image, color: Color) -> Places:
    """Rows and columns of the pixels of a colour in the plot's columns, shape `(N, 2)`."""
    found = np.argwhere((np.abs(image.astype(int) - color) <= 6).all(axis=2))
    return found[(found[:, 1] >= LEFT) & (found[:, 1] < RIGHT) & (found[:, 0] > 132)]


def rows(found: Places) -> list[int]:
    """The rows that a colour fills for the most part."""
    numbers, counts = np.unique(found[:, 0], return_counts=True)
    return [int(number) for number, count in zip(numbers, counts, strict=True) if count > (RIGHT - LEFT) / 2]


def test_later_is_right_and_more_is_up() -> None:
    rising = painted(picture(panel(series(0, (0.0, 100.0), (28.0, 130.0)))), SERIES[0])
    left, right = (rising[rising[:, 1] == edge(rising[:, 1])] for edge in (np.min, np.max))
    assert right[:, 0].mean() < left[:, 0].mean() - 60
    assert LEFT < rising[:, 1].min() < LEFT + 60
    assert RIGHT - 60 < rising[:, 1].max() < RIGHT


def test_each_series_has_its_own_colour_and_the_higher_one_lies_higher() -> None:
    image = picture(panel(series(0, (0.0, 100.0), (28.0, 100.0)), series(1, (0.0, 120.0), (28.0, 120.0))))
    low, high = painted(image, SERIES[0]), painted(image, SERIES[1])
    assert high[:, 0].max() < low[:, 0].min()


def test_bands_lie_behind_the_values_that_they_are_about() -> None:
    inside = panel(series(0, (0.0, 100.0), (28.0, 140.0)), green=Band(130.0, np.inf), accept=Band(110.0, np.inf))
    image = picture(inside)
    # Where they are widest: lines and dots have edges of every colour.
    green, accept = rows(painted(image, Ink.GREEN)), rows(painted(image, Ink.ACCEPT))
    assert max(green) < min(accept)
    values = painted(image, SERIES[0])
    end = values[values[:, 1] > values[:, 1].max() - 6][:, 0]
    assert min(green) <= end.mean() <= max(green)
    begin = values[values[:, 1] < values[:, 1].min() + 6][:, 0]
    assert begin.mean() > max(accept)


def test_bars_stand_on_nothing_and_are_as_high_as_their_values() -> None:
    bars = Series(0, np.array([0.0, 14.0, 28.0]), np.array([50.0, 100.0, 0.0]))
    image = picture(panel(bars, bars=True))
    best = painted(image, SERIES[0])
    other = painted(image, Ink.GOOD_AREA)
    assert best[:, 0].max() == pytest.approx(other[:, 0].max(), abs=2)
    height = best[:, 0].max() - best[:, 0].min()
    assert other[:, 0].max() - other[:, 0].min() == pytest.approx(height / 2, abs=3)
    assert max(best[:, 1].max(), other[:, 1].max()) < (LEFT + RIGHT) / 2 + 20  # nothing on the last day


def test_a_single_session_is_a_picture_too() -> None:
    image = picture(panel(series(0, (0.0, 12.0))), panel(series(0, (0.0, 12.0))), days=0)
    assert image.shape == (132 + 2 * 136 + 64, WIDTH, 3)
    found = painted(image, SERIES[0])
    assert found[:, 1].mean() == pytest.approx((LEFT + RIGHT) / 2, abs=2)


@given(st.dates(date(2000, 1, 1), date(2050, 1, 1)), st.integers(0, 12_000))
def test_an_axis_of_time_has_a_few_names_that_fit_its_span(first: date, span: int) -> None:
    ticks = day_ticks(first, first + timedelta(days=span))
    days = [day for day, _ in ticks]
    assert len(ticks) <= 10
    assert len(ticks) >= (1 if span > 6 or span == 0 else span)
    assert days == sorted(set(days))
    assert all(0 <= day <= span for day in days)
    for day, words in ticks:
        then = first + timedelta(days=day)
        assert words.split()[0] in (str(then.day), f"{then:%b}")
