"""The time between two stretches of a routine: a rest, a camera that is moved, and somebody who is ready again."""

from __future__ import annotations

import math
from typing import Final

from posecheck.coach import routine_phrases
from posecheck.coach.countdown import HoldCounts
from posecheck.coach.guidance import Countdown
from posecheck.coach.judgement import HoldPhase, HoldState
from posecheck.coach.setup import TOO_NEAR_TRUNK, SetupFacts
from posecheck.coach.speaking import Speaking
from posecheck.coach.waiting import PATIENCE_S, Acknowledgement

MOVE_S: Final = 20.0
"""Whoever was asked to move the camera, and hasn't left the picture for that, may have done so out of its sight."""


class Interval:
    """Waits until the next stretch can begin.

    Args:
        words: What is said with.
        begin_s: Session time of its beginning.
        rest_s: Seconds of rest.
        moved: Whether the camera has to be moved.
        voice: Whether the words are spoken; otherwise they are given time to be read.
    """

    def __init__(self, words: Speaking, begin_s: float, rest_s: float, *, moved: bool, voice: bool) -> None:
        self._words = words
        self._begin_s, self._rest_s = begin_s, rest_s
        self._moved = moved
        self._was_away = False
        self._said_s = math.inf
        self._counts = HoldCounts()
        self._acknowledged = Acknowledgement(voice=voice)

    def rest(self, now_s: float) -> Countdown | None:
        """Return the rest that runs down; None when it is over."""
        passed_s = now_s - self._begin_s
        return Countdown(passed_s, self._rest_s) if passed_s < self._rest_s else None

    def update(self, facts: SetupFacts, now_s: float) -> bool:
        """Take a moment, and return whether the next stretch can begin."""
        words, rest = self._words, self.rest(now_s)
        if rest is not None:
            count = self._counts.due(HoldState(HoldPhase.HOLDING, rest.passed_s, rest.total_s))
            if words.done:
                words.maybe(count)
        if words.done:
            self._said_s = min(self._said_s, now_s)
        # To move the camera one walks up to it, or out of its sight.
        self._was_away = self._was_away or not facts.seen or (facts.trunk or 0.0) > TOO_NEAR_TRUNK
        placed = not self._moved or self._was_away or now_s - self._said_s >= MOVE_S
        taken_in = self._acknowledged.update(now_s, seen=facts.seen, said=words.done)
        if not facts.seen and words.quiet_s >= PATIENCE_S:
            words.later(routine_phrases.COME_BACK_WHEN_READY)
        return taken_in and placed and rest is None
