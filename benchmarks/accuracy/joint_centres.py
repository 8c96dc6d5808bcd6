"""The offsets of `posecheck.pose.centres`, fitted again with every body left out once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from benchmarks.accuracy.angle_tables import TARGET_YAW_DEG, TARGETS_DEG
from benchmarks.accuracy.angles import angles_2d, difference_deg, limbs_of
from benchmarks.accuracy.groups import held_parts
from benchmarks.accuracy.observe import Observed
from benchmarks.accuracy.table import Table, number
from benchmarks.accuracy.truth import of_side
from posecheck.pose.centres import HIP_AHEAD, SHOULDER_UP, to_joint_centres
from posecheck.pose.landmarks import FloatArray, Landmark

GRID: Final = tuple((up / 100, ahead / 100) for up in range(13) for ahead in range(7))
"""The offsets that are tried: shoulders up to 12 % of the trunk too high, hips up to 6 % too far in front."""

FRAMES: Final = 8
"""Frames of a hold that are used: they are much alike, and clips must count alike."""

_SHOULDERS: Final = [Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER]
_HIPS: Final = [Landmark.LEFT_HIP, Landmark.RIGHT_HIP]

Offsets = tuple[float, float]
AS_GIVEN: Final[Offsets] = (0.0, 0.0)
SHIPPED: Final[Offsets] = (SHOULDER_UP, HIP_AHEAD)


@dataclass(frozen=True, eq=False)
class _Clip:
    """The mean absolute errors of one clip's held frames: offsets to an array over `TARGETS_DEG`."""

    body: str
    errors: dict[Offsets, FloatArray]


def joint_centre_table(cases: Sequence[Observed]) -> Table:
    """Return a row for every body: the offsets fitted on all other bodies, and how they do on this one."""
    names = [measure.split("_")[0] for measure in TARGETS_DEG]
    table = Table(
        "Joint centres: mean absolute errors of a body as the model gives its joints / with the offsets in use / with "
        "those fitted on the other bodies, degrees",
        ("body", "clips", "shoulder up", "hip ahead", *names),
    )
    clips = [_clip_of(case) for case in cases if case.off_side_deg <= TARGET_YAW_DEG and list(held_parts([case]))]
    for body in sorted({clip.body for clip in clips}):
        own = [clip for clip in clips if clip.body == body]
        others = [clip for clip in clips if clip.body != body]
        if others:
            fitted = _fitted(others)
            table.add(body, str(len(own)), f"{fitted[0]:.2f}", f"{fitted[1]:.2f}", *_cells(own, fitted))
    if clips:
        fitted = _fitted(clips)
        table.add("all", str(len(clips)), f"{fitted[0]:.2f}", f"{fitted[1]:.2f}", *_cells(clips, fitted))
    return table


def as_given(image_px: FloatArray, world_m: FloatArray) -> FloatArray:
    """Return where the model put the points that `to_joint_centres` has moved, shape `(33, 2)`."""
    # The move is linear in the trunk, so what it does to a trunk of length one tells how to undo it.
    points = np.zeros((2, *image_px.shape))
    points[0, _SHOULDERS], points[1, _SHOULDERS] = (1.0, 0.0), (0.0, 1.0)
    moved = [to_joint_centres(unit, world_m) for unit in points]
    change = np.stack([unit[_SHOULDERS[0]] - unit[_HIPS[0]] for unit in moved], axis=-1)
    trunk = np.linalg.solve(change, image_px[_SHOULDERS].mean(axis=0) - image_px[_HIPS].mean(axis=0))
    given = image_px.copy()
    for joints in (_SHOULDERS, _HIPS):
        by = sum(share * (unit - before)[joints[0]] for share, unit, before in zip(trunk, moved, points, strict=True))
        given[joints] -= by
    return given


def _cells(clips: Sequence[_Clip], fitted: Offsets) -> list[str]:
    means = [np.mean([clip.errors[offsets] for clip in clips], axis=0) for offsets in (AS_GIVEN, SHIPPED, fitted)]
    return [" / ".join(number(float(mean[index])) for mean in means) for index in range(len(TARGETS_DEG))]


def _fitted(clips: Iterable[_Clip]) -> Offsets:
    """The offsets with the least mean error, each measure in shares of its limit, each clip counting alike."""
    limits = np.array(list(TARGETS_DEG.values()))
    total = dict.fromkeys(GRID, 0.0)
    for clip in clips:
        for offsets in GRID:
            total[offsets] += float(np.mean(clip.errors[offsets] / limits))
    return min(total, key=lambda offsets: total[offsets])


def _clip_of(case: Observed) -> _Clip:
    frames = np.flatnonzero(np.any([part.frames for part in held_parts([case])], axis=0) & ~np.isnan(case.facing))
    frames = frames[:: max(1, len(frames) // FRAMES)]
    image, world = (points[frames] for points in case.smooth)
    given = [as_given(*points) for points in zip(image, world, strict=True)]
    errors = {}
    for offsets in {*GRID, AS_GIVEN, SHIPPED}:
        moved = np.stack([to_joint_centres(*points, *offsets) for points in zip(given, world, strict=True)])
        found = angles_2d(limbs_of(moved), case.facing[frames])
        errors[offsets] = np.array(
            [
                np.abs(
                    difference_deg(
                        of_side(found[measure], case.near_left[frames]),
                        of_side(case.truth.projected[measure], case.truth.near_left)[frames],
                    )
                ).mean()
                for measure in TARGETS_DEG
            ]
        )
    return _Clip(case.case.body, errors)
