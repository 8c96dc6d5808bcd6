"""Measures for what is filmed from the front or the foot end, on points put where they are wanted."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from posecheck.measures.body import Body, Side, Unknown
from posecheck.measures.inclinations import FOOT_LENGTH, NOSE_AHEAD
from posecheck.measures.registry import all_measures
from posecheck.pose.landmarks import Landmark, Landmarks
from tests.support.bodies import AWAY, TO_THE_CAMERA, TRUNK_M, StickBody, hidden, moved
from tests.support.measuring import ARM_M, OVERHEAD, value

STANDING = StickBody(heading=TO_THE_CAMERA).landmarks()


def place(landmarks: Landmarks, landmark: Landmark) -> tuple[float, float]:
    x, y = landmarks.image_px[landmark]
    return float(x), float(y)


def pushed(landmarks: Landmarks, x_px: float, y_px: float, *points: Landmark) -> Landmarks:
    places = {point: place(landmarks, point) for point in points}
    return moved(landmarks, {point: (x + x_px, y + y_px) for point, (x, y) in places.items()})


def shoulder_width(landmarks: Landmarks) -> float:
    return abs(place(landmarks, Landmark.LEFT_SHOULDER)[0] - place(landmarks, Landmark.RIGHT_SHOULDER)[0])


def shank(landmarks: Landmarks) -> float:
    return math.dist(place(landmarks, Landmark.LEFT_KNEE), place(landmarks, Landmark.LEFT_ANKLE))


FEET = (Landmark.LEFT_FOOT_INDEX, Landmark.RIGHT_FOOT_INDEX)
KNEES = (Landmark.LEFT_KNEE, Landmark.RIGHT_KNEE)


@pytest.mark.parametrize("turn_deg", [-30, -10, 0, 20])
def test_a_turn_of_the_face_over_the_shoulders_is_positive_to_the_persons_left(turn_deg: float) -> None:
    # Seen from the front, the person's left is the picture's right.
    aside_px = NOSE_AHEAD * shoulder_width(STANDING) * math.sin(math.radians(turn_deg))
    assert value("upper_turn", pushed(STANDING, aside_px, 0, Landmark.NOSE)) == pytest.approx(turn_deg, abs=0.5)


def test_a_camera_that_stands_aside_is_no_turn() -> None:
    aside = math.sin(math.radians(12))
    trunk_px = Body(STANDING).trunk_px
    landmarks = pushed(STANDING, NOSE_AHEAD * shoulder_width(STANDING) * aside, 0, Landmark.NOSE)
    landmarks = pushed(landmarks, FOOT_LENGTH * trunk_px * aside, 0, *FEET)
    assert value("upper_turn", landmarks) == pytest.approx(0, abs=0.5)


def test_a_turn_needs_the_face() -> None:
    measure = all_measures()["upper_turn"]
    assert measure.take(Body(hidden(STANDING, Landmark.NOSE))).reason is Unknown.HIDDEN
    assert measure.take(Body(StickBody(heading=AWAY).landmarks())).reason is Unknown.WRONG_VIEW


@pytest.mark.parametrize(("heading", "to_left"), [(TO_THE_CAMERA, 1), (AWAY, -1)])
def test_knees_rock_to_the_persons_left_from_both_ends(heading: float, to_left: int) -> None:
    landmarks = StickBody(heading=heading).landmarks()
    aside_px = shank(landmarks) * math.tan(math.radians(15))
    assert value("knee_rock", pushed(landmarks, to_left * aside_px, 0, *KNEES)) == pytest.approx(15, abs=0.1)
    assert value("knee_rock", landmarks) == pytest.approx(0, abs=0.1)


def test_a_trunk_that_points_at_the_camera_is_short() -> None:
    assert value("trunk_foreshortening", STANDING) > 1
    middle = place(STANDING, Landmark.LEFT_HIP)[1] - 0.3 * shank(STANDING)
    lying = moved(
        STANDING,
        {point: (place(STANDING, point)[0], middle) for point in (Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER)},
    )
    assert value("trunk_foreshortening", lying) == pytest.approx(0.3, abs=0.01)


def test_lengths_and_heights_of_the_legs() -> None:
    size = shank(STANDING)
    assert value("shank_length", STANDING) == pytest.approx(size / shoulder_width(STANDING))
    level = pushed(STANDING, 0, place(STANDING, Landmark.LEFT_KNEE)[1] - place(STANDING, Landmark.LEFT_HIP)[1], *(
        Landmark.LEFT_HIP, Landmark.RIGHT_HIP,
    ))  # fmt: skip
    assert value("hips_over_knees", STANDING) == pytest.approx(1, abs=0.01)
    assert value("hips_over_knees", level) == pytest.approx(0, abs=0.01)
    flat = value("heel_lift", STANDING)
    assert value("heel_lift", pushed(STANDING, 0, 0.4 * size, *FEET)) == pytest.approx(flat + 0.4)


def test_hands_as_wide_as_the_shoulders() -> None:
    hands = {
        Landmark.LEFT_WRIST: place(STANDING, Landmark.LEFT_SHOULDER),
        Landmark.RIGHT_WRIST: place(STANDING, Landmark.RIGHT_SHOULDER),
    }
    assert value("hand_spread", moved(STANDING, hands)) == pytest.approx(1)


@pytest.mark.parametrize("heading", [TO_THE_CAMERA, AWAY])
@pytest.mark.parametrize(
    ("name", "body", "expected"),
    [
        ("knee_spread", StickBody(), 0.6),
        ("toe_gap", StickBody(), 0.6),
        ("ankle_spread", StickBody(), 1.0),
        ("wrists_level", StickBody(), 0.0),
        ("wrists_level", StickBody(left=OVERHEAD), 2 * ARM_M / TRUNK_M),
    ],
)
def test_widths_and_levels_from_the_front_and_the_rear(
    name: str, body: StickBody, expected: float, heading: float
) -> None:
    assert value(name, replace(body, heading=heading)) == pytest.approx(expected, abs=1e-6)


def front_with(places_px: dict[str, tuple[float, float]]) -> Landmarks:
    """Somebody who faces the camera, shoulder at (600, 300), hip straight below, the arm and leg as placed."""
    places = {"SHOULDER": (600.0, 300.0), "HIP": (600.0, 500.0), "KNEE": (600.0, 660.0), "ANKLE": (600.0, 820.0)}
    return moved(
        StickBody(heading=TO_THE_CAMERA).landmarks(),
        {Landmark[f"RIGHT_{name}"]: place for name, place in (places | places_px).items()},
    )


@pytest.mark.parametrize(
    ("name", "places_px", "expected"),
    [
        ("shoulder_abduction", {"ELBOW": (600.0, 420.0)}, 0),
        ("shoulder_abduction", {"ELBOW": (480.0, 300.0)}, 90),
        ("shoulder_abduction", {"ELBOW": (600.0, 180.0)}, 180),
        ("elbow_flexion_frontal", {"ELBOW": (480.0, 300.0), "WRIST": (360.0, 300.0)}, 0),
        ("elbow_flexion_frontal", {"ELBOW": (480.0, 300.0), "WRIST": (480.0, 180.0)}, 90),
        ("knee_flexion_frontal", {}, 0),
        ("knee_flexion_frontal", {"KNEE": (520.0, 660.0)}, 2 * math.degrees(math.atan2(80, 160))),
    ],
)
def test_joint_angles_from_the_front(name: str, places_px: dict[str, tuple[float, float]], expected: float) -> None:
    assert value(name, front_with(places_px), Side.RIGHT) == pytest.approx(expected, abs=1e-6)
