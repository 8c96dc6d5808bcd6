"""The edge of a mattress: lying back with the feet on the floor, rocking the knees, letting the hips down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache, partial

import numpy as np

from . import core
from . import stretches as st
from .body import SIDES, SIGN, Body, Side
from .contact import put
from .core_scores import one_segment
from .motion import Motion, good_fault_good
from .pose import Leg, Pose
from .posing import DOWN
from .rotations import Array, rot_x, rot_y, rot_z

MATTRESS = "mattress-edge"
KNEE_DEG = 86.0
ROCK_DEG = 18.0
SLID_DEG = 34.0
"""How far the pelvis tips down over the edge when it is let down too far, with a share of 1."""
SLID_M = 0.10
"""How far the hips come out over the edge by then."""
EDGE_M = 0.12
"""The mattress ends this far in front of the hip joints of somebody who lies there."""


@cache
def lying(body: Body) -> Pose:
    """On the back at the edge of the bed, knees bent, feet on the floor."""
    flat = st.lie(body)
    arm = replace(flat.arm_l, abduct=42)
    bare = Pose(pitch=-90, neck=flat.neck, arm_l=arm, arm_r=arm, flat_feet=1.0)
    return _feet_on_floor(body, bare, KNEE_DEG)


def rocked(body: Body, tilt_deg: float) -> Pose:
    """The same with both knees let to the person's left (or, negative, right), the feet staying where they are."""
    return _rocked(body, lying(body), tilt_deg)


def _rocked(body: Body, good: Pose, tilt_deg: float) -> Pose:
    legs = {side: _swung(body, good.leg(side), side, tilt_deg) for side in SIDES}
    return replace(good, leg_l=legs["L"], leg_r=legs["R"])


@cache
def slid(body: Body, share: float) -> Pose:
    """The hips let down over the edge, by a share of the way; the shoulder blades stay on the bed."""
    good = lying(body)
    tip = SLID_DEG * share
    # The arms stay on the bed, however far the chest tips.
    arm = replace(good.arm_l, flex=good.arm_l.flex + 0.4 * tip)
    bare = replace(
        good, arm_l=arm, arm_r=arm, pitch=-90 + tip, spine=(-0.22 * tip, -0.18 * tip, -0.12 * tip, -0.08 * tip, 0.0)
    )
    start = _hip_from_feet_m(body, good)
    low, high = KNEE_DEG - 6.0, KNEE_DEG + 45.0
    for _ in range(12):
        knee = (low + high) / 2
        moved = start - _hip_from_feet_m(body, _feet_on_floor(body, bare, knee))
        low, high = (knee, high) if moved < SLID_M * share else (low, knee)
    return _feet_on_floor(body, bare, knee)


def sitting(body: Body) -> Pose:
    """Negative: sitting upright on the edge, before lying back."""
    del body
    leg = Leg(flex=84, knee=86, abduct=6)
    return replace(st.stand(), leg_l=leg, leg_r=leg)


def in_bed(body: Body) -> Pose:
    """Negative: lying in bed with both legs on it."""
    return st.lie(body)


def edge_m(body: Body) -> float:
    """Where the mattress ends, along Y."""
    joints = put(body, lying(body), "bed").joints
    return float(joints["upperleg01.L"][1]) - EDGE_M


def rocking(
    body: Body, cycles: int = 5, way_s: float = 1.5, rest_s: float = 0.25, rock_deg: float = ROCK_DEG
) -> Motion:
    """Lie, rock the knees slowly from side to side, lie."""
    good, left, right = lying(body), rocked(body, rock_deg), rocked(body, -rock_deg)
    motion = Motion("bed", good)
    motion.hold(2.0, "lie")
    for index in range(cycles):
        with one_segment(motion, "left", pose=MATTRESS, variant="rock", phase="left", side="left"):
            motion.move(left, way_s if index else way_s / 2, "rock left").hold(rest_s, "left")
        with one_segment(motion, "right", pose=MATTRESS, variant="rock", phase="right", side="right"):
            motion.move(right, way_s, "rock right").hold(rest_s, "right")
    motion.move(good, way_s / 2, "back")
    return motion.hold(1.0, "lie")


def sliding(body: Body, down_s: float = 3.0, hold_s: float = 6.8, share: float = 0.5) -> Motion:
    """Lie at the edge, let the hips down slowly, stay, draw them back."""
    good, low = lying(body), slid(body, share)
    motion = Motion("bed", good, sway_deg=0.0)
    with one_segment(motion, "slide", pose=MATTRESS, variant="slide", held=True):
        motion.hold(2.0, "lie").move(low, down_s, "slide").hold(hold_s, "let down")
        motion.move(good, down_s, "draw back").hold(1.0, "lie")
    return motion


def _feet_on_floor(body: Body, bare: Pose, knee: float) -> Pose:
    standing = float(put(body, st.stand(), "feet").joints["foot.L"][2])
    low, high = -45.0, 60.0
    for _ in range(12):
        flex = (low + high) / 2
        leg = Leg(flex=flex, knee=knee, abduct=5)
        pose = replace(bare, leg_l=leg, leg_r=leg)
        too_low = float(put(body, pose, "bed").joints["foot.L"][2]) < standing
        low, high = (flex, high) if too_low else (low, flex)
    return pose


