"""Watching the safety limits of a phase: how far and how fast."""

import math
from collections import deque
from dataclasses import dataclass
from typing import Final

from posecheck.coach.observation import Observation
from posecheck.references.schema import Limit, Phase

SPEED_WINDOW_S: Final = 0.3
"""Speed is taken over this time; shorter windows measure noise."""

REPEAT_S: Final = 5.0
"""Before the same warning is said again."""

SHOWN_S: Final = 2.0
"""How long a warning stays after its cause is gone."""


@dataclass(frozen=True)
class SafetyWarning:
    """What the watch says of a moment.

    Attributes:
        cue: The warning in force; empty when there is none.
        say: Whether it is to be said now.
        stop: Whether the hold must pause: the limit on how far is broken.
    """

    cue: str = ""
    say: bool = False
    stop: bool = False


class SafetyWatch:
    """Remembers the last moments of the limited measures.

    Attributes:
        cue: The warning in force; empty when there is none.
    """

    def __init__(self) -> None:
        self.cue = ""
        self._past: dict[str, deque[tuple[float, float]]] = {}
        self._said_s = -math.inf
        self._until_s = -math.inf

    def update(self, phase: Phase, seen: Observation) -> SafetyWarning:
        """Take the next moment of a phase."""
        stop = broken = False
        for limit in phase.limits:
            value = seen.measure(limit.measure).value
            if value is None:
                self._past.pop(limit.measure, None)
                continue
            too_far = limit.value is not None and value not in limit.value
            if too_far or self._too_fast(limit, value, seen.time_s):
                self.cue = limit.cue
                self._until_s = seen.time_s + SHOWN_S
                broken = True
                stop = stop or too_far
        if seen.time_s > self._until_s:
            self.cue = ""
        say = broken and seen.time_s - self._said_s >= REPEAT_S
        if say:
            self._said_s = seen.time_s
        return SafetyWarning(self.cue, say, stop)

    def forget(self) -> None:
        """Start afresh in another phase."""
        self.cue = ""
        self._past.clear()
        self._until_s = -math.inf

    def _too_fast(self, limit: Limit, value: float, time_s: float) -> bool:
        if limit.speed is None:
            return False
        past = self._past.setdefault(limit.measure, deque())
        past.append((time_s, value))
        while time_s - past[0][0] > SPEED_WINDOW_S + 1e-6:
            past.popleft()
        then_s, then = past[0]
        return time_s - then_s > SPEED_WINDOW_S / 2 and (value - then) / (time_s - then_s) not in limit.speed
