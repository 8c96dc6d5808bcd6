"""The history as plain values and rows, for other programs."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import IO, Any, Final

from posecheck.errors import UsageError
from posecheck.files import whole_file
from posecheck.results.history import History, Practised
from posecheck.results.history_weeks import Streak, Week

WEEK_COLUMNS: Final = ("monday", "days", "minutes", "holds", "counts", "held_s", "pain_before", "pain_after")

SESSION_COLUMNS: Final = ("started", "kind", "holds", "counts", "held_s", "longest_s", "score")
MEASURED_COLUMNS: Final = ("variant", "phase", "side", "check", "measure", "median", "spread")
PROGRESS_COLUMNS: Final = (*SESSION_COLUMNS, *MEASURED_COLUMNS)

RECORD_COLUMNS: Final = (
    *("started", "kind", "name", "what", "pose", "variant", "phase", "side"),
    *("start_s", "end_s", "held_s", "score", "complete"),
)

SCHEMA: Final = 1
"""Version of the plain values below."""


def weeks_plain(weeks: Sequence[Week], streak: Streak, goal: int) -> dict[str, Any]:
    """Return the weeks as plain values."""
    return {
        "schema": SCHEMA,
        "times_a_week": goal,
        "streak": {"now": streak.now, "best": streak.best},
        "weeks": [
            {**row, "days": [(week.monday + timedelta(day)).isoformat() for day, done in enumerate(week.days) if done]}
            for week, row in zip(weeks, week_rows(weeks), strict=True)
        ],
    }


def week_rows(weeks: Iterable[Week]) -> Iterator[dict[str, Any]]:
    """Give a row a week."""
    for week in weeks:
        yield {
            "monday": week.monday.isoformat(),
            "days": week.practised,
            "minutes": round(week.minutes, 1),
            "holds": week.holds,
            "counts": week.counts,
            "held_s": round(week.held_s, 1),
            "pain_before": _rounded(week.pain_before),
            "pain_after": _rounded(week.pain_after),
        }


def progress_plain(pose: str, sessions: Iterable[Practised]) -> dict[str, Any]:
    """Return what the sessions came to in a stretch as plain values."""
    return {
        "schema": SCHEMA,
        "pose": pose,
        "sessions": [{**_session(each), "measured": list(_measured(each))} for each in sessions],
    }


def progress_rows(sessions: Iterable[Practised]) -> Iterator[dict[str, Any]]:
    """Give a row for each session and each thing measured in it; one for a session in which nothing could be."""
    for session in sessions:
        for measured in list(_measured(session)) or [{}]:
            yield {**_session(session), **measured}


def record_rows(everything: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Give a row for each hold and each counted movement of what `History.everything` returns."""
    for session in everything["sessions"]:
        about = {name: session[name] for name in ("started", "kind", "name")}
        for what, records in (("hold", session["holds"]), ("count", session["counts"])):
            for record in records:
                row = {**about, "what": what, **record}
                yield {name: _rounded(row.get(name), 3) for name in RECORD_COLUMNS}


def write_csv(file: IO[str], columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> None:
    """Write rows with their heading; what is unknown is left empty."""
    table = csv.DictWriter(file, columns, restval="", lineterminator="\n")
    table.writeheader()
    table.writerows(rows)


def export(history: History, path: Path) -> int:
    """Write the whole history into a file: all of it as .json, or a row for each hold and counted movement as .csv.

    Returns:
        How many sessions there are.

    Raises:
        UsageError: The name ends in neither.
        OutputError: The file cannot be written.
    """
    ending = path.suffix.lower()
    if ending not in (".json", ".csv"):
        raise UsageError(f"{path} must end in .json for everything, or in .csv for a table of holds")
    everything = history.everything()
    with whole_file(path) as partial, partial.open("w", newline="", encoding="utf-8") as file:
        if ending == ".json":
            json.dump(everything, file, indent=1, ensure_ascii=False)
            file.write("\n")
        else:
            write_csv(file, RECORD_COLUMNS, record_rows(everything))
    return len(everything["sessions"])


def _session(session: Practised) -> dict[str, Any]:
    return {
        "started": session.started.isoformat(),
        "kind": session.kind,
        "holds": session.holds,
        "counts": session.counts,
        "held_s": round(session.held_s, 1),
        "longest_s": round(session.longest_s, 1),
        "score": _rounded(session.score),
    }


def _measured(session: Practised) -> Iterator[dict[str, Any]]:
    for aspect, measured in session.measured.items():
        yield {**aspect._asdict(), "median": round(measured.median, 3), "spread": round(measured.spread, 3)}


def _rounded(value: Any, digits: int = 1) -> Any:
    return round(value, digits) if isinstance(value, float) else value
