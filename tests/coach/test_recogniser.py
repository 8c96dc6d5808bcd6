"""The recogniser on stick bodies: several stretches at once, and whatever may be seen."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as st_numpy

from posecheck.coach.judgement import EventKind, Sight, Status
from posecheck.coach.recogniser import Recogniser
from posecheck.pose.landmarks import Landmarks
from posecheck.references.schema import Variant
from tests.support.bodies import Limbs, StickBody
from tests.support.clips import shipped
from tests.support.references import check, gate, phase, reference
from tests.support.squatting import HALF, SQUAT, STAND, events, still, watch


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


@pytest.mark.parametrize(("alone", "corrected"), [(True, True), (False, False)])
def test_nobody_is_corrected_who_may_only_rest(alone: bool, corrected: bool) -> None:
    resting = replace(reference(SQUAT, name="resting"), also_rest=True)
    standing = reference(STAND, name="standing")
    recogniser = Recogniser([resting] if alone else [resting, standing])
    judgements = watch(recogniser, still(115), 0, 4)
    assert judgements[-1].pose == "resting"
    assert bool(events(judgements, EventKind.CUE)) is corrected
    assert bool(judgements[-1].cue) is corrected


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
