"""How fast a live session is: delays and costs, as medians and 95th percentiles of the last minutes."""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass, field
from typing import Final

import numpy as np

KEPT: Final = 5000
"""Values of each kind that are kept: memory stays flat however long a session is."""


def _values() -> deque[float]:
    return deque(maxlen=KEPT)


@dataclass
class LiveStats:
    """Times in seconds, collected by the threads of a session.

    Attributes:
        display_s: From the capture of a picture to its being shown.
        landmarks_s: From the capture of a picture to its landmarks' being shown for the first time.
        inference_s: Finding the landmarks in a picture.
        judging_s: Measures, coach and guide.
        drawing_s: Overlay and guidance.
        interval_s: Between two pictures of the camera that were shown.
        firsts_s: When "words" were said, a "picture" and "landmarks" were shown for the first time, by the monotonic
            clock.
    """

    display_s: deque[float] = field(default_factory=_values)
    landmarks_s: deque[float] = field(default_factory=_values)
    inference_s: deque[float] = field(default_factory=_values)
    judging_s: deque[float] = field(default_factory=_values)
    drawing_s: deque[float] = field(default_factory=_values)
    interval_s: deque[float] = field(default_factory=_values)
    firsts_s: dict[str, float] = field(default_factory=dict)
    _last_shown_s: float | None = None
    _last_landmarks_s: float | None = None

    def shown(self, now_s: float, drawing_s: float, picture_s: float, landmarks_s: float | None) -> None:
        """Note that a picture was shown.

        Args:
            now_s: When, by the monotonic clock, as the times below.
            drawing_s: How long it took to draw on it.
            picture_s: When it was captured.
            landmarks_s: When the picture was captured that its landmarks are of; None when it has none.
        """
        self.drawing_s.append(drawing_s)
        self.display_s.append(now_s - picture_s)
        if landmarks_s is not None and landmarks_s != self._last_landmarks_s:
            self._last_landmarks_s = landmarks_s
            self.landmarks_s.append(now_s - landmarks_s)
        if self._last_shown_s is not None:
            self.interval_s.append(now_s - self._last_shown_s)
        self._last_shown_s = now_s

    def mark(self, what: str) -> None:
        """Note when something happens for the first time."""
        if what not in self.firsts_s:
            self.firsts_s[what] = time.monotonic()

    def lines(self) -> list[str]:
        """Return a table as lines of text, milliseconds."""
        rows = (
            ("capture to display, picture", self.display_s),
            ("capture to display, landmarks", self.landmarks_s),
            ("inference", self.inference_s),
            ("measures, coach and guide", self.judging_s),
            ("overlay", self.drawing_s),
            ("between two pictures", self.interval_s),
        )
        table = [f"{'milliseconds':31}{'median':>8}{'p95':>8}{'count':>8}"]
        for name, values in rows:
            if values:
                median, high = (1000 * value for value in percentiles(values))
                table.append(f"{name:31}{median:8.1f}{high:8.1f}{len(values):8}")
        return table


def percentiles(values: deque[float]) -> tuple[float, float]:
    """Return median and 95th percentile."""
    median, high = np.percentile(np.array(list(values)), (50, 95))
    return float(median), float(high)
