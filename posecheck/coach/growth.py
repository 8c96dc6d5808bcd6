"""How a routine grows over weeks: longer holds before deeper ones, never beyond what is safe, and back after pain.

Pure: what was held in earlier sessions goes in, how long to hold today comes out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from posecheck.references.schema import Hold

GOOD_SESSIONS: Final = 3
GOOD_DAYS: Final = 7
"""A hold grows once it was kept up in this many sessions, over at least this many days."""

STEP: Final = 0.1
"""It grows by this share of the hold that it began with, and by at least a second."""

MOST: Final = 2.0
"""It grows to no more than this many times the hold that it began with, and never beyond its reference's range."""

SHORT_S: Final = 0.5
"""A hold that is shorter by no more than this is as long."""


@dataclass(frozen=True)
class PastHold:
    """A hold of an earlier session.

    Attributes:
        pose: Name of the reference.
        variant: Name of the variant.
        phase: Name of the phase that was held.
        held_s: Seconds held.
        complete: Whether the time that was asked for was reached.
    """

    pose: str
    variant: str
    phase: str
    held_s: float
    complete: bool


@dataclass(frozen=True)
class PastSession:
    """An earlier session.

    Attributes:
        day: Its number in the calendar.
        hurt: Whether pain rose in it, or it was stopped for pain.
        holds: What was held.
        stopped_at: Name of the reference that was being done when it was stopped for pain.
    """

    day: int
    hurt: bool
    holds: tuple[PastHold, ...]
    stopped_at: str | None = None


@dataclass(frozen=True)
class Grown:
    """How far a hold has come.

    Attributes:
        seconds: To hold today.
        ready: Whether the longest hold has become easy.
    """

    seconds: float
    ready: bool = False


def grown(hold: Hold, past: Iterable[PastSession], pose: str, variants: Sequence[str], phase: str) -> Grown:
    """Return how long a phase is to be held today.

    Args:
        hold: How long it was held at first, and may be held.
        past: The earlier sessions, in the order of time.
        pose: Name of the reference.
        variants: The variants that are meant, such as both sides.
        phase: Name of the phase.
    """
    step_s = max(1.0, round(STEP * hold.seconds))
    most_s = max(hold.seconds, min(hold.range_s.high, round(MOST * hold.seconds)))
    seconds, good, ready = hold.seconds, 0, False
    since: int | None = None
    for session in past:
        holds = [each for each in session.holds if each.pose == pose]
        if session.hurt and (holds or pose == session.stopped_at):  # it may have hurt before anything was held
            seconds, good, since, ready = max(hold.seconds, seconds - step_s), 0, session.day, False
            continue
        same = [each for each in holds if each.variant in variants and each.phase == phase]
        if not all(each.complete for each in same):
            good, since = 0, None
            continue
        if not same or any(each.held_s < seconds - SHORT_S for each in same):
            continue  # a shorter hold was asked for, which says nothing about this one
        since = session.day if since is None else since
        good += 1
        if good >= GOOD_SESSIONS and session.day - since >= GOOD_DAYS:
            ready = seconds >= most_s
            seconds, good, since = min(most_s, seconds + step_s), 0, session.day
    return Grown(seconds, ready)
