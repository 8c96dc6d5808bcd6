"""Which values of a check are drawn as welcome, and how far into them its arrow leads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from posecheck.references.schema import Check

OPEN_END_DEG: Final = 25.0
"""A band with an open end is drawn this far beyond the target: nothing is to be had farther out."""

INTO_BAND_DEG: Final = 14.0
"""How far the arrow leads into the band: far enough to be an arrow when only a little is missing."""

MAX_MISFIT_DEG: Final = 40.0
"""When the landmarks disagree with the judged value by more than this, they aren't the ones that were judged."""


@dataclass(frozen=True)
class Aim:
    """Values of a check's measure, in degrees.

    Attributes:
        low: The least that is drawn as welcome.
        high: The most.
        tip: Where the arrow ends.
    """

    low: float
    high: float
    tip: float


def aim_of(check: Check, value: float) -> Aim:
    """Return what to draw for a check whose angle is `value` now."""
    low = max(check.green.low, check.target - OPEN_END_DEG)
    high = min(check.green.high, check.target + OPEN_END_DEG)
    inward = min((high - low) / 2, INTO_BAND_DEG)
    return Aim(low, high, low + inward if value < low else high - inward)
