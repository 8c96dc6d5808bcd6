"""The body that a phase asks for: joint positions worked out from the targets of its checks, seen from the side.

Forward kinematics from the trunk outwards, with the segment lengths of an average adult. What no check has a target for
is taken from the phase's gates, and where these are silent too, from how a body rests: feet flat when standing, arms
and legs long, weight over the feet.

Directions are in degrees clockwise from straight up as seen on the screen. The figure faces right, so 90 is forward.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from posecheck.measures.body import STANDING_DEG, Side
from posecheck.measures.geometry import Point, distance, midpoint
from posecheck.references.schema import Reference
from posecheck.references.targets import Targets

# Segment lengths over the trunk's, hip to shoulder (Drillis and Contini's shares of the body's height, in Winter).
THIGH: Final = 0.851
SHANK: Final = 0.854
UPPER_ARM: Final = 0.646
FOREARM: Final = 0.507
HAND: Final = 0.20
NECK: Final = 0.41
"""From the middle of the shoulders to the ear."""
TOE: Final = 0.41
"""From the ankle to the tip of the foot."""
HEEL: Final = 0.17

TOE_DROP_DEG: Final = 17.0
"""With the sole level, the tip of the foot lies this far below the ankle's horizontal."""
HEAD_FORWARD_DEG: Final = 10.0
"""In a neutral head the ear lies this far forward of the trunk's line."""
POINTED_FOOT_DEG: Final = 75.0
RESTING_FOOT_DEG: Final = 20.0
ANKLE_BEHIND_BALANCE: Final = 0.10
"""Standing, the body's centre of mass is over the middle of the foot, this far ahead of the ankle."""
GRIP_SHARE: Final = 0.3
"""Hands hold the shin this far down from the knee."""

FLOATING: Final = 0.2
"""Feet this far over the hands that somebody is on, face down, are held by nothing."""

_SLOPES: Final = ("trunk_inclination", "trunk_lean", "trunk_elevation", "tailbone_lift")

RADII: Final[Mapping[str, float]] = {
    "hip": 0.20,
    "shoulder": 0.17,
    "ear": 0.215,
    "knee": 0.10,
    "ankle": 0.065,
    "heel": 0.045,
    "foot_index": 0.035,
    "elbow": 0.07,
    "wrist": 0.05,
    "index": 0.035,
}
"""Flesh around each joint, in trunk lengths: what touches the floor, and how thick the figure is drawn."""

_MASSES: Final = (
    # Share of the body's mass of each segment (Winter), both sides together.
    (("ear", "ear"), 0.081),
    (("hip", "shoulder"), 0.497),
    (("shoulder", "elbow"), 0.056),
    (("elbow", "index"), 0.044),
    (("hip", "knee"), 0.200),
    (("knee", "ankle"), 0.122),
)

NEAR_SIDE: Final = Side.RIGHT
"""The figure faces right, so its right side is towards the viewer."""


def target_figure(reference: Reference, variant: str, phase: str) -> dict[str, Point]:
    """Return where the joints of a body are that does a phase just as its targets say.

    Args:
        reference: The stretch.
        variant: Name of the variant.
        phase: Name of the phase.

    Returns:
        Points `(x, y)` in trunk lengths, x to the right and y down: `left_` and `right_` `shoulder`, `elbow`, `wrist`,
        `index`, `hip`, `knee`, `ankle`, `heel`, `foot_index`, `ear`, and `nose`. The figure faces right with its hips
        at x = 0; the flesh (`RADII`) around its lowest joint rests on the floor, y = 0.

    Raises:
        KeyError: There is no such variant, or it doesn't go through this phase.
    """
    chosen = reference.variant(variant)
    for own in reference.phases_of(chosen):
        if own.name == phase:
            return _rested(_on_toes(_Body(Targets(own, chosen))))
    raise KeyError(phase)


def extent(joints: Mapping[str, Point]) -> tuple[float, float, float]:
    """Return the left, top and right end of a figure with its flesh, in trunk lengths."""
    flesh = list(_with_radius(joints))
    return min(x - r for (x, _), r in flesh), min(y - r for (_, y), r in flesh), max(x + r for (x, _), r in flesh)


