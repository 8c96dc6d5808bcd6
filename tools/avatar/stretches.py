"""The stretches as poses: child pose, knee hug and sun-salute backbend, each with its good form and its faults."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import numpy as np

from .body import Body, Side
from .contact import MAT_TOP_M, Anchor, put
from .pose import Arm, Grip, Leg, Pose

ChildArms = Literal["forward", "back"]
HugSide = Literal["both", "left", "right"]
SIT_KNEE = 152.0
"""Knee flexion of kneeling with the hips on (or a hand's breadth above) the heels."""


# ---------------------------------------------------------------- child pose


def kneeling_leg(pitch: float, knee: float = SIT_KNEE, abduct: float = 12.0) -> Leg:
    """A leg whose shank lies flat on the floor, for a pelvis pitch and a knee flexion."""
    return Leg(flex=pitch + knee - 89.0, knee=knee, abduct=abduct, plantar=72.0)


def kneel() -> Pose:
    """Vajrasana: upright, sitting on the heels, the hands on the thighs."""
    arm = Arm(flex=7, elbow=38, abduct=4, rotate=-14, pronate=60, curl=10)
    leg = kneeling_leg(2)
    return Pose(pitch=2, spine=(1, 0, 0, 0, 0), neck=(2, 0, 0, 0), leg_l=leg, leg_r=leg, arm_l=arm, arm_r=arm)


def child(
    body: Body, arms: ChildArms, knee: float = SIT_KNEE, elbow_extend: float = 1.01, abduct: float = 12.0
) -> Pose:
    """Child pose with the forehead on the mat: the pelvis pitch is searched until the head touches down.

    Args:
        body: the body, as lengths decide the angles.
        arms: stretched forward with the palms down, or back beside the legs with the palms up.
        knee: knee flexion; less than `SIT_KNEE` lifts the hips off the heels.
        elbow_extend: forward arms: distance shoulder to wrist as a share of the straight arm.
        abduct: how far the knees are apart.
    """
    if arms == "forward":
        grip = Grip("floor", aside_m=0.17, ahead=1, extend=elbow_extend, pole=(0.6, 0.0, 1.0))
        arm = Arm(flex=160, elbow=10, abduct=8, shrug=18, curl=3)
        neck = (2.0, 3.0, 3.0, 4.0)
    else:
        grip = Grip("floor", aside_m=0.24, ahead=-1, extend=0.985, palm_up=1, pole=(1.0, 0.0, 0.25))
        arm = Arm(flex=-15, elbow=10, abduct=14, protract=8, curl=12)
        neck = (3.0, 4.0, 5.0, 6.0)
    low, high = 35.0, 110.0
    pose = Pose()
    for _ in range(10):
        pitch = (low + high) / 2
        leg = kneeling_leg(pitch, knee, abduct)
        pose = Pose(pitch=pitch, spine=(11, 9, 8, 6, 5), neck=neck, leg_l=leg, leg_r=leg, arm_l=arm, arm_r=arm)
        if head_height_m(body, pose) > -0.002:
            low = pitch
        else:
            high = pitch
    return replace(pose, grip_l=grip, grip_r=grip)


def head_height_m(body: Body, pose: Pose, anchor: Anchor = "knees") -> float:
    """Height of the head's lowest skin over the mat (the arms don't matter)."""
    column = body.order.index("head")
    own = body.weights[body.skin_ids, column] > 0.5
    ids = body.skin_ids[own & (body.vertices[body.skin_ids, 2] > body.head["head"][2] - 0.03)]
    bare = replace(pose, grip_l=None, grip_r=None)
    return float(put(body, bare, anchor).vertices(body, ids)[:, 2].min()) - MAT_TOP_M


def child_head_lifted(good: Pose) -> Pose:
    """Fault: the head is raised to look forward, all else stays."""
    return replace(good, neck=(-12.0, -14.0, -14.0, -14.0))


# ---------------------------------------------------------------- knee hug


def lie(body: Body, knee: float = 4.0, flex: float = 0.0) -> Pose:
    """Flat on the back, the arms beside the body with the hands on the mat."""
    leg = Leg(flex=flex, knee=knee, abduct=5, rotate=8, plantar=30)
    flat = hands_down(body, Pose(pitch=-90, leg_l=leg, leg_r=leg))
    return rest_head(body, flat)


def hands_down(body: Body, pose: Pose, high: float = 5.0) -> Pose:
    """The same pose on the back with the arms beside the body, flexed (`high` at most) till the hands touch the mat."""
    low, made = -30.0, pose
    for _ in range(9):
        arm = Arm(flex=(low + high) / 2, elbow=8, abduct=17, pronate=35, curl=10)
        made = replace(pose, arm_l=arm, arm_r=arm)
        hand = put(body, made, "back").vertices(body, body.hand_ids["L"])
        if hand[:, 2].min() > MAT_TOP_M - 0.003:
            high = arm.flex
        else:
            low = arm.flex
    return made


def rest_head(body: Body, pose: Pose) -> Pose:
    """The same lying pose with the back of the head on the mat: the neck draws back, the face stays upwards."""
    low, high = -10.0, 24.0
    for _ in range(8):
        a = (low + high) / 2
        rested = replace(pose, neck=(-a, -0.6 * a, 0.5 * a, 0.7 * a))
        if head_height_m(body, rested, "back") > -0.002:
            low = a
        else:
            high = a
    return rested


def knee_hug(body: Body, side: HugSide) -> Pose:
    """One or both knees drawn to the chest, both hands round the shins (or both on the one shin)."""
    arm = Arm(flex=45, elbow=60, abduct=20, shrug=4, protract=10, curl=20)
    if side == "both":
        leg = Leg(flex=122, knee=140, abduct=7, plantar=20)
        pose = Pose(pitch=-100, spine=(4, 3, 2, 1, 0), leg_l=leg, leg_r=leg, arm_l=arm, arm_r=arm)
        return replace(rest_head(body, pose), grip_l=Grip("shin", leg="L"), grip_r=Grip("shin", leg="R"))
    hugged = Leg(flex=126, knee=140, abduct=-3, plantar=20)
    resting = Leg(flex=-5, knee=4, abduct=5, rotate=8, plantar=30)
    crossing = replace(arm, protract=18)
    up: Side = "L" if side == "left" else "R"
    near = Grip("shin", leg=up, along=0.16, aside_m=0.05)
    far = Grip("shin", leg=up, along=0.22, aside_m=0.04)
    pose = Pose(pitch=-95, spine=(2, 2, 1, 0, 0), leg_l=hugged, leg_r=resting, arm_l=arm, arm_r=crossing)
    if up == "R":
        pose = replace(pose, leg_l=resting, leg_r=hugged, arm_l=crossing, arm_r=arm)
    grips = (near, far) if up == "L" else (far, near)
    return replace(rest_head(body, pose), grip_l=grips[0], grip_r=grips[1])


def hug_loose(body: Body, good: Pose) -> Pose:
    """Fault: the hands let go of the shins and lie on the floor beside the hips."""
    arm = lie(body).arm_l
    return replace(good.let_go(), arm_l=arm, arm_r=arm)


def hug_head_up(good: Pose) -> Pose:
    """Fault: the head and the top of the shoulders are curled off the mat."""
    return replace(good, neck=(12.0, 12.0, 12.0, 12.0), spine=(*good.spine[:3], 5.0, 8.0))


# ---------------------------------------------------------------- sun salute


def stand() -> Pose:
    """Upright, the arms by the sides."""
    return Pose(flat_feet=1.0)


def reach() -> Pose:
    """The arms straight up beside the ears."""
    arm = Arm(flex=172, elbow=4, abduct=4, shrug=24, curl=2)
    return Pose(flat_feet=1.0, spine=(-1, -1, -2, -2, -2), arm_l=arm, arm_r=arm)


def bend_back(depth: float = 1.0, arm_flex: float = 178.0, knee: float = 2.0) -> Pose:
    """Bent back with the arms by the ears; `depth` 1 gives about 20 degrees of trunk lean more than `reach`."""
    arm = Arm(flex=arm_flex, elbow=4, abduct=4, shrug=26, curl=2)
    d = depth
    pitch, spine = -6.0 * d, tuple(a * d for a in (-4.0, -6.0, -6.5, -6.5, -6.0))
    # the shanks and the thighs tip forward a little, so that the body stays over the feet
    leg = Leg(flex=-11.0 * d + (knee - 2.0) * 0.55, knee=knee)
    return Pose(
        pitch=pitch,
        spine=spine,
        neck=tuple(a * d for a in (-4.0, -4.0, -3.0, -3.0)),
        leg_l=leg,
        leg_r=leg,
        arm_l=arm,
        arm_r=arm,
        flat_feet=1.0,
    )


def trunk_lean_deg(body: Body, pose: Pose) -> float:
    """Backward lean of the line mid-hip to mid-shoulder against the vertical, degrees."""
    joints = put(body, pose, "feet").joints
    line = joints["upperarm01.L"] + joints["upperarm01.R"] - joints["upperleg01.L"] - joints["upperleg01.R"]
    return float(np.degrees(np.arctan2(line[1], line[2])))


def bend_to(body: Body, lean_deg: float, arm_flex: float = 178.0, knee: float = 2.0) -> Pose:
    """`bend_back` at the depth at which the trunk leans `lean_deg` more than standing."""
    zero = trunk_lean_deg(body, stand())
    low, high = 0.0, 4.0
    for _ in range(12):
        depth = (low + high) / 2
        if trunk_lean_deg(body, bend_back(depth, arm_flex, knee)) - zero < lean_deg:
            low = depth
        else:
            high = depth
    return bend_back(depth, arm_flex, knee)
