"""Clips and pictures in: frames with their true times, upright, whatever the container and the codec."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

from posecheck.errors import InputError
from posecheck.media.frame import Frame
from posecheck.media.inputs import IMAGE_SUFFIXES


@dataclass(frozen=True)
class SourceInfo:
    """What a clip or picture says about itself.

    Attributes:
        path: The file.
        kind: A picture is one frame at time 0.
        width_px: Width of the upright frames.
        height_px: Height of the upright frames.
        duration_s: As the container states it; None when it does not (a stream saved by a browser), 0 for a picture.
        frame_count: As the container states it or as follows from duration and rate: an estimate; None when unknown.
        nominal_fps: The average frame rate; None when unknown, and for a picture.
    """

    path: Path
    kind: Literal["video", "image"]
    width_px: int
    height_px: int
    duration_s: float | None
    frame_count: int | None
    nominal_fps: float | None


class Source(ABC):
    """An open clip or picture. Iterate over it once; it is a context manager that closes the file.

    Attributes:
        info: What is known beforehand.
        warnings: Sentences about what was wrong with the file and mended, complete once the iteration has ended.
    """

    def __init__(self, info: SourceInfo) -> None:
        self.info = info
        self.warnings: list[str] = []

    @abstractmethod
    def __iter__(self) -> Iterator[Frame]:
        """Give the frames in the order of their times, which rise strictly from 0."""

    def close(self) -> None:  # noqa: B027 - a picture has nothing to close
        """Close the file; frames that were given stay valid."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_source(path: Path | str, open_clip: Callable[[Path], Source] | None = None) -> Source:
    """Open a clip or a picture.

    Args:
        path: The file.
        open_clip: How a clip is opened; None for frame after frame.

    Raises:
        InputError: The file is missing, cannot be read, or has no frame that can be decoded.
    """
    # Imported here, because decoders take a third of a second to load and not every command opens a file.
    from posecheck.media import still, video

    path = Path(path)
    _check_file(path)
    if path.suffix.lower() in IMAGE_SUFFIXES:
        return still.StillSource(path)
    try:
        return (open_clip or video.VideoSource)(path)
    except video.IsStillError:
        return still.StillSource(path)


def _check_file(path: Path) -> None:
    try:
        if path.is_dir():
            raise InputError(f"{path} is a folder, not a clip or a picture")
        if not path.exists():
            raise InputError(f"{path} does not exist: check the name")
        with path.open("rb") as file:
            if path.is_file() and not file.read(1):
                raise InputError(f"{path} is empty: it was perhaps not copied to the end")
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror or error}") from error
    if path.suffix.lower() in {".heic", ".heif"}:
        raise InputError(f"{path} is a HEIC picture, which cannot be read here: export it as JPEG")
