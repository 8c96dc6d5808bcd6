"""The picture's own motion where the joints are.

Landmarks tell where a joint is, but not well when it comes to rest: MediaPipe smooths them, those of a hidden face or a
far arm go on drifting after the body has stopped, and left and right may change places from frame to frame. The picture
itself stops when the body does. Its motion is found by pyramidal Lucas-Kanade optical flow (Bouguet 2001) around each
joint, from the last frame to this one and back again: where the way back doesn't end where it began, nothing is known.
"""

from dataclasses import replace
from typing import Any, Final

import cv2
import numpy as np

from posecheck.media.frame import Frame
from posecheck.pose.landmarks import LANDMARK_COUNT, MAIN_JOINTS, FloatArray, Landmarks, as_stored
from posecheck.pose.smoothing import MAX_GAP_S

LONG_SIDE_PX: Final = 480
"""Pictures are halved until they are no larger, which averages the camera's noise away and takes less time. At their
full size, rendered clips of 640 pixels with noise and compression look restless at rest."""

EVEN_PX: Final = 31
"""Brightness is counted from the mean over this distance: lamps flicker, and screens light rooms up."""

WINDOW_PX: Final = 21
"""What is compared around a joint: about the breadth of a limb of somebody who fills the picture."""

LEVELS: Final = 2
"""Times that the picture is halved again to follow what moves farther than the window is wide."""

MOST_ASTRAY_PX: Final = 0.3
"""How far from its beginning the way back may end."""

AROUND: Final = (8, 5)
"""Columns and rows of points, evenly spread, by which the camera's own motion is known."""

LEAST_AROUND: Final = 5
ALIKE_PX: Final = 0.3
"""So many of them have to be followed, and most of those to move alike but for this; otherwise the camera counts as
still."""


class Flow:
    """Adds the picture's motion to the landmarks of one person, frame after frame."""

    def __init__(self) -> None:
        self._last: tuple[float, Any, FloatArray] | None = None

    def __call__(self, frame: Frame, landmarks: Landmarks | None) -> Landmarks | None:
        """Return the landmarks found in the next frame with `flow_px_s`; None when nobody was found."""
        last, self._last = self._last, None
        if landmarks is None:
            return None
        picture, scale = _prepared(frame)
        self._last = (frame.time_s, picture, landmarks.image_px[list(MAIN_JOINTS)] * scale)
        if last is None or last[1].shape != picture.shape or not 0.0 < frame.time_s - last[0] <= MAX_GAP_S:
            return landmarks
        flow = np.full((LANDMARK_COUNT, 2), np.nan)
        flow[list(MAIN_JOINTS)] = _own_way(last[1], picture, last[2]) / scale / (frame.time_s - last[0])
        return replace(landmarks, flow_px_s=as_stored(flow))


def _prepared(frame: Frame) -> tuple[Any, float]:
    """Return the picture in grey, small and evenly bright, and its scale."""
    grey: Any = cv2.cvtColor(frame.image, cv2.COLOR_RGB2GRAY if frame.order == "rgb" else cv2.COLOR_BGR2GRAY)
    scale = 1.0
    while max(grey.shape) > LONG_SIDE_PX:
        grey = cv2.resize(grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
        scale /= 2.0
    return cv2.addWeighted(grey, 1.0, cv2.blur(grey, (EVEN_PX, EVEN_PX)), -1.0, 128.0), scale


def _own_way(before: Any, now: Any, joints: FloatArray) -> FloatArray:
    """Return how far the joints have moved, less what is around the person: a camera held by hand moves, too."""
    ways = _way(before, now, np.concatenate((joints, _around(joints, before.shape))))
    own, others = ways[: len(joints)], ways[len(joints) :]
    others = others[~np.isnan(others[:, 0])]
    if len(others) < LEAST_AROUND:
        return own
    camera: FloatArray = np.median(others, axis=0)
    alike = np.linalg.norm(others - camera, axis=1) <= ALIKE_PX
    return own - camera if alike.mean() > 0.5 else own


def _around(joints: FloatArray, shape: tuple[int, int]) -> FloatArray:
    """Return points of the picture that don't lie on the person."""
    columns, rows = AROUND
    across = (np.arange(columns) + 0.5) / columns * shape[1]
    down = (np.arange(rows) + 0.5) / rows * shape[0]
    points: FloatArray = np.stack(np.meshgrid(across, down), axis=-1).reshape(-1, 2)
    outside = (points < joints.min(axis=0) - WINDOW_PX) | (points > joints.max(axis=0) + WINDOW_PX)
    around: FloatArray = points[outside.any(axis=1)]
    return around


def _way(before: Any, now: Any, points: FloatArray) -> FloatArray:
    """Return how far the picture has moved at these points, in pixels; NaN where that isn't known."""
    start: Any = points.astype(np.float32)
    there, followed, _ = _follow(before, now, start)
    back, followed_back, _ = _follow(now, before, there)
    known = (followed & followed_back)[:, 0] == 1
    known &= np.linalg.norm(back - start, axis=1) <= MOST_ASTRAY_PX
    return np.where(known[:, None], there - start, np.nan).astype(np.float64)


def _follow(before: Any, now: Any, points: Any) -> Any:
    return cv2.calcOpticalFlowPyrLK(before, now, points, None, winSize=(WINDOW_PX, WINDOW_PX), maxLevel=LEVELS)
