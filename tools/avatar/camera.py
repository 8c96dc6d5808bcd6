"""Virtual cameras in the OpenCV convention: x right, y down, z forward; pixels from the top left corner."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from .rotations import Array, unit


@dataclass(frozen=True)
class View:
    """How a clip is filmed.

    Attributes:
        faces: where the person faces (standing, kneeling) or puts the feet (lying) in the image.
        yaw_deg: how far the camera stands off the true side: positive towards the person's front, or feet.
        height_m: of the lens over the floor.
        hfov_deg: horizontal field of view.
        margin: share of the image left free at each edge by the nearest limb; sets the distance.
    """

    faces: Literal["left", "right"] = "left"
    yaw_deg: float = 0.0
    height_m: float = 0.6
    hfov_deg: float = 60.0
    margin: float = 0.08


@dataclass(frozen=True)
class Camera:
    """A placed camera. `matrix` is the intrinsic `(3, 3)`, `world_to_cam` `(4, 4)`, metres."""

    matrix: Array
    world_to_cam: Array
    yaw_deg: float
    hfov_deg: float

    @property
    def position_m(self) -> Array:
        """The lens in the room, `(3,)`."""
        return np.asarray(-self.world_to_cam[:3, :3].T @ self.world_to_cam[:3, 3])

    def project(self, points_m: Array) -> Array:
        """Pixels `(N, 2)` of world points `(N, 3)`."""
        seen = points_m @ self.world_to_cam[:3, :3].T + self.world_to_cam[:3, 3]
        flat = seen @ self.matrix.T
        return np.asarray(flat[:, :2] / flat[:, 2:])

    def to_dict(self) -> dict[str, Any]:
        """The camera as it stands in a truth file."""
        return {
            "K": [[round(float(x), 4) for x in row] for row in self.matrix],
            "world_to_cam": [[round(float(x), 6) + 0.0 for x in row] for row in self.world_to_cam],
            "yaw_deg": self.yaw_deg,
            "hfov_deg": self.hfov_deg,
        }


def look_at(position_m: Array, target_m: Array, size_px: tuple[int, int], yaw_deg: float, hfov_deg: float) -> Camera:
    """A level camera at a place in the room, aimed at a target, both `(3,)` in metres."""
    forward = unit(target_m - position_m)
    right = unit(np.cross(forward, [0.0, 0.0, 1.0]))
    rotation = np.stack([right, np.cross(forward, right), forward])
    world_to_cam = np.eye(4)
    world_to_cam[:3, :3] = rotation
    world_to_cam[:3, 3] = -rotation @ position_m
    width, height = size_px
    focal = width / 2 / math.tan(math.radians(hfov_deg / 2))
    matrix = np.array([[focal, 0.0, width / 2], [0.0, focal, height / 2], [0.0, 0.0, 1.0]])
    return Camera(matrix, world_to_cam, yaw_deg, hfov_deg)


def place(view: View, points_m: Array, size_px: tuple[int, int]) -> Camera:
    """The nearest camera of a view that keeps all points `(N, 3)` of a whole motion within the margin."""
    low, high = points_m.min(axis=0), points_m.max(axis=0)
    target = (low + high) / 2
    side = 1.0 if view.faces == "left" else -1.0
    yaw = math.radians(view.yaw_deg)
    away = np.array([side * math.cos(yaw), -math.sin(yaw), 0.0])
    edge = np.array(size_px) * view.margin
    for distance_m in np.arange(1.2, 8.0, 0.05):
        position = target + away * distance_m
        position[2] = view.height_m
        camera = look_at(position, target, size_px, view.yaw_deg, view.hfov_deg)
        pixels = camera.project(points_m)
        if (pixels.min(axis=0) >= edge).all() and (pixels.max(axis=0) <= np.array(size_px) - edge).all():
            return camera
    raise ValueError(f"no camera distance under 8 m keeps the motion in the frame of {view}")
