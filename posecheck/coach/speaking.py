"""Pacing of what is said: one utterance at a time, so that none is dropped for having waited too long."""

import math
from collections import deque
from collections.abc import Sequence
from typing import Final

from posecheck.coach.guidance import Announcement, Tone
from posecheck.coach.phrases import spoken_s

CAPTION_S: Final = 1.5
"""Words stay on the screen this much longer than it takes to say them."""


class Speaking:
    """Collects the announcements of a moment. Speech is expected to take as long as `phrases.spoken_s` says.

    Attributes:
        free_s: When the voice is expected to be free; the past when it is.
    """

    def __init__(self) -> None:
        self.free_s = -math.inf
        self._now_s = 0.0
        self._waiting: deque[str] = deque()
        self._out: list[Announcement] = []
        self._caption, self._caption_until_s = "", -math.inf

    @property
    def caption(self) -> str:
        """What was said last, for as long as it is to be read."""
        return self._caption if self._now_s <= self._caption_until_s else ""

    @property
    def done(self) -> bool:
        """Whether everything was said."""
        return not self._waiting and self._now_s >= self.free_s

    @property
    def left_s(self) -> float:
        """How long it takes to say what is being said and what waits; negative or 0 when nothing is."""
        return self.free_s - self._now_s + sum(map(spoken_s, self._waiting))

    @property
    def quiet_s(self) -> float:
        """How long nothing was said; negative while something is."""
        return -1.0 if self._waiting else self._now_s - self.free_s

    def tick(self, time_s: float) -> None:
        """Go on to a moment."""
        self._now_s = time_s
        if self._waiting and time_s >= self.free_s:
            self._speak(self._waiting.popleft(), urgent=False)

    def later(self, text: str) -> None:
        """Say a text when its turn comes."""
        if text:
            self._waiting.append(text)
            self.tick(self._now_s)

    def now(self, text: str) -> None:
        """Say a text now, whatever is being said."""
        if text:
            self._speak(text, urgent=True)

    def in_turn(self, texts: Sequence[str]) -> None:
        """Say the first text now, whatever is being said, and the others after it."""
        first, *more = texts
        self.now(first)
        for text in more:
            self.later(text)

    def maybe(self, text: str) -> None:
        """Say a text now if the voice is free or soon free; otherwise it is dropped, because its moment is gone."""
        if text:
            self._speak(text, urgent=False)

    def tone(self, tone: Tone) -> None:
        """Make a short sound."""
        self._out.append(Announcement(self._now_s, tone=tone))

    def skip(self, text: str) -> None:
        """Drop a text that waits and has become pointless."""
        self._waiting = deque(waiting for waiting in self._waiting if waiting != text)

    def forget(self) -> None:
        """Drop what waits: it belongs to a stage that is over."""
        self._waiting.clear()

    def flush(self) -> tuple[Announcement, ...]:
        """Return what is to be heard now."""
        said, self._out = tuple(self._out), []
        return said

    def _speak(self, text: str, *, urgent: bool) -> None:
        self._out.append(Announcement(self._now_s, text, urgent=urgent))
        self.free_s = (self._now_s if urgent else max(self._now_s, self.free_s)) + spoken_s(text)
        self._caption, self._caption_until_s = text, self.free_s + CAPTION_S
