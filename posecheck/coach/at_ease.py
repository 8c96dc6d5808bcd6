"""What somebody's values are when they stand at ease: how upright and straight ahead look before this camera."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from posecheck.measures.body import STANDING_DEG, Body, View
from posecheck.measures.registry import Measurement, all_measures

STANDING_S: Final = 0.6
"""Whoever stands at ease for this long shows how upright and straight ahead look before this camera."""

REACHING_S: Final = 1.5
"""Whoever keeps the arms up for this long looks straight ahead; turned aside one stays for a second."""

MAX_STANDING_DEG: Final = 8.0
"""More than this is no upright standing, whatever the camera."""

MAX_AHEAD_DEG: Final = 12.0
"""Whoever turns the face farther than this from the camera isn't looking straight ahead."""

_MEASURES: Final = all_measures()


@dataclass(frozen=True)
class _Stance:
    """A way to stand at ease.

    Attributes:
        bands: The measures that tell it, and within what.
        least_s: For how long it is kept at least.
    """

    bands: Mapping[str, tuple[float, float]]
    least_s: float = STANDING_S


_UPRIGHT: Final = _Stance(
    {"shoulder_flexion": (-35.0, 35.0), "knee_flexion": (-1.0, 20.0), "thigh_elevation": (-90.0, -70.0)}
)
_AHEAD: Final = _Stance(
    {"shoulder_abduction": (0.0, 40.0), "trunk_elevation": (80.0, 90.0), "thigh_elevation": (-90.0, -70.0)}
)
# The model moves the shoulders as the arms go up, so that the same face looks as much as 16 degrees aside.
_AHEAD_REACHING: Final = _Stance({**_AHEAD.bands, "shoulder_abduction": (135.0, 180.0)}, REACHING_S)


class AtEase:
    """What a value is when this person stands at ease before this camera.

    Attributes:
        mean_deg: Its mean over the last time of standing; that of people in general until then.
    """

    def __init__(self, view: View, stances: tuple[_Stance, ...], most_deg: float, usual_deg: float) -> None:
        """Wait for somebody who stands at ease.

        Args:
            view: From where the value can be seen.
            stances: How somebody stands at ease.
            most_deg: A larger value, to either side, isn't one of standing at ease.
            usual_deg: The value of people in general.
        """
        self.mean_deg = usual_deg
        self._view = view
        self._stances = stances
        self._least_s = min(stance.least_s for stance in stances)
        self._most_deg = most_deg
        self._sum_deg = 0.0
        self._frames = 0

    def update(self, body: Body, still_s: float, measure: Callable[[Body], Measurement]) -> None:
        """Take the next moment; only a body that stands at ease tells anything.

        Args:
            body: The person.
            still_s: For how long they have been at rest.
            measure: Takes the value.
        """
        value_deg = measure(body).value if still_s >= self._least_s and body.view is self._view else None
        if value_deg is None or abs(value_deg) > self._most_deg or not self._is_at_ease(body, still_s):
            self._sum_deg, self._frames = 0.0, 0
            return
        self._sum_deg += value_deg
        self._frames += 1
        self.mean_deg = self._sum_deg / self._frames

    def _is_at_ease(self, body: Body, still_s: float) -> bool:
        return any(still_s >= stance.least_s and _stands(body, stance) for stance in self._stances)


def _stands(body: Body, stance: _Stance) -> bool:
    for name, (low, high) in stance.bands.items():
        measure = _MEASURES[name]
        value = measure.take(body, body.near if measure.sided else None).value
        if value is None or not low <= value <= high:
            return False
    return True


def upright() -> AtEase:
    """Return the watch for the trunk's inclination of somebody who stands, seen from the side."""
    return AtEase(View.SIDE, (_UPRIGHT,), MAX_STANDING_DEG, STANDING_DEG)


def straight_ahead() -> AtEase:
    """Return the watch for the turn of somebody who looks straight ahead, seen from the front."""
    return AtEase(View.FRONT, (_AHEAD, _AHEAD_REACHING), MAX_AHEAD_DEG, 0.0)
