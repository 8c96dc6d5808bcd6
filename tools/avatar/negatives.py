"""Poses that must not be taken for one of the stretches, as static poses of a given body."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from . import stretches as st
from .body import Body
from .contact import Anchor, put
from .pose import Arm, Grip, Leg, Pose


def bisect(low: float, high: float, too_low: Callable[[float], bool], rounds: int = 12) -> float:
    """The value between `low` and `high` at which `too_low` turns from true to false."""
    for _ in range(rounds):
        middle = (low + high) / 2
        low, high = (middle, high) if too_low(middle) else (low, middle)
    return (low + high) / 2


def legs(pose: Pose, leg: Leg) -> Pose:
    """The pose with both legs alike."""
    return replace(pose, leg_l=leg, leg_r=leg)


def arms(pose: Pose, arm: Arm, grip: Grip | None = None) -> Pose:
    """The pose with both arms (and grips) alike; an ankle or shin grip holds its own side's leg."""
    right = replace(grip, leg="R") if grip else None
    return replace(pose, arm_l=arm, arm_r=arm, grip_l=grip, grip_r=right)


def feet_down(body: Body, pose: Pose, anchor: Anchor) -> Pose:
    """The pose with the knees bent just so far that the soles come to the height of the trunk's lowest point."""
    soles = body.skin_ids[body.vertices[body.skin_ids, 2] < 0.05]
    trunk = body.trunk_and_leg_ids[body.vertices[body.trunk_and_leg_ids, 2] > 0.6 * body.height_m]
    seat = body.trunk_and_leg_ids[body.vertices[body.trunk_and_leg_ids, 2] > 0.45 * body.height_m]

    def with_knee(knee: float) -> Pose:
        return replace(legs(pose, replace(pose.leg_l, knee=knee)), flat_feet=1.0)

    def hovering(knee: float) -> bool:
        posed = put(body, with_knee(knee), anchor)
        low = posed.vertices(body, trunk if anchor == "back" else seat)[:, 2].min()
        return bool(posed.vertices(body, soles)[:, 2].min() > low)

    return with_knee(bisect(50.0, 150.0, hovering))


def vajrasana(body: Body) -> Pose:
    """Kneeling upright on the heels."""
    del body
    return st.kneel()


def arms_up_only(body: Body) -> Pose:
    """Standing upright with the arms up."""
    del body
    return st.reach()


def all_fours(body: Body) -> Pose:
    """Hands under the shoulders, knees under the hips."""
    grip = Grip("floor", aside_m=0.17, ahead=0.0, pole=(0.3, 1.0, 0.0))

    def pose(pitch: float) -> Pose:
        made = legs(Pose(pitch=pitch, spine=(1, 0, 0, -1, -1), neck=(-8, -5, -3, 0)), st.kneeling_leg(pitch, 90, 6))
        return arms(made, Arm(flex=80, elbow=6, curl=3), grip)

    shoulder, elbow, wrist = body.limb("arm", "L")
    length = float(np.linalg.norm(elbow - shoulder) + np.linalg.norm(wrist - elbow))

    def too_high(pitch: float) -> bool:
        bare = replace(pose(pitch), grip_l=None, grip_r=None)
        return float(put(body, bare, "knees").joints["upperarm01.L"][2]) > 0.985 * length + 0.075

    return pose(bisect(50, 110, too_high))


def puppy(body: Body) -> Pose:
    """The hips over the knees, the chest sunk and the arms stretched forward."""
    return st.child(body, "forward", knee=95.0)


def downward_dog(body: Body) -> Pose:
    """An upside-down V: feet and hands on the floor, the hips high."""

    def pose(pitch: float) -> Pose:
        made = Pose(pitch=pitch, spine=(0, -1, -2, -2, -2), neck=(2, 2, 2, 2), flat_feet=1.0)
        return arms(legs(made, Leg(flex=pitch - 33, knee=4)), Arm(flex=170, elbow=5, abduct=6, shrug=14, curl=3))

    def hovering(pitch: float) -> bool:
        return bool(put(body, pose(pitch), "feet").vertices(body, body.hand_ids["L"])[:, 2].min() > 0.01)

    return pose(bisect(90, 150, hovering))


def squat_fold(body: Body) -> Pose:
    """A deep squat on flat feet, folded forward, the arms forward on the floor."""
    del body
    made = legs(Pose(pitch=36, spine=(11, 10, 9, 7, 6), neck=(4, 4, 4, 4), flat_feet=1.0), Leg(142, 136, 16))
    return arms(made, Arm(flex=95, elbow=10), Grip("floor", aside_m=0.16, ahead=0.75, pole=(0.6, 0.3, 1.0)))


