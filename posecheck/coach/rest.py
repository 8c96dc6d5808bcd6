"""Telling a rest from a stretch that looks the same: by what else is done between."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from posecheck.coach.checks import Gating, PhaseGates
from posecheck.coach.observation import Observation
from posecheck.references.schema import Effort

EFFORT_S: Final = 3.0
"""Something else is done by who does it this long in all: as long as the shortest hold of it. Whoever lifts the hips to
lie better has done so sooner."""

MAX_STEP_S: Final = 1.0
"""Nobody knows what was done in a longer time without a frame."""


class RestWatch:
    """Waits for what shows that somebody only rests in a stretch's position.

    Args:
        efforts: What one rests from like this.

    Attributes:
        effort: What was done; None while nothing was.
    """

    def __init__(self, efforts: Iterable[Effort]) -> None:
        self.effort: Effort | None = None
        self._gates = [(effort, PhaseGates(effort.gates, None)) for effort in efforts]
        self._done_s = [0.0 for _ in self._gates]
        self._last_s: float | None = None

    def update(self, seen: Observation) -> None:
        """Take the next moment; nothing that comes later takes back what was seen."""
        last_s, self._last_s = self._last_s, seen.time_s
        if self.effort is not None or last_s is None or seen.time_s - last_s > MAX_STEP_S:
            return
        for place, (effort, gates) in enumerate(self._gates):
            if gates.gating(seen, False) is Gating.PASSED:
                self._done_s[place] += seen.time_s - last_s
                if self._done_s[place] >= EFFORT_S:
                    self.effort = effort
