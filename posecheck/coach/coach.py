"""The coach: one reference and variant, judged moment by moment.

Pure and deterministic: landmarks and times in, judgements and events out; no clock, no camera, no file. Live use and
files run this same code.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from posecheck.coach.checks import GateVerdict, Gating, PhaseGates, is_oblique, judge_checks, overall_score
from posecheck.coach.counting import Counting
from posecheck.coach.cues import CueChooser
from posecheck.coach.hold import HoldInput, HoldTimer
from posecheck.coach.judgement import (
    CheckResult,
    Event,
    EventKind,
    HoldPhase,
    HoldRecord,
    HoldState,
    Judgement,
    Sight,
    Status,
)
from posecheck.coach.measuring import Measuring
from posecheck.coach.observation import Observation, Observer
from posecheck.coach.safety import SafetyWatch
from posecheck.coach.tally import Tally
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


class _Verdicts:
    """What the gates of all phases say of a moment, as far as somebody asks."""

    def __init__(self, gates: dict[str, PhaseGates], seen: Observation, current: Phase | None) -> None:
        self._gates = gates
        self._seen = seen
        self._current = current.name if current else None
        self._known: dict[str, Gating] = {}

    def gating(self, phase: Phase) -> Gating:
        """Whether the gates of a phase pass."""
        known = self._known.get(phase.name)
        if known is None:
            gates = self._gates[phase.name]
            known = self._known[phase.name] = gates.gating(self._seen, phase.name == self._current)
        return known

    def of(self, phase: Phase) -> GateVerdict:
        """What each gate of a phase says."""
        return self._gates[phase.name].verdict(self._seen, inside=phase.name == self._current)


@dataclass(slots=True)
class _Moment:
    """What became of a moment; what is told of it is put together only when somebody asks.

    `before` is the phase that the person was in until then.
    """

    seen: Observation
    before: Phase | None
    sight: Sight
    events: Sequence[Event] = ()
    cue: str = ""
    cue_check: str | None = None
    inside: bool = False
    score: float | None = None
    checks: tuple[CheckResult, ...] = ()


class Coach:
    """Judges one variant of a reference over time.

    Args:
        reference: The stretch.
        variant: Name of the variant; the reference's first when left out.
        hold_s: Seconds to hold, in place of the reference's; applies to every held phase.

    Attributes:
        holds: The finished holds, in order.
        counting: The counted movements.
        last_held: Name of the phase whose hold completes a repetition; None when nothing is held.

    Raises:
        KeyError: The reference has no such variant.
    """

    def __init__(self, reference: Reference, variant: str | None = None, *, hold_s: float | None = None) -> None:
        self.reference = reference
        self.variant = reference.variant(variant) if variant else reference.variants[0]
        self.phases = reference.phases_of(self.variant)
        self.holds: list[HoldRecord] = []
        self.counting = Counting(reference.name, self.variant.name, self.phases)
        self._camera = reference.camera_of(self.variant)
        self._gates = {phase.name: PhaseGates(phase, self.variant.side) for phase in self.phases}
        # An observation by itself stands for a moment in which there was nothing to say.
        self._moment: _Moment | Observation | None = None
        self._held = 0
        self._observer = Observer()
        self._timers = {
            phase.name: HoldTimer(hold_s or phase.hold.seconds) for phase in self.phases if phase.hold is not None
        }
        self._tallies = {name: Tally() for name in self._timers}
        self._measuring = {name: Measuring() for name in self._timers}
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
    def repetitions(self) -> int:
        """How often the last held phase has been held and left, or all counted phases were reached."""
        return self._held or self.counting.cycles

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
        self.follow(seen)
        return self.judgement()

    def follow(self, seen: Observation) -> int:
        """Take an observation, and return how well the stretch fits it; what there is to tell is asked for separately.

        Returns:
            4 for a hold or a count, 3 for being where one can begin, 2 for a hold that waits, 1 for another phase, 0
            for none.
        """
        before = self._current
        if before is None and self._is_elsewhere(seen):
            self._follow_from_afar(seen)
            return 0
        verdicts = _Verdicts(self._gates, seen, before)
        events: list[Event] = []
        dt = seen.time_s - self._last_s if self._last_s is not None else 0.0
        self._last_s = seen.time_s
        sight, text = self._sight(seen, verdicts)
        if sight is Sight.CLEAR:
            self._change_phase(seen, verdicts, events)
        else:
            self._coming = None
        phase = self._current
        inside = phase is not None and verdicts.gating(phase) is Gating.PASSED
        checks = judge_checks(phase, seen, self.variant.side) if phase is not None and sight is Sight.CLEAR else ()
        if sight is Sight.CLEAR and is_oblique(seen):
            sight, text = Sight.OBLIQUE, self._camera.turn
        score = overall_score(checks) if inside else None
        stop = self._watch_safety(phase, seen, events) if inside and phase is not None else False
        self._run_timers(seen, sight, inside, score, stop, checks, dt, events)
        if inside and phase is not None and phase.count is not None and seen.body is not None:
            self.counting.stay(checks, score, seen.time_s)
        tried = checks
        if phase is not None and checks and not inside and len(verdicts.of(phase).failed) > MAX_MISSED_GATES:
            tried = ()
        cue, cue_check = self._say(seen, sight, text, tried, events)
        self._moment = _Moment(seen, before, sight, events, cue, cue_check, inside, score, checks)
        return self._fit(inside)

    def judgement(self) -> Judgement:
        """Return what there is to tell of the observation that was taken last.

        Raises:
            ValueError: None has been taken.
        """
        moment = self._moment
        if moment is None:
            raise ValueError("there is nothing to judge yet")
        if isinstance(moment, Observation):
            moment = _Moment(moment, None, Sight.CLEAR, cue=self.counting.cue(moment.time_s))
        phase = self._current
        timer = self._timers.get(phase.name) if phase is not None else None
        body = moment.seen.body
        return Judgement(
            time_s=moment.seen.time_s,
            sight=moment.sight,
            pose=self.reference.name,
            variant=self.variant.name,
            phase=phase.name if phase else None,
            phase_title=phase.title if phase else "",
            in_pose=moment.inside,
            score=moment.score,
            checks=moment.checks,
            hold=HoldState(timer.state, timer.held_s, timer.target_s) if timer else None,
            counted=phase is not None and phase.count is not None,
            repetitions=self.repetitions,
            cue=moment.cue,
            cue_check=moment.cue_check,
            hint="" if moment.inside or moment.sight is not Sight.CLEAR else self._hint(moment),
            view=body.view if body else None,
            yaw_deg=body.yaw_deg if body else None,
            near=body.near if body else None,
            events=tuple(moment.events),
        )

    def finish(self) -> tuple[Event, ...]:
        """Close what is open at the end of the clip or session and return what that gave."""
        events: list[Event] = []
        for name, timer in self._timers.items():
            self._report(name, timer, timer.finish(), events)
        self.counting.leave()
        return tuple(events)

    def end_holds(self) -> None:
        """End what is held but not kept up just now, because something else was done."""
        for name, timer in self._timers.items():
            if timer.interrupted:
                self._report(name, timer, timer.leave(), [])

    # -- where the person is ------------------------------------------------------------------------------------------

    def _is_elsewhere(self, seen: Observation) -> bool:
        """Whether somebody who was in no phase isn't in one now either, which is plain to see."""
        if seen.body is None or seen.body.view not in self._camera.views:
            return True
        for gates in self._gates.values():  # noqa: SIM110 - a generator would take as long as what it goes through
            if gates.gating(seen, False) is not Gating.FAILED:
                return False
        return True

    def _follow_from_afar(self, seen: Observation) -> None:
        """Take a moment at which the stretch isn't being done: most coaches most of the time."""
        self._last_s = seen.time_s
        self._coming = None
        sight, text = self._place(seen)
        if sight is Sight.CLEAR and is_oblique(seen):
            sight, text = Sight.OBLIQUE, self._camera.turn
        if sight is Sight.CLEAR and self._told_sight is Sight.CLEAR:
            # There is nothing to say, and nothing to take back.
            self._trouble_since_s = None
            self._moment = seen
            return
        events: list[Event] = []
        cue, _ = self._say(seen, sight, text, (), events)
        self._moment = _Moment(seen, None, sight, events, cue)

    def _fit(self, inside: bool) -> int:
        phase = self._current
        if phase is None:
            return 0
        timer = self._timers.get(phase.name)
        held = timer is not None and timer.state in (HoldPhase.HOLDING, HoldPhase.PAUSED)
        if inside and (timer is not None or phase.count is not None):
            return 4 if held else 3
        if held:
            return 2
        return 1 if inside else 0

    def _sight(self, seen: Observation, verdicts: _Verdicts) -> tuple[Sight, str]:
        """Whether the person can be judged, and what to say when not."""
        place = self._place(seen)
        if place[0] is not Sight.CLEAR:
            return place
        relevant = (self._current,) if self._current else self.phases
        if all(verdicts.gating(phase) is Gating.UNSEEN for phase in relevant):
            return Sight.HIDDEN, f"I can't see your {_body_part(verdicts.of(relevant[0]).unseen[0][0].measure)}."
        return Sight.CLEAR, ""

    def _place(self, seen: Observation) -> tuple[Sight, str]:
        """Whether the person is there and turned as the camera must see them, and what to say when not."""
        if seen.body is None:
            return Sight.LOST, "I can't see you. Stay relaxed."
        if seen.body.view not in self._camera.views:
            return Sight.WRONG_VIEW, self._camera.turn
        return Sight.CLEAR, ""

    def _change_phase(self, seen: Observation, verdicts: _Verdicts, events: list[Event]) -> None:
        now = seen.time_s
        found = self._next_phase(verdicts)
        if found is None:
            self._coming = None
        if found is None and self._current is not None:
            # Nothing else has begun: the person stays in the phase for a moment, and for as long as its hold waits.
            if verdicts.gating(self._current) is not Gating.FAILED:
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
        if found is not None and (self._current is not None or found.count) and not self._has_come(found, now):
            return
        if self._current is not None and self._current.name in self._timers:
            timer = self._timers[self._current.name]
            self._report(self._current.name, timer, timer.leave(), events)
        self.counting.leave()
        self._current = found
        self._cues.forget()
        self._safety.forget()
        if found is not None:
            events.append(Event(EventKind.PHASE, now, found.name, found.title))
            if found.count is not None:
                events.extend(self.counting.reach(found, self._coming_since_s, now))

    def _has_come(self, found: Phase, now: float) -> bool:
        """Whether another phase has begun for good, rather than for a frame or two."""
        if self._coming is not found:
            self._coming = found
            self._coming_since_s = now
        return now - self._coming_since_s >= COME_S

    def _next_phase(self, verdicts: _Verdicts) -> Phase | None:
        """The phase that the person is in: the following one if it has begun, else the current, else any other.

        A phase that is neither held nor counted and isn't the first (coming back up, lowering the arms) is only a way
        from its predecessor to its successor and is never entered from elsewhere. A counted phase lasts for as long as
        its wider bands hold, so that a wobble is no second movement, and comes before whatever is only passed through.
        """
        passed = [phase for phase in self.phases if verdicts.gating(phase) is Gating.PASSED]
        if self._current is None:
            order = list(self.phases)
        else:
            place = self.phases.index(self._current)
            following = self.phases[(place + 1) % len(self.phases)]
            order = [*self.phases[place + 1 :], *self.phases[:place]]
            staying = self._current in passed
            if staying and self._current.count is not None:
                return self._current
            if following in passed:
                return following
            if staying:
                return next((p for p in order if p in passed and p.count is not None), self._current)
        return next((p for p in order if p in passed and (p.hold or p.count or p is self.phases[0])), None)

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
                self._tallies[name] = Tally()
                self._measuring[name] = Measuring()
            if moment.kept and timer.state in (HoldPhase.ENTERING, HoldPhase.HOLDING):
                self._tallies[name].add(checks, score, dt)
                self._measuring[name].add(checks, seen.time_s)
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
                    score=tally.score,
                    faults=tally.faults(),
                    complete=hold.reached,
                    measured=self._measuring[name].measured(hold.start_s, hold.end_s),
                )
            )
            if name == self.last_held:
                self._held += 1
                events.append(Event(EventKind.REPETITION, time_s, name, str(self._held)))

    # -- words --------------------------------------------------------------------------------------------------------

    def _hint(self, moment: _Moment) -> str:
        """What to do for getting into a phase that a single gate is in the way of; the first that has a word for it."""
        verdicts = _Verdicts(self._gates, moment.seen, moment.before)
        all_gates = (verdicts.of(phase) for phase in self.phases)
        nearly = (verdict.failed[0] for verdict in all_gates if len(verdict.failed) == 1 and not verdict.unseen)
        return next((gate.hint for gate in nearly if gate.hint), "")

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
            return self.counting.cue(seen.time_s), None
        return current.text, current.check


def _body_part(measure: str) -> str:
    """The part of the body that a measure needs, in words: `knee_flexion` needs the knees."""
    for part, plural in _PLURAL.items():
        if measure.startswith(part):
            return plural
    return "whole body"
