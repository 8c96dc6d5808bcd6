"""What a draft says of each measure that it may use: a title, the part of the body, and plain corrections."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from posecheck.references.schema import Band, Region

ANYWHERE: Final = Band()


@dataclass(frozen=True)
class Draftable:
    """A measure that a draft may use.

    Attributes:
        name: Of the check.
        title: Of the check.
        region: Part of the body.
        rest: Its value standing or lying straight with the arms by the sides; None for an orientation in space.
        unlike: A difference from that which nobody overlooks.
        cue_low: What to say below green.
        cue_high: What to say above green.
        ends: Beyond these the measure cannot go, and a band is open.
    """

    name: str
    title: str
    region: Region
    rest: float | None
    unlike: float
    cue_low: str = ""
    cue_high: str = ""
    ends: Band = ANYWHERE

    def hint(self, *, low: bool) -> str:
        """Return what to say to somebody who is kept out for being too low, or too high."""
        return self.cue_low if low else self.cue_high


_JOINT: Final = Band(1.0, math.inf)
"""A joint that cannot be straighter than straight: a band that reaches 0 is open."""

SAGITTAL: Final[dict[str, Draftable]] = {
    "trunk_elevation": Draftable("trunk", "trunk", Region.CORE, None, 1.0, ends=Band(-89.0, 89.0)),
    "chest_elevation": Draftable("chest", "chest", Region.CORE, None, 1.0, ends=Band(-89.0, 89.0)),
    "shank_elevation": Draftable("shank", "lower leg", Region.LEGS, None, 1.0, ends=Band(-89.0, 89.0)),
    "hip_flexion": Draftable(
        "hip", "hips", Region.CORE, 0.0, 35.0, "Fold a little more at the hips.", "Open your hips a little."
    ),
    "knee_flexion": Draftable(
        "knee",
        "knees",
        Region.LEGS,
        0.0,
        35.0,
        "Bend your knee a little more.",
        "Straighten your knee a little.",
        _JOINT,
    ),
    "shoulder_flexion": Draftable(
        "arm", "arms", Region.ARMS, 5.0, 40.0, "Lift your arms a little more.", "Lower your arms a little."
    ),
    "elbow_flexion": Draftable(
        "elbow", "elbows", Region.ARMS, 10.0, 45.0, "Bend your elbows a little more.", "Lengthen your arms.", _JOINT
    ),
}
"""Seen from the side."""

FRONTAL: Final[dict[str, Draftable]] = {
    "trunk_elevation": SAGITTAL["trunk_elevation"],
    "foot_lift": Draftable(
        "foot", "foot", Region.LEGS, 0.0, 0.3, "Lift your foot a little higher.", "Lower your foot a little.",
        Band(0.01, math.inf),
    ),
    "knee_flexion_frontal": SAGITTAL["knee_flexion"],
    "shoulder_abduction": Draftable(
        "arm", "arms", Region.ARMS, 12.0, 40.0, "Lift your arms a little more.", "Lower your arms a little.", _JOINT
    ),
    "elbow_flexion_frontal": Draftable(
        "elbow", "elbows", Region.ARMS, 12.0, 45.0, "Bend your elbows a little more.", "Lengthen your arms.", _JOINT
    ),
}  # fmt: skip
"""Seen from the front or the rear."""

DRAFTABLE: Final = {**SAGITTAL, **FRONTAL}
