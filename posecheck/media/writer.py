"""Video out: H.264 in MP4 that plays in browsers and on phones, every frame at its own time."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import av
import cv2
import numpy as np
from av.container import OutputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from posecheck.errors import OutputError
from posecheck.files import whole_file
from posecheck.media.clock import LEAST_STEP_S
from posecheck.media.frame import Image

TICKS_PER_S: Final = 90_000
"""Fine enough for the frame times of every camera; the usual clock of video."""

LEAST_STEP_TICKS: Final = round(LEAST_STEP_S * TICKS_PER_S)

USUAL_FPS: Final = 30


class _DiscardedError(Exception):
    """Ends the block of the temporary file without giving it its name."""


class VideoWriter:
    """Writes frames with their own times; a context manager.

    The file appears under its name only once it is whole: when the block ends well, or when `close` is called before,
    such as for keeping what was written until Ctrl-C. When the block raises, nothing is left behind, unless
    `keep_incomplete` was asked for.

    Example:
        with VideoWriter(Path("out.mp4")) as writer:
            for frame in source:
                writer.write(frame.image, frame.time_s)
    """

    def __init__(self, path: Path, *, nominal_fps: float | None = None, keep_incomplete: bool = False) -> None:
        """Prepare for writing; the file is begun with the first frame.

        Args:
            path: An `.mp4` file; its folder is made if need be.
            nominal_fps: The average frame rate, a hint for the encoder; the frames' own times count.
            keep_incomplete: When the block raises, make a whole file of the frames until then instead of none.
        """
        self.path = path
        self.frame_count = 0
        self._fps = Fraction(nominal_fps or USUAL_FPS).limit_denominator(1001)
        self._keep_incomplete = keep_incomplete
        self._cleanup = ExitStack()
        self._container: OutputContainer | None = None
        self._stream: VideoStream | None = None
        self._waiting: VideoFrame | None = None
        self._first_s = 0.0
        self._ended = False

    def write(self, image: Image, time_s: float) -> None:
        """Add a frame. An odd width or height loses its last pixel row: H.264 video for browsers has even sizes.

        Args:
            image: Array of shape `(height, width, 3)`, BGR, of the size that the first frame had.
            time_s: Its time; the first frame's becomes 0. One that does not rise is moved a millisecond past the last.

        Raises:
            OutputError: The file cannot be written, or the disk is full.
            ValueError: The image is smaller than 2x2, or its size is not that of the first.
        """
        if self._ended:
            raise ValueError("write to a VideoWriter that was closed")
        height_px, width_px = (side - side % 2 for side in image.shape[:2])
        if self._stream is None:
            if not (width_px and height_px):
                raise ValueError(f"a video frame cannot have the shape {image.shape}")
            self._begin(width_px, height_px)
            self._first_s = time_s
        elif (width_px, height_px) != (self._stream.width, self._stream.height):
            raise ValueError(
                f"frame of {width_px}x{height_px} in a video of {self._stream.width}x{self._stream.height}"
            )
        # OpenCV's conversion takes an eighth of the time of FFmpeg's; its colour matrix is told to the encoder below.
        pixels = cv2.cvtColor(image[:height_px, :width_px], cv2.COLOR_BGR2YUV_I420)
        frame = VideoFrame.from_ndarray(np.asarray(pixels, dtype=np.uint8), format="yuv420p")
        frame.time_base = Fraction(1, TICKS_PER_S)
        frame.pts = round((time_s - self._first_s) * TICKS_PER_S)
        # Encoded one frame late, because how long a frame is shown is known only once the next one comes.
        if self._waiting is not None:
            frame.pts = max(frame.pts, _pts(self._waiting) + LEAST_STEP_TICKS)
            self._waiting.duration = frame.pts - _pts(self._waiting)
            self._encode(self._waiting)
        self._waiting = frame
        self.frame_count += 1

    def close(self) -> None:
        """End the video and give it its name; without a frame no file is made. Calling it again does nothing.

        Raises:
            OutputError: The file cannot be written, or the disk is full.
        """
        if self._ended:
            return
        self._ended = True
        with self._cleanup:
            if self._container is None:
                return
            if self._waiting is not None:
                self._waiting.duration = round(TICKS_PER_S / self._fps)
                self._encode(self._waiting)
            self._encode(None)
            with self._output_errors():
                self._container.close()
            self._container = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None or (self._keep_incomplete and not isinstance(error, OutputError)):
            self.close()
        elif not self._ended:
            self._ended = True
            self._discard()

    def _begin(self, width_px: int, height_px: int) -> None:
        partial = self._cleanup.enter_context(whole_file(self.path))
        self._cleanup.callback(self._release)
        # The index goes to the front, so that a browser can start playing before it has everything.
        self._container = av.open(
            str(partial.absolute()),
            "w",
            format="mp4",
            options={"movflags": "+faststart", "video_track_timescale": str(TICKS_PER_S)},
        )
        stream = self._container.add_stream("libx264", rate=self._fps)
        stream.width, stream.height, stream.pix_fmt = width_px, height_px, "yuv420p"
        stream.codec_context.time_base = stream.time_base = Fraction(1, TICKS_PER_S)
        stream.codec_context.options = {
            "preset": "veryfast",
            "crf": "23",
            # With frames that refer to later ones the container's clock lags behind the pictures' own times, and a clip
            # of variable frame rate gets a wrong length.
            "bf": "0",
            "x264-params": "colorprim=bt709:transfer=bt709:colormatrix=smpte170m",
        }
        stream.codec_context.thread_type = "AUTO"
        self._stream = stream

    def _encode(self, frame: VideoFrame | None) -> None:
        assert self._stream is not None
        assert self._container is not None
        with self._output_errors():
            self._container.mux(self._stream.encode(frame))

    @contextmanager
    def _output_errors(self) -> Iterator[None]:
        try:
            yield
        except (av.FFmpegError, OSError) as error:
            raise OutputError(f"cannot write {self.path}: {getattr(error, 'strerror', None) or error}") from error

    def _discard(self) -> None:
        # Not with the caller's own error: `whole_file` would tell an OSError as one of this file.
        with suppress(_DiscardedError), self._cleanup:
            raise _DiscardedError

    def _release(self) -> None:
        # Reached with an open container only when the file is thrown away: then its last bytes may fail to be written.
        if self._container is not None:
            with suppress(av.FFmpegError, OSError):
                self._container.close()
            self._container = None


def _pts(frame: VideoFrame) -> int:
    assert frame.pts is not None
    return frame.pts
