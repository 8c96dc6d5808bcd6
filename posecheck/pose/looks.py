"""A picture by itself is looked at in several ways, and the reading that most of them share is taken.

Somebody in a clip is followed, so that one odd frame does little harm. A picture has no past: now and then the model
reads a body the wrong way round, and reads the same body rightly in the mirrored picture or a little smaller. Four
looks mend a quarter to all of the child poses that one look gets wrong in photos that were brightened, darkened or
tilted, and give a picture and its mirror image the same verdict. Where the four don't agree, eight more decide: of the
child poses, backbends and knee hugs that were still misread in photos that were brightened, darkened, shrunk, grey or
noisy, these mend one in five, and one picture in eight needs them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import cv2
import numpy as np

from posecheck.media.frame import Image
from posecheck.pose.continuity import SAME_READING_M, reading_distance_m
from posecheck.pose.landmarks import Landmark, Landmarks, as_stored

BORDER: Final = 0.25
"""The smaller look has a border of this share of the picture's width and height all round: as the model's own input has
a fixed size, the picture in it is smaller."""

MORE_BORDERS: Final = (0.1, 0.5)
"""The same of the further looks."""

QUARTER_TURNS_DEG: Final = (90, 270)
"""How the picture is turned, counter-clockwise, for further looks: a folded body has no clear upright."""

_OTHER_SIDE: Final = [
    Landmark[name.replace("LEFT", "RIGHT") if "LEFT" in name else name.replace("RIGHT", "LEFT")]
    for name in (landmark.name for landmark in Landmark)
]

Back = Callable[[Landmarks], Landmarks]


@dataclass(frozen=True, eq=False)
class Look:
    """A changed picture.

    Attributes:
        image: The picture as the model is to see it.
        back: Brings what was found in it into the coordinates of the picture itself.
        mirrors: Whether left has become right; somebody who lies is then to be turned the other way.
        turn_deg: By how much it is to be turned on, counter-clockwise.
    """

    image: Image
    back: Back
    mirrors: bool = False
    turn_deg: int = 0


def other_looks(image: Image) -> list[Look]:
    """Return the picture mirrored, smaller, and both."""
    return [Look(_mirror(image), mirrored, mirrors=True), *_smaller(image, BORDER)]


def more_looks(image: Image) -> list[Look]:
    """Return further looks for a picture that is hard to read: in two more sizes and turned, mirrored and not."""
    turned = [
        look
        for turn_deg in QUARTER_TURNS_DEG
        for look in (Look(image, _as_it_is, turn_deg=turn_deg), Look(_mirror(image), mirrored, True, turn_deg))
    ]
    return [look for border in MORE_BORDERS for look in _smaller(image, border)] + turned


def are_one(readings: Sequence[Landmarks]) -> bool:
    """Return whether all readings, of which there is at least one, are the same as the one that is taken."""
    taken = shared_reading(readings)
    return all(reading_distance_m(taken, other) <= SAME_READING_M for other in readings)


def shared_reading(readings: Sequence[Landmarks]) -> Landmarks:
    """Return the reading that most others agree with, and among those the one in their midst; the first of equals.

    Raises:
        ValueError: There are no readings.
    """
    if not readings:
        raise ValueError("there is no reading to choose")
    apart = np.array([[reading_distance_m(one, other) for other in readings] for one in readings])
    agreeing = (apart <= SAME_READING_M).sum(axis=1)
    return readings[min(range(len(readings)), key=lambda index: (-int(agreeing[index]), float(apart[index].mean())))]


def mirrored(landmarks: Landmarks) -> Landmarks:
    """Return what is found in the mirrored picture: x is turned round, and the person's left hand is a right one."""
    image_px, world_m = landmarks.image_px[_OTHER_SIDE], landmarks.world_m[_OTHER_SIDE]
    image_px[:, 0] = landmarks.width_px - image_px[:, 0]
    world_m[:, 0] = -world_m[:, 0]
    return replace(
        landmarks,
        image_px=as_stored(image_px),
        world_m=world_m,
        visibility=landmarks.visibility[_OTHER_SIDE],
        presence=landmarks.presence[_OTHER_SIDE],
        flow_px_s=None,
    )


def _smaller(image: Image, border: float) -> list[Look]:
    """The picture with a border of this share of its sides, as it is and mirrored."""
    height_px, width_px = image.shape[:2]
    across_px, down_px = round(border * width_px), round(border * height_px)
    bordered = cv2.copyMakeBorder(image, down_px, down_px, across_px, across_px, cv2.BORDER_REPLICATE)
    smaller = np.asarray(bordered, dtype=np.uint8)

    def without_border(landmarks: Landmarks) -> Landmarks:
        image_px = as_stored(landmarks.image_px - (across_px, down_px))
        return replace(landmarks, image_px=image_px, width_px=width_px, height_px=height_px)

    def without_both(landmarks: Landmarks) -> Landmarks:
        return without_border(mirrored(landmarks))

    return [Look(smaller, without_border), Look(_mirror(smaller), without_both, mirrors=True)]


def _as_it_is(landmarks: Landmarks) -> Landmarks:
    return landmarks


def _mirror(image: Image) -> Image:
    return np.ascontiguousarray(image[:, ::-1])
