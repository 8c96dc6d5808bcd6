"""Recordings of stick bodies that hold poses, as a camera and a pose model would have left them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

import numpy as np

from posecheck.pose.landmarks import Landmarks
from posecheck.results.recording import Recorder, Recording, RecordingInfo
from tests.support.bodies import FACING_RIGHT, HEIGHT_PX, WIDTH_PX, Limbs, StickBody

FPS: Final = 10
NOISE_PX: Final = 0.5

STANDING: Final = StickBody.even(Limbs(elbow=5.0))

Part = tuple[StickBody | None, float]
"""What is seen, None for nobody, and for how many seconds."""


def child_pose(stiff: float = 0.0, shoulder: float = 158.0, heading: float = FACING_RIGHT) -> StickBody:
    """Child pose with the arms forward, knees and hips so many degrees short of folded."""
    limbs = Limbs(hip=155.0 - stiff, knee=150.0 - stiff, ankle=-60.0, shoulder=shoulder, elbow=12.0)
    # With the hips higher the trunk slopes down to a head that rests on the floor all the same.
    return StickBody.even(limbs, trunk=95.0 + 0.6 * stiff, heading=heading)


def warrior(lift: float = 92.0, heading: float = FACING_RIGHT) -> StickBody:
    """A stretch that posecheck doesn't know: standing, both knees a little bent, arms level in front."""
    return StickBody.even(Limbs(hip=50.0, knee=62.0, shoulder=lift, elbow=6.0), trunk=8.0, heading=heading)


def recording(
    name: str, *parts: Part, seed: int = 0, change: Callable[[Landmarks], Landmarks] = lambda landmarks: landmarks
) -> Recording:
    """A clip in which one part follows the other, with a little noise on every landmark.

    Args:
        name: Of the clip.
        parts: What is seen, and how long.
        seed: Of the noise.
        change: Done to the landmarks of every frame.
    """
    chance = np.random.default_rng(seed)
    recorder = Recorder()
    frame = 0
    for body, seconds in parts:
        landmarks = None if body is None else body.landmarks()
        for _ in range(round(seconds * FPS)):
            seen = None
            if landmarks is not None:
                noise = chance.normal(0.0, NOISE_PX, landmarks.image_px.shape)
                seen = change(replace(landmarks, image_px=landmarks.image_px + noise))
            recorder.add(frame / FPS, seen)
            frame += 1
    info = RecordingInfo(f"{name}.mp4", "video", WIDTH_PX, HEIGHT_PX, frame / FPS, "none")
    return recorder.recording(info)
