"""Where BlazePose puts a joint and where the avatar's skeleton has it: a difference of definition, not an error.

The offsets are taken on a standing person seen from the side, arms down, in the frame of the segment that each joint
ends (the trunk for shoulder and hip, the limb segment above for the others), and kept as shares of the trunk's length.
The truth is then told with its joints moved by them. They stay the same in every pose, so that they cannot hide an
error that depends on the pose. Nothing can be seen of them across the line of sight: they are taken as 0 there.
"""

from __future__ import annotations

from collections.abc import Iterable
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
    """The offsets of every body.

    Attributes:
        own: Body to its offsets, and the clip in which it stands.
        pooled: Mean over the bodies that stand somewhere, for those that never do; None when there is none.
    """

    own: dict[str, tuple[Offsets, str]]
    pooled: Offsets | None

    def of(self, body: str) -> Offsets | None:
        """Return the offsets for a body: its own or else the pooled ones."""
        return self.own[body][0] if body in self.own else self.pooled


def calibrate(cases: Iterable[tuple[Case, Recording]]) -> Calibration:
    """Measure the offsets of every body that stands somewhere, from the camera nearest to its side."""
    best: dict[str, tuple[float, Offsets, str]] = {}
    for case, recording in cases:
        found = _standing_offsets(case, recording)
        if found is not None and (case.body not in best or found[0] < best[case.body][0]):
            best[case.body] = (found[0], found[1], case.name)
    own = {body: (offsets, name) for body, (_, offsets, name) in sorted(best.items())}
    pooled = None
    if own:
        every = np.array([[offsets[joint] for joint in JOINTS] for offsets, _ in own.values()])
        pooled = {
            joint: (float(along), float(ahead)) for joint, (along, ahead) in zip(JOINTS, every.mean(0), strict=True)
        }
    return Calibration(own, pooled)


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


def _standing_offsets(case: Case, recording: Recording) -> tuple[float, Offsets] | None:
    """The yaw and the offsets of a case in which somebody stands and is seen from the side."""
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
    return float(np.median(truth.yaw_deg[stands])), offsets


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
