"""Truth of a clip: the cameras, the joints of every frame and the labelled segments, as one JSON file."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from .body import SIDES, Body
from .camera import Camera
from .contact import Posed
from .motion import Segment
from .rotations import Array

UNITS = "m, Z up, floor z=0"
LIMB_BONES = {
    "shoulder": "upperarm01",
    "elbow": "lowerarm01",
    "wrist": "wrist",
    "hip": "upperleg01",
    "knee": "lowerleg01",
    "ankle": "foot",
    "index": "finger2-1",
    "pinky": "finger5-1",
    "thumb": "finger1-2",
}
"""Truth joint -> the bone at whose head it lies. MakeHuman's joint centres, not BlazePose's landmarks."""
SKIN_POINTS = ("eye", "ear", "heel", "toe")
TRUNK_BONES = ("spine05", "spine04", "spine03", "spine02", "spine01", "neck01", "head")
JOINT_NAMES: tuple[str, ...] = (
    *(joint + side for side in SIDES for joint in LIMB_BONES),
    "nose",
    *(point + side for side in SIDES for point in SKIN_POINTS),
    *TRUNK_BONES,
)


@dataclass(frozen=True)
class Truth:
    """All that is known about a clip. `joints_m` has shape `(frames, joints, 3)`, `times_s` `(frames,)`."""

    clip: str
    body: str
    fps: float
    size_px: tuple[int, int]
    cameras: dict[str, Camera]
    times_s: Array
    joints_m: Array
    segments: list[Segment] = field(default_factory=list)


def joints_of(body: Body, posed: Posed) -> Array:
    """Truth joints `(joints, 3)` in metres, in the order of `JOINT_NAMES`."""
    found = {joint + s: posed.joints[f"{bone}.{s}"] for s in SIDES for joint, bone in LIMB_BONES.items()}
    names = list(body.points)
    skin = posed.vertices(body, np.concatenate([body.points[name] for name in names]))
    start = 0
    for name in names:
        stop = start + len(body.points[name])
        found[name] = skin[start:stop].mean(axis=0)
        start = stop
    found |= {bone: posed.joints[bone] for bone in TRUNK_BONES}
    return np.array([found[name] for name in JOINT_NAMES])


def to_json(truth: Truth) -> str:
    """The file's text: metres to 4 decimals, no spaces."""
    data: dict[str, Any] = {
        "clip": truth.clip,
        "body": truth.body,
        "fps": truth.fps,
        "size": list(truth.size_px),
        "units": UNITS,
        "cameras": {name: camera.to_dict() for name, camera in truth.cameras.items()},
        "joint_names": list(JOINT_NAMES),
        "segments": [segment.to_dict() for segment in truth.segments],
        "frames": [
            {"t": round(float(t), 4), "joints": [[round(float(x), 4) + 0.0 for x in p] for p in joints]}
            for t, joints in zip(truth.times_s, truth.joints_m, strict=True)
        ],
    }
    return json.dumps(data, separators=(",", ":"))


def write(truth: Truth, path: Path) -> None:
    """Write a truth file whole: beside its place first, then moved in."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(path.suffix + ".part")
    part.write_text(to_json(truth) + "\n")
    part.replace(path)
