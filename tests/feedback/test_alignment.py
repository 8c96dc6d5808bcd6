"""Every arrow agrees with the words beside it: a joint that is held between two that stay is sent to their line."""

import math
from functools import cache

import pytest

from posecheck.coach.judgement import CheckResult, Judgement, Status
from posecheck.feedback.alignment import Alignment, alignment_for
from posecheck.feedback.correction import Correction, correction_for
from posecheck.feedback.person import JOINTS, Person, mirrored
from posecheck.feedback.skeleton import cued_result
from posecheck.measures.body import Body, Side
from posecheck.measures.geometry import Point, distance, included_angle_deg, vector
from posecheck.measures.registry import all_measures
from posecheck.pose.landmarks import Landmark, Landmarks
from posecheck.references.schema import Band, Check, Region
from tests.support.bodies import FACING_LEFT, FACING_RIGHT, Limbs, StickBody, hidden
from tests.support.clips import coached, seen_by, shipped_reference, true_clip, with_faults
from tests.support.judging import check, judgement

OVER_ARCHED = StickBody.even(Limbs(hip=-30.0, knee=75.0), trunk=-135.0)
SAGGING = StickBody.even(Limbs(hip=-25.0, shoulder=65.0), trunk=60.0)
PIKED = StickBody.even(Limbs(hip=35.0, shoulder=75.0), trunk=85.0)

WITHOUT_ARROW = {"child-pose-head-lifted", "knee-hug-head-off-mat", "knee-hug-loose-hug", "plank-head-dropped"}
"""Faults of what isn't an angle between limbs."""

LIMITED = {"sun-salute-bend-too-deep", "mattress-edge-hips-too-far"}
"""Faults that a safety limit speaks of, or a measure that is a distance."""


def arrow_of(drawn: Correction | Alignment) -> tuple[Point, Point]:
    """From where an arrow leads to where; a turn is that of the end of its limb."""
    if isinstance(drawn, Alignment):
        return drawn.joint, drawn.tip
    x, y = drawn.vertex
    now, tip = (math.radians(angle) for angle in (drawn.now_deg, drawn.tip_deg))
    start, end = ((x + drawn.limb_px * math.cos(a), y + drawn.limb_px * math.sin(a)) for a in (now, tip))
    return start, end


def agreement(a: Point, b: Point) -> float:
    """The cosine of the angle between two directions: 1 for the same, -1 for opposite ones."""
    return (a[0] * b[0] + a[1] * b[1]) / (math.hypot(*a) * math.hypot(*b))


def drawn_for(result: CheckResult, person: Person) -> Correction | Alignment | None:
    """What is drawn for a check, which is never both."""
    turn, shift = correction_for(result, person), alignment_for(result, person)
    assert turn is None or shift is None
    return turn or shift


def person_of(landmarks: Landmarks, moment: Judgement) -> Person:
    return Person.of(landmarks, moment, landmarks.width_px, landmarks.height_px)


def shipped_check(pose: str, variant: str, phase: str, name: str) -> Check:
    reference = shipped_reference(pose)
    own = next(each for each in reference.phases_of(reference.variant(variant)) if each.name == phase)
    return next(each for each in own.checks if each.name == name and variant in (each.variants or (variant,)))


def judged(body: StickBody, made: Check) -> CheckResult:
    """The result of a check that finds fault with a body."""
    side = body.near if all_measures()[made.measure].sided else None
    value = all_measures()[made.measure].take(Body(body.landmarks()), body.near).value
    assert value is not None
    assert value not in made.green
    return CheckResult(made, Status.OFF, value, 0.0, -1.0 if value < made.green.low else 1.0, side)


BRIDGE = ("shoulder-bridge", "both-feet", "lift")
PLANK, KNEE_PLANK = ("plank", "toes", "plank"), ("plank", "knees", "plank")
CAT, COW = ("cat-cow", "flow", "cat"), ("cat-cow", "flow", "cow")
CHILD, TILT, SLIDE = (
    ("child-pose", "arms-forward", "rest"),
    ("pelvic-tilt", "hook-lying", "tilt"),
    ("mattress-edge", "slide", "slide"),
)


