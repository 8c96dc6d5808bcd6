"""The wedge lies where the limb would be with the target reached, and the arrow leads there; mirrored as well."""

import math

import pytest

from posecheck.coach.judgement import CheckResult, Judgement, Status
from posecheck.feedback.correction import Correction, correction_for
from posecheck.feedback.person import Person, mirrored
from posecheck.measures.body import Body, Side, View
from posecheck.measures.registry import all_measures
from posecheck.pose.landmarks import Landmark
from posecheck.references.schema import Band
from tests.support.bodies import FACING_LEFT, FACING_RIGHT, HEIGHT_PX, WIDTH_PX, Limbs, StickBody, hidden
from tests.support.judging import check, judgement

KNEELING = 90.0
SUPINE = -90.0

CASES = [
    # measure, body now, body on target
    pytest.param("knee_flexion", {"knee": 60.0, "hip": 120.0}, {"knee": 150.0, "hip": 120.0}, 80.0, id="kneeling knee"),
    pytest.param("knee_flexion", {"knee": 30.0}, {"knee": 0.0}, 0.0, id="standing knee"),
    pytest.param("knee_flexion", {"knee": 30.0, "hip": 100.0}, {"knee": 110.0, "hip": 100.0}, SUPINE, id="supine knee"),
    pytest.param("hip_flexion", {"hip": 80.0, "knee": 90.0}, {"hip": 125.0, "knee": 90.0}, SUPINE, id="supine hip"),
    pytest.param("elbow_flexion", {"elbow": 40.0}, {"elbow": 5.0}, 0.0, id="elbow"),
    pytest.param("shoulder_flexion", {"shoulder": 120.0}, {"shoulder": 170.0}, 0.0, id="raised arm"),
    pytest.param("shoulder_flexion", {"shoulder": 90.0}, {"shoulder": 20.0}, KNEELING, id="arm laid back"),
]


def angle_between(a: float, b: float) -> float:
    return abs((a - b + 180.0) % 360.0 - 180.0)


def made(measure: str, limbs: dict[str, float], trunk: float, heading: float) -> tuple[StickBody, float]:
    body = StickBody.even(Limbs(**limbs), trunk=trunk, heading=heading)
    taken = all_measures()[measure].take(Body(body.landmarks()), body.near).value
    assert taken is not None
    return body, taken


def correction(
    body: StickBody, measure: str, value: float, target: float, *, mirror: bool = False
) -> Correction | None:
    landmarks = mirrored(body.landmarks()) if mirror else body.landmarks()
    moment = judgement(near=body.near)
    person = Person.of(landmarks, moment, WIDTH_PX, HEIGHT_PX)
    made_check = check(measure, target=target, green=Band(target - 10, target + 10), accept=Band())
    side = body.near if all_measures()[measure].sided else None
    return correction_for(CheckResult(made_check, Status.OFF, value, 0.0, value - target, side), person)


@pytest.mark.parametrize("heading", [FACING_RIGHT, FACING_LEFT])
@pytest.mark.parametrize("mirror", [False, True])
@pytest.mark.parametrize(("measure", "now", "then", "trunk"), CASES)
def test_the_limb_on_target_lies_in_the_wedge(
    measure: str, now: dict[str, float], then: dict[str, float], trunk: float, heading: float, mirror: bool
) -> None:
    body, value = made(measure, now, trunk, heading)
    _, target = made(measure, then, trunk, heading)
    drawn = correction(body, measure, value, target, mirror=mirror)
    assert drawn is not None
    middle = drawn.band_deg[0] + drawn.band_deg[1] / 2
    # Reaching the target turns the limb by the difference, from where it is.
    assert angle_between(middle, drawn.now_deg) == pytest.approx(abs(target - value), abs=1.0)
    assert angle_between(drawn.tip_deg, drawn.now_deg) < angle_between(middle, drawn.now_deg) + 0.5
    assert angle_between(drawn.tip_deg, middle) <= abs(drawn.band_deg[1]) / 2 + 0.5


@pytest.mark.parametrize("heading", [FACING_RIGHT, FACING_LEFT])
@pytest.mark.parametrize("mirror", [False, True])
def test_an_upright_trunk_is_sent_to_lean_back_behind_the_heels(heading: float, mirror: bool) -> None:
    """Straight up, only toes and nose tell where back is."""
    body = StickBody.even(Limbs(), heading=heading)
    drawn = correction(body, "trunk_inclination", 0.0, -20.0, mirror=mirror)
    assert drawn is not None
    faces_right = (heading == FACING_RIGHT) != mirror
    back = math.cos(math.radians(drawn.tip_deg))
    assert back < 0 if faces_right else back > 0


def test_a_trunk_that_leans_too_far_is_sent_back_up() -> None:
    body = StickBody.even(Limbs(), trunk=-35.0)
    drawn = correction(body, "trunk_inclination", -35.0, -20.0)
    assert drawn is not None
    assert math.sin(math.radians(drawn.tip_deg)) < math.sin(math.radians(drawn.now_deg))


def test_an_open_band_is_drawn_up_to_a_little_beyond_the_target() -> None:
    body = StickBody.even(Limbs(knee=100.0, hip=130.0), trunk=80.0)
    person = Person.of(body.landmarks(), judgement(near=body.near), WIDTH_PX, HEIGHT_PX)
    drawn = correction_for(CheckResult(check(), Status.OFF, 100.0, 0.0, -30.0, body.near), person)
    assert drawn is not None
    assert abs(drawn.band_deg[1]) == pytest.approx(45.0)  # 130 to 150 and 25 more


@pytest.mark.parametrize(
    ("status", "value", "measure"),
    [
        pytest.param(Status.GOOD, 100.0, "knee_flexion", id="nothing to correct"),
        pytest.param(Status.UNKNOWN, None, "knee_flexion", id="unknown"),
        pytest.param(Status.OFF, 0.8, "hip_heel_gap", id="not an angle"),
        pytest.param(Status.OFF, 10.0, "knee_flexion", id="landmarks of another moment"),
    ],
)
def test_no_guide(status: Status, value: float | None, measure: str) -> None:
    body = StickBody.even(Limbs(knee=100.0, hip=130.0), trunk=80.0)
    person = Person.of(body.landmarks(), judgement(near=body.near), WIDTH_PX, HEIGHT_PX)
    assert correction_for(CheckResult(check(measure), status, value, 0.0, -30.0, body.near), person) is None


def test_no_correction_for_a_limb_that_is_hidden() -> None:
    body = StickBody.even(Limbs(knee=100.0, hip=130.0), trunk=80.0)
    landmarks = hidden(body.landmarks(), Landmark.RIGHT_KNEE, Landmark.LEFT_KNEE)
    person = Person.of(landmarks, judgement(near=body.near), WIDTH_PX, HEIGHT_PX)
    assert correction_for(CheckResult(check(), Status.OFF, 100.0, 0.0, -30.0, body.near), person) is None


def test_from_the_front_a_check_of_no_side_has_no_guide() -> None:
    moment: Judgement = judgement(view=View.FRONT, near=Side.LEFT)
    person = Person.of(StickBody().landmarks(), moment, WIDTH_PX, HEIGHT_PX)
    assert correction_for(CheckResult(check(), Status.OFF, 100.0, 0.0, -30.0, None), person) is None