@dataclass(frozen=True)
class _Body:
    """A body that is being put together; the hips are at the origin.

    Attributes:
        targets: What is asked of it.
        raised: By how much its trunk is raised from level on the toes; None where the feet aren't tucked under.
    """

    targets: Targets
    raised: float | None = None

    def joints(self) -> dict[str, Point]:
        """Return the joints, not yet resting on the floor."""
        trunk = self._trunk() - (self.raised or 0.0)
        legs = {side: self._leg(side, trunk) for side in Side}
        joints: dict[str, Point] = {}
        shoulder = _step((0.0, 0.0), trunk, 1.0)
        for side in Side:
            joints |= {f"{side}_hip": (0.0, 0.0), f"{side}_shoulder": shoulder}
            joints |= _prefixed(side, _leg_joints(*legs[side]))
        neck = self._neck(trunk, shoulder, joints)
        joints["nose"] = _step(_step(shoulder, neck, NECK), neck + 80.0, RADII["ear"])
        for side in Side:
            joints[f"{side}_ear"] = _step(shoulder, neck, NECK)
            joints |= _prefixed(side, self._arm(side, trunk, shoulder, joints))
        return joints if self._legs_given(trunk) else self._balanced(joints)

    def _trunk(self) -> float:
        # A check on one measure says more than a gate on another.
        for told in (self.targets.checked, self.targets.gated):
            inclination = told("trunk_inclination")
            if inclination is not None:
                return inclination
            lean = told("trunk_lean")
            if lean is not None:
                return lean + STANDING_DEG
            elevation, lift = told("trunk_elevation"), told("tailbone_lift")
            if elevation is None and lift is not None:
                elevation = -math.degrees(math.asin(_clamped(lift)))
            if elevation is not None:
                return elevation - 90.0 if self.targets.chest_up > 0 else 90.0 - elevation
        return 0.0

    def _legs_given(self, trunk: float) -> bool:
        """Whether the thighs' direction is known; otherwise somebody upright stands on the feet, in balance."""
        upright = abs(trunk) < 45.0
        return not upright or any(self.targets.of("hip_flexion", side) is not None for side in Side)

    def _leg(self, side: Side, trunk: float) -> tuple[float, float, float]:
        """Directions of thigh, shank and sole."""
        knee = self.targets.of("knee_flexion", side) or 0.0
        if self._legs_given(trunk):
            thigh = trunk + 180.0 - (self.targets.of("hip_flexion", side) or 0.0)
        else:
            thigh = 180.0 - knee / 2
        shank = thigh + knee
        return thigh, shank, self._sole(side, shank)

    def _sole(self, side: Side, shank: float) -> float:
        asked = self.targets.of("ankle_dorsiflexion", side)
        if asked is None and self.raised is not None:
            asked = 0.0
        if asked is not None:
            return shank - 90.0 - asked - TOE_DROP_DEG
        if _cos(shank) < -0.8:
            return 90.0
        kneeling = _cos(shank - 90.0) < -0.5
        return shank - 90.0 + (POINTED_FOOT_DEG if kneeling else RESTING_FOOT_DEG)

    def _neck(self, trunk: float, shoulder: Point, legs: dict[str, Point]) -> float:
        neutral = trunk + HEAD_FORWARD_DEG
        extension = self.targets.of("neck_extension")
        if extension is not None:
            return trunk - extension
        lift = self.targets.of("head_lift")
        if lift is not None:
            return trunk + math.degrees(math.asin(_clamped(lift / NECK)))
        height = self.targets.of("head_height")
        if height is None:
            return neutral
        floor = max(legs[f"{NEAR_SIDE}_{name}"][1] for name in ("knee", "ankle", "foot_index"))
        steep = math.degrees(math.acos(_clamped((shoulder[1] - (floor - height)) / NECK)))
        return min((steep, -steep), key=lambda direction: abs(_turn(neutral, direction)))

    def _arm(self, side: Side, trunk: float, shoulder: Point, legs: dict[str, Point]) -> dict[str, Point]:
        for held in (side, side.other):
            gap = self.targets.of("hug_gap", held)
            if gap is not None:
                knee, ankle = legs[f"{held}_knee"], legs[f"{held}_ankle"]
                shank = _direction(knee, ankle)
                grip = _step(_step(knee, shank, GRIP_SHARE * SHANK), shank - 90.0, gap)
                # The hand lies on the shin that it holds.
                return _arm_joints(shoulder, *_reach(shoulder, grip), hand=shank)
        upper = trunk + 180.0 - (self.targets.of("shoulder_flexion", side) or 0.0)
        forearm = upper - (self.targets.of("elbow_flexion", side) or 0.0)
        arm = _arm_joints(shoulder, upper, forearm, hand=forearm)
        floor = max(y + radius for (_, y), radius in _with_radius(legs))
        if arm["index"][1] + RADII["index"] > floor:
            # A hand that meets the floor is laid flat on it.
            arm = _arm_joints(shoulder, upper, forearm, hand=math.copysign(90.0, _turn(0.0, forearm)))
        return arm

    def _balanced(self, joints: dict[str, Point]) -> dict[str, Point]:
        """Turn the legs about the hips until the centre of mass is over the feet."""
        trunk = self._trunk()

        def turned(by: float) -> dict[str, Point]:
            legs: dict[str, Point] = {}
            for side in Side:
                thigh, shank, _ = self._leg(side, trunk)
                legs |= _prefixed(side, _leg_joints(thigh + by, shank + by, self._sole(side, shank + by)))
            return joints | legs

        low, high = -30.0, 30.0
        for _ in range(30):
            middle = (low + high) / 2
            body = turned(middle)
            # Legs turned further back leave the mass further ahead of the feet.
            if _mass_x(body) > body[f"{NEAR_SIDE}_ankle"][0] + ANKLE_BEHIND_BALANCE:
                high = middle
            else:
                low = middle
        return turned(low)


