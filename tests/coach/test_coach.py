"""The coach on stick bodies: holds, sides and phases, and the recogniser, with references made up for the purpose."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as st_numpy

from posecheck.coach.coach import Coach
from posecheck.coach.judgement import EventKind, HoldPhase, Judgement, Sight, Status
from posecheck.coach.phases import LEAVE_S
from posecheck.coach.plan import make_plan
from posecheck.coach.recogniser import Recogniser
from posecheck.measures.body import Side
from posecheck.pose.landmarks import Landmarks
from posecheck.references.schema import SidePolicy, Variant
from tests.support.bodies import Limbs, StickBody
from tests.support.clips import shipped
from tests.support.references import check, gate, phase, reference
from tests.support.squatting import SQUAT, events, knees, still, watch

STAND = phase("stand", gate("knee_flexion", (-5, 20), (-5, 30)))
HALF = phase("half", gate("knee_flexion", (30, 55), (25, 58)), checks=(check("knees", green=(30, 55)),), hold_s=3)
REST = phase("rest", gate("knee_flexion", (-5, 20), (-5, 30)))


# -- a hold from beginning to end -------------------------------------------------------------------------------------


def test_a_hold_from_beginning_to_end() -> None:
    coach = Coach(reference(SQUAT))
    before = watch(coach, still(0), 0, 2)
    assert {(judgement.in_pose, judgement.phase, judgement.score) for judgement in before} == {(False, None, None)}
    during = watch(coach, still(90), 2, 9)
    after = watch(coach, still(0), 9, 15)
    assert during[-1].in_pose
    assert (during[-1].phase, during[-1].phase_title) == ("squat", "Squat")
    assert during[-1].score == pytest.approx(100)
    assert during[-1].hold is not None
    assert during[-1].hold.state is HoldPhase.HOLDING
    assert during[-1].hold.left_s == 0
    told = [event.kind for event in events(before + during + after, *EventKind) if event.kind is not EventKind.CUE]
    assert told == [
        EventKind.PHASE,
        EventKind.HOLD_STARTED,
        EventKind.HOLD_DONE,
        EventKind.HOLD_PAUSED,
        EventKind.HOLD_ENDED,
        EventKind.REPETITION,
    ]
    (hold,) = coach.holds
    assert (hold.pose, hold.variant, hold.phase, hold.side) == ("made-up", "only", "squat", None)
    assert hold.start_s == pytest.approx(2, abs=0.25)
    assert hold.end_s == pytest.approx(9, abs=0.25)
    assert hold.complete
    assert hold.score is not None
    assert hold.score > 95
    assert coach.repetitions == after[-1].repetitions == 1
    assert after[-1].phase is None


def test_finish_closes_what_is_open_and_tells_it() -> None:
    coach = Coach(reference(SQUAT))
    watch(coach, still(90), 0, 3)
    assert coach.holds == []
    assert [event.kind for event in coach.finish()] == [EventKind.HOLD_ENDED, EventKind.REPETITION]
    assert coach.holds[0].held_s == pytest.approx(3, abs=0.1)
    assert not coach.holds[0].complete
    assert coach.finish() == ()


@pytest.mark.parametrize("hold_s", [2.0, 8.0])
def test_the_time_to_hold_can_be_chosen(hold_s: float) -> None:
    coach = Coach(make_plan(reference(SQUAT), hold_s=hold_s).reference)
    judgements = watch(coach, still(90), 0, 10)
    (done,) = events(judgements, EventKind.HOLD_DONE)
    assert done.time_s == pytest.approx(hold_s, abs=0.1)
    assert judgements[-1].hold is not None
    assert judgements[-1].hold.target_s == hold_s


def test_an_unknown_variant_is_refused() -> None:
    with pytest.raises(KeyError):
        Coach(reference(SQUAT), "no such")


def test_a_low_score_starts_no_hold_and_a_middling_one_keeps_it() -> None:
    coach = Coach(reference(SQUAT))
    watch(coach, still(67, elbow=30), 0, 5)  # score (0.35 + 0.75) / 2: too low to start
    coach.finish()
    assert coach.holds == []
    watch(coach, still(90), 5, 8)
    kept = watch(coach, still(74, elbow=30), 8, 12)  # (0.7 + 0.75) / 2 = 72: good enough to stay
    assert kept[-1].score == pytest.approx(72.5, abs=1)
    coach.finish()
    assert coach.holds[0].held_s == pytest.approx(7, abs=0.3)


def test_a_pause_in_weak_form_is_told_and_not_counted() -> None:
    coach = Coach(reference(SQUAT))
    watch(coach, still(90), 0, 4)
    weak = watch(coach, still(62, elbow=55), 4, 6)
    assert weak[-1].in_pose
    assert weak[-1].hold is not None
    assert weak[-1].hold.state is HoldPhase.PAUSED
    again = watch(coach, still(90), 6, 9)
    coach.finish()
    assert [event.kind for event in events(weak + again, EventKind.HOLD_PAUSED, EventKind.HOLD_RESUMED)] == [
        EventKind.HOLD_PAUSED,
        EventKind.HOLD_RESUMED,
    ]
    assert coach.holds[0].held_s == pytest.approx(7, abs=0.4)


def test_faults_of_a_hold_come_with_their_share_and_cue_the_most_frequent_first() -> None:
    coach = Coach(reference(SQUAT))
    watch(coach, still(90, elbow=30), 0, 6)
    watch(coach, still(76, elbow=30), 6, 8)
    watch(coach, still(90), 8, 10)
    coach.finish()
    elbows, knee = coach.holds[0].faults
    assert (elbows.check, elbows.cue) == ("elbows", "elbows less")
    assert elbows.fraction == pytest.approx(0.8, abs=0.05)
    assert (knee.check, knee.cue) == ("knees", "knees more")
    assert knee.fraction == pytest.approx(0.2, abs=0.05)


def test_the_score_of_a_hold_is_the_mean_over_its_time() -> None:
    coach = Coach(reference(SQUAT))
    watch(coach, still(90), 0, 5)
    watch(coach, still(90, elbow=40), 5, 10)  # elbows at half score
    coach.finish()
    assert coach.holds[0].score == pytest.approx((100 + 75) / 2, abs=2)


def test_each_hold_has_its_own_faults() -> None:
    coach = Coach(reference(SQUAT))
    watch(coach, still(90, elbow=30), 0, 4)
    watch(coach, still(0), 4, 10)
    watch(coach, still(90), 10, 14)
    coach.finish()
    first, second = coach.holds
    assert [fault.check for fault in first.faults] == ["elbows"]
    assert [fault for fault in second.faults if fault.check == "elbows"] == []


# -- sides ------------------------------------------------------------------------------------------------------------


def test_a_variant_with_a_side_reports_it() -> None:
    one_leg = phase("lift", gate("hip_flexion", (60, 150), side=SidePolicy.ACTIVE), hold_s=2)
    for side, body in (
        (Side.LEFT, StickBody(left=Limbs(hip=90, knee=90))),
        (Side.RIGHT, StickBody(right=Limbs(hip=90, knee=90))),
    ):
        lifted = replace(
            one_leg, checks=(check("hip", "hip_flexion", green=(60, 150), accept=(50, 160), side=SidePolicy.ACTIVE),)
        )
        right_coach, wrong_coach = Coach(reference(lifted, side=side)), Coach(reference(lifted, side=side.other))
        for coach in (right_coach, wrong_coach):
            watch(coach, lambda _time_s, body=body: body, 0, 3)  # type: ignore[misc]  # bound per turn of the loop
            coach.finish()
        assert [hold.side for hold in right_coach.holds] == [side.value]
        assert wrong_coach.holds == []
    both = Coach(reference(one_leg))
    assert both.side == "both"
    assert Coach(reference(SQUAT)).side is None


# -- phases -----------------------------------------------------------------------------------------------------------


def phases(judgements: list[Judgement]) -> list[str]:
    return [event.phase or "" for event in events(judgements, EventKind.PHASE)]


def test_phases_are_gone_through_in_their_order_and_repetitions_counted() -> None:
    coach = Coach(reference(STAND, HALF, SQUAT, replace(REST, name="rest")))
    script = [
        (still(0), 2),
        (still(45), 4),
        (still(90), 6),
        (still(0), 2),
        (still(45), 4),
        (still(90), 6),
        (still(0), 6),
    ]
    judgements: list[Judgement] = []
    now = 0.0
    for scene, seconds in script:
        judgements += watch(coach, scene, now, now + seconds)
        now += seconds
    told = phases(judgements)
    assert [name for name, _ in itertools.groupby(told)][:4] == ["stand", "half", "squat", "rest"]
    assert [hold.phase for hold in sorted(coach.holds, key=lambda hold: hold.start_s)] == ["half", "squat"] * 2
    assert coach.repetitions == 2
    assert coach.last_held == "squat"


def test_a_way_out_is_never_entered_from_elsewhere() -> None:
    coach = Coach(reference(SQUAT, replace(STAND, name="up")))
    assert phases(watch(coach, still(0), 0, 3)) == []
    assert phases(watch(coach, still(90), 3, 6)) == ["squat"]
    assert phases(watch(coach, still(0), 6, 8)) == ["up"]


def test_a_wide_gate_keeps_the_phase_from_flickering() -> None:
    coach = Coach(reference(SQUAT))

    def swaying(time_s: float) -> StickBody:
        return knees(62 + (6 if int(time_s * 2) % 2 else -6))

    assert phases(watch(coach, swaying, 0, 10)) == ["squat"]


def test_a_phase_without_a_hold_is_left_after_a_moment() -> None:
    coach = Coach(reference(replace(STAND, name="stand"), SQUAT))
    watch(coach, still(0), 0, 2)
    gone = watch(coach, still(40), 2, 4)
    left = next(judgement.time_s for judgement in gone if judgement.phase is None)
    assert left == pytest.approx(2 + LEAVE_S, abs=0.15)
    assert not gone[-1].in_pose


# -- the recogniser ---------------------------------------------------------------------------------------------------


def test_the_recogniser_tells_stretches_apart() -> None:
    sitting = reference(replace(SQUAT, name="squat"), name="squatting")
    upright = phase("stand", gate("knee_flexion", (-5, 20)), checks=(check("knees", green=(-5, 20)),), hold_s=2)
    standing = reference(upright, name="standing")
    recogniser = Recogniser([sitting, standing])
    first = watch(recogniser, still(90), 0, 4)
    second = watch(recogniser, still(0), 4, 12)
    recogniser.finish()
    assert first[-1].pose == "squatting"
    assert second[-1].pose == "standing"
    assert [hold.pose for hold in recogniser.holds] == ["squatting", "standing"]
    assert recogniser.repetitions == 2


def test_each_moment_is_held_once_even_where_stretches_overlap() -> None:
    one, other = reference(SQUAT, name="one"), reference(SQUAT, name="other")
    recogniser = Recogniser([one, other])
    watch(recogniser, still(90), 0, 4)
    recogniser.finish()
    assert len(recogniser.holds) == 1


def test_what_goes_farther_along_counts() -> None:
    full = reference(STAND, HALF, SQUAT, name="full")
    full = replace(full, variants=(*full.variants, Variant("half-only", "Half", ("stand", "half"))))
    for deep, variant, count in ((True, "only", 2), (False, "half-only", 1)):
        recogniser = Recogniser([full])
        watch(recogniser, still(0), 0, 2)
        watch(recogniser, still(45), 2, 6)
        watch(recogniser, still(90 if deep else 0), 6, 12)
        recogniser.finish()
        assert {hold.variant for hold in recogniser.holds} == {variant}
        assert len(recogniser.holds) == count
        assert recogniser.repetitions == 1


def test_a_hold_that_waits_does_not_outshout_the_phase_that_has_begun() -> None:
    full = reference(STAND, HALF, SQUAT, name="full")
    full = replace(full, variants=(Variant("half-only", "Half", ("stand", "half")), *full.variants))
    recogniser = Recogniser([full])
    watch(recogniser, still(0), 0, 2)
    watch(recogniser, still(45), 2, 6)
    deep = watch(recogniser, still(90), 6, 8)
    assert {judgement.phase for judgement in deep[8:]} == {"squat"}
    assert events(deep, EventKind.CUE) == []


def test_nothing_to_recognise_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing to recognise"):
        Recogniser([reference(SQUAT)], "no such")


# -- whatever happens -------------------------------------------------------------------------------------------------

_numbers = st.floats(-200, 1500, width=32)


@st.composite
def any_landmarks(draw: st.DrawFn) -> Landmarks | None:
    if draw(st.booleans()):
        return draw(
            st.sampled_from(
                [None, StickBody().landmarks(), StickBody.even(Limbs(hip=140, knee=145), trunk=95).landmarks()]
            )
        )
    return Landmarks(
        draw(st_numpy.arrays(np.float64, (33, 2), elements=_numbers)),
        draw(st_numpy.arrays(np.float64, (33, 3), elements=st.floats(-2, 2, width=32))),
        draw(st_numpy.arrays(np.float64, 33, elements=st.floats(0, 1, width=32))),
        np.ones(33),
        1280,
        720,
    )


@settings(max_examples=60)
@given(st.lists(st.tuples(any_landmarks(), st.floats(0.01, 2), st.integers(1, 8)), min_size=1, max_size=8))
def test_whatever_is_seen_judgements_keep_their_promises(frames: list[tuple[Landmarks | None, float, int]]) -> None:
    recogniser = Recogniser(shipped())
    now = 0.0
    for landmarks, dt, times in frames:
        for _ in range(times):
            now += dt
            judgement = recogniser.update(landmarks, now)
            assert judgement.time_s == now
            assert judgement.score is None or 0 <= judgement.score <= 100
            assert judgement.score is None or judgement.sight is Sight.CLEAR
            assert (landmarks is None) == (judgement.sight is Sight.LOST)
            for result in judgement.checks:
                assert (result.status is Status.UNKNOWN) == (result.value is None) == (result.score is None)
            for event in judgement.events:
                assert event.time_s <= now
                assert event.kind is not EventKind.CUE or judgement.sight is Sight.CLEAR
    recogniser.finish()
    for hold in recogniser.holds:
        assert 0 <= hold.held_s <= hold.end_s - hold.start_s + 1e-6
        assert hold.end_s <= now
        assert all(0 < fault.fraction <= 1 + 1e-9 for fault in hold.faults)
        assert hold.score is None or 0 <= hold.score <= 100
