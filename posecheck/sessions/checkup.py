"""What a live session needs, looked at one by one: is it there, and what to do when it isn't."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Final

import numpy as np

from posecheck.feedback.channel import ChannelState
from posecheck.feedback.figure import PAPER, draw_figure
from posecheck.feedback.sound_report import sound_notice, try_sound
from posecheck.media.cameras import CameraInfo, list_cameras
from posecheck.media.display import has_display
from posecheck.media.frame import Frame, Image
from posecheck.pose.estimator import PoseEstimator
from posecheck.pose.model import ModelName, find_model, model_state
from posecheck.references.figure import target_figure
from posecheck.references.library import all_references

TRIED_FRAMES: Final = 30
WARM_UP_FRAMES: Final = 5
FLUENT_FPS: Final = 15.0
"""A coach that looks less often than this misses the moment; a smaller model is better then."""


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        name: What.
        good: Whether it is as it should be.
        detail: What was found.
        advice: What to do when it isn't good; empty when it is.
    """

    name: str
    good: bool
    detail: str
    advice: str = ""


def check_up() -> Iterator[Finding]:
    """Look at everything, one after the other; takes some seconds."""
    yield _model()
    yield from _cameras()
    yield _display()
    yield from _sound()
    yield _speed()


def _model() -> Finding:
    state = model_state(ModelName.FULL)
    if state == "ready":
        return Finding("pose model", True, "full, ready")
    told = {"damaged": "full, damaged", "absent": "full, not fetched yet"}[state]
    return Finding("pose model", False, told, "fetch it now with: posecheck model --fetch full")


def _cameras() -> Iterator[Finding]:
    cameras = list_cameras()
    if not cameras:
        yield Finding(
            "camera",
            False,
            "none",
            "plug one in, or use a phone as a webcam: posecheck live child-pose --camera http://PHONE:8080/video",
        )
    for camera in cameras:
        advice = "" if camera.modes else "close other programs that use it, and allow access to it"
        yield Finding(f"camera {camera.index}", bool(camera.modes), _camera_words(camera), advice)


def _camera_words(camera: CameraInfo) -> str:
    modes = [
        f"{mode.width_px}x{mode.height_px}" + (f" at {mode.fps:.0f}/s" if mode.fps else "") for mode in camera.modes
    ]
    return ", ".join(part for part in (camera.name, *(modes or ["gives no picture"])) if part)


def _display() -> Finding:
    if has_display():
        return Finding("screen", True, "ready")
    advice = "start from a desktop session; without a screen the session goes on with words alone"
    return Finding("screen", False, "none", advice)


def _sound() -> Iterator[Finding]:
    speech, tones = try_sound()
    yield _heard("speech", speech, sound_notice(speech, None))
    yield _heard("tones", tones, sound_notice(None, tones))


def _heard(name: str, state: ChannelState, notice: str | None) -> Finding:
    found = state.found or ()
    working = [program for program in found if program not in state.failed]
    if working:
        return Finding(name, True, f"by {working[0]}")
    return Finding(name, False, f"{' and '.join(found)} can't be heard" if found else "none", notice or "")


def _speed() -> Finding:
    path = find_model(ModelName.FULL)
    if path is None:
        return Finding("speed", False, "cannot be measured without the model", "fetch the model first")
    frames = 1.0 / _inference_s(path)
    detail = f"{frames:.0f} pictures a second at 1280x720 with full"
    if frames >= FLUENT_FPS:
        return Finding("speed", True, f"{detail}; recommended: full")
    advice = "use --model lite, and close other programs"
    return Finding("speed", False, f"{detail}; recommended: lite", advice)


def _inference_s(path: Path) -> float:
    image = _drawn_person()
    taken_s = []
    with PoseEstimator(path) as estimator:
        for index in range(WARM_UP_FRAMES + TRIED_FRAMES):
            start_s = time.perf_counter()
            estimator.estimate(Frame(image, index / 30, index))
            taken_s.append(time.perf_counter() - start_s)
    return median(taken_s[WARM_UP_FRAMES:])


def _drawn_person() -> Image:
    """A drawn person: enough for the model, so that no photo has to come with the program."""
    image: Image = np.full((720, 1280, 3), PAPER, np.uint8)
    reference = all_references().contents[-1]
    variant = reference.variants[0]
    draw_figure(image, target_figure(reference, variant.name, variant.phases[0]), (640.0, 640.0), 150.0)
    return image
