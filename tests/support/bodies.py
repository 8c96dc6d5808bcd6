"""Stick bodies built from chosen joint angles: forward kinematics, so that the measures must give the angles back."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np

from posecheck.measures.body import Side
from posecheck.pose.landmarks import LANDMARK_COUNT, FloatArray, Landmark, Landmarks

WIDTH_PX: Final = 1280
HEIGHT_PX: Final = 960

TRUNK_M: Final = 0.49
THIGH_M: Final = 0.42
SHANK_M: Final = 0.42
UPPER_ARM_M: Final = 0.32
FOREARM_M: Final = 0.25
NECK_M: Final = 0.20
FOOT_M: Final = 0.24

FACING_RIGHT: Final = 0.0
TO_THE_CAMERA: Final = 90.0
FACING_LEFT: Final = 180.0
AWAY: Final = 270.0


@dataclass(frozen=True)
class Limbs:
    """The joint angles of one side in degrees, 0 in the anatomical position, by the conventions of the measures."""

    hip: float = 0.0
    knee: float = 0.0
    ankle: float = 0.0
    shoulder: float = 0.0
    elbow: float = 0.0


@dataclass(frozen=True)
class StickBody:
    """A body of sticks in one plane, with a breadth.

    Attributes:
        trunk: Inclination of the trunk: 0 upright, 90 face down, -90 on the back.
        left: Joint angles of the left side.
        right: Joint angles of the right side.
        neck: Neck extension.
        heading: Where the person faces, turned about the vertical: 0 to the picture's right, 90 to the camera.
        roll: Turned about the line of sight: 90 puts an upright person who faces the camera on their side.
        breadth_m: Shoulder width; the hips have 0.6 of it.
        px_per_m: Size in the picture.
        centre_px: Where the hips are in the picture.
    """

    trunk: float = 0.0
    left: Limbs = field(default_factory=Limbs)
    right: Limbs = field(default_factory=Limbs)
    neck: float = 0.0
    heading: float = FACING_RIGHT
    roll: float = 0.0
    breadth_m: float = 0.36
    px_per_m: float = 200.0
    centre_px: tuple[float, float] = (WIDTH_PX / 2, HEIGHT_PX / 2)

    @classmethod
    def even(cls, limbs: Limbs, trunk: float = 0.0, heading: float = FACING_RIGHT) -> StickBody:
        """A body with the same angles left and right."""
        return cls(trunk=trunk, left=limbs, right=limbs, heading=heading)

    @property
    def near(self) -> Side:
        """The side that is nearer to the camera."""
        return Side.RIGHT if math.cos(math.radians(self.heading)) > 0 else Side.LEFT

    def near_limbs(self) -> Limbs:
        """The angles of the nearer side."""
        return self.right if self.near is Side.RIGHT else self.left

    def joints_m(self) -> FloatArray:
        """Array of shape `(33, 3)` in camera axes, metres, the origin between the hips."""
        places: dict[str, FloatArray] = {}
        trunk = _direction(180.0, self.trunk)
        for side, limbs, sign in ((Side.LEFT, self.left, -1.0), (Side.RIGHT, self.right, 1.0)):
            across = sign * self.breadth_m / 2 * np.array([0.0, 0.0, 1.0])
            name = side.name
            hip = 0.6 * across
            knee = hip + THIGH_M * _direction(limbs.hip, self.trunk)
            ankle = knee + SHANK_M * _direction(limbs.hip - limbs.knee, self.trunk)
            foot = _direction(limbs.hip - limbs.knee + 90.0 + limbs.ankle, self.trunk)
            shoulder = across + TRUNK_M * trunk
            elbow = shoulder + UPPER_ARM_M * _direction(limbs.shoulder, self.trunk)
            forearm = _direction(limbs.shoulder + limbs.elbow, self.trunk)
            ear = 0.4 * across + TRUNK_M * trunk + NECK_M * _direction(180.0 + self.neck, self.trunk)
            face = _direction(90.0 + self.neck, self.trunk)
            places |= {
                f"{name}_HIP": hip,
                f"{name}_KNEE": knee,
                f"{name}_ANKLE": ankle,
                f"{name}_HEEL": ankle - 0.25 * FOOT_M * foot,
                f"{name}_FOOT_INDEX": ankle + 0.75 * FOOT_M * foot,
                f"{name}_SHOULDER": shoulder,
                f"{name}_ELBOW": elbow,
                f"{name}_WRIST": elbow + FOREARM_M * forearm,
                **{f"{name}_{finger}": elbow + 1.2 * FOREARM_M * forearm for finger in ("PINKY", "INDEX", "THUMB")},
                f"{name}_EAR": ear,
                **{f"{name}_EYE{part}": ear - 0.5 * across + 0.1 * face for part in ("", "_INNER", "_OUTER")},
                f"MOUTH_{name}": ear - 0.5 * across + 0.11 * face,
            }
        places["NOSE"] = (places["LEFT_EAR"] + places["RIGHT_EAR"]) / 2 + 0.12 * face
        # Body axes (forward, up, to the person's right) to camera axes (right, down, away).
        heading, roll = math.radians(self.heading), math.radians(self.roll)
        forward = np.array([math.cos(heading), 0.0, -math.sin(heading)])
        right = np.array([-math.sin(heading), 0.0, -math.cos(heading)])
        axes = np.stack([forward, [0.0, -1.0, 0.0], right])
        c, s = math.cos(roll), math.sin(roll)
        rolled = axes @ np.array([[c, s, 0.0], [-s, c, 0.0], [0.0, 0.0, 1.0]])
        joints: FloatArray = np.array([places[landmark.name] for landmark in Landmark]) @ rolled
        return joints

    def landmarks(self) -> Landmarks:
        """What a camera far away sees."""
        joints = self.joints_m()
        image = joints[:, :2] * self.px_per_m + np.array(self.centre_px)
        sure = np.ones(LANDMARK_COUNT)
        return Landmarks(image, joints, sure, sure, WIDTH_PX, HEIGHT_PX)


def mirrored(landmarks: Landmarks) -> Landmarks:
    """What is found in the mirrored picture: left is right, and the person's left hand is a right one."""
    swapped = [_MIRRORED[landmark] for landmark in Landmark]
    image, world = landmarks.image_px[swapped].copy(), landmarks.world_m[swapped].copy()
    image[:, 0] = landmarks.width_px - image[:, 0]
    world[:, 0] = -world[:, 0]
    return replace(
        landmarks,
        image_px=image,
        world_m=world,
        visibility=landmarks.visibility[swapped],
        presence=landmarks.presence[swapped],
    )


