"""What pose estimation gives for one frame: the 33 BlazePose landmarks."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]

LANDMARK_COUNT: Final = 33


class Landmark(IntEnum):
    """Index of a landmark in the arrays of `Landmarks`; left and right are the person's own.

    The order is that of MediaPipe's pose landmarker (BlazePose, 33 points).
    """

    NOSE = 0
    LEFT_EYE_INNER = 1
    LEFT_EYE = 2
    LEFT_EYE_OUTER = 3
    RIGHT_EYE_INNER = 4
    RIGHT_EYE = 5
    RIGHT_EYE_OUTER = 6
    LEFT_EAR = 7
    RIGHT_EAR = 8
    MOUTH_LEFT = 9
    MOUTH_RIGHT = 10
    LEFT_SHOULDER = 11
    RIGHT_SHOULDER = 12
    LEFT_ELBOW = 13
    RIGHT_ELBOW = 14
    LEFT_WRIST = 15
    RIGHT_WRIST = 16
    LEFT_PINKY = 17
    RIGHT_PINKY = 18
    LEFT_INDEX = 19
    RIGHT_INDEX = 20
    LEFT_THUMB = 21
    RIGHT_THUMB = 22
    LEFT_HIP = 23
    RIGHT_HIP = 24
    LEFT_KNEE = 25
    RIGHT_KNEE = 26
    LEFT_ANKLE = 27
    RIGHT_ANKLE = 28
    LEFT_HEEL = 29
    RIGHT_HEEL = 30
    LEFT_FOOT_INDEX = 31
    RIGHT_FOOT_INDEX = 32


MAIN_JOINTS: Final = (
    Landmark.NOSE,
    *(
        Landmark[f"{side}_{name}"]
        for side in ("LEFT", "RIGHT")
        for name in ("SHOULDER", "ELBOW", "WRIST", "HIP", "KNEE", "ANKLE")
    ),
)
"""The head and the joints of arms and legs: what a movement is seen by."""


@dataclass(frozen=True, eq=False)
class Landmarks:
    """One person in one frame.

    Attributes:
        image_px: Array of shape `(33, 2)`: x to the right and y down in pixels of the upright frame, origin at its
            top left corner. Points may lie outside the frame: the model extrapolates. Shoulders and hips are the
            centres of the joints (`posecheck.pose.centres`).
        world_m: Array of shape `(33, 3)` in metres, origin between the hips; x to the image's right, y down, z away
            from the camera. As the model gives it.
        visibility: Array of shape `(33,)`, 0 to 1: the model's estimate that the point is in the frame and not hidden.
        presence: Array of shape `(33,)`, 0 to 1: the model's estimate that the point lies within the frame.
        width_px: Width of the frame that the pixels belong to.
        height_px: Height of that frame.
        flow_px_s: Array of shape `(33, 2)`: the picture's own motion (optical flow) where the point was a moment
            before, less the camera's, in pixels a second; NaN where it isn't known. None where nobody looked for it.
    """

    image_px: FloatArray
    world_m: FloatArray
    visibility: FloatArray
    presence: FloatArray
    width_px: int
    height_px: int
    flow_px_s: FloatArray | None = None

    def __post_init__(self) -> None:
        for name, shape in (
            ("image_px", (LANDMARK_COUNT, 2)),
            ("world_m", (LANDMARK_COUNT, 3)),
            ("visibility", (LANDMARK_COUNT,)),
            ("presence", (LANDMARK_COUNT,)),
            ("flow_px_s", (LANDMARK_COUNT, 2)),
        ):
            array = getattr(self, name)
            if array is not None and array.shape != shape:
                raise ValueError(f"Landmarks.{name} has shape {array.shape}, expected {shape}")


def __getattr__(name: str) -> Any:
    # References are read with the measures, and these with landmarks: a command such as `posecheck poses` that shows
    # nothing but references needs no numpy, which takes a third of its time to import.
    if name == "FloatArray":
        import numpy as np
        from numpy.typing import NDArray

        return NDArray[np.float64]
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def as_stored(values: FloatArray) -> FloatArray:
    """Return numbers rounded to what a file keeps of them, so that stored landmarks are judged like fresh ones."""
    return values.astype("float32").astype("float64")
