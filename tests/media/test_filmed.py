"""When a clip was filmed: what its container says is believed unless it cannot be."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import av
import numpy as np
import pytest
from av.video.frame import VideoFrame

from posecheck.errors import InputError
from posecheck.media.filmed import filmed_at

HERE = timezone(timedelta(hours=-8))
NOW = datetime(2026, 11, 22, 12, tzinfo=HERE)
CHANGED = datetime(2026, 11, 3, 9, tzinfo=HERE)


def clip(folder: Path, told: str | None) -> Path:
    """A clip that was last changed on 3 November."""
    path = folder / "clip.mp4"
    with av.open(str(path), "w") as container:
        if told is not None:
            container.metadata["creation_time"] = told
        stream = container.add_stream("libx264", rate=10)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        container.mux(stream.encode(VideoFrame.from_ndarray(np.zeros((48, 64, 3), np.uint8), format="bgr24")))
        container.mux(stream.encode(None))
    os.utime(path, (CHANGED.timestamp(),) * 2)
    return path


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("2026-11-02T07:30:00Z", datetime(2026, 11, 1, 23, 30, tzinfo=HERE)),
        (None, CHANGED),
        ("1970-01-01T00:00:00Z", CHANGED),
        ("2026-11-23T07:30:00Z", CHANGED),
    ],
)
def test_what_the_container_says_is_believed_unless_it_cannot_be(
    tmp_path: Path, told: str | None, expected: datetime
) -> None:
    found = filmed_at(clip(tmp_path, told), NOW)
    assert found == expected
    assert found.utcoffset() == timedelta(hours=-8)


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "clip.mp4").write_text("no clip")
    for name in ("clip.mp4", "gone.mp4"):
        with pytest.raises(InputError, match=f"cannot read .*{name}"):
            filmed_at(tmp_path / name, NOW.astimezone(UTC))
