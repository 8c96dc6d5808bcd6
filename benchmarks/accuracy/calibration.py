"""Where BlazePose puts a joint and where the avatar's skeleton has it: a difference of definition, not an error.

The offsets are taken on a standing person seen from the side, arms down, in the frame of the segment that each joint
ends (the trunk for shoulder and hip, the limb segment above for the others), and kept as shares of the trunk's length.
The truth is then told with its joints moved by them. They stay the same in every pose, so that they cannot hide an
error that depends on the pose. Nothing can be seen of them across the line of sight: they are taken as 0 there.

Between two clips of one body they differ as much as between two bodies, by 3 % of the trunk: a single clip tells the
error of that clip. So they are averaged, and each body is given the mean of all others.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from benchmarks.accuracy.angles import JOINTS, Limbs, limbs_of, unit
from benchmarks.accuracy.data import Case
from benchmarks.accuracy.truth import Flags, at_times, of_side, truth_of, world_limbs
from posecheck.measures.body import Side
from posecheck.pose.landmarks import FloatArray
from posecheck.results.recording import Recording
from tools.truth_landmarks import TrueClip

MAX_YAW_DEG: Final = 25.0
"""A standing frame from farther off the side is not used."""

STRAIGHT_DEG: Final = {
    "knee_flexion": 15.0,
    "hip_flexion": 15.0,
    "shoulder_flexion": 30.0,
    "trunk_inclination": 10.0,
}
"""Who stands upright with the arms down has less than these, by truth."""

LONGEST_S: Final = 2.0
"""No more of the standing is used."""

_ABOVE: Final = {"elbow": "shoulder", "wrist": "elbow", "knee": "hip", "ankle": "knee"}

Offsets = dict[str, tuple[float, float]]
"""Joint to (along, ahead) in shares of the trunk's length: up the segment towards the trunk, and towards the front."""


@dataclass(frozen=True)
class Calibration:
    """The offsets of every body that stands somewhere.

    Attributes:
        own: Body to its offsets, the mean over the clips in which it stands, and how many those are.
    """

    own: dict[str, tuple[Offsets, int]]

    def of(self, body: str | None) -> Offsets | None:
        """Return the offsets for a body, the mean over all others; of all bodies for None. None without any."""
        others = [offsets for each, (offsets, _) in self.own.items() if each != body]
        return _mean(others) if others else None


def calibrate(cases: Iterable[tuple[Case, Recording]]) -> Calibration:
    """Measure the offsets of every body that stands somewhere."""
    found: dict[str, list[Offsets]] = {}
    for case, recording in cases:
        offsets = _standing_offsets(case, recording)
        if offsets is not None:
            found.setdefault(case.body, []).append(offsets)
    return Calibration({body: (_mean(each), len(each)) for body, each in sorted(found.items())})


def _mean(several: Sequence[Offsets]) -> Offsets:
    every = np.array([[offsets[joint] for joint in JOINTS] for offsets in several])
    return {joint: (float(along), float(ahead)) for joint, (along, ahead) in zip(JOINTS, every.mean(0), strict=True)}


def shifted(clip: TrueClip, offsets: Offsets) -> TrueClip:
    """Return the clip with its main joints moved to where BlazePose would put them on a standing person."""
    limbs = world_limbs(clip)
    trunk_m = np.linalg.norm(limbs.trunk, axis=-1, keepdims=True)
    joints = dict(clip.joints_m)
    for side, letter in ((Side.LEFT, "L"), (Side.RIGHT, "R")):
        for joint, (along, ahead) in offsets.items():
            upward, forward = _frame(limbs, side, joint)
            joints[f"{joint}{letter}"] = limbs.of(side)[joint] + trunk_m * (along * upward + ahead * forward)
    return replace(clip, joints_m=joints)


def _standing_offsets(case: Case, recording: Recording) -> Offsets | None:
    """The offsets of a case in which somebody stands and is seen from the side."""
    clip = at_times(case.truth, recording.times_s)
    truth = truth_of(clip, case.camera)
    stands = recording.found.copy()
    for measure, limit in STRAIGHT_DEG.items():
        for side in Side:
            stands &= np.abs(truth.spatial[measure][side]) < limit
    stands &= truth.yaw_deg < MAX_YAW_DEG
    if not stands.any():
        return None
    stands &= recording.times_s < recording.times_s[stands][0] + LONGEST_S
    seen = limbs_of(recording.image_px.astype(np.float64))
    offsets: Offsets = {}
    for joint in JOINTS:
        true_px, seen_px = (of_side_points(limbs, joint, truth.near_left)[stands] for limbs in (truth.image, seen))
        steps = np.stack([_step_px(clip, case.camera, joint, way)[stands] for way in ((1.0, 0.0), (0.0, 1.0))], axis=-1)
        solved = np.linalg.solve(steps, (seen_px - true_px)[..., None])[..., 0]
        along, ahead = np.median(solved, axis=0)
        offsets[joint] = (float(along), float(ahead))
    return offsets


def _step_px(clip: TrueClip, camera: str, joint: str, way: tuple[float, float]) -> FloatArray:
    """How far the near joint moves in the picture for a shift by one trunk length, shape `(frames, 2)`."""
    small = 0.01
    before = truth_of(clip, camera)
    after = truth_of(shifted(clip, {joint: (way[0] * small, way[1] * small)}), camera)
    moved = of_side_points(after.image, joint, before.near_left) - of_side_points(before.image, joint, before.near_left)
    return moved / small


def of_side_points(limbs: Limbs, joint: str, is_left: Flags) -> FloatArray:
    """Return a joint of one side, chosen frame by frame, shape `(frames, d)`."""
    return of_side({side: limbs.of(side)[joint] for side in Side}, is_left[:, None])


def _frame(limbs: Limbs, side: Side, joint: str) -> tuple[FloatArray, FloatArray]:
    """Unit vectors up the segment that a joint ends, and square to it towards the front of the body."""
    above = _ABOVE.get(joint)
    upward = unit(limbs.trunk if above is None else limbs.of(side)[above] - limbs.of(side)[joint])
    return upward, unit(np.cross(upward, limbs.lateral))
