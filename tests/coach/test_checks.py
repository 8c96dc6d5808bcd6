"""Gates and checks: what passes, what scores, and what is unknown and therefore counts neither way."""

import math
from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from posecheck.coach.checks import (
    MIN_SCORED_WEIGHT,
    Gating,
    is_oblique,
    judge_checks,
    judge_gates,
    overall_score,
    score_of,
    sides_of,
)
from posecheck.coach.judgement import CheckResult, Status
from posecheck.coach.observation import Observation
from posecheck.measures.body import Body, Side, Unknown
from posecheck.pose.landmarks import Landmark, Landmarks
from posecheck.references.schema import Band, SidePolicy
from tests.support.bodies import FACING_LEFT, TO_THE_CAMERA, Limbs, StickBody, hidden
from tests.support.references import UNLIMITED, check, gate, phase


def seen(body: StickBody | Landmarks | None) -> Observation:
    landmarks = body.landmarks() if isinstance(body, StickBody) else body
    return Observation(0.0, None if landmarks is None else Body(landmarks))


def bent_knees(near: float, far: float = 0.0) -> StickBody:
    return StickBody(right=Limbs(knee=near), left=Limbs(knee=far))


# -- score ------------------------------------------------------------------------------------------------------------


@st.composite
def bands(draw: st.DrawFn) -> tuple[Band, Band]:
    """Green inside accept."""
    low, a, b, high = sorted(draw(st.lists(st.integers(-180, 180), min_size=4, max_size=4)))
    return Band(a, b), Band(low, high)


@given(bands(), st.floats(-400, 400))
def test_a_score_is_full_in_green_nothing_beyond_accept_and_a_share_between(
    both: tuple[Band, Band], value: float
) -> None:
    green, accept = both
    score = score_of(value, green, accept)
    assert 0.0 <= score <= 1.0
    if value in green:
        assert score == 1.0
    elif value not in accept:
        assert score == 0.0
    else:
        assert score < 1.0


@given(bands(), st.floats(-400, 400), st.floats(0, 100))
def test_farther_out_never_scores_more(both: tuple[Band, Band], value: float, more: float) -> None:
    green, accept = both
    if value > green.high:
        assert score_of(value + more, green, accept) <= score_of(value, green, accept)
    if value < green.low:
        assert score_of(value - more, green, accept) <= score_of(value, green, accept)


@given(bands(), st.floats(-400, 400))
def test_going_deeper_than_green_never_scores_more_than_green(both: tuple[Band, Band], value: float) -> None:
    green, accept = both
    assert score_of(value, green, accept) <= score_of(green.low, green, accept) == score_of(green.high, green, accept)


def test_a_score_falls_evenly_from_the_end_of_green_to_the_end_of_accept() -> None:
    green, accept = Band(10, 20), Band(0, 40)
    values = (0, 5, 10, 20, 25, 30, 40)
    assert [score_of(value, green, accept) for value in values] == pytest.approx([0, 0.5, 1, 1, 0.75, 0.5, 0])


@given(st.floats(-1e6, 1e6))
def test_an_open_end_scores_fully(value: float) -> None:
    assume(value >= 20)
    assert score_of(value, Band(20, math.inf), Band(10, math.inf)) == 1.0


# -- checks -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("knee", "status", "score", "deviation", "cue"),
    [
        (60, Status.GOOD, 1.0, 0, ""),
        (50, Status.GOOD, 1.0, 0, ""),
        (45, Status.NEAR, 0.5, -5, "knee more"),
        (35, Status.OFF, 0.0, -15, "knee more"),
        (77, Status.NEAR, 0.3, 7, "knee less"),
        (95, Status.OFF, 0.0, 25, "knee less"),
    ],
)
def test_status_score_deviation_and_cue_of_a_check(
    knee: float, status: Status, score: float, deviation: float, cue: str
) -> None:
    held = phase("held", checks=(check("knee", green=(50, 70), accept=(40, 80)),))
    (result,) = judge_checks(held, seen(bent_knees(knee)), None)
    assert result.status is status
    assert result.value == pytest.approx(knee)
    assert result.score == pytest.approx(score)
    assert result.deviation == pytest.approx(deviation)
    assert result.cue == cue
    assert result.side is Side.RIGHT


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        (SidePolicy.NEAR, 10),
        (SidePolicy.FAR, 50),
        (SidePolicy.LEFT, 50),
        (SidePolicy.RIGHT, 10),
        (SidePolicy.ACTIVE, 50),
        (SidePolicy.OTHER, 10),
        (SidePolicy.BOTH, 50),
    ],
)
def test_a_check_looks_at_the_limb_that_its_side_policy_means(policy: SidePolicy, expected: float) -> None:
    held = phase("held", checks=(check("knee", side=policy),))
    (result,) = judge_checks(held, seen(bent_knees(near=10, far=50)), Side.LEFT)
    assert result.value == pytest.approx(expected)


