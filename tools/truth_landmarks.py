"""The true joints of a rendered clip, seen by its true camera, in the shape in which the coach takes landmarks.

Used by the tests and the accuracy study. Needs neither the renderer nor a pose model. Joint centres are MakeHuman's,
not BlazePose's landmarks; the study measures that offset on a standing frame and states it. Only the ears are moved
here, because the checks of the head would not mean the same without it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from posecheck.pose.landmarks import LANDMARK_COUNT, FloatArray, Landmark, Landmarks

_JOINT_OF: Final = {
    "NOSE": "nose",
    **{f"{side}_EYE{part}": f"eye{side[0]}" for side in ("LEFT", "RIGHT") for part in ("", "_INNER", "_OUTER")},
    **{f"{side}_EAR": f"ear{side[0]}" for side in ("LEFT", "RIGHT")},
    **{f"MOUTH_{side}": "nose" for side in ("LEFT", "RIGHT")},
    **{
        f"{side}_{part}": f"{joint}{side[0]}"
        for side in ("LEFT", "RIGHT")
        for part, joint in (
            ("SHOULDER", "shoulder"),
            ("ELBOW", "elbow"),
            ("WRIST", "wrist"),
            ("PINKY", "pinky"),
            ("INDEX", "index"),
            ("THUMB", "thumb"),
            ("HIP", "hip"),
            ("KNEE", "knee"),
            ("ANKLE", "ankle"),
            ("HEEL", "heel"),
            ("FOOT_INDEX", "toe"),
        )
    },
}


FAULT: Final = "fault:"
"""Begins the label of a segment in which a fault is made."""

EAR_TOWARDS_NOSE: Final = 0.35
"""BlazePose sees the ear this share of the way from MakeHuman's ear point to the nose: for a woman and a man lying
flat, the full model's ear is 0.1 of the trunk farther forward of the shoulders than the ear point is."""


@dataclass(frozen=True)
class TruthSegment:
    """What the body does from when to when.

    Attributes:
        from_s: First moment.
        to_s: Last moment.
        label: In words.
        pose: Name of the reference, or None.
        variant: Name of its variant, or None.
        phase: Name of its phase, or None.
        held: Whether the pose is fully held during the segment.
        side: The active side, `both`, or None.
    """

    from_s: float
    to_s: float
    label: str
    pose: str | None
    variant: str | None
    phase: str | None
    held: bool
    side: str | None = None

    @property
    def fault(self) -> str | None:
        """The fault that is made in it; None for none."""
        return self.label.removeprefix(FAULT) if self.label.startswith(FAULT) else None


@dataclass(frozen=True, eq=False)
class TrueClip:
    """A clip of which everything is known.

    Attributes:
        name: The clip's name.
        size_px: Width and height.
        times_s: Array of shape `(frames,)`.
        joints_m: Joint name to array of shape `(frames, 3)`, metres, Z up, floor at 0.
        cameras: Camera name to its JSON: `K`, `world_to_cam` (OpenCV: x right, y down, z forward), `yaw_deg`.
        segments: What the body does; empty where nothing is labelled.
    """

    name: str
    size_px: tuple[int, int]
    times_s: FloatArray
    joints_m: dict[str, FloatArray]
    cameras: dict[str, dict[str, Any]]
    segments: tuple[TruthSegment, ...]

    @classmethod
    def load(cls, path: Path) -> TrueClip:
        """Read a truth file."""
        data = json.loads(path.read_text(encoding="utf-8"))
        names = data.get("joint_names") or list(data["frames"][0]["joints"])
        frames = [frame["joints"] for frame in data["frames"]]
        rows = [[joints[name] for name in names] if isinstance(joints, dict) else joints for joints in frames]
        joints = np.array(rows, dtype=np.float64)
        return cls(
            name=data["clip"],
            size_px=(data["size"][0], data["size"][1]),
            times_s=np.array([frame["t"] for frame in data["frames"]], dtype=np.float64),
            joints_m={name: joints[:, index] for index, name in enumerate(names)},
            cameras=data["cameras"],
            segments=tuple(
                TruthSegment(
                    *(segment[key] for key in ("from_s", "to_s", "label", "pose", "variant")),
                    phase=segment.get("phase"),
                    held=bool(segment.get("held")),
                    side=segment.get("side"),
                )
                for segment in data.get("segments", [])
            ),
        )

    def landmarks(self, camera: str) -> Iterator[tuple[float, Landmarks]]:
        """Give `(time_s, landmarks)` of every frame as this camera sees it, all of them visible."""
        matrix = np.array(self.cameras[camera]["world_to_cam"], dtype=np.float64)
        lens = np.array(self.cameras[camera]["K"], dtype=np.float64)
        joints = np.stack([self.joints_m[_JOINT_OF[landmark.name]] for landmark in Landmark], axis=1)
        for ear in (Landmark.LEFT_EAR, Landmark.RIGHT_EAR):
            joints[:, ear] += EAR_TOWARDS_NOSE * (joints[:, Landmark.NOSE] - joints[:, ear])
        seen = joints @ matrix[:3, :3].T + matrix[:3, 3]
        pixels = seen @ lens.T
        image_px = pixels[..., :2] / pixels[..., 2:]
        hips = seen[:, [Landmark.LEFT_HIP, Landmark.RIGHT_HIP]].mean(axis=1, keepdims=True)
        world_m = seen - hips
        sure = np.ones(LANDMARK_COUNT)
        for index, time_s in enumerate(self.times_s):
            yield float(time_s), Landmarks(image_px[index], world_m[index], sure, sure, *self.size_px)

    def held(self, pose: str | None = None) -> list[TruthSegment]:
        """Return the segments that are fully held, of one pose or of any."""
        return [segment for segment in self.segments if segment.held and (pose is None or segment.pose == pose)]
