"""What clips say together of a measure: robust statistics in which every clip weighs the same.

A clip counts by its median, not by its frames, however long it is. A single clip that is out of line moves neither the
median over the clips nor their median absolute deviation by much.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from posecheck.measures.registry import all_measures
from posecheck.pose.landmarks import FloatArray

MIN_KNOWN: Final = 0.5
"""A clip speaks of a measure when it was seen in at least this share of the hold."""

MAD_TO_SD: Final = 1.4826
"""Makes the median absolute deviation of normally distributed values their standard deviation."""

_SMALL_SAMPLE: Final = {2: 1.196, 3: 1.495, 4: 1.363, 5: 1.206, 6: 1.200, 7: 1.140, 8: 1.129, 9: 1.107}
"""What the MAD of few values falls short by (Croux and Rousseeuw 1992)."""


@dataclass(frozen=True)
class Scale:
    """What is little and much in a unit.

    Attributes:
        step: Numbers are rounded to this.
        small: A change below it isn't worth making.
        green: The least and the most that green reaches from the centre: the camera itself is wrong by 7 degrees (mean
            error of the knee in a side view), so nothing below 15 is fair.
        gap: The least and the most from green to accept.
        loose: A spread from which on the measure says little.
        apart: The least distance from the others that makes a clip lie apart.
        steady: A spread within the hold and over the clips up to which a measure belongs to a pose that is drafted.
        reach: A drafted gate reaches at least this far from the centre: other bodies do it otherwise, and form is for
            the checks.
        stay: How much wider a drafted gate is for staying than for entering.
        near: How far outside of a gate a value may lie for the moment to be nearly in the pose.
    """

    step: float
    small: float
    green: tuple[float, float]
    gap: tuple[float, float]
    loose: float
    apart: float
    steady: float
    reach: float
    stay: float
    near: float


DEGREES: Final = Scale(
    step=1.0,
    small=3.0,
    green=(15.0, 30.0),
    gap=(10.0, 20.0),
    loose=15.0,
    apart=20.0,
    steady=20.0,
    reach=30.0,
    stay=10.0,
    near=20.0,
)
RATIO: Final = Scale(
    step=0.01,
    small=0.03,
    green=(0.12, 0.30),
    gap=(0.10, 0.20),
    loose=0.20,
    apart=0.20,
    steady=0.25,
    reach=0.35,
    stay=0.10,
    near=0.20,
)


def scale_of(measure: str) -> Scale:
    """Return what is little and much of a measure."""
    return DEGREES if all_measures()[measure].unit == "deg" else RATIO


@dataclass(frozen=True, eq=False)
class ClipValues:
    """What one clip says of one check.

    Attributes:
        clip: Its name.
        person: Who is in it; the clip's own name where nobody was named.
        values: Array of shape `(frames,)`: the measure in the trusted frames of the hold, NaN where unknown.
        seconds: How long the hold was that they come from; 0 for a picture.
    """

    clip: str
    person: str
    values: FloatArray
    seconds: float

    @property
    def known(self) -> float:
        """The share of the frames in which the measure could be taken."""
        return float(np.isfinite(self.values).mean()) if self.values.size else 0.0


@dataclass(frozen=True)
class Evidence:
    """What the clips together say of one check.

    Attributes:
        clips: Name and median of each clip that speaks of it.
        persons: How many people are in them.
        seconds: How long the holds were.
        known: Median over all clips of the share of frames in which it could be measured.
        centre: Median of the clips' medians.
        within: Median of the clips' own spreads.
        between: Spread of the clips' medians.
    """

    clips: tuple[tuple[str, float], ...]
    persons: int
    seconds: float
    known: float
    centre: float
    within: float
    between: float

    @property
    def spread(self) -> float:
        """Both spreads together."""
        return math.hypot(self.within, self.between)


def spread_of(values: FloatArray) -> float:
    """Return the median absolute deviation, scaled to a standard deviation; 0 for fewer than two values.

    Args:
        values: Array of shape `(n,)`, finite.
    """
    count = values.size
    if count < 2:
        return 0.0
    factor = _SMALL_SAMPLE.get(count, count / (count - 0.8))
    return MAD_TO_SD * factor * float(np.median(np.abs(values - np.median(values))))


def gather(clips: Sequence[ClipValues]) -> Evidence | None:
    """Return what clips say together, each with the same weight; None when none of them saw the measure."""
    speaking = [clip for clip in clips if clip.known >= MIN_KNOWN]
    if not speaking:
        return None
    known = [clip.values[np.isfinite(clip.values)] for clip in speaking]
    medians = np.array([np.median(values) for values in known])
    return Evidence(
        clips=tuple((clip.clip, float(middle)) for clip, middle in zip(speaking, medians, strict=True)),
        persons=len({clip.person for clip in speaking}),
        seconds=sum(clip.seconds for clip in speaking),
        known=float(np.median([clip.known for clip in clips])),
        centre=float(np.median(medians)),
        within=float(np.median([spread_of(values) for values in known])),
        between=spread_of(medians),
    )
