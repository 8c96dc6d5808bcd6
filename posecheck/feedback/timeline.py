"""A picture of how values came along over days and weeks: a row for each, one axis of time for all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from posecheck.feedback.sheet import MARGIN, NOTE, SWATCH, WIDTH, Ink, Sheet, width_of
from posecheck.feedback.timeline_row import Panel, draw_marker, draw_panel, time_axis
from posecheck.media.frame import Image

HEAD: Final = 132
FOOT: Final = 64
DAY: Final = replace(NOTE, size=14)


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
    sheet = Sheet(HEAD + sum(panel.height for panel in panels) + FOOT)
    sheet.heading(title, subtitle)
    _legend(sheet, kinds, panels, 110)
    days = time_axis(first, last)
    top = float(HEAD)
    for panel in panels:
        draw_panel(sheet, panel, top, days)
        top += panel.height
    sheet.straight(((MARGIN, top), (WIDTH - MARGIN, top)), Ink.RULE, 1.0)
    for day, words in days.ticks:
        x = days.x(day)
        sheet.straight(((x, top), (x, top + 6)), Ink.QUIET, 1.0)
        sheet.write(words, (x - width_of(words, DAY) / 2, top + 26), DAY)
    return sheet.finished()


def _legend(sheet: Sheet, kinds: Sequence[str], panels: Sequence[Panel], y: float) -> None:
    x = float(MARGIN)
    for kind, name in enumerate(kinds if len(kinds) > 1 else ()):
        draw_marker(sheet, kind, (x + 6, y - 5), 1.3)
        x += 20
        x += sheet.write(name, (x, y), replace(NOTE, color=Ink.TEXT)) + 26
    if any(series.spreads is not None for panel in panels for series in panel.series):
        sheet.straight(((x + 4, y - 13), (x + 4, y + 3)), Ink.GOOD_AREA if len(kinds) < 2 else Ink.QUIET, 2.0)
        x += 16
        x += sheet.write("how far it wandered within a hold", (x, y), NOTE) + 26
    for color, words, there in (
        (Ink.GREEN, "full score", any(panel.green for panel in panels)),
        (Ink.ACCEPT, "accepted", any(panel.accept for panel in panels)),
    ):
        if there:
            sheet.rounded(x, y - 12, SWATCH, 4.0, color)
            x += 34
            x += sheet.write(words, (x, y), NOTE) + 26
