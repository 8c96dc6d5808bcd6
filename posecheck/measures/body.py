"""One frame's landmarks read as a body: what can be trusted, how it stands to the camera, which way it faces."""

from __future__ import annotations

import math
from enum import StrEnum
from functools import cached_property
from typing import Final

from posecheck.measures.geometry import Point, distance, elevation_deg, midpoint, vector
from posecheck.pose.landmarks import Landmark, Landmarks

MIN_VISIBILITY: Final = 0.15
"""Below this the model is guessing. The near ankle under a folded body often has no more than 0.2 in good pictures, so
a higher bound would throw away good child poses; `benchmarks/accuracy` shows the share of unknowns."""

FRAME_MARGIN: Final = 0.03
"""A point this far outside the frame (in shares of its larger side) is still taken: the model places wrists and toes
a little too far out. Points beyond are extrapolated, whatever their visibility says (mediapipe issue 5197)."""

SIDE_VIEW_MAX_YAW_DEG: Final = 35.0
"""Up to here a view counts as from the side. A camera 30 degrees off the side makes 41 of an angle of 45 degrees
(its tangent shrinks by the cosine of the yaw); the yaw estimate itself is good to about 5 degrees."""

FRONT_VIEW_MIN_YAW_DEG: Final = 55.0
"""From here on a view counts as from the front or the rear."""

STANDING_DEG: Final = 2.3
"""The trunk's inclination of somebody who stands at ease: the centres of the shoulders lie a little ahead of those of
the hips. Mean of six rendered bodies (0.7 to 3.8; six photos: -1 to 8); taken as long as the person at hand has not
been seen standing."""

MAX_SEGMENT_RATIO: Final = 2.2
"""No limb segment of a person is longer than the trunk by this factor, seen in one picture: the thigh is 0.85 of the
trunk (Winter's segment lengths), and perspective and the model's error add some."""


BEHIND: Final = 0.35
"""A far knee or ankle that the model guesses this close to the near one, in trunk lengths, is hidden behind the near
leg; a leg that lay elsewhere would be seen there. In 70 of 71 photos from the side hidden far knees were 0.02 to 0.3
away; of a leg that rests while the other is hugged the knee is seen, and 1.1 or more away."""


class Side(StrEnum):
    """A side of the person, not of the picture."""

    LEFT = "left"
    RIGHT = "right"

    __hash__ = str.__hash__  # an enum's own is slow, and sides are looked up some hundred times a frame

    @property
    def other(self) -> Side:
        """The opposite side."""
        return Side.RIGHT if self is Side.LEFT else Side.LEFT


class View(StrEnum):
    """From where the camera sees the person."""

    SIDE = "side"
    OBLIQUE = "oblique"
    FRONT = "front"
    REAR = "rear"

    __hash__ = str.__hash__  # as for sides


class Orientation(StrEnum):
    """How the trunk lies in space."""

    UPRIGHT = "upright"
    SUPINE = "supine"
    PRONE = "prone"
    ON_SIDE = "on the side"
    INVERTED = "inverted"


class Unknown(StrEnum):
    """Why a measure has no value."""

    NO_PERSON = "nobody is in the picture"
    OUT_OF_FRAME = "out of the picture"
    HIDDEN = "hidden"
    BEHIND = "hidden behind the nearer leg"
    WRONG_VIEW = "cannot be seen from here"
    IMPLAUSIBLE = "not plausible"


class CannotMeasure(Exception):  # noqa: N818 - control flow between a measure and its caller, never an error told to anyone
    """Raised inside a measure when one of its landmarks cannot be trusted."""

    def __init__(self, reason: Unknown, landmark: str = "") -> None:
        super().__init__(f"{landmark}: {reason}" if landmark else str(reason))
        self.reason = reason


_SIDED: Final = {
    (side, name): Landmark[f"{side.value}_{name}".upper()]
    for side in Side
    for name in ("shoulder", "elbow", "wrist", "hip", "knee", "ankle", "heel", "foot_index", "ear", "index")
}


_OPPOSITE: Final = {_SIDED[side, name]: (side, _SIDED[side.other, name]) for side in Side for name in ("knee", "ankle")}
"""A joint of a leg to its side and the same joint of the other leg."""


def _words(landmark: Landmark) -> str:
    return landmark.name.lower().replace("_", " ")


