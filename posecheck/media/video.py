"""A clip as a source of frames, decoded by PyAV."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import chain
from pathlib import Path
from typing import Any, Final

import av
import numpy as np
from av.container import InputContainer
from av.packet import Packet
from av.sidedata.sidedata import SideDataContainer
from av.stream import Disposition
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from posecheck.errors import InputError
from posecheck.media.clock import RisingClock
from posecheck.media.frame import Frame, Image, Order
from posecheck.media.source import Source, SourceInfo
from posecheck.media.upright import DisplayMatrix, upright

USUAL_PERIOD_S: Final = 1 / 30
"""The pace of frames without times in a container without a frame rate."""

HIGHEST_FPS: Final = 1000
"""A stated rate above this is a time base that was taken for a rate."""

BREAK_S: Final = 0.5
"""A clip whose frames end this much before its stated end was cut off."""

TEXT_FORMATS: Final = frozenset({"tty", "bin", "xbin", "adf", "idf"})
"""FFmpeg draws text files as if they were films; nobody who names one here means that."""


class IsStillError(Exception):
    """The file is a picture, whatever its name says."""


class VideoSource(Source):
    """A clip of any container and codec that FFmpeg knows, without a word to the network.

    Attributes:
        damaged_packets: How many could not be decoded so far.
    """

    def __init__(self, path: Path, *, threads: int = 0, order: Order = "bgr") -> None:
        """Open the clip and decode its first frame.

        Args:
            path: The clip.
            threads: How many threads decode; 0 for as many as there are cores.
            order: Order of the colours: what is asked for costs nothing, turning it around later does.

        Raises:
            InputError: The file is no video, or no frame of it can be decoded.
            IsStillError: The file is a picture.
        """
        self.damaged_packets = 0
        self._order: Order = order
        try:
            # Only local files: a playlist may name addresses, and posecheck opens no internet connection.
            self._container: InputContainer = av.open(str(path.absolute()), options={"protocol_whitelist": "file"})
        except (av.FFmpegError, OSError, ValueError) as error:
            raise InputError(f"{path} is not a video that can be read: it may be damaged or cut off") from error
        try:
            self._stream = _video_stream(path, self._container)
            self._is_avi = self._container.format.name == "avi"
            self._stream.thread_type = "AUTO"
            self._stream.codec_context.thread_count = threads
            self._decoded: Iterator[VideoFrame] = self._decode(self._container.demux(self._stream))
            first = next(self._decoded, None)
            if first is None:
                raise InputError(f"{path} has no frame that can be decoded")
        except BaseException:
            self._container.close()
            raise
        self._first = first
        self._matrix = _display_matrix(first)
        self._size_px = _square_pixel_size(first, self._stream)
        fps = _nominal_fps(self._stream)
        self._clock = RisingClock(1 / fps if fps else USUAL_PERIOD_S)
        height_px, width_px = self._image(first).shape[:2]
        duration_s = _stated_duration_s(self._container, self._stream)
        count = self._stream.frames or (round(duration_s * fps) if duration_s and fps else None)
        super().__init__(SourceInfo(path, "video", width_px, height_px, duration_s, count, fps))

    def __iter__(self) -> Iterator[Frame]:
        time_s = 0.0
        for index, frame in enumerate(chain((self._first,), self._decoded)):
            time_s = self._clock.time_s(self._stamp(frame))
            yield Frame(self._image(frame), time_s, index, self._order)
        self.note_damage(time_s, self.damaged_packets)

    def close(self) -> None:
        """Close the file."""
        self._container.close()
        # It refers back to this source: without it the decoder's memory is given back at once, not some day.
        self._decoded = iter(())

    def note_damage(self, last_s: float, damaged_packets: int) -> None:
        """Add to the warnings what was wrong with the clip; for who has decoded it in parts.

        Args:
            last_s: Time of the last frame that could be decoded.
            damaged_packets: How many packets could not.
        """
        name = self.info.path.name
        stated_s = _reliable_duration_s(self._container, self._stream)
        period_s = 1 / self.info.nominal_fps if self.info.nominal_fps else USUAL_PERIOD_S
        if stated_s is not None and last_s + period_s + BREAK_S < stated_s:
            self.warnings.append(
                f"{name} breaks off at {last_s:.1f} s of {stated_s:.1f} s: only what comes before could be used"
            )
        elif damaged_packets:
            self.warnings.append(f"{name} is damaged in {damaged_packets} places: the frames there are missing")
        # The last frames of an AVI have no times, but its pace is constant: nothing is wrong with it.
        odd_times = self._clock.fallen + (0 if self._is_avi else self._clock.missing)
        if odd_times:
            self.warnings.append(f"{name} has {odd_times} frame times that are missing or do not rise; mended")

    def _decode(self, packets: "Iterator[Packet[VideoStream]]") -> Iterator[VideoFrame]:
        while True:
            try:
                packet = next(packets)
            except StopIteration:
                return
            except (av.FFmpegError, OSError):
                self.damaged_packets += 1
                return
            try:
                frames = packet.decode()
            except av.FFmpegError:
                self.damaged_packets += 1
                continue
            for frame in frames:
                if isinstance(frame, VideoFrame):
                    yield frame

    def _stamp(self, frame: VideoFrame) -> Fraction | None:
        # AVI knows no presentation times: what FFmpeg puts there for reordered frames is wrong.
        stamp = frame.dts if self._is_avi else frame.pts
        return None if stamp is None or frame.time_base is None else stamp * frame.time_base

    def _image(self, frame: VideoFrame) -> Image:
        width_px, height_px = self._size_px
        # The planes of a frame are padded to the decoder's liking; `upright` makes the rows contiguous.
        pixels = frame.to_ndarray(format=f"{self._order}24", width=width_px, height=height_px)
        return upright(np.asarray(pixels, dtype=np.uint8), self._matrix)


def _video_stream(path: Path, container: InputContainer) -> VideoStream:
    if container.format.name.endswith("_pipe") or container.format.name == "image2":
        raise IsStillError
    # The cover of a sound file is a video stream too.
    streams = [stream for stream in container.streams.video if not stream.disposition & Disposition.attached_pic]
    if not streams or container.format.name in TEXT_FORMATS:
        raise InputError(f"{path} is not a video: it has no moving picture in it")
    return streams[0]


def _display_matrix(frame: VideoFrame) -> DisplayMatrix | None:
    # Not `frame.side_data`: it and the frame refer to each other, so that the frame's memory is kept until some day.
    side_data: Any = SideDataContainer(frame)  # type: ignore[call-arg]  # as its stub knows nothing of
    data = side_data.get("DISPLAYMATRIX")
    return None if data is None else np.frombuffer(bytes(data), np.int32)


def _square_pixel_size(frame: VideoFrame, stream: VideoStream) -> tuple[int, int]:
    # Old camcorders store pixels that are not square; angles would be off by degrees.
    aspect = stream.sample_aspect_ratio
    if not aspect or aspect == 1:
        return frame.width, frame.height
    return max(1, round(frame.width * aspect)), frame.height


def _nominal_fps(stream: VideoStream) -> float | None:
    for rate in (stream.average_rate, stream.guessed_rate):
        if rate is not None and 0 < rate <= HIGHEST_FPS:
            return float(rate)
    return None


def _stated_duration_s(container: InputContainer, stream: VideoStream) -> float | None:
    reliable = _reliable_duration_s(container, stream)
    if reliable is not None:
        return reliable
    return container.duration / av.time_base if container.duration else None


def _reliable_duration_s(container: InputContainer, stream: VideoStream) -> float | None:
    """Return how long the video stream itself was meant to be, None when nothing says so."""
    if container.format.name == "avi" and stream.frames and stream.average_rate:
        return float(stream.frames / stream.average_rate)  # its duration is worked out from the size of the file
    if stream.duration is not None and stream.time_base is not None:
        return float(stream.duration * stream.time_base)
    if tag := stream.metadata.get("DURATION"):  # Matroska: "00:00:10.500000000"
        hours, minutes, seconds = tag.split(":")
        return float(Fraction(hours) * 3600 + Fraction(minutes) * 60 + Fraction(seconds))
    if len(container.streams) == 1 and container.duration:
        return container.duration / av.time_base
    return None
