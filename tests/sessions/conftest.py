"""Fixtures of sessions: a clip for sessions whose landmarks are known without looking."""

from pathlib import Path

import numpy as np
import pytest

from posecheck.media.writer import VideoWriter
from tests.support.live import MOTION, true_stream


@pytest.fixture(scope="session")
def grey_clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clip as long as the motion, of its size, with nothing on it."""
    path = tmp_path_factory.mktemp("live") / "clip.mp4"
    image = np.full((480, 640, 3), 120, np.uint8)
    with VideoWriter(path) as writer:
        for time_s, _ in true_stream(MOTION):
            writer.write(image, time_s)
    return path
