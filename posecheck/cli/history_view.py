"""How the history looks in a terminal, from 80 columns on. Imported when it is printed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rich.console import Console, RenderableType
from rich.text import Text

from posecheck.cli.tables import HEADING, QUIET, plain_table
from posecheck.plural import how_many
from posecheck.results.history_progress import Course, courses
from posecheck.results.history_words import check_of, day_words, where_words

if TYPE_CHECKING:
    from posecheck.references.schema import Reference
    from posecheck.results.history import Practised
    from posecheck.results.history_weeks import Streak, Week

GOOD: Final = "green"

COLUMNS: Final = 100
"""Beyond this the eye loses the row between its ends."""

PLOT_ROWS: Final = 5
EIGHTHS: Final = " ▁▂▃▄▅▆▇█"
COLUMN_GAP: Final = 3

AXIS: Final = 7
"""Columns that the numbers of a plot take, at least."""


def print_weeks(
    console: Console,
    weeks: Sequence[Week],
    streak: Streak,
    goal: int,
    *,
    newest: int,
    today: date,
    path: Path,
) -> None:
    """Print a row a week, and how many weeks in a row had practice on `goal` days."""
    if not weeks:
        console.print("Nothing is kept yet. What you hold in posecheck live and routine is kept by itself.")
        return
    shown = weeks[-newest:]
    rated = any(week.pain_before is not None or week.pain_after is not None for week in shown)
    counted = any(week.counts for week in shown)
    table = plain_table()
    table.add_column("week", no_wrap=True)
    table.add_column("M T W T F S S", no_wrap=True)
    for name in ("days", "minutes", "holds", "held", *(["counted"] if counted else ())):
        table.add_column(name, justify="right", no_wrap=True)
    if rated:
        table.add_column("pain", justify="right", no_wrap=True)
    for week in shown:
        empty = not week.practised
        row = [
            Text(_span(week, today), style=QUIET if empty else ""),
            _dots(week, today),
            Text(str(week.practised), style=GOOD if week.practised >= goal else QUIET if empty else ""),
            *(Text("" if empty else text) for text in (_minutes(week.minutes), str(week.holds), _clock(week.held_s))),
        ]
        row += [Text("" if empty else str(week.counts))] if counted else []
        row += [Text(_pain(week))] if rated else []
        table.add_row(*row)
    console.print(table)
    more = len(weeks) - len(shown)
    if more:
        words = how_many(more, "more week")
        console.print(f"{words} before, since {day_words(weeks[0].monday)}: --weeks {len(weeks)}", style=QUIET)
    console.print()
    console.print(Text(_streak(streak, goal), style="bold" if streak.now else ""))
    if rated:
        console.print("Pain is your own rating, 0 to 10, before and after a session, as a mean.", style=QUIET)
    # Paths are printed whole, so that they can be copied.
    console.print(f"Kept in {path}; no pictures.", style=QUIET, soft_wrap=True)


def print_progress(console: Console, pose: str, sessions: Sequence[Practised], reference: Reference | None) -> None:
    """Print how a stretch came along: held time and form by the session, and what was measured at first and now."""
    console.width = min(console.width, COLUMNS)
    first, last = sessions[0].started, sessions[-1].started
    since = f"{first.day} {first:%B}" + (f" {first.year}" if first.year != last.year else "")
    until = f" to {last.day} {last:%B %Y}" if first.date() != last.date() else f" {first.year}"
    count = how_many(len(sessions), "session")
    console.print(Text.assemble((reference.title if reference else pose, "bold"), f"  {count}, {since}{until}"))
    if any(session.holds for session in sessions):
        best = max(session.longest_s for session in sessions)
        _plot(console, f"Held a session; longest hold {_clock(best)}", sessions, [s.held_s for s in sessions], _clock)
    if any(session.counts for session in sessions):
        _plot(console, "Counted a session", sessions, [float(s.counts) for s in sessions], lambda value: f"{value:.0f}")
    if any(session.score is not None for session in sessions):
        scores = [session.score for session in sessions]
        _plot(console, "Form, of 100", sessions, scores, lambda value: f"{value:.0f}", top=100.0)
    measured = courses(sessions)
    if measured:
        for part in _measured_tables(measured, reference, console.width):
            console.print(part)
        console.print(_measured_note(measured), style=QUIET)


def bars(values: Sequence[float | None], top: float, rows: int, width: int) -> list[str]:
    """Return bars as lines of text, the top line first.

    Args:
        values: From 0 to `top`; None leaves a gap.
        top: What fills all rows.
        rows: How many lines.
        width: Columns of a bar.
    """
    lines = []
    for row in reversed(range(rows)):
        line = ""
        for value in values:
            # What is more than nothing shows at least as a sliver.
            filled = 0 if not value else max(1, round(8 * rows * value / top))
            line += EIGHTHS[min(max(filled - 8 * row, 0), 8)] * width + (" " if width > 1 else "")
        lines.append(line.rstrip())
    return lines


def _plot(
    console: Console,
    title: str,
    sessions: Sequence[Practised],
    values: Sequence[float | None],
    words: Callable[[float], str],
    top: float | None = None,
) -> None:
    """Print a bar a session, the newest last, with its heading and axes."""
    axis = max(AXIS, len(words(top or max(value or 0.0 for value in values))))
    room = console.width - axis - 2
    width = next((width for width in (4, 3, 2) if len(values) * (width + 1) <= room), 1)
    newest = min(len(values), room // (width + 1 if width > 1 else 1))
    values, sessions = values[-newest:], sessions[-newest:]
    top = top or max(value or 0.0 for value in values)
    console.print(Text(f"\n{title}", style=HEADING))
    for row, line in enumerate(bars(values, top, PLOT_ROWS, width)):
        label = words(top) if row == 0 else ""
        console.print(Text.assemble((f"{label:>{axis}} ", QUIET), ("▕", QUIET), (line, GOOD)))
    first, last = (f"{session.started.day} {session.started:%b}" for session in (sessions[0], sessions[-1]))
    wide = newest * (width + 1 if width > 1 else 1)
    dates = first if newest == 1 else f"{first}{last:>{max(wide - len(first), len(last) + 2)}}"
    console.print(Text(f"{'0':>{axis}}  {dates}", style=QUIET))


def _measured_tables(measured: Sequence[Course], reference: Reference | None, room: int) -> Iterator[RenderableType]:
    """A table for each variant and phase under its name, all with the same columns."""
    from posecheck.references.words import band_words, measure_words, value_words

    groups: dict[str, list[tuple[Text, ...]]] = {}
    for course in measured:
        aspect, check = course.aspect, check_of(reference, course.aspect)
        good = check is not None and course.now in check.green
        row = (
            Text(check.title if check else aspect.check),
            Text(measure_words(aspect.measure), style=QUIET),
            Text("" if course.first is None else value_words(aspect.measure, course.first)),
            Text.assemble(
                (value_words(aspect.measure, course.now), GOOD if good else ""),
                (f" ±{value_words(aspect.measure, course.spread)}", QUIET),
            ),
            Text(band_words(aspect.measure, check.green) if check else "", style=QUIET),
        )
        groups.setdefault(where_words(reference, aspect.variant, aspect.phase), []).append(row)
    names = ("measured", "", "first", "now", "full score")
    cells = zip(names, *chain.from_iterable(groups.values()), strict=True)
    widths = [max(len(cell) for cell in column) for column in cells]
    widths[0] -= max(0, sum(widths) + COLUMN_GAP * (len(widths) - 1) - room)
    for place, (where, rows) in enumerate(groups.items()):
        yield Text(f"\n{where}", style="bold" if place else f"bold {HEADING}")
        table = plain_table(show_header=not place)
        for name, width in zip(names, widths, strict=True):
            right = name not in ("measured", "")
            table.add_column(name, width=width, justify="right" if right else "left", no_wrap=right)
        for cells_of_row in rows:
            table.add_row(*cells_of_row)
        yield table


def _measured_note(measured: Sequence[Course]) -> str:
    compared = max(course.compared for course in measured)
    if not compared:
        return "After the next session the two can be compared."
    both = (
        "the first and the last session" if compared == 1 else f"the middle of the first and last {compared} sessions"
    )
    return (
        f"First and now are {both}; ± is how far it wandered within a hold. A camera that stands elsewhere, or other "
        "clothes, easily make 10° of difference. More than comfortable is never better."
    )


def _span(week: Week, today: date) -> str:
    """From when to when a week is: `28 Sep - 4 Oct`, with the year where it isn't this one."""
    first, last = week.monday, week.sunday
    start = f"{first.day}" if first.month == last.month else f"{first.day} {first:%b}"
    year = f" {last.year}" if last.year != today.year else ""
    return f"{start} – {last.day} {last:%b}{year}"


