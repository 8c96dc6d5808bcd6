"""Counting movements: each time a counted phase is reached counts once, and is kept with what was wrong about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from posecheck.coach.judgement import CheckResult, CountRecord, Event, EventKind, Fault
from posecheck.coach.tally import Tally
from posecheck.references.schema import Phase

TOO_QUICK: Final = "Slowly."
PACE: Final = "pace"
"""What a count that came too soon after the one before has as a fault, beside those of the checks."""

TELL_EVERY_S: Final = 5.0
"""Before somebody is told to slow down again."""

SHOWN_S: Final = 2.0


@dataclass
class _Movement:
    phase: Phase
    start_s: float
    end_s: float
    quick: bool
    tally: Tally = field(default_factory=Tally)


class Counting:
    """Follows the counted phases of a variant.

    Args:
        pose: Name of the reference.
        variant: Name of the variant.
        phases: Its phases.

    Attributes:
        records: The counted movements that are over, in order.
        done: How often each counted phase was reached, by its name.
    """

    def __init__(self, pose: str, variant: str, phases: Iterable[Phase]) -> None:
        self._pose, self._variant = pose, variant
        self.records: list[CountRecord] = []
        self.done: Counter[str] = Counter({phase.name: 0 for phase in phases if phase.count is not None})
        self._open: _Movement | None = None
        self._last_s: float | None = None
        self._told_s: float | None = None

    @property
    def cycles(self) -> int:
        """How often all counted phases were reached; 0 where there are none."""
        return min(self.done.values(), default=0)

    def cue(self, now_s: float) -> str:
        """Return what is to be shown about the pace now; empty for nothing."""
        return TOO_QUICK if self._told_s is not None and now_s - self._told_s < SHOWN_S else ""

    def reach(self, phase: Phase, start_s: float, now_s: float) -> list[Event]:
        """Begin a counted movement and return what happened.

        Args:
            phase: The counted phase that was reached.
            start_s: Since when.
            now_s: The moment that this is known.
        """
        count = phase.count
        if count is None:
            raise ValueError(f"the phase {phase.name} is not counted")
        quick = self._last_s is not None and start_s - self._last_s < count.seconds
        self._open = _Movement(phase, start_s, now_s, quick)
        self._last_s = start_s
        before = self.cycles
        self.done[phase.name] += 1
        events = [Event(EventKind.COUNTED, start_s, phase.name)]
        if self.cycles > before:
            events.append(Event(EventKind.REPETITION, start_s, phase.name, str(self.cycles)))
        if quick and (self._told_s is None or now_s - self._told_s >= TELL_EVERY_S):
            self._told_s = now_s
            events.append(Event(EventKind.CUE, now_s, phase.name, TOO_QUICK, PACE))
        return events

    def stay(self, checks: tuple[CheckResult, ...], score: float | None, now_s: float) -> None:
        """Take a moment within the counted phase that was reached last."""
        if self._open is not None:
            self._open.tally.add(checks, score, now_s - self._open.end_s)
            self._open.end_s = now_s

    def leave(self) -> None:
        """End the movement that is under way, if there is one."""
        movement, self._open = self._open, None
        if movement is None:
            return
        pace = (Fault(PACE, TOO_QUICK, 1.0),) if movement.quick else ()
        side = movement.phase.count.side if movement.phase.count else None
        self.records.append(
            CountRecord(
                pose=self._pose,
                variant=self._variant,
                phase=movement.phase.name,
                side=side.value if side else None,
                start_s=movement.start_s,
                end_s=movement.end_s,
                score=movement.tally.score,
                faults=(*pace, *movement.tally.faults()),
            )
        )
