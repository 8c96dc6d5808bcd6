"""A clip that lies on its side without saying so: told only where nothing else is seen."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from posecheck.pose.landmarks import Landmarks
from posecheck.results.recording import Recorder, Recording, RecordingInfo
from posecheck.sessions.asked import Asked
from posecheck.sessions.judging import judge_recording
from posecheck.sessions.sideways import turned
from tests.support.bodies import Limbs, StickBody
from tests.support.clips import negatives, seen_by, shipped, true_clip

ASKED = Asked(shipped())
HINT = "turn it and analyze it again"


def recorded(stream: Sequence[tuple[float, Landmarks]], quarters: int = 0) -> Recording:
    recorder = Recorder()
    for time_s, landmarks in stream[::3]:  # eight a second will do
        turned_landmarks = turned(landmarks, quarters)
        recorder.add(time_s, turned_landmarks)
    size_px = turned_landmarks.width_px, turned_landmarks.height_px
    return recorder.recording(RecordingInfo("clip.mp4", "video", *size_px, 0.0, "true joints"))


@pytest.mark.parametrize(
    ("quarters", "back"), [(1, "a quarter to the right"), (2, "half"), (3, "a quarter to the left")]
)
@pytest.mark.parametrize("name", ["knee-hug-both", "sun-salute-backbend", "cat-cow"])
def test_a_clip_that_was_turned_is_said_how_to_turn_back(name: str, quarters: int, back: str) -> None:
    camera = next(iter(true_clip(name).cameras))

    summary = judge_recording(recorded(seen_by(name, camera), quarters), ASKED)

    pose = next(part.pose for part in true_clip(name).segments if part.pose)
    assert f"turned by {back}, it is {pose}: if the clip" in summary.warnings[-1]


def test_a_clip_in_which_a_stretch_is_seen_is_not_said_to_lie_on_its_side() -> None:
    name = "child-pose-arms-back"  # which is a knee hug, too, when it is turned by half

    summary = judge_recording(recorded(seen_by(name, next(iter(true_clip(name).cameras)))), ASKED)

    assert summary.accepted
    assert not any(HINT in warning for warning in summary.warnings)


@pytest.mark.parametrize("name", negatives())
def test_a_clip_of_another_exercise_is_not_said_to_lie_on_its_side(name: str) -> None:
    camera = next(iter(true_clip(name).cameras))

    warnings = judge_recording(recorded(seen_by(name, camera)), ASKED).warnings

    assert not any(HINT in warning for warning in warnings)


def test_only_what_was_asked_for_is_looked_for_in_the_turned_picture() -> None:
    lying = recorded(seen_by("knee-hug-both", next(iter(true_clip("knee-hug-both").cameras))), 1)
    for asked, told in (("both", 1), ("toes", 0), ("hook-lying", 0)):  # the last of them is also a way to rest
        warnings = judge_recording(lying, Asked(shipped(), asked)).warnings
        assert sum(HINT in warning for warning in warnings) == told


def test_turning_four_times_comes_back() -> None:
    landmarks = StickBody.even(Limbs()).landmarks()
    assert np.allclose(turned(turned(landmarks, 1), 3).image_px, landmarks.image_px)
    assert np.allclose(turned(turned(landmarks, 2), 2).world_m, landmarks.world_m)
    once = turned(replace(landmarks, width_px=640, height_px=480), 1)
    assert (once.width_px, once.height_px) == (480, 640)
    assert np.allclose(once.image_px, np.column_stack((landmarks.image_px[:, 1], 640 - landmarks.image_px[:, 0])))


def test_the_picture_moves_as_the_landmarks_do() -> None:
    before, step_px = StickBody().landmarks(), np.array((30.0, -10.0))
    after = replace(before, image_px=before.image_px + step_px, flow_px_s=np.tile(step_px, (33, 1)))
    flow_px_s = turned(after, 1).flow_px_s
    assert flow_px_s is not None
    np.testing.assert_allclose(flow_px_s, turned(after, 1).image_px - turned(before, 1).image_px)
