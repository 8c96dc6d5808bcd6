"""How far a session has come in its plan."""

from __future__ import annotations

from collections import Counter

from posecheck.coach.guidance import Figure
from posecheck.coach.plan import Plan, Step
from posecheck.measures.body import View
from posecheck.references.schema import Phase


class Progress:
    """Keeps count of sides, repetitions and phases.

    Attributes:
        plan: What to do.
        step: The side that is asked for.
        variant: The variant that is asked for.
        goal: The phase to get into.
        left_out: Repetitions that were passed over by key.
    """

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._done: dict[Step, int] = dict.fromkeys(plan.steps, 0)
        self._counted: dict[Step, Counter[str]] = {step: Counter() for step in plan.steps}
        self.left_out = 0
        self.step = plan.steps[0]
        self.variant = self.step.variants[0]
        self.goal = self.phases[0]

    @property
    def phases(self) -> tuple[Phase, ...]:
        """The phases of this side, in order."""
        return self.plan.phases(self.step)

    @property
    def last_held(self) -> Phase:
        """The phase whose hold completes a repetition."""
        return next((phase for phase in reversed(self.phases) if phase.hold), self.phases[-1])

    @property
    def done(self) -> int:
        """Repetitions done, of this side."""
        return self._done[self.step]

    @property
    def side_over(self) -> bool:
        """Whether this side has all its repetitions."""
        return self.done >= self.step.repetitions

    @property
    def all_over(self) -> bool:
        """Whether every side has all its repetitions."""
        return all(count >= step.repetitions for step, count in self._done.items())

    @property
    def nothing_done(self) -> bool:
        """Whether every repetition was passed over."""
        return self.left_out >= sum(step.repetitions for step in self.plan.steps)

    @property
    def side(self) -> str | None:
        """The side that is asked for; None where there is none."""
        return self.goal.count.side if self.goal.count and self.goal.count.side else self.step.side

    @property
    def figure(self) -> Figure | None:
        """The body that the goal asks for; None where the camera doesn't see it as figures are drawn, from the side."""
        return Figure(self.variant, self.goal.name) if self.from_side else None

    @property
    def from_side(self) -> bool:
        """Whether the camera is to see the person from the side."""
        reference = self.plan.reference
        return View.SIDE in reference.camera_of(reference.variant(self.variant)).views

    def asked_for(self, variant: str) -> bool:
        """Return whether somebody who does this variant does what is asked for, or does another side of it."""
        return any(
            variant in step.variants and (step is self.step or step.side is not None) for step in self.plan.steps
        )

    @property
    def counted(self) -> tuple[Phase, ...]:
        """The counted phases of this step, in order; empty where it is held."""
        return tuple(phase for phase in self.phases if phase.count is not None)

    def phase(self, name: str | None) -> Phase:
        """Return a phase of this side, the first where there is none of this name."""
        return next((phase for phase in self.phases if phase.name == name), self.phases[0])

    def following(self, name: str) -> Phase:
        """Return the phase after another, the first after the last."""
        names = [phase.name for phase in self.phases]
        return self.phases[(names.index(name) + 1) % len(names)]

    def following_counted(self, name: str) -> Phase:
        """Return the counted phase after this one, the first after the last."""
        names = [phase.name for phase in self.counted]
        return self.counted[(names.index(name) + 1) % len(names)] if name in names else self.counted[0]

    def count_repetition(self) -> None:
        """Take note that a repetition is over."""
        self._done[self.step] += 1

    def count_movement(self, phase: str) -> bool:
        """Take note of a counted movement; return whether all of them were done once more, which is a repetition."""
        counted = self._counted[self.step]
        counted[phase] += 1
        before, self._done[self.step] = self.done, min(counted[each.name] for each in self.counted)
        return self.done > before

    def leave_out(self, repetitions: int = 1) -> None:
        """Pass over repetitions of this step."""
        self.left_out += repetitions
        self._done[self.step] += repetitions

    def go_on(self) -> None:
        """Go to the next repetition, of the next side where this one is over."""
        if self.side_over:
            self._choose(next(step for step in self.plan.steps if self._done[step] < step.repetitions))

    def accept(self, variant: str, phase: str | None) -> bool:
        """Take note of what the person holds; return whether this is the other side first, which is fine."""
        other = next((step for step in self.plan.steps if variant in step.variants), self.step)
        swapped = other is not self.step and other.side is not None and self._done[other] < other.repetitions
        if swapped:
            self._choose(other)
        if variant in self.step.variants:
            self.variant = variant
        self.goal = self.phase(phase)
        return swapped

    def other_side(self) -> bool:
        """Go to the other side, for once more where it was over; return whether there is one."""
        others = [step for step in self.plan.steps if step is not self.step and step.side is not None]
        if others:
            self._choose(others[0])
            self._done[self.step] = min(self.done, self.step.repetitions - 1)
        return bool(others)

    def _choose(self, step: Step) -> None:
        self.step = step
        self.variant = step.variants[0]
        self.goal = self.phases[0]
