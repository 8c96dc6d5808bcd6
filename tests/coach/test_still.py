"""A single picture: which stretch it shows, and how well."""

from dataclasses import replace

import pytest

from posecheck.coach.judgement import Judgement, Sight
from posecheck.coach.still import judge_still, to_work_on
from posecheck.measures.body import View
from posecheck.references.schema import Reference, Region
from tests.support.bodies import TO_THE_CAMERA, Limbs, StickBody
from tests.support.clips import (
    NEGATIVE,
    negatives,
    off_side,
    positives,
    seen_by,
    shipped,
    shipped_reference,
    shots,
    true_clip,
    with_faults,
)
from tests.support.references import check, gate, phase, reference

EXPECTED_OF_NEGATIVES = {"arms-up-only": "reach-only", "bridge": "both-feet"}
"""Arms overhead without a bend are the reach; a bridge is one."""


def picture_at(name: str, camera: str, time_s: float, references: tuple[Reference, ...] | None = None) -> Judgement:
    _, landmarks = min(seen_by(name, camera), key=lambda frame: abs(frame[0] - time_s))
    return judge_still(references or shipped(), landmarks)


@pytest.mark.parametrize(("name", "camera"), shots(*positives(), *with_faults()))
def test_the_middle_of_every_hold_is_recognised(name: str, camera: str) -> None:
    for part in true_clip(name).held():
        shown = shipped_reference(part.pose or "")
        asked = (shown,) if shown.also_rest else shipped()
        judgement = picture_at(name, camera, (part.from_s + part.to_s) / 2, asked)
        assert judgement.in_pose
        assert judgement.sight is Sight.CLEAR
        # A picture of the reach does not tell whether a bend is going to follow.
        variant = "reach-only" if part.phase == "reach" else part.variant
        assert (judgement.pose, judgement.variant) == (part.pose, variant)
        assert judgement.score is not None
        assert judgement.score > 95
        assert judgement.cue == ""


@pytest.mark.parametrize(("name", "camera"), shots(*negatives()))
def test_something_else_is_none_of_the_stretches(name: str, camera: str) -> None:
    (part, *_) = true_clip(name).segments
    judgement = picture_at(name, camera, (part.from_s + part.to_s) / 2)
    expected = EXPECTED_OF_NEGATIVES.get(part.label.removeprefix(NEGATIVE))
    assert (judgement.variant if judgement.in_pose else None) == expected


@pytest.mark.parametrize(("name", "camera"), [shot for shot in shots(*with_faults()) if "bend-too-deep" in shot[0]])
def test_a_bend_too_deep_is_still_a_backbend_and_scores_no_more(name: str, camera: str) -> None:
    deep = next(part for part in true_clip(name).segments if part.fault)
    good = true_clip(name).held()[-1]
    too_deep = picture_at(name, camera, (deep.from_s + deep.to_s) / 2)
    assert deep.fault == "bend-too-deep"
    assert (too_deep.pose, too_deep.variant, too_deep.phase) == ("sun-salute-backbend", "with-bend", "bend")
    assert too_deep.cue == "That's far enough, ease up."
    comfortable = picture_at(name, camera, (good.from_s + good.to_s) / 2)
    assert too_deep.score is not None
    assert comfortable.score is not None
    assert too_deep.score < comfortable.score


@pytest.mark.parametrize("name", positives())
def test_from_the_front_no_picture_is_judged_and_turning_is_asked_for(name: str) -> None:
    part = true_clip(name).held()[0]
    middle_s = (part.from_s + part.to_s) / 2
    _, landmarks = min(off_side(name, 90), key=lambda frame: abs(frame[0] - middle_s))
    # Arms overhead look like the stretch at a door frame from the front, so that this one is not asked about.
    judgement = judge_still([each for each in shipped() if View.SIDE in each.camera.views], landmarks)
    assert not judgement.in_pose
    assert judgement.score is None
    assert judgement.sight is Sight.WRONG_VIEW
    assert judgement.cue == "Turn so that your side faces the camera."