def hidden(landmarks: Landmarks, *points: Landmark, visibility: float = 0.0) -> Landmarks:
    """The same with some points badly visible."""
    seen = landmarks.visibility.copy()
    seen[list(points)] = visibility
    return replace(landmarks, visibility=seen)


def moved(landmarks: Landmarks, places_px: Mapping[Landmark, tuple[float, float]]) -> Landmarks:
    """The same with some points elsewhere in the picture."""
    image = landmarks.image_px.copy()
    for landmark, place in places_px.items():
        image[landmark] = place
    return replace(landmarks, image_px=image)


def side_landmark(side: Side, name: str) -> Landmark:
    """The landmark of a side, such as `knee`."""
    return Landmark[f"{side.name}_{name.upper()}"]


def _other(name: str) -> str:
    if "LEFT" in name:
        return name.replace("LEFT", "RIGHT")
    return name.replace("RIGHT", "LEFT")


_MIRRORED: Final = {landmark: Landmark[_other(landmark.name)] for landmark in Landmark}


def _direction(turn_deg: float, trunk_deg: float) -> FloatArray:
    """A unit vector (forward, up, right) turned from straight down the trunk towards the front of the body."""
    turn, trunk = math.radians(turn_deg), math.radians(trunk_deg)
    up = np.array([math.sin(trunk), math.cos(trunk), 0.0])
    front = np.array([math.cos(trunk), -math.sin(trunk), 0.0])
    direction: FloatArray = -math.cos(turn) * up + math.sin(turn) * front
    return direction
