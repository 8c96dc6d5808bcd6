"""What the coach says and judges when somebody cannot be seen, or not well enough."""

from __future__ import annotations

from dataclasses import replace

import pytest

from posecheck.coach.coach import Coach
from posecheck.coach.judgement import EventKind, Judgement, Sight, Status
from posecheck.coach.plan import make_plan
from posecheck.coach.sight import SIGHT_PATIENCE_S
from posecheck.measures.body import View
from posecheck.pose.landmarks import Landmark
from tests.support.bodies import TO_THE_CAMERA, hidden
from tests.support.references import reference
from tests.support.squatting import SQUAT, events, knees, nobody, still, watch


def sight(judgements: list[Judgement]) -> list[tuple[str, float]]:
    return [(event.text, event.time_s) for event in events(judgements, EventKind.SIGHT)]


def test_nobody_is_told_after_a_moment_and_once() -> None:
    coach = Coach(reference(SQUAT))
    judgements = watch(coach, nobody, 0, 10)
    assert {judgement.sight for judgement in judgements} == {Sight.LOST}
    ((text, time_s),) = sight(judgements)
    assert text == "I can't see you. Stay relaxed."
    assert time_s == pytest.approx(SIGHT_PATIENCE_S, abs=0.06)
    for judgement in judgements:
        assert judgement.cue == (text if judgement.time_s >= time_s else "")
        assert (judgement.view, judgement.yaw_deg, judgement.near, judgement.score) == (None, None, None, None)
        assert judgement.checks == ()


def test_somebody_who_is_seen_again_is_told_with_an_empty_text() -> None:
    coach = Coach(reference(SQUAT))
    watch(coach, nobody, 0, 3)
    assert sight(watch(coach, still(0), 3, 6)) == [("", 3.0)]


@pytest.mark.parametrize("heading", [TO_THE_CAMERA, 270.0])
def test_a_wrong_view_asks_for_a_turn_and_judges_nothing(heading: float) -> None:
    coach = Coach(reference(SQUAT))
    judgements = watch(coach, lambda _time_s: replace(knees(90), heading=heading), 0, 6)
    coach.finish()
    assert coach.holds == []
    assert {judgement.sight for judgement in judgements} == {Sight.WRONG_VIEW}
    assert {judgement.score for judgement in judgements} == {None}
    assert [text for text, _ in sight(judgements)] == ["Turn so that your side faces the camera."]
    assert judgements[-1].view in (View.FRONT, View.REAR)


def test_a_hidden_part_that_decides_is_named() -> None:
    coach = Coach(reference(SQUAT))
    landmarks = hidden(knees(90).landmarks(), Landmark.RIGHT_KNEE)
    judgements = watch(coach, lambda _time_s: landmarks, 0, 4)
    assert {judgement.sight for judgement in judgements} == {Sight.HIDDEN}
    assert [text for text, _ in sight(judgements)] == ["I can't see your knees."]
    assert events(judgements, EventKind.CUE, EventKind.PHASE) == []


def test_a_hold_is_frozen_while_the_part_that_decides_is_hidden() -> None:
    coach = Coach(make_plan(reference(SQUAT), hold_s=100).reference)
    watch(coach, still(90), 0, 3)
    landmarks = hidden(knees(90).landmarks(), Landmark.RIGHT_KNEE)
    watch(coach, lambda _time_s: landmarks, 3, 8)
    watch(coach, still(90), 8, 10)
    coach.finish()
    assert coach.holds[0].held_s == pytest.approx(5, abs=0.3)


def test_at_an_angle_the_hold_is_timed_and_the_form_is_not_judged() -> None:
    coach = Coach(reference(SQUAT))
    judgements = watch(coach, lambda _time_s: replace(knees(90, elbow=60), heading=45), 0, 6)
    coach.finish()
    assert {judgement.sight for judgement in judgements} == {Sight.OBLIQUE}
    assert {result.status for judgement in judgements for result in judgement.checks} == {Status.UNKNOWN}
    assert events(judgements, EventKind.CUE) == []
    assert coach.holds[0].held_s == pytest.approx(6, abs=0.2)
    assert coach.holds[0].score is None
    assert coach.holds[0].faults == ()