def seated_fold(body: Body) -> Pose:
    """Sitting with long legs, folded over them, the hands at the ankles."""
    del body
    made = legs(Pose(pitch=42, spine=(10, 9, 9, 7, 6), neck=(4, 4, 4, 4)), Leg(flex=132, knee=4, plantar=5))
    return arms(made, Arm(flex=110, elbow=10), Grip("ankle", aside_m=0.06, lift_m=0.03))


def hook_lying(body: Body) -> Pose:
    """On the back, feet on the floor, knees up, the arms beside the body."""
    flat = st.lie(body)
    return feet_down(body, legs(flat, Leg(flex=52, knee=95, abduct=4)), "back")


def table_top(body: Body) -> Pose:
    """On the back, the thighs upright and the shins level, the arms on the floor."""
    return legs(st.lie(body), Leg(flex=90, knee=90, abduct=4, plantar=20))


def happy_baby(body: Body) -> Pose:
    """On the back, knees beside the ribs, the soles up and held in the hands."""
    made = legs(Pose(pitch=-104, spine=(4, 3, 2, 1, 0)), Leg(flex=138, knee=78, abduct=28))
    made = st.rest_head(body, made)
    return arms(made, Arm(flex=80, elbow=30, abduct=20, protract=10), Grip("ankle", aside_m=0.05, lift_m=0.05))


def bridge(body: Body) -> Pose:
    """On the shoulders and the feet, the hips lifted in line."""
    made = legs(Pose(pitch=-127, spine=(0, 4, 8, 9, 9)), Leg(flex=-8, knee=95, abduct=3))
    return st.hands_down(body, st.rest_head(body, feet_down(body, made, "back")), high=40.0)


def straight_leg_raise(body: Body) -> Pose:
    """On the back, the left leg raised straight."""
    return replace(st.lie(body), leg_l=Leg(flex=78, knee=4, abduct=2, plantar=10))


def sit_up(body: Body) -> Pose:
    """Half-way up from lying with bent knees, the arms stretched forward."""
    made = Pose(pitch=-52, spine=(7, 7, 6, 5, 4), neck=(5, 5, 4, 3))
    made = feet_down(body, legs(made, Leg(flex=90, knee=95, abduct=4)), "seat")
    return arms(made, Arm(flex=62, elbow=8))


def lean_back_arms_down(body: Body) -> Pose:
    """Bent back with the arms hanging by the sides."""
    return arms(st.bend_to(body, 20), Arm(flex=-4))


def side_bend(body: Body) -> Pose:
    """Standing with the arms up, bent to the left."""
    del body
    return replace(st.reach(), side_bend=34.0, roll=-4.0)


def forward_fold(body: Body) -> Pose:
    """Standing with long legs, folded forward, the arms hanging."""
    del body
    made = legs(Pose(pitch=82, spine=(11, 10, 9, 7, 6), neck=(4, 4, 4, 4), flat_feet=1.0), Leg(flex=86, knee=6))
    return arms(made, Arm(flex=122, elbow=6))


def camel(body: Body) -> Pose:
    """Kneeling upright, bent far back, the hands on the heels."""
    del body
    made = legs(Pose(pitch=-20, spine=(-13, -13, -13, -12, -10), neck=(-8, -8, -6, -6)), st.kneeling_leg(-20, 92, 5))
    return arms(made, Arm(flex=-45, elbow=5), Grip("ankle", aside_m=0.05, lift_m=0.06, pole=(0.3, 1.0, 0.0)))


NEGATIVES: dict[str, tuple[Anchor, Callable[[Body], Pose]]] = {
    "vajrasana": ("knees", vajrasana),
    "all-fours": ("knees", all_fours),
    "puppy": ("knees", puppy),
    "downward-dog": ("feet", downward_dog),
    "squat-fold": ("feet", squat_fold),
    "seated-forward-fold": ("seat", seated_fold),
    "lying-flat": ("back", st.lie),
    "hook-lying": ("back", hook_lying),
    "table-top": ("back", table_top),
    "happy-baby": ("back", happy_baby),
    "bridge": ("back", bridge),
    "straight-leg-raise": ("back", straight_leg_raise),
    "sit-up": ("seat", sit_up),
    "arms-up-only": ("feet", arms_up_only),
    "lean-back-arms-down": ("feet", lean_back_arms_down),
    "side-bend": ("feet", side_bend),
    "standing-forward-fold": ("feet", forward_fold),
    "camel": ("knees", camel),
}
"""Name -> (what stays on the floor, the pose)."""
