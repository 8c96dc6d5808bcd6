"""Half the frames of a fast clip tell the same: holds of 60 frames a second, all looked at and thinned."""

from dataclasses import replace

import numpy as np
import pytest

from posecheck.coach.judgement import HoldRecord
from posecheck.media.thinning import Thinning
from posecheck.pose.landmarks import Landmarks
from tests.support.clips import Stream, positives, recognised, resampled, true_clip

FPS = 60.0

SAME_S = 0.07
"""Mean differences are 0.01 s, and the largest of two tremblings of every motion 0.05 s."""

JITTER_PX = 0.5
"""From frame to frame, in a picture of 640 by 480: in held poses the model's landmarks tremble by 0.02 to 0.3 px, and
the joint that trembles most by 0.05 to 0.6 px (second differences in the recordings of `benchmarks/accuracy`)."""


def filmed_fast(name: str) -> Stream:
    """A motion at 60 frames a second, seen with a trembling eye."""
    clip = true_clip(name)
    times_s = np.arange(clip.times_s[0], clip.times_s[-1], 1 / FPS)
    random = np.random.default_rng(6)

    def trembling(landmarks: Landmarks) -> Landmarks:
        return replace(landmarks, image_px=landmarks.image_px + random.normal(0, JITTER_PX, landmarks.image_px.shape))

    seen = resampled(clip, times_s).landmarks(next(iter(clip.cameras)))
    return [(time_s, trembling(landmarks)) for time_s, landmarks in seen]


def thinned(stream: Stream) -> Stream:
    thinning = Thinning()
    return [(time_s, landmarks) for time_s, landmarks in stream if thinning.takes(time_s)]


def told(holds: tuple[HoldRecord, ...]) -> list[tuple[str, str, str, str | None, bool]]:
    return [(hold.pose, hold.variant, hold.phase, hold.side, hold.complete) for hold in holds]


@pytest.mark.parametrize("name", positives())
def test_holds_of_a_fast_clip_are_the_same_with_half_the_frames(name: str) -> None:
    stream = list(filmed_fast(name))
    half = list(thinned(stream))
    assert len(half) == pytest.approx(len(stream) / 2, abs=1)
    every, some = recognised(stream).holds, recognised(half).holds
    assert every
    assert told(some) == told(every)
    for one, other in zip(every, some, strict=True):
        assert (other.start_s, other.end_s, other.held_s) == pytest.approx(
            (one.start_s, one.end_s, one.held_s), abs=SAME_S
        )
        assert other.score == pytest.approx(one.score, abs=2.0)