def _on_toes(body: _Body) -> dict[str, Point]:
    """The joints of a body; face down on the hands with the feet in the air, it is set on its toes.

    Only where no check says how the trunk is to slope: a gate lets in more than one slope.
    """
    joints = body.joints()
    sloped = any(body.targets.checked(measure) is not None for measure in _SLOPES)
    if sloped or body.targets.chest_up >= 0 or _over_hands(joints) < FLOATING:
        return joints
    low, high = 0.0, 45.0
    for _ in range(30):
        middle = (low + high) / 2
        if _over_hands(replace(body, raised=middle).joints()) > 0:
            low = middle
        else:
            high = middle
    return replace(body, raised=low).joints()


def _over_hands(joints: dict[str, Point]) -> float:
    """How far the lowest point of the legs is over that of the arms."""
    legs, arms = (
        max(joints[f"{side}_{name}"][1] + RADII[name] for side in Side for name in names)
        for names in (("knee", "ankle", "heel", "foot_index"), ("elbow", "wrist", "index"))
    )
    return arms - legs


def _leg_joints(thigh: float, shank: float, sole: float) -> dict[str, Point]:
    knee = _step((0.0, 0.0), thigh, THIGH)
    ankle = _step(knee, shank, SHANK)
    toe = _step(ankle, sole + TOE_DROP_DEG, TOE)
    heel = _step(ankle, sole + 180.0 - 2.5 * TOE_DROP_DEG, HEEL)
    return {"knee": knee, "ankle": ankle, "heel": heel, "foot_index": toe}


def _arm_joints(shoulder: Point, upper: float, forearm: float, hand: float) -> dict[str, Point]:
    elbow = _step(shoulder, upper, UPPER_ARM)
    wrist = _step(elbow, forearm, FOREARM)
    return {"elbow": elbow, "wrist": wrist, "index": _step(wrist, hand, HAND)}


def _reach(shoulder: Point, wrist: Point) -> tuple[float, float]:
    """Directions of upper arm and forearm that bring the wrist to a point, or as near to it as the arm is long."""
    straight = _direction(shoulder, wrist)
    length = min(max(distance(shoulder, wrist), UPPER_ARM - FOREARM), UPPER_ARM + FOREARM)
    at_shoulder = math.degrees(math.acos(_clamped((UPPER_ARM**2 + length**2 - FOREARM**2) / (2 * UPPER_ARM * length))))
    at_elbow = math.degrees(math.acos(_clamped((UPPER_ARM**2 + FOREARM**2 - length**2) / (2 * UPPER_ARM * FOREARM))))
    upper = straight + at_shoulder
    return upper, upper - (180.0 - at_elbow)


def _mass_x(joints: dict[str, Point]) -> float:
    return sum(
        share * midpoint(joints[f"{side}_{a}"], joints[f"{side}_{b}"])[0] / 2
        for (a, b), share in _MASSES
        for side in Side
    )


def _rested(joints: dict[str, Point]) -> dict[str, Point]:
    """Set the figure down on the floor."""
    lowest = max(y + radius for (_, y), radius in _with_radius(joints))
    return {name: (x, y - lowest) for name, (x, y) in joints.items()}


def _with_radius(joints: Mapping[str, Point]) -> Iterator[tuple[Point, float]]:
    for name, point in joints.items():
        yield point, RADII.get(name.partition("_")[2], 0.0)


def _prefixed(side: Side, joints: dict[str, Point]) -> dict[str, Point]:
    return {f"{side}_{name}": point for name, point in joints.items()}


def _step(start: Point, direction: float, length: float) -> Point:
    angle = math.radians(direction)
    return (start[0] + length * math.sin(angle), start[1] - length * math.cos(angle))


def _direction(start: Point, end: Point) -> float:
    return math.degrees(math.atan2(end[0] - start[0], start[1] - end[1]))


def _clamped(cosine: float) -> float:
    return min(1.0, max(-1.0, cosine))


def _cos(direction: float) -> float:
    return math.cos(math.radians(direction))


def _turn(start: float, end: float) -> float:
    """The turn from one direction to another, -180 to 180."""
    return (end - start + 180.0) % 360.0 - 180.0
