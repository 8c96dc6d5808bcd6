"""The hold timer: how long a pose has been held, by rules that forgive a wobble. Time is media time, never frames."""

import math
from dataclasses import dataclass
from typing import Final

from posecheck.coach.judgement import EventKind, HoldPhase

ENTER_S: Final = 0.6
"""Conditions must be met this long before a hold is sure; it then counts from when they were first met. The notes
propose 0.7 s; as a body at rest is asked for besides, a little less is as sure."""

ENTER_MOVING_S: Final = 3.0
"""A body that never quite stops is taken as holding after this long in the pose."""

FLICKER_S: Final = 0.2
"""A break in the conditions shorter than this, while entering, is noise."""

GRACE_S: Final = 1.0
"""Time out of the pose that is still counted."""

END_S: Final = 4.0
"""Time out of the pose after which the attempt is over."""

MAX_LEAVING_S: Final = 1.5
"""The most that is taken off a hold's end for the movement that led out of it."""

LOST_END_S: Final = 10.0
"""Time out of sight after which the attempt is over; until then the timer is frozen."""

TOLERANCE_S: Final = 1e-6
"""Times are sums of frame times, so a second may come out as a little more."""


@dataclass(frozen=True)
class HoldInput:
    """What the timer needs to know of a moment.

    Attributes:
        time_s: Media time; rises from call to call.
        met: Whether the conditions for entering are met.
        kept: Whether the wider conditions for staying are met.
        seen: Whether the person can be judged; an unseen person is neither in nor out of the pose.
        set_out_s: Since when the body has been moving, or may have been; None while it is surely still.
        still_since_s: Since when it has been still; None while it moves, or may be moving.
        stop: Whether a safety limit is broken: no grace then.
    """

    time_s: float
    met: bool
    kept: bool
    seen: bool
    set_out_s: float | None = None
    still_since_s: float | None = None
    stop: bool = False


@dataclass(frozen=True)
class FinishedHold:
    """Start, end and held time of an attempt, in seconds of media time, and whether the target was reached."""

    start_s: float
    end_s: float
    held_s: float
    reached: bool


class HoldTimer:
    """Counts one hold after another.

    Args:
        target_s: Seconds asked for.

    Attributes:
        state: Where the current attempt is.
        held_s: Seconds held in it.
        target_s: Seconds asked for.
    """

    def __init__(self, target_s: float) -> None:
        self.target_s = target_s
        self.state = HoldPhase.IDLE
        self.held_s = 0.0
        self.finished: list[FinishedHold] = []
        self._start_s = 0.0
        self._met_since_s: float | None = None
        self._last_met_s = -math.inf
        self._last_kept_s = 0.0
        self._left_at_s = 0.0
        self._resumed_s = 0.0
        self._updated_s = 0.0
        self._unseen_s = 0.0
        self._inside = False
        self._done = False

    @property
    def interrupted(self) -> bool:
        """Whether a hold is under way that isn't kept up just now."""
        return self.state in (HoldPhase.HOLDING, HoldPhase.PAUSED) and not self._inside

    def update(self, moment: HoldInput) -> list[tuple[EventKind, float]]:
        """Take the next moment and return what happened, each with the media time it is about."""
        if self.state in (HoldPhase.IDLE, HoldPhase.ENTERING):
            return self._enter(moment)
        return self._hold(moment)

    def finish(self) -> list[tuple[EventKind, float]]:
        """End the current attempt, such as at the end of the clip."""
        if self.state in (HoldPhase.IDLE, HoldPhase.ENTERING):
            self._reset()
            return []
        if self._inside:
            self._left_at_s = self._last_kept_s
        return [self._end()]

    def leave(self) -> list[tuple[EventKind, float]]:
        """End the current attempt because something else has begun, such as the next phase."""
        if self.state in (HoldPhase.IDLE, HoldPhase.ENTERING):
            self._reset()
            return []
        return [self._end()]

    def _enter(self, moment: HoldInput) -> list[tuple[EventKind, float]]:
        now = moment.time_s
        if not (moment.met and moment.seen) or moment.stop:
            if now - self._last_met_s > FLICKER_S + TOLERANCE_S:
                self._reset()
            return []
        if self._met_since_s is None or now - self._last_met_s > GRACE_S + TOLERANCE_S:
            self._met_since_s = now  # nobody knows what was done while no frame came
        self._last_met_s = now
        self.state = HoldPhase.ENTERING
        start = self._met_since_s
        if moment.still_since_s is not None:
            start = max(start, moment.still_since_s)
            sure = now - start >= ENTER_S
        else:
            sure = now - start >= ENTER_MOVING_S
        if not sure:
            return []
        self.state = HoldPhase.HOLDING
        self._start_s = start
        self._last_kept_s = self._left_at_s = self._updated_s = now
        self._resumed_s = start
        self._unseen_s = 0.0
        self._inside = True
        self.held_s = now - start
        return [(EventKind.HOLD_STARTED, start), *self._reached(now)]

    def _hold(self, moment: HoldInput) -> list[tuple[EventKind, float]]:
        now = moment.time_s
        away_s = now - self._last_kept_s
        since_s = now - self._updated_s
        self._updated_s = now
        if not moment.seen or since_s > GRACE_S + TOLERANCE_S:  # a gap without a frame is time out of sight, too
            self._unseen_s += since_s
        events: list[tuple[EventKind, float]] = []
        if self.state is HoldPhase.HOLDING and (away_s > GRACE_S + TOLERANCE_S or (moment.stop and moment.seen)):
            self.state = HoldPhase.PAUSED
            events.append((EventKind.HOLD_PAUSED, self._last_kept_s))
        # Time out of sight is no time out of the pose.
        if away_s - self._unseen_s > END_S + TOLERANCE_S or self._unseen_s > LOST_END_S + TOLERANCE_S:
            return [*events, self._end()]
        self._inside = moment.kept and moment.seen and not moment.stop
        if self._inside:
            if self.state is HoldPhase.PAUSED:
                self.state = HoldPhase.HOLDING
                self._resumed_s = now
                events.append((EventKind.HOLD_RESUMED, now))
            else:
                self.held_s += away_s
            self._last_kept_s = now
            self._unseen_s = 0.0
            self._left_at_s = now if moment.set_out_s is None else min(now, moment.set_out_s)
            return events + self._reached(now)
        return events

    def _reached(self, now: float) -> list[tuple[EventKind, float]]:
        if self._done or self.held_s < self.target_s:
            return []
        self._done = True
        return [(EventKind.HOLD_DONE, now)]

    def _end(self) -> tuple[EventKind, float]:
        # Whoever leaves the pose is still inside its bands for the first part of the way: the hold ended when the
        # movement began that led out of it.
        left = max(self._left_at_s, self._last_kept_s - MAX_LEAVING_S)
        end = max(self._resumed_s, min(self._last_kept_s, left))
        held = max(0.0, self.held_s - (self._last_kept_s - end))
        self.finished.append(FinishedHold(self._start_s, end, held, self._done))
        self._reset()
        return (EventKind.HOLD_ENDED, end)

    def _reset(self) -> None:
        self.state = HoldPhase.IDLE
        self.held_s = 0.0
        self._met_since_s = None
        self._done = False