def test_nobody_in_the_picture() -> None:
    judgement = judge_still(shipped(), None)
    assert (judgement.in_pose, judgement.sight, judgement.pose, judgement.view) == (False, Sight.LOST, "", None)
    assert judgement.cue == "I can't see anybody."


def test_a_picture_has_no_hold_and_no_events() -> None:
    name = positives()[0]
    part = true_clip(name).held()[0]
    judgement = picture_at(name, next(iter(true_clip(name).cameras)), (part.from_s + part.to_s) / 2)
    assert judgement.hold is None
    assert judgement.events == ()


SQUAT = phase(
    "squat", gate("knee_flexion", (60, 120)), checks=(check("knees", green=(80, 100), accept=(60, 120)),), hold_s=5
)


def test_only_held_phases_are_shown_by_a_picture() -> None:
    body = StickBody().landmarks()
    standing = phase("stand", gate("knee_flexion", (-5, 20)))
    assert not judge_still([reference(standing, SQUAT)], body).in_pose


def test_the_core_comes_before_what_is_as_far_off() -> None:
    body = StickBody.even(Limbs(knee=70, elbow=30)).landmarks()
    two = phase(
        "squat",
        gate("knee_flexion", (60, 120)),
        checks=(
            check("elbows", "elbow_flexion", green=(-5, 5), accept=(-5, 8), region=Region.ARMS),
            check("knees", green=(80, 100), accept=(75, 120), region=Region.CORE),
        ),
        hold_s=5,
    )
    judgement = judge_still([reference(two)], body)
    told = to_work_on(judgement.checks)
    assert [each.check.name for each in told] == ["knees", "elbows"]
    assert (told[0].score or 0.0) >= (told[1].score or 0.0)
    assert judgement.cue == told[0].cue


def test_the_worst_check_gives_the_cue() -> None:
    body = StickBody.even(Limbs(knee=70, elbow=30)).landmarks()
    two = phase(
        "squat",
        gate("knee_flexion", (60, 120)),
        checks=(
            check("elbows", "elbow_flexion", green=(-5, 20), accept=(-5, 100)),
            check("knees", green=(80, 100), accept=(60, 120)),
        ),
        hold_s=5,
    )
    judgement = judge_still([reference(two)], body)
    assert (judgement.cue, judgement.cue_check) == ("knees more", "knees")
    assert judgement.score == pytest.approx((100 * 0.875 + 100 * 0.5) / 2)


def test_what_is_also_a_rest_is_told_only_when_it_is_asked_for_by_itself() -> None:
    body = StickBody.even(Limbs(knee=90)).landmarks()
    resting = replace(reference(SQUAT, name="resting"), also_rest=True)
    other = reference(phase("straight", gate("knee_flexion", (-5, 5)), hold_s=5), name="other")
    assert not judge_still([resting, other], body).in_pose
    assert judge_still([resting], body).pose == "resting"


def test_a_variant_can_be_asked_for() -> None:
    body = StickBody.even(Limbs(knee=90)).landmarks()
    assert judge_still([reference(SQUAT)], body, "only").in_pose
    assert not judge_still([reference(SQUAT)], body, "other").in_pose


def test_at_an_angle_the_stretch_is_recognised_and_not_scored() -> None:
    body = StickBody(left=Limbs(knee=90), right=Limbs(knee=90), heading=45).landmarks()
    judgement = judge_still([reference(SQUAT)], body)
    assert judgement.in_pose
    assert judgement.sight is Sight.OBLIQUE
    assert judgement.view is View.OBLIQUE
    assert judgement.score is None
    assert judgement.cue == "Turn so that your side faces the camera."


def test_in_a_right_view_something_else_is_no_matter_of_the_view() -> None:
    judgement = judge_still([reference(SQUAT)], StickBody().landmarks())
    assert (judgement.in_pose, judgement.sight, judgement.cue) == (False, Sight.CLEAR, "")
    front = judge_still([reference(SQUAT)], StickBody(heading=TO_THE_CAMERA).landmarks())
    assert front.sight is Sight.WRONG_VIEW
