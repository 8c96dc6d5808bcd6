"""The room that a body takes in a picture: not its joints alone, but head, trunk and limbs as thick as they are."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from posecheck.feedback.box import Box
from posecheck.pose.landmarks import Landmark
from posecheck.references.figure import FOREARM, RADII, SHANK, THIGH, UPPER_ARM

CLOTHES: Final = 1.3
"""How much thicker a dressed body is than the bare one that figures are drawn as."""

HEAD: Final = 0.27
"""From ears and face to the end of the hair, in trunk lengths."""

TRUNK: Final = 0.30
"""From the line between shoulder and hip to the end of a rounded back."""

THIGH_HALF: Final = 0.14
"""Half the thickness of a bare thigh: more than its knee has."""

_SIDES: Final = ("LEFT", "RIGHT")
_HEAD: Final = list(range(Landmark.MOUTH_RIGHT + 1))

_Line = tuple[int, int]
_Piece = tuple[_Line, _Line, float, float, float]
"""Two lines between landmarks, from which share of them to which, and how far the flesh reaches beyond."""


def flesh(points_px: NDArray[np.float64], shown: NDArray[np.bool_]) -> tuple[Box | None, ...]:
    """Return the boxes that a body fills, always in the same order; None for a part that isn't shown.

    Limbs are cut in pieces, so that a box lies over little but the limb, however it slants.

    Args:
        points_px: Landmarks, array of shape `(33, 2)`, in pixels.
        shown: Array of shape `(33,)`, bool: which of them are safe to show.
    """
    unit = _trunk_px(points_px, shown)
    ends = points_px[_LINES]  # piece, line, end, axis
    cuts = ends[:, :, :1] + _SHARES[:, np.newaxis, :, np.newaxis] * (ends[:, :, 1:] - ends[:, :, :1])
    known = shown[_LINES].all(axis=2)[:, :, np.newaxis, np.newaxis]
    reach = unit * _REACHES[:, np.newaxis]
    with np.errstate(invalid="ignore"):
        least = np.where(known, cuts, np.inf).min(axis=(1, 2)) - reach
        most = np.where(known, cuts, -np.inf).max(axis=(1, 2)) + reach
    head = points_px[_HEAD][shown[_HEAD]]
    parts: list[Box | None] = [None]
    if len(head):
        parts = [_box(head.min(axis=0) - HEAD * unit, head.max(axis=0) + HEAD * unit)]
    seen = known.any(axis=(1, 2, 3))
    parts += [_box(low, high) if there else None for low, high, there in zip(least, most, seen, strict=True)]
    return tuple(parts)


def _trunk_px(points_px: NDArray[np.float64], shown: NDArray[np.bool_]) -> float:
    """How long the trunk would be seen from the side: by the longest part, as the others point at the camera more."""
    ends = points_px[_MEASURED]
    known = shown[_MEASURED].all(axis=1)
    lengths = np.hypot(*(ends[known, 1] - ends[known, 0]).T) / _LENGTHS[known]
    return float(lengths.max(initial=0.0))


def _box(low: NDArray[np.float64], high: NDArray[np.float64]) -> Box:
    return Box(float(low[0]), float(low[1]), float(high[0]), float(high[1]))


def _line(start: str, end: str) -> _Line:
    return int(Landmark[start]), int(Landmark[end])


def _pieces() -> list[_Piece]:
    def along(lines: tuple[_Line, _Line], count: int, thickness: float) -> list[_Piece]:
        return [(*lines, index / count, (index + 1) / count, thickness) for index in range(count)]

    left, right = (_line(f"{side}_SHOULDER", f"{side}_HIP") for side in _SIDES)
    found = along((left, right), 3, TRUNK)
    for side in _SIDES:
        for start, end, count, thickness in (
            ("SHOULDER", "ELBOW", 2, CLOTHES * RADII["elbow"]),
            ("ELBOW", "WRIST", 2, CLOTHES * RADII["elbow"]),
            ("HIP", "KNEE", 3, CLOTHES * THIGH_HALF),
            ("KNEE", "ANKLE", 3, CLOTHES * RADII["knee"]),
        ):
            line = _line(f"{side}_{start}", f"{side}_{end}")
            found += along((line, line), count, thickness)
        hand = _line(f"{side}_WRIST", f"{side}_INDEX")
        foot = (_line(f"{side}_ANKLE", f"{side}_HEEL"), _line(f"{side}_ANKLE", f"{side}_FOOT_INDEX"))
        found += along((hand, hand), 1, RADII["elbow"]) + along(foot, 1, RADII["ankle"])
    return found


_PIECES: Final = _pieces()
_LINES: Final = np.array([(first, second) for first, second, *_ in _PIECES])
_SHARES: Final = np.array([(start, end) for *_, start, end, _ in _PIECES])
_REACHES: Final = np.array([reach for *_, reach in _PIECES])

_BONES: Final = [
    (_line(f"{side}_{start}", f"{side}_{end}"), length)
    for side in _SIDES
    for start, end, length in (
        ("SHOULDER", "HIP", 1.0),
        ("HIP", "KNEE", THIGH),
        ("KNEE", "ANKLE", SHANK),
        ("SHOULDER", "ELBOW", UPPER_ARM),
        ("ELBOW", "WRIST", FOREARM),
    )
]
_MEASURED: Final = np.array([line for line, _ in _BONES])
_LENGTHS: Final = np.array([length for _, length in _BONES])
