"""The history as a routine that grows over weeks looks at it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from posecheck.coach.growth import PastHold, PastSession
from posecheck.coach.guidance import STOPPED
from posecheck.results.history import History


def past_sessions(history: History) -> tuple[PastSession, ...]:
    """Return the sessions before the camera in the order of time; clips are no practice of a day."""
    return tuple(_past(each) for each in history.everything()["sessions"] if each["kind"] != "analysis")


def _past(session: dict[str, Any]) -> PastSession:
    return PastSession(
        day=datetime.fromisoformat(session["started"]).date().toordinal(),
        hurt=_hurt(session),
        holds=tuple(
            PastHold(hold["pose"], hold["variant"], hold["phase"], hold["held_s"], hold["complete"])
            for hold in session["holds"]
        ),
    )


def _hurt(session: dict[str, Any]) -> bool:
    """Whether pain rose, or the session was ended for it."""
    ratings = session["pain"]
    before = [each["rating"] for each in ratings if each["moment"] == "before"]
    later = [each["rating"] for each in ratings if each["moment"] != "before"]
    rose = bool(before) and any(rating > before[-1] for rating in later)
    return rose or any(event["kind"] == STOPPED for event in session["events"])
