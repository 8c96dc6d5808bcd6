"""What the guide tells the person: what to show now, and what to say now."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    """Where a session is."""

    SAFETY = "safety"
    SETUP = "set-up"
    POSITION = "position"
    HOLD = "hold"
    RELEASE = "release"
    REST = "rest"
    EXIT = "exit"
    SUMMARY = "summary"


class Command(StrEnum):
    """What the person asks for with a key."""

    GO = "go"
    PAUSE = "pause"
    RESTART = "restart"
    SWITCH_SIDE = "switch side"
    NEXT = "next"


class Tone(StrEnum):
    """A short sound."""

    IN_POSE = "in pose"
    PAUSED = "paused"
    DONE = "done"
    FIXED = "fixed"


@dataclass(frozen=True)
class Announcement:
    """Something to be heard.

    Attributes:
        at_s: Media time that it belongs to.
        text: What to say; empty for a tone.
        tone: The sound; None for words.
        urgent: Whether it goes before everything that is being said or waits to be said.
    """

    at_s: float
    text: str = ""
    tone: Tone | None = None
    urgent: bool = False


@dataclass(frozen=True)
class Countdown:
    """A time that runs down, for the ring.

    Attributes:
        passed_s: Seconds gone.
        total_s: Seconds in all.
    """

    passed_s: float
    total_s: float


@dataclass(frozen=True)
class Figure:
    """The body to step into: a phase of a variant, or somebody who stands.

    Attributes:
        variant: Name of the variant; empty for standing.
        phase: Name of the phase; empty for standing.
    """

    variant: str = ""
    phase: str = ""


@dataclass(frozen=True)
class Guidance:
    """What to show at a moment.

    Attributes:
        stage: Where the session is.
        headline: What counts now, one sentence; empty where the coach's own words are enough.
        caption: The words that were spoken last, for as long as they count; empty when they are older.
        lines: Longer text that is shown as a whole, such as the safety text.
        ring: A rest that runs down; None where the hold's own ring counts.
        variant: The variant that is asked for.
        side: The side that is asked for; None where there is none.
        repetition: The one that is under way, from 1.
        repetitions: How many there are, of this side.
        figure: The body to step into; None for none.
        paused: Whether the person has paused the session.
        camera_lost: Whether no pictures come.
    """

    stage: Stage
    headline: str = ""
    caption: str = ""
    lines: tuple[str, ...] = ()
    ring: Countdown | None = None
    variant: str = ""
    side: str | None = None
    repetition: int = 1
    repetitions: int = 1
    figure: Figure | None = None
    paused: bool = False
    camera_lost: bool = False
