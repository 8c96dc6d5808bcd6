"""The rendered samples and the truth-only motions: their truth is well formed, in frame and anatomically steady.

Needs neither Blender nor the MakeHuman assets.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from functools import cache, partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.support.clips import counted, shipped
from tools.avatar.drawn import DRAWN, STRETCHES, drawn
from tools.avatar.samples import SAMPLES as SAMPLE_CLIPS
from tools.avatar.study import FRESH, STUDY

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = sorted((ROOT / "samples").glob("*.truth.json"))
MOTIONS = sorted((ROOT / "tests" / "data" / "motions").glob("*.truth.json"))
ALL = SAMPLES + MOTIONS

SAMPLE_NAMES = {
    "child-pose-arms-forward",
    "child-pose-arms-back",
    "knee-hug-both",
    "knee-hug-left",
    "knee-hug-right",
    "sun-salute-backbend",
    "sun-salute-reach",
    "shoulder-bridge",
    "plank-toes",
    "plank-knees",
    "cat-cow",
    "pelvic-tilt",
    "dead-bug",
    "door-sill-stretch",
    "mattress-edge-rock",
    "mattress-edge-slide",
}
POSES = {None, *(reference.name for reference in shipped())}
VARIANTS = {None, *(variant.name for reference in shipped() for variant in reference.variants)}
LIMBS = [("shoulder", "elbow"), ("elbow", "wrist"), ("hip", "knee"), ("knee", "ankle")]


@cache
def load(path: Path) -> dict[str, Any]:
    """A truth file as it was parsed."""
    data: dict[str, Any] = json.loads(path.read_text())
    return data


def joints(truth: dict[str, Any]) -> NDArray[np.float64]:
    """Joint positions `(frames, joints, 3)` in metres."""
    return np.array([frame["joints"] for frame in truth["frames"]])


def duration_s(truth: dict[str, Any]) -> float:
    return len(truth["frames"]) / float(truth["fps"])


each = pytest.mark.parametrize("path", ALL, ids=lambda path: path.name.removesuffix(".truth.json"))


def test_all_samples_are_there() -> None:
    assert {path.name.removesuffix(".truth.json") for path in SAMPLES} == SAMPLE_NAMES
    assert {path.stem for path in (ROOT / "samples").glob("*.mp4")} == SAMPLE_NAMES


def test_every_sample_is_held_out_with_somebody_else_in_another_room_seen_by_another_camera() -> None:
    assert set(STUDY) == {f"study-{name}" for name in SAMPLE_NAMES}
    for name in SAMPLE_NAMES:
        sample, held_out = SAMPLE_CLIPS[name], STUDY[f"study-{name}"]
        assert held_out.person != sample.person
        assert held_out.room != sample.room
        assert held_out.views != sample.views
        assert held_out.sensor != sample.sensor


def test_fresh_clips_show_somebody_whom_neither_samples_nor_study_show_in_that_stretch() -> None:
    for name, clip in FRESH.items():
        stretch = name.removeprefix("fresh-").removesuffix(f"-{clip.person}")
        seen = (SAMPLE_CLIPS[stretch], STUDY[f"study-{stretch}"])
        assert clip.person not in {other.person for other in seen}
        assert all(clip.room != other.room and clip.views != other.views for other in seen)


def test_a_number_always_draws_the_same_clip_and_each_stretch_is_drawn_as_often_as_the_others() -> None:
    for number, clip in enumerate(DRAWN.values()):
        again = drawn(number)
        assert isinstance(clip.score, partial)
        assert isinstance(again.score, partial)
        assert clip.score.keywords == again.score.keywords
        assert replace(clip, score=again.score) == again
    stretches = Counter(name.split("-", 2)[2] for name in DRAWN)
    assert set(stretches) == set(STRETCHES)
    assert len(set(stretches.values())) == 1


def test_samples_are_small() -> None:
    assert sum(path.stat().st_size for path in (ROOT / "samples").iterdir()) < 15e6


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_samples_are_clips_of_15_to_30_seconds(path: Path) -> None:
    truth = load(path)
    assert truth["size"] == [640, 480]
    assert truth["fps"] == 24
    assert 15 <= duration_s(truth) <= 30


@pytest.mark.parametrize("path", MOTIONS, ids=lambda path: path.stem)
def test_motions_are_small_and_seen_by_several_cameras(path: Path) -> None:
    assert path.stat().st_size < 250_000
    cameras = load(path)["cameras"]
    assert set(cameras) >= {"side", "side20", "left"} or len({camera["yaw_deg"] for camera in cameras.values()}) > 1


@each
def test_names_units_and_shapes(path: Path) -> None:
    truth = load(path)
    assert truth["clip"] == path.name.removesuffix(".truth.json")
    assert truth["units"] == "m, Z up, floor z=0"
    assert joints(truth).shape == (len(truth["frames"]), len(truth["joint_names"]), 3)
    assert len(set(truth["joint_names"])) == len(truth["joint_names"])
    times = np.array([frame["t"] for frame in truth["frames"]])
    assert times[0] == 0
    np.testing.assert_allclose(np.diff(times), 1 / truth["fps"], atol=2e-4)


@each
def test_segments_cover_the_clip_in_order(path: Path) -> None:
    truth = load(path)
    segments = truth["segments"]
    assert segments[0]["from_s"] == 0
    assert segments[-1]["to_s"] == pytest.approx(duration_s(truth), abs=1 / truth["fps"])
    for before, after in pairwise(segments):
        assert before["to_s"] == after["from_s"]
    for segment in segments:
        assert segment["from_s"] < segment["to_s"]
        assert segment["pose"] in POSES
        assert segment["variant"] in VARIANTS
        assert segment["side"] in {None, "left", "right", "both"}


@each
def test_held_segments_name_a_pose_and_are_still(path: Path) -> None:
    truth = load(path)
    held = [segment for segment in truth["segments"] if segment["held"]]
    shown = bool(held) or truth["clip"] in counted()
    assert shown != path.name.startswith("negative-")
    where = joints(truth)
    for segment in held:
        assert segment["pose"] is not None
        assert segment["variant"] is not None
        first, last = int(np.ceil(segment["from_s"] * truth["fps"])), int(segment["to_s"] * truth["fps"])
        still = where[first : last + 1]
        assert len(still) >= 2 * truth["fps"]
        # Breathing and sway only, but for the hips that are let down slowly while the stretch is held.
        assert np.ptp(still, axis=0).max() < (0.10 if truth["clip"] == "mattress-edge-slide" else 0.05)


@each
def test_the_whole_body_is_in_every_frame_of_every_camera(path: Path) -> None:
    truth = load(path)
    points = joints(truth).reshape(-1, 3)
    for name, camera in truth["cameras"].items():
        matrix, pose = np.array(camera["K"]), np.array(camera["world_to_cam"])
        np.testing.assert_allclose(pose[:3, :3] @ pose[:3, :3].T, np.eye(3), atol=1e-4)
        seen = points @ pose[:3, :3].T + pose[:3, 3]
        assert seen[:, 2].min() > 0.5, name
        pixels = seen @ matrix.T
        pixels = pixels[:, :2] / pixels[:, 2:]
        assert pixels.min() > 5, name
        assert (pixels < np.array(truth["size"]) - 5).all(), name


@each
def test_limb_bones_keep_their_length(path: Path) -> None:
    truth = load(path)
    where, index = joints(truth), {name: i for i, name in enumerate(truth["joint_names"])}
    for a, b in LIMBS:
        for side in "LR":
            lengths = np.linalg.norm(where[:, index[a + side]] - where[:, index[b + side]], axis=1)
            assert np.ptp(lengths) / lengths.mean() < 0.02, (a, b, side)


@each
def test_nothing_sinks_into_the_floor(path: Path) -> None:
    assert joints(load(path))[..., 2].min() > -0.02


@pytest.mark.parametrize("name", ["left", "right"])
def test_the_facing_direction_is_where_the_camera_says(name: str) -> None:
    """Standing upright, the toes lie in front of the heels: to the left or the right in the image."""
    truth = load(ROOT / "tests" / "data" / "motions" / "negative-arms-up-only.truth.json")
    camera = truth["cameras"]["left" if name == "left" else "side"]
    pose = np.array(camera["world_to_cam"])
    index = {joint: i for i, joint in enumerate(truth["joint_names"])}
    seen = joints(truth)[0] @ pose[:3, :3].T + pose[:3, 3]
    ahead = seen[index["toeL"], 0] - seen[index["heelL"], 0]
    assert (ahead < 0) == (name == "left")


FAULTS = {
    "child-pose-hips-high": "fault:hips-high",
    "child-pose-head-lifted": "fault:head-lifted",
    "child-pose-elbows-bent": "fault:elbows-bent",
    "knee-hug-loose-hug": "fault:loose-hug",
    "knee-hug-head-off-mat": "fault:head-off-mat",
    "sun-salute-knees-bent": "fault:knees-bent",
    "sun-salute-arms-fallen": "fault:arms-fallen",
    "sun-salute-bend-too-deep": "fault:bend-too-deep",
}


@pytest.mark.parametrize(("clip", "label"), FAULTS.items())
def test_fault_clips_show_the_fault_between_good_holds(clip: str, label: str) -> None:
    truth = load(ROOT / "tests" / "data" / "motions" / f"{clip}.truth.json")
    labels = [segment["label"] for segment in truth["segments"]]
    at = labels.index(label)
    assert labels[at - 2] == "good"
    assert labels[at + 2] == "good again"
    lasts = truth["segments"][at]["to_s"] - truth["segments"][at]["from_s"]
    assert lasts == pytest.approx(5.0, abs=0.01)
