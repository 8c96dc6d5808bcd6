"""Fixtures for all rooms: tiny clips made on the spot, a rendered person, and the real pose model."""

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, Protocol

import av
import cv2
import hypothesis
import numpy as np
import pytest
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from posecheck.errors import ModelError
from posecheck.media.frame import Image
from posecheck.pose.model import ensure_model

# The same examples on every run and every machine, and no stopwatch: a busy core is no failure.
hypothesis.settings.register_profile("posecheck", deadline=None, derandomize=True, database=None)
hypothesis.settings.load_profile("posecheck")

DATA = Path(__file__).parent / "data"


class ClipMaker(Protocol):
    def __call__(
        self,
        name: str,
        images: Iterable[Image],
        *,
        times_s: Sequence[float] | None = None,
        codec: str = "libx264",
        rotation_deg: int | None = None,
        mirrored: bool = False,
        options: dict[str, str] | None = None,
        pixel_aspect: Fraction | None = None,
        encoder: dict[str, str] | None = None,
    ) -> Path: ...


@pytest.fixture
def make_clip(tmp_path: Path) -> ClipMaker:
    """Write a clip straight with PyAV, so that the reader is not tested against our own writer only."""

    def make(
        name: str,
        images: Iterable[Image],
        *,
        times_s: Sequence[float] | None = None,
        codec: str = "libx264",
        rotation_deg: int | None = None,
        mirrored: bool = False,
        options: dict[str, str] | None = None,
        pixel_aspect: Fraction | None = None,
        encoder: dict[str, str] | None = None,
    ) -> Path:
        path = tmp_path / name
        pictures = list(images)
        with av.open(str(path), "w", options=options or {}) as container:
            stream: VideoStream = container.add_stream(codec, rate=30)  # type: ignore[assignment]
            stream.height, stream.width = pictures[0].shape[:2]
            stream.pix_fmt = "yuv420p"
            if encoder is not None:
                stream.codec_context.options = encoder
            if times_s is not None:
                stream.codec_context.time_base = Fraction(1, 1000)
                stream.codec_context.options = {"bf": "0"}
            if rotation_deg is not None:
                stream.set_display_rotation(rotation_deg, hflip=mirrored)
            if pixel_aspect is not None:
                stream.codec_context.sample_aspect_ratio = pixel_aspect
            for index, picture in enumerate(pictures):
                frame = VideoFrame.from_ndarray(picture, format="bgr24")
                frame.time_base = Fraction(1, 30) if times_s is None else Fraction(1, 1000)
                frame.pts = index if times_s is None else round(times_s[index] * 1000)
                container.mux(stream.encode(frame))
            container.mux(stream.encode(None))
        return path

    return make


@pytest.fixture
def quarters() -> Callable[..., Image]:
    """Make a picture of four flat colours that tell its corners apart after any turn, mirroring and lossy codec."""

    def make(width_px: int = 854, height_px: int = 480) -> Image:
        image = np.zeros((height_px, width_px, 3), np.uint8)
        image[: height_px // 2, : width_px // 2] = QUARTER_COLOURS["red"]
        image[: height_px // 2, width_px // 2 :] = QUARTER_COLOURS["blue"]
        image[height_px // 2 :, : width_px // 2] = QUARTER_COLOURS["green"]
        return image

    return make


QUARTER_COLOURS = {"red": (0, 0, 255), "blue": (255, 0, 0), "green": (0, 255, 0), "black": (0, 0, 0)}


@pytest.fixture
def corners() -> Callable[[Image], str]:
    """Name the colours of a picture's quarters: top left, top right, bottom left, bottom right."""

    def name(image: Image) -> str:
        height, width = image.shape[:2]
        names = []
        for y, x in ((1, 1), (1, 3), (3, 1), (3, 3)):
            pixel: np.ndarray[Any, np.dtype[np.int64]] = image[height * y // 4, width * x // 4].astype(np.int64)
            names.append(min(QUARTER_COLOURS, key=lambda colour: int(np.abs(pixel - QUARTER_COLOURS[colour]).sum())))
        return " ".join(names)

    return name


@pytest.fixture
def standing() -> Image:
    """A rendered woman who stands and faces the camera: array of shape `(480, 640, 3)`, BGR."""
    return np.asarray(cv2.imread(str(DATA / "standing.jpg")), dtype=np.uint8)


@pytest.fixture(scope="session")
def model_path() -> Path:
    """The real model, fetched into the user's own cache if it is not there."""
    try:
        return ensure_model("full")
    except ModelError as error:
        pytest.skip(f"no pose model: {error}")
