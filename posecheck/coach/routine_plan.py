"""What a routine comes to: the plan of each of its stretches, and where the camera has to be moved in between."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from posecheck.coach.growth import PastSession, grown
from posecheck.coach.guide import LONG_HOLD_S
from posecheck.coach.phrases import number, spoken_s
from posecheck.coach.plan import Plan, Step, make_plan, with_holds
from posecheck.plural import how_many
from posecheck.references.routine import Item, Routine
from posecheck.references.schema import Camera, Reference

START_S: Final = 60.0
"""The safety text and the questions."""

TALK_S: Final = 24.0
"""Before each stretch: what comes next and its own safety text, during the rest; and the set-up check."""

SHORT_WAY_S: Final = 9.0
LONG_WAY_S: Final = 18.0
"""Into a position and out of it again, with words, and a rest after a long hold."""

COUNTED_S: Final = 3.0
"""A counted movement that sets no pace."""


@dataclass(frozen=True)
class RoutineStep:
    """One stretch of a routine, ready to be done.

    Attributes:
        item: What the routine says.
        plan: What to do; its reference has the holds that are to be held.
        longer_s: By how much the longest hold is longer than the routine says; 0 where it isn't.
        deeper: Whether it is the deeper variant.
    """

    item: Item
    plan: Plan
    longer_s: float = 0.0
    deeper: bool = False

    @property
    def title(self) -> str:
        """The stretch as a person would call it, with its variant or side where it is one of several."""
        titles = [step.title for step in self.plan.steps if step.title]
        chosen = self.item.variant is not None or self.item.side in ("left", "right")
        reference = self.plan.reference.title
        if not (chosen and titles) or titles[0].lower() in reference.lower():
            return reference
        return f"{reference}: {titles[0][:1].lower()}{titles[0][1:]}"

    @property
    def amount(self) -> str:
        """How often and how long: `left and right 1 time each, 20 s`, or `1 time, 20 s; then gentle turns 5 times`."""
        # A single variant or side is in the title already.
        several = len(self.plan.steps) > 1
        sides: dict[str, list[str]] = {}
        for step in self.plan.steps:
            held = [f"{phase.hold.seconds:g} s" for phase in self.plan.phases(step) if phase.hold is not None]
            times = how_many(step.repetitions, "time")
            if held:
                words = f"{times}, {' and '.join(held)}"
            else:
                words = f"{step.title.lower()} {times}" if several and step.title else times
            sides.setdefault(words, []).append(step.side or "")
        told = []
        for words, those in sides.items():
            named = " and ".join(side for side in those if several and side in ("left", "right"))
            each = words.replace(",", " each,", 1) if " and " in named else words
            told.append(f"{named} {each}".strip())
        return "; then ".join(told)

    @property
    def camera(self) -> Camera:
        """Where the camera must stand at the beginning."""
        return self.plan.camera(self.plan.steps[0])

    @property
    def camera_after(self) -> Camera:
        """Where it stands at the end."""
        return self.plan.camera(self.plan.steps[-1])

    @property
    def seconds(self) -> float:
        """About how long it takes, rest and words included."""
        return max(TALK_S, self.item.rest_s) + sum(_seconds(self.plan, step) for step in self.plan.steps)


@dataclass(frozen=True)
class RoutinePlan:
    """The stretches of a routine, in order.

    Attributes:
        routine: What it was made from.
        steps: At least one.
    """

    routine: Routine
    steps: tuple[RoutineStep, ...]

    @property
    def minutes(self) -> int:
        """About how long it takes."""
        return max(1, round((START_S + sum(step.seconds for step in self.steps)) / 60))

    @property
    def extent(self) -> str:
        """How many stretches and about how many minutes, in words."""
        count = len(self.steps)
        stretches = "one stretch" if count == 1 else f"{number(count)} stretches"
        return f"{stretches}, about {number(self.minutes)} {'minute' if self.minutes == 1 else 'minutes'}"


def plan_routine(
    routine: Routine, references: Mapping[str, Reference], past: Sequence[PastSession] = ()
) -> RoutinePlan:
    """Plan a routine.

    Args:
        routine: It has been checked against the references.
        references: By name.
        past: Earlier sessions in the order of time, for holds that grow over weeks; none for the routine as it is.
    """
    return RoutinePlan(routine, tuple(_planned(item, references[item.pose], past) for item in routine.items))


def _planned(item: Item, reference: Reference, past: Sequence[PastSession]) -> RoutineStep:
    plan = make_plan(reference, item.variant, item.side, item.repetitions, item.hold_s)
    variants = [name for step in plan.steps for name in step.variants]
    phases = {phase.name: phase.hold for step in plan.steps for phase in plan.phases(step) if phase.hold is not None}
    today = {name: grown(hold, past, reference.name, variants, name) for name, hold in phases.items()}
    if item.deeper is not None and today and all(each.ready for each in today.values()):
        # With the hold that the reference has for it: deeper comes instead of longer.
        further = _planned(replace(item, variant=item.deeper, deeper=None, hold_s=None), reference, past)
        return replace(further, deeper=True)
    longer_s = max((today[name].seconds - hold.seconds for name, hold in phases.items()), default=0.0)
    longer = with_holds(reference, {name: each.seconds for name, each in today.items()})
    return RoutineStep(item, make_plan(longer, item.variant, item.side, item.repetitions), longer_s)


def _seconds(plan: Plan, step: Step) -> float:
    """About how long one side of a stretch takes."""
    phases = plan.phases(step)
    held_s = sum(phase.hold.seconds for phase in phases if phase.hold is not None)
    counted_s = sum(max(COUNTED_S, phase.count.seconds) for phase in phases if phase.count is not None)
    words_s = spoken_s(phases[0].instruction)
    if counted_s:
        return words_s + LONG_WAY_S + step.repetitions * counted_s
    return words_s + step.repetitions * (held_s + (LONG_WAY_S if held_s >= LONG_HOLD_S else SHORT_WAY_S))
