"""What a phase wants of a measure: its checks' targets, and where no check speaks of it, what its gates let in."""

from __future__ import annotations

from dataclasses import dataclass

from posecheck.measures.body import Side
from posecheck.references.schema import Band, Check, Gate, Phase, SidePolicy, Variant


@dataclass(frozen=True)
class Targets:
    """What a phase of a variant wants of each measure.

    Attributes:
        phase: With only the gates and checks that apply to the variant, as `Reference.phases_of` gives it.
        variant: The variant.
    """

    phase: Phase
    variant: Variant

    def of(self, measure: str, side: Side | None = None) -> float | None:
        """Return the target of a measure; without a check, what the gate lets in that is nearest to 0; or None."""
        checked = self.checked(measure, side)
        return self.gated(measure, side) if checked is None else checked

    def checked(self, measure: str, side: Side | None = None) -> float | None:
        """Return the target of a measure's check, or None."""
        for check in self.phase.checks:
            if check.measure == measure and (side is None or side in self._sides(check)):
                return check.target
        return None

    def gated(self, measure: str, side: Side | None = None) -> float | None:
        """Return the value nearest to 0 that a measure's gate lets in, or None."""
        for gate in self.phase.gates:
            if gate.measure == measure and (side is None or side in self._sides(gate)):
                return _nearest(gate.enter, 0.0)
        return None

    @property
    def chest_up(self) -> float:
        """Where the chest should point: positive up (supine), negative down (prone), 0 when nothing is said."""
        return self.of("chest_elevation") or 0.0

    def _sides(self, condition: Check | Gate) -> frozenset[Side]:
        """The limbs that a condition speaks of; a body that is asked about its visible side only is symmetrical."""
        active = frozenset(Side) if self.variant.side is None else frozenset({self.variant.side})
        return {
            SidePolicy.ACTIVE: active,
            SidePolicy.OTHER: frozenset(Side) - active,
            SidePolicy.LEFT: frozenset({Side.LEFT}),
            SidePolicy.RIGHT: frozenset({Side.RIGHT}),
        }.get(condition.side, frozenset(Side))


def is_about(gate: Gate, check: Check) -> bool:
    """Return whether a gate looks at the same measure of the same limb as a check, in some variant."""
    shared = not gate.variants or not check.variants or bool(set(gate.variants) & set(check.variants))
    return (gate.measure, gate.side) == (check.measure, check.side) and shared


def _nearest(band: Band, value: float) -> float:
    return min(max(value, band.low), band.high)
