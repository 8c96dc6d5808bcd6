"""Whether a body moves, and since when: by how far its joints get, and seen from the front by how far it turns."""

from __future__ import annotations

import math
import operator
from collections import deque
from dataclasses import replace
from typing import Final

from posecheck.measures.body import Body, CannotMeasure, View
from posecheck.measures.geometry import Point
from posecheck.measures.registry import Measurement, all_measures
from posecheck.pose.landmarks import MAIN_JOINTS, Landmarks

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

PAUSE_S: Final = 0.3
"""Rest that doesn't last this long was none: the movement goes on, as where one part of it passes into the next."""

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


class Stillness:
    """Notices when a body moves: by the picture's own motion at its joints, by its landmarks where that isn't known.

    Somebody is still or moving, or for a moment that isn't known: what passes for a movement may be a tremble. A
    movement is told when it is sure, and dated back.
    """

    def __init__(self) -> None:
        self._past: deque[tuple[float, list[Point], float | None]] = deque()
        self._track = _Track()
        self._found_s: float | None = None
        self._moving = False
        self._since_s: float | None = None
        self._last: tuple[float, float] | None = None
        self._noticed_s: float | None = None
        self._set_out_s: float | None = None
        self._rested_s = -math.inf
        self._moved_since_s = -math.inf

    @property
    def moving_since_s(self) -> float | None:
        """Since when the body has surely been moving without a stop; None while it isn't."""
        return self._since_s if self._moving else None

    @property
    def set_out_s(self) -> float | None:
        """Since when it has been moving, or may have been; None while it is surely still."""
        return self._since_s if self._moving else self._set_out_s

    @property
    def still_since_s(self) -> float | None:
        """Since when it has been still; None while it moves, or may be moving."""
        return None if self._moving or self._noticed_s is not None else self._since_s

    def lose(self) -> None:
        """Take note of a moment in which nobody is seen."""
        self._found_s = None

    def watch(self, body: Body, landmarks: Landmarks, time_s: float) -> None:
        """Take the next moment of a body, and its landmarks as they were found: smoothing would delay them."""
        if self._found_s is None:
            self._found_s = time_s
            self._past.clear()
            self._track = _Track()
        if self._since_s is None:
            self._since_s = time_s
        self._track.go_on(landmarks, time_s)
        unrest = self._unrest(body, time_s) if time_s - self._found_s >= SETTLING_S else None
        if unrest is not None:  # otherwise what it did before goes on
            self._update(unrest, time_s, self._since_s)
            self._last = (time_s, unrest)

    def _update(self, unrest: float, time_s: float, since_s: float) -> None:
        if self._last is None:
            self._moving = unrest > 1.0  # what is noticed first has been so since the beginning
        elif unrest <= 1.0:
            self._noticed_s = None
            if self._moving:
                self._moving, self._moved_since_s = False, since_s
                self._rested_s = self._crossed_s(unrest, time_s)
                # The way was made somewhere in the window; its middle is the best guess of when this began.
                self._since_s = max(since_s, self._rested_s - SPEED_WINDOW_S / 2)
            self._set_out_s = self._moved_since_s if time_s - self._rested_s < PAUSE_S else None
        elif not self._moving:
            if self._noticed_s is None:
                self._noticed_s = self._crossed_s(unrest, time_s)
            lasted_s = time_s - self._noticed_s
            if self._noticed_s - self._rested_s < PAUSE_S:
                self._set_out_s = self._moved_since_s
            else:
                earlier_s = min(lasted_s / (unrest - 1.0), MAX_EARLIER_S)
                self._set_out_s = max(since_s, self._noticed_s - earlier_s - SPEED_WINDOW_S / 2)
            if unrest > SURE or lasted_s >= LASTING_S:
                self._moving, self._since_s = True, self._set_out_s

    def _crossed_s(self, unrest: float, time_s: float) -> float:
        """When the unrest passed 1 since the last moment: at 5 frames a second that matters."""
        last_s, last = self._last or (-math.inf, 0.0)
        if time_s - last_s > SPEED_WINDOW_S or not math.isfinite(last - unrest):
            return time_s
        return last_s + (time_s - last_s) * (1.0 - last) / (unrest - last)

    def _unrest(self, body: Body, time_s: float) -> float | None:
        """How fast the body moves, in shares of what still counts as still; None as long as that isn't known."""
        turn_deg = turn_from_camera(body).value if body.view is View.FRONT else None
        while len(self._past) > 1 and time_s - self._past[0][0] > SPEED_WINDOW_S + 1e-6:
            self._past.popleft()
        self._past.append((time_s, self._track.points, turn_deg))
        then_s, then, turned_deg = self._past[0]
        lasted_s = time_s - then_s
        if lasted_s < SPEED_WINDOW_S / 2:
            return None
        unrest = _way(body, then, self._track.points) / lasted_s / STILL_SPEED
        if turn_deg is None or turned_deg is None:
            return unrest
        return max(unrest, abs(turn_deg - turned_deg) / lasted_s / STILL_TURN_DEG_S)


class _Track:
    """Where the main joints got to, from where they were found on."""

    def __init__(self) -> None:
        self.points: list[Point] = []
        self._time_s = 0.0
        self._landmarks: list[Point] = []

    def go_on(self, landmarks: Landmarks, time_s: float) -> None:
        """Carry the joints on to the next moment."""
        places = landmarks.image_px.tolist()
        now = [places[joint] for joint in MAIN_JOINTS]
        if not self.points:
            self.points = now
        else:
            lasted_s = time_s - self._time_s
            steps = [(x - last_x, y - last_y) for (x, y), (last_x, last_y) in zip(now, self._landmarks, strict=True)]
            if landmarks.flow_px_s is not None:
                flow = landmarks.flow_px_s.tolist()
                for index, (x, y) in enumerate(flow[joint] for joint in MAIN_JOINTS):
                    if not math.isnan(x):
                        steps[index] = (x * lasted_s, y * lasted_s)
            self.points = [(x + dx, y + dy) for (x, y), (dx, dy) in zip(self.points, steps, strict=True)]
        self._time_s, self._landmarks = time_s, now


def turn_from_camera(body: Body) -> Measurement:
    """Return the turn of the upper body, not counted from the person's own straight ahead."""
    turn = _MEASURES["upper_turn"].take(body)
    return turn if turn.value is None else replace(turn, value=turn.value + body.ahead_deg)


def _way(body: Body, then: list[Point], now: list[Point]) -> float:
    """The mean way of the fastest joints from then to now, in trunk lengths; endless where the trunk has no length."""
    scale_px = _scale_px(body)
    if scale_px == 0.0:
        return math.inf
    seen = [body.visibility[joint] for joint in MAIN_JOINTS]
    ways_px: list[float] = sorted(map(operator.mul, seen, map(math.dist, then, now)))[-FASTEST_JOINTS:]
    ways_px[-1] = min(ways_px[-1], MOST_ALONE * ways_px[-2])
    return sum(ways_px) / FASTEST_JOINTS / scale_px


def _scale_px(body: Body) -> float:
    try:
        return body.trunk_px
    except CannotMeasure:
        return 0.0
