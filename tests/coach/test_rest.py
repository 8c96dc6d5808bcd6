"""A rest in the position of a stretch is not taken for it, and whoever does the stretch loses nothing by a wriggle."""

from collections.abc import Iterator

import pytest

from posecheck.coach.judgement import Event, EventKind
from posecheck.coach.observation import Observation
from posecheck.coach.plan import make_plan, with_holds
from posecheck.coach.recogniser import Recogniser
from posecheck.coach.rest import EFFORT_S, RestWatch
from posecheck.measures.body import Body
from posecheck.pose.landmarks import Landmarks
from posecheck.references.schema import Reference
from posecheck.results.recording import RecordingInfo
from posecheck.sessions.asked import Asked
from posecheck.sessions.coaching import PictureFacts
from posecheck.sessions.judging import ClipJudge
from posecheck.sessions.stretch import StretchCoaching
from tests.support.clips import recognised, seen_by, shipped_reference

FPS = 12
INFO = RecordingInfo("camera", "video", 640, 480, 0.0, "true joints")
TILT = shipped_reference("pelvic-tilt")

# Parts of the bridge's clip: seconds that it takes here, and the moments of the clip that it runs between.
BEFORE, LIFTED = 0.5, 5.0
UP, DOWN = (1.0, 1.7, 3.3), (1.0, 9.4, 11.2)
WRIGGLE = ((0.6, 1.7, 3.3), (0.3, LIFTED, LIFTED), (0.6, 9.4, 11.2))

Part = tuple[float, float, float]


def lying(seconds: float) -> Part:
    return (seconds, BEFORE, BEFORE)


def bridge(seconds: float) -> tuple[Part, ...]:
    return UP, (seconds, LIFTED, LIFTED), DOWN


def played(*parts: Part) -> Iterator[tuple[float, Landmarks]]:
    clip = seen_by("shoulder-bridge", "main")
    frame = 0
    for seconds, from_s, to_s in parts:
        frames = round(seconds * FPS)
        for step in range(frames):
            at_s = from_s + (to_s - from_s) * step / frames
            yield frame / FPS, min(clip, key=lambda each: abs(each[0] - at_s))[1]
            frame += 1


def for_s(seconds: float) -> Reference:
    return with_holds(TILT, {"tilt": seconds})


@pytest.mark.parametrize(("times", "told"), [(1, True), (2, True), (3, False)], ids=["as-filmed", "hurried", "hasty"])
def test_rests_between_bridges_are_no_pelvic_tilts(times: int, told: bool) -> None:
    judge = ClipJudge(Asked((TILT,)))
    for time_s, landmarks in seen_by("shoulder-bridge", "main"):
        assert judge.frame(landmarks, time_s / times)[1].repetitions == 0
    summary = judge.finish(INFO)
    assert (summary.accepted, summary.holds) == (False, ())
    if not told:  # rests of a third of a second are no holds, so that there is nothing to explain
        assert summary.warnings == ()
        return
    (warning,) = summary.warnings
    assert warning.startswith("the position of Pelvic tilt was held for")
    assert warning.endswith("because lifting the hips was seen as well")


@pytest.mark.parametrize("parts", [(lying(8), *bridge(4)), (*bridge(4), lying(8)), (*bridge(2), lying(8), *bridge(2))])
def test_lying_before_between_and_after_is_rest(parts: tuple[Part, ...]) -> None:
    assert recognised(played(lying(0.5), *parts), [TILT]).holds == ()


def test_until_something_else_is_done_the_position_is_the_stretch() -> None:
    recogniser = Recogniser([TILT])
    held, finished = [], []
    for time_s, landmarks in played(lying(8), *bridge(4)):
        if time_s == 8:
            recogniser.finish()  # as by a key
        recogniser.update(landmarks, time_s)
        held.append(len(recogniser.holds))
        finished.append(recogniser.finished)
    assert held[8 * FPS] == 1
    taken_back = held.index(0, 8 * FPS)
    assert finished[taken_back] > finished[taken_back - 1], "whoever keeps the holds is told that they changed"


def test_a_wriggle_takes_nothing_back() -> None:
    told = recognised(played(lying(12), *WRIGGLE, lying(12), *WRIGGLE, lying(3)), [for_s(50)])
    (hold,) = told.holds
    assert not hold.complete
    assert hold.held_s == pytest.approx(27 + 3, abs=1.5)


def test_what_was_held_to_its_time_counts_beside_bridges() -> None:
    told = recognised(played(lying(12), *bridge(4), lying(5), *bridge(4), lying(5)), [for_s(10)])
    (hold,) = told.holds
    assert hold.complete
    assert hold.start_s < 1


def test_in_a_session_a_hold_that_was_told_as_done_stays() -> None:
    coaching = StretchCoaching(make_plan(TILT, hold_s=20), voice=False)
    facts = PictureFacts(people=1, brightness=120.0, fps=FPS)
    events: list[Event] = []
    for time_s, landmarks in played(lying(24), *WRIGGLE, lying(16), *bridge(6), lying(4), *bridge(6)):
        moment = coaching.frame(landmarks, time_s, facts)
        events += moment.judgement.events
    assert [event.time_s for event in events if event.kind is EventKind.HOLD_DONE] == [pytest.approx(20, abs=0.5)]
    ended_s = next(event.time_s for event in events if event.kind is EventKind.HOLD_ENDED)
    assert ended_s == pytest.approx(24 + 1.5 + 16, abs=0.5), "the wriggle ended nothing"
    (done,) = coaching.done
    assert [hold.complete for hold in done.holds] == [True]
    summary = coaching.finish(INFO)
    assert summary.holds == done.holds
    assert summary.warnings == ()


def test_time_without_frames_shows_nothing() -> None:
    lifted = Body(next(played((1, LIFTED, LIFTED)))[1])
    for step_s, shown in ((0.5, True), (2.0, False)):
        watch = RestWatch(TILT.rests_from)
        for frame in range(round(4 * EFFORT_S)):
            watch.update(Observation(frame * step_s, lifted))
        assert (watch.effort is not None) is shown
