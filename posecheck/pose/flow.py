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

WINDOW_PX: Final = 21
"""What is compared around a joint: about the breadth of a limb of somebody who fills the picture."""

LEVELS: Final = 2
"""Times that the picture is halved to follow what moves farther than the window is wide."""

MOST_ASTRAY_PX: Final = 0.3
"""How far from its beginning the way back may end, in the halved picture."""


class Flow:
    """Adds the picture's motion to the landmarks of one person, frame after frame."""

    def __init__(self) -> None:
        self._last: tuple[float, Any, FloatArray] | None = None

    def __call__(self, frame: Frame, landmarks: Landmarks | None) -> Landmarks | None:
        """Return the landmarks found in the next frame with `flow_px_s`; None when nobody was found."""
        last, self._last = self._last, None
        if landmarks is None:
            return None
        picture, scale = _halved(frame)
        self._last = (frame.time_s, picture, landmarks.image_px[list(MAIN_JOINTS)] * scale)
        if last is None or last[1].shape != picture.shape or not 0.0 < frame.time_s - last[0] <= MAX_GAP_S:
            return landmarks
        flow = np.full((LANDMARK_COUNT, 2), np.nan)
        flow[list(MAIN_JOINTS)] = _way(last[1], picture, last[2]) / scale / (frame.time_s - last[0])
        return replace(landmarks, flow_px_s=as_stored(flow))


def _halved(frame: Frame) -> tuple[Any, float]:
    """Return the picture in grey, halved until it is small enough, and its scale."""
    grey: Any = cv2.cvtColor(frame.image, cv2.COLOR_RGB2GRAY if frame.order == "rgb" else cv2.COLOR_BGR2GRAY)
    scale = 1.0
    while max(grey.shape) > LONG_SIDE_PX:
        grey = cv2.resize(grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
        scale /= 2.0
    return grey, scale


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
