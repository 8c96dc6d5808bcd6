"""The end of a session in words: what was held, how well, what to work on, and how it was last time."""

from __future__ import annotations

from collections import Counter
from datetime import date

from posecheck.results.last_session import LastSession
from posecheck.results.summary import Summary

LEAST_SHARE = 0.1
"""A fault that took less of a hold than this isn't worth a word."""


def closing_lines(summary: Summary, last: LastSession | None = None) -> tuple[str, ...]:
    """Return the summary as short sentences, to be shown and said."""
    if not summary.holds:
        return ("No hold this time. That's fine; come back whenever you like.",)
    count = len(summary.holds)
    held_s = round(sum(hold.held_s for hold in summary.holds))
    lines = [f"{count} {'hold' if count == 1 else 'holds'}, {held_s} seconds in all."]
    if summary.score is not None:
        lines.append(f"Form {summary.score:.0f} of 100.")
    scored = [hold for hold in summary.holds if hold.score is not None]
    if len(scored) > 1:
        best = max(scored, key=lambda hold: hold.score or 0.0)
        side = f" on the {best.side} side" if best.side in ("left", "right") else ""
        lines.append(f"Best hold{side}: {best.held_s:.0f} seconds, form {best.score:.0f}.")
    fault = _most_frequent_fault(summary)
    lines.append(f"To work on: {fault}" if fault else "Nothing to correct. Lovely.")
    if last is not None:
        form = "" if last.score is None else f", form {last.score:.0f}"
        lines.append(f"Last time, on {_day(last.day)}: {last.held_s:.0f} seconds{form}.")
    return tuple(lines)


def _most_frequent_fault(summary: Summary) -> str:
    seconds: Counter[str] = Counter()
    for hold in summary.holds:
        for fault in hold.faults:
            if fault.fraction >= LEAST_SHARE:
                seconds[fault.cue] += fault.fraction * hold.held_s  # type: ignore[assignment]  # seconds, not counts
    return seconds.most_common(1)[0][0] if seconds else ""


def _day(iso: str) -> str:
    try:
        day = date.fromisoformat(iso)
    except ValueError:
        return iso
    return f"{day.day} {day:%B}"
