"""How far a session has come in its plan."""

from __future__ import annotations

from posecheck.coach.guidance import Figure
from posecheck.coach.plan import Plan, Step
from posecheck.references.schema import Phase


class Progress:
    """Keeps count of sides, repetitions and phases.

    Attributes:
        plan: What to do.
        step: The side that is asked for.
        variant: The variant that is asked for.
        goal: The phase to get into.
    """

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._done: dict[Step, int] = dict.fromkeys(plan.steps, 0)
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
        return self.done >= self.plan.repetitions

    @property
    def all_over(self) -> bool:
        """Whether every side has all its repetitions."""
        return all(count >= self.plan.repetitions for count in self._done.values())

    @property
    def figure(self) -> Figure:
        """The body that the goal asks for."""
        return Figure(self.variant, self.goal.name)

    def phase(self, name: str | None) -> Phase:
        """Return a phase of this side, the first where there is none of this name."""
        return next((phase for phase in self.phases if phase.name == name), self.phases[0])

    def following(self, name: str) -> Phase:
        """Return the phase after another, the first after the last."""
        names = [phase.name for phase in self.phases]
        return self.phases[(names.index(name) + 1) % len(names)]

    def count_repetition(self) -> None:
        """Take note that a repetition is over."""
        self._done[self.step] += 1

    def go_on(self) -> None:
        """Go to the next repetition, of the next side where this one is over."""
        if self.side_over:
            self._choose(next(step for step in self.plan.steps if self._done[step] < self.plan.repetitions))

    def accept(self, variant: str, phase: str | None) -> bool:
        """Take note of what the person holds; return whether this is the other side first, which is fine."""
        other = next((step for step in self.plan.steps if variant in step.variants), self.step)
        swapped = other is not self.step and self._done[other] < self.plan.repetitions
        if swapped:
            self._choose(other)
        if variant in self.step.variants:
            self.variant = variant
        self.goal = self.phase(phase)
        return swapped

    def other_side(self) -> bool:
        """Go to the other side, for once more where it was over; return whether there is one."""
        others = [step for step in self.plan.steps if step is not self.step]
        if others:
            self._choose(others[0])
            self._done[self.step] = min(self.done, self.plan.repetitions - 1)
        return bool(others)

    def _choose(self, step: Step) -> None:
        self.step = step
        self.variant = step.variants[0]
        self.goal = self.phases[0]
