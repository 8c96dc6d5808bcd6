"""The coach: one reference and variant, judged moment by moment.

Pure and deterministic: landmarks and times in, judgements and events out; no clock, no camera, no file. Live use and
files run this same code. What it is put together from: gates say which phase it is (`phases`), checks how well it is
done, timers and counts what was done (`holding`, `counting`), and one cue at a time what to mend (`sight`, `cues`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from posecheck.coach.checks import Gating, judge_checks, overall_score
from posecheck.coach.counting import Counting
from posecheck.coach.cues import CueChooser
from posecheck.coach.holding import Holding
from posecheck.coach.judgement import CheckResult, Event, EventKind, HoldRecord, Judgement, Sight, Status
from posecheck.coach.observation import Observation, Observer
from posecheck.coach.phases import PhaseTracker, Verdicts
from posecheck.coach.safety import SafetyWatch
from posecheck.coach.sight import Place, SightWatch, hidden, places
from posecheck.pose.landmarks import Landmarks
from posecheck.references.schema import Phase, Reference, SidePolicy

MAX_MISSED_GATES: Final = 1
"""Whoever misses more gates of a phase than this has left it, and is not corrected any more."""

MOVING_S: Final = 0.5
"""No correction is begun while the body has been moving for this long."""


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

    Attributes:
        reference: The stretch.
        variant: The variant.
        phases: The variant's phases, in order.
        counting: The counted movements.

    Raises:
        KeyError: The reference has no such variant.
    """

    def __init__(self, reference: Reference, variant: str | None = None) -> None:
        self.reference = reference
        self.variant = reference.variant(variant) if variant else reference.variants[0]
        self.phases = reference.phases_of(self.variant)
        self.counting = Counting(reference.name, self.variant.name, self.phases)
        self._places = places(reference.camera_of(self.variant))
        self._tracker = PhaseTracker(self.phases, self.variant.side)
        self._holding = Holding(reference.name, self.variant.name, self.side, self.phases)
        self._observer = Observer()
        self._sight = SightWatch()
        self._cues = CueChooser()
        self._safety = SafetyWatch()
        self._last_s: float | None = None
        # An observation by itself stands for a moment in which there was nothing to say.
        self._moment: _Moment | Observation | None = None

    @property
    def holds(self) -> list[HoldRecord]:
        """The finished holds, in order."""
        return self._holding.records

    @property
    def last_held(self) -> str | None:
        """Name of the phase whose hold completes a repetition; None when nothing is held."""
        return self._holding.last

    @property
    def repetitions(self) -> int:
        """How often the last held phase has been held and left, or all counted phases were reached."""
        return self._holding.repetitions or self.counting.cycles

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
        before = self._tracker.current
        last_s, self._last_s = self._last_s, seen.time_s
        place = self._places[seen.body.view if seen.body is not None else None]
        if before is None and self._is_elsewhere(seen, place):
            self._follow_from_afar(seen, place)
            return 0
        verdicts = self._tracker.verdicts(seen, before)
        events: list[Event] = []
        sight, text = self._sight_of(place, verdicts)
        if sight is Sight.CLEAR:
            events += self._change_phase(seen.time_s, verdicts)
        else:
            self._tracker.interrupt()
        phase = self._tracker.current
        inside = phase if phase is not None and verdicts.gating(phase) is Gating.PASSED else None
        checks = judge_checks(phase, seen, self.variant.side) if phase is not None and sight is Sight.CLEAR else ()
        if sight is Sight.CLEAR:
            sight, text = place.sight, place.text
        score = overall_score(checks) if inside else None
        stop = self._watch_safety(inside, seen, events) if inside else False
        dt_s = seen.time_s - last_s if last_s is not None else 0.0
        events += self._holding.update(inside, seen, sight, checks, score, dt_s=dt_s, stop=stop)
        if inside and inside.count is not None and seen.body is not None:
            self.counting.stay(checks, score, seen.time_s)
        corrected = checks
        if phase is not None and checks and not inside and len(verdicts.of(phase).failed) > MAX_MISSED_GATES:
            corrected = ()
        cue, cue_check = self._say(seen, sight, text, corrected, events)
        self._moment = _Moment(seen, before, sight, events, cue, cue_check, inside is not None, score, checks)
        return self._fit(inside is not None)

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
        phase = self._tracker.current
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
            hold=self._holding.state(phase) if phase else None,
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
        events = self._holding.finish()
        self.counting.leave()
        return tuple(events)

    def end_holds(self) -> None:
        """End what is held but not kept up just now, because something else was done."""
        self._holding.end_interrupted()

    # -- where the person is ------------------------------------------------------------------------------------------

    def _is_elsewhere(self, seen: Observation, place: Place) -> bool:
        """Whether somebody who was in no phase isn't in one now either, which is plain to see."""
        return not (place.gated and self._tracker.may_begin(seen))

    def _follow_from_afar(self, seen: Observation, place: Place) -> None:
        """Take a moment at which the stretch isn't being done: most coaches most of the time."""
        self._tracker.interrupt()
        if not place.text and self._sight.calm:
            self._moment = seen  # there is nothing to say, and nothing to take back
            return
        told = self._sight.update(place.sight, place.text, seen.time_s)
        cue = self._sight.cue or (self.counting.cue(seen.time_s) if place.sight is Sight.CLEAR else "")
        self._moment = _Moment(seen, None, place.sight, (told,) if told else (), cue)

    def _sight_of(self, place: Place, verdicts: Verdicts) -> tuple[Sight, str]:
        """Whether the phases can be told, and what to say when not."""
        if not place.gated:
            return place.sight, place.text
        current = self._tracker.current
        relevant = (current,) if current else self.phases
        if all(verdicts.gating(phase) is Gating.UNSEEN for phase in relevant):
            gate, _ = verdicts.of(relevant[0]).unseen[0]
            return hidden(gate.measure)
        return Sight.CLEAR, ""

    def _change_phase(self, time_s: float, verdicts: Verdicts) -> list[Event]:
        """Go on to another phase where the person has; return what that ends and begins."""
        before = self._tracker.current
        waiting = before is not None and self._holding.under_way(before)
        if not self._tracker.update(verdicts, time_s, waiting=waiting):
            return []
        events = self._holding.leave(before) if before else []
        self.counting.leave()
        self._cues.forget()
        self._safety.forget()
        found = self._tracker.current
        if found is not None:
            events.append(Event(EventKind.PHASE, time_s, found.name, found.title))
            if found.count is not None:
                events += self.counting.reach(found, self._tracker.since_s, time_s)
        return events

    def _fit(self, inside: bool) -> int:
        phase = self._tracker.current
        if phase is None:
            return 0
        held = self._holding.under_way(phase)
        if inside and (phase.hold is not None or phase.count is not None):
            return 4 if held else 3
        if held:
            return 2
        return 1 if inside else 0

    # -- words --------------------------------------------------------------------------------------------------------

    def _hint(self, moment: _Moment) -> str:
        """What to do for getting into a phase that a single gate is in the way of; the first that has a word for it."""
        verdicts = self._tracker.verdicts(moment.seen, moment.before)
        all_gates = (verdicts.of(phase) for phase in self.phases)
        nearly = (verdict.failed[0] for verdict in all_gates if len(verdict.failed) == 1 and not verdict.unseen)
        return next((gate.hint for gate in nearly if gate.hint), "")

    def _watch_safety(self, phase: Phase, seen: Observation, events: list[Event]) -> bool:
        """Tell of a broken limit; return whether the hold must pause for it."""
        warning = self._safety.update(phase, seen)
        if warning.say:
            events.append(Event(EventKind.SAFETY, seen.time_s, phase.name, warning.cue))
        return warning.stop

    def _say(
        self, seen: Observation, sight: Sight, text: str, checks: tuple[CheckResult, ...], events: list[Event]
    ) -> tuple[str, str | None]:
        """Choose the cue of the moment; returns it with the check that it is about."""
        if told := self._sight.update(sight, text, seen.time_s):
            events.append(told)
        if sight is not Sight.CLEAR:
            if told:
                self._cues.forget()
            return self._sight.cue, None
        # On the way from one position to the next everything is out of place for a moment: that is no fault.
        moving = seen.moving_since_s is not None and seen.time_s - seen.moving_since_s > MOVING_S
        said = None if moving else self._cues.update(checks, seen.time_s)
        if said is not None:
            kind = EventKind.FIXED if said.fixed else EventKind.CUE
            phase = self._tracker.current.name if self._tracker.current else None
            events.append(Event(kind, seen.time_s, phase, said.text, said.check))
        if self._safety.cue:
            return self._safety.cue, None
        current = self._cues.current
        mended = {result.check.name for result in checks if result.status is Status.GOOD}
        if current is None or (moving and current.check in mended):
            return self.counting.cue(seen.time_s), None
        return current.text, current.check
