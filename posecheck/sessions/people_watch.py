"""How many people are in view, counted now and then in a thread of its own: nobody waits for it."""

from __future__ import annotations

import math
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack
from types import TracebackType
from typing import Protocol, Self

from posecheck.media.frame import Frame


class Counter(Protocol):
    """Counts people."""

    def count(self, frame: Frame) -> int:
        """Return how many people are in the frame."""


class PeopleWatch:
    """Has people counted beside the session; a context manager.

    Attributes:
        people: How many there were at the last count; None before the first.
        most: How many there ever were; None before the first count.
    """

    def __init__(self, load: Callable[[], AbstractContextManager[Counter]]) -> None:
        """Begin; nothing is loaded before the first picture.

        Args:
            load: Loads what counts people.
        """
        self.people: int | None = None
        self.most: int | None = None
        self._load = load
        self._counter: Counter | None = None
        self._open = ExitStack()
        self._thread = ThreadPoolExecutor(1, "people")
        self._count: Future[int] | None = None
        self._asked_s = -math.inf

    def update(self, frame: Frame, period_s: float) -> int | None:
        """Return how many people there were at the last count, and have them counted in this picture if that is due.

        Args:
            frame: The newest picture.
            period_s: Time between two counts, by the pictures' times.

        Raises:
            ModelError: What counts people cannot be loaded.
        """
        if self._count is not None and self._count.done():
            self.people = self._count.result()
            self.most = max(self.people, self.most or 0)
            self._count = None
        if self._count is None and frame.time_s - self._asked_s >= period_s:
            self._asked_s = frame.time_s
            self._count = self._thread.submit(self._look, frame)
        return self.people

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._thread.shutdown(cancel_futures=True)
        self._open.close()

    def _look(self, frame: Frame) -> int:
        if self._counter is None:
            self._counter = self._open.enter_context(self._load())
        return self._counter.count(frame)
