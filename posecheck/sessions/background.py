"""Work that goes on beside the main loop, in order and without piling up."""

import queue
import threading
from collections.abc import Callable, Generator, Iterable
from types import TracebackType
from typing import Final, Generic, Self, TypeVar

Item = TypeVar("Item")

_END: Final = object()


def ahead(items: Iterable[Item], depth: int = 8) -> Generator[Item, None, None]:
    """Give the items of an iterable that is worked through in a thread, up to `depth` items ahead.

    An exception of the iterable is raised here, after the items before it.
    """
    ready: queue.Queue[object] = queue.Queue(depth)
    stop = threading.Event()

    def put(thing: object) -> bool:
        while not stop.is_set():
            try:
                ready.put(thing, timeout=0.1)
            except queue.Full:
                continue
            return True
        return False

    def work() -> None:
        try:
            for item in items:
                if not put(item):
                    return
            put(_END)
        except BaseException as error:  # noqa: BLE001 - handed over and raised where the items are taken
            put(error)

    thread = threading.Thread(target=work, name="ahead", daemon=True)
    thread.start()
    try:
        while (item := ready.get()) is not _END:
            if isinstance(item, BaseException):
                raise item
            yield item  # type: ignore[misc]  # the queue holds items, errors and the end
    finally:
        stop.set()
        thread.join()


class Behind(Generic[Item]):
    """Hands items to a function in a thread, in order, with at most `depth` waiting; a context manager.

    An exception of the function is raised by the next `put` or at the end of the block.
    """

    def __init__(self, function: Callable[[Item], None], depth: int = 8) -> None:
        self._function = function
        self._waiting: queue.Queue[object] = queue.Queue(depth)
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._work, name="behind", daemon=True)
        self._thread.start()

    def put(self, item: Item) -> None:
        """Hand over an item; waits while too many are waiting."""
        if self._error is not None:
            raise self._error
        self._waiting.put(item)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._waiting.put(_END)
        self._thread.join()
        if kind is None and self._error is not None:
            raise self._error

    def _work(self) -> None:
        # After an error the items are still taken, so that nobody waits for ever to hand one over.
        while (item := self._waiting.get()) is not _END:
            if self._error is None:
                try:
                    self._function(item)  # type: ignore[arg-type]  # only items and the end are put in
                except BaseException as error:  # noqa: BLE001 - raised where the items are handed over
                    self._error = error