@pytest.mark.parametrize("mirror", [False, True])
@pytest.mark.parametrize("heading", [FACING_RIGHT, FACING_LEFT])
@pytest.mark.parametrize(
    ("where", "name", "words", "limbs", "trunk", "way"),
    [
        (BRIDGE, "hips", "Lower your hips", Limbs(-30.0, 75.0), -135.0, "down"),
        (BRIDGE, "hips", "Lift your hips", Limbs(35.0, 90.0), -105.0, "up"),
        (BRIDGE, "height", "Lower your hips", Limbs(0.0, 75.0), -140.0, "down"),
        (BRIDGE, "height", "Lift your hips", Limbs(20.0, 90.0), -100.0, "up"),
        (PLANK, "hips", "Lower your hips", Limbs(35.0, shoulder=75.0), 85.0, "down"),
        (PLANK, "hips", "Lift your hips", Limbs(-25.0, shoulder=65.0), 60.0, "up"),
        (KNEE_PLANK, "hips", "Lower your hips", Limbs(35.0, 35.0, shoulder=75.0), 80.0, "down"),
        (PLANK, "legs", "Straighten your legs", Limbs(0.0, 25.0, shoulder=75.0), 75.0, "up"),
        (PLANK, "shoulders", "Bring your shoulders above", Limbs(shoulder=115.0), 75.0, "head"),
        (PLANK, "shoulders", "Bring your shoulders above", Limbs(shoulder=40.0), 75.0, "feet"),
        (CAT, "hips", "Bring your hips forward", Limbs(110.0, 125.0, shoulder=75.0), 80.0, "head"),
        (COW, "hips", "Bring your hips back", Limbs(45.0, 60.0, shoulder=75.0), 80.0, "feet"),
        (CAT, "elbows", "Straighten your arms", Limbs(80.0, 90.0, shoulder=60.0, elbow=50.0), 85.0, "head"),
        (CHILD, "trunk", "Lower your hips", Limbs(140.0, 120.0), 125.0, "down"),
        (CHILD, "trunk", "Let your chest melt down", Limbs(130.0, 150.0), 65.0, "down"),
        (CHILD, "hips", "Fold forward", Limbs(110.0, 150.0), 50.0, "down"),
        (TILT, "hips", "Leave your hips on the floor", Limbs(40.0, 105.0), -105.0, "down"),
        (SLIDE, "knees", "Bring your feet closer", Limbs(5.0, 60.0), -88.0, "head"),
    ],
)
def test_the_arrow_leads_where_the_words_do(
    where: tuple[str, str, str],
    name: str,
    words: str,
    limbs: Limbs,
    trunk: float,
    way: str,
    heading: float,
    mirror: bool,
) -> None:
    body = StickBody.even(limbs, trunk=trunk, heading=heading)
    result = judged(body, shipped_check(*where, name))
    assert result.cue.startswith(words)
    seen = mirrored(body.landmarks()) if mirror else body.landmarks()
    person = person_of(seen, judgement(near=body.near))
    drawn = drawn_for(result, person)
    assert drawn is not None
    hip, shoulder = person.point(body.near, "hip"), person.point(body.near, "shoulder")
    assert hip is not None
    assert shoulder is not None
    headward = math.copysign(1.0, shoulder[0] - hip[0])
    wanted = {"up": (0.0, -1.0), "down": (0.0, 1.0), "head": (headward, 0.0), "feet": (-headward, 0.0)}[way]
    assert agreement(vector(*arrow_of(drawn)), wanted) > 0.7


@cache
def judgements(name: str) -> tuple[Judgement, ...]:
    """What the coach of the stretch that a clip shows says of it, as its first camera sees it."""
    clip = true_clip(name)
    shown = next(part for part in clip.segments if part.pose and part.variant)
    assert shown.pose is not None
    assert shown.variant is not None
    return coached(seen_by(name, next(iter(clip.cameras))), shown.pose, shown.variant).judgements


