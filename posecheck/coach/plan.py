"""What a session goes through: which variants count, on which side, how often."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from posecheck.errors import UsageError
from posecheck.references.routine import SIDES
from posecheck.references.schema import Camera, Phase, Reference, SidePolicy, Variant


@dataclass(frozen=True)
class Step:
    """One side of a stretch, or all of it where there are no sides.

    Attributes:
        variants: Names of the variants that count, the one that is shown and spoken of first.
        side: `left`, `right`, `both` (at once), or None where the stretch has no sides.
        title: The variant as a person would call it; empty where the person may choose among several.
        repetitions: How often it is done.
    """

    variants: tuple[str, ...]
    side: str | None
    title: str = ""
    repetitions: int = 1


@dataclass(frozen=True)
class Plan:
    """The steps of a session, in order.

    Attributes:
        reference: The stretch, with the variants of the steps only, and with the holds that are to be held.
        steps: At least one.
    """

    reference: Reference
    steps: tuple[Step, ...]

    @property
    def asks_form(self) -> bool:
        """Whether there is any form that could be corrected: without, a score says nothing."""
        return any(check.judges for step in self.steps for phase in self.phases(step) for check in phase.checks)

    def phases(self, step: Step) -> tuple[Phase, ...]:
        """The phases of a step, in order."""
        return self.reference.phases_of(self.reference.variant(step.variants[0]))

    def camera(self, step: Step) -> Camera:
        """Where the camera stands for a step."""
        return self.reference.camera_of(self.reference.variant(step.variants[0]))


def make_plan(
    reference: Reference,
    variant: str | None = None,
    side: str | None = None,
    repetitions: int | None = None,
    hold_s: float | None = None,
) -> Plan:
    """Plan a session.

    A stretch with a sequence is gone through in that order. Where it has sides, both are done, left before right,
    unless a side or a variant is asked for. Where it has none, every variant that goes through the same phases as the
    first one counts: the arms of child pose may lie in front or behind.

    Args:
        reference: The stretch.
        variant: Only this variant.
        side: `left`, `right`, or `both` one after the other.
        repetitions: How often each step is done, in place of the reference's number.
        hold_s: Seconds to hold, in place of the reference's; for every held phase.

    Raises:
        UsageError: There is no such variant or side, or both are asked for and don't go together.
    """
    if side is not None and side not in SIDES:
        raise UsageError(f'there is no side "{side}": choose {", ".join(SIDES)}')
    steps = _steps(reference, variant, side)
    if repetitions is not None:
        steps = tuple(replace(step, repetitions=repetitions) for step in steps)
        variants = tuple(replace(each, repetitions=repetitions) for each in reference.variants)
        reference = replace(reference, repetitions=repetitions, variants=variants)
    if hold_s is not None:
        reference = with_holds(reference, {phase.name: hold_s for phase in reference.phases})
    names = {name for step in steps for name in step.variants}
    chosen = replace(reference, variants=tuple(each for each in reference.variants if each.name in names))
    return Plan(chosen, steps)


def with_holds(reference: Reference, seconds: Mapping[str, float]) -> Reference:
    """Return the reference with other seconds to hold, by the names of its phases."""
    phases = tuple(
        replace(phase, hold=replace(phase.hold, seconds=seconds[phase.name]))
        if phase.hold is not None and phase.name in seconds
        else phase
        for phase in reference.phases
    )
    return replace(reference, phases=phases)


def _steps(reference: Reference, variant: str | None, side: str | None) -> tuple[Step, ...]:
    sided = {each.side.value: each for each in reference.variants if each.side is not None}
    if variant is not None:
        asked = next((each for each in reference.variants if each.name == variant), None)
        if asked is None:
            names = ", ".join(each.name for each in reference.variants)
            raise UsageError(f'{reference.name} has no variant "{variant}": choose from {names}')
        if side is not None and (asked.side is None or asked.side.value != side):
            raise UsageError(f"the variant {variant} is not done on the {side} side: leave out --side or --variant")
        return (_step(reference, asked),)
    if reference.sequence and side is None:
        return tuple(_step(reference, reference.variant(name)) for name in reference.sequence)
    if sided:
        wanted = tuple(sorted(sided)) if side is None else ("left", "right") if side == "both" else (side,)
        if any(each not in sided for each in wanted):
            raise UsageError(f"{reference.name} is done on the {' and '.join(sided)} side only")
        return tuple(_step(reference, sided[each]) for each in wanted)
    if side is not None:
        raise UsageError(f"{reference.name} has no sides: leave out --side")
    first = reference.variants[0]
    alike = tuple(each.name for each in reference.variants if each.phases == first.phases)
    title = first.title if len(alike) == 1 and len(reference.variants) > 1 else ""
    return (Step(alike, None, title, reference.repetitions_of(first)),)


def _step(reference: Reference, variant: Variant) -> Step:
    repetitions = reference.repetitions_of(variant)
    if variant.side is not None:
        return Step((variant.name,), variant.side.value, variant.title, repetitions)
    # Both limbs at once, such as both knees, where single ones can be done too.
    active = any(gate.side is SidePolicy.ACTIVE for phase in reference.phases_of(variant) for gate in phase.gates)
    title = variant.title if len(reference.variants) > 1 else ""
    return Step((variant.name,), "both" if active else None, title, repetitions)
