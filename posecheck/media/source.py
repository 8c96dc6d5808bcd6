"""What clips and pictures have in common: frames with their true times, upright, whatever their format."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

from posecheck.media.frame import Frame


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
