"""Forward and inverse kinematics: a `Pose` becomes world rotations of the bones, the pelvis at the origin."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .body import SIDES, SIGN, Body, Side
from .pose import Arm, Pose
from .rotations import Array, frame, rot_axis, rot_x, rot_y, rot_z, slerp, swing, unit

SPINE = ("spine05", "spine04", "spine03", "spine02", "spine01")
NECK = ("neck01", "neck02", "neck03", "head")
DOWN = np.array([0.0, 0.0, -1.0])
FULL_REACH = 0.999


@dataclass(frozen=True)
class Lead:
    """Where the wrist of an arm is led: goal and elbow direction `(3,)`, hand rotation `(3, 3)`, world frame."""

    wrist_m: Array
    pole: Array
    hand: Array


def turn_bones(body: Body, pose: Pose, leads: dict[Side, Lead] | None = None) -> dict[str, Array]:
    """World rotations `(3, 3)` relative to rest, for the bones a pose drives.

    Args:
        body: the body to pose.
        pose: the joint angles.
        leads: per side, a wrist goal that overrides the arm's angles (two-bone inverse kinematics).
    """
    pelvis = rot_y(pose.roll) @ rot_x(pose.pitch)
    turns = {"root": pelvis}
    current = pelvis
    for bone, angle in zip(SPINE, pose.spine, strict=True):
        current = current @ rot_x(angle) @ rot_y(pose.side_bend / len(SPINE)) @ rot_z(pose.twist / len(SPINE))
        turns[bone] = current
    chest = current
    for bone, angle in zip(NECK, pose.neck, strict=True):
        current = current @ rot_x(angle)
        turns[bone] = current
    for side in SIDES:
        turns.update(_turn_leg(body, pose, side, pelvis))
    for side in SIDES:
        turns.update(_turn_girdle(pose.arm(side), side, chest))
        lead = (leads or {}).get(side)
        turns.update(_turn_arm(body, pose.arm(side), side, chest, turns, lead))
    return turns


def _turn_leg(body: Body, pose: Pose, side: Side, pelvis: Array) -> dict[str, Array]:
    leg, e = pose.leg(side), SIGN[side]
    hip, knee, ankle = body.limb("leg", side)
    turn = pelvis @ rot_x(-leg.flex) @ rot_y(-e * leg.abduct) @ rot_z(e * leg.rotate)
    thigh, shank, hinge = turn @ DOWN, turn @ rot_x(leg.knee) @ DOWN, turn @ [1, 0, 0]
    upper = frame(thigh, hinge) @ frame(knee - hip, [1, 0, 0]).T
    lower = frame(shank, hinge) @ frame(ankle - knee, [1, 0, 0]).T
    untwisted = swing(pelvis @ (knee - hip), thigh) @ pelvis
    foot = lower @ rot_x(leg.plantar)
    if pose.flat_feet > 0:
        foot = slerp(foot, np.eye(3), pose.flat_feet)
    return {
        f"upperleg01.{side}": slerp(untwisted, upper, 0.5),
        f"upperleg02.{side}": upper,
        f"lowerleg01.{side}": lower,
        f"lowerleg02.{side}": lower,
        f"foot.{side}": foot,
        **{f"toe{toe}-1.{side}": foot @ rot_x(-leg.toes) for toe in range(1, 6)},
    }


def _turn_girdle(arm: Arm, side: Side, chest: Array) -> dict[str, Array]:
    e = SIGN[side]
    girdle = chest @ rot_z(-e * arm.protract) @ rot_y(-e * arm.shrug)
    return {f"clavicle.{side}": girdle, f"shoulder01.{side}": girdle}


def _turn_arm(
    body: Body, arm: Arm, side: Side, chest: Array, turns: dict[str, Array], lead: Lead | None
) -> dict[str, Array]:
    e = SIGN[side]
    shoulder, elbow, wrist = body.limb("arm", side)
    if lead is None:
        turn = chest @ rot_x(-arm.flex) @ rot_y(-e * arm.abduct) @ rot_z(e * arm.rotate)
        upper_way, lower_way, hinge = turn @ DOWN, turn @ rot_x(-arm.elbow) @ DOWN, turn @ [-1, 0, 0]
    else:
        _, joints = body.chain(turns)
        lengths = float(np.linalg.norm(elbow - shoulder)), float(np.linalg.norm(wrist - elbow))
        upper_way, lower_way, hinge = two_bones(joints[f"upperarm01.{side}"], lead.wrist_m, lead.pole, lengths)
    hinge_rest = np.cross(elbow - shoulder, wrist - elbow)
    upper = frame(upper_way, hinge) @ frame(elbow - shoulder, hinge_rest).T
    lower = frame(lower_way, hinge) @ frame(wrist - elbow, hinge_rest).T
    girdle = turns[f"clavicle.{side}"]
    untwisted = swing(girdle @ (elbow - shoulder), upper_way) @ girdle
    axis = lower @ (wrist - elbow)
    hand = rot_axis(axis, e * arm.pronate) @ lower if lead is None else lead.hand
    found = {
        f"upperarm01.{side}": slerp(untwisted, upper, 0.5),
        f"upperarm02.{side}": upper,
        f"lowerarm01.{side}": lower,
        f"lowerarm02.{side}": rot_axis(axis, e * arm.pronate / 2) @ lower if lead is None else lower,
        f"wrist.{side}": hand,
    }
    knuckles = body.knuckle_axis(side)
    for finger in range(2, 6):
        for joint in range(1, 4):
            found[f"finger{finger}-{joint}.{side}"] = hand @ rot_axis(knuckles, arm.curl * joint)
    return found


def two_bones(root: Array, goal: Array, pole: Array, lengths_m: tuple[float, float]) -> tuple[Array, Array, Array]:
    """Directions of two bones from `root` that reach `goal`, the middle joint bent towards `pole`.

    A goal out of reach is approached along its direction. Returns the directions of the upper and the lower bone
    and the hinge axis, each `(3,)`.
    """
    first, second = lengths_m
    way = goal - root
    far = min(float(np.linalg.norm(way)), (first + second) * FULL_REACH)
    cosine = (first**2 + far**2 - second**2) / (2 * first * far)
    straight = unit(way)
    axis = np.cross(straight, pole)
    upper = rot_axis(axis, float(np.degrees(np.arccos(np.clip(cosine, -1, 1))))) @ straight
    lower = unit(straight * far - upper * first)
    hinge = np.cross(upper, lower)
    return upper, lower, hinge if float(np.linalg.norm(hinge)) > 1e-3 else -axis


def hand_rotation(body: Body, side: Side, fingers: Array, palm: Array) -> Array:
    """World rotation `(3, 3)` of a hand whose fingers point along `fingers` and whose palm faces `palm`."""
    index, little = body.head[f"finger2-1.{side}"], body.head[f"finger5-1.{side}"]
    rest_fingers = unit((index + little) / 2 - body.head[f"wrist.{side}"])
    rest_palm = np.cross(body.knuckle_axis(side), rest_fingers)
    return np.asarray(frame(fingers, palm) @ frame(rest_fingers, rest_palm).T, dtype=np.float64)
