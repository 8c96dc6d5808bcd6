"""Work beside the main loop: in order, bounded, and its errors come out where they can be handled."""

import threading
import time
from collections.abc import Iterator

import pytest

from posecheck.sessions.background import Behind, ahead


class BoomError(Exception):
    pass


def working() -> set[str]:
    return {thread.name for thread in threading.enumerate() if thread.name in ("ahead", "behind")}


@pytest.fixture(autouse=True)
def _no_thread_is_left() -> Iterator[None]:
    yield
    assert working() == set()


@pytest.mark.parametrize("depth", [1, 3, 100])
def test_all_items_come_in_order(depth: int) -> None:
    assert list(ahead(range(50), depth)) == list(range(50))


def test_nothing_comes_of_nothing() -> None:
    assert list(ahead([])) == []


def test_it_works_ahead_but_not_far() -> None:
    made = []

    def make() -> Iterator[int]:
        for number in range(100):
            made.append(number)
            yield number

    items = ahead(make(), depth=3)
    assert next(items) == 0
    deadline = time.monotonic() + 5
    while len(made) < 5 and time.monotonic() < deadline:
        time.sleep(0.01)
    time.sleep(0.15)
    assert len(made) == 5, "the one taken, three that wait, and one in hand"
    items.close()


def test_an_error_comes_after_the_items_before_it() -> None:
    def make() -> Iterator[int]:
        yield 1
        yield 2
        raise BoomError

    taken = []
    with pytest.raises(BoomError):
        for item in ahead(make()):
            taken.append(item)  # noqa: PERF402 - what was taken before the error
    assert taken == [1, 2]


def test_breaking_off_stops_the_work() -> None:
    def endless() -> Iterator[int]:
        number = 0
        while True:
            yield number
            number += 1

    items = ahead(endless(), depth=2)
    for item in items:
        if item == 5:
            break
    assert working() == {"ahead"}
    items.close()
    assert working() == set()


def test_an_error_of_the_loop_stops_the_work_ahead() -> None:
    with pytest.raises(BoomError):
        for _ in ahead(range(10_000), depth=2):
            raise BoomError


def test_what_is_handed_over_is_done_in_order_before_the_block_ends() -> None:
    done: list[int] = []

    def slowly(number: int) -> None:
        time.sleep(0.001)
        done.append(number)

    with Behind(slowly, depth=2) as behind:
        for number in range(30):
            behind.put(number)
    assert done == list(range(30))


def test_an_error_is_raised_by_a_later_put_and_what_comes_after_it_is_not_done() -> None:
    done: list[int] = []

    def fussy(number: int) -> None:
        if number == 3:
            raise BoomError
        done.append(number)

    with pytest.raises(BoomError), Behind(fussy, depth=1) as behind:
        for number in range(1000):
            behind.put(number)
    assert done == [0, 1, 2]


def test_an_error_at_the_very_end_is_raised_by_the_block() -> None:
    def fussy(number: int) -> None:
        time.sleep(0.01)
        raise BoomError

    with pytest.raises(BoomError), Behind(fussy) as behind:
        behind.put(1)


def test_an_error_of_the_block_is_not_hidden_by_one_of_the_work() -> None:
    def fussy(number: int) -> None:
        raise BoomError

    with pytest.raises(KeyError, match="mine"), Behind(fussy) as behind:
        behind.put(1)
        raise KeyError("mine")


def test_nobody_waits_for_ever_for_work_that_has_failed() -> None:
    started = threading.Event()

    def fussy(number: int) -> None:
        started.set()
        raise BoomError

    def hand_over() -> None:
        with Behind(fussy, depth=1) as behind:
            behind.put(0)
            started.wait(5)
            for number in range(50):
                behind.put(number)

    finished = threading.Event()

    def run() -> None:
        with pytest.raises(BoomError):
            hand_over()
        finished.set()

    threading.Thread(target=run, daemon=True).start()
    assert finished.wait(10)
