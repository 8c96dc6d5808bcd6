"""Which frames of a fast clip are looked at."""

import math
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from posecheck.media.frame import Image
from posecheck.media.parts import PartedSource
from posecheck.media.thinning import LEAST_STEP_S, Thinning
from tests.conftest import ClipMaker


def taken(times_s: list[float]) -> list[float]:
    thinning = Thinning()
    return [time_s for time_s in times_s if thinning.takes(time_s)]


def images(count: int) -> list[Image]:
    return [np.full((48, 64, 3), 3 * index % 250, np.uint8) for index in range(count)]


@pytest.mark.parametrize(("fps", "every"), [(48, 2), (50, 2), (59.94, 2), (60, 2), (100, 3), (120, 4), (240, 7)])
def test_every_so_many_frames_are_taken_of_a_steady_clip(fps: float, every: int) -> None:
    times_s = [index / fps for index in range(300)]
    assert taken(times_s) == times_s[::every]


def test_frames_of_a_wavering_clip_are_never_too_close_and_no_moment_is_left_out() -> None:
    steps_s = np.random.default_rng(3).uniform(0.008, 0.03, 500)
    times_s = np.cumsum(steps_s).tolist()
    chosen = taken(times_s)
    gaps_s = [after - before for before, after in pairwise(chosen)]
    assert min(gaps_s) >= LEAST_STEP_S
    assert max(gaps_s) < LEAST_STEP_S + steps_s.max()


def test_parts_of_a_fast_clip_leave_out_the_same_frames_as_the_whole(make_clip: ClipMaker) -> None:
    # A wavering rate: were each part thinned by itself, they would fall out of step with each other.
    times_s = np.cumsum(np.random.default_rng(4).integers(12, 21, 120)).astype(float) / 1000
    path = make_clip("fast.mp4", images(120), times_s=[0.0, *times_s[:-1].tolist()])
    with PartedSource(path, thin=True) as source:
        whole = [frame.time_s for frame in source]
        assert 0.4 < len(whole) / 120 < 0.6
        for from_s, until_s in ((0.0, 0.71), (0.71, 1.2), (1.2, math.inf)):
            with source.part(from_s, until_s) as part:
                frames = list(part)
            assert [frame.time_s for frame in frames] == [each for each in whole if from_s <= each < until_s]
            assert [frame.index for frame in frames] == list(range(len(frames)))


@pytest.mark.parametrize(("thin", "step_s", "count"), [(False, 1 / 60, 40), (True, 1 / 30, 40), (True, 1 / 60, 20)])
def test_only_a_fast_clip_is_thinned_and_only_when_asked(
    thin: bool, step_s: float, count: int, make_clip: ClipMaker
) -> None:
    path = make_clip("clip.mp4", images(40), times_s=[index * step_s for index in range(40)])
    with PartedSource(path, thin=thin) as source, source.part(0.0, math.inf) as part:
        assert len(list(part)) == count


def test_a_clip_that_has_no_parts_is_thinned_as_a_whole(tmp_path: Path, make_clip: ClipMaker) -> None:
    times_s = [index / 60 for index in range(40)]
    path = make_clip("clip.ts", images(40), times_s=times_s)
    with PartedSource(path, thin=True) as source:
        assert source.length_s is None
        assert len(list(source)) == 20
