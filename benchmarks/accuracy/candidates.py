"""Other ways to measure the same angles from the same landmarks, so that a choice can be made by numbers."""

from __future__ import annotations

from typing import Final

import numpy as np

from benchmarks.accuracy.angles import Limbs, angles_2d, angles_3d, fold, limbs_of, sagittal
from benchmarks.accuracy.observe import Observed
from benchmarks.accuracy.truth import of_side
from posecheck.measures.body import Side
from posecheck.pose.landmarks import FloatArray, Landmark

WAYS: Final = {
    "image": "the picture's points, smoothed as the coach does",
    "image raw": "the picture's points, as the model gives them",
    "image both": "mean of the left and the right limb in the picture, smoothed",
    "unturned": "the picture's points stretched sideways by 1 / cos(yaw), yaw as posecheck estimates it",
    "world": "angle in space between the model's world points, smoothed",
    "sagittal": "world points laid into the body's own sagittal plane, smoothed",
    "hybrid": "the picture's points for across and down, the world points for depth, angle in space, smoothed",
}
"""Name of each way and what it is."""

MAX_STRETCH_YAW_DEG: Final = 65.0
"""Where the picture is stretched as for this yaw at most."""

_SCALE_POINTS: Final = [
    Landmark[f"{side.value}_{joint}".upper()] for side in Side for joint in ("shoulder", "hip", "knee", "ankle")
]
_UP: Final = np.array([0.0, -1.0, 0.0])


def measured_by(observed: Observed) -> dict[str, dict[str, FloatArray]]:
    """Return the near limb's included angles by way and measure, 0 to 180 degrees, NaN without a person.

    All of them take the side that posecheck took for the near one, and level cameras for granted.
    """
    image, world = observed.smooth
    raw = observed.recording.image_px.astype(np.float64)
    facing = np.nan_to_num(observed.facing, nan=1.0)
    stretch = 1 / np.cos(np.radians(np.minimum(np.nan_to_num(observed.yaw_deg), MAX_STRETCH_YAW_DEG)))
    flat = limbs_of(image)
    ways = {
        "image": angles_2d(flat, facing),
        "image raw": angles_2d(limbs_of(raw), facing),
        "unturned": angles_2d(flat.map(lambda points: points * np.stack([stretch, np.ones_like(stretch)], -1)), facing),
        "world": angles_3d(limbs_of(world), _UP),
        "sagittal": angles_2d(sagittal(limbs_of(world)), np.ones_like(facing)),
        "hybrid": angles_3d(_hybrid(image, world), _UP),
    }
    found = {
        way: {measure: fold(of_side(sides, observed.near_left)) for measure, sides in angles.items()}
        for way, angles in ways.items()
    }
    found["image both"] = {
        measure: (fold(sides[Side.LEFT]) + fold(sides[Side.RIGHT])) / 2 for measure, sides in ways["image"].items()
    }
    return {way: found[way] for way in WAYS}


def _hybrid(image: FloatArray, world: FloatArray) -> Limbs:
    """Picture points in metres by the spread of the main joints, with the depth of the world points."""
    spread_m = world[:, _SCALE_POINTS, :2].std(axis=1)
    spread_px = image[:, _SCALE_POINTS].std(axis=1)
    scale = np.linalg.norm(spread_m, axis=-1) / np.linalg.norm(spread_px, axis=-1)
    return limbs_of(np.concatenate([image * scale[:, None, None], world[..., 2:]], axis=-1))
