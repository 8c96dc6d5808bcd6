"""The end of a routine in words: what was done, what to work on, and how the pain went."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from posecheck.plural import how_many
from posecheck.results.closing import to_work_on
from posecheck.results.summary import Summary


@dataclass(frozen=True)
class RoutineEnd:
    """How a routine ended.

    Attributes:
        title: Of the routine.
        done: How many of its stretches were led to their end.
        of: How many it has.
        left_out: Titles of the others.
        stopped: Whether it was ended because of pain.
        before: Pain before it, 0 to 10; None when it wasn't rated.
        after: Pain after it.
    """

    title: str
    done: int
    of: int
    left_out: Sequence[str]
    stopped: bool
    before: int | None
    after: int | None


def routine_closing_lines(end: RoutineEnd, summary: Summary) -> tuple[str, ...]:
    """Return what a routine came to as short sentences, to be shown and said."""
    lines = [f"{end.title}: {end.done} of {how_many(end.of, 'stretch', 'stretches')}."]
    held_s = round(sum(hold.held_s for hold in summary.holds))
    done = []
    if summary.holds:
        done.append(f"{how_many(len(summary.holds), 'hold')}, {_duration(held_s)} in all")
    if summary.counts:
        done.append(f"{len(summary.counts)} counted movements")
    if done:
        lines.append(f"{'; '.join(done)}.")
    if end.stopped:
        lines.append("You stopped because it hurt, and that was right. Rest, and make the next time smaller.")
    elif end.left_out and end.done:
        lines.append(f"Left for another day: {', '.join(end.left_out)}.")
    fault = to_work_on(summary)
    if fault and not end.stopped:
        lines.append(f"To work on: {fault}")
    if end.before is not None and end.after is not None:
        lines.append(f"Pain {end.before} before, {end.after} after.")
    lines.append("Move slowly for a while." if end.done else "That's fine; come back whenever you like.")
    return tuple(lines)


def _duration(seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    if not minutes:
        return f"{rest} seconds"
    words = how_many(minutes, "minute")
    return f"{words} {rest} seconds" if rest else words
