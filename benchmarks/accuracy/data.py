"""What there is to measure on: rendered clips with truth, photos with a class, real clips with a name."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from tools.truth_landmarks import TrueClip

TRUTH_SUFFIX: Final = ".truth.json"

HARD_NEGATIVES: Final = {
    "negative_seated_forward_bend": "child-pose",
    "negative_ashtanga_prone": "child-pose",
    "negative_catcow": "child-pose",
    "negative_downdog": "child-pose",
    "negative_floor_lying (knees drawn in, no hug)": "knee-hug",
    "negative_sitting": "child-pose",
    "negative_camel": "sun-salute-backbend",
    "negative_wheel": "sun-salute-backbend",
    "negative_plough": "knee-hug",
}
"""Negative classes that resemble a stretch, and which one; told on a line of their own, also without a photo."""

BRIDGES: Final = ("92c5c3d7e0", "d9189425db")
"""Photos of `negative_floor_lying` that show the bridge when one looks at them: feet down, hips lifted."""

Half = Literal["tune", "report"]


@dataclass(frozen=True, eq=False)
class Case:
    """One camera of one rendered clip.

    Attributes:
        data: The folder of data that it belongs to, in one word.
        name: Clip, and camera where it has several.
        video: The file.
        truth: The true joints and cameras.
        camera: Which of them filmed `video`.
        body: Whose body it is.
        placed_yaw_deg: How far off the side the camera was placed; None when the truth file doesn't say.
    """

    data: str
    name: str
    video: Path
    truth: TrueClip
    camera: str
    body: str
    placed_yaw_deg: float | None


@dataclass(frozen=True)
class Photo:
    """A picture of which the class is known.

    Attributes:
        path: The file.
        label: Its class; hard negatives inside a wider class have a label of their own.
        view: From where it was taken, as labelled by eye.
        half: The half of the data that it belongs to.
    """

    path: Path
    label: str
    view: str
    half: Half


def clip_cases(folder: Path) -> list[Case]:
    """Return the rendered clips in a folder: `X.mp4` with `X.truth.json`, or `X/<camera>.mp4` with `X/truth.json`."""
    return [*_flat_cases(folder), *_nested_cases(folder)]


def photos_in(folder: Path) -> list[Photo]:
    """Return the photos that a folder's `index.csv` lists and that are there."""
    index = folder / "index.csv"
    if not index.is_file():
        return []
    with index.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    photos = []
    for row in rows:
        path = folder / row["file"]
        if path.is_file():
            label = "negative_bridge" if path.stem in BRIDGES else _label(row["class"], row.get("note", ""))
            photos.append(Photo(path, label, row.get("view", ""), half_of(path)))
    return photos


def real_clips_in(folder: Path) -> list[Path]:
    """Return the real clips in a folder, by name."""
    return sorted(folder.glob("*.mp4")) if folder.is_dir() else []


def half_of(path: Path) -> Half:
    """Return the half that a file belongs to: fixed by its content, so that it never changes sides."""
    return "tune" if file_hash(path)[0] in "01234567" else "report"


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _flat_cases(folder: Path) -> Iterator[Case]:
    for truth_path in sorted(folder.glob(f"*{TRUTH_SUFFIX}")):
        name = truth_path.name.removesuffix(TRUTH_SUFFIX)
        video = truth_path.with_name(f"{name}.mp4")
        if video.is_file():
            truth = TrueClip.load(truth_path)
            yield _case(folder, name, video, truth, next(iter(truth.cameras)), truth_path)


def _nested_cases(folder: Path) -> Iterator[Case]:
    for truth_path in sorted(folder.glob("*/truth.json")):
        truth = TrueClip.load(truth_path)
        for camera in truth.cameras:
            video = truth_path.with_name(f"{camera}.mp4")
            if video.is_file():
                yield _case(folder, f"{truth_path.parent.name}/{camera}", video, truth, camera, truth_path)


def _case(folder: Path, name: str, video: Path, truth: TrueClip, camera: str, truth_path: Path) -> Case:
    data = json.loads(truth_path.read_text(encoding="utf-8"))
    body = str(data.get("body") or data.get("model") or name)
    yaw = truth.cameras[camera].get("yaw_deg")
    return Case(folder.name, name, video, truth, camera, body, None if yaw is None else abs(float(yaw)))


def _label(label: str, note: str) -> str:
    if label == "negative_floor_lying" and "HARD" in note:
        return "negative_floor_lying (knees drawn in, no hug)"
    return label