def test_near_and_far_follow_the_camera() -> None:
    held = phase("held", checks=(check("knee", side=SidePolicy.NEAR),))
    (result,) = judge_checks(held, seen(replace(bent_knees(near=10, far=50), heading=FACING_LEFT)), None)
    assert result.value == pytest.approx(50)


def test_active_without_an_active_side_means_both_limbs_and_the_worse_one_counts() -> None:
    assert set(sides_of(SidePolicy.ACTIVE, Side.LEFT, None)) == set(Side)
    assert set(sides_of(SidePolicy.BOTH, Side.RIGHT, Side.LEFT)) == set(Side)
    held = phase("held", checks=(check("knee", side=SidePolicy.ACTIVE),))
    for near, far, worse in ((10, 30, Side.LEFT), (30, 10, Side.RIGHT), (60, 90, Side.LEFT), (90, 60, Side.RIGHT)):
        (result,) = judge_checks(held, seen(bent_knees(near, far)), None)
        assert result.side is worse


def test_of_two_limbs_the_one_that_is_seen_counts() -> None:
    held = phase("held", checks=(check("knee", side=SidePolicy.BOTH),))
    landmarks = hidden(bent_knees(near=10, far=90).landmarks(), Landmark.LEFT_KNEE)
    (result,) = judge_checks(held, seen(landmarks), None)
    assert result.value == pytest.approx(10)


def test_a_check_that_cannot_be_measured_is_unknown_with_the_reason_and_without_a_cue() -> None:
    held = phase("held", checks=(check("knee"), check("elbow", "elbow_flexion")))
    landmarks = hidden(bent_knees(near=90).landmarks(), Landmark.RIGHT_KNEE)
    knee, elbow = judge_checks(held, seen(landmarks), None)
    assert (knee.status, knee.value, knee.score, knee.cue) == (Status.UNKNOWN, None, None, "")
    assert knee.reason is Unknown.HIDDEN
    assert elbow.status is Status.GOOD


def test_nobody_gives_unknown_checks() -> None:
    held = phase("held", checks=(check("knee"), check("trunk", "trunk_inclination")))
    for result in judge_checks(held, seen(None), None):
        assert result.status is Status.UNKNOWN
        assert result.reason is Unknown.NO_PERSON


@pytest.mark.parametrize("heading", [40, 55, 130, 220, 320])
def test_seen_at_an_angle_every_check_is_unknown(heading: float) -> None:
    held = phase("held", checks=(check("knee"), check("trunk", "trunk_elevation")))
    observation = seen(replace(bent_knees(near=90), heading=heading))
    assert is_oblique(observation)
    for result in judge_checks(held, observation, None):
        assert result.status is Status.UNKNOWN
        assert result.reason is Unknown.WRONG_VIEW
        assert result.cue == ""


def test_from_the_side_nothing_is_oblique() -> None:
    assert not is_oblique(seen(StickBody()))
    assert not is_oblique(seen(StickBody(heading=TO_THE_CAMERA)))
    assert not is_oblique(seen(None))


# -- overall score ----------------------------------------------------------------------------------------------------


def result_of(weight: float, score: float | None) -> CheckResult:
    status = Status.UNKNOWN if score is None else Status.GOOD
    return CheckResult(check("any", weight=weight), status, score=score)


weights = st.floats(0.01, 1.0)


@given(st.lists(st.tuples(weights, st.floats(0, 1)), min_size=1, max_size=8))
def test_the_overall_score_is_the_weighted_mean_of_0_to_100(parts: list[tuple[float, float]]) -> None:
    score = overall_score(tuple(result_of(weight, score) for weight, score in parts))
    total = sum(weight for weight, _ in parts)
    assert score == pytest.approx(100 * sum(weight * part for weight, part in parts) / total)


@given(
    st.lists(st.tuples(weights, st.floats(0, 1)), min_size=1, max_size=6),
    st.lists(weights, max_size=6),
)
def test_unknown_checks_are_dropped_and_the_weights_renormalised(
    known: list[tuple[float, float]], unknown: list[float]
) -> None:
    known_results = tuple(result_of(weight, score) for weight, score in known)
    score = overall_score((*known_results, *(result_of(weight, None) for weight in unknown)))
    known_weight = sum(weight for weight, _ in known)
    share = known_weight / (known_weight + sum(unknown))
    assume(abs(share - MIN_SCORED_WEIGHT) > 1e-9)
    if share < MIN_SCORED_WEIGHT:
        assert score is None
    else:
        assert score == pytest.approx(overall_score(known_results))


def test_too_little_known_gives_no_score() -> None:
    assert overall_score((result_of(0.6, 1.0), result_of(0.4, None))) == pytest.approx(100)
    assert overall_score((result_of(0.5, 1.0), result_of(0.5, None))) == pytest.approx(100)
    assert overall_score((result_of(0.4, 1.0), result_of(0.6, None))) is None
    assert overall_score((result_of(1.0, None),)) is None
    assert overall_score(()) is None


