"""The sample clips of the repository and the held-out study set."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Literal

from . import core_scores as core
from . import doorway, mattress
from . import stretches as st
from .body import Body
from .camera import View
from .clip import Clip, Room, Sensor
from .motion import Motion

CHILD, HUG, SALUTE = "child-pose", "knee-hug", "sun-salute-backbend"
SHORT_STAND_S = 0.25
LINTEL_M = 2.06
"""What `doorway.lintel_m` gives for the man in the clip, at whose frame the camera looks."""
BED_EDGES_M = {"ana": -0.31, "kofi": -0.20}
"""What `mattress.edge_m` gives for each who lies there."""
Score = Callable[[Body], Motion]


def child(body: Body, arms: st.ChildArms, hold_s: float = 10.0, move_s: float = 2.75) -> Motion:
    """Kneel upright, fold into child pose, hold, come up."""
    good = st.child(body, arms)
    motion = Motion("knees", st.kneel())
    motion.hold(2.0, "kneel")
    motion.move(good, move_s, "fold")
    motion.hold(hold_s, "child pose", pose=CHILD, variant=f"arms-{arms}", held=True)
    motion.move(st.kneel(), move_s, "come up")
    return motion.hold(0.9, "kneel")


def hug(body: Body, side: st.HugSide, hold_s: float = 10.0, move_s: float = 2.5) -> Motion:
    """Lie flat, draw one or both knees in, hold, release to lying."""
    good, flat = st.knee_hug(body, side), st.lie(body)
    motion = Motion("back", flat)
    motion.hold(2.0, "lie")
    motion.move(good, move_s, "draw in")
    motion.hold(hold_s, "knee hug", pose=HUG, variant=side, side=side, held=True)
    motion.move(flat, move_s, "release")
    return motion.hold(1.0, "lie")


def salute(
    body: Body,
    repetitions: int,
    bend_deg: float = 20.0,
    reach_s: float = 5.25,
    bend_s: float = 3.5,
    stand_s: float = 1.5,
) -> Motion:
    """Stand, arms up, reach, bend back (unless `bend_deg` is 0), back to the reach, arms down; repeated.

    Ways up and down take the same time and all times are whole frames, so that rendered frames can be used again.
    """
    variant = "with-bend" if bend_deg else "reach-only"
    bent = st.bend_to(body, bend_deg) if bend_deg else None
    motion = Motion("feet", st.stand(), sway_deg=0.2)
    motion.hold(stand_s, "stand", phase="stand")
    for i in range(repetitions):
        if i:
            motion.hold(SHORT_STAND_S, "stand", phase="stand")
        motion.move(st.reach(), 1.25, "arms up", phase="reach")
        motion.hold(reach_s, "reach", pose=SALUTE, variant=variant, phase="reach", held=True)
        if bent:
            motion.move(bent, 1.375, "bend back", phase="bend")
            motion.hold(bend_s, "backbend", pose=SALUTE, variant=variant, phase="bend", held=True)
            motion.move(st.reach(), 1.375, "return", phase="return")
        motion.move(st.stand(), 1.25, "arms down", phase="return")
    return motion.hold(SHORT_STAND_S, "stand", phase="stand")


def _clip(
    name: str, person: str, score: Score, faces: Literal["left", "right"], yaw_deg: float, height_m: float,
    hfov_deg: float, room: Room, sensor: Sensor | None = None,
) -> Clip:  # fmt: skip
    view = View(faces, yaw_deg, height_m, hfov_deg)
    return Clip(name, person, score, {"main": view}, room, sensor or Sensor())


SAMPLES: dict[str, Clip] = {
    clip.name: clip
    for clip in (
        _clip("child-pose-arms-forward", "ana", partial(child, arms="forward"), "left", 0, 0.75, 56,
              Room()),
        _clip("child-pose-arms-back", "paul", partial(child, arms="back"), "right", 10, 0.6, 60,
              Room(mat=(0.16, 0.32, 0.30), wall=(0.72, 0.76, 0.80), floor="carpet", key_side=1, furniture="shelf")),
        _clip("knee-hug-both", "kofi", partial(hug, side="both"), "left", -15, 0.6, 60,
              Room(mat=(0.55, 0.18, 0.16), wall=(0.78, 0.74, 0.68), floor="boards", sky=0.9, key_watts=150)),
        _clip("knee-hug-left", "leila", partial(hug, side="left"), "left", 8, 0.5, 64,
              Room(mat=(0.22, 0.36, 0.52), wall=(0.84, 0.82, 0.80), floor="wood", furniture="window")),
        _clip("knee-hug-right", "ruth", partial(hug, side="right"), "right", 0, 0.7, 56,
              Room(mat=(0.50, 0.42, 0.28), wall=(0.70, 0.66, 0.60), floor="carpet", key_watts=120, sky=0.55)),
        _clip("sun-salute-backbend", "jun", partial(salute, repetitions=2), "right", 10, 0.95, 58,
              Room(mat=(0.12, 0.14, 0.20), wall=(0.82, 0.80, 0.74), floor="wood", furniture="shelf")),
        _clip("sun-salute-reach", "mei", partial(salute, repetitions=1, bend_deg=0, reach_s=10.0, stand_s=2.5), "left",
              20, 1.1, 62, Room(mat=(0.36, 0.42, 0.30), wall=(0.64, 0.70, 0.72), floor="boards", key_side=1,
                                furniture="window")),
        _clip("shoulder-bridge", "tom", core.bridging, "left", 5, 0.5, 58,
              Room(mat=(0.20, 0.30, 0.44), wall=(0.78, 0.80, 0.76), floor="boards", furniture="shelf")),
        _clip("plank-toes", "zola", core.planking_on_toes, "left", -8, 0.6, 56,
              Room(mat=(0.46, 0.20, 0.30), wall=(0.82, 0.80, 0.72), floor="wood", furniture="window")),
        _clip("plank-knees", "ines", core.planking_on_knees, "right", 0, 0.5, 62,
              Room(mat=(0.18, 0.34, 0.22), wall=(0.68, 0.70, 0.74), floor="carpet", key_side=1)),
        _clip("cat-cow", "omar", core.cat_and_cow, "right", 12, 0.7, 60,
              Room(mat=(0.54, 0.46, 0.22), wall=(0.80, 0.76, 0.78), floor="boards", key_watts=160)),
        _clip("pelvic-tilt", "paul", core.tilting, "right", -6, 0.45, 60,
              Room(mat=(0.36, 0.18, 0.16), wall=(0.74, 0.78, 0.80), floor="wood", sky=0.6)),
        _clip("dead-bug", "mei", core.dead_bugs, "left", 10, 0.6, 64,
              Room(mat=(0.14, 0.30, 0.34), wall=(0.84, 0.82, 0.78), floor="carpet", furniture="window")),
        _clip("door-sill-stretch", "omar", doorway.stretching, "left", 84, 1.15, 62,
              Room(wall=(0.76, 0.80, 0.78), floor="wood", lintel_m=LINTEL_M)),
        _clip("mattress-edge-rock", "ana", mattress.rocking, "left", 90, 1.25, 60,
              Room(mat=(0.32, 0.40, 0.52), wall=(0.82, 0.78, 0.72), floor="carpet", bed_edge_m=BED_EDGES_M["ana"])),
        _clip("mattress-edge-slide", "kofi", mattress.sliding, "right", 4, 0.75, 60,
              Room(mat=(0.62, 0.58, 0.50), wall=(0.70, 0.76, 0.80), floor="boards", bed_edge_m=BED_EDGES_M["kofi"])),
    )
}  # fmt: skip
