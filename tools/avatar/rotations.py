"""Rotation matrices and quaternions, in numpy only. Angles are in degrees, quaternions are (w, x, y, z)."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def unit(vector: ArrayLike) -> Array:
    """Return the vector of shape `(3,)` scaled to length one."""
    v = np.asarray(vector, dtype=np.float64)
    return np.asarray(v / np.linalg.norm(v), dtype=np.float64)


def rot_x(angle_deg: float) -> Array:
    """Rotation `(3, 3)` about +X; positive tips an upright body (facing -Y) forward."""
    a = np.radians(angle_deg)
    c, s = np.cos(a), np.sin(a)
    return np.array([[1, 0, 0], [0, c, -s], [0, s, c]])


def rot_y(angle_deg: float) -> Array:
    """Rotation `(3, 3)` about +Y."""
    a = np.radians(angle_deg)
    c, s = np.cos(a), np.sin(a)
    return np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]])


def rot_z(angle_deg: float) -> Array:
    """Rotation `(3, 3)` about +Z."""
    a = np.radians(angle_deg)
    c, s = np.cos(a), np.sin(a)
    return np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]])


def rot_axis(axis: ArrayLike, angle_deg: float) -> Array:
    """Rotation `(3, 3)` about any axis through the origin (Rodrigues' formula)."""
    x, y, z = unit(axis)
    a = np.radians(angle_deg)
    k = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    return np.asarray(np.eye(3) + np.sin(a) * k + (1 - np.cos(a)) * (k @ k), dtype=np.float64)


def swing(start: ArrayLike, end: ArrayLike) -> Array:
    """The shortest rotation `(3, 3)` that turns direction `start` into direction `end`."""
    a, b = unit(start), unit(end)
    axis = np.cross(a, b)
    sine, cosine = float(np.linalg.norm(axis)), float(a @ b)
    if sine < 1e-9:
        if cosine > 0:
            return np.eye(3)
        return rot_axis(np.cross(a, [1, 0, 0] if abs(a[0]) < 0.9 else [0, 1, 0]), 180)
    return rot_axis(axis, float(np.degrees(np.arctan2(sine, cosine))))


def frame(along: ArrayLike, hinge: ArrayLike) -> Array:
    """Right-handed basis `(3, 3)` in columns: the limb's direction, its hinge axis, and their cross product."""
    u = unit(along)
    h = np.asarray(hinge, dtype=np.float64)
    n = unit(h - (h @ u) * u)
    return np.stack([u, n, np.cross(u, n)], axis=1)


def to_quaternion(m: Array) -> Array:
    """Quaternions `(..., 4)` with w >= 0 of rotations `(..., 3, 3)` (Bar-Itzhack's eigenvector method)."""
    k = np.zeros((*m.shape[:-2], 4, 4))
    k[..., 0, 0] = m[..., 0, 0] - m[..., 1, 1] - m[..., 2, 2]
    k[..., 1, 1] = m[..., 1, 1] - m[..., 0, 0] - m[..., 2, 2]
    k[..., 2, 2] = m[..., 2, 2] - m[..., 0, 0] - m[..., 1, 1]
    k[..., 3, 3] = m[..., 0, 0] + m[..., 1, 1] + m[..., 2, 2]
    k[..., 1, 0] = m[..., 0, 1] + m[..., 1, 0]
    k[..., 2, 0] = m[..., 0, 2] + m[..., 2, 0]
    k[..., 2, 1] = m[..., 1, 2] + m[..., 2, 1]
    k[..., 3, 0] = m[..., 2, 1] - m[..., 1, 2]
    k[..., 3, 1] = m[..., 0, 2] - m[..., 2, 0]
    k[..., 3, 2] = m[..., 1, 0] - m[..., 0, 1]
    _, vectors = np.linalg.eigh(k)  # reads the lower triangle; the largest eigenvalue comes last
    q = vectors[..., [3, 0, 1, 2], 3]
    return np.asarray(np.where(q[..., :1] >= 0, q, -q), dtype=np.float64)


def slerp(start: Array, end: Array, share: float) -> Array:
    """Rotation `(3, 3)` that lies `share` (0..1) of the way from `start` to `end`."""
    q = to_quaternion(start.T @ end)
    sine = float(np.linalg.norm(q[1:]))
    if sine < 1e-8:
        return start
    half_rad = float(np.arctan2(sine, q[0]))
    return np.asarray(start @ rot_axis(q[1:] / sine, float(np.degrees(2 * half_rad * share))), dtype=np.float64)


def quat_multiply(a: Array, b: Array) -> Array:
    """Hamilton product of quaternions of shape `(..., 4)`."""
    w1, x1, y1, z1 = np.moveaxis(a, -1, 0)
    w2, x2, y2, z2 = np.moveaxis(b, -1, 0)
    return np.stack(
        [
            w1 * w2 - x1 * x2 - y1 * y2 - z1 * z2,
            w1 * x2 + x1 * w2 + y1 * z2 - z1 * y2,
            w1 * y2 - x1 * z2 + y1 * w2 + z1 * x2,
            w1 * z2 + x1 * y2 - y1 * x2 + z1 * w2,
        ],
        axis=-1,
    )
