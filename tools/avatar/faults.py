"""Faults of the three core stretches to render: other people, cameras and rooms than the motions without a picture."""

from __future__ import annotations

from functools import partial
from typing import Literal

from .camera import View
from .clip import Clip, Room, Sensor
from .motions import bend_fault, child_fault, hug_fault
from .samples import Score
from .study import DIM, FINE, HANDHELD


def _clip(
    name: str, person: str, score: Score, faces: Literal["left", "right"], yaw_deg: float, height_m: float,
    room: Room, sensor: Sensor,
) -> Clip:  # fmt: skip
    return Clip(f"fault-{name}", person, score, {"main": View(faces, yaw_deg, height_m, 62)}, room, sensor, fps=12.0)


FAULTS: dict[str, Clip] = {
    clip.name: clip
    for clip in (
        _clip("child-pose-hips-high", "mei", partial(child_fault, name="hips-high", arms="forward"), "right", 8, 0.6,
              Room(mat=(0.20, 0.36, 0.44), wall=(0.74, 0.72, 0.70), floor="boards"), FINE),
        _clip("child-pose-head-lifted", "zola", partial(child_fault, name="head-lifted", arms="back"), "left", -12, 0.7,
              Room(mat=(0.46, 0.40, 0.22), wall=(0.82, 0.80, 0.78), furniture="shelf"), HANDHELD),
        _clip("child-pose-elbows-bent", "omar", partial(child_fault, name="elbows-bent", arms="forward"), "left", 16,
              0.5, Room(mat=(0.36, 0.18, 0.24), wall=(0.66, 0.70, 0.72), floor="carpet", key_side=1), FINE),
        _clip("knee-hug-loose-hug", "ana", partial(hug_fault, name="loose-hug", side="both"), "right", -8, 0.55,
              Room(mat=(0.18, 0.28, 0.24), wall=(0.84, 0.78, 0.72), floor="boards", key_watts=150), HANDHELD),
        _clip("knee-hug-head-off-mat", "paul", partial(hug_fault, name="head-off-mat", side="both"), "left", 12, 0.65,
              Room(mat=(0.52, 0.30, 0.20), wall=(0.62, 0.66, 0.64), floor="carpet"), DIM),
        _clip("sun-salute-knees-bent", "kofi", partial(bend_fault, name="knees-bent"), "right", -14, 1.0,
              Room(mat=(0.24, 0.24, 0.28), wall=(0.80, 0.74, 0.68), furniture="window"), FINE),
        _clip("sun-salute-arms-fallen", "ruth", partial(bend_fault, name="arms-fallen"), "left", 10, 1.1,
              Room(mat=(0.50, 0.44, 0.36), wall=(0.70, 0.76, 0.80), floor="boards", key_side=1), HANDHELD),
        _clip("sun-salute-bend-too-deep", "leila", partial(bend_fault, name="bend-too-deep"), "right", 0, 0.9,
              Room(mat=(0.28, 0.20, 0.36), wall=(0.78, 0.80, 0.76), floor="carpet"), FINE),
    )
}  # fmt: skip
