"""Faults on bodies of other proportions, with joints that lie and tremble as a pose model's do."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import numpy as np
import pytest

from benchmarks.accuracy.faults import OWN_CHECKS
from benchmarks.accuracy.faults import WITHIN_S as CUE_WITHIN_S
from posecheck.coach.judgement import EventKind
from posecheck.pose.landmarks import Landmark, Landmarks
from tests.support.clips import coached, true_clip
from tools.truth_landmarks import TrueClip

FAULTY: Final = (
    "child-pose-hips-high",
    "child-pose-head-lifted",
    "child-pose-elbows-bent",
    "knee-hug-loose-hug",
    "knee-hug-head-off-mat",
    "sun-salute-knees-bent",
    "sun-salute-arms-fallen",
)
"""Clips of the three core stretches with a fault."""

PROPORTIONS: Final = {
    "as they are": {},
    "long limbs": {"knee": 1.08, "ankle": 1.08, "elbow": 1.05, "wrist": 1.05},
    "short legs": {"knee": 0.94, "ankle": 0.94},
    "large head": {"head": 1.12},
}
"""Joint to the length of the segment that ends there, against that of the clip's own body."""

PARENTS: Final = {
    "knee": "hip", "ankle": "knee", "heel": "ankle", "toe": "ankle",
    "elbow": "shoulder", "wrist": "elbow", "pinky": "wrist", "index": "wrist", "thumb": "wrist",
}  # fmt: skip

MISPLACED: Final = 0.01
"""Spread of where a joint lies all the time, and of how far it wanders in seconds, in trunk lengths."""

TREMBLING: Final = 0.004
"""Spread from frame to frame."""


def grown(clip: TrueClip, lengths: dict[str, float]) -> TrueClip:
    """The same motion by somebody with other proportions; every segment keeps its direction."""
    joints = {name: places.copy() for name, places in clip.joints_m.items()}
    for side in "LR":
        for joint, parent in PARENTS.items():
            segment = clip.joints_m[joint + side] - clip.joints_m[parent + side]
            joints[joint + side] = joints[parent + side] + lengths.get(joint, 1.0) * segment
    neck = (clip.joints_m["shoulderL"] + clip.joints_m["shoulderR"]) / 2
    for name in ("nose", "earL", "earR"):
        joints[name] = neck + lengths.get("head", 1.0) * (clip.joints_m[name] - neck)
    return replace(clip, joints_m=joints)


def noisy(clip: TrueClip, camera: str, seed: int) -> Iterator[tuple[float, Landmarks]]:
    """What a camera sees of it, each joint misplaced, wandering and trembling."""
    chance = np.random.default_rng(seed)
    frames = list(clip.landmarks(camera))
    shoulders, hips = (
        frames[0][1].image_px[[Landmark[f"LEFT_{name}"], Landmark[f"RIGHT_{name}"]]].mean(axis=0)
        for name in ("SHOULDER", "HIP")
    )
    trunk_px = float(np.linalg.norm(shoulders - hips))
    offset, reach = chance.normal(0.0, MISPLACED, (2, 33, 2))
    rate_hz, phase = chance.uniform(0.1, 0.5, (33, 2)), chance.uniform(0.0, 2 * np.pi, (33, 2))
    for time_s, landmarks in frames:
        wander = reach * np.sin(2 * np.pi * rate_hz * time_s + phase)
        noise = offset + wander + chance.normal(0.0, TREMBLING, (33, 2))
        yield time_s, replace(landmarks, image_px=landmarks.image_px + trunk_px * noise)


@pytest.mark.parametrize("camera", ["side", "side20", "left"])
@pytest.mark.parametrize("proportions", PROPORTIONS)
@pytest.mark.parametrize("name", FAULTY)
def test_a_fault_gets_its_own_cue_within_2_seconds_and_nothing_else_is_blamed(
    name: str, proportions: str, camera: str
) -> None:
    clip = grown(true_clip(name), PROPORTIONS[proportions])
    before, faulty = next(
        (before, part)
        for before, part in zip(clip.segments, clip.segments[1:], strict=False)
        if part.fault and part.pose and part.variant
    )
    seed = FAULTY.index(name)
    told = coached(noisy(clip, camera, seed), faulty.pose or "", faulty.variant or "")
    cues = told.events(EventKind.CUE)
    assert {cue.check for cue in cues} <= OWN_CHECKS[faulty.fault or ""]
    first_s = min(cue.time_s for cue in cues)
    assert before.from_s <= first_s <= faulty.from_s + CUE_WITHIN_S