def test_checks_without_weight_inform_and_do_not_score() -> None:
    assert overall_score((result_of(1.0, 1.0), result_of(0.0, 0.0))) == pytest.approx(100)
    assert overall_score((result_of(0.0, 1.0),)) is None


# -- gates ------------------------------------------------------------------------------------------------------------

KNEE_GATE = gate("knee_flexion", (50, 90), (40, 100))


@pytest.mark.parametrize(
    ("knee", "outside", "inside"),
    [
        (70, Gating.PASSED, Gating.PASSED),
        (45, Gating.FAILED, Gating.PASSED),
        (95, Gating.FAILED, Gating.PASSED),
        (30, Gating.FAILED, Gating.FAILED),
        (110, Gating.FAILED, Gating.FAILED),
    ],
)
def test_a_gate_is_wider_for_staying_than_for_entering(knee: float, outside: Gating, inside: Gating) -> None:
    one = phase("one", KNEE_GATE)
    observation = seen(bent_knees(knee))
    assert judge_gates(one, observation, None, inside=False).gating is outside
    assert judge_gates(one, observation, None, inside=True).gating is inside


def test_all_gates_must_pass_and_those_that_fail_are_named() -> None:
    elbow_gate = gate("elbow_flexion", (0, 20))
    one = phase("one", KNEE_GATE, elbow_gate, gate("trunk_elevation", UNLIMITED))
    verdict = judge_gates(one, seen(StickBody.even(Limbs(knee=70, elbow=60))), None, inside=False)
    assert verdict.gating is Gating.FAILED
    assert verdict.failed == (elbow_gate,)
    assert judge_gates(one, seen(StickBody.even(Limbs(knee=70))), None, inside=False).gating is Gating.PASSED


def test_a_gate_that_cannot_be_seen_neither_passes_nor_fails() -> None:
    landmarks = hidden(bent_knees(70).landmarks(), Landmark.RIGHT_KNEE)
    verdict = judge_gates(phase("one", KNEE_GATE), seen(landmarks), None, inside=False)
    assert verdict.gating is Gating.UNSEEN
    assert verdict.unseen == ((KNEE_GATE, Unknown.HIDDEN),)


def test_a_gate_may_let_through_what_cannot_be_seen() -> None:
    one = phase("one", gate("knee_flexion", (50, 90), unseen_passes=True))
    landmarks = hidden(bent_knees(70).landmarks(), Landmark.RIGHT_KNEE)
    assert judge_gates(one, seen(landmarks), None, inside=False).gating is Gating.PASSED


def test_a_gate_that_fails_outweighs_one_that_cannot_be_seen() -> None:
    one = phase("one", gate("elbow_flexion", (0, 20)), KNEE_GATE)
    landmarks = hidden(StickBody.even(Limbs(knee=70, elbow=60)).landmarks(), Landmark.RIGHT_KNEE)
    assert judge_gates(one, seen(landmarks), None, inside=False).gating is Gating.FAILED


@pytest.mark.parametrize(("near", "far", "passes"), [(70, 70, True), (70, 0, False), (0, 70, False), (0, 0, False)])
def test_a_gate_on_both_limbs_needs_both(near: float, far: float, passes: bool) -> None:
    one = phase("one", gate("knee_flexion", (50, 90), side=SidePolicy.BOTH))
    verdict = judge_gates(one, seen(bent_knees(near, far)), None, inside=False)
    assert (verdict.gating is Gating.PASSED) is passes


@pytest.mark.parametrize(("near", "passes"), [(70.0, True), (30.0, False)])
def test_a_limb_that_is_hidden_behind_the_other_does_what_that_one_does(near: float, passes: bool) -> None:
    one = phase("one", gate("knee_flexion", (50, 90), side=SidePolicy.BOTH))
    landmarks = hidden(bent_knees(near, far=near).landmarks(), Landmark.LEFT_KNEE, Landmark.LEFT_ANKLE)
    assert (judge_gates(one, seen(landmarks), None, inside=False).gating is Gating.PASSED) is passes


def test_a_limb_that_is_hidden_behind_the_other_shows_nothing_by_itself() -> None:
    far = phase("one", gate("knee_flexion", (50, 90), side=SidePolicy.FAR))
    landmarks = hidden(bent_knees(near=70, far=70).landmarks(), Landmark.LEFT_KNEE)
    verdict = judge_gates(far, seen(landmarks), None, inside=False)
    assert [reason for _, reason in verdict.unseen] == [Unknown.BEHIND]


def test_a_phase_without_gates_is_always_passed() -> None:
    assert judge_gates(phase("any"), seen(StickBody()), None, inside=False).gating is Gating.PASSED
