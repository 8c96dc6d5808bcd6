"""Judging from landmarks: the same from a stream as from a recording, for clips and pictures."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from posecheck.coach.judgement import Judgement, Sight
from posecheck.pose.landmarks import Landmark, Landmarks
from posecheck.results.recording import Recorder, Recording, RecordingInfo
from posecheck.results.summary import Summary
from posecheck.sessions.asked import Asked
from posecheck.sessions.judging import ClipJudge, judge_picture, judge_recording
from tests.support.bodies import SHANK_M, TO_THE_CAMERA, StickBody, moved
from tests.support.clips import (
    negatives,
    off_side,
    positives,
    seen_by,
    shipped,
    shipped_reference,
    shots,
    true_clip,
    with_faults,
    without,
)

ASKED = Asked(shipped())
INFO = RecordingInfo("clip.mp4", "video", 640, 480, 0.0, "true joints")
PICTURE = replace(INFO, source="picture.jpg", kind="image")

Stream = list[tuple[float, Landmarks | None]]


def as_stored(stream: Iterable[tuple[float, Landmarks | None]]) -> Stream:
    """As the estimator gives landmarks: in numbers that a recording keeps without loss."""

    def stored(landmarks: Landmarks) -> Landmarks:
        return replace(
            landmarks,
            image_px=landmarks.image_px.astype(np.float32).astype(np.float64),
            world_m=landmarks.world_m.astype(np.float32).astype(np.float64),
        )

    return [(time_s, None if landmarks is None else stored(landmarks)) for time_s, landmarks in stream]


def recorded(stream: Stream, info: RecordingInfo = INFO) -> Recording:
    recorder = Recorder()
    for time_s, landmarks in stream:
        recorder.add(time_s, landmarks)
    return recorder.recording(info)


def judged(stream: Stream, info: RecordingInfo = INFO, asked: Asked = ASKED) -> Summary:
    judge = ClipJudge(asked)
    for time_s, landmarks in stream:
        judge.frame(landmarks, time_s)
    return judge.finish(info)


@pytest.mark.parametrize(
    ("name", "camera"), [*shots(positives()[0]), *shots(with_faults()[0]), *shots(with_faults()[-1])]
)
def test_a_recording_comes_to_the_same_as_the_clip_that_it_was_made_of(name: str, camera: str, tmp_path: Path) -> None:
    stream = as_stored(seen_by(name, camera))
    live = judged(stream)
    assert live.holds or live.counts
    recorded(stream).save(tmp_path / "landmarks.npz")
    again = judge_recording(Recording.load(tmp_path / "landmarks.npz"), ASKED)
    assert again == live
    assert again.to_json() == live.to_json()


def test_a_recording_whose_joints_lie_elsewhere_says_so() -> None:
    stream = as_stored(seen_by(*shots(positives()[0])[0]))
    (told,) = set(judge_recording(recorded(stream, replace(INFO, joints=None)), ASKED).warnings)
    assert told.startswith("recorded by another version of posecheck")
    assert judge_recording(recorded(stream), ASKED).warnings == ()


TURNS = {reference.camera_of(variant).turn for reference in ASKED.references for variant in reference.variants}


@pytest.mark.parametrize(("name", "camera"), shots("door-sill-stretch", "mattress-edge-rock", "mattress-edge-quick"))
def test_nobody_is_told_to_turn_who_does_what_is_seen_from_the_front(name: str, camera: str) -> None:
    """Some stretches are filmed from the side, some from the front: whichever it is, there is nothing to tell."""
    judge = ClipJudge(ASKED)
    judgements = [judge.frame(landmarks, time_s)[1] for time_s, landmarks in seen_by(name, camera)]
    assert not judgements[0].in_pose
    assert judgements[-1].repetitions > 0
    assert {judgement.sight for judgement in judgements} == {Sight.CLEAR}
    assert not {judgement.cue for judgement in judgements} & TURNS
    assert judge.finish(INFO).warnings == ()


@pytest.mark.parametrize(("before", "told"), [(None, True), ("mattress-edge-rock", False), ("door-sill-stretch", True)])
def test_who_has_done_a_stretch_lying_before_this_camera_is_not_told_to_turn_when_resting(
    before: str | None, told: bool
) -> None:
    """Between two sets the legs are laid on the bed. Standing is something else: most is done on the floor sideways."""
    assert (after(before, "negative-mattress-in-bed")[-1].cue in TURNS) is told


def test_who_has_turned_the_side_to_the_camera_since_is_not_told_to_turn_back() -> None:
    assert {judgement.sight for judgement in after("mattress-edge-rock", "negative-lying-flat")} == {Sight.CLEAR}


def after(before: str | None, then: str) -> list[Judgement]:
    """What is said of a clip that follows upon another one."""
    judge = ClipJudge(ASKED)
    start_s = 0.0
    for time_s, landmarks in seen_by(*shots(before)[0]) if before else ():
        judge.frame(landmarks, time_s)
        start_s = time_s + 1 / 24
    return [judge.frame(landmarks, start_s + time_s)[1] for time_s, landmarks in seen_by(*shots(then)[0])]


def test_somebody_who_stands_and_is_filmed_from_the_wrong_side_is_told_at_the_end() -> None:
    (warning,) = judged(list(off_side("negative-lean-back-arms-down", -90))).warnings
    assert warning.startswith("seen from the front, from where only Door-sill stretch")
    assert warning.endswith("Turn so that your side faces the camera.")


def test_somebody_on_the_floor_who_is_filmed_from_the_front_is_asked_to_turn() -> None:
    judge = ClipJudge(ASKED)
    judgements = [judge.frame(landmarks, time_s)[1] for time_s, landmarks in off_side("child-pose-arms-forward", 90)]
    assert {judgement.sight for judgement in judgements} == {Sight.WRONG_VIEW}
    assert judgements[-1].cue == "Turn so that your side faces the camera."
    (warning,) = judge.finish(INFO).warnings
    assert warning.startswith("not judged, because of the direction it is seen from")


def test_who_lies_with_the_feet_to_the_camera_does_not_stand_for_a_knee_drawn_up_and_a_trunk_that_looks_long() -> None:
    standing = StickBody(heading=TO_THE_CAMERA).landmarks()
    (x_px, y_px), shank_px = standing.image_px[Landmark.RIGHT_HIP], SHANK_M * StickBody.px_per_m
    drawn_up = moved(standing, {Landmark.RIGHT_KNEE: (x_px, y_px - shank_px), Landmark.RIGHT_ANKLE: (x_px, y_px + 1.0)})
    sights = [ClipJudge(ASKED).frame(landmarks, 0.0)[1].sight for landmarks in (standing, drawn_up)]
    assert sights == [Sight.CLEAR, Sight.WRONG_VIEW]


def test_a_recording_with_gaps_and_uneven_times_comes_to_the_same(tmp_path: Path) -> None:
    name = positives()[0]
    held = true_clip(name).held()[0]
    camera = next(iter(true_clip(name).cameras))
    whole = as_stored(without(seen_by(name, camera), held.from_s + 1, held.from_s + 3))
    keep = np.random.default_rng(5).random(len(whole)) < 0.6
    stream = [(time_s + 1e-3 / 3, landmarks) for (time_s, landmarks), kept in zip(whole, keep, strict=True) if kept]
    recorded(stream).save(tmp_path / "landmarks.npz")
    live = judged(stream)
    assert live.detected_frames < live.frames
    assert judge_recording(Recording.load(tmp_path / "landmarks.npz"), ASKED) == live


def test_the_summary_of_a_clip() -> None:
    name = next(name for name in positives() if true_clip(name).held()[0].pose == "child-pose")
    stream = as_stored(seen_by(name, next(iter(true_clip(name).cameras))))
    held = true_clip(name).held()[0]
    summary = judged(stream, replace(INFO, duration_s=stream[-1][0] + 0.04))
    assert (summary.source, summary.kind, summary.complete) == ("clip.mp4", "video", True)
    assert (summary.pose, summary.variant, summary.accepted) == (held.pose, held.variant, True)
    assert (summary.frames, summary.detected_frames) == (len(stream), len(stream))
    assert summary.duration_s == stream[-1][0] + 0.04
    assert summary.view["kind"] == "side"
    assert summary.score is not None
    assert summary.score > 95
    assert summary.warnings == ()
    assert summary.repetitions == 1


def test_a_clip_of_something_else_is_not_accepted() -> None:
    name = next(name for name in negatives() if "flat" in name)
    summary = judged(as_stored(seen_by(name, next(iter(true_clip(name).cameras)))))
    assert (summary.pose, summary.variant, summary.accepted, summary.score) == (None, None, False, None)
    assert (summary.holds, summary.repetitions) == ((), 0)


def test_only_what_was_asked_for_is_judged() -> None:
    name = next(name for name in positives() if true_clip(name).held()[0].pose == "child-pose")
    stream = as_stored(seen_by(name, next(iter(true_clip(name).cameras))))
    variant = true_clip(name).held()[0].variant
    child = (shipped_reference("child-pose"),)
    other = next(item.name for item in child[0].variants if item.name != variant)
    assert judged(stream, asked=Asked(child, variant)).accepted
    assert not judged(stream, asked=Asked(child, other)).accepted
    assert not judged(stream, asked=Asked((shipped_reference("knee-hug"),))).accepted


def test_a_clip_that_was_broken_off_says_so_and_keeps_what_there_is() -> None:
    name = next(name for name in positives() if true_clip(name).held()[0].pose == "child-pose")
    held = true_clip(name).held()[0]
    stream = as_stored(seen_by(name, next(iter(true_clip(name).cameras))))
    part = [(time_s, landmarks) for time_s, landmarks in stream if time_s < held.from_s + 3]
    summary = judged(part, replace(INFO, complete=False, warnings=("It breaks off.",)))
    assert not summary.complete
    assert summary.warnings == ("It breaks off.",)
    assert summary.duration_s == part[-1][0]
    assert summary.holds[0].held_s == pytest.approx(3, abs=0.5)


@pytest.mark.parametrize(("people", "warned"), [(None, False), (0, False), (1, False), (2, True), (3, True)])
def test_several_people_are_told(people: int | None, warned: bool) -> None:
    name = positives()[0]
    stream = as_stored(seen_by(name, next(iter(true_clip(name).cameras))))
    for summary in (
        judged(stream, replace(INFO, people=people)),
        judge_picture(ASKED, stream[0][1], replace(PICTURE, people=people))[1],
    ):
        assert bool([warning for warning in summary.warnings if "several people" in warning]) is warned


def test_a_clip_without_anybody_and_one_without_frames() -> None:
    lost = judged([(index / 10, None) for index in range(20)])
    assert (lost.frames, lost.detected_frames, lost.accepted) == (20, 0, False)
    assert lost.warnings == ("nobody was found: film one person, whole body in the picture, in good light",)
    empty = judge_recording(recorded([]), ASKED)
    assert (empty.frames, empty.accepted, empty.warnings, empty.duration_s) == (0, False, (), 0.0)


# -- pictures ---------------------------------------------------------------------------------------------------------


def held_picture() -> Landmarks:
    name = next(name for name in positives() if true_clip(name).held()[0].pose == "child-pose")
    held = true_clip(name).held()[0]
    stream = as_stored(seen_by(name, next(iter(true_clip(name).cameras))))
    found = min(stream, key=lambda frame: abs(frame[0] - (held.from_s + held.to_s) / 2))[1]
    assert found is not None
    return found


def test_a_picture_of_a_stretch_is_accepted_without_a_hold() -> None:
    judgement, summary = judge_picture(ASKED, held_picture(), PICTURE)
    assert judgement.in_pose
    assert (summary.kind, summary.pose, summary.accepted, summary.holds) == ("image", "child-pose", True, ())
    assert (summary.frames, summary.detected_frames, summary.duration_s, summary.repetitions) == (1, 1, 0.0, 0)
    assert summary.score == judgement.score


def test_a_picture_tells_what_costs_it_points_the_worst_first() -> None:
    clip = true_clip("child-pose-elbows-bent")
    camera = next(iter(clip.cameras))
    bent = next(part for part in clip.segments if part.label.startswith("fault:"))
    middle_s = (bent.from_s + bent.to_s) / 2
    landmarks = min(seen_by("child-pose-elbows-bent", camera), key=lambda frame: abs(frame[0] - middle_s))[1]
    judgement, summary = judge_picture(ASKED, landmarks, PICTURE)
    assert summary.faults
    assert summary.faults[0].cue == judgement.cue
    assert [fault["cue"] for fault in summary.to_json()["faults"]] == [fault.cue for fault in summary.faults]
    assert judge_picture(ASKED, held_picture(), PICTURE)[1].faults == ()


def test_a_recorded_picture_comes_to_the_same(tmp_path: Path) -> None:
    recorded([(0.0, held_picture())], PICTURE).save(tmp_path / "landmarks.npz")
    again = judge_recording(Recording.load(tmp_path / "landmarks.npz"), ASKED)
    assert again == judge_picture(ASKED, held_picture(), PICTURE)[1]


def test_a_picture_of_something_else_or_of_nobody_is_not_accepted() -> None:
    name = next(name for name in negatives() if "flat" in name)
    lying = as_stored(seen_by(name, next(iter(true_clip(name).cameras))))[0][1]
    for landmarks in (lying, None):
        _, summary = judge_picture(ASKED, landmarks, PICTURE)
        assert (summary.pose, summary.variant, summary.accepted, summary.score) == (None, None, False, None)
    nobody = judge_recording(recorded([(0.0, None)], PICTURE), ASKED)
    assert (nobody.detected_frames, nobody.accepted) == (0, False)
    assert judge_recording(recorded([], PICTURE), ASKED).accepted is False
