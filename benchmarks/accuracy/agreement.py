"""Sums over errors: bias, mean absolute error, limits of agreement, and intervals of shares."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from posecheck.pose.landmarks import FloatArray

LARGE_DEG: Final = 15.0
"""An error beyond this is told as a share of its own: it is what the tolerances of the references forgive."""

Z_95: Final = 1.96


@dataclass(frozen=True)
class Agreement:
    """How one way of measuring agrees with another (Bland and Altman).

    Attributes:
        n: Number of frames compared.
        bias: Mean of measured minus true.
        mae: Mean absolute error.
        sd: Standard deviation of the errors.
        large: Share of errors beyond `LARGE_DEG`.
    """

    n: int
    bias: float
    mae: float
    sd: float
    large: float

    @property
    def limits(self) -> tuple[float, float]:
        """The limits of agreement: bias +- 1.96 standard deviations."""
        return self.bias - Z_95 * self.sd, self.bias + Z_95 * self.sd


def agreement(errors: FloatArray) -> Agreement | None:
    """Sum up errors, NaN left out; None when there is none.

    Args:
        errors: Array of any shape, measured minus true.
    """
    known = errors[np.isfinite(errors)]
    if not known.size:
        return None
    return Agreement(
        n=int(known.size),
        bias=float(known.mean()),
        mae=float(np.abs(known).mean()),
        sd=float(known.std()),
        large=float((np.abs(known) > LARGE_DEG).mean()),
    )


def wilson(hits: int, total: int) -> tuple[float, float]:
    """Return the 95 % interval of a share after Wilson; 0 to 1 where nothing was counted."""
    if total == 0:
        return 0.0, 1.0
    share = hits / total
    spread = Z_95 * math.sqrt(share * (1 - share) / total + Z_95**2 / (4 * total**2))
    centre = share + Z_95**2 / (2 * total)
    scale = 1 + Z_95**2 / total
    return max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale)
