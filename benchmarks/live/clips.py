"""What the session is shown: a sample in 720p at 30 pictures a second, and the true landmarks of the samples."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from posecheck.media.frame import Image
from posecheck.media.reader import open_source
from posecheck.media.writer import VideoWriter
from posecheck.pose.landmarks import Landmarks
from posecheck.references.library import all_references
from tools.truth_landmarks import TrueClip

SAMPLES: Final = Path(__file__).parents[2] / "samples"
CLIP: Final = SAMPLES / "child-pose-arms-forward.mp4"
WIDTH_PX, HEIGHT_PX, FPS = 1280, 720, 30


def motions() -> dict[str, Path]:
    """The first sample with truth of every stretch that has one."""
    truths = sorted(SAMPLES.glob("*.truth.json"))
    found = {}
    for each in all_references().contents:
        own = [path for path in truths if path.name.startswith(each.name)]
        if own:
            found[each.name] = own[0]
    return found


def true_landmarks(truth: Path) -> list[tuple[float, Landmarks]]:
    """The exact landmarks of a sample, in a picture of 720p."""
    clip = TrueClip.load(truth)
    return [(time_s, _in_720p(seen)) for time_s, seen in clip.landmarks(next(iter(clip.cameras)))]


def write_720p(path: Path) -> None:
    """Write the sample with bars at its sides, at 30 pictures a second."""
    with open_source(CLIP) as source, VideoWriter(path) as writer:
        for index, frame in enumerate(source):
            image: Image = np.zeros((HEIGHT_PX, WIDTH_PX, 3), np.uint8)
            side = (WIDTH_PX - HEIGHT_PX * 4 // 3) // 2
            image[:, side : WIDTH_PX - side] = cv2.resize(frame.image, (HEIGHT_PX * 4 // 3, HEIGHT_PX))
            writer.write(image, index / FPS)


def _in_720p(seen: Landmarks) -> Landmarks:
    scale = HEIGHT_PX / seen.height_px
    bar_px = (WIDTH_PX - scale * seen.width_px) / 2
    return replace(seen, image_px=seen.image_px * scale + (bar_px, 0.0), width_px=WIDTH_PX, height_px=HEIGHT_PX)
