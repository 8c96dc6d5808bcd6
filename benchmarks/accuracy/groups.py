"""How frames are put together for a table: by pose, by camera view, held or not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np

from benchmarks.accuracy.observe import Observed
from benchmarks.accuracy.truth import Flags

VIEW_BINS: Final = (
    (10.0, "side 0-10"),
    (25.0, "side 10-25"),
    (40.0, "oblique 25-40"),
    (60.0, "45"),
    (91.0, "front"),
)
"""Upper end of the yaw in degrees, itself included, and how the bin is called."""

FIRST_POSES: Final = ("child-pose", "knee-hug", "reach", "backbend")
"""Come first in the tables, the others after them by name; the sun salute's two held positions are told apart."""

ALL_POSES: Final = "all"


@dataclass(frozen=True, eq=False)
class Part:
    """Some frames of a case.

    Attributes:
        observed: The case.
        pose: What is held.
        frames: Which frames, shape `(frames,)`.
    """

    observed: Observed
    pose: str
    frames: Flags

    @property
    def view(self) -> str:
        """The bin of its camera."""
        return view_bin(self.observed)


def poses_of(parts: Iterable[Part]) -> list[str]:
    """Return the poses of some parts in the order of the tables."""
    found = {part.pose for part in parts}
    return [pose for pose in FIRST_POSES if pose in found] + sorted(found.difference(FIRST_POSES))


def view_bin(observed: Observed) -> str:
    """Return how the view of a case is called in the tables."""
    return next(name for limit, name in VIEW_BINS if observed.off_side_deg <= limit)


def held_parts(cases: Iterable[Observed]) -> list[Part]:
    """Return the held frames of every case, a part for each of its poses."""
    parts = []
    for case in cases:
        masks: dict[str, Flags] = {}
        for segment in case.segments:
            pose = _pose(segment.pose, segment.phase)
            masks[pose] = masks.get(pose, np.zeros(len(case.recording), bool)) | case.during(segment)
        parts += [Part(case, pose, mask) for pose, mask in masks.items() if mask.any()]
    return parts


def whole_parts(cases: Iterable[Observed]) -> list[Part]:
    """Return all frames of every case as one part, under the pose that it comes to last."""
    return [
        Part(case, _pose(case.segments[-1].pose, case.segments[-1].phase), np.ones(len(case.recording), bool))
        for case in cases
        if case.segments
    ]


def _pose(pose: str | None, phase: str | None) -> str:
    if pose == "sun-salute-backbend":
        return "reach" if phase == "reach" else "backbend"
    return pose or ""
