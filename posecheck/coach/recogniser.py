"""Recognising which of several stretches a person does: a coach for each, and the one that fits speaks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final

from posecheck.coach.coach import Coach
from posecheck.coach.judgement import CountRecord, EventKind, HoldRecord, Judgement
from posecheck.coach.observation import Observation, Observer
from posecheck.measures.body import Side
from posecheck.measures.registry import FRONTAL_VIEWS
from posecheck.pose.landmarks import Landmarks
from posecheck.references.schema import Reference

TRUNK_OVER_SHANKS: Final = (0.9, 1.6)
"""Trunk over shanks in the picture, of somebody who stands: 1.1 to 1.3. Whoever lies with the feet towards the camera
has less with the shanks upright and more with them along the floor, as has who kneels."""

MAX_SHANK_DEG: Final = -60.0
"""Elevation of the shanks of somebody who stands, at most; -90 is straight down."""


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
        # Among several stretches a variant that is filmed from elsewhere than its stretch says nothing about the place.
        several = len({coach.reference.name for coach in self.coaches}) > 1
        self._views = [
            (coach.reference.camera if several else coach.reference.camera_of(coach.variant)).views
            for coach in self.coaches
        ]
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
        if best == 0 and not self._expecting:
            self._shown = self._placed(seen)
        judgement = self.coaches[self._shown].judgement()
        if any(event.kind is EventKind.COUNTED for event in judgement.events):
            # A movement that counts is no wobble in what another variant held.
            for coach in self.coaches:
                coach.end_holds()
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
    def finished(self) -> int:
        """How many records all coaches have made: unless it has changed, neither have `holds` and `counts`."""
        return sum(len(coach.holds) + len(coach.counting.records) for coach in self.coaches)

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

    def _placed(self, seen: Observation) -> int:
        """Which coach speaks of somebody who does nothing yet: one that can judge from this view, if there is any.

        Where some stretches are filmed from the side and some from the front, nobody who stands is told to turn for the
        others. Whoever is on the floor, seen from the front, most likely does one that is filmed from the side, as most
        are.
        """
        if seen.body is None:
            return self._shown
        view = seen.body.view
        few = 2 * sum(view in views for views in self._views) < len(self._views)
        floor = few and view in FRONTAL_VIEWS and not _stands(seen)
        fitting = [index for index, views in enumerate(self._views) if (view in views) is not floor]
        return self._shown if self._shown in fitting or not fitting else fitting[0]

    def _records(self) -> list[HoldRecord | CountRecord]:
        found: list[HoldRecord | CountRecord] = []
        for coach in self._by_depth():
            records: list[HoldRecord | CountRecord] = [*coach.holds]
            if coach.counting.cycles:
                records += coach.counting.records
            if coach.reference.also_rest and any(record.pose != coach.reference.name for record in found):
                continue
            for record in records:
                if not any(_overlap(record, other) for other in found):
                    found.append(record)
        return sorted(found, key=lambda record: record.start_s)

    def _by_depth(self) -> list[Coach]:
        """The coaches, those first that got to the end of more phases, and last those of what is also a way to rest."""

        def order(coach: Coach) -> tuple[bool, int, int]:
            return coach.reference.also_rest, -coach.repetitions * len(coach.phases), len(coach.phases)

        return sorted(self.coaches, key=order)


def _overlap(a: HoldRecord | CountRecord, b: HoldRecord | CountRecord) -> bool:
    return a.start_s < b.end_s and b.start_s < a.end_s


def _stands(seen: Observation) -> bool:
    """Whether somebody seen from the front or the rear stands: neither trunk nor shanks point at the camera."""
    trunk = seen.measure("trunk_foreshortening").value
    shanks = [seen.measure("shank_elevation", side).value for side in Side]
    upright = all(shank is not None and shank <= MAX_SHANK_DEG for shank in shanks)
    return upright and trunk is not None and TRUNK_OVER_SHANKS[0] <= trunk <= TRUNK_OVER_SHANKS[1]
