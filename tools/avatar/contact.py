"""Puts a posed body on the floor and leads its hands: a `Pose` becomes positions in the room."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from .body import SIDES, SIGN, Body, Side
from .pose import Grip, Pose
from .posing import Lead, hand_rotation, turn_bones
from .rotations import Array, slerp, unit

MAT_TOP_M = 0.0085
SOLE_M = 0.009
"""Height of the heels' truth points over the sole."""
SOFT_VERTICES = 60
"""This many of the lowest vertices may sink in: flesh and mat give way by a few millimetres."""
HAND_VERTICES = 6
BED_TOP_M = 0.44
"""Height of the bed that `bed` lies or sits on."""

Anchor = Literal["feet", "back", "seat", "knees", "shoulders", "hands", "bed"]
"""What stays put on the floor: the standing feet, the back (lying), the pelvis (sitting), the knees, the shoulders
(lying with the hips lifted), or the hands that hold up the shoulders above them. `bed`: back and pelvis rest on a bed,
at the height of whichever is the lowest, and the feet stay where they are."""


@dataclass(frozen=True)
class Posed:
    """A body in the room: bone rotations `(3, 3)` and joint positions `(3,)` in metres, per bone."""

    rotations: dict[str, Array]
    joints: dict[str, Array]

    def vertices(self, body: Body, ids: NDArray[np.intp] | None = None) -> Array:
        """Skinned vertices `(K, 3)` in metres."""
        return body.skin(self.rotations, self.joints, ids)


def put(body: Body, pose: Pose, anchor: Anchor) -> Posed:
    """Pose a body, lead its hands to their grips and set it on the mat."""
    free = _posed(body, pose)
    ground = _ground_m(body, free, anchor)
    leads: dict[Side, Lead] = {}
    for side in SIDES:
        grip = pose.grip(side)
        if grip is not None and grip.weight > 0:
            leads[side] = _lead(body, pose, free, side, grip, ground)
    posed = _posed(body, pose, leads) if leads else free
    shift = _shift(posed, anchor, ground)
    shift[2] -= pose.drop_m
    return Posed(posed.rotations, {bone: p + shift for bone, p in posed.joints.items()})


def _posed(body: Body, pose: Pose, leads: dict[Side, Lead] | None = None) -> Posed:
    return Posed(*body.chain(turn_bones(body, pose, leads)))


def _ground_m(body: Body, posed: Posed, anchor: Anchor) -> float:
    """Height of the floor under the body, in the pelvis frame. Arms and hands don't count."""
    if anchor == "feet":
        heels = [posed.vertices(body, body.points["heel" + side])[:, 2].mean() for side in SIDES]
        return float(min(heels)) - SOLE_M
    if anchor == "bed":
        # What hangs over the bed's edge doesn't lie on it: the shoulder blades do, or whoever sits, the seat.
        rest = body.vertices[body.trunk_and_leg_ids, 2] / body.height_m
        spine = posed.joints["spine01"] - posed.joints["root"]
        low, high = (0.46, 0.56) if spine[2] > 0.8 * np.linalg.norm(spine) else (0.70, 0.82)
        lying = body.trunk_and_leg_ids[(rest > low) & (rest < high)]
        heights = posed.vertices(body, lying)[:, 2]
        return float(np.partition(heights, SOFT_VERTICES)[SOFT_VERTICES]) - BED_TOP_M + MAT_TOP_M
    return float(np.partition(posed.vertices(body, body.trunk_and_leg_ids)[:, 2], SOFT_VERTICES)[SOFT_VERTICES])


def _shift(posed: Posed, anchor: Anchor, ground_m: float) -> Array:
    joints = posed.joints
    match anchor:
        case "feet":
            y = -(joints["foot.L"][1] + joints["foot.R"][1]) / 2 + 0.03
        case "back":
            y = -joints["spine03"][1] + 0.10
        case "seat":
            y = -joints["root"][1] + 0.25
        case "knees":
            y = -(joints["lowerleg01.L"][1] + joints["lowerleg01.R"][1]) / 2 - 0.12
        case "bed":
            y = -(joints["foot.L"][1] + joints["foot.R"][1]) / 2 - 0.55
        case "shoulders" | "hands":
            y = -(joints["upperarm01.L"][1] + joints["upperarm01.R"][1]) / 2 - (0.5 if anchor == "hands" else 0.0)
    return np.array([0.0, float(y), MAT_TOP_M - ground_m])


