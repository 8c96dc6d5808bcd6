"""What the coach says of one moment, and what it reports as having happened."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from posecheck.measures.body import Side, Unknown, View
from posecheck.references.schema import Check


class Status(StrEnum):
    """How a check stands: in green, between green and accept, beyond, or not measurable."""

    GOOD = "good"
    NEAR = "near"
    OFF = "off"
    UNKNOWN = "unknown"


class Sight(StrEnum):
    """Whether the person can be judged; nothing but `CLEAR` is ever counted as good or bad form.

    `OBLIQUE` is good enough for knowing the stretch and timing the hold.
    """

    CLEAR = "clear"
    OBLIQUE = "oblique"
    LOST = "lost"
    WRONG_VIEW = "wrong view"
    HIDDEN = "hidden"


class HoldPhase(StrEnum):
    """Where a hold is in its life."""

    IDLE = "idle"
    ENTERING = "entering"
    HOLDING = "holding"
    PAUSED = "paused"


class EventKind(StrEnum):
    """What happened."""

    PHASE = "phase"
    HOLD_STARTED = "hold started"
    HOLD_PAUSED = "hold paused"
    HOLD_RESUMED = "hold resumed"
    HOLD_DONE = "hold done"
    HOLD_ENDED = "hold ended"
    COUNTED = "counted"
    REPETITION = "repetition"
    CUE = "cue"
    FIXED = "fixed"
    SAFETY = "safety"
    SIGHT = "sight"


@dataclass(frozen=True)
class Event:
    """Something that happened.

    Attributes:
        kind: What.
        time_s: The media time that it is about. A hold is known to have started only a moment later than it did.
        phase: The phase it belongs to, or None.
        text: What to show and say, where there is something.
        check: The check that a cue is about.
    """

    kind: EventKind
    time_s: float
    phase: str | None = None
    text: str = ""
    check: str | None = None


@dataclass(frozen=True)
class CheckResult:
    """A check in one frame.

    Attributes:
        check: What was checked.
        status: How it stands.
        value: In the measure's unit; None when unknown.
        score: 0 to 1; None when unknown.
        deviation: How far the value is outside the green band: negative below, positive above, 0 inside.
        side: The limb it was measured on; None for measures of the whole body.
        reason: Why it is unknown.
    """

    check: Check
    status: Status
    value: float | None = None
    score: float | None = None
    deviation: float = 0.0
    side: Side | None = None
    reason: Unknown | None = None

    @property
    def cue(self) -> str:
        """What to say about it: empty when it is good or unknown."""
        if self.status in (Status.GOOD, Status.UNKNOWN):
            return ""
        return self.check.cue_low if self.deviation < 0 else self.check.cue_high


@dataclass(frozen=True)
class HoldState:
    """The hold of the current phase.

    Attributes:
        state: Where it is.
        held_s: Seconds held so far in this attempt.
        target_s: Seconds asked for.
    """

    state: HoldPhase
    held_s: float
    target_s: float

    @property
    def left_s(self) -> float:
        """Seconds still to hold; 0 when the target is reached."""
        return max(0.0, self.target_s - self.held_s)


@dataclass(frozen=True)
class Judgement:
    """What the coach says of one frame.

    Attributes:
        time_s: Media time.
        sight: Whether the person can be judged.
        pose: Name of the reference.
        variant: Name of the variant.
        phase: Name of the current phase; None outside the pose.
        phase_title: The phase as a person would call it; empty outside the pose.
        in_pose: Whether all gates of the current phase pass.
        score: 0 to 100 over the checks that could be measured; None outside the pose or when too little could be.
        checks: Results of the current phase's checks.
        hold: The hold of the current phase; None where there is none.
        counted: Whether the current phase is a counted one.
        repetitions: Finished so far.
        cue: The one correction or instruction that counts now; empty when there is none.
        cue_check: Name of the check that the cue is about; None for cues about sight or position.
        hint: What to do for getting into the pose where a single gate is in the way; empty inside it, or farther away.
        view: From where the camera sees the person; None when nobody is there.
        yaw_deg: How far the camera is off the true side.
        near: The side of the person nearer to the camera.
        events: What happened in this frame, in order.
    """

    time_s: float
    sight: Sight
    pose: str
    variant: str
    phase: str | None = None
    phase_title: str = ""
    in_pose: bool = False
    score: float | None = None
    checks: tuple[CheckResult, ...] = ()
    hold: HoldState | None = None
    counted: bool = False
    repetitions: int = 0
    cue: str = ""
    cue_check: str | None = None
    hint: str = ""
    view: View | None = None
    yaw_deg: float | None = None
    near: Side | None = None
    events: tuple[Event, ...] = ()


@dataclass(frozen=True)
class Fault:
    """A check that was not good for a part of a hold.

    Attributes:
        check: Name of the check.
        cue: What was or would have been said.
        fraction: Share of the held time, 0 to 1.
    """

    check: str
    cue: str
    fraction: float


@dataclass(frozen=True)
class Measured:
    """What a check measured over a hold.

    Attributes:
        check: Name of the check.
        measure: Name of its measure.
        median: In the measure's unit.
        spread: Median absolute deviation from the median, in the measure's unit.
        moments: How many moments it was taken from.
    """

    check: str
    measure: str
    median: float
    spread: float
    moments: int


@dataclass(frozen=True)
class HoldRecord:
    """A finished hold.

    Attributes:
        pose: Name of the reference.
        variant: Name of the variant.
        phase: Name of the phase that was held.
        side: The active side, `both`, or None where the stretch has no sides.
        start_s: When its conditions were first met.
        end_s: When they were last met.
        held_s: Seconds held, pauses left out.
        score: Mean of the judged frames, 0 to 100; None when none could be scored.
        faults: The most frequent first.
        complete: Whether the hold's target time was reached.
        measured: What each check measured while it was judged; without those that could not be measured.
        target_s: Seconds asked for.
    """

    pose: str
    variant: str
    phase: str
    side: str | None
    start_s: float
    end_s: float
    held_s: float
    score: float | None
    faults: tuple[Fault, ...] = ()
    complete: bool = False
    measured: tuple[Measured, ...] = ()
    target_s: float = 0.0


@dataclass(frozen=True)
class CountRecord:
    """A counted movement, such as a turn to one side.

    Attributes:
        pose: Name of the reference.
        variant: Name of the variant.
        phase: Name of the phase that was reached.
        side: The side it counts for, as a word; None where it has none.
        start_s: When its conditions were first met.
        end_s: When they were last met.
        score: Mean of the judged frames, 0 to 100; None when none could be scored.
        faults: The most frequent first; before them `pace` where it came too soon after the one before.
    """

    pose: str
    variant: str
    phase: str
    side: str | None
    start_s: float
    end_s: float
    score: float | None
    faults: tuple[Fault, ...] = ()

    @property
    def held_s(self) -> float:
        """Seconds from its start to its end."""
        return self.end_s - self.start_s