def _hip_from_feet_m(body: Body, pose: Pose) -> float:
    joints = put(body, pose, "bed").joints
    return float(joints["upperleg01.L"][1] - joints["foot.L"][1])


def _swung(body: Body, leg: Leg, side: Side, tilt_deg: float) -> Leg:
    """The leg with its knee led aside, the ankle where it was: Newton's method on flexion, knee and rotation."""
    hip, knee, ankle = body.limb("leg", side)
    thigh_m, shank_m = float(np.linalg.norm(knee - hip)), float(np.linalg.norm(ankle - knee))
    aside = float(np.degrees(np.arcsin(shank_m / thigh_m * np.sin(np.radians(tilt_deg)))))
    swung = replace(leg, abduct=leg.abduct + SIGN[side] * aside)

    def ankle_at(values: Array) -> Array:
        flex, bend, turn = values
        e = SIGN[side]
        whole = rot_x(-flex) @ rot_y(-e * swung.abduct) @ rot_z(e * turn)
        return np.asarray(whole @ (thigh_m * DOWN) + whole @ rot_x(bend) @ (shank_m * DOWN))

    start = np.array([leg.flex, leg.knee, leg.rotate])
    whole = rot_x(-leg.flex) @ rot_y(-SIGN[side] * leg.abduct) @ rot_z(SIGN[side] * leg.rotate)
    goal = whole @ (thigh_m * DOWN) + whole @ rot_x(leg.knee) @ (shank_m * DOWN)
    values = start
    for _ in range(20):
        miss = goal - ankle_at(values)
        slope = np.stack([(ankle_at(values + step) - ankle_at(values)) / 0.1 for step in np.eye(3) * 0.1], axis=1)
        values = values + np.clip(np.linalg.lstsq(slope, miss, rcond=None)[0], -15.0, 15.0)
    return replace(swung, flex=float(values[0]), knee=float(values[1]), rotate=float(values[2]))


def rocking_too_quickly(body: Body) -> Motion:
    """Two slow rocks to each side, beginning on the right, and two quick ones."""
    left, right = rocked(body, ROCK_DEG), rocked(body, -ROCK_DEG)
    motion = Motion("bed", lying(body))
    motion.hold(1.5, "lie")
    for way_s in (1.75, 1.75, 0.5, 0.5):
        for phase, pose in (("right", right), ("left", left)):
            with one_segment(motion, phase, pose=MATTRESS, variant="rock", phase=phase, side=phase):
                motion.move(pose, way_s, f"rock {phase}").hold(0.25, phase)
    motion.move(motion.start, 1.0, "back")
    return motion.hold(1.0, "lie")


def slid_too_far(body: Body) -> Motion:
    """The hips let down a little, then too far, and drawn back."""
    good, far = slid(body, 0.3), slid(body, 1.0)
    motion = Motion("bed", lying(body))
    motion.move(good, 3.0, "slide")
    return good_fault_good(motion, good, far, "hips-too-far", pose=MATTRESS, variant="slide")


def resting(body: Body, name: str) -> Motion:
    """None of it: sitting on the edge, or lying in bed with the legs on it; the knees go from side to side."""
    pose = {"mattress-sitting": sitting, "mattress-in-bed": in_bed}[name](body)
    motion = Motion("bed" if name == "mattress-sitting" else "back", pose, sway_deg=0.3)
    with one_segment(motion, f"negative:{name}"):
        motion.hold(3.0, name)
        for turn in (1, -1, 1, -1):
            legs = [replace(pose.leg(side), abduct=pose.leg(side).abduct + SIGN[side] * turn * 18.0) for side in SIDES]
            motion.move(replace(pose, leg_l=legs[0], leg_r=legs[1]), 1.5, "rock")
        motion.move(pose, 1.0, "back")
    return motion


def rocking_on_floor(body: Body) -> Motion:
    """None of it: the same rocking, but on the floor, where the knees are far above the hips."""
    pose = core.hook(body)
    motion = Motion("back", pose, sway_deg=0.3)
    with one_segment(motion, "negative:mattress-on-floor"):
        motion.hold(3.0, "lie")
        for turn in (1, -1, 1, -1):
            motion.move(_rocked(body, pose, turn * ROCK_DEG), 1.5, "rock")
        motion.move(pose, 1.0, "back")
    return motion


MOTIONS: dict[str, Callable[[Body], Motion]] = {
    "mattress-edge-quick": rocking_too_quickly,
    "mattress-edge-hips-too-far": slid_too_far,
    "negative-mattress-sitting": partial(resting, name="mattress-sitting"),
    "negative-mattress-in-bed": partial(resting, name="mattress-in-bed"),
    "negative-mattress-on-floor": rocking_on_floor,
}
"""Faults, and what is near but something else."""
