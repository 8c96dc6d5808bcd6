"""How far a measure may be asked to go: the project's table of ranges of motion, as limits on what tuning proposes.

The numbers are those of the AAOS, Soucie 2011, Hemmerich 2006, Gill 2020 and Troke 2001; where a measure sums several
joints the note beside it says so. An instructor is often more supple than those who follow: their clips must not teach
posecheck to ask for their range.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from posecheck.references.schema import Band


@dataclass(frozen=True)
class Range:
    """What may be asked of a measure, in its own unit.

    Attributes:
        more: +1 where larger values take more range of motion, -1 where smaller ones do.
        asked: The most that a full score may require: nearly everybody without a complaint gets there.
        shown: The most that a target may show, and up to which a band may be opened.
    """

    more: int
    asked: float
    shown: float

    def at_most_asked(self, value: float) -> float:
        """Return the value, drawn back to what may be asked."""
        return min(value, self.asked) if self.more > 0 else max(value, self.asked)

    def at_most_shown(self, value: float) -> float:
        """Return the value, drawn back to what may be shown."""
        return min(value, self.shown) if self.more > 0 else max(value, self.shown)


RANGES: Final[dict[str, Range]] = {
    # 133-150; deep kneeling 157 +- 6, but six of thirty people only kneel so in comfort.
    "knee_flexion": Range(1, 133.0, 150.0),
    # The angle of trunk and thigh: 120 of the hip itself, and up to a third more from pelvis and lower back.
    "hip_flexion": Range(1, 135.0, 155.0),
    # Medians 164-179 at age 20-34; the 5th percentile 141-149.
    "shoulder_flexion": Range(1, 160.0, 179.0),
    "shoulder_abduction": Range(1, 160.0, 179.0),
    "elbow_flexion": Range(1, 130.0, 145.0),
    "elbow_flexion_frontal": Range(1, 130.0, 145.0),
    # Leaning back: 20 is the comfortable target, 10-30 the green band.
    "trunk_inclination": Range(-1, -10.0, -20.0),
    "trunk_lean": Range(-1, -10.0, -20.0),
    # A head that is dropped back is never asked for.
    "neck_extension": Range(1, 0.0, 20.0),
    "ankle_dorsiflexion": Range(1, 10.0, 20.0),
}
"""By measure; heights and distances are not listed, because no range of motion is known of them."""


def within_limit(band: Band, limit: Band | None) -> Band:
    """Return the part of a band that a safety limit leaves; the band itself where the two have nothing in common."""
    if limit is None or limit.high < band.low or limit.low > band.high:
        return band
    return Band(max(band.low, limit.low), min(band.high, limit.high))