def _dots(week: Week, today: date) -> Text:
    """A dot for each day of a week, large where there was practice; days to come are left out."""
    text = Text()
    for day, done in enumerate(week.days):
        to_come = (today - week.monday).days < day
        text.append("● " if done else "  " if to_come else "· ", style=GOOD if done else QUIET)
    return text


def _pain(week: Week) -> str:
    """The mean ratings before and after: `5 → 3`."""
    if week.pain_before is None and week.pain_after is None:
        return ""
    before, after = ("?" if value is None else f"{value:.0f}" for value in (week.pain_before, week.pain_after))
    return f"{before} → {after}"


def _streak(streak: Streak, goal: int) -> str:
    days = f"with {goal} or more days" if goal > 1 else "with practice"
    if not streak.best:
        return f"No week {days} yet; this one may be the first."
    now, best = (how_many(weeks, "week", "weeks in a row") for weeks in (streak.now, streak.best))
    if not streak.now:
        return f"Best so far: {best} {days}."
    return f"{now} {days}, your best so far." if streak.now == streak.best else f"{now} {days}; best so far: {best}."


def _minutes(minutes: float) -> str:
    return "<1" if 0 < minutes < 0.5 else f"{minutes:.0f}"


def _clock(seconds: float) -> str:
    whole = round(seconds)
    return f"{whole} s" if whole < 60 else f"{whole // 60}:{whole % 60:02} min"
