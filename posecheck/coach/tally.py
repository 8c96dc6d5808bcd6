"""What is collected over a hold or a counted movement for its record: the score over time, and the faults."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Final

from posecheck.coach.judgement import CheckResult, Fault, Status

MOMENT_S: Final = 0.5
"""A moment counts as no longer than this: what was done while no picture came, or nobody was seen, isn't known."""


@dataclass
class Tally:
    """Scores and faults of the moments that were added, by their length."""

    score_time: float = 0.0
    scored_s: float = 0.0
    judged_s: float = 0.0
    bad_s: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def add(self, results: tuple[CheckResult, ...], score: float | None, dt_s: float) -> None:
        """Add a moment that came `dt_s` seconds after the one before."""
        dt_s = min(dt_s, MOMENT_S)
        self.judged_s += dt_s
        if score is not None:
            self.score_time += score * dt_s
            self.scored_s += dt_s
        for result in results:
            if result.status in (Status.NEAR, Status.OFF) and result.check.weight > 0:
                self.bad_s[result.check.name][result.cue] += dt_s  # type: ignore[assignment]  # seconds, not counts

    @property
    def score(self) -> float | None:
        """The mean, 0 to 100; None when nothing could be scored."""
        return self.score_time / self.scored_s if self.scored_s > 0 else None

    def faults(self) -> tuple[Fault, ...]:
        """The faults, the most frequent first."""
        if self.judged_s <= 0:
            return ()
        found = [
            Fault(name, cues.most_common(1)[0][0], sum(cues.values()) / self.judged_s)
            for name, cues in self.bad_s.items()
        ]
        return tuple(sorted(found, key=lambda fault: (-fault.fraction, fault.check)))
