"""Pilates and core exercises as poses: shoulder bridge, plank, cat and cow, pelvic tilt, dead bug, and their faults."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Literal

import numpy as np

from . import stretches as st
from .body import Body, Side
from .contact import MAT_TOP_M, Anchor, put
from .negatives import all_fours, arms, bisect, legs
from .pose import Arm, Grip, Leg, Pose

Support = Literal["hands", "forearms"]
FEET_BEYOND_KNEES_M = 0.06
HIP_OF, SHOULDER_OF = "upperleg01.L", "upperarm01.L"


# ---------------------------------------------------------------- shoulder bridge and pelvic tilt


def feet_m(body: Body) -> float:
    """How far the ankles stand from the shoulders in the bridge: under the knees when the hips are in line."""
    shoulder, (hip, knee, ankle) = body.limb("arm", "L")[0], body.limb("leg", "L")
    line, shank = float(shoulder[2] - hip[2] + np.linalg.norm(knee - hip)), float(np.linalg.norm(ankle - knee))
    return float(np.sqrt(line**2 - shank**2)) + FEET_BEYOND_KNEES_M


def planted(body: Body, pose: Pose) -> Pose:
    """A pose on the back with the feet flat on the floor where the bridge wants them, the head and the arms down."""
    hip, knee, ankle = body.limb("leg", "L")
    thigh, shank = float(np.linalg.norm(knee - hip)), float(np.linalg.norm(ankle - knee))
    away_m = feet_m(body)
    joints = put(body, legs(pose, Leg(flex=110, knee=60)), "shoulders").joints
    # from the hip to the ankle in the plane of the body: away from the head, and up
    far = float(joints[HIP_OF][1] - joints[SHOULDER_OF][1]) + away_m
    up = float(ankle[2] + MAT_TOP_M - joints[HIP_OF][2])
    length = min(float(np.hypot(far, up)), 0.999 * (thigh + shank))
    at_hip = np.degrees(np.arccos((thigh**2 + length**2 - shank**2) / (2 * thigh * length)))
    at_knee = np.degrees(np.arccos((thigh**2 + shank**2 - length**2) / (2 * thigh * shank)))
    elevation = float(np.degrees(np.arctan2(up, far)) + at_hip)
    leg = Leg(flex=pose.pitch + 90 + elevation, knee=180 - float(at_knee), abduct=3)
    made = replace(legs(pose, leg), flat_feet=1.0)
    return st.hands_down(body, st.rest_head(body, made), high=60.0)


def hook(body: Body, tilt: float = 0.0) -> Pose:
    """Hook-lying; `tilt` turns the pelvis so that the small of the back sinks to the floor, degrees."""
    return planted(body, Pose(pitch=-90.0 - tilt, spine=(tilt, 0, 0, 0, 0)))


def hip_deg(body: Body, pose: Pose) -> float:
    """Hip flexion as the coach takes it: 180 minus the angle shoulder-hip-knee, negative in extension."""
    joints = put(body, pose, "shoulders").joints
    shoulder, hip, knee = (joints[f"{bone}.L"][1:] for bone in ("upperarm01", "upperleg01", "lowerleg01"))
    trunk, thigh = hip - shoulder, knee - hip
    return float(np.degrees(np.arctan2(trunk[1] * thigh[0] - trunk[0] * thigh[1], trunk @ thigh)))


def bridge(body: Body, hip: float = 2.0) -> Pose:
    """On the shoulders and the feet; `hip` is the flexion that is left, 0 in line, negative with a hollow back."""

    def lifted(pitch: float) -> Pose:
        roll = (-90 - pitch) / 37
        return planted(body, Pose(pitch=pitch, spine=(0, 4 * roll, 8 * roll, 9 * roll, 9 * roll)))

    return lifted(bisect(-165, -91, lambda pitch: hip_deg(body, lifted(pitch)) < hip, rounds=9))


# ---------------------------------------------------------------- plank


def plank(body: Body, support: Support, *, knees: bool = False, hinge: float = 0.0, neck: float = -3.0) -> Pose:
    """Face down on hands or forearms and on the toes or the knees, in line.

    Args:
        body: the body, as lengths decide the angles.
        support: what the shoulders are above.
        knees: on the knees, the shanks on the floor.
        hinge: hip flexion against the line; negative lets the hips sag.
        neck: forward flexion of each joint of the neck.
    """
    sag = min(hinge, 0.0)
    shoulder, elbow, wrist = body.limb("arm", "L")
    upper, lower = float(np.linalg.norm(elbow - shoulder)), float(np.linalg.norm(wrist - elbow))
    if support == "hands":
        grip = Grip("floor", aside_m=0.19, ahead=0.0, pole=(0.3, 1.0, 0.0))
        height = 0.985 * (upper + lower) + 0.075
    else:
        grip = Grip("floor", aside_m=0.19, ahead=lower / (upper + lower), pole=(0.25, 0.1, -1.0))
        height = upper + 0.045

    def pose(pitch: float) -> Pose:
        leg = Leg(flex=hinge, knee=3, abduct=2, plantar=-8, toes=62)
        if knees:
            # the thighs carry on the trunk's line and the shanks lie on the floor
            leg = Leg(flex=hinge, knee=89 - pitch + hinge, abduct=3, plantar=60)
        made = Pose(pitch=pitch, spine=(0.3 * sag, 0.2 * sag, 0, 0, 0), neck=(neck,) * 4)
        return arms(legs(made, leg), Arm(flex=80, elbow=20, curl=3))

    def too_high(pitch: float) -> bool:
        return float(put(body, pose(pitch), "shoulders").joints[SHOULDER_OF][2]) > height

    return arms(pose(bisect(20, 130, too_high)), Arm(flex=80, elbow=20, curl=3), grip)


def steps_to_plank(body: Body) -> list[Pose]:
    """From all fours to the plank on hands and toes: the left leg is stretched back, then the right one."""
    start, end = all_fours(body), plank(body, "hands")
    tucked = end.leg_l

    def one_back(back: float) -> Pose:
        return replace(start, leg_l=replace(tucked, flex=start.pitch - back))

    def ankle_m(pose: Pose) -> float:
        return float(put(body, replace(pose, grip_l=None, grip_r=None), "shoulders").joints["foot.L"][2])

    floor_m = ankle_m(end)
    lifted = replace(start, leg_l=replace(start.leg_l, flex=start.pitch - 35, knee=70))
    stretched = one_back(bisect(30, 85, lambda back: ankle_m(one_back(back)) < floor_m))
    hips_up, nearly = plank(body, "hands", hinge=24), plank(body, "hands", hinge=14)
    following = replace(hips_up, leg_r=Leg(flex=hips_up.pitch + 2, knee=98, abduct=3, plantar=60))
    arriving = replace(nearly, leg_r=replace(tucked, flex=9, knee=12))
    return [start, lifted, stretched, following, arriving, end]


def push_up_bottom(body: Body) -> Pose:
    """The bottom of a push-up: straight just over the floor, the elbows beside the ribs."""
    grip = Grip("floor", aside_m=0.24, ahead=-0.28, pole=(0.5, 0.7, 0.9))

    def pose(pitch: float) -> Pose:
        made = Pose(pitch=pitch, neck=(-4,) * 4)
        return arms(legs(made, Leg(knee=3, abduct=2, plantar=-8, toes=62)), Arm(flex=20, elbow=90, curl=3))

    def too_high(pitch: float) -> bool:
        return float(put(body, pose(pitch), "shoulders").joints[SHOULDER_OF][2]) > 0.20

    return arms(pose(bisect(60, 110, too_high)), Arm(flex=20, elbow=90, curl=3), grip)


def sphinx(body: Body) -> Pose:
    """Face down on the forearms, hips and legs on the floor."""
    made = plank(body, "forearms")

    def pose(pitch: float) -> Pose:
        bent = replace(made, pitch=pitch, spine=(-7, -8, -7, -5, -4), grip_l=None, grip_r=None)
        return legs(bent, Leg(flex=pitch - 90, knee=3, abduct=4, plantar=66))

    def too_high(pitch: float) -> bool:
        posed = put(body, pose(pitch), "shoulders").joints
        return float(posed[SHOULDER_OF][2]) > float(put(body, made, "shoulders").joints[SHOULDER_OF][2])

    return replace(pose(bisect(45, 100, too_high)), grip_l=made.grip_l, grip_r=made.grip_r)


# ---------------------------------------------------------------- cat and cow


def arched(body: Body, rounding: float, *, elbow: float = 1.0, back: float = 0.0) -> Pose:
    """On hands and knees with the back rounded (cat, 1), level (0) or hollow (cow, -1).

    Args:
        body: the body, as lengths decide the angles.
        rounding: how far the spine bends, -1 to 1.
        elbow: height of the shoulders as a share of the straight arms'.
        back: how far the hips are behind the knees, degrees of the thighs.
    """
    level = all_fours(body)
    if rounding > 0:
        spine, neck = (12, 14, 13, 12, 10), (12, 11, 9, 8)
    else:
        spine, neck = (8, 9, 8, 6, 5), (15, 15, 14, 13)
    spine = tuple(rounding * angle for angle in spine)
    neck = tuple(rounding * angle + (1 - abs(rounding)) * a for angle, a in zip(neck, level.neck, strict=True))
    shoulder, elbow_at, wrist = body.limb("arm", "L")
    length = float(np.linalg.norm(elbow_at - shoulder) + np.linalg.norm(wrist - elbow_at))
    bare = replace(level, grip_l=None, grip_r=None)
    hands_y = float(put(body, bare, "knees").joints[SHOULDER_OF][1])

    def pose(pitch: float) -> Pose:
        made = Pose(pitch=pitch, spine=spine, neck=neck)
        return arms(legs(made, st.kneeling_leg(pitch, 90 + back, 6)), Arm(flex=80, elbow=6, curl=3))

    def shoulder_at(pitch: float) -> tuple[float, float]:
        joints = put(body, pose(pitch), "knees").joints
        return float(joints[SHOULDER_OF][1]), float(joints[SHOULDER_OF][2])

    def too_high(pitch: float) -> bool:
        y, z = shoulder_at(pitch)
        reach = elbow * 0.985 * length
        return z > float(np.sqrt(max(reach**2 - (y - hands_y) ** 2, 0.01))) + 0.075

    pitch = bisect(15, 130, too_high)
    hand = Grip("floor", aside_m=0.17, ahead=(shoulder_at(pitch)[0] - hands_y) / length, pole=(0.3, 1.0, 0.0))
    return arms(pose(pitch), Arm(flex=80, elbow=6, curl=3), hand)


# ---------------------------------------------------------------- dead bug


TABLE_TOP = Leg(flex=90, knee=90, abduct=4, plantar=20)
LOWERED = Leg(flex=14, knee=6, abduct=4, plantar=20)
ARM_UP = Arm(flex=90, elbow=4, abduct=3, curl=6)
ARM_OVERHEAD = Arm(flex=166, elbow=6, abduct=6, shrug=14, curl=6)


def dead_bug(body: Body, leg: Side | None = None, *, lowered: Leg = LOWERED, arm: bool = True) -> Pose:
    """On the back, arms and thighs upright; `leg` is lowered with the arm of the other side."""
    made = st.rest_head(body, arms(legs(Pose(pitch=-92, spine=(1, 1, 0, 0, 0)), TABLE_TOP), ARM_UP))
    if leg == "L":
        return replace(made, leg_l=lowered, arm_r=ARM_OVERHEAD if arm else ARM_UP)
    if leg == "R":
        return replace(made, leg_r=lowered, arm_l=ARM_OVERHEAD if arm else ARM_UP)
    return made


NEGATIVES: dict[str, tuple[Anchor, Callable[[Body], Pose]]] = {
    "push-up-bottom": ("hands", push_up_bottom),
    "sphinx": ("hands", sphinx),
    "dead-bug-start": ("back", dead_bug),
}
"""Name -> (what stays on the floor, the pose)."""
