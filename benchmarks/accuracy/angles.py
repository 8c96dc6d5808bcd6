"""The five judged angles from points in two or three dimensions, vectorised over frames.

Written apart from `posecheck.measures`, so that a mistake there shows as an error here. The conventions are the same: 0
in the anatomical position, flexion positive, hip and shoulder signed from -90 to 270 degrees.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from posecheck.measures.body import Side
from posecheck.pose.landmarks import FloatArray, Landmark

MEASURES: Final = ("knee_flexion", "hip_flexion", "elbow_flexion", "shoulder_flexion", "trunk_inclination")
"""Those that the study is about."""

JOINTS: Final = ("shoulder", "elbow", "wrist", "hip", "knee", "ankle")

MAX_HYPEREXTENSION_DEG: Final = 90.0


@dataclass(frozen=True, eq=False)
class Limbs:
    """The main joints of a body over time.

    Attributes:
        left: Joint name to array of shape `(frames, d)` with d of 2 or 3.
        right: The same of the other side.
    """

    left: dict[str, FloatArray]
    right: dict[str, FloatArray]

    def of(self, side: Side) -> dict[str, FloatArray]:
        """Return the joints of a side."""
        return self.left if side is Side.LEFT else self.right

    def middle(self, joint: str) -> FloatArray:
        """Return the points between left and right, shape `(frames, d)`."""
        return (self.left[joint] + self.right[joint]) / 2

    @property
    def trunk(self) -> FloatArray:
        """Vectors from mid-hip to mid-shoulder, shape `(frames, d)`."""
        return self.middle("shoulder") - self.middle("hip")

    @property
    def lateral(self) -> FloatArray:
        """Vectors from the person's left to their right, of unit length, shape `(frames, d)`."""
        shoulders, hips = (self.right[joint] - self.left[joint] for joint in ("shoulder", "hip"))
        return unit(shoulders + hips)

    @property
    def anterior(self) -> FloatArray:
        """Vectors from the back to the chest, square to trunk and lateral, shape `(frames, 3)`; needs three dimensions.

        The axes are right-handed: x right, y down, z away from the camera, or any turn of that.
        """
        return unit(np.cross(self.trunk, self.lateral))

    def map(self, turn: Callable[[FloatArray], FloatArray]) -> Limbs:
        """Return the limbs with every array put through a function."""
        return Limbs(
            {joint: turn(points) for joint, points in self.left.items()},
            {joint: turn(points) for joint, points in self.right.items()},
        )


def limbs_of(points: FloatArray) -> Limbs:
    """Pick the main joints.

    Args:
        points: Array of shape `(frames, 33, d)` in the order of `Landmark`.
    """
    sides = (
        {joint: points[:, Landmark[f"{side.value}_{joint}".upper()]] for joint in JOINTS}
        for side in (Side.LEFT, Side.RIGHT)
    )
    return Limbs(*sides)


def angles_2d(limbs: Limbs, facing: FloatArray) -> dict[str, dict[Side, FloatArray]]:
    """Return the projected angles by measure and side, degrees, shape `(frames,)`.

    Args:
        limbs: In pixels, x right and y down.
        facing: Array of shape `(frames,)`: +1 where the chest points clockwise of hip-to-shoulder, else -1.
    """
    found: dict[str, dict[Side, FloatArray]] = {measure: {} for measure in MEASURES}
    trunk = facing * _turn(np.broadcast_to([0.0, -1.0], limbs.trunk.shape), limbs.trunk)
    for side in Side:
        j = limbs.of(side)
        down = j["hip"] - j["shoulder"]
        found["knee_flexion"][side] = np.abs(_turn(j["knee"] - j["hip"], j["ankle"] - j["knee"]))
        found["elbow_flexion"][side] = np.abs(_turn(j["elbow"] - j["shoulder"], j["wrist"] - j["elbow"]))
        found["hip_flexion"][side] = _wrap(-facing * _turn(down, j["knee"] - j["hip"]))
        found["shoulder_flexion"][side] = _wrap(-facing * _turn(down, j["elbow"] - j["shoulder"]))
        found["trunk_inclination"][side] = trunk
    return found


