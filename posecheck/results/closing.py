"""The end of a session in words: what was held, how well, what to work on, and how it was last time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from posecheck.coach.judgement import CountRecord, HoldRecord
from posecheck.plural import how_many
from posecheck.results.history import Practised
from posecheck.results.summary import Summary, told_faults


def closing_lines(summary: Summary, last: Practised | None = None, *, form: bool = True) -> tuple[str, ...]:
    """Return the summary as short sentences, to be shown and said.

    Args:
        summary: What the session came to.
        last: The last session of the stretch; None where there is none.
        form: Whether any form was asked for; otherwise there is nothing to be told of it.
    """
    if not summary.holds and not summary.counts:
        return ("No hold this time. That's fine; come back whenever you like.",)
    lines = []
    if summary.holds:
        held_s = round(sum(hold.held_s for hold in summary.holds))
        lines.append(f"{how_many(len(summary.holds), 'hold')}, {held_s} seconds in all.")
    if summary.counts:
        told = " and ".join(f"{number} {name.replace('-', ' ')}" for name, number in summary.counted.items())
        lines.append(f"Counted: {told}.")
    if form:
        lines += _form_lines(summary)
    if last is not None:
        lines.append(_compared(summary, last))
    return tuple(lines)


def _form_lines(summary: Summary) -> Iterator[str]:
    if summary.score is not None:
        yield f"Form {summary.score:.0f} of 100."
    scored = [hold for hold in summary.holds if hold.score is not None]
    if len(scored) > 1:
        best = max(scored, key=lambda hold: hold.score or 0.0)
        side = f" on the {best.side} side" if best.side in ("left", "right") else ""
        yield f"Best hold{side}: {best.held_s:.0f} seconds, form {best.score:.0f}."
    fault = to_work_on(summary)
    yield f"To work on: {fault}" if fault else "Nothing to correct. Lovely."


def to_work_on(summary: Summary) -> str:
    """Return the correction that was due for longest; empty when none is worth a word."""
    seconds: defaultdict[str, float] = defaultdict(float)
    records: list[HoldRecord | CountRecord] = [*summary.holds, *summary.counts]
    for record in records:
        for fault in told_faults(record):
            seconds[fault.cue] += fault.fraction * record.held_s
    return max(seconds, key=lambda cue: seconds[cue], default="")


def _compared(summary: Summary, last: Practised) -> str:
    """How it went last time. More is told as more; less is told as what it was, and not held against anybody."""
    day = f"on {last.started.day} {last.started:%B}"
    more_s = round(sum(hold.held_s for hold in summary.holds)) - round(last.held_s)
    if last.holds and more_s > 0:
        form = "" if last.score is None else f" Form was {last.score:.0f} then."
        return f"{how_many(more_s, 'second')} more than last time, {day}.{form}"
    told = [f"{last.held_s:.0f} seconds"] if last.holds else []
    told += [f"{last.counts} counted"] if last.counts else []
    told += [] if last.score is None else [f"form {last.score:.0f}"]
    return f"Last time, {day}: {', '.join(told)}."
