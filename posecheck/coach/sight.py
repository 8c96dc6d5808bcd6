"""Trouble with seeing the person: what kind, and when it is told. Tracking drops frames now and then."""

from __future__ import annotations

from typing import Final

from posecheck.coach.checks import is_oblique
from posecheck.coach.judgement import Event, EventKind, Sight
from posecheck.coach.observation import Observation
from posecheck.references.schema import Camera

SIGHT_PATIENCE_S: Final = 1.5
"""Trouble must last this long before it is told."""

LOST: Final = "I can't see you. Stay relaxed."

_PLURAL: Final = {"knee": "knees", "hip": "hips", "ankle": "feet", "wrist": "hands", "elbow": "arms"}


def place_of(seen: Observation, camera: Camera) -> tuple[Sight, str]:
    """Return whether the person is there and turned as the camera must see them, and what to say when not."""
    if seen.body is None:
        return Sight.LOST, LOST
    if seen.body.view not in camera.views:
        return Sight.WRONG_VIEW, camera.turn
    return Sight.CLEAR, ""


def angle_of(seen: Observation, camera: Camera) -> tuple[Sight, str]:
    """Return whether somebody who is well placed can be scored, too, and what to say when not."""
    return (Sight.OBLIQUE, camera.turn) if is_oblique(seen) else (Sight.CLEAR, "")


def hidden(measure: str) -> tuple[Sight, str]:
    """Return what to say when a measure that decides can't be taken: `knee_flexion` needs the knees."""
    part = next((plural for part, plural in _PLURAL.items() if measure.startswith(part)), "whole body")
    return Sight.HIDDEN, f"I can't see your {part}."


class SightWatch:
    """Tells of trouble once it has lasted, and takes it back when it is over.

    Attributes:
        told: The trouble that was told last; clear when that is over.
        cue: What is to be shown while it lasts; empty for nothing.
    """

    def __init__(self) -> None:
        self.told = Sight.CLEAR
        self.cue = ""
        self._since_s: float | None = None

    def update(self, sight: Sight, text: str, time_s: float) -> Event | None:
        """Take a moment; return what is to be told now: the text of new trouble, or an empty one when it is over."""
        if sight is Sight.CLEAR:
            self._since_s, self.cue = None, ""
            if self.told is Sight.CLEAR:
                return None
        else:
            if self._since_s is None:
                self._since_s = time_s
            if time_s - self._since_s < SIGHT_PATIENCE_S:
                self.cue = ""
                return None
            self.cue = text
            if self.told is sight:
                return None
        self.told = sight
        return Event(EventKind.SIGHT, time_s, None, self.cue)