@pytest.mark.parametrize("name", sorted({*with_faults()} - WITHOUT_ARROW - LIMITED))
def test_the_arrow_leads_where_the_body_goes_when_the_fault_is_mended(name: str) -> None:
    """In a clip in which a fault is made and mended, the end of the arrow's limb goes the way that the arrow shows."""
    moments = list(zip(judgements(name), seen_by(name, next(iter(true_clip(name).cameras))), strict=True))
    told = [(moment, marks, cued) for moment, (_, marks) in moments if (cued := cued_result(moment)) is not None]
    moment, marks, cued = told[len(told) // 2]
    person = person_of(marks, moment)
    drawn = drawn_for(cued, person)
    assert drawn is not None
    start, end = arrow_of(drawn)
    side = cued.side or person.near
    assert side is not None
    joint = min(JOINTS, key=lambda each: distance(person.point(side, each) or (math.inf, math.inf), start))
    mended = min(
        (
            (abs(result.value - cued.check.target), person_of(marks, later).point(side, joint))
            for later, (_, marks) in moments
            for result in later.checks
            if (result.check.name, result.side) == (cued.check.name, cued.side)
            and result.value is not None
            and later.phase == moment.phase
            and later.in_pose
            and later.time_s > moment.time_s
        ),
        key=lambda each: each[0],
    )[1]
    assert mended is not None
    assert agreement(vector(start, end), vector(start, mended)) > 0.7


@pytest.mark.parametrize("name", sorted(WITHOUT_ARROW))
def test_what_is_no_angle_between_limbs_has_no_arrow(name: str) -> None:
    told = [(moment, cued) for moment in judgements(name) if (cued := cued_result(moment)) is not None]
    landmarks = dict(seen_by(name, next(iter(true_clip(name).cameras))))
    assert told
    assert all(drawn_for(cued, person_of(landmarks[moment.time_s], moment)) is None for moment, cued in told)


@pytest.mark.parametrize("body", [OVER_ARCHED, SAGGING, PIKED])
def test_the_room_reaches_as_far_as_the_joint_may_be_bent(body: StickBody) -> None:
    made = check("hip_flexion", target=0.0, green=Band(-12.0, 20.0), accept=Band(-27.0, 34.0), region=Region.CORE)
    drawn = alignment_for(judged(body, made), person_of(body.landmarks(), judgement(near=body.near)))
    assert drawn is not None
    start, high, end, low = ((float(x), float(y)) for x, y in drawn.room)
    assert 180.0 - included_angle_deg(start, high, end) == pytest.approx(20.0)
    assert 180.0 - included_angle_deg(start, low, end) == pytest.approx(12.0)
    # The tip lies between the two, and the joint beyond one of them.
    across = distance(low, high)
    assert distance(low, drawn.tip) + distance(drawn.tip, high) == pytest.approx(across)
    assert max(distance(low, drawn.joint), distance(high, drawn.joint)) > across


def test_with_the_arms_hidden_a_plank_has_no_arrow() -> None:
    """Nothing else tells a plank from lying on the belly, where the trunk would be lifted."""
    arms = [Landmark[f"{side.name}_{name}"] for side in Side for name in ("ELBOW", "WRIST")]
    person = person_of(hidden(PIKED.landmarks(), *arms), judgement(near=PIKED.near))
    assert drawn_for(judged(PIKED, shipped_check(*PLANK, "hips")), person) is None


def test_no_room_for_landmarks_of_another_moment() -> None:
    made = check("hip_flexion", target=0.0, green=Band(-12.0, 20.0), accept=Band(-27.0, 34.0), region=Region.CORE)
    person = person_of(PIKED.landmarks(), judgement(near=PIKED.near))
    assert alignment_for(CheckResult(made, Status.OFF, -80.0, 0.0, -68.0, PIKED.near), person) is None
