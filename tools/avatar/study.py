"""The held-out set: other people, clothes, rooms, cameras and timings than the samples, and a poorer sensor."""

from __future__ import annotations

from functools import partial
from typing import Literal

from .camera import View
from .clip import Clip, Room, Sensor
from .samples import Score, child, hug, salute

HANDHELD = Sensor(noise=4.0, blur=0.25, dim=0.1, jpeg_quality=60)
DIM = Sensor(noise=7.0, blur=0.35, dim=0.35, jpeg_quality=50)
FINE = Sensor(noise=2.0, blur=0.15)


def _clip(
    name: str, person: str, score: Score, faces: Literal["left", "right"], yaw_deg: float, height_m: float,
    hfov_deg: float, room: Room, sensor: Sensor,
) -> Clip:  # fmt: skip
    return Clip(name, person, score, {"main": View(faces, yaw_deg, height_m, hfov_deg)}, room, sensor)


STUDY: dict[str, Clip] = {
    clip.name: clip
    for clip in (
        _clip("study-child-pose-arms-forward", "tom", partial(child, arms="forward", hold_s=6.0, move_s=2.25), "right",
              -10, 0.9, 66, Room(mat=(0.20, 0.24, 0.50), wall=(0.70, 0.72, 0.66), floor="boards"), HANDHELD),
        _clip("study-child-pose-arms-back", "zola", partial(child, arms="back", hold_s=6.5, move_s=2.25), "left",
              20, 0.55, 60, Room(mat=(0.60, 0.52, 0.44), wall=(0.86, 0.82, 0.76), furniture="shelf"), FINE),
        _clip("study-knee-hug-both", "ines", partial(hug, side="both", hold_s=6.5, move_s=2.25), "right",
              10, 0.4, 62, Room(mat=(0.18, 0.40, 0.34), wall=(0.60, 0.58, 0.56), floor="carpet", sky=0.6), DIM),
        _clip("study-knee-hug-left", "omar", partial(hug, side="left", hold_s=6.0, move_s=2.0), "right",
              -20, 0.8, 58, Room(mat=(0.40, 0.20, 0.22), wall=(0.80, 0.80, 0.82), floor="boards", key_side=1), FINE),
        _clip("study-knee-hug-right", "zola", partial(hug, side="right", hold_s=6.0, move_s=2.75), "left",
              -10, 0.5, 66, Room(mat=(0.16, 0.16, 0.18), wall=(0.78, 0.70, 0.62), furniture="window"), HANDHELD),
        _clip("study-sun-salute-backbend", "omar", partial(salute, repetitions=1, bend_deg=17, reach_s=4.5, bend_s=3.25,
              stand_s=1.5), "left", 0, 0.9, 60,
              Room(mat=(0.50, 0.30, 0.16), wall=(0.62, 0.66, 0.62), floor="carpet", key_watts=230), HANDHELD),
        _clip("study-sun-salute-reach", "ines", partial(salute, repetitions=1, bend_deg=0, reach_s=8.0, stand_s=1.5),
              "right", 20, 1.2, 64, Room(mat=(0.24, 0.30, 0.24), wall=(0.84, 0.80, 0.82), key_side=1), DIM),
    )
}  # fmt: skip
