"""What the guide tells the person: what to show now, and what to say now."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Final, Literal

PainMoment = Literal["before", "during", "after"]


class Stage(StrEnum):
    """Where a session is."""

    SAFETY = "safety"
    SETUP = "set-up"
    POSITION = "position"
    HOLD = "hold"
    COUNT = "count"
    RELEASE = "release"
    REST = "rest"
    EXIT = "exit"
    UPCOMING = "upcoming"
    PAIN = "pain"
    STOPPED = "stopped"
    SUMMARY = "summary"


class Command(StrEnum):
    """What the person asks for with a key."""

    GO = "go"
    PAUSE = "pause"
    RESTART = "restart"
    SWITCH_SIDE = "switch side"
    NEXT = "next"
    PAIN = "pain"
    SKIP = "skip"
    AGAIN = "again"


STOPPED: Final = "stopped for pain"
"""The note that a session ended because something hurt."""


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
class Upcoming:
    """The stretch of a routine that comes next.

    Attributes:
        title: As a person would call it.
        number: Its place in the routine, from 1.
        of: How many stretches there are.
        camera: Where the camera belongs; empty where it stays where it is.
    """

    title: str
    number: int
    of: int
    camera: str = ""


@dataclass(frozen=True)
class Scale:
    """The numeric rating scale of pain, 0 to 10.

    Attributes:
        rating: What was typed so far; None for nothing.
        before: What was told before the routine; None when nothing was, or it is asked for just now.
    """

    rating: int | None = None
    before: int | None = None


@dataclass(frozen=True)
class Note:
    """Something about a session that is worth keeping, beside its holds.

    Attributes:
        kind: What, in a word or two.
        time_s: Session time.
        text: More about it.
    """

    kind: str
    time_s: float
    text: str = ""


@dataclass(frozen=True)
class Rating:
    """How much it hurt.

    Attributes:
        moment: When it was rated.
        rating: 0 for no pain to 10 for the worst that can be imagined.
        time_s: Session time.
    """

    moment: PainMoment
    rating: int
    time_s: float

    kind: ClassVar[str] = "pain"

    @property
    def text(self) -> str:
        """The rating in words, as a note has them."""
        return f"{self.moment}: {self.rating}"


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
        upcoming: The stretch of a routine that comes next; None while none does.
        scale: The pain scale while it is asked for; None otherwise.
        hurt: Whether the session was ended because something hurt.
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
    upcoming: Upcoming | None = None
    scale: Scale | None = None
    hurt: bool = False
    paused: bool = False
    camera_lost: bool = False
