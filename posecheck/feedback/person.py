"""The landmarks as the overlay draws them: in the picture's own pixels, with what is safe to show."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from posecheck.coach.judgement import Judgement
from posecheck.feedback.box import Box
from posecheck.feedback.flesh import flesh
from posecheck.measures.body import FRAME_MARGIN, MIN_VISIBILITY, Side, View
from posecheck.measures.geometry import Point
from posecheck.pose.landmarks import Landmark, Landmarks

FAR_MIN_VISIBILITY: Final = 0.5
"""A far limb behind the body is a guess that would only clutter the picture."""

HEAD_AND_HANDS: Final = 0.07
"""By which share of its extent a body reaches beyond its outermost landmarks: crown, finger tips, clothes."""

JOINTS: Final = ("ear", "shoulder", "elbow", "wrist", "hip", "knee", "ankle", "heel", "foot_index")

INDEX: Final[dict[tuple[Side, str], int]] = {
    (side, name): int(Landmark[f"{side.value}_{name}".upper()]) for side in Side for name in JOINTS
}


def mirrored(landmarks: Landmarks) -> Landmarks:
    """Return the landmarks for the mirror image of their frame: x is turned round, left stays the person's left.

    Mirror the picture and the landmarks, then draw: the overlay's words are never mirrored. For drawing only: the
    coach judges the landmarks as the camera saw them.
    """
    image_px = landmarks.image_px.copy()
    image_px[:, 0] = landmarks.width_px - image_px[:, 0]
    world_m = landmarks.world_m.copy()
    world_m[:, 0] = -world_m[:, 0]
    return replace(landmarks, image_px=image_px, world_m=world_m)


@dataclass(frozen=True, eq=False)
class Person:
    """Somebody to be drawn.

    Attributes:
        points_px: Array of shape `(33, 2)` in pixels of the picture that is drawn on.
        shown: Array of shape `(33,)`, bool: whether a point is in the picture and more than a guess.
        near: The side towards the camera; None from the front and the rear, where both count the same.
    """

    points_px: NDArray[np.float64]
    shown: NDArray[np.bool_]
    near: Side | None

    @classmethod
    def of(cls, landmarks: Landmarks, judgement: Judgement, width_px: int, height_px: int) -> Person:
        """Read landmarks for a picture of this size, which may be another than the one they were found in."""
        scale = (width_px / max(1, landmarks.width_px), height_px / max(1, landmarks.height_px))
        points = landmarks.image_px * np.array(scale)
        frontal = judgement.view in (View.FRONT, View.REAR)
        near = None if frontal else judgement.near
        least = np.full(points.shape[0], MIN_VISIBILITY)
        if near is not None:
            least[[INDEX[near.other, name] for name in JOINTS]] = FAR_MIN_VISIBILITY
        margin = FRAME_MARGIN * max(width_px, height_px)
        with np.errstate(invalid="ignore"):  # comparisons with NaN are False: such points are not shown
            inside = (points >= -margin).all(axis=1) & (points <= (width_px + margin, height_px + margin)).all(axis=1)
            shown = inside & (landmarks.visibility >= least)
        return cls(points, shown, near)

    def point(self, side: Side, name: str) -> Point | None:
        """Return a joint's place, or None when it is not to be shown."""
        index = INDEX[side, name]
        if not self.shown[index]:
            return None
        return (float(self.points_px[index, 0]), float(self.points_px[index, 1]))

    @cached_property
    def box(self) -> Box | None:
        """The part of the picture that the body takes, hands and hair included; None when hardly a point is shown."""
        points = self.points_px[self.shown]
        if len(points) < 4:
            return None
        left, top = (float(value) for value in points.min(axis=0))
        right, bottom = (float(value) for value in points.max(axis=0))
        pad = HEAD_AND_HANDS * max(right - left, bottom - top)
        return Box(left - pad, top - pad, right + pad, bottom + pad)

    @cached_property
    def parts(self) -> tuple[Box | None, ...]:
        """The boxes of head, trunk and limbs, with their flesh; None for a part that isn't shown.

        Empty when hardly anything of the body is.
        """
        return () if self.box is None else flesh(self.points_px, self.shown)

    @cached_property
    def length_px(self) -> float:
        """Trunk plus thigh plus shank: the body's size however it is folded; 0 when too little is shown."""
        lengths = []
        for side in Side if self.near is None else (self.near,):
            chain = [self.point(side, name) for name in ("shoulder", "hip", "knee", "ankle")]
            known = [point for point in chain if point is not None]
            if len(known) == len(chain):
                lengths.append(float(np.linalg.norm(np.diff(np.array(known), axis=0), axis=1).sum()))
        return max(lengths, default=0.0)