class Body:
    """A person in one frame, as the measures see it.

    Points are in pixels, x to the right, y down. What nearly every measure needs is calculated at once, the rest when
    it is first asked for.

    Args:
        landmarks: The landmarks of the frame.
        standing_deg: Trunk inclination of this person when last seen standing at ease, or of people in general. It
            holds what the camera's tilt adds to every inclination, too.
        ahead_deg: Turn of the upper body of this person, as seen from the camera, when last seen standing at ease; 0
            as long as that isn't known. Faces differ, and the camera may stand a little aside.

    Attributes:
        points: All landmarks in the picture, trusted or not.
        visibility: Of each of them, 0 to 1.
        lateral: Unit vector from the person's left to their right in camera axes (x right, y down, z away from the
            camera): the mean of the shoulder and the hip axis of the world landmarks.
        yaw_deg: How far the camera is off the person's true side: 0 from the side, 90 from the front or the rear. It is
            the angle between the person's left-right axis and the camera's line of sight, and therefore holds for lying
            and folded bodies too.
        view: From where the camera sees the person.
        near: The side of the person that is nearer to the camera.
    """

    def __init__(self, landmarks: Landmarks, standing_deg: float = STANDING_DEG, ahead_deg: float = 0.0) -> None:
        self.landmarks = landmarks
        self.standing_deg = standing_deg
        self.ahead_deg = ahead_deg
        self.points: list[Point] = [(x, y) for x, y in landmarks.image_px.tolist()]
        self.visibility: list[float] = landmarks.visibility.tolist()
        self.lateral = _lateral(landmarks)
        self.yaw_deg = math.degrees(math.acos(min(1.0, abs(self.lateral[2]))))
        self.view = _view(self.yaw_deg, self.lateral)
        self.near = Side.RIGHT if self.lateral[2] < 0 else Side.LEFT
        margin = FRAME_MARGIN * max(landmarks.width_px, landmarks.height_px)
        self._least, self._most_x, self._most_y = -margin, landmarks.width_px + margin, landmarks.height_px + margin

    def point(self, name: str, side: Side) -> Point:
        """Return a landmark such as `("knee", Side.LEFT)`.

        Raises:
            CannotMeasure: It is out of the frame or hidden.
        """
        return self._trusted(_SIDED[side, name])

    def seen_nose(self) -> Point:
        """Return the nose for measuring.

        Raises:
            CannotMeasure: It is out of the frame or hidden.
        """
        return self._trusted(Landmark.NOSE)

    def _trusted(self, index: Landmark) -> Point:
        point = self.points[index]
        if not (self._least <= point[0] <= self._most_x and self._least <= point[1] <= self._most_y):
            raise CannotMeasure(Unknown.OUT_OF_FRAME, _words(index))
        if self.visibility[index] < MIN_VISIBILITY:
            raise CannotMeasure(self._how_hidden(index), _words(index))
        return point

    def _how_hidden(self, index: Landmark) -> Unknown:
        """Whether a hidden joint lies behind the same joint of the nearer leg, which is seen."""
        side, opposite = _OPPOSITE.get(index, (self.near, index))
        if (
            side is self.near
            or self.view not in (View.SIDE, View.OBLIQUE)
            or self.visibility[opposite] < MIN_VISIBILITY
        ):
            return Unknown.HIDDEN
        trunk = distance(self._mid("hip"), self._mid("shoulder"))
        apart = distance(self.points[index], self.points[opposite])
        return Unknown.BEHIND if apart <= BEHIND * trunk else Unknown.HIDDEN

    def middle(self, name: str) -> Point:
        """Return the point between the left and the right landmark; the one on the near side must be trusted.

        The far shoulder and hip are behind the body in a side view; the model places them well all the same, because
        they move with the near ones.
        """
        self.point(name, self.near)
        return midpoint(self.points[_SIDED[Side.LEFT, name]], self.points[_SIDED[Side.RIGHT, name]])

    def nose(self) -> Point:
        """Return the nose, trusted or not: it is used as one vote among several, never measured."""
        return self.points[Landmark.NOSE]

    @cached_property
    def trunk_px(self) -> float:
        """Length from mid-hip to mid-shoulder in pixels, the scale of most distances.

        Raises:
            CannotMeasure: The trunk points at the camera, so that it has no usable length in the picture.
        """
        length = math.hypot(*self.up_trunk)
        if length < 0.35 * self.longest_segment_px:
            raise CannotMeasure(Unknown.WRONG_VIEW, "trunk")
        if self.longest_segment_px > MAX_SEGMENT_RATIO * length:
            raise CannotMeasure(Unknown.IMPLAUSIBLE, "trunk")
        return length

    @cached_property
    def up_trunk(self) -> Point:
        """Vector from mid-hip to mid-shoulder, pixels."""
        return vector(self.middle("hip"), self.middle("shoulder"))

    @cached_property
    def facing(self) -> int:
        """Which way the chest points as seen on the screen: +1 clockwise of hip-to-shoulder, -1 anticlockwise.

        A person who stands facing the picture's right has +1. From the side this is the same as which side is near,
        but the picture has witnesses of its own: toes point forward of the shank, the nose forward of the ears.
        The witnesses vote; the near side counts as much as it is turned to the camera.
        """
        votes = -2.0 * self.lateral[2]
        up = vector(self._mid("hip"), self._mid("shoulder"))
        trunk = math.hypot(*up)
        if trunk > 0:
            anterior = (-up[1] / trunk, up[0] / trunk)
            ears = self._mid("ear")
            nose = (self.nose()[0] - ears[0]) * anterior[0] + (self.nose()[1] - ears[1]) * anterior[1]
            votes += math.copysign(min(1.0, abs(nose) / (0.1 * trunk)), nose) * 0.5
        for side in Side:
            foot = self._along(side, "heel", "foot_index")
            shank = self._along(side, "knee", "ankle")
            size = math.hypot(*foot) * math.hypot(*shank)
            if size > 0:
                votes += 0.75 * (foot[0] * shank[1] - foot[1] * shank[0]) / size
        return 1 if votes >= 0 else -1

    @cached_property
    def anterior(self) -> Point:
        """Unit vector, in the picture, from the back to the chest, square to the trunk."""
        up = self.up_trunk
        length = math.hypot(*up)
        if length == 0.0:
            raise CannotMeasure(Unknown.WRONG_VIEW, "trunk")
        return (-self.facing * up[1] / length, self.facing * up[0] / length)

    @cached_property
    def orientation(self) -> Orientation:
        """How the trunk lies: upright, supine, prone, on the side or inverted."""
        trunk = elevation_deg(self.up_trunk)
        if trunk >= 45:
            return Orientation.UPRIGHT
        if trunk <= -60:
            return Orientation.INVERTED
        if abs(self.lateral[1]) > math.sin(math.radians(60)):
            return Orientation.ON_SIDE
        return Orientation.SUPINE if elevation_deg(self.anterior) > 0 else Orientation.PRONE

    @cached_property
    def longest_segment_px(self) -> float:
        """Length of the longest thigh or shank in pixels, trusted or not."""
        return max(
            distance(self.points[_SIDED[side, a]], self.points[_SIDED[side, b]])
            for side in Side
            for a, b in (("hip", "knee"), ("knee", "ankle"))
        )

    def _mid(self, name: str) -> Point:
        return midpoint(self.points[_SIDED[Side.LEFT, name]], self.points[_SIDED[Side.RIGHT, name]])

    def _along(self, side: Side, a: str, b: str) -> Point:
        return vector(self.points[_SIDED[side, a]], self.points[_SIDED[side, b]])


_LATERAL: Final = [
    Landmark.RIGHT_SHOULDER,
    Landmark.LEFT_SHOULDER,
    Landmark.RIGHT_HIP,
    Landmark.LEFT_HIP,
]


def _lateral(landmarks: Landmarks) -> tuple[float, float, float]:
    ends: list[list[float]] = landmarks.world_m[_LATERAL].tolist()
    x, y, z = (
        right_shoulder - left_shoulder + right_hip - left_hip
        for right_shoulder, left_shoulder, right_hip, left_hip in zip(*ends, strict=True)
    )
    length = math.hypot(x, y, z)
    return (x / length, y / length, z / length) if length else (1.0, 0.0, 0.0)


def _view(yaw_deg: float, lateral: tuple[float, float, float]) -> View:
    if yaw_deg <= SIDE_VIEW_MAX_YAW_DEG:
        return View.SIDE
    if yaw_deg < FRONT_VIEW_MIN_YAW_DEG:
        return View.OBLIQUE
    return View.FRONT if lateral[0] < 0 else View.REAR
