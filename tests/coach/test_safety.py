"""The safety watch: how far and how fast, told at once and not too often."""

from collections.abc import Callable

import pytest

from posecheck.coach.observation import Observation
from posecheck.coach.safety import REPEAT_S, SHOWN_S, SafetyWarning, SafetyWatch
from posecheck.measures.body import Body
from posecheck.pose.landmarks import Landmark
from posecheck.references.schema import Band, Limit, Phase
from tests.support.bodies import FACING_LEFT, FACING_RIGHT, StickBody, hidden
from tests.support.references import phase

TOO_FAR = Limit("trunk_inclination", "Not so far.", value=Band(-40, 90))
TOO_FAST = Limit("trunk_inclination", "Slowly.", speed=Band(-60, 90))


def watch(
    held: Phase, trunk_deg: Callable[[float], float], to_s: float, fps: float = 25.0, heading: float = FACING_RIGHT
) -> list[tuple[float, SafetyWarning]]:
    safety = SafetyWatch()
    warnings = []
    for index in range(round(to_s * fps) + 1):
        time_s = index / fps
        body = Body(StickBody(trunk=trunk_deg(time_s), heading=heading).landmarks())
        warnings.append((time_s, safety.update(held, Observation(time_s, body))))
    return warnings


def said(warnings: list[tuple[float, SafetyWarning]]) -> list[float]:
    return [time_s for time_s, warning in warnings if warning.say]


def test_within_the_limits_nothing_is_said() -> None:
    warnings = watch(phase("bend", limits=(TOO_FAR, TOO_FAST)), lambda time_s: -10 * min(time_s, 3), 6)
    assert {warning for _, warning in warnings} == {SafetyWarning()}


@pytest.mark.parametrize("heading", [FACING_RIGHT, FACING_LEFT])
def test_too_far_is_told_at_once_and_stops_the_hold(heading: float) -> None:
    held = phase("bend", limits=(TOO_FAR,))
    warnings = watch(held, lambda time_s: -50 if 1 <= time_s < 2 else -30, 3, heading=heading)
    assert said(warnings) == [1.0]
    for time_s, warning in warnings:
        assert warning.stop is (1 <= time_s < 2)


def test_a_warning_stays_a_moment_after_its_cause() -> None:
    warnings = watch(phase("bend", limits=(TOO_FAR,)), lambda time_s: -50 if time_s < 1 else -30, 6)
    for time_s, warning in warnings:
        assert warning.cue == ("Not so far." if time_s < 1 + SHOWN_S - 0.05 else "") or abs(time_s - 1 - SHOWN_S) < 0.06


def test_a_warning_is_repeated_only_after_a_while_and_never_after_its_cause() -> None:
    times_s = said(watch(phase("bend", limits=(TOO_FAR,)), lambda _time_s: -50, 12))
    assert times_s == pytest.approx([0, REPEAT_S, 2 * REPEAT_S], abs=0.05)
    mended = watch(phase("bend", limits=(TOO_FAR,)), lambda time_s: -50 if time_s < REPEAT_S - 0.5 else -30, 12)
    assert said(mended) == [0.0]


@pytest.mark.parametrize(
    ("speed", "warned"), [(-50, False), (-70, True), (80, False), (100, True)], ids=lambda value: str(value)
)
@pytest.mark.parametrize("fps", [8, 25, 60])
def test_too_fast_is_told_and_does_not_stop_the_hold(speed: float, warned: bool, fps: float) -> None:
    start = 0 if speed < 0 else -40
    warnings = watch(phase("bend", limits=(TOO_FAST,)), lambda time_s: start + speed * time_s, 0.5, fps=fps)
    assert bool(said(warnings)) is warned
    assert not any(warning.stop for _, warning in warnings)


def test_one_jump_of_the_landmarks_is_not_yet_speed() -> None:
    held = phase("bend", limits=(TOO_FAST,))
    safety = SafetyWatch()
    for time_s, trunk in ((0.0, 0.0), (0.033, -8.0), (0.067, -8.0)):
        body = Body(StickBody(trunk=trunk).landmarks())
        assert safety.update(held, Observation(time_s, body)) == SafetyWarning()


def test_what_cannot_be_seen_is_not_warned_of() -> None:
    held = phase("bend", limits=(TOO_FAR, TOO_FAST))
    safety = SafetyWatch()
    for index in range(20):
        landmarks = hidden(StickBody(trunk=-10.0 * index).landmarks(), Landmark.RIGHT_HIP)
        assert safety.update(held, Observation(index / 10, Body(landmarks))) == SafetyWarning()
        assert safety.update(held, Observation(index / 10, None)) == SafetyWarning()


def test_speed_is_not_taken_across_a_moment_out_of_sight() -> None:
    held = phase("bend", limits=(TOO_FAST,))
    safety = SafetyWatch()
    safety.update(held, Observation(0.0, Body(StickBody(trunk=0).landmarks())))
    safety.update(held, Observation(0.1, None))
    later = safety.update(held, Observation(0.2, Body(StickBody(trunk=-30).landmarks())))
    assert later == SafetyWarning()


def test_a_phase_without_limits_never_warns() -> None:
    warnings = watch(phase("stand"), lambda time_s: -300 * time_s, 1)
    assert said(warnings) == []


def test_in_another_phase_it_starts_afresh() -> None:
    safety = SafetyWatch()
    bend = phase("bend", limits=(TOO_FAR,))
    safety.update(bend, Observation(0.0, Body(StickBody(trunk=-60).landmarks())))
    assert safety.cue == "Not so far."
    safety.forget()
    assert safety.cue == ""
    assert safety.update(bend, Observation(0.1, Body(StickBody(trunk=-10).landmarks()))).cue == ""
