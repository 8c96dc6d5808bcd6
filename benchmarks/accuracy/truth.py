"""What is true of a rendered clip: angles in space and as its camera projects them, view, near side."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.accuracy.angles import JOINTS, Limbs, angles_2d, angles_3d, facing_of, limbs_of, off_side_of
from posecheck.measures.body import Side
from posecheck.pose.landmarks import FloatArray, Landmarks
from tools.truth_landmarks import TrueClip

UP_WORLD: Final = np.array([0.0, 0.0, 1.0])

Flags = NDArray[np.bool_]

ByMeasure = dict[str, dict[Side, FloatArray]]


@dataclass(frozen=True, eq=False)
class Truth:
    """The truth of a clip as one camera sees it, frame by frame.

    Attributes:
        times_s: Array of shape `(frames,)`.
        landmarks: The true joints as landmarks.
        image: Limbs in pixels.
        space: Limbs in metres in camera axes.
        projected: True angles as they appear in the picture.
        spatial: True angles in space.
        yaw_deg: How far the camera is off the true side as seen from above, shape `(frames,)`.
        off_axis_deg: How far the line of sight is off the left-right axis, the camera's height included.
        facing: +1 or -1 as in `Body.facing`, shape `(frames,)`.
        near_left: Whether the left side is nearer to the camera, shape `(frames,)`.
        trunk_px: Length of the trunk in the picture if it were square to the line of sight, shape `(frames,)`.
    """

    times_s: FloatArray
    landmarks: tuple[Landmarks, ...]
    image: Limbs
    space: Limbs
    projected: ByMeasure
    spatial: ByMeasure
    yaw_deg: FloatArray
    off_axis_deg: FloatArray
    facing: FloatArray
    near_left: Flags
    trunk_px: FloatArray


def truth_of(clip: TrueClip, camera: str) -> Truth:
    """Work out the truth of a clip as one of its cameras sees it."""
    landmarks = tuple(found for _, found in clip.landmarks(camera))
    image = limbs_of(np.stack([found.image_px for found in landmarks]))
    matrix = np.array(clip.cameras[camera]["world_to_cam"], dtype=np.float64)
    lens = np.array(clip.cameras[camera]["K"], dtype=np.float64)
    space = world_limbs(clip).map(lambda points: points @ matrix[:3, :3].T + matrix[:3, 3])
    up = matrix[:3, :3] @ UP_WORLD
    facing = facing_of(space)
    middle = (space.middle("hip") + space.middle("shoulder")) / 2
    depth = {side: (space.of(side)["shoulder"] + space.of(side)["hip"])[:, 2] for side in Side}
    return Truth(
        times_s=clip.times_s,
        landmarks=landmarks,
        image=image,
        space=space,
        projected=angles_2d(image, facing),
        spatial=angles_3d(space, up),
        yaw_deg=off_side_of(_level(space.lateral, up), _level(middle, up)),
        off_axis_deg=off_side_of(space.lateral, middle),
        facing=facing,
        near_left=depth[Side.LEFT] < depth[Side.RIGHT],
        trunk_px=lens[0, 0] * np.linalg.norm(space.trunk, axis=-1) / middle[:, 2],
    )


def at_times(clip: TrueClip, times_s: FloatArray) -> TrueClip:
    """Return the clip with its joints at other times: of the frame nearest to each."""
    after = np.clip(np.searchsorted(clip.times_s, times_s), 1, len(clip.times_s) - 1)
    before = after - 1
    nearest = np.where(times_s - clip.times_s[before] < clip.times_s[after] - times_s, before, after)
    return replace(clip, times_s=times_s, joints_m={name: points[nearest] for name, points in clip.joints_m.items()})


def world_limbs(clip: TrueClip) -> Limbs:
    """Return the true main joints in metres, axes of the world (Z up)."""
    return Limbs(*({joint: clip.joints_m[f"{joint}{letter}"] for joint in JOINTS} for letter in "LR"))


def of_side(values: dict[Side, FloatArray], is_left: Flags) -> FloatArray:
    """Return the values of one side, chosen frame by frame, shape `(frames,)`."""
    return np.where(is_left, values[Side.LEFT], values[Side.RIGHT])


def _level(vectors: FloatArray, up: FloatArray) -> FloatArray:
    """The part of vectors that is square to the vertical."""
    return vectors - (vectors @ up)[:, None] * up
