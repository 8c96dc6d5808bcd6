"""Which cameras this computer has, and what they can do."""

from __future__ import annotations

import platform
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import cv2

from posecheck.media.feeds import quiet_opencv

SIZES_PX: Final = ((640, 480), (1280, 720), (1920, 1080))
MOST_CAMERAS: Final = 4
"""Tried one after the other where the system gives no list."""


@dataclass(frozen=True)
class CameraMode:
    """A size that a camera gives.

    Attributes:
        width_px: Width.
        height_px: Height.
        fps: Pictures a second, as it says; None when it doesn't.
    """

    width_px: int
    height_px: int
    fps: float | None


@dataclass(frozen=True)
class CameraInfo:
    """A camera.

    Attributes:
        index: Its number, for `--camera`.
        name: As the system calls it; empty where it doesn't say.
        modes: Sizes that it gives; empty when it cannot be opened.
    """

    index: int
    name: str
    modes: tuple[CameraMode, ...]


def list_cameras() -> tuple[CameraInfo, ...]:
    """Return the cameras of this computer. Each is opened for a moment; takes up to a second or two a camera."""
    if platform.system() == "Linux":
        candidates = [(index, _linux_name(index)) for index in _linux_indices()]
        # One camera often shows up twice, the second time for its metadata, which gives no picture.
        found = [CameraInfo(index, name, _modes(index)) for index, name in candidates]
        usable = {each.name for each in found if each.modes}
        return tuple(each for each in found if each.modes or each.name not in usable)
    found = []
    for index in range(MOST_CAMERAS):
        modes = _modes(index)
        if not modes:
            break
        found.append(CameraInfo(index, "", modes))
    return tuple(found)


def _linux_indices() -> list[int]:
    names = (re.fullmatch(r"video(\d+)", path.name) for path in Path("/dev").glob("video*"))
    return sorted(int(match[1]) for match in names if match)


def _linux_name(index: int) -> str:
    try:
        return Path(f"/sys/class/video4linux/video{index}/name").read_text(encoding="utf-8").strip()
    except OSError:
        return ""


def _modes(index: int) -> tuple[CameraMode, ...]:
    with quiet_opencv():
        capture = cv2.VideoCapture(index)
        try:
            if not (capture.isOpened() and capture.read()[0]):
                return ()
            capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
            found: dict[CameraMode, None] = {}
            for width_px, height_px in SIZES_PX:
                capture.set(cv2.CAP_PROP_FRAME_WIDTH, width_px)
                capture.set(cv2.CAP_PROP_FRAME_HEIGHT, height_px)
                width = round(capture.get(cv2.CAP_PROP_FRAME_WIDTH))
                height = round(capture.get(cv2.CAP_PROP_FRAME_HEIGHT))
                fps = capture.get(cv2.CAP_PROP_FPS)
                if width and height:
                    found[CameraMode(width, height, fps if fps > 0 else None)] = None
            return tuple(found)
        finally:
            capture.release()
