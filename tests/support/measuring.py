"""Taking measures in tests."""

from posecheck.measures.body import Body, Side, Unknown
from posecheck.measures.registry import Measurement, all_measures
from posecheck.pose.landmarks import Landmarks
from tests.support.bodies import StickBody


def take(name: str, body: StickBody | Landmarks, side: Side | None = None) -> Measurement:
    """A measurement of a body."""
    landmarks = body if isinstance(body, Landmarks) else body.landmarks()
    return all_measures()[name].take(Body(landmarks), side)


def value(name: str, body: StickBody | Landmarks, side: Side | None = None) -> float:
    """The value of a measure that must be known."""
    found = take(name, body, side)
    assert found.value is not None, f"{name} is unknown: {found.reason}"
    return found.value


def reason(name: str, body: StickBody | Landmarks, side: Side | None = None) -> Unknown | None:
    """Why a measure that must be unknown is unknown."""
    found = take(name, body, side)
    assert found.value is None, f"{name} has the value {found.value}"
    return found.reason