def angles_3d(limbs: Limbs, up: FloatArray) -> dict[str, dict[Side, FloatArray]]:
    """Return the angles between the segments in space, by measure and side, 0 to 180 degrees, shape `(frames,)`.

    They carry no sign: with the thigh or the arm a little abducted, flexion and extension of a few degrees are not told
    apart by an included angle. `fold` makes signed angles comparable.

    Args:
        limbs: In three dimensions.
        up: Unit vector against gravity in the same axes, shape `(3,)`.
    """
    found: dict[str, dict[Side, FloatArray]] = {measure: {} for measure in MEASURES}
    trunk = _between(np.broadcast_to(up, limbs.trunk.shape), limbs.trunk)
    for side in Side:
        j = limbs.of(side)
        down = j["hip"] - j["shoulder"]
        found["knee_flexion"][side] = _between(j["knee"] - j["hip"], j["ankle"] - j["knee"])
        found["elbow_flexion"][side] = _between(j["elbow"] - j["shoulder"], j["wrist"] - j["elbow"])
        found["hip_flexion"][side] = _between(down, j["knee"] - j["hip"])
        found["shoulder_flexion"][side] = _between(down, j["elbow"] - j["shoulder"])
        found["trunk_inclination"][side] = trunk
    return found


def fold(angle: FloatArray) -> FloatArray:
    """Return a signed angle as the included angle that it stands for, 0 to 180 degrees."""
    return np.abs(difference_deg(angle, np.zeros_like(angle)))


def sagittal(limbs: Limbs) -> Limbs:
    """Return the limbs laid flat into the body's own sagittal plane, in two dimensions as seen from its right side.

    The first axis points to the chest's side of the vertical, the second one down, so that `angles_2d` with facing +1
    gives the angles.
    """
    lateral = limbs.lateral
    up = np.array([0.0, -1.0, 0.0])
    vertical = unit(up - (lateral @ up)[:, None] * lateral)
    forward = np.cross(vertical, lateral)

    def flatten(points: FloatArray) -> FloatArray:
        return np.stack([(points * forward).sum(-1), -(points * vertical).sum(-1)], axis=-1)

    return limbs.map(flatten)


def facing_of(limbs: Limbs) -> FloatArray:
    """Return which way the chest points on the screen, +1 or -1, shape `(frames,)`; limbs in camera axes."""
    turn = _turn(limbs.trunk[:, :2], limbs.anterior[:, :2])
    return np.where(turn >= 0, 1.0, -1.0)


def off_side_of(across: FloatArray, sight: FloatArray) -> FloatArray:
    """Return how far a line of sight is off a person's left-right axis, 0 to 90 degrees, shape `(frames,)`.

    Args:
        across: Array of shape `(frames, 3)`: from the person's left to their right.
        sight: Array of shape `(frames, 3)`: from the camera to the person, in the same axes.
    """
    return np.asarray(np.degrees(np.arccos(np.clip(np.abs((unit(across) * unit(sight)).sum(-1)), 0.0, 1.0))))


def difference_deg(a: FloatArray, b: FloatArray) -> FloatArray:
    """Return a - b the short way round, -180 to 180 degrees."""
    return np.asarray((a - b + 180.0) % 360.0 - 180.0)


def unit(vectors: FloatArray) -> FloatArray:
    """Return vectors of length one."""
    return np.asarray(vectors / np.linalg.norm(vectors, axis=-1, keepdims=True))


def _turn(start: FloatArray, end: FloatArray) -> FloatArray:
    """The turn from one plane vector to another, degrees, positive clockwise on the screen."""
    cross = start[..., 0] * end[..., 1] - start[..., 1] * end[..., 0]
    return np.asarray(np.degrees(np.arctan2(cross, (start * end).sum(-1))))


def _between(start: FloatArray, end: FloatArray) -> FloatArray:
    cosine = (unit(start) * unit(end)).sum(-1)
    return np.asarray(np.degrees(np.arccos(np.clip(cosine, -1.0, 1.0))))


def _wrap(angle: FloatArray) -> FloatArray:
    return np.where(angle < -MAX_HYPEREXTENSION_DEG, angle + 360.0, angle)
