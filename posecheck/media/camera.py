"""Live pictures: a thread takes them and keeps only the newest, and gets a camera back that stalls or is unplugged."""

from __future__ import annotations

import threading
import time
from collections import deque
from dataclasses import dataclass
from enum import StrEnum
from itertools import count
from types import TracebackType
from typing import Final, Protocol, Self

import cv2
import numpy as np

from posecheck.errors import InputError
from posecheck.media.feeds import CameraSource, Feed, Picture, open_feed
from posecheck.media.frame import Frame, Image

STALL_S: Final = 1.0
"""Without a picture for this long a camera counts as stalled; the time from there on doesn't count for the session."""

HUNG_S: Final = 6.0
"""A camera whose driver doesn't return from a read for this long is opened anew beside it."""

BACK_OFF_S: Final = (0.3, 0.6, 1.2, 2.5, 5.0)
"""Waits between attempts to get a camera back; the last one is repeated."""

RATE_WINDOW: Final = 60


class CameraState(StrEnum):
    """How a camera is."""

    CONNECTED = "connected"
    STALLED = "stalled"
    GONE = "gone"
    ENDED = "ended"


class Opener(Protocol):
    """Opens a feed."""

    def __call__(self, source: CameraSource, stop: threading.Event, /) -> Feed:
        """Open it; raises InputError when there is none."""


@dataclass(frozen=True, eq=False)
class Shot:
    """A live picture.

    Attributes:
        frame: With the time in the session: monotonic from its first picture, without the time of stalls; a file's own.
        captured_s: When it was taken, by the monotonic clock.
    """

    frame: Frame
    captured_s: float


def same_size(image: Image, model: Image) -> Image:
    """Return a picture in the size of another, with bars where its shape differs: a phone may have been turned."""
    if image.shape == model.shape:
        return image
    height, width = model.shape[:2]
    scale = min(width / image.shape[1], height / image.shape[0])
    size = (max(1, round(image.shape[1] * scale)), max(1, round(image.shape[0] * scale)))
    fitted = np.zeros_like(model)
    x, y = (width - size[0]) // 2, (height - size[1]) // 2
    fitted[y : y + size[1], x : x + size[0]] = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    return fitted


class Camera:
    """Takes pictures in a thread; a context manager.

    Attributes:
        source: What the pictures come from.
    """

    def __init__(self, source: CameraSource, *, opener: Opener = open_feed, stall_s: float = STALL_S) -> None:
        """Open the camera.

        Raises:
            InputError: There is no such camera.
        """
        self.source = source
        self._opener = opener
        self._stall_s = stall_s
        self._stop = threading.Event()
        self._changed = threading.Condition()
        self._newest: Shot | None = None
        self._ended = False
        self._gone = False
        self._index = count()
        self._last_s = time.monotonic()
        self._time_s: float | None = None
        self._arrivals: deque[float] = deque(maxlen=RATE_WINDOW)
        self._generation = 0
        feed = opener(source, self._stop)
        self._start(feed)
        self._watcher = threading.Thread(target=self._watch, name="camera watch", daemon=True)
        self._watcher.start()

    @property
    def state(self) -> CameraState:
        """How the camera is now."""
        with self._changed:
            if self._ended:
                return CameraState.ENDED
            if self._gone:
                return CameraState.GONE
            stalled = time.monotonic() - self._last_s > self._stall_s
        return CameraState.STALLED if stalled else CameraState.CONNECTED

    @property
    def fps(self) -> float | None:
        """Pictures a second, of the last ones; None until there are enough."""
        with self._changed:
            arrivals = list(self._arrivals)
        if len(arrivals) < 10 or arrivals[-1] <= arrivals[0]:
            return None
        return (len(arrivals) - 1) / (arrivals[-1] - arrivals[0])

    def newest(self, after: int, timeout_s: float) -> Shot | None:
        """Wait for a picture that is newer than the one with this index; None when none comes in time."""
        with self._changed:
            self._changed.wait_for(lambda: self._ended or self._is_newer(after), timeout_s)
            return self._newest if self._is_newer(after) else None

    def close(self) -> None:
        """Stop taking pictures and give the camera back."""
        self._stop.set()
        with self._changed:
            self._changed.notify_all()
        self._watcher.join()
        # A driver that hangs in a read cannot be waited for; its thread is a daemon.
        self._reader.join(timeout=1.0)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _is_newer(self, after: int) -> bool:
        return self._newest is not None and self._newest.frame.index > after

    def _start(self, feed: Feed | None) -> None:
        self._generation += 1
        self._reader = threading.Thread(target=self._read, args=(feed, self._generation), name="camera", daemon=True)
        self._reader.start()

    def _read(self, feed: Feed | None, generation: int) -> None:
        """Take pictures for as long as this is the thread that is wanted."""
        attempts = 0
        while self._wanted(generation):
            if feed is None:
                self._stop.wait(BACK_OFF_S[min(attempts, len(BACK_OFF_S) - 1)])
                attempts += 1
                feed = self._reopen() if self._wanted(generation) else None
                continue
            picture = feed.read()
            if picture is not None:
                attempts = 0
                self._publish(picture, generation)
                continue
            feed.close()
            if feed.ends or not self._wanted(generation):
                self._end(generation)
                return
            feed = None
            with self._changed:
                self._gone = True
        if feed is not None:
            feed.close()

    def _reopen(self) -> Feed | None:
        try:
            return self._opener(self.source, self._stop)
        except InputError:
            return None

    def _wanted(self, generation: int) -> bool:
        return not self._stop.is_set() and generation == self._generation

    def _publish(self, picture: Picture, generation: int) -> None:
        now_s = time.monotonic()
        with self._changed:
            if generation != self._generation:
                return
            gap_s = now_s - self._last_s
            if picture.time_s is not None:
                self._time_s = picture.time_s
            elif self._time_s is None:
                self._time_s = 0.0
            else:
                self._time_s += min(gap_s, self._stall_s)
            self._last_s = now_s
            self._gone = False
            if gap_s > self._stall_s:
                self._arrivals.clear()
            self._arrivals.append(now_s)
            image = picture.image if self._newest is None else same_size(picture.image, self._newest.frame.image)
            self._newest = Shot(Frame(image, self._time_s, next(self._index)), now_s)
            self._changed.notify_all()

    def _end(self, generation: int) -> None:
        with self._changed:
            if generation == self._generation:
                self._ended = True
                self._changed.notify_all()

    def _watch(self) -> None:
        """Open a hung camera anew: its own thread may never come back."""
        while not self._stop.wait(0.5):
            with self._changed:
                hung = not self._ended and not self._gone and time.monotonic() - self._last_s > HUNG_S
                if hung:
                    self._gone = True
                    self._start(None)
