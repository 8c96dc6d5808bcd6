"""Recognising which of several stretches a person does: a coach for each, and the one that fits speaks."""

from __future__ import annotations

from collections.abc import Iterable

from posecheck.coach.coach import Coach
from posecheck.coach.judgement import HoldPhase, HoldRecord, Judgement
from posecheck.coach.observation import Observation, Observer
from posecheck.pose.landmarks import Landmarks
from posecheck.references.schema import Reference


class Recogniser:
    """Judges against every variant of the references given.

    Variants exclude each other by their gates. Where one variant's way leads through another's (a reach is a part of
    the backbend), the one that got farther counts.

    Args:
        references: The stretches to choose from.
        variant: Only this variant of each, where there is one of that name.
        hold_s: Seconds to hold, in place of the references'.
    """

    def __init__(
        self, references: Iterable[Reference], variant: str | None = None, *, hold_s: float | None = None
    ) -> None:
        self.coaches = [
            Coach(reference, choice.name, hold_s=hold_s)
            for reference in references
            for choice in reference.variants
            if variant is None or choice.name == variant
        ]
        if not self.coaches:
            raise ValueError("nothing to recognise: no reference has such a variant")
        self._observer = Observer()
        self._shown = 0

    def update(self, landmarks: Landmarks | None, time_s: float) -> Judgement:
        """Judge the next frame; returns the judgement of the coach that fits best now."""
        return self.judge(self._observer.observe(landmarks, time_s))

    def judge(self, seen: Observation) -> Judgement:
        """Judge an observation."""
        judgements = [coach.judge(seen) for coach in self.coaches]
        best = max(range(len(judgements)), key=lambda i: (_fit(judgements[i]), i == self._shown, -i))
        self._shown = best
        return judgements[best]

    def expect(self, variant: str) -> None:
        """Let the coach of this variant speak for as long as no other fits better; an unknown name changes nothing."""
        self._shown = next(
            (index for index, coach in enumerate(self.coaches) if coach.variant.name == variant), self._shown
        )

    def finish(self) -> None:
        """Close the open holds at the end of the clip."""
        for coach in self.coaches:
            coach.finish()

    @property
    def holds(self) -> list[HoldRecord]:
        """The finished holds of all stretches in the order of time, each moment counted for one variant only."""
        found: list[HoldRecord] = []
        for coach in self._by_depth():
            for hold in coach.holds:
                if not any(_overlap(hold, other) for other in found):
                    found.append(hold)
        return sorted(found, key=lambda hold: hold.start_s)

    @property
    def repetitions(self) -> int:
        """How often a stretch was gone through to its last held phase."""
        last = {(coach.reference.name, coach.variant.name): coach.last_held for coach in self.coaches}
        return sum(hold.phase == last[hold.pose, hold.variant] for hold in self.holds)

    def _by_depth(self) -> list[Coach]:
        """The coaches, those first that got to the end of more phases."""
        return sorted(self.coaches, key=lambda coach: (-coach.repetitions * len(coach.phases), len(coach.phases)))


def _fit(judgement: Judgement) -> int:
    """How well a stretch fits the moment: a hold before a pose before a hold that waits before nothing."""
    state = judgement.hold.state if judgement.hold else HoldPhase.IDLE
    held = state in (HoldPhase.HOLDING, HoldPhase.PAUSED)
    if judgement.in_pose and judgement.hold is not None:
        return 4 if held else 3
    if held:
        return 2
    return 1 if judgement.in_pose else 0


def _overlap(a: HoldRecord, b: HoldRecord) -> bool:
    return a.start_s < b.end_s and b.start_s < a.end_s
