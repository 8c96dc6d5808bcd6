"""One moment as the coach sees it: the body, its measures, and whether it is still."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from posecheck.coach.at_ease import straight_ahead, upright
from posecheck.coach.stillness import Stillness, turn_from_camera
from posecheck.measures.body import Body, Side, Unknown
from posecheck.measures.registry import Measurement, all_measures
from posecheck.pose.landmarks import Landmarks
from posecheck.pose.smoothing import LandmarkFilter
from posecheck.references.schema import SidePolicy


@dataclass(eq=False)
class Observation:
    """A moment. Measures are taken when they are first asked for and kept, as several coaches may look at it.

    Attributes:
        time_s: Media time.
        body: The body, or None when nobody is seen.
        moving_since_s: Since when the body has surely been moving without a stop; None while it isn't.
        set_out_s: Since when it has been moving, or may have been; None while it is surely still.
        still_since_s: Since when it has been still; None while it moves, or may be moving.
        answers: What gates and checks have asked so far; the variants of a stretch ask much the same.
    """

    time_s: float
    body: Body | None
    moving_since_s: float | None = None
    set_out_s: float | None = None
    still_since_s: float | None = None
    answers: dict[tuple[str, SidePolicy, Side | None], list[tuple[Side | None, Measurement]]] = field(
        default_factory=dict
    )
    _taken: dict[tuple[str, Side | None], Measurement] = field(default_factory=dict)

    def measure(self, name: str, side: Side | None = None) -> Measurement:
        """Take a measure of this moment.

        Args:
            name: A registered measure.
            side: The limb; None for a measure of the whole body.

        Raises:
            KeyError: No such measure.
        """
        key = (name, side)
        found = self._taken.get(key)
        if found is None:
            measure = _MEASURES[name]
            found = Measurement(None, Unknown.NO_PERSON) if self.body is None else measure.take(self.body, side)
            self._taken[key] = found
        return found


_MEASURES: Final = all_measures()


class Observer:
    """Turns landmarks over time into observations: smooths them and notices when the body moves."""

    def __init__(self) -> None:
        self._filter = LandmarkFilter()
        self._stillness = Stillness()
        self._upright = upright()
        self._ahead = straight_ahead()

    def observe(self, landmarks: Landmarks | None, time_s: float) -> Observation:
        """Return the observation of this moment; times must rise from call to call."""
        body = None
        if landmarks is None:
            self._stillness.lose()
        else:
            body = Body(self._filter(landmarks, time_s), self._upright.mean_deg, self._ahead.mean_deg)
            self._stillness.watch(body, landmarks, time_s)
            still_since_s = self._stillness.still_since_s
            still_s = 0.0 if still_since_s is None else time_s - still_since_s
            self._upright.update(body, still_s, _MEASURES["trunk_inclination"].take)
            self._ahead.update(body, still_s, turn_from_camera)
        return Observation(
            time_s,
            body,
            moving_since_s=self._stillness.moving_since_s,
            set_out_s=self._stillness.set_out_s,
            still_since_s=self._stillness.still_since_s,
        )
