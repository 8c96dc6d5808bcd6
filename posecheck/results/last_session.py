"""What the last session of each stretch came to, for comparing: a small file of the user's."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from platformdirs import user_data_path

from posecheck.errors import OutputError
from posecheck.files import whole_file
from posecheck.results.summary import Summary


@dataclass(frozen=True)
class LastSession:
    """What a session came to.

    Attributes:
        day: The day, ISO 8601.
        held_s: Seconds held in all.
        score: 0 to 100; None when nothing could be scored.
    """

    day: str
    held_s: float
    score: float | None


def last_sessions_file() -> Path:
    """Return where it is kept; it need not exist."""
    return user_data_path("posecheck", appauthor=False) / "last-sessions.json"


def last_session(pose: str) -> LastSession | None:
    """Return what the last session of a stretch came to; None when there was none, or its record is unreadable."""
    try:
        return LastSession(**_read()[pose])
    except (KeyError, TypeError):
        return None


def remember_session(pose: str, summary: Summary) -> None:
    """Keep what a session came to in place of the one before; without a hold, or a place to write, nothing is kept."""
    if not summary.holds:
        return
    held_s = round(sum(hold.held_s for hold in summary.holds), 1)
    score = None if summary.score is None else round(summary.score, 1)
    sessions = _read() | {pose: asdict(LastSession(date.today().isoformat(), held_s, score))}
    try:
        with whole_file(last_sessions_file()) as partial:
            partial.write_text(json.dumps(sessions, indent=1) + "\n", encoding="utf-8")
    except OutputError:
        return  # a comparison that is missing next time is no reason to end this session with an error


def _read() -> dict[str, dict[str, Any]]:
    try:
        stored = json.loads(last_sessions_file().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stored if isinstance(stored, dict) else {}
