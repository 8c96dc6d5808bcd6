"""From what the pose model calls a shoulder and a hip to the centres of those joints.

BlazePose marks spots on the outside of the body: its shoulder is the top of the shoulder, its hip lies near the groin.
A joint angle has its vertex at the centre of the joint, some centimetres away (for the shoulder the two are known to
differ: Rab, Petuskey and Bagley 2002 put the centre 17 % of the shoulders' breadth below the acromion).

The offsets were fitted to 15 rendered clips of nine bodies seen from the side, in held poses, and hardly depend on
which body is left out (`benchmarks/accuracy`, "Joint centres"). Knees, elbows, wrists and ankles stay where they are:
what differs there runs along the limb and turns no angle.
"""

from typing import Final

import numpy as np

from posecheck.pose.landmarks import FloatArray, Landmark

SHOULDER_UP: Final = 0.06
"""The model's shoulders lie this far above their centres, along the trunk, in shares of the trunk's length."""

HIP_AHEAD: Final = 0.04
"""The model's hips lie this far in front of their centres, square to the trunk, in shares of the trunk's length."""

_SHOULDERS: Final = [Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER]
_HIPS: Final = [Landmark.LEFT_HIP, Landmark.RIGHT_HIP]
_LEFT: Final = [Landmark.LEFT_SHOULDER, Landmark.LEFT_HIP]
_RIGHT: Final = [Landmark.RIGHT_SHOULDER, Landmark.RIGHT_HIP]


def to_joint_centres(
    image_px: FloatArray, world_m: FloatArray, shoulder_up: float = SHOULDER_UP, hip_ahead: float = HIP_AHEAD
) -> FloatArray:
    """Return the picture's points with shoulders and hips moved to the centres of the joints.

    Args:
        image_px: Array of shape `(33, 2)`, as the model gives it; x to the right, y down.
        world_m: Array of shape `(33, 3)`, z away from the camera; only the direction of its left-right axis is used.
        shoulder_up: How far the shoulders are too high, in trunk lengths.
        hip_ahead: How far the hips are too far in front, in trunk lengths.
    """
    trunk = image_px[_SHOULDERS].mean(axis=0) - image_px[_HIPS].mean(axis=0)
    axis = world_m[_RIGHT].sum(axis=0) - world_m[_LEFT].sum(axis=0)
    # The chest points along trunk x left-right axis; of that, this is what the picture shows. It shrinks as the person
    # turns away from the side and is nothing from the front.
    ahead = axis[2] / max(float(np.sqrt(axis @ axis)), 1e-9) * np.array([trunk[1], -trunk[0]])
    moved = image_px.copy()
    moved[_SHOULDERS] -= shoulder_up * trunk
    moved[_HIPS] -= hip_ahead * ahead
    return moved
