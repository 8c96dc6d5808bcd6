"""MediaPipe's pose landmarker: made without chatter, and its answer as arrays."""

from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np

from posecheck.errors import ModelError
from posecheck.media.frame import Image, Order
from posecheck.pose.centres import to_joint_centres
from posecheck.pose.landmarks import Landmarks, as_stored
from posecheck.pose.later import imported_later
from posecheck.pose.pruning import without_mask
from posecheck.quiet import quiet_stderr

# For plots in 3D and for recording sound; they are four fifths of what importing mediapipe takes.
with imported_later("matplotlib", "matplotlib.pyplot", "sounddevice"):
    import mediapipe as mp
    from mediapipe.tasks.python import BaseOptions, vision

UPRIGHT: Final = 0

CV2_TURNS: Final = {
    90: cv2.ROTATE_90_COUNTERCLOCKWISE,
    180: cv2.ROTATE_180,
    270: cv2.ROTATE_90_CLOCKWISE,
}


def create_landmarker(model_path: Path, *, video: bool, num_poses: int = 1) -> Any:
    """Load a pose model; takes about a tenth of a second.

    Args:
        model_path: A MediaPipe `.task` file.
        video: Follow people from frame to frame (with smoothing when `num_poses` is 1) instead of looking at each
            picture by itself.
        num_poses: How many people to look for.

    Raises:
        ModelError: The file is missing or no pose model.
    """
    if not model_path.is_file():
        raise ModelError(f"there is no pose model at {model_path}: check the name, or leave it out for the default")
    options = vision.PoseLandmarkerOptions(
        # As bytes: MediaPipe cannot open every Unicode path on Windows.
        base_options=BaseOptions(model_asset_buffer=_bundle(model_path, model_path.stat().st_mtime_ns)),
        running_mode=vision.RunningMode.VIDEO if video else vision.RunningMode.IMAGE,
        num_poses=num_poses,
    )
    try:
        with quiet_stderr():
            return vision.PoseLandmarker.create_from_options(options)
    except (RuntimeError, ValueError) as error:
        raise ModelError(f"{model_path} is not a pose model that MediaPipe can load") from error


@lru_cache(maxsize=1)
def _bundle(model_path: Path, _changed_ns: int) -> bytes:
    """The model as it is loaded; several are made of it in a row."""
    return without_mask(model_path.read_bytes())


def mediapipe_image(image: Image, turn_deg: int = UPRIGHT, order: Order = "bgr") -> Any:
    """Return the picture for MediaPipe, which takes RGB and ignores strides.

    MediaPipe's own rotation option is of no use: landmarks come out in other places than on a turned picture.

    Args:
        image: Array of shape `(height, width, 3)`.
        turn_deg: Turned counter-clockwise by this: 0, 90, 180 or 270.
        order: Order of its colours.
    """
    rgb = image if order == "rgb" else cv2.cvtColor(image, cv2.COLOR_BGR2RGB)
    if turn_deg != UPRIGHT:
        rgb = cv2.rotate(rgb, CV2_TURNS[turn_deg])
    return mp.Image(image_format=mp.ImageFormat.SRGB, data=np.ascontiguousarray(rgb))


def people_found(result: Any, width_px: int, height_px: int, turn_deg: int = UPRIGHT) -> list[Landmarks]:
    """Return everybody in MediaPipe's answer, in the coordinates of the upright frame, joints at their centres.

    All numbers can be stored as float32 without loss, so that judging stored landmarks gives the same again.

    Args:
        result: A `PoseLandmarkerResult`.
        width_px: Width of the upright frame.
        height_px: Height of the upright frame.
        turn_deg: How the picture was turned when it was given to MediaPipe.
    """
    found = []
    for points, world_points in zip(result.pose_landmarks, result.pose_world_landmarks, strict=True):
        image = np.array([(point.x, point.y) for point in points])
        world = np.array([(point.x, point.y, point.z) for point in world_points])
        image_px = _turned_back(image, turn_deg, around=(0.5, 0.5)) * (width_px, height_px)
        world_m = _turned_back(world, turn_deg, around=(0.0, 0.0))
        found.append(
            Landmarks(
                image_px=as_stored(to_joint_centres(image_px, world_m)),
                world_m=as_stored(world_m),
                visibility=as_stored(np.array([point.visibility for point in points])),
                presence=as_stored(np.array([point.presence for point in points])),
                width_px=width_px,
                height_px=height_px,
            )
        )
    return found


def _turned_back(
    points: np.ndarray[Any, np.dtype[np.float64]], turn_deg: int, *, around: tuple[float, float]
) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Undo a counter-clockwise turn (as seen, y pointing down) of the x and y columns."""
    x, y = points[:, 0] - around[0], points[:, 1] - around[1]
    x, y = {UPRIGHT: (x, y), 90: (-y, x), 180: (-x, -y), 270: (y, -x)}[turn_deg]
    back = points.copy()
    back[:, 0], back[:, 1] = x + around[0], y + around[1]
    return back
