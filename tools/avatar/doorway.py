"""The door-sill stretch: hanging lightly from the top of a door frame, turning from side to side, and what it isn't."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np

from .body import Body
from .contact import put
from .core_scores import one_segment
from .motion import Motion, good_fault_good
from .pose import Arm, Grip, Leg, Pose
from .stretches import stand

DOOR = "door-sill-stretch"

ASIDE_M = 0.25
"""Each hand's distance from the middle."""
TURN_DEG = 22.0
"""Of the chest; the shoulders as a whole turn some degrees less."""


def hold_height_m(body: Body, stretched: float = 0.985) -> float:
    """Height of the wrists of somebody who holds a lintel with the arms stretched to this share of their length."""
    shoulder, elbow, wrist = body.limb("arm", "L")
    length = float(np.linalg.norm(elbow - shoulder) + np.linalg.norm(wrist - elbow))
    up = put(body, replace(_stretched(0.0), grip_l=None, grip_r=None), "feet").joints["upperarm01.L"]
    aside = ASIDE_M - float(up[0])
    return float(up[2]) + float(np.sqrt((stretched * length) ** 2 - aside**2 - 0.06**2))


def lintel_m(body: Body) -> float:
    """Height of the upper edge of a door frame that fits this body: the fingers lie on it."""
    return hold_height_m(body) + 0.07


def _stretched(height_m: float) -> Pose:
    arm = Arm(flex=168, elbow=8, abduct=10, shrug=24, curl=14)
    grip = Grip("bar", lift_m=height_m, aside_m=ASIDE_M, ahead=0.05, pole=(1.0, 0.1, -0.2))
    return Pose(
        flat_feet=1.0, spine=(-1, -1, -1, -1, -1), arm_l=arm, arm_r=arm, grip_l=grip, grip_r=replace(grip, leg="R")
    )


def stretch(body: Body) -> Pose:
    """The arms overhead, the hands on the frame, the body long."""
    return _stretched(hold_height_m(body))


def turned(body: Body, degrees: float) -> Pose:
    """The same with the chest turned to the person's left (or, negative, right)."""
    return replace(stretch(body), twist=degrees)


def light_hang(body: Body, knee: float = 34.0) -> Pose:
    """The same under a lower frame: the knees bent, a part of the weight on the hands, the feet on the floor."""
    leg = Leg(flex=knee / 2, knee=knee)
    bare = replace(_stretched(0.0), leg_l=leg, leg_r=leg, grip_l=None, grip_r=None)
    lower = float(put(body, stretch(body).let_go(), "feet").joints["upperarm01.L"][2])
    lower -= float(put(body, bare, "feet").joints["upperarm01.L"][2])
    return replace(_stretched(hold_height_m(body) - lower), leg_l=leg, leg_r=leg)


def side_bend(body: Body) -> Pose:
    """Fault: hanging to one side."""
    return replace(stretch(body), side_bend=24.0)


def elbows_bent(body: Body) -> Pose:
    """Fault: the arms are bent, the frame is pulled down to the head."""
    arm = Arm(flex=150, elbow=60)
    return replace(_stretched(hold_height_m(body, stretched=0.80)), arm_l=arm, arm_r=arm)


def arms_wide(body: Body) -> Pose:
    """Negative: the arms up and apart in the air, without anything to hold."""
    del body
    arm = Arm(flex=172, elbow=4, abduct=38.0, shrug=22, curl=4)
    return Pose(flat_feet=1.0, arm_l=arm, arm_r=arm)


def full_hang(body: Body) -> Pose:
    """Negative: the feet off the floor, hanging by the hands."""
    leg = Leg(plantar=38)
    return replace(stretch(body), leg_l=leg, leg_r=leg, flat_feet=0.0, drop_m=-0.16)


def stretching(
    body: Body,
    hold_s: float = 3.4,
    cycles: int = 3,
    turn_s: float = 1.75,
    rest_s: float = 0.25,
    turn_deg: float = TURN_DEG,
) -> Motion:
    """Stand, take hold of the frame, stretch, turn from side to side, stretch again, stand."""
    good, left, right = stretch(body), turned(body, turn_deg), turned(body, -turn_deg)
    motion = Motion("feet", stand(), sway_deg=0.0)  # hands that hold a frame hold the body still
    motion.hold(1.0, "stand").move(good, 1.25, "arms up")
    motion.hold(hold_s, "stretch", pose=DOOR, variant="stretch", phase="stretch", held=True)
    for index in range(cycles):
        with one_segment(motion, "left", pose=DOOR, variant="turns", phase="left", side="left"):
            motion.move(left, turn_s if index else turn_s / 2, "turn left").hold(rest_s, "left")
        with one_segment(motion, "right", pose=DOOR, variant="turns", phase="right", side="right"):
            motion.move(right, turn_s, "turn right").hold(rest_s, "right")
    motion.move(good, turn_s / 2, "turn back")
    motion.hold(hold_s, "stretch", pose=DOOR, variant="stretch", phase="stretch", held=True)
    return motion.move(stand(), 1.25, "arms down").hold(0.5, "stand")


def stretch_fault(body: Body, name: str) -> Motion:
    """Take hold of the frame, then one fault of the stretch."""
    good, fault = stretch(body), {"elbows-bent": elbows_bent}[name](body)
    motion = Motion("feet", stand(), sway_deg=0.1)
    motion.hold(1.0, "stand").move(good, 1.5, "arms up")
    good_fault_good(motion, good, fault, name, pose=DOOR, variant="stretch", phase="stretch")
    return motion.move(stand(), 1.5, "arms down")


def hanging_lightly(body: Body) -> Motion:
    """Under a low frame: the stretch with bent knees, and turns that begin on the right."""
    good = light_hang(body)
    motion = Motion("feet", stand(), sway_deg=0.1)
    motion.hold(1.0, "stand").move(good, 1.5, "arms up")
    motion.hold(5.0, "light hang", pose=DOOR, variant="stretch", phase="stretch", held=True)
    for phase, turn in (("right", -1), ("left", 1), ("right", -1), ("left", 1)):
        with one_segment(motion, phase, pose=DOOR, variant="turns", phase=phase, side=phase):
            motion.move(replace(good, twist=turn * TURN_DEG), 1.75, f"turn {phase}").hold(0.5, phase)
    return motion.move(stand(), 1.75, "arms down")


def swaying(body: Body, name: str) -> Motion:
    """None of it: held still for a while, and then turned from side to side."""
    pose = {
        "door-side-bend": side_bend,
        "door-full-hang": full_hang,
        "door-arms-wide": arms_wide,
        "door-one-hand": lambda body: replace(stretch(body), grip_r=None, arm_r=Arm()),
    }[name](body)
    motion = Motion("feet", pose, sway_deg=0.3)
    with one_segment(motion, f"negative:{name}"):
        motion.hold(3.0, name)
        for turn in (1, -1, 1, -1):
            motion.move(replace(pose, twist=turn * TURN_DEG), 1.5, "turn")
        motion.move(pose, 1.0, "turn back")
    return motion


MOTIONS: dict[str, Callable[[Body], Motion]] = {
    "door-sill-elbows-bent": partial(stretch_fault, name="elbows-bent"),
    "door-sill-light-hang": hanging_lightly,
    **{
        f"negative-{name}": partial(swaying, name=name)
        for name in ("door-side-bend", "door-full-hang", "door-arms-wide", "door-one-hand")
    },
}
"""A fault, a light hang, and what is near but something else; seen from the front."""
