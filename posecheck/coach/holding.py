"""Holding still: a timer for each held phase, and what each hold came to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from posecheck.coach.hold import ENTER_S, FinishedHold, HoldInput, HoldTimer
from posecheck.coach.judgement import CheckResult, Event, EventKind, HoldPhase, HoldRecord, HoldState, Sight
from posecheck.coach.measuring import Measuring
from posecheck.coach.observation import Observation
from posecheck.coach.tally import Tally
from posecheck.references.schema import Phase

ENTER_SCORE: Final = 75.0
"""A hold starts at this score (0 to 100) and goes on while it is at least `STAY_SCORE`."""

STAY_SCORE: Final = 60.0


@dataclass
class _Attempt:
    """The timer of a phase, and what was collected since its present or last hold began."""

    timer: HoldTimer
    tally: Tally = field(default_factory=Tally)
    measuring: Measuring = field(default_factory=Measuring)


class Holding:
    """Follows the held phases of a variant.

    Args:
        pose: Name of the reference.
        variant: Name of the variant.
        side: The active side, `both`, or None where the stretch has no sides.
        phases: The variant's phases, in order.

    Attributes:
        records: The finished holds, in order.
        repetitions: How often the last of the held phases has been held and left.
        last: Name of that phase; None when nothing is held.
    """

    def __init__(self, pose: str, variant: str, side: str | None, phases: Iterable[Phase]) -> None:
        self._pose, self._variant, self._side = pose, variant, side
        self._attempts = {
            phase.name: _Attempt(HoldTimer(phase.hold.seconds)) for phase in phases if phase.hold is not None
        }
        self.records: list[HoldRecord] = []
        self.repetitions = 0
        self.last = next(reversed(self._attempts), None)

    def state(self, phase: Phase) -> HoldState | None:
        """Return the hold of a phase; None where it isn't held."""
        attempt = self._attempts.get(phase.name)
        return None if attempt is None else HoldState(attempt.timer.state, attempt.timer.held_s, attempt.timer.target_s)

    def under_way(self, phase: Phase) -> bool:
        """Return whether a hold of this phase goes on or waits."""
        attempt = self._attempts.get(phase.name)
        return attempt is not None and attempt.timer.state in (HoldPhase.HOLDING, HoldPhase.PAUSED)

    def update(
        self,
        phase: Phase | None,
        seen: Observation,
        sight: Sight,
        checks: tuple[CheckResult, ...],
        score: float | None,
        *,
        dt_s: float,
        stop: bool,
    ) -> list[Event]:
        """Take a moment and return what happened.

        Args:
            phase: The phase whose gates pass; None for none.
            seen: The moment.
            sight: Whether the person can be judged.
            checks: Results of the phase's checks.
            score: What they come to, 0 to 100; None when too little is known.
            dt_s: Seconds since the moment before.
            stop: Whether a safety limit of the phase is broken.
        """
        events: list[Event] = []
        for name, attempt in self._attempts.items():
            timer = attempt.timer
            here = phase is not None and phase.name == name
            if not here and timer.state is HoldPhase.IDLE:
                continue  # most timers most of the time: nothing has begun, and nothing begins
            # At an angle the pose is known and the hold is timed, but nothing is said about its form.
            unscored = sight is Sight.OBLIQUE
            moment = HoldInput(
                time_s=seen.time_s,
                met=here and (unscored or (score is not None and score >= ENTER_SCORE)),
                kept=here and (unscored or (score is not None and score >= STAY_SCORE)),
                seen=sight in (Sight.CLEAR, Sight.OBLIQUE),
                set_out_s=seen.set_out_s,
                still_since_s=seen.still_since_s,
                stop=stop and here,
            )
            before = timer.state
            happened = timer.update(moment)
            if timer.state is HoldPhase.ENTERING and before is HoldPhase.IDLE:
                attempt.tally, attempt.measuring = Tally(), Measuring()
            if moment.kept and timer.state in (HoldPhase.ENTERING, HoldPhase.HOLDING):
                attempt.tally.add(checks, score, dt_s)
                attempt.measuring.add(checks, seen.time_s)
            events += self._told(name, happened)
        return events

    def leave(self, phase: Phase) -> list[Event]:
        """End the hold of a phase that is left for another, and return what happened."""
        attempt = self._attempts.get(phase.name)
        return [] if attempt is None else self._told(phase.name, attempt.timer.leave())

    def end_interrupted(self) -> None:
        """End the holds that are not kept up just now, because something else was done."""
        for name, attempt in self._attempts.items():
            if attempt.timer.interrupted:
                self._told(name, attempt.timer.leave())

    def finish(self) -> list[Event]:
        """End what is open at the end of the clip or session, and return what happened."""
        return [event for name, attempt in self._attempts.items() for event in self._told(name, attempt.timer.finish())]

    def _told(self, name: str, happened: list[tuple[EventKind, float]]) -> list[Event]:
        """What happened to a timer as events; a hold that has ended is kept."""
        events = []
        for kind, time_s in happened:
            events.append(Event(kind, time_s, name))
            if kind is not EventKind.HOLD_ENDED:
                continue
            hold = self._attempts[name].timer.finished[-1]
            if hold.held_s < ENTER_S and not hold.reached:
                continue  # both ends are dated back: it was left before it was known to be one
            self.records.append(self._record(name, hold))
            if name == self.last:
                self.repetitions += 1
                events.append(Event(EventKind.REPETITION, time_s, name, str(self.repetitions)))
        return events

    def _record(self, name: str, hold: FinishedHold) -> HoldRecord:
        """The hold of a phase that has ended just now."""
        attempt = self._attempts[name]
        return HoldRecord(
            pose=self._pose,
            variant=self._variant,
            phase=name,
            side=self._side,
            start_s=hold.start_s,
            end_s=hold.end_s,
            held_s=hold.held_s,
            score=attempt.tally.score,
            faults=attempt.tally.faults(),
            complete=hold.reached,
            measured=attempt.measuring.measured(hold.start_s, hold.end_s),
            target_s=attempt.timer.target_s,
        )
