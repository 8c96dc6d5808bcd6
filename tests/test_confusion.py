"""Every clip against every reference by itself, on true joints: no stretch is taken for another.

Clips and references are found by what is in their folders: a new one is in the matrix without a change here.
"""

from functools import cache

import pytest

from benchmarks.accuracy.confusion import observations_of, poses_in, taken_by
from posecheck.coach.observation import Observation
from posecheck.references.schema import Reference
from tests.support.clips import CLIPS, seen_by, shipped, true_clip

SHOWS_TOO = {
    "negative-arms-up-only": {"sun-salute-backbend"},
    "negative-bridge": {"shoulder-bridge"},
    "negative-hook-lying": {"pelvic-tilt"},
}
"""What a motion resembles so much that it is one, too: arms overhead are a reach, hips lifted are a bridge, and lying
with the feet up is all that can be seen of a pelvic tilt."""

EVERY = 3
"""Every third frame is enough for what is held for seconds."""


@cache
def observed(name: str) -> tuple[Observation, ...]:
    return tuple(observations_of(seen_by(name, next(iter(true_clip(name).cameras)))[::EVERY]))


@pytest.mark.parametrize("name", CLIPS)
@pytest.mark.parametrize("reference", shipped(), ids=lambda reference: reference.name)
def test_a_stretch_is_told_only_where_it_is_done(name: str, reference: Reference) -> None:
    taken = taken_by(reference, observed(name))
    clip = true_clip(name)
    if reference.name in {segment.pose for segment in clip.held()}:
        assert taken.told
    elif reference.name not in poses_in(clip) | SHOWS_TOO.get(name, set()):
        assert not taken.told, taken
