"""The held-out sets: other people, clothes, rooms, cameras and timings than the samples, and a poorer sensor."""

from __future__ import annotations

from functools import partial
from typing import Literal

from . import core_scores as core
from . import doorway, mattress
from .camera import View
from .clip import Clip, Room, Sensor
from .motions import bend_fault, child_fault, hug_fault
from .pose import Leg
from .samples import Score, child, hug, salute

HANDHELD = Sensor(noise=4.0, blur=0.25, dim=0.1, jpeg_quality=60)
DIM = Sensor(noise=7.0, blur=0.35, dim=0.35, jpeg_quality=50)
FINE = Sensor(noise=2.0, blur=0.15)
LINTEL_M = 1.74
"""What `doorway.lintel_m` gives for the woman in the clip."""
BED_EDGES_M = {"mei": -0.32, "tom": -0.14}
"""What `mattress.edge_m` gives for each who lies there."""


def _clip(
    name: str, person: str, score: Score, faces: Literal["left", "right"], yaw_deg: float, height_m: float,
    hfov_deg: float, room: Room, sensor: Sensor, fps: float = 24.0,
) -> Clip:  # fmt: skip
    return Clip(name, person, score, {"main": View(faces, yaw_deg, height_m, hfov_deg)}, room, sensor, fps)


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
        _clip("study-shoulder-bridge", "leila", partial(core.bridging, hold_s=4.0, move_s=1.5, hip=9.0), "right",
              -14, 0.75, 64, Room(mat=(0.44, 0.40, 0.20), wall=(0.66, 0.70, 0.74), floor="carpet", key_side=1),
              HANDHELD),
        _clip("study-plank-toes", "paul", core.planking_from_lying, "right",
              12, 0.85, 62, Room(mat=(0.22, 0.22, 0.26), wall=(0.84, 0.78, 0.70), floor="boards", key_watts=150), FINE),
        _clip("study-cat-cow", "mei", partial(core.cat_and_cow, cycles=2, move_s=2.0, rest_s=0.25, amount=0.85), "left",
              -15, 0.5, 64, Room(mat=(0.20, 0.40, 0.46), wall=(0.62, 0.62, 0.58), furniture="shelf"), DIM),
        _clip("study-dead-bug", "kofi", partial(core.dead_bugs, move_s=1.5, first="L",
              lowered=Leg(flex=22, knee=12, abduct=4, plantar=20)), "right",
              -10, 0.85, 58, Room(mat=(0.50, 0.24, 0.40), wall=(0.80, 0.82, 0.80), floor="boards", sky=0.9), FINE),
        _clip("study-door-sill-stretch", "ruth", partial(doorway.stretching, cycles=2, turn_s=2.25, turn_deg=18.0),
              "right", 82, 1.35, 58, Room(wall=(0.60, 0.66, 0.70), floor="carpet", lintel_m=LINTEL_M), HANDHELD),
        _clip("study-mattress-edge-slide", "mei", partial(mattress.sliding, hold_s=3.4, share=0.4), "left",
              -14, 1.0, 64, Room(mat=(0.24, 0.34, 0.30), wall=(0.82, 0.76, 0.78), key_side=1,
                                 bed_edge_m=BED_EDGES_M["mei"]), FINE),
        _clip("study-plank-knees", "jun", partial(core.planking_on_knees, hold_s=6.0, move_s=1.75, support="hands"),
              "left", 18, 0.7, 58, Room(mat=(0.52, 0.34, 0.22), wall=(0.76, 0.78, 0.72), furniture="window"), HANDHELD),
        _clip("study-pelvic-tilt", "zola", partial(core.tilting, tilts=2, tilted_s=1.5, tilt_deg=7.0), "left",
              14, 0.7, 64, Room(mat=(0.30, 0.44, 0.56), wall=(0.70, 0.64, 0.60), floor="carpet"), FINE),
        _clip("study-mattress-edge-rock", "tom", partial(mattress.rocking, cycles=2, way_s=2.0, rock_deg=14.0), "right",
              82, 1.8, 64, Room(mat=(0.58, 0.46, 0.38), wall=(0.68, 0.74, 0.70), floor="boards",
                                bed_edge_m=BED_EDGES_M["tom"]), HANDHELD),
    )
}  # fmt: skip

