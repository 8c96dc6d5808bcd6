"""One moment as the coach sees it: the body, its measures, and whether it is still."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, field
from typing import Final

from posecheck.measures.body import MIN_VISIBILITY, STANDING_DEG, Body, CannotMeasure, Side, Unknown, View
from posecheck.measures.geometry import Point
from posecheck.measures.registry import Measurement, all_measures
from posecheck.pose.landmarks import Landmark, Landmarks
from posecheck.pose.smoothing import LandmarkFilter
from posecheck.references.schema import SidePolicy

STILL_SPEED: Final = 0.12
"""Speed of the fastest joints, in trunk lengths a second, below which a body counts as still: about 6 cm/s. Breathing
and sway stay below it; folding, lifting an arm and letting go of a knee are above."""

FASTEST_JOINTS: Final = 4
"""Speed is the mean of this many: a single leg that moves must count, a single jittering wrist must not."""

STANDING_S: Final = 0.6
"""Whoever stands at ease for this long shows how upright looks before this camera."""

MAX_STANDING_DEG: Final = 8.0
"""More than this is no upright standing, whatever the camera."""

SPEED_WINDOW_S: Final = 0.3
"""Speed is the way made in this time: shorter windows measure the jitter of the landmarks."""

_MAIN_JOINTS: Final = [
    Landmark.NOSE,
    *(
        Landmark[f"{side.value}_{name}".upper()]
        for side in Side
        for name in ("shoulder", "elbow", "wrist", "hip", "knee", "ankle")
    ),
]


@dataclass(eq=False)
class Observation:
    """A moment. Measures are taken when they are first asked for and kept, as several coaches may look at it.

    Attributes:
        time_s: Media time.
        body: The body, or None when nobody is seen.
        moving_since_s: Since when the body has been moving without a stop; None while it is still.
        still_since_s: Since when it has been still; None while it is moving.
        answers: What gates and checks have asked so far; the variants of a stretch ask much the same.
    """

    time_s: float
    body: Body | None
    moving_since_s: float | None = None
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
        self._past: deque[tuple[float, list[Point]]] = deque()
        self._moving = True
        self._since_s: float | None = None
        self._last = (-math.inf, 0.0)
        self._standing = _Standing()

    def observe(self, landmarks: Landmarks | None, time_s: float) -> Observation:
        """Return the observation of this moment; times must rise from call to call."""
        body = None if landmarks is None else Body(self._filter(landmarks, time_s), self._standing.inclination_deg)
        if body is not None:
            speed = self._speed(body, time_s)
            moving = speed > STILL_SPEED
            if moving is not self._moving or self._since_s is None:
                # The way was made somewhere in the window; its middle is the best guess of when this began.
                crossed_s = self._crossed_s(speed, time_s)
                self._since_s = crossed_s - SPEED_WINDOW_S / 2 if self._since_s is not None else time_s
                self._moving = moving
            self._last = (time_s, speed)
            self._standing.update(body, at_rest=not moving and time_s - self._since_s >= STANDING_S)
        return Observation(
            time_s,
            body,
            moving_since_s=self._since_s if self._moving else None,
            still_since_s=None if self._moving else self._since_s,
        )

    def _crossed_s(self, speed: float, time_s: float) -> float:
        """When the speed passed `STILL_SPEED` since the last moment: at 5 frames a second that matters."""
        last_s, last_speed = self._last
        if time_s - last_s > SPEED_WINDOW_S or not math.isfinite(last_speed - speed):
            return time_s
        return last_s + (time_s - last_s) * (STILL_SPEED - last_speed) / (speed - last_speed)

    def _speed(self, body: Body, time_s: float) -> float:
        """Speed of the fastest main joints over the window, in trunk lengths a second; 0 when it is not known."""
        points: list[Point] = body.landmarks.image_px.tolist()
        while self._past and time_s - self._past[0][0] > SPEED_WINDOW_S + 1e-6:
            self._past.popleft()
        self._past.append((time_s, points))
        then_s, then = self._past[0]
        if time_s - then_s < SPEED_WINDOW_S / 2:
            return 0.0
        scale_px = _scale_px(body)
        if scale_px == 0.0:
            return math.inf
        visibility = body.landmarks.visibility.tolist()
        # A joint that the model is only guessing, such as the far hand in a hug, is never still.
        ways_px = sorted(
            math.dist(points[joint], then[joint]) for joint in _MAIN_JOINTS if visibility[joint] >= MIN_VISIBILITY
        )
        return sum(ways_px[-FASTEST_JOINTS:]) / FASTEST_JOINTS / (time_s - then_s) / scale_px


class _Standing:
    """What the trunk's inclination is when this person stands at ease before this camera.

    Attributes:
        inclination_deg: The mean over the last time of standing; that of people in general until then.
    """

    _UPRIGHT: Final = {
        "trunk_inclination": (-MAX_STANDING_DEG, MAX_STANDING_DEG),
        "shoulder_flexion": (-35.0, 35.0),
        "knee_flexion": (-1.0, 20.0),
        "thigh_elevation": (-90.0, -70.0),
    }

    def __init__(self) -> None:
        self.inclination_deg = STANDING_DEG
        self._sum_deg = 0.0
        self._frames = 0

    def update(self, body: Body, *, at_rest: bool) -> None:
        """Take the next moment; only a body that stands at ease and has come to rest tells anything."""
        values: list[float] = []
        if at_rest and body.view is View.SIDE:
            for name, (low, high) in self._UPRIGHT.items():
                measure = _MEASURES[name]
                value = measure.take(body, body.near if measure.sided else None).value
                if value is None or not low <= value <= high:
                    break
                values.append(value)
        if len(values) < len(self._UPRIGHT):
            self._sum_deg, self._frames = 0.0, 0
            return
        self._sum_deg += values[0]
        self._frames += 1
        self.inclination_deg = self._sum_deg / self._frames


def _scale_px(body: Body) -> float:
    try:
        return body.trunk_px
    except CannotMeasure:
        return 0.0
