"""Drawing how a stretch came along."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np

from posecheck.feedback.sheet import save_sheet
from posecheck.feedback.timeline import timeline_image
from posecheck.feedback.timeline_row import Panel, Series
from posecheck.media.frame import Image
from posecheck.plural import how_many
from posecheck.references.schema import Reference
from posecheck.references.words import measure_words, unit_words, value_words
from posecheck.results.history import Practised
from posecheck.results.history_progress import Course, courses
from posecheck.results.history_words import check_of, day_words

LEAST_ANGLE_DEG: Final = 20.0
LEAST_RATIO: Final = 0.2
LEAST_FORM: Final = 30.0
"""Axes span no less: a day's chance must not look like a mountain."""

SECONDS: Final = (5.0, 10.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1200.0, 3600.0, 7200.0)
"""Steps of an axis of time."""


def save_plot(path: Path, pose: str, sessions: Sequence[Practised], reference: Reference | None = None) -> None:
    """Write a picture of held time, form, and each check over the sessions.

    Args:
        path: The picture's file.
        pose: The stretch.
        sessions: In the order of time; at least one.
        reference: Its reference; None where there is none any more.

    Raises:
        UsageError: The file's name doesn't end in .png.
        OutputError: It cannot be written.
    """
    save_sheet(path, progress_image(pose, sessions, reference))


def progress_image(pose: str, sessions: Sequence[Practised], reference: Reference | None) -> Image:
    """Return the picture: array of shape `(height, width, 3)`, BGR. Arguments as of `save_plot`."""
    days = [session.started.date() for session in sessions]
    first, last = min(days), max(days)
    measured = courses(sessions)
    places = list(dict.fromkeys((course.aspect.variant, course.aspect.phase) for course in measured))
    variants = list(dict.fromkeys(variant for variant, _ in places))
    panels = [*_practice_panels(sessions, first), *_check_panels(measured, reference, variants, first)]
    kinds = [_variant_words(reference, variant) for variant in variants]
    return timeline_image(
        reference.title if reference else pose,
        f"{how_many(len(sessions), 'session')}, {day_words(first)}{f' to {day_words(last)}' if last != first else ''}",
        kinds,
        panels,
        first,
        last,
    )


def _practice_panels(sessions: Sequence[Practised], first: date) -> list[Panel]:
    """How long and how often, and how well."""

    def series(value: Callable[[Practised], float | None]) -> Series | None:
        known = [(_days(first, each), found) for each in sessions if (found := value(each)) is not None]
        if not known:
            return None
        days, values = zip(*known, strict=True)
        return Series(0, np.array(days), np.array(values, np.float64))

    panels = []
    held = series(lambda each: each.held_s if each.holds else None)
    if held is not None:
        longest = max(session.longest_s for session in sessions)
        note = f"a session, all holds together; the longest hold was {_seconds(longest)}"
        panels.append(Panel("Time held", note, [held], _seconds, bars=True, least=10.0, steps=SECONDS))
    counted = series(lambda each: float(each.counts) if each.counts else None)
    if counted is not None:
        panels.append(Panel("Counted", "movements a session", [counted], _number, bars=True, least=4.0))
    form = series(lambda each: each.score)
    if form is not None:
        panels.append(Panel("Form", "of 100, by the session", [form], _number, least=LEAST_FORM, most=100.0))
    return panels


def _check_panels(
    measured: Sequence[Course], reference: Reference | None, variants: Sequence[str], first: date
) -> list[Panel]:
    """A panel for each check of a phase, with a series for each variant."""
    groups: dict[tuple[str, str, str], list[Course]] = {}
    for course in measured:
        aspect = course.aspect
        groups.setdefault((aspect.phase, aspect.check, aspect.measure), []).append(course)
    panels = []
    for (phase, name, measure), group in groups.items():
        check = check_of(reference, group[0].aspect)
        degrees = value_words(measure, 1.0) == "1°"
        several = len({each.aspect.phase for each in measured}) > 1
        panels.append(
            Panel(
                name=_capital(check.title if check else name),
                note=f"{measure_words(measure)}{unit_words(measure)}{f', {phase}' if several else ''}",
                series=[_series(course, variants.index(course.aspect.variant), first) for course in group],
                words=partial(value_words, measure),
                green=check.green if check else None,
                accept=check.accept if check else None,
                least=LEAST_ANGLE_DEG if degrees else LEAST_RATIO,
            )
        )
    return panels


def _series(course: Course, kind: int, first: date) -> Series:
    return Series(
        kind,
        np.array([float((time.date() - first).days) for time in course.times]),
        np.array([each.median for each in course.ranges]),
        np.array([each.spread for each in course.ranges]),
    )


def _variant_words(reference: Reference | None, variant: str) -> str:
    if reference is None:
        return variant
    return next((each.title for each in reference.variants if each.name == variant), variant)


def _capital(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"


def _days(first: date, session: Practised) -> float:
    return float((session.started.date() - first).days)


def _seconds(value: float) -> str:
    whole = round(value)
    return f"{whole} s" if whole < 60 else f"{whole // 60}:{whole % 60:02}"


def _number(value: float) -> str:
    return f"{value:.0f}"
