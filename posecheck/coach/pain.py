"""Pain on the numeric rating scale: asked for kindly, answered by number keys, never insisted on."""

from __future__ import annotations

from typing import Final

NONE: Final = 0
WORST: Final = 10
"""The ends of the numeric rating scale: no pain, and the worst that can be imagined."""

RISE: Final = 2
"""A rating that is this much higher than before is a reason to stop: the least change that people take for a real one
(Farrar et al. 2001)."""

TYPING_S: Final = 1.0
"""A rating counts once no key was pressed for this long: a 1 may become a 10, and a slip can be mended."""

WAIT_S: Final = 12.0
"""Whoever doesn't answer for this long after the question doesn't want to."""


def has_risen(before: int, now: int) -> bool:
    """Return whether pain has risen so much that it is better to stop."""
    return now - before >= RISE


class Typing:
    """Reads a rating from number keys.

    Attributes:
        rating: What was typed so far; None for nothing.
    """

    def __init__(self) -> None:
        self.rating: int | None = None
        self._since_s = 0.0

    def digit(self, digit: int, time_s: float) -> None:
        """Take a number key: 1 and then 0 is a ten, any other key takes the place of the one before."""
        ten = self.rating == 1 and digit == 0
        self.rating, self._since_s = WORST if ten else digit, time_s

    def settled(self, time_s: float) -> bool:
        """Return whether a rating was typed and no key came since for long enough."""
        return self.rating is not None and time_s - self._since_s >= TYPING_S
