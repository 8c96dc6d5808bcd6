"""Plane geometry on image points.

A point is `(x, y)` in pixels with x to the right and y **down**, as images have it. Angles are in degrees.
"""

import math

Point = tuple[float, float]


def midpoint(a: Point, b: Point) -> Point:
    """Return the point half-way between `a` and `b`."""
    return ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2)


def distance(a: Point, b: Point) -> float:
    """Return the length of `a`-`b` in pixels."""
    return math.hypot(b[0] - a[0], b[1] - a[1])


def included_angle_deg(a: Point, vertex: Point, b: Point) -> float:
    """Return the angle at `vertex` between the rays to `a` and to `b`, 0 to 180 degrees.

    Raises:
        ValueError: `a` or `b` coincides with `vertex`, so that there is no ray.
    """
    return abs(signed_angle_deg((a[0] - vertex[0], a[1] - vertex[1]), (b[0] - vertex[0], b[1] - vertex[1])))


def signed_angle_deg(from_vector: Point, to_vector: Point) -> float:
    """Return the turn from one vector to another, -180 to 180 degrees, positive clockwise as seen on the screen.

    Raises:
        ValueError: One of the vectors has no length.
    """
    if from_vector == (0.0, 0.0) or to_vector == (0.0, 0.0):
        raise ValueError("an angle needs two vectors of some length")
    cross = from_vector[0] * to_vector[1] - from_vector[1] * to_vector[0]
    dot = from_vector[0] * to_vector[0] + from_vector[1] * to_vector[1]
    return math.degrees(math.atan2(cross, dot))


def vector(a: Point, b: Point) -> Point:
    """Return the vector from `a` to `b`."""
    return (b[0] - a[0], b[1] - a[1])


def elevation_deg(direction: Point) -> float:
    """Return how far a vector points above the horizontal, -90 (straight down) to 90 (straight up) degrees.

    Raises:
        ValueError: The vector has no length.
    """
    if direction == (0.0, 0.0):
        raise ValueError("a direction needs a vector of some length")
    return math.degrees(math.atan2(-direction[1], abs(direction[0])))


def distance_to_segment(point: Point, a: Point, b: Point) -> float:
    """Return the distance in pixels from `point` to the nearest point of the segment `a`-`b`."""
    length_squared = (b[0] - a[0]) ** 2 + (b[1] - a[1]) ** 2
    if length_squared == 0.0:
        return distance(point, a)
    along = ((point[0] - a[0]) * (b[0] - a[0]) + (point[1] - a[1]) * (b[1] - a[1])) / length_squared
    along = min(1.0, max(0.0, along))
    return distance(point, (a[0] + along * (b[0] - a[0]), a[1] + along * (b[1] - a[1])))
