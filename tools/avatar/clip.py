"""A clip: who does which motion, filmed how, in which room."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np

from . import truth
from .body import Body
from .camera import Camera, View, place
from .contact import Posed, put
from .motion import Motion
from .people import Rgb, body_of
from .rotations import Array

FRAMING_MARGIN_M = 0.10
"""Flesh and clothes around the joints, added to their extent before the camera is placed."""
FRAMING_FPS = 2.0


@dataclass(frozen=True)
class Room:
    """Floor, mat, wall and light. `key_side`: where the main light stands, -1 feet/front, 1 behind the person.

    `lintel_m`: height of a door frame's upper edge over the mat, 0 for none. `bed_edge_m`: where a bed's edge is, along
    the person, who lies with the feet towards -Y; none when left out.
    """

    mat: Rgb = (0.30, 0.16, 0.36)
    wall: Rgb = (0.80, 0.78, 0.73)
    floor: str = "wood"
    key_watts: float = 190.0
    key_side: float = -1.0
    sky: float = 0.75
    furniture: str = "none"
    lintel_m: float = 0.0
    bed_edge_m: float | None = None


@dataclass(frozen=True)
class Sensor:
    """What a cheap camera adds: see `sensor.py`. All zero: nothing."""

    noise: float = 0.0
    blur: float = 0.0
    dim: float = 0.0
    jpeg_quality: int = 0


@dataclass(frozen=True)
class Clip:
    """A named clip. `score` makes the motion for a body; `views` are the cameras, the first one is rendered."""

    name: str
    person: str
    score: Callable[[Body], Motion]
    views: dict[str, View]
    room: Room = field(default_factory=Room)
    sensor: Sensor = field(default_factory=Sensor)
    fps: float = 24.0
    size_px: tuple[int, int] = (640, 480)

    def motion(self) -> Motion:
        """The motion of this clip's person."""
        return self.score(body_of(self.person))

    def posed(self, motion: Motion, fps: float | None = None) -> Iterator[tuple[float, Posed]]:
        """Times in seconds and the body in the room, frame by frame."""
        body = body_of(self.person)
        for time_s, pose in motion.poses(fps or self.fps):
            yield time_s, put(body, pose, motion.anchor)

    def cameras(self, motion: Motion) -> dict[str, Camera]:
        """The placed cameras: each as near as keeps the whole motion in the frame."""
        body = body_of(self.person)
        points = np.concatenate([truth.joints_of(body, p) for _, p in self.posed(motion, FRAMING_FPS)])
        corners = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)]) * FRAMING_MARGIN_M
        cloud = (points[:, None] + corners[None]).reshape(-1, 3)
        return {name: place(view, cloud, self.size_px) for name, view in self.views.items()}


def truth_of(clip: Clip) -> truth.Truth:
    """The clip's truth, without rendering it."""
    body, motion = body_of(clip.person), clip.motion()
    times: list[float] = []
    joints: list[Array] = []
    for time_s, posed in clip.posed(motion):
        times.append(time_s)
        joints.append(truth.joints_of(body, posed))
    return truth.Truth(
        clip.name,
        clip.person,
        clip.fps,
        clip.size_px,
        clip.cameras(motion),
        np.array(times),
        np.array(joints),
        motion.segments,
    )
