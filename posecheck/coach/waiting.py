"""What the guide waits for: that the safety text was taken in, and that a hint is due."""

from __future__ import annotations

import math
from typing import Final

STAND_S: Final = 3.0
"""Standing in the picture this long, after the safety text, acknowledges it."""

READ_S: Final = 8.0
"""How long the safety text is shown at least where it isn't spoken."""

PATIENCE_S: Final = 20.0
"""Before an instruction that was not followed yet is repeated."""

HINT_S: Final = 1.5
"""One thing must be in the way of the pose this long before it is spoken of."""

HINT_EVERY_S: Final = 6.0


class Acknowledgement:
    """Whether somebody has stood in the picture long enough for having seen or heard the safety text.

    Args:
        voice: Whether the text is spoken; otherwise it is given time to be read.
    """

    def __init__(self, *, voice: bool) -> None:
        self._voice = voice
        self._shown_since_s: float | None = None
        self._seen_since_s: float | None = None

    def update(self, time_s: float, *, seen: bool, said: bool) -> bool:
        """Take a moment; return whether to go on.

        Args:
            time_s: Media time.
            seen: Whether somebody is in the picture.
            said: Whether all of the text was spoken.
        """
        if self._shown_since_s is None:
            self._shown_since_s = time_s
        if not seen:
            self._seen_since_s = None
            return False
        if self._seen_since_s is None:
            self._seen_since_s = time_s
        taken_in = said if self._voice else time_s - self._shown_since_s >= READ_S
        return taken_in and time_s - self._seen_since_s >= STAND_S


class Hints:
    """Which hint is due on the way into the pose."""

    def __init__(self) -> None:
        self._hint, self._since_s = "", 0.0
        self._told_s: dict[str, float] = {}

    def update(self, hint: str, time_s: float, *, free: bool) -> str:
        """Take the hint of a moment, empty for none; return what is to be said now.

        Args:
            hint: What would get the person into the pose.
            time_s: Media time.
            free: Whether nothing else is being said.
        """
        if hint != self._hint:
            self._hint, self._since_s = hint, time_s
        told_s = time_s - self._told_s.get(hint, -math.inf)
        if not (hint and free and time_s - self._since_s >= HINT_S and told_s >= HINT_EVERY_S):
            return ""
        self._told_s[hint] = time_s
        return hint
