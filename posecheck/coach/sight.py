"""Trouble with seeing the person: what kind, and when it is told. Tracking drops frames now and then."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from posecheck.coach.judgement import Event, EventKind, Sight
from posecheck.measures.body import View
from posecheck.references.schema import Camera

SIGHT_PATIENCE_S: Final = 1.5
"""Trouble must last this long before it is told."""

LOST: Final = "I can't see you. Stay relaxed."

_PLURAL: Final = {"knee": "knees", "hip": "hips", "ankle": "feet", "wrist": "hands", "elbow": "arms"}


@dataclass(frozen=True)
class Place:
    """Where somebody is to the camera, for one stretch.

    Attributes:
        sight: Clear when there and turned as the camera must see them.
        text: What to say when not.
        gated: Whether the phases can be told from there, though perhaps not scored.
    """

    sight: Sight
    text: str = ""
    gated: bool = False


def places(camera: Camera) -> dict[View | None, Place]:
    """Return what every view of somebody comes to for a stretch that wants the camera there; None is nobody seen."""
    turned: dict[View | None, Place] = {
        view: Place(Sight.CLEAR, gated=True) if view in camera.views else Place(Sight.WRONG_VIEW, camera.turn)
        for view in View
    }
    if View.OBLIQUE in camera.views:
        turned[View.OBLIQUE] = Place(Sight.OBLIQUE, camera.turn, gated=True)
    return {None: Place(Sight.LOST, LOST), **turned}


def hidden(measure: str) -> tuple[Sight, str]:
    """Return what to say when a measure that decides can't be taken: `knee_flexion` needs the knees."""
    part = next((plural for part, plural in _PLURAL.items() if measure.startswith(part)), "whole body")
    return Sight.HIDDEN, f"I can't see your {part}."


class SightWatch:
    """Tells of trouble once it has lasted, and takes it back when it is over.

    Attributes:
        told: The trouble that was told last; clear when that is over.
        cue: What is to be shown while it lasts; empty for nothing.
        calm: Whether there was no trouble in the last moment, and none is to be taken back.
    """

    def __init__(self) -> None:
        self.told = Sight.CLEAR
        self.cue = ""
        self.calm = True
        self._since_s: float | None = None

    def update(self, sight: Sight, text: str, time_s: float) -> Event | None:
        """Take a moment; return what is to be told now: the text of new trouble, or an empty one when it is over."""
        self.calm = sight is Sight.CLEAR
        if self.calm:
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
