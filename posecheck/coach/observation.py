"""One moment as the coach sees it: the body, its measures, and whether it is still."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from posecheck.measures.body import STANDING_DEG, Body, CannotMeasure, Side, Unknown, View
from posecheck.measures.geometry import Point
from posecheck.measures.registry import Measurement, all_measures
from posecheck.pose.landmarks import Landmark, Landmarks
from posecheck.pose.smoothing import LandmarkFilter
from posecheck.references.schema import SidePolicy

STILL_SPEED: Final = 0.12
"""Speed of the fastest joints, in trunk lengths a second, below which a body counts as still: about 6 cm/s. Breathing
and sway stay below it; folding, lifting an arm and letting go of a knee are above."""

STILL_TURN_DEG_S: Final = 10.0
"""Turn of the upper body, seen from the front, below which a body counts as still. From there a turn carries the
shoulders along the line of sight, so that the joints hardly move in the picture. Gentle turns (20 degrees in 3 seconds)
are faster; the face of somebody who keeps still wanders by 3 degrees a second as the model sees it."""

BEGUN: Final = 0.5
"""A movement is sure at the speeds above. It is dated back as if it had become faster steadily, from rest on, as it did
from this share of them on: poses are left slowly."""

MAX_EARLIER_S: Final = 0.2
"""No earlier than this before it was sure: landmarks of somebody who keeps still may tremble at half those speeds."""

SETTLING_S: Final = 0.3
"""For this long after somebody has been found the landmarks still drift to where they belong: in the rendered clips, of
which most begin with somebody who keeps still, by 2 to 6 % of the trunk, and by less than 1 % from then on."""

FASTEST_JOINTS: Final = 4
"""Speed is the mean of this many: a single leg that moves must count, a single jittering wrist must not. Each counts as
far as it is seen: far arms and legs that the model half guesses are never quite still, and come to rest late."""

MOST_ALONE: Final = 2.0
"""The fastest joint counts no more than the second fastest times this: no joint of a body moves by itself, but one that
the model loses leaps. In rendered clips a leaping far ankle alone began a knee hug 0.24 s late."""

STANDING_S: Final = 0.6
"""Whoever stands at ease for this long shows how upright and straight ahead look before this camera."""

REACHING_S: Final = 1.5
"""Whoever keeps the arms up for this long looks straight ahead; turned aside one stays for a second."""

MAX_STANDING_DEG: Final = 8.0
"""More than this is no upright standing, whatever the camera."""

MAX_AHEAD_DEG: Final = 12.0
"""Whoever turns the face farther than this from the camera isn't looking straight ahead."""

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
        self._past: deque[tuple[float, list[Point], float | None]] = deque()
        self._found_s: float | None = None
        self._moving = False
        self._since_s: float | None = None
        self._last: tuple[float, float] | None = None
        self._begun_s: float | None = None
        self._upright = _AtEase(View.SIDE, (_UPRIGHT,), MAX_STANDING_DEG, STANDING_DEG)
        self._ahead = _AtEase(View.FRONT, (_AHEAD, _AHEAD_REACHING), MAX_AHEAD_DEG, 0.0)

    def observe(self, landmarks: Landmarks | None, time_s: float) -> Observation:
        """Return the observation of this moment; times must rise from call to call."""
        body = None
        if landmarks is None:
            self._found_s = None
        else:
            body = Body(self._filter(landmarks, time_s), self._upright.mean_deg, self._ahead.mean_deg)
            if self._found_s is None:
                self._found_s = time_s
                self._past.clear()
            if self._since_s is None:
                self._since_s = time_s
            if time_s - self._found_s >= SETTLING_S:
                self._watch(body, time_s)
            still_s = 0.0 if self._moving else time_s - self._since_s
            self._upright.update(body, still_s, _MEASURES["trunk_inclination"].take)
            self._ahead.update(body, still_s, _turn_from_camera)
        return Observation(
            time_s,
            body,
            moving_since_s=self._since_s if self._moving else None,
            still_since_s=None if self._moving else self._since_s,
        )

    def _watch(self, body: Body, time_s: float) -> None:
        """Notice whether a body that has been in sight for a while moves, and since when."""
        unrest = self._unrest(body, time_s)
        if unrest is None:
            return  # what it did before goes on
        moving = unrest > 1.0
        if unrest <= BEGUN:
            self._begun_s = None
        elif self._begun_s is None:
            self._begun_s = self._crossed_s(BEGUN, unrest, time_s)
        if moving is not self._moving and self._last is not None and self._since_s is not None:
            since_s = self._crossed_s(1.0, unrest, time_s)
            if moving and self._begun_s is not None:
                since_s -= min((since_s - self._begun_s) / (1.0 - BEGUN), MAX_EARLIER_S)
            # The way was made somewhere in the window; its middle is the best guess of when this began.
            self._since_s = max(self._since_s, since_s - SPEED_WINDOW_S / 2)
        self._moving = moving  # what is noticed first has been so since the beginning
        self._last = (time_s, unrest)

    def _crossed_s(self, bound: float, unrest: float, time_s: float) -> float:
        """When the unrest passed a bound since the last moment: at 5 frames a second that matters."""
        last_s, last = self._last or (-math.inf, 0.0)
        if time_s - last_s > SPEED_WINDOW_S or not math.isfinite(last - unrest):
            return time_s
        return last_s + (time_s - last_s) * (bound - last) / (unrest - last)

    def _unrest(self, body: Body, time_s: float) -> float | None:
        """How fast the body moves, in shares of what still counts as still; None as long as that isn't known."""
        turn_deg = _turn_from_camera(body).value if body.view is View.FRONT else None
        while len(self._past) > 1 and time_s - self._past[0][0] > SPEED_WINDOW_S + 1e-6:
            self._past.popleft()
        self._past.append((time_s, body.points, turn_deg))
        then_s, then, turned_deg = self._past[0]
        lasted_s = time_s - then_s
        if lasted_s < SPEED_WINDOW_S / 2:
            return None
        unrest = _way(body, then) / lasted_s / STILL_SPEED
        if turn_deg is None or turned_deg is None:
            return unrest
        return max(unrest, abs(turn_deg - turned_deg) / lasted_s / STILL_TURN_DEG_S)


def _way(body: Body, then: list[Point]) -> float:
    """The mean way of the fastest main joints since then, in trunk lengths; endless where the trunk has no length."""
    scale_px = _scale_px(body)
    if scale_px == 0.0:
        return math.inf
    now, seen = body.points, body.visibility
    ways_px = sorted(seen[joint] * math.dist(now[joint], then[joint]) for joint in _MAIN_JOINTS)[-FASTEST_JOINTS:]
    ways_px[-1] = min(ways_px[-1], MOST_ALONE * ways_px[-2])
    return sum(ways_px) / FASTEST_JOINTS / scale_px


def _turn_from_camera(body: Body) -> Measurement:
    """The turn of the upper body, not counted from the person's own straight ahead."""
    turn = _MEASURES["upper_turn"].take(body)
    return turn if turn.value is None else replace(turn, value=turn.value + body.ahead_deg)


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


class _AtEase:
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


def _scale_px(body: Body) -> float:
    try:
        return body.trunk_px
    except CannotMeasure:
        return 0.0
