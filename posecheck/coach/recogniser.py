"""Recognising which of several stretches a person does: a coach for each, and the one that fits speaks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from posecheck.coach.coach import Coach
from posecheck.coach.judgement import CountRecord, EventKind, HoldRecord, Judgement, Sight
from posecheck.coach.observation import Observation, Observer
from posecheck.coach.placing import Placing
from posecheck.coach.rest import RestWatch
from posecheck.pose.landmarks import Landmarks
from posecheck.references.schema import Effort, Reference

DOING: Final = 4
"""How well a stretch fits, as `Coach.follow` says it, while it is held."""


class Recogniser:
    """Judges against every variant of the references given.

    Variants exclude each other by their gates. Where one variant's way leads through another's (a reach is a part of
    the backbend), the one that got farther counts.

    Args:
        references: The stretches to choose from.
        variant: Only this variant of each, where there is one of that name.
    """

    def __init__(self, references: Iterable[Reference], variant: str | None = None) -> None:
        self.coaches = [
            Coach(reference, choice.name)
            for reference in references
            for choice in reference.variants
            if variant is None or choice.name == variant
        ]
        if not self.coaches:
            raise ValueError("nothing to recognise: no reference has such a variant")
        self._several = len({coach.reference.name for coach in self.coaches}) > 1
        self._placing = Placing(self.coaches)
        rests = {coach.reference.name: coach.reference.rests_from for coach in self.coaches}
        self._rests = {name: RestWatch(efforts) for name, efforts in rests.items() if efforts}
        self._observer = Observer()
        self._shown = 0
        self._expecting = False

    def update(self, landmarks: Landmarks | None, time_s: float) -> Judgement:
        """Judge the next frame; returns the judgement of the coach that fits best now."""
        return self.judge(self._observer.observe(landmarks, time_s))

    def judge(self, seen: Observation) -> Judgement:
        """Judge an observation."""
        shown = self._shown
        best = self.coaches[shown].follow(seen)  # before the others, which need little besides what it has measured
        for index, coach in enumerate(self.coaches):
            fit = coach.follow(seen) if index != shown else best
            if fit > best:  # where several fit as well, the one that spoke before goes on
                best, self._shown = fit, index
        for watch in self._rests.values():
            watch.update(seen)
        if best == 0 and not self._expecting:
            self._shown = self._placing.speaker(seen, self._shown)
        judgement = self._judgement(self.coaches[self._shown])
        counted = any(event.kind is EventKind.COUNTED for event in judgement.events)
        if counted:
            # A movement that counts is no wobble in what another variant held.
            for coach in self.coaches:
                coach.end_holds()
        if (counted or best == DOING) and judgement.sight is Sight.CLEAR:
            self._placing.learn(seen, self._shown)
        return judgement

    def expect(self, variant: str) -> None:
        """Let the coach of this variant speak for as long as no other fits better; an unknown name changes nothing."""
        self._expecting = True
        self._shown = next(
            (index for index, coach in enumerate(self.coaches) if coach.variant.name == variant), self._shown
        )

    def finish(self) -> None:
        """Close the open holds at the end of the clip."""
        for coach in self.coaches:
            coach.finish()

    @property
    def holds(self) -> list[HoldRecord]:
        """The finished holds of all stretches in the order of time, each moment given to one variant only."""
        return [record for record in self._records() if isinstance(record, HoldRecord)]

    @property
    def counts(self) -> list[CountRecord]:
        """The counted movements of all stretches, in the same way; those of which not one cycle was done are none."""
        return [record for record in self._records() if isinstance(record, CountRecord)]

    @property
    def rests(self) -> list[tuple[HoldRecord, Effort]]:
        """The finished holds that are none but rests, each with what was done besides that shows it."""
        return [
            (hold, effort)
            for coach in self.coaches
            if (effort := self._effort_beside(coach)) is not None
            for hold in coach.holds
            if _is_rest(hold)
        ]

    @property
    def finished(self) -> int:
        """A number that changes whenever `holds` or `counts` may have: how many records all coaches have made, and how
        many stretches turned out to be rests.
        """
        made = sum(len(coach.holds) + len(coach.counting.records) for coach in self.coaches)
        return made + sum(watch.effort is not None for watch in self._rests.values())

    @property
    def repetitions(self) -> int:
        """How often a stretch was gone through to its last held phase, or through all of its counted ones."""
        records = self._records()
        total = 0
        for coach in self.coaches:
            own = Counter(
                record.phase
                for record in records
                if (record.pose, record.variant) == (coach.reference.name, coach.variant.name)
            )
            needed = [coach.last_held] if coach.last_held else list(coach.counting.done)
            total += min((own[name] for name in needed), default=0)
        return total

    def _judgement(self, coach: Coach) -> Judgement:
        """What a coach has to tell, of which a rest is no repetition; nobody is corrected who may only rest."""
        judgement = coach.judgement()
        if self._several and coach.reference.also_rest and judgement.sight is Sight.CLEAR:
            events = tuple(event for event in judgement.events if event.kind not in (EventKind.CUE, EventKind.FIXED))
            judgement = replace(judgement, cue="", cue_check=None, events=events)
        if judgement.repetitions and self._effort_beside(coach) is not None:
            rests = sum(_is_rest(hold) for hold in coach.holds if hold.phase == coach.last_held)
            return replace(judgement, repetitions=judgement.repetitions - rests)
        return judgement

    def _records(self) -> list[HoldRecord | CountRecord]:
        found: list[HoldRecord | CountRecord] = []
        for coach in self._by_depth():
            records: list[HoldRecord | CountRecord] = [*coach.holds]
            if coach.counting.cycles:
                records += coach.counting.records
            if coach.reference.also_rest and any(record.pose != coach.reference.name for record in found):
                continue
            if self._effort_beside(coach) is not None:
                records = [record for record in records if not (isinstance(record, HoldRecord) and _is_rest(record))]
            for record in records:
                if not any(_overlap(record, other) for other in found):
                    found.append(record)
        return sorted(found, key=lambda record: record.start_s)

    def _effort_beside(self, coach: Coach) -> Effort | None:
        """What was done that makes rests of a coach's holds; None for nothing."""
        watch = self._rests.get(coach.reference.name)
        return watch.effort if watch is not None else None

    def _by_depth(self) -> list[Coach]:
        """The coaches, those first that got to the end of more phases, and last those of what is also a way to rest."""

        def order(coach: Coach) -> tuple[bool, int, int]:
            return coach.reference.also_rest, -coach.repetitions * len(coach.phases), len(coach.phases)

        return sorted(self.coaches, key=order)


def _is_rest(hold: HoldRecord) -> bool:
    """Whether a hold is a rest where there was something to rest from: what was held to its time was meant."""
    return not hold.complete


def _overlap(a: HoldRecord | CountRecord, b: HoldRecord | CountRecord) -> bool:
    return a.start_s < b.end_s and b.start_s < a.end_s
