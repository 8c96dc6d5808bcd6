"""A body's pose as angles and grips, and the blending of two poses. Angles in degrees."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields, replace
from typing import Any, Literal

from .body import Side


@dataclass(frozen=True)
class Leg:
    """A leg relative to the pelvis. All zero: straight down."""

    flex: float = 0.0
    """Hip flexion; negative is extension."""
    knee: float = 3.0
    """Knee flexion."""
    abduct: float = 3.0
    rotate: float = 0.0
    plantar: float = 0.0
    """Ankle plantar flexion (pointed toes)."""
    toes: float = 0.0
    """Extension of the toes against the foot, as when they are tucked under."""


@dataclass(frozen=True)
class Arm:
    """An arm relative to the chest. All zero: hanging straight down."""

    flex: float = 0.0
    """Shoulder flexion: 90 is forward, 180 overhead, negative is behind."""
    elbow: float = 8.0
    abduct: float = 6.0
    rotate: float = 0.0
    shrug: float = 0.0
    """Raising of the shoulder girdle."""
    protract: float = 0.0
    pronate: float = 0.0
    curl: float = 8.0
    """Bend of each finger joint."""


@dataclass(frozen=True)
class Grip:
    """A hand led to a place by inverse kinematics.

    shin: on the front of a shank, `along` (0 knee .. 1 ankle), lifted off it by `lift_m`, beside it by `aside_m`.
    floor: hand flat on the floor, `aside_m` from the body's middle, `ahead` arm lengths in front of (or, negative,
    behind) the shoulder; with `extend` > 0 as far away as makes the arm `extend` of its full length.
    ankle: on the ankle joint, `lift_m` above it and `aside_m` outwards.
    bar: on a bar `lift_m` over the floor, `aside_m` from the body's middle, `ahead` metres in front of the feet.
    """

    kind: Literal["shin", "floor", "ankle", "bar"]
    weight: float = 1.0
    leg: Side = "L"
    along: float = 0.25
    lift_m: float = 0.055
    aside_m: float = 0.055
    ahead: float = 0.0
    extend: float = 0.0
    palm_up: float = 0.0
    pole: tuple[float, float, float] = (1.0, 0.0, 0.0)
    """Direction the elbow points to for the left hand (mirrored for the right): outwards, back, up."""


@dataclass(frozen=True)
class Pose:
    """A whole body. `pitch` tips the pelvis forward (-90: on the back), `roll` to the person's left."""

    pitch: float = 0.0
    roll: float = 0.0
    spine: tuple[float, ...] = (0.0,) * 5
    """Forward flexion of the five spine joints, from the pelvis up."""
    side_bend: float = 0.0
    """Bend of the whole spine to the person's left."""
    twist: float = 0.0
    """Turn of the chest to the person's left, spread over the spine."""
    neck: tuple[float, ...] = (0.0,) * 4
    leg_l: Leg = Leg()
    leg_r: Leg = Leg()
    arm_l: Arm = Arm()
    arm_r: Arm = Arm()
    grip_l: Grip | None = None
    grip_r: Grip | None = None
    flat_feet: float = 0.0
    """1: soles parallel to the floor whatever the shanks do."""
    drop_m: float = 0.0
    """Extra sinking (+) or lifting (-) after the contact with the floor is found."""

    def leg(self, side: Side) -> Leg:
        """The leg of a side."""
        return self.leg_l if side == "L" else self.leg_r

    def arm(self, side: Side) -> Arm:
        """The arm of a side."""
        return self.arm_l if side == "L" else self.arm_r

    def grip(self, side: Side) -> Grip | None:
        """The grip of a side."""
        return self.grip_l if side == "L" else self.grip_r

    def let_go(self) -> Pose:
        """The same pose with both grips' weight at zero, so that blending leads the hands in or out."""
        return replace(self, grip_l=_slack(self.grip_l), grip_r=_slack(self.grip_r))


def _slack(grip: Grip | None) -> Grip | None:
    return replace(grip, weight=0.0) if grip else None


def ease(share: float) -> float:
    """Smoothstep: starts and ends at rest, peak speed 1.5 times the mean."""
    return share * share * (3 - 2 * share)


def blend(a: Any, b: Any, share: float) -> Any:
    """Blend two poses (or parts of poses) by `share` (0 gives `a`, 1 gives `b`).

    A grip that only one of them has fades in or out. Text fields must be equal.

    Raises:
        ValueError: the two hold a hand in different ways (release it in between).
    """
    if a is None or b is None:
        if a is None and b is None:
            return None
        return blend(_slack(b), b, share) if a is None else blend(a, _slack(a), share)
    if isinstance(a, str):
        if a != b:
            raise ValueError(f"can't blend {a!r} into {b!r}: release the hand in between")
        return a
    if isinstance(a, tuple):
        return tuple(blend(x, y, share) for x, y in zip(a, b, strict=True))
    if isinstance(a, (int, float)):
        return a + (b - a) * share
    if isinstance(a, Grip) and (a.kind, a.leg) != (b.kind, b.leg):
        if a.weight == 0:
            return blend(_slack(b), b, share)
        if b.weight == 0:
            return blend(a, _slack(a), share)
    return type(a)(**{f.name: blend(getattr(a, f.name), getattr(b, f.name), share) for f in fields(a)})


def alive(pose: Pose, breath: float, sway_deg: float, breath_deg: float) -> Pose:
    """Add breathing and sway to a pose.

    Args:
        pose: the pose to stir.
        breath: phase of the breath, 0..1; at 0 and 1 the pose is as given.
        sway_deg: amplitude of the slow sway of the pelvis (standing), degrees.
        breath_deg: amplitude of the chest's rise, degrees.
    """
    rise = math.sin(2 * math.pi * breath)
    aside = (1 - math.cos(2 * math.pi * breath)) / 2
    spine = list(pose.spine)
    spine[3] -= breath_deg * rise
    spine[4] -= breath_deg * rise
    neck = list(pose.neck)
    neck[0] += 1.2 * breath_deg * rise
    return replace(
        pose,
        pitch=pose.pitch + sway_deg * rise,
        roll=pose.roll + sway_deg * aside,
        spine=tuple(spine),
        neck=tuple(neck),
        arm_l=replace(pose.arm_l, shrug=pose.arm_l.shrug + breath_deg * rise),
        arm_r=replace(pose.arm_r, shrug=pose.arm_r.shrug + breath_deg * rise),
    )
