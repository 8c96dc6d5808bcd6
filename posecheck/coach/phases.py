"""Which phase of a stretch the person is in: its gates say so, and a doubtful moment changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from posecheck.coach.checks import GateVerdict, Gating, PhaseGates
from posecheck.coach.observation import Observation
from posecheck.measures.body import Side
from posecheck.references.schema import Phase

LEAVE_S: Final = 0.4
"""The gates of the current phase must fail this long before the person is taken to have left it."""

COME_S: Final = 0.2
"""The gates of another phase must pass this long before it has begun."""


class Verdicts:
    """What the gates of all phases say of a moment, as far as somebody asks.

    Args:
        gates: Of each phase, by its name.
        seen: The moment.
        current: The phase that the person is in until then, so that its wider bands hold; None for none.
    """

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


class PhaseTracker:
    """Follows somebody through the phases of a variant.

    Args:
        phases: In order, with only the gates of the variant.
        active: The variant's side.

    Attributes:
        current: The phase that the person is in; None for none.
        since_s: When the gates of a phase that was entered from another one, or is counted, first passed.
    """

    def __init__(self, phases: Sequence[Phase], active: Side | None) -> None:
        self._phases = tuple(phases)
        self._gates = {phase.name: PhaseGates(phase.gates, active) for phase in phases}
        self.current: Phase | None = None
        self.since_s = 0.0
        self._left_since_s: float | None = None
        self._coming: Phase | None = None

    def verdicts(self, seen: Observation, current: Phase | None) -> Verdicts:
        """Return what the gates say of a moment to which the person was in this phase."""
        return Verdicts(self._gates, seen, current)

    def may_begin(self, seen: Observation) -> bool:
        """Return whether somebody who is in no phase may be in one now: not the gates of every one plainly fail."""
        for gates in self._gates.values():  # noqa: SIM110 - a generator would take as long as what it goes through
            if not gates.fail(seen):
                return True
        return False

    def interrupt(self) -> None:
        """Take note of a moment that says nothing of phases: what was about to begin or to end begins anew."""
        self._coming = None
        self._left_since_s = None

    def update(self, verdicts: Verdicts, time_s: float, *, waiting: bool) -> bool:
        """Take a moment, and return whether the person is in another phase from now on, or in none any more.

        Args:
            verdicts: What the gates say.
            time_s: Media time.
            waiting: Whether a hold of the current phase is under way, so that the phase is not left for nothing.
        """
        found = self._next(verdicts)
        if found is None:
            self._coming = None
        if found is None and self.current is not None:
            # Nothing else has begun: the person stays in the phase for a moment, and for as long as its hold waits.
            if verdicts.gating(self.current) is not Gating.FAILED:
                self._left_since_s = None
                return False
            if self._left_since_s is None:
                self._left_since_s = time_s
            if waiting or time_s - self._left_since_s < LEAVE_S:
                return False
        self._left_since_s = None
        if found is self.current:
            self._coming = None
            return False
        if found is not None and (self.current is not None or found.count) and not self._has_come(found, time_s):
            return False
        self.current = found
        return True

    def _has_come(self, found: Phase, time_s: float) -> bool:
        """Whether another phase has begun for good, rather than for a frame or two."""
        if self._coming is not found:
            self._coming = found
            self.since_s = time_s
        return time_s - self.since_s >= COME_S

    def _next(self, verdicts: Verdicts) -> Phase | None:
        """The phase that the person is in: the following one if it has begun, else the current, else any other.

        A phase that is neither held nor counted and isn't the first (coming back up, lowering the arms) is only a way
        from its predecessor to its successor and is never entered from elsewhere. A counted phase lasts for as long as
        its wider bands hold, so that a wobble is no second movement, and comes before whatever is only passed through.
        """
        passed = [phase for phase in self._phases if verdicts.gating(phase) is Gating.PASSED]
        if self.current is None:
            order = list(self._phases)
        else:
            place = self._phases.index(self.current)
            following = self._phases[(place + 1) % len(self._phases)]
            order = [*self._phases[place + 1 :], *self._phases[:place]]
            staying = self.current in passed
            if staying and self.current.count is not None:
                return self.current
            if following in passed:
                return following
            if staying:
                return next((p for p in order if p in passed and p.count is not None), self.current)
        return next((p for p in order if p in passed and (p.hold or p.count or p is self._phases[0])), None)
