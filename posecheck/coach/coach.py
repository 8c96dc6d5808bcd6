"""The coach: one reference and variant, judged moment by moment.

Pure and deterministic: landmarks and times in, judgements and events out; no clock, no camera, no file. Live use and
files run this same code.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Final

from posecheck.coach.checks import GateVerdict, Gating, is_oblique, judge_checks, judge_gates, overall_score
from posecheck.coach.cues import CueChooser
from posecheck.coach.hold import HoldInput, HoldTimer
from posecheck.coach.judgement import (
    CheckResult,
    Event,
    EventKind,
    Fault,
    HoldPhase,
    HoldRecord,
    HoldState,
    Judgement,
    Sight,
    Status,
)
from posecheck.coach.observation import Observation, Observer
from posecheck.coach.safety import SafetyWatch
from posecheck.pose.landmarks import Landmarks
from posecheck.references.schema import Phase, Reference, SidePolicy

ENTER_SCORE: Final = 75.0
"""A hold starts at this score (0 to 100) and goes on while it is at least `STAY_SCORE`."""

STAY_SCORE: Final = 60.0

LEAVE_S: Final = 0.4
"""The gates of the current phase must fail this long before the person is taken to have left it."""

MAX_MISSED_GATES: Final = 1
"""Whoever misses more gates of a phase than this has left it, and is not corrected any more."""

MOVING_S: Final = 0.5
"""No correction is begun while the body has been moving for this long."""

COME_S: Final = 0.2
"""The gates of another phase must pass this long before it has begun."""

SIGHT_PATIENCE_S: Final = 1.5
"""Trouble with seeing the person must last this long before it is told; tracking drops frames now and then."""

_PLURAL: Final = {"knee": "knees", "hip": "hips", "ankle": "feet", "wrist": "hands", "elbow": "arms"}


@dataclass
class _Tally:
    """What is collected over a hold for its record."""

    score_time: float = 0.0
    scored_s: float = 0.0
    judged_s: float = 0.0
    bad_s: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def add(self, results: tuple[CheckResult, ...], score: float | None, dt: float) -> None:
        self.judged_s += dt
        if score is not None:
            self.score_time += score * dt
            self.scored_s += dt
        for result in results:
            if result.status in (Status.NEAR, Status.OFF) and result.check.weight > 0:
                self.bad_s[result.check.name][result.cue] += dt  # type: ignore[assignment]  # seconds, not counts

    def faults(self) -> tuple[Fault, ...]:
        if self.judged_s <= 0:
            return ()
        found = [
            Fault(name, cues.most_common(1)[0][0], sum(cues.values()) / self.judged_s)
            for name, cues in self.bad_s.items()
        ]
        return tuple(sorted(found, key=lambda fault: (-fault.fraction, fault.check)))


class Coach:
    """Judges one variant of a reference over time.

    Args:
        reference: The stretch.
        variant: Name of the variant; the reference's first when left out.
        hold_s: Seconds to hold, in place of the reference's; applies to every held phase.

    Attributes:
        holds: The finished holds, in order.
        last_held: Name of the phase whose hold completes a repetition; None when nothing is held.
        repetitions: How often that phase has been held and left.

    Raises:
        KeyError: The reference has no such variant.
    """

    def __init__(self, reference: Reference, variant: str | None = None, *, hold_s: float | None = None) -> None:
        self.reference = reference
        self.variant = reference.variant(variant) if variant else reference.variants[0]
        self.phases = reference.phases_of(self.variant)
        self.holds: list[HoldRecord] = []
        self.repetitions = 0
        self._observer = Observer()
        self._timers = {
            phase.name: HoldTimer(hold_s or phase.hold.seconds) for phase in self.phases if phase.hold is not None
        }
        self._tallies = {name: _Tally() for name in self._timers}
        self.last_held = next((phase.name for phase in reversed(self.phases) if phase.hold), None)
        self._current: Phase | None = None
        self._left_since_s: float | None = None
        self._coming: Phase | None = None
        self._coming_since_s = 0.0
        self._cues = CueChooser()
        self._safety = SafetyWatch()
        self._trouble_since_s: float | None = None
        self._told_sight = Sight.CLEAR
        self._last_s: float | None = None

    @property
    def side(self) -> str | None:
        """The active side: left, right, both, or None where the stretch has no sides."""
        if self.variant.side is not None:
            return self.variant.side.value
        sided = any(gate.side is SidePolicy.ACTIVE for phase in self.phases for gate in phase.gates)
        return "both" if sided else None

    def update(self, landmarks: Landmarks | None, time_s: float) -> Judgement:
        """Judge the next frame.

        Args:
            landmarks: The person, or None when nobody was found.
            time_s: Media time of the frame; must rise from call to call.
        """
        return self.judge(self._observer.observe(landmarks, time_s))

    def judge(self, seen: Observation) -> Judgement:
        """Judge an observation that is shared with other coaches; otherwise use `update`."""
        events: list[Event] = []
        dt = seen.time_s - self._last_s if self._last_s is not None else 0.0
        self._last_s = seen.time_s
        verdicts = self._verdicts(seen)
        sight, text = self._sight(seen, verdicts)
        if sight is Sight.CLEAR:
            self._change_phase(seen, verdicts, events)
        phase = self._current
        inside = phase is not None and verdicts[phase.name].gating is Gating.PASSED
        checks = judge_checks(phase, seen, self.variant.side) if phase is not None and sight is Sight.CLEAR else ()
        if sight is Sight.CLEAR and is_oblique(seen):
            sight, text = Sight.OBLIQUE, self.reference.camera.turn
        score = overall_score(checks) if inside else None
        stop = self._watch_safety(phase, seen, events) if inside and phase is not None else False
        self._run_timers(seen, sight, inside, score, stop, checks, dt, events)
        trying = phase is not None and len(verdicts[phase.name].failed) <= MAX_MISSED_GATES
        cue, cue_check = self._say(seen, sight, text, checks if trying else (), events)
        timer = self._timers.get(phase.name) if phase is not None else None
        body = seen.body
        return Judgement(
            time_s=seen.time_s,
            sight=sight,
            pose=self.reference.name,
            variant=self.variant.name,
            phase=phase.name if phase else None,
            phase_title=phase.title if phase else "",
            in_pose=inside,
            score=score,
            checks=checks,
            hold=HoldState(timer.state, timer.held_s, timer.target_s) if timer else None,
            repetitions=self.repetitions,
            cue=cue,
            cue_check=cue_check,
            hint="" if inside or sight is not Sight.CLEAR else _hint(verdicts),
            view=body.view if body else None,
            yaw_deg=body.yaw_deg if body else None,
            near=body.near if body else None,
            events=tuple(events),
        )

    def finish(self) -> tuple[Event, ...]:
        """Close what is open at the end of the clip or session and return what that gave."""
        events: list[Event] = []
        for name, timer in self._timers.items():
            self._report(name, timer, timer.finish(), events)
        return tuple(events)

    # -- where the person is ------------------------------------------------------------------------------------------

    def _verdicts(self, seen: Observation) -> dict[str, GateVerdict]:
        current = self._current.name if self._current else None
        return {
            phase.name: judge_gates(phase, seen, self.variant.side, inside=phase.name == current)
            for phase in self.phases
        }

    def _sight(self, seen: Observation, verdicts: dict[str, GateVerdict]) -> tuple[Sight, str]:
        """Whether the person can be judged, and what to say when not."""
        if seen.body is None:
            return Sight.LOST, "I can't see you. Stay relaxed."
        if seen.body.view not in self.reference.camera.views:
            return Sight.WRONG_VIEW, self.reference.camera.turn
        relevant = [verdicts[self._current.name]] if self._current else list(verdicts.values())
        if all(verdict.gating is Gating.UNSEEN for verdict in relevant):
            return Sight.HIDDEN, f"I can't see your {_body_part(relevant[0].unseen[0][0].measure)}."
        return Sight.CLEAR, ""

    def _change_phase(self, seen: Observation, verdicts: dict[str, GateVerdict], events: list[Event]) -> None:
        now = seen.time_s
        found = self._next_phase(verdicts)
        if found is None and self._current is not None:
            # Nothing else has begun: the person stays in the phase for a moment, and for as long as its hold waits.
            if verdicts[self._current.name].gating is not Gating.FAILED:
                self._left_since_s = None
                return
            if self._left_since_s is None:
                self._left_since_s = now
            timer = self._timers.get(self._current.name)
            waiting = timer is not None and timer.state in (HoldPhase.HOLDING, HoldPhase.PAUSED)
            if waiting or now - self._left_since_s < LEAVE_S:
                return
        self._left_since_s = None
        if found is self._current:
            self._coming = None
            return
        if self._current is not None and found is not None and not self._has_come(found, now):
            return
        if self._current is not None and self._current.name in self._timers:
            timer = self._timers[self._current.name]
            self._report(self._current.name, timer, timer.leave(), events)
        self._current = found
        self._cues.forget()
        self._safety.forget()
        if found is not None:
            events.append(Event(EventKind.PHASE, now, found.name, found.title))

    def _has_come(self, found: Phase, now: float) -> bool:
        """Whether another phase has begun for good, rather than for a frame or two."""
        if self._coming is not found:
            self._coming = found
            self._coming_since_s = now
        return now - self._coming_since_s >= COME_S

    def _next_phase(self, verdicts: dict[str, GateVerdict]) -> Phase | None:
        """The phase that the person is in: the following one if it has begun, else the current, else any other.

        A phase without a hold that isn't the first (coming back up, lowering the arms) is only a way from its
        predecessor to its successor and is never entered from elsewhere.
        """
        passed = [phase for phase in self.phases if verdicts[phase.name].gating is Gating.PASSED]
        if self._current is None:
            order = list(self.phases)
        else:
            place = self.phases.index(self._current)
            following = self.phases[(place + 1) % len(self.phases)]
            if following in passed:
                return following
            if self._current in passed:
                return self._current
            order = [*self.phases[place + 1 :], *self.phases[:place]]
        return next((p for p in order if p in passed and (p.hold is not None or p is self.phases[0])), None)

    # -- holds --------------------------------------------------------------------------------------------------------

    def _run_timers(
        self,
        seen: Observation,
        sight: Sight,
        inside: bool,
        score: float | None,
        stop: bool,
        checks: tuple[CheckResult, ...],
        dt: float,
        events: list[Event],
    ) -> None:
        for name, timer in self._timers.items():
            here = inside and self._current is not None and self._current.name == name
            if not here and timer.state is HoldPhase.IDLE:
                continue  # most timers most of the time: nothing has begun, and nothing begins
            # At an angle the pose is known and the hold is timed, but nothing is said about its form.
            unscored = sight is Sight.OBLIQUE
            moment = HoldInput(
                time_s=seen.time_s,
                met=here and (unscored or (score is not None and score >= ENTER_SCORE)),
                kept=here and (unscored or (score is not None and score >= STAY_SCORE)),
                seen=sight in (Sight.CLEAR, Sight.OBLIQUE),
                moving_since_s=seen.moving_since_s,
                still_since_s=seen.still_since_s,
                stop=stop and here,
            )
            before = timer.state
            happened = timer.update(moment)
            if timer.state is HoldPhase.ENTERING and before is HoldPhase.IDLE:
                self._tallies[name] = _Tally()
            if moment.kept and timer.state in (HoldPhase.ENTERING, HoldPhase.HOLDING):
                self._tallies[name].add(checks, score, dt)
            self._report(name, timer, happened, events)

    def _report(
        self, name: str, timer: HoldTimer, happened: list[tuple[EventKind, float]], events: list[Event]
    ) -> None:
        for kind, time_s in happened:
            events.append(Event(kind, time_s, name))
            if kind is not EventKind.HOLD_ENDED:
                continue
            hold = timer.finished[-1]
            tally = self._tallies[name]
            self.holds.append(
                HoldRecord(
                    pose=self.reference.name,
                    variant=self.variant.name,
                    phase=name,
                    side=self.side,
                    start_s=hold.start_s,
                    end_s=hold.end_s,
                    held_s=hold.held_s,
                    score=tally.score_time / tally.scored_s if tally.scored_s > 0 else None,
                    faults=tally.faults(),
                    complete=hold.reached,
                )
            )
            if name == self.last_held:
                self.repetitions += 1
                events.append(Event(EventKind.REPETITION, time_s, name, str(self.repetitions)))

    # -- words --------------------------------------------------------------------------------------------------------

    def _watch_safety(self, phase: Phase, seen: Observation, events: list[Event]) -> bool:
        warning = self._safety.update(phase, seen)
        if warning.say:
            events.append(Event(EventKind.SAFETY, seen.time_s, phase.name, warning.cue))
        return warning.stop

    def _say(
        self, seen: Observation, sight: Sight, text: str, checks: tuple[CheckResult, ...], events: list[Event]
    ) -> tuple[str, str | None]:
        """Choose the cue of the moment; returns it with the check that it is about."""
        if sight is not Sight.CLEAR:
            if self._trouble_since_s is None:
                self._trouble_since_s = seen.time_s
            if seen.time_s - self._trouble_since_s < SIGHT_PATIENCE_S:
                return "", None
            if self._told_sight is not sight:
                self._told_sight = sight
                self._cues.forget()
                events.append(Event(EventKind.SIGHT, seen.time_s, None, text))
            return text, None
        self._trouble_since_s = None
        if self._told_sight is not Sight.CLEAR:
            self._told_sight = Sight.CLEAR
            events.append(Event(EventKind.SIGHT, seen.time_s, None, ""))
        # On the way from one position to the next everything is out of place for a moment: that is no fault.
        moving = seen.moving_since_s is not None and seen.time_s - seen.moving_since_s > MOVING_S
        said = None if moving else self._cues.update(checks, seen.time_s)
        if said is not None:
            kind = EventKind.FIXED if said.fixed else EventKind.CUE
            phase = self._current.name if self._current else None
            events.append(Event(kind, seen.time_s, phase, said.text, said.check))
        if self._safety.cue:
            return self._safety.cue, None
        current = self._cues.current
        mended = {result.check.name for result in checks if result.status is Status.GOOD}
        if current is None or (moving and current.check in mended):
            return "", None
        return current.text, current.check


def _hint(verdicts: dict[str, GateVerdict]) -> str:
    """What to do for getting into a phase that a single gate is in the way of; the first that has a word for it."""
    nearly = (verdict for verdict in verdicts.values() if len(verdict.failed) == 1 and not verdict.unseen)
    return next((verdict.failed[0].hint for verdict in nearly if verdict.failed[0].hint), "")


def _body_part(measure: str) -> str:
    """The part of the body that a measure needs, in words: `knee_flexion` needs the knees."""
    for part, plural in _PLURAL.items():
        if measure.startswith(part):
            return plural
    return "whole body"
