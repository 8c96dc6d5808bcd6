"""A clip in parts that can be decoded side by side, and give the very frames that decoding the whole clip gives.

A part is decoded from the last *clean* keyframe before it: one that no frame is decoded across. Frames keep their
times, so it doesn't matter where decoding began. A clip whose times or keyframes cannot be relied upon has no parts.

Frames of a fast clip may be left out; which ones are is decided for the clip as a whole.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Container, Iterable, Iterator
from itertools import accumulate, chain, pairwise
from pathlib import Path
from typing import Final, cast

import av
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from posecheck.errors import InputError
from posecheck.media.clock import LEAST_STEP_S
from posecheck.media.frame import Frame, Order
from posecheck.media.thinning import FAST_FPS, Thinning
from posecheck.media.video import VideoSource

RELIABLE_FORMATS: Final = frozenset({"mov", "mp4", "matroska", "webm"})
"""Containers that state which frames are keyframes. In others FFmpeg guesses, and may name one that isn't clean."""

SAFE_STEP_S: Final = 2 * LEAST_STEP_S
"""Frames closer than this may have been moved apart by the reader, one after the other from the start of the clip."""


class PartedSource(VideoSource):
    """A clip that knows where it can be cut.

    Attributes:
        length_s: Time of the last frame as the packets state it; None when the clip can only be decoded as a whole.
    """

    def __init__(self, path: Path, *, order: Order = "bgr", thin: bool = False) -> None:
        """Open the clip and look through its packets, without decoding them.

        Args:
            path: The clip.
            order: Order of the colours in the frames of the clip and of its parts.
            thin: Whether frames of a fast clip are left out that tell no more than those beside them.

        Raises:
            InputError: The file is no video, or no frame of it can be decoded.
            IsStillError: The file is a picture.
        """
        super().__init__(path, order=order)
        self.length_s: float | None = None
        self._keys: list[int] = []
        self._thin = thin and (self.info.nominal_fps or 0.0) > FAST_FPS
        stamps = self._stamps()
        self._taken = self._chosen(pts for pts, _ in stamps) if stamps and self._thin else None
        if stamps:
            self._keys = list(_clean_keys(stamps))
            self.length_s = self._seconds(max(pts for pts, _ in stamps))

    def __iter__(self) -> Iterator[Frame]:
        thinning = Thinning()
        for frame in super().__iter__():
            if not self._thin or thinning.takes(frame.time_s):
                yield frame

    def part(self, from_s: float, until_s: float) -> Part:
        """Open the part of the clip from one time (inclusive) to another (exclusive), in seconds from its first frame.

        Raises:
            InputError: The file cannot be read any more.
        """
        before = bisect_right(self._keys, from_s, key=self._seconds) - 1
        key = self._keys[before] if before > 0 else None
        return Part(self.info.path, key, from_s, until_s, order=self._order, taken=self._taken)

    def _chosen(self, stamps: Iterable[int]) -> frozenset[int]:
        """Presentation times of the frames that are given when the clip is thinned."""
        thinning = Thinning()
        moments = ((pts, self._seconds(pts)) for pts in sorted(stamps))
        return frozenset(pts for pts, time_s in moments if time_s >= 0.0 and thinning.takes(time_s))

    def _seconds(self, pts: int) -> float:
        start, time_base = self._stamp(self._first), self._stream.time_base
        assert start is not None
        assert time_base is not None
        return float(pts * time_base - start)

    def _stamps(self) -> list[tuple[int, bool]]:
        """Presentation time of every packet, and whether it is a keyframe; empty when they cannot be relied upon."""
        with av.open(str(self.info.path.absolute()), options={"protocol_whitelist": "file"}) as container:
            if not RELIABLE_FORMATS & set(container.format.name.split(",")) or self._stamp(self._first) is None:
                return []
            stream = cast(VideoStream, container.streams[self._stream.index])
            packets = [(packet.pts, packet.is_keyframe) for packet in _until_broken(container.demux(stream))]
        stamps = [(pts, key) for pts, key in packets if pts is not None]
        time_base = self._stream.time_base
        if len(stamps) < len(packets) or time_base is None:
            return []
        ordered = sorted(pts for pts, _ in stamps)
        least_step = SAFE_STEP_S / time_base
        return stamps if all(after - before >= least_step for before, after in pairwise(ordered)) else []


class Part(VideoSource):
    """A part of a clip as a source of frames. Their times are those of the whole clip, their indices the part's own."""

    def __init__(
        self,
        path: Path,
        key: int | None,
        from_s: float,
        until_s: float,
        *,
        order: Order = "bgr",
        taken: Container[int] | None = None,
    ) -> None:
        """Open the clip; use `PartedSource.part`.

        Args:
            path: The clip.
            key: Presentation time of the keyframe to decode from, in the stream's ticks; None for the clip's start.
            from_s: The earliest time of a frame that is given.
            until_s: The time before which the part ends.
            order: Order of the colours.
            taken: Presentation times of the frames that are given; None for all.
        """
        # The parts keep all cores busy side by side: more threads in each decoder would only take memory.
        super().__init__(path, threads=1, order=order)
        self._key = key
        self._from_s = from_s
        self._until_s = until_s
        self._taken = taken

    def __iter__(self) -> Iterator[Frame]:
        start = self._stamp(self._first)
        assert start is not None
        index = 0
        for frame in self._decoded_from_key():
            stamp = self._stamp(frame)
            if stamp is None:  # in a damaged place: every packet had a time
                continue
            time_s = float(stamp - start)
            if time_s >= self._until_s:
                return
            if time_s >= self._from_s and (self._taken is None or frame.pts in self._taken):
                yield Frame(self._image(frame), time_s, index, self._order)
                index += 1

    def _decoded_from_key(self) -> Iterator[VideoFrame]:
        if self._key is None:
            return chain((self._first,), self._decoded)
        for target in (self._key, 0):  # an index that leads astray is no reason to give up
            self._container.seek(target, stream=self._stream, backward=True)
            packets = self._container.demux(self._stream)
            for packet in packets:
                if packet.pts == self._key and packet.is_keyframe:
                    return self._decode(chain((packet,), packets))
        raise InputError(f"{self.info.path} has changed while it was being read")


def _until_broken(packets: Iterator[Packet[VideoStream]]) -> Iterator[Packet[VideoStream]]:
    """The packets up to the place where the file is broken off, without the empty one that ends the stream."""
    while True:
        try:
            packet = next(packets)
        except (StopIteration, av.FFmpegError, OSError):
            return
        if packet.size:
            yield packet


def _clean_keys(stamps: list[tuple[int, bool]]) -> Iterator[int]:
    """Presentation times of the keyframes with everything earlier before them and everything later after them."""
    latest_before = accumulate((pts for pts, _ in stamps), max)
    earliest_after = [*accumulate((pts for pts, _ in reversed(stamps)), min)][::-1]
    before: int | None = None
    for (pts, is_key), latest, earliest in zip(stamps, latest_before, earliest_after, strict=True):
        if is_key and earliest == pts and (before is None or before < pts):
            yield pts
        before = latest