FRESH: dict[str, Clip] = {
    clip.name: clip
    for clip in (
        _clip("fresh-door-sill-stretch", "jun", partial(doorway.stretching, cycles=2, turn_s=2.0, turn_deg=20.0),
              "left", 86, 1.2, 62, Room(wall=(0.74, 0.68, 0.60), floor="boards", lintel_m=1.85, key_side=1), FINE),
        _clip("fresh-child-pose-arms-forward", "kofi", partial(child, arms="forward", hold_s=5.0, move_s=2.0), "left",
              14, 0.65, 62, Room(mat=(0.30, 0.42, 0.30), wall=(0.80, 0.76, 0.70), floor="carpet"), HANDHELD),
        _clip("fresh-mattress-edge-rock", "leila", partial(mattress.rocking, cycles=2, way_s=1.75, rock_deg=16.0),
              "left", 84, 1.6, 60, Room(mat=(0.36, 0.40, 0.52), wall=(0.78, 0.70, 0.66), floor="carpet",
                                        bed_edge_m=-0.34), FINE),
        _clip("fresh-child-pose-arms-forward-ruth", "ruth", partial(child, arms="forward", hold_s=7.0, move_s=3.0),
              "right", 6, 0.5, 58, Room(mat=(0.44, 0.24, 0.30), wall=(0.64, 0.68, 0.74), key_side=1), FINE, 12.0),
        _clip("fresh-child-pose-arms-back", "jun", partial(child, arms="back", hold_s=6.0, move_s=2.5), "left",
              -8, 0.7, 64, Room(mat=(0.26, 0.34, 0.24), wall=(0.78, 0.74, 0.66), floor="boards"), HANDHELD, 12.0),
        _clip("fresh-knee-hug-both", "mei", partial(hug, side="both", hold_s=7.0, move_s=2.0), "left",
              -6, 0.55, 60, Room(mat=(0.50, 0.46, 0.40), wall=(0.70, 0.64, 0.66), floor="carpet"), FINE, 12.0),
        _clip("fresh-knee-hug-left", "tom", partial(hug, side="left", hold_s=5.5, move_s=2.5), "right",
              12, 0.45, 62, Room(mat=(0.20, 0.30, 0.50), wall=(0.82, 0.82, 0.78), furniture="shelf"), HANDHELD, 12.0),
        _clip("fresh-knee-hug-right", "paul", partial(hug, side="right", hold_s=6.5, move_s=1.75), "left",
              16, 0.75, 60, Room(mat=(0.36, 0.18, 0.18), wall=(0.60, 0.64, 0.62), floor="boards", sky=0.6), DIM, 12.0),
        _clip("fresh-sun-salute-backbend", "leila", partial(salute, repetitions=1, bend_deg=22, reach_s=5.5, bend_s=4.0,
              stand_s=2.0), "right", 14, 1.1, 58,
              Room(mat=(0.30, 0.26, 0.20), wall=(0.76, 0.80, 0.84), furniture="window"), HANDHELD, 12.0),
        _clip("fresh-sun-salute-reach", "kofi", partial(salute, repetitions=1, bend_deg=0, reach_s=7.0, stand_s=2.0),
              "left", -12, 0.9, 62, Room(mat=(0.40, 0.36, 0.42), wall=(0.72, 0.66, 0.60), key_side=1), FINE, 12.0),
        _clip("fresh-child-pose-arms-forward-leila", "leila", partial(child, arms="forward", hold_s=5.0, move_s=2.25),
              "left", -14, 0.8, 62, Room(mat=(0.22, 0.40, 0.50), wall=(0.80, 0.74, 0.72), floor="boards"), DIM, 12.0),
        _clip("fresh-knee-hug-right-jun", "jun", partial(hug, side="right", hold_s=6.0, move_s=2.25), "right",
              -18, 0.6, 58, Room(mat=(0.46, 0.36, 0.24), wall=(0.66, 0.70, 0.66), floor="carpet"), HANDHELD, 12.0),
        _clip("fresh-sun-salute-backbend-tom", "tom", partial(salute, repetitions=1, bend_deg=19, reach_s=5.0,
              bend_s=3.5, stand_s=1.5), "left", 8, 1.0, 60,
              Room(mat=(0.34, 0.22, 0.34), wall=(0.74, 0.78, 0.80)), FINE, 12.0),
    )
}  # fmt: skip
"""Clips of what was changed after the study had been looked at: nobody had seen them before the change. The first three
came with one change; those at 12 frames a second with later ones, the last three with the last of all."""

FAULTS: dict[str, Clip] = {
    clip.name: clip
    for clip in (
        _clip("fault-child-pose-hips-high", "mei", partial(child_fault, name="hips-high", arms="forward"),
              "right", 8, 0.6, 62,
              Room(mat=(0.20, 0.36, 0.44), wall=(0.74, 0.72, 0.70), floor="boards"), FINE, 12.0),
        _clip("fault-child-pose-head-lifted", "zola", partial(child_fault, name="head-lifted", arms="back"),
              "left", -12, 0.7, 62,
              Room(mat=(0.46, 0.40, 0.22), wall=(0.82, 0.80, 0.78), furniture="shelf"), HANDHELD, 12.0),
        _clip("fault-child-pose-elbows-bent", "omar", partial(child_fault, name="elbows-bent", arms="forward"),
              "left", 16, 0.5, 62,
              Room(mat=(0.36, 0.18, 0.24), wall=(0.66, 0.70, 0.72), floor="carpet", key_side=1), FINE, 12.0),
        _clip("fault-knee-hug-loose-hug", "ana", partial(hug_fault, name="loose-hug", side="both"),
              "right", -8, 0.55, 62,
              Room(mat=(0.18, 0.28, 0.24), wall=(0.84, 0.78, 0.72), floor="boards", key_watts=150), HANDHELD, 12.0),
        _clip("fault-knee-hug-head-off-mat", "paul", partial(hug_fault, name="head-off-mat", side="both"),
              "left", 12, 0.65, 62,
              Room(mat=(0.52, 0.30, 0.20), wall=(0.62, 0.66, 0.64), floor="carpet"), DIM, 12.0),
        _clip("fault-sun-salute-knees-bent", "kofi", partial(bend_fault, name="knees-bent"),
              "right", -14, 1.0, 62,
              Room(mat=(0.24, 0.24, 0.28), wall=(0.80, 0.74, 0.68), furniture="window"), FINE, 12.0),
        _clip("fault-sun-salute-arms-fallen", "ruth", partial(bend_fault, name="arms-fallen"),
              "left", 10, 1.1, 62,
              Room(mat=(0.50, 0.44, 0.36), wall=(0.70, 0.76, 0.80), floor="boards", key_side=1), HANDHELD, 12.0),
        _clip("fault-sun-salute-bend-too-deep", "leila", partial(bend_fault, name="bend-too-deep"),
              "right", 0, 0.9, 62,
              Room(mat=(0.28, 0.20, 0.36), wall=(0.78, 0.80, 0.76), floor="carpet"), FINE, 12.0),
    )
}  # fmt: skip
"""Each fault of the three core stretches, by other people than those of the motions without a picture."""