def _lead(body: Body, pose: Pose, free: Posed, side: Side, grip: Grip, ground_m: float) -> Lead:
    """The lead of one hand: the grip itself, mixed with the free arm by the grip's weight."""
    full = _shin(body, free, side, grip) if grip.kind == "shin" else None
    if grip.kind == "bar":
        full = _bar(body, free, side, grip, ground_m)
    full = full or (_ankle(free, side, grip) if grip.kind == "ankle" else _floor(body, free, side, grip, ground_m))
    full = _settle(body, pose, side, grip, full, ground_m)
    if grip.weight >= 1:
        return full
    shoulder, elbow = free.joints[f"upperarm01.{side}"], free.joints[f"lowerarm01.{side}"]
    wrist, w = free.joints[f"wrist.{side}"], grip.weight
    bent = elbow - (shoulder + wrist) / 2
    return Lead(
        wrist + (full.wrist_m - wrist) * w,
        unit(unit(full.pole) * w + unit(bent + 1e-6) * (1 - w)),
        slerp(free.rotations[f"wrist.{side}"], full.hand, w),
    )


def _settle(body: Body, pose: Pose, side: Side, grip: Grip, lead: Lead, ground_m: float) -> Lead:
    """Correct the goal so that the skinned arm really ends there: twist halving bends the chain by a centimetre.

    A hand on the floor is lowered or raised until its lowest vertices touch the floor.
    """
    goal = lead.wrist_m.copy()
    for _ in range(4):
        posed = _posed(body, pose, {side: lead})
        miss = goal - posed.joints[f"wrist.{side}"]
        if grip.kind == "floor":
            hand = np.partition(posed.vertices(body, body.hand_ids[side])[:, 2], HAND_VERTICES)[HAND_VERTICES]
            miss[2] = ground_m - hand
        lead = replace(lead, wrist_m=lead.wrist_m + miss * 0.9)
    return lead


def _shin(body: Body, free: Posed, side: Side, grip: Grip) -> Lead:
    e, joints = SIGN[side], free.joints
    hip, knee, ankle = (joints[f"{bone}.{grip.leg}"] for bone in ("upperleg01", "lowerleg01", "foot"))
    shank = unit(ankle - knee)
    thigh = unit(knee - hip)
    front = unit(thigh - (thigh @ shank) * shank)
    outward = np.array([e, 0.0, 0.0])
    outward = unit(outward - (outward @ shank) * shank - (outward @ front) * front)
    length = float(np.linalg.norm(ankle - knee))
    goal = knee + shank * grip.along * length + front * grip.lift_m + outward * grip.aside_m
    hand = hand_rotation(body, side, unit(-outward - 0.15 * front - 0.15 * shank), -front)
    return Lead(goal, unit(np.array([e, 0.0, 0.0]) - front * 0.3), hand)


def _bar(body: Body, free: Posed, side: Side, grip: Grip, ground_m: float) -> Lead:
    feet = (free.joints["foot.L"][1] + free.joints["foot.R"][1]) / 2
    goal = np.array([SIGN[side] * grip.aside_m, feet - grip.ahead, ground_m + grip.lift_m])
    # The fingers lie on top of the bar, the palm against it.
    hand = hand_rotation(body, side, unit(np.array([0.0, -0.45, 1.0])), np.array([0.0, -1.0, 0.0]))
    return Lead(goal, _mirror(grip.pole, side), hand)


def _ankle(free: Posed, side: Side, grip: Grip) -> Lead:
    goal = free.joints[f"foot.{grip.leg}"] + np.array([SIGN[side] * grip.aside_m, 0, grip.lift_m])
    return Lead(goal, _mirror(grip.pole, side), free.rotations[f"wrist.{side}"])


def _floor(body: Body, free: Posed, side: Side, grip: Grip, ground_m: float) -> Lead:
    shoulder, elbow, wrist = body.limb("arm", side)
    length = float(np.linalg.norm(elbow - shoulder) + np.linalg.norm(wrist - elbow))
    start = free.joints[f"upperarm01.{side}"]
    aside, height = SIGN[side] * grip.aside_m - start[0], start[2] - ground_m - 0.03
    ahead = grip.ahead * length
    if grip.extend > 0:
        ahead = np.sign(grip.ahead) * np.sqrt(max((grip.extend * length) ** 2 - aside**2 - height**2, 0.0))
    goal = start + np.array([aside, -ahead, -height])
    forward = -1.0 if grip.ahead >= 0 else 1.0
    palm = np.array([0.0, 0.0, 1.0 if grip.palm_up > 0.5 else -1.0])
    return Lead(goal, _mirror(grip.pole, side), hand_rotation(body, side, np.array([0.0, forward, 0.0]), palm))


def _mirror(vector: tuple[float, float, float], side: Side) -> Array:
    return np.array([SIGN[side] * vector[0], vector[1], vector[2]])
