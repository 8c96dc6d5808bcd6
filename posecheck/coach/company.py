"""Somebody else walks into the picture: told calmly, and once."""

from __future__ import annotations

from typing import Final

SETTLED_S: Final = 6.0
"""How long more than one must be seen: longer than from one count to the next, so that one false count says nothing."""

SOMEBODY_ELSE: Final = "Somebody else has come into the picture; I go on watching you."


class Company:
    """Notices that the person is no longer alone."""

    def __init__(self) -> None:
        self._was_alone = False
        self._since_s: float | None = None
        self._told = False

    def update(self, people: int | None, time_s: float, *, free: bool) -> str:
        """Take a moment; return what is to be said now, empty for nothing.

        Args:
            people: How many people were counted last; None when they weren't.
            time_s: Media time.
            free: Whether there is nothing more important to say.
        """
        if people is None or people <= 1:
            self._was_alone |= people == 1
            self._since_s = None
            return ""
        if self._since_s is None:
            self._since_s = time_s
        if self._told or not (self._was_alone and free and time_s - self._since_s >= SETTLED_S):
            return ""
        self._told = True
        return SOMEBODY_ELSE
