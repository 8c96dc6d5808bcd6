"""Where live pictures come from: a camera on this computer, a network address, or a file played at its own pace."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

import av
import cv2
import numpy as np

from posecheck.errors import InputError
from posecheck.media.frame import Frame, Image
from posecheck.media.reader import open_source
from posecheck.media.source import Source

if TYPE_CHECKING:
    from threading import Event

ADDRESS: Final = re.compile(r"(rtsps?|https?|rtmp|udp|tcp)://", re.IGNORECASE)
CONNECT_S: Final = 5.0
READ_S: Final = 4.0
"""A network camera that gives nothing for this long is taken to be gone."""

WIDTH_PX: Final = 1280
HEIGHT_PX: Final = 720
FPS: Final = 30
"""What a camera on this computer is asked for; it gives what it can."""


@dataclass(frozen=True)
class CameraSource:
    """Which pictures to take.

    Attributes:
        index: A camera on this computer.
        address: A network camera.
        path: A file.
        pace: How much faster than its own pace a file is played.
        loop: Whether a file starts again at its end.
    """

    index: int | None = None
    address: str = ""
    path: Path | None = None
    pace: float = 1.0
    loop: bool = False

    @property
    def name(self) -> str:
        """What the person calls it."""
        if self.path is not None:
            return self.path.name
        return f"camera {self.index}" if self.index is not None else _without_password(self.address)


@dataclass(frozen=True, eq=False)
class Picture:
    """A picture as it comes.

    Attributes:
        image: Array of shape `(height, width, 3)`, BGR.
        time_s: Its time in the file; None where it is taken as it happens.
    """

    image: Image
    time_s: float | None = None


class Feed(Protocol):
    """An open source of pictures."""

    @property
    def ends(self) -> bool:
        """Whether no more pictures are the end, not a failure."""

    def read(self) -> Picture | None:
        """Wait for the next picture; None when there are no more."""

    def close(self) -> None:
        """Give the camera back."""


def parse_source(text: str) -> CameraSource:
    """Read what the person calls a camera: a number, an address or a file.

    Raises:
        InputError: There is no such file.
    """
    if text.isdigit():
        return CameraSource(index=int(text))
    if ADDRESS.match(text):
        return CameraSource(address=text)
    if not Path(text).exists():
        raise InputError(
            f"there is no camera {text}: give a number such as 0, an address such as http://phone:8080/video, or a file"
        )
    return CameraSource(path=Path(text))


def open_feed(source: CameraSource, stop: Event) -> Feed:
    """Open a source of pictures.

    Args:
        source: Which.
        stop: Ends the wait for the next picture of a file when set.

    Raises:
        InputError: There is no such camera, or it gives no picture.
    """
    if source.path is not None:
        return FileFeed(source.path, source.pace, source.loop, stop)
    return DeviceFeed(source.index) if source.index is not None else StreamFeed(source.address)


class DeviceFeed:
    """A camera on this computer."""

    ends = False

    def __init__(self, index: int) -> None:
        """Open the camera and take its first picture.

        Raises:
            InputError: There is none, or it gives no picture.
        """
        with quiet_opencv():
            self._capture = cv2.VideoCapture(index)
            if not self._capture.isOpened():
                self._capture.release()
                raise InputError(
                    f"there is no camera {index}: plug one in, or see which there are with `posecheck doctor`"
                )
            # Uncompressed, many cameras give 720p at 10 pictures a second only.
            self._capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
            self._capture.set(cv2.CAP_PROP_FRAME_WIDTH, WIDTH_PX)
            self._capture.set(cv2.CAP_PROP_FRAME_HEIGHT, HEIGHT_PX)
            self._capture.set(cv2.CAP_PROP_FPS, FPS)
            self._capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)
            good, _ = self._capture.read()
        if not good:
            self._capture.release()
            raise InputError(f"camera {index} gives no picture: is another program using it, or is access not allowed?")

    def read(self) -> Picture | None:
        """Wait for the next picture; None when the camera is gone."""
        good, image = self._capture.read()
        return Picture(np.ascontiguousarray(image, dtype=np.uint8)) if good else None

    def close(self) -> None:
        """Give the camera back."""
        self._capture.release()


class StreamFeed:
    """A network camera, such as a phone."""

    ends = False

    def __init__(self, address: str) -> None:
        """Connect.

        Raises:
            InputError: Nobody answers there, or what comes is no video.
        """
        name = _without_password(address)
        # A live picture that waits in a buffer is late: nothing is buffered, and little is looked at beforehand.
        options = {"fflags": "nobuffer", "flags": "low_delay", "probesize": "200000", "analyzeduration": "500000"}
        if address.lower().startswith("rtsp"):
            options["rtsp_transport"] = "tcp"
        try:
            self._container = av.open(address, options=options, timeout=(CONNECT_S, READ_S))
        except (av.FFmpegError, OSError, ValueError) as error:
            raise InputError(f"no video comes from {name}: is the camera on, and is the address right?") from error
        if not self._container.streams.video:
            self._container.close()
            raise InputError(f"what comes from {name} is not a video")
        self._frames = self._container.decode(self._container.streams.video[0])

    def read(self) -> Picture | None:
        """Wait for the next picture; None when the connection is lost."""
        try:
            frame = next(self._frames, None)
        except (av.FFmpegError, OSError):
            return None
        if frame is None:
            return None
        return Picture(np.ascontiguousarray(frame.to_ndarray(format="bgr24"), dtype=np.uint8))

    def close(self) -> None:
        """Hang up."""
        with suppress(av.FFmpegError, OSError):
            self._container.close()


class FileFeed:
    """A file played at its own pace, or faster; pictures keep the times they have in the file."""

    def __init__(self, path: Path, pace: float, loop: bool, stop: Event) -> None:
        """Open the file.

        Raises:
            InputError: It cannot be used.
        """
        self._path, self._pace, self._loop, self._stop = path, pace, loop, stop
        self._source: Source = open_source(path)
        self._frames: Iterator[Frame] = iter(self._source)
        self._offset_s = 0.0
        self._last_s = 0.0
        self._period_s = 1 / (self._source.info.nominal_fps or FPS)
        self._start_s: float | None = None

    @property
    def ends(self) -> bool:
        """A file has an end unless it is played over and over."""
        return not self._loop

    def read(self) -> Picture | None:
        """Wait until the next picture is due; None at the end."""
        frame = next(self._frames, None)
        if frame is None and self._loop:
            self._rewind()
            frame = next(self._frames, None)
        if frame is None:
            return None
        time_s = self._offset_s + frame.time_s
        self._last_s = time_s
        now_s = time.monotonic()
        if self._start_s is None:
            self._start_s = now_s - time_s / self._pace
        due_s = self._start_s + time_s / self._pace
        if due_s > now_s and self._stop.wait(due_s - now_s):
            return None
        return Picture(frame.image, time_s)

    def close(self) -> None:
        """Close the file."""
        self._source.close()

    def _rewind(self) -> None:
        self._source.close()
        self._source = open_source(self._path)
        self._frames = iter(self._source)
        self._offset_s = self._last_s + self._period_s


@contextmanager
def quiet_opencv() -> Iterator[None]:
    """Keep OpenCV from writing warnings about cameras that aren't there to the terminal."""
    before = cv2.utils.logging.getLogLevel()
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
    try:
        yield
    finally:
        cv2.utils.logging.setLogLevel(before)


def _without_password(address: str) -> str:
    return re.sub(r"//[^/@]*@", "//", address)
