"""Renders a clip: the empty room once, then only the part of the picture with the person in it.

A frame that looks like an earlier one (a hold repeats its breaths, a repetition the one before) is taken from a
cache of pictures on disk, which also lets an interrupted render go on.
"""

from __future__ import annotations

import hashlib
import importlib
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from . import scene, truth, video
from .camera import Camera
from .clip import Clip, truth_of
from .contact import Posed, put
from .people import PEOPLE, body_of
from .rotations import Array
from .sensor import Picture, degrade
from .wardrobe import Avatar

bpy: Any = importlib.import_module("bpy")

CROP_MARGIN = 0.055
"""Room left around the person in the rendered crop, as a share of the picture's width: shadows end within it."""


class Stage:
    """The scene of one clip, ready to render frames."""

    def __init__(self, clip: Clip, work: Path, threads: int, samples: int) -> None:
        self.clip, self.work = clip, work
        work.mkdir(parents=True, exist_ok=True)
        self.motion = clip.motion()
        camera = next(iter(clip.cameras(self.motion).values()))
        self.camera: Camera = camera
        self.scene = scene.start(clip.size_px, threads)
        scene.build_room(clip.room, float(camera.position_m[0]))
        self.avatar = Avatar(body_of(clip.person), PEOPLE[clip.person], work)
        self.scene.camera = scene.add_camera(camera)
        self.samples = samples
        self.setting = repr((clip.person, clip.room, clip.size_px, samples, camera))
        self.rendered = 0
        self._empty: Picture | None = None

    def _shoot(self) -> Picture:
        path = self.work / "shot.png"
        self.scene.render.filepath = str(path)
        bpy.ops.render.render(write_still=True)
        return np.asarray(Image.open(path).convert("RGB"))

    @property
    def empty(self) -> Picture:
        """The room without the person."""
        if self._empty is None:
            for obj in self.avatar.objects:
                obj.hide_render = True
            self.scene.render.use_border = False
            self.scene.cycles.samples = 24
            self._empty = self._shoot()
            for obj in self.avatar.objects:
                obj.hide_render = False
        return self._empty

    def frame(self, posed: Posed) -> Picture:
        """Render one posed body into the picture of the empty room."""
        base = self.empty.astype(np.float64)
        vertices = self.avatar.pose(posed)
        x0, y0, x1, y1 = self._crop(vertices)
        width, height = self.clip.size_px
        render = self.scene.render
        render.use_border = render.use_crop_to_border = True
        render.border_min_x, render.border_max_x = x0 / width, x1 / width
        render.border_min_y, render.border_max_y = 1 - y1 / height, 1 - y0 / height
        self.scene.cycles.samples = self.samples
        crop = self._shoot()
        y1, x1 = y0 + crop.shape[0], x0 + crop.shape[1]
        share = _feather(crop.shape[:2], (x0 == 0, y0 == 0, x1 == width, y1 == height), CROP_MARGIN * width / 3)
        base[y0:y1, x0:x1] = base[y0:y1, x0:x1] * (1 - share) + crop * share
        self.rendered += 1
        return base.round().astype(np.uint8)

    def _crop(self, vertices: Array) -> tuple[int, int, int, int]:
        pixels = self.camera.project(vertices[self.avatar.body.skin_ids])
        margin = int(CROP_MARGIN * self.clip.size_px[0])
        low = np.maximum(np.floor(pixels.min(axis=0)).astype(int) - margin, 0)
        high = np.minimum(np.ceil(pixels.max(axis=0)).astype(int) + margin, self.clip.size_px)
        return int(low[0]), int(low[1]), int(high[0]), int(high[1])

    def cached(self, posed: Posed) -> Path:
        """The picture of a posed body on disk, rendered if need be."""
        path = self.work / f"{_fingerprint(self.setting, posed)}.png"
        if not path.exists():
            part = path.with_suffix(".part")
            Image.fromarray(self.frame(posed)).save(part, "PNG")
            part.replace(path)
        return path


def _feather(shape: tuple[int, ...], open_edges: tuple[bool, bool, bool, bool], width_px: float) -> NDArray[np.float64]:
    """Weights `(H, W, 1)` of a crop: 0 at its edges, 1 inside; edges at the picture's border aren't feathered."""
    rows, columns = shape[0], shape[1]
    y, x = np.mgrid[0:rows, 0:columns].astype(np.float64)
    far = 1e6
    left, top, right, bottom = (far if is_open else 0.0 for is_open in open_edges)
    edge = np.minimum.reduce([x + left, y + top, columns - 1 - x + right, rows - 1 - y + bottom])
    return np.asarray(np.clip(edge / width_px, 0, 1)[..., None])


def _fingerprint(setting: str, posed: Posed) -> str:
    joints = np.array(list(posed.joints.values())).round(4) + 0.0
    turns = np.array(list(posed.rotations.values())).round(3) + 0.0
    return hashlib.sha256(setting.encode() + joints.tobytes() + turns.tobytes()).hexdigest()[:16]


def render(clip: Clip, out: Path, work: Path, *, threads: int = 2, samples: int = 4) -> float:
    """Render a clip and its truth into `out`, working in `work`; returns the seconds per rendered frame."""
    stage = Stage(clip, work / clip.name, threads, samples)
    begin = time.monotonic()
    paths = []
    total = round(stage.motion.end_s * clip.fps)
    for i, (_, posed) in enumerate(clip.posed(stage.motion)):
        paths.append(stage.cached(posed))
        if i % 48 == 0:
            print(f"{clip.name}: frame {i}/{total}, {stage.rendered} rendered", file=sys.stderr, flush=True)
    taken = (time.monotonic() - begin) / max(stage.rendered, 1)
    video.write(work / f"{clip.name}.mp4", _seen(clip, paths), clip.fps)
    out.mkdir(parents=True, exist_ok=True)
    part = out / f".{clip.name}.part"
    part.write_bytes((work / f"{clip.name}.mp4").read_bytes())
    truth.write(truth_of(clip), out / f"{clip.name}.truth.json")
    part.replace(out / f"{clip.name}.mp4")
    return taken


def still(clip: Clip, times_s: list[float], out: Path, work: Path, *, threads: int = 2, samples: int = 8) -> None:
    """Render single moments of a clip side by side into one PNG, to look at."""
    stage = Stage(clip, work / f"still-{clip.name}", threads, samples)
    poses = [stage.motion.pose_at(time_s) for time_s in times_s]
    pictures = [stage.frame(put(stage.avatar.body, pose, stage.motion.anchor)) for pose in poses]
    Image.fromarray(np.concatenate(pictures, axis=1)).save(out)


def _seen(clip: Clip, paths: list[Path]) -> Iterator[Picture]:
    before: Picture | None = None
    for i, path in enumerate(paths):
        clean = np.asarray(Image.open(path).convert("RGB"))
        yield degrade(clean, before, clip.sensor, seed=i)
        before = clean
