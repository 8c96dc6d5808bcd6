"""Whether a body moves, and since when: by how far its joints get, and seen from the front by how far it turns."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import replace
from typing import Final

from posecheck.measures.body import Body, CannotMeasure, Side, View
from posecheck.measures.geometry import Point
from posecheck.measures.registry import Measurement, all_measures
from posecheck.pose.landmarks import Landmark

STILL_SPEED: Final = 0.12
"""Speed of the fastest joints, in trunk lengths a second, below which a body counts as still: about 6 cm/s. Breathing
and sway stay below it; folding, lifting an arm and letting go of a knee are above."""

STILL_TURN_DEG_S: Final = 10.0
"""Turn of the upper body, seen from the front, below which a body counts as still. From there a turn carries the
shoulders along the line of sight, so that the joints hardly move in the picture. Gentle turns (20 degrees in 3 seconds)
are faster; the face of somebody who keeps still wanders by 3 degrees a second as the model sees it."""

SURE: Final = 2.0
"""That somebody at rest has begun to move is sure at this many times the speeds above; at less than that only when it
lasts. A trembling landmark passes them for a moment now and then."""

LASTING_S: Final = 0.3
"""How long it lasts then."""

MAX_EARLIER_S: Final = 0.2
"""A movement is dated back as if it had become faster steadily, from rest on, as it does where it is noticed: poses are
left slowly. No earlier than this before that."""

DELAY_S: Final = 0.04
"""By this the filter of the landmarks delays the first of a movement, at the speed at which it is noticed."""

SLOW: Final = 1.5
TAIL_S: Final = 0.06
"""Landmarks slow down more gradually than a body, and come to rest late. So rest is dated by where the body was slower
than this many times the speeds above, but no earlier than this before it was still; on average that is half of it."""

SETTLING_S: Final = 0.3
"""For this long after somebody has been found the landmarks still drift to where they belong: in the rendered clips, of
which most begin with somebody who keeps still, by 2 to 6 % of the trunk, and by less than 1 % from then on."""

FASTEST_JOINTS: Final = 4
"""Speed is the mean of this many: a single leg that moves must count, a single jittering wrist must not. Each counts as
far as it is seen: far arms and legs that the model half guesses are never quite still, and come to rest late."""

MOST_ALONE: Final = 2.0
"""The fastest joint counts no more than the second fastest times this: no joint of a body moves by itself, but one that
the model loses leaps. In rendered clips a leaping far ankle alone began a knee hug 0.24 s late."""

SPEED_WINDOW_S: Final = 0.3
"""Speed is the way made in this time: shorter windows measure the jitter of the landmarks."""

_MEASURES: Final = all_measures()

_MAIN_JOINTS: Final = [
    Landmark.NOSE,
    *(
        Landmark[f"{side.value}_{name}".upper()]
        for side in Side
        for name in ("shoulder", "elbow", "wrist", "hip", "knee", "ankle")
    ),
]


class Stillness:
    """Notices when a body moves.

    Somebody is still or moving, or for a moment that isn't known: what passes for a movement may be a tremble. A
    movement is told when it is sure, and dated back.
    """

    def __init__(self) -> None:
        self._past: deque[tuple[float, list[Point], float | None]] = deque()
        self._found_s: float | None = None
        self._moving = False
        self._since_s: float | None = None
        self._last: tuple[float, float] | None = None
        self._noticed_s: float | None = None
        self._set_out_s: float | None = None
        self._slow_s = -math.inf

    @property
    def moving_since_s(self) -> float | None:
        """Since when the body has surely been moving without a stop; None while it isn't."""
        return self._since_s if self._moving else None

    @property
    def set_out_s(self) -> float | None:
        """Since when it has been moving, or may have been; None while it is still."""
        return self._since_s if self._moving else self._set_out_s

    @property
    def still_since_s(self) -> float | None:
        """Since when it has been still; None while it moves, or may be moving."""
        return None if self._moving or self._noticed_s is not None else self._since_s

    def lose(self) -> None:
        """Take note of a moment in which nobody is seen."""
        self._found_s = None

    def watch(self, body: Body, time_s: float) -> None:
        """Take the next moment of a body."""
        if self._found_s is None:
            self._found_s = time_s
            self._past.clear()
        if self._since_s is None:
            self._since_s = time_s
        unrest = self._unrest(body, time_s) if time_s - self._found_s >= SETTLING_S else None
        if unrest is not None:  # otherwise what it did before goes on
            self._update(unrest, time_s, self._since_s)
            self._last = (time_s, unrest)

    def _update(self, unrest: float, time_s: float, since_s: float) -> None:
        if unrest > SLOW:
            self._slow_s = math.inf
        elif self._slow_s == math.inf:
            self._slow_s = self._crossed_s(SLOW, unrest, time_s)
        if self._last is None:
            self._moving = unrest > 1.0  # what is noticed first has been so since the beginning
        elif unrest <= 1.0:
            self._noticed_s = self._set_out_s = None
            if self._moving:
                rest_s = max(self._slow_s, self._crossed_s(1.0, unrest, time_s) - TAIL_S) + TAIL_S / 2
                # The way was made somewhere in the window; its middle is the best guess of when this began.
                self._moving = False
                self._since_s = max(since_s, rest_s - SPEED_WINDOW_S / 2)
        elif not self._moving:
            if self._noticed_s is None:
                self._noticed_s = self._crossed_s(1.0, unrest, time_s)
            lasted_s = time_s - self._noticed_s
            earlier_s = min(lasted_s / (unrest - 1.0), MAX_EARLIER_S)
            self._set_out_s = max(since_s, self._noticed_s - earlier_s - DELAY_S - SPEED_WINDOW_S / 2)
            if unrest > SURE or lasted_s >= LASTING_S:
                self._moving, self._since_s = True, self._set_out_s

    def _crossed_s(self, bound: float, unrest: float, time_s: float) -> float:
        """When the unrest passed a bound since the last moment: at 5 frames a second that matters."""
        last_s, last = self._last or (-math.inf, 0.0)
        if time_s - last_s > SPEED_WINDOW_S or not math.isfinite(last - unrest):
            return time_s
        return last_s + (time_s - last_s) * (bound - last) / (unrest - last)

    def _unrest(self, body: Body, time_s: float) -> float | None:
        """How fast the body moves, in shares of what still counts as still; None as long as that isn't known."""
        turn_deg = turn_from_camera(body).value if body.view is View.FRONT else None
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


def turn_from_camera(body: Body) -> Measurement:
    """Return the turn of the upper body, not counted from the person's own straight ahead."""
    turn = _MEASURES["upper_turn"].take(body)
    return turn if turn.value is None else replace(turn, value=turn.value + body.ahead_deg)


def _way(body: Body, then: list[Point]) -> float:
    """The mean way of the fastest main joints since then, in trunk lengths; endless where the trunk has no length."""
    scale_px = _scale_px(body)
    if scale_px == 0.0:
        return math.inf
    now, seen = body.points, body.visibility
    ways_px = sorted(seen[joint] * math.dist(now[joint], then[joint]) for joint in _MAIN_JOINTS)[-FASTEST_JOINTS:]
    ways_px[-1] = min(ways_px[-1], MOST_ALONE * ways_px[-2])
    return sum(ways_px) / FASTEST_JOINTS / scale_px


def _scale_px(body: Body) -> float:
    try:
        return body.trunk_px
    except CannotMeasure:
        return 0.0
