"""People are counted beside the session, which never waits for a count."""

import math
import threading
import time
from contextlib import nullcontext

import numpy as np
import pytest

from posecheck.errors import ModelError
from posecheck.media.frame import Frame
from posecheck.sessions.people_watch import PeopleWatch

PERIOD_S = 5.0
PATIENCE_S = 10.0


def frame(time_s: float) -> Frame:
    return Frame(np.zeros((2, 2, 3), np.uint8), time_s, round(time_s))


class Counter:
    """Counts when it is let."""

    def __init__(self, *counts: int) -> None:
        self.counts = list(counts)
        self.times_s: list[float] = []
        self.go = threading.Semaphore(0)

    def count(self, frame: Frame) -> int:
        assert self.go.acquire(timeout=PATIENCE_S)
        self.times_s.append(frame.time_s)
        return self.counts.pop(0)


def wait_for(watch: PeopleWatch, people: int) -> None:
    """Wait for the count that is under way."""
    end_s = time.monotonic() + PATIENCE_S
    while watch.update(frame(0.0), math.inf) != people:
        assert time.monotonic() < end_s, "waited too long"
        time.sleep(0.001)


def test_a_slow_count_holds_nobody_up_and_comes_when_it_is_due() -> None:
    counter = Counter(1, 3, 2)
    with PeopleWatch(lambda: nullcontext(counter)) as watch:
        # The counter isn't let, and yet everything goes on.
        assert [watch.update(frame(time_s), PERIOD_S) for time_s in (0.0, 2.0, 12.0)] == [None] * 3
        counter.go.release(3)
        wait_for(watch, 1)
        watch.update(frame(12.5), PERIOD_S)
        wait_for(watch, 3)
        assert watch.update(frame(14.0), PERIOD_S) == 3
        watch.update(frame(17.5), PERIOD_S)
        wait_for(watch, 2)
        assert (counter.times_s, watch.most) == ([0.0, 12.5, 17.5], 3)


def test_a_counter_that_cannot_be_loaded_is_told() -> None:
    def broken() -> nullcontext[Counter]:
        raise ModelError("broken")

    with PeopleWatch(broken) as watch:
        watch.update(frame(0.0), PERIOD_S)
        with pytest.raises(ModelError, match="broken"):
            wait_for(watch, 1)
