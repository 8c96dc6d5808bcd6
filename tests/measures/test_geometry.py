"""Plane geometry: what must not change under a move, a turn, a scaling, and what must change under mirroring."""

import math
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from posecheck.measures.geometry import (
    Point,
    distance,
    distance_to_segment,
    elevation_deg,
    included_angle_deg,
    midpoint,
    signed_angle_deg,
    vector,
)

coordinates = st.floats(-2000, 2000, allow_nan=False)
points = st.tuples(coordinates, coordinates)
turns_deg = st.floats(-360, 360)
TOLERANCE_DEG = 1e-3


def turned(point: Point, by_deg: float) -> Point:
    """Clockwise as seen, as y points down."""
    c, s = math.cos(math.radians(by_deg)), math.sin(math.radians(by_deg))
    return (c * point[0] - s * point[1], s * point[0] + c * point[1])


def apart(*corners: Point) -> bool:
    return all(distance(a, b) > 1.0 for a, b in pairwise(corners))


@given(points, points, points, points)
def test_an_included_angle_is_the_same_after_a_move(a: Point, vertex: Point, b: Point, by: Point) -> None:
    assume(apart(a, vertex, b))
    there = [(x + by[0], y + by[1]) for x, y in (a, vertex, b)]
    assert included_angle_deg(*there) == pytest.approx(included_angle_deg(a, vertex, b), abs=TOLERANCE_DEG)


@given(points, points, points, st.floats(0.05, 20))
def test_an_included_angle_is_the_same_in_another_size(a: Point, vertex: Point, b: Point, factor: float) -> None:
    assume(apart(a, vertex, b))
    scaled = [(x * factor, y * factor) for x, y in (a, vertex, b)]
    assert included_angle_deg(*scaled) == pytest.approx(included_angle_deg(a, vertex, b), abs=TOLERANCE_DEG)


@given(points, points, points, turns_deg)
def test_an_included_angle_is_the_same_after_a_turn(a: Point, vertex: Point, b: Point, by_deg: float) -> None:
    assume(apart(a, vertex, b))
    there = [turned(point, by_deg) for point in (a, vertex, b)]
    assert included_angle_deg(*there) == pytest.approx(included_angle_deg(a, vertex, b), abs=TOLERANCE_DEG)


@given(points, points, points)
def test_an_included_angle_lies_between_0_and_180_and_has_no_direction(a: Point, vertex: Point, b: Point) -> None:
    assume(apart(a, vertex, b))
    angle = included_angle_deg(a, vertex, b)
    assert 0.0 <= angle <= 180.0
    assert included_angle_deg(b, vertex, a) == angle


@given(points, st.floats(-179, 179))
def test_a_signed_angle_is_the_turn_that_was_made_clockwise_as_seen(start: Point, by_deg: float) -> None:
    assume(math.hypot(*start) > 1.0)
    assert signed_angle_deg(start, turned(start, by_deg)) == pytest.approx(by_deg, abs=TOLERANCE_DEG)


@given(points, points)
def test_mirroring_flips_the_sign_of_a_signed_angle(start: Point, end: Point) -> None:
    assume(min(math.hypot(*start), math.hypot(*end)) > 1.0)
    angle = signed_angle_deg(start, end)
    assume(abs(angle) < 179.9)
    assert signed_angle_deg((-start[0], start[1]), (-end[0], end[1])) == pytest.approx(-angle, abs=TOLERANCE_DEG)
    assert signed_angle_deg(end, start) == pytest.approx(-angle, abs=TOLERANCE_DEG)


def test_clockwise_as_seen_is_positive() -> None:
    assert signed_angle_deg((0.0, -1.0), (1.0, 0.0)) == pytest.approx(90.0)  # from up to right


@pytest.mark.parametrize(("start", "end"), [((0.0, 0.0), (1.0, 0.0)), ((1.0, 0.0), (0.0, 0.0))])
def test_a_vector_without_length_has_no_angle(start: Point, end: Point) -> None:
    with pytest.raises(ValueError, match="two vectors"):
        signed_angle_deg(start, end)
    with pytest.raises(ValueError, match="two vectors"):
        included_angle_deg(start, (0.0, 0.0), end)


@pytest.mark.parametrize(
    ("direction", "expected"),
    [
        ((1.0, 0.0), 0.0),
        ((-1.0, 0.0), 0.0),
        ((0.0, -2.0), 90.0),
        ((0.0, 2.0), -90.0),
        ((3.0, -3.0), 45.0),
        ((-3.0, 3.0), -45.0),
    ],
)
def test_elevation_is_positive_upwards_in_the_picture(direction: Point, expected: float) -> None:
    assert elevation_deg(direction) == pytest.approx(expected)


@given(points)
def test_elevation_does_not_know_left_from_right_and_flips_upside_down(direction: Point) -> None:
    assume(direction != (0.0, 0.0))
    x, y = direction
    assert elevation_deg((-x, y)) == elevation_deg(direction)
    assert elevation_deg((x, -y)) == pytest.approx(-elevation_deg(direction))
    assert -90.0 <= elevation_deg(direction) <= 90.0


def test_no_direction_has_no_elevation() -> None:
    with pytest.raises(ValueError, match="direction"):
        elevation_deg((0.0, 0.0))


@given(points, points, points, st.floats(0, 1))
def test_no_point_of_a_segment_is_nearer_than_the_distance_to_it(
    point: Point, a: Point, b: Point, share: float
) -> None:
    on_it = (a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1]))
    found = distance_to_segment(point, a, b)
    assert found <= distance(point, on_it) + 1e-6
    assert found == pytest.approx(distance_to_segment(point, b, a), abs=1e-6)


@given(points, points, st.floats(0, 1))
def test_a_point_of_the_segment_is_at_distance_0(a: Point, b: Point, share: float) -> None:
    on_it = (a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1]))
    assert distance_to_segment(on_it, a, b) == pytest.approx(0.0, abs=1e-6)


@pytest.mark.parametrize(
    ("point", "expected"),
    [((5.0, 3.0), 3.0), ((-3.0, 4.0), 5.0), ((13.0, -4.0), 5.0), ((0.0, 0.0), 0.0)],
    ids=["beside", "before the start", "past the end", "on the start"],
)
def test_distance_to_a_segment_from_each_part_of_the_plane(point: Point, expected: float) -> None:
    assert distance_to_segment(point, (0.0, 0.0), (10.0, 0.0)) == pytest.approx(expected)


def test_a_segment_without_length_is_a_point() -> None:
    assert distance_to_segment((3.0, 4.0), (0.0, 0.0), (0.0, 0.0)) == pytest.approx(5.0)


@given(points, points)
def test_the_midpoint_is_half_way(a: Point, b: Point) -> None:
    middle = midpoint(a, b)
    assert distance(a, middle) == pytest.approx(distance(middle, b), abs=1e-6)
    assert vector(a, b) == pytest.approx((2 * (middle[0] - a[0]), 2 * (middle[1] - a[1])), abs=1e-6)
