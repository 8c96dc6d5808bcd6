"""A picture by itself is looked at in several ways, and the reading that most of them share is taken.

Somebody in a clip is followed, so that one odd frame does little harm. A picture has no past: now and then the model
reads a body the wrong way round, and reads the same body rightly in the mirrored picture or a little smaller. Four
looks mend a quarter to all of the child poses that one look gets wrong in photos that were brightened, darkened or
tilted, and give a picture and its mirror image the same verdict.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

import cv2
import numpy as np

from posecheck.media.frame import Image
from posecheck.pose.continuity import SAME_READING_M, reading_distance_m
from posecheck.pose.landmarks import Landmark, Landmarks, as_stored

BORDER: Final = 0.25
"""The smaller look has a border of this share of the picture's width and height all round: as the model's own input has
a fixed size, the picture in it is smaller."""

_OTHER_SIDE: Final = [
    Landmark[name.replace("LEFT", "RIGHT") if "LEFT" in name else name.replace("RIGHT", "LEFT")]
    for name in (landmark.name for landmark in Landmark)
]

Back = Callable[[Landmarks], Landmarks]
"""Brings what was found in a changed picture into the coordinates of the picture itself."""


def other_looks(image: Image) -> list[tuple[Image, Back]]:
    """Return the picture mirrored, smaller, and both, each with the way back."""
    height_px, width_px = image.shape[:2]
    across_px, down_px = round(BORDER * width_px), round(BORDER * height_px)
    bordered = cv2.copyMakeBorder(image, down_px, down_px, across_px, across_px, cv2.BORDER_REPLICATE)
    smaller = np.asarray(bordered, dtype=np.uint8)

    def without_border(landmarks: Landmarks) -> Landmarks:
        image_px = as_stored(landmarks.image_px - (across_px, down_px))
        return replace(landmarks, image_px=image_px, width_px=width_px, height_px=height_px)

    return [
        (_mirror(image), mirrored),
        (smaller, without_border),
        (_mirror(smaller), lambda landmarks: without_border(mirrored(landmarks))),
    ]


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
    )


def _mirror(image: Image) -> Image:
    return np.ascontiguousarray(image[:, ::-1])
