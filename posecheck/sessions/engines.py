"""Where the tasks of a batch run: in processes of this machine, or on a Dask cluster.

Both give each task's outcome as it comes, and run a task again whose worker died.
"""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from typing import Any, Final

import cv2

from posecheck.errors import UsageError
from posecheck.sessions.batch import Task

RETRIES: Final = 2
"""How often a task is tried again whose own worker died: a clip that kills every worker must not go on for ever."""

TASKS_PER_WORKER: Final = 4
"""Tasks at the scheduler for each thread of a cluster: enough to keep it busy, few enough for 100,000 clips."""

CONNECT_S: Final = 10.0
"""A scheduler that hasn't answered after this long is taken for absent."""

Outcome = tuple[Task, str | None]
"""A task, and why its clip cannot be used; None when it was analysed."""


def run_here(tasks: Iterable[Task], workers: int) -> Iterator[Outcome]:
    """Run tasks in processes of this machine.

    Raises:
        OutputError: The results cannot be written.
    """
    todo = [(task, 0) for task in tasks]
    todo.reverse()
    suspects: list[tuple[Task, int]] = []
    others = set(multiprocessing.active_children())
    while todo or suspects:
        # One at a time: suspects that ran together would die together again, and the healthy ones be given up as well.
        waiting, at_once = (suspects, 1) if suspects else (todo, workers)
        running: dict[Future[str | None], tuple[Task, int]] = {}
        # Spawned and not forked: a fork copies the locks of threads that it doesn't copy.
        with ProcessPoolExecutor(at_once, multiprocessing.get_context("spawn"), _begin) as pool:
            try:
                while waiting or running:
                    while waiting and len(running) < at_once:
                        # Taken away only once it is handed over, which fails when a worker has died meanwhile.
                        running[pool.submit(Task.run, waiting[-1][0])] = waiting[-1]
                        waiting.pop()
                    for future in wait(running, return_when=FIRST_COMPLETED).done:
                        outcome = future.result()
                        yield running.pop(future)[0], outcome
            except BrokenProcessPool:
                unfinished = []
                for future, (task, deaths) in running.items():
                    if isinstance(future.exception(), BrokenProcessPool):
                        unfinished.append((task, deaths))
                    else:
                        yield task, future.result()
                # Nobody knows whose worker it was, unless only one was at work; that of several counts against none.
                alone = len(unfinished) == 1
                for task, deaths in unfinished:
                    if alone and deaths == RETRIES:
                        yield task, f"{task.path}: the process that analysed it died, {deaths + 1} times"
                    else:
                        suspects.append((task, deaths + 1 if alone else deaths))
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                for worker in set(multiprocessing.active_children()) - others:
                    worker.terminate()  # what it has finished of its clip is kept for the next run
                raise


def run_on_dask(tasks: Iterable[Task], scheduler: str | None, workers: int) -> Iterator[Outcome]:
    """Run tasks on a Dask cluster, whose workers must see the files under the same paths.

    Args:
        tasks: What is to be done.
        scheduler: Address of the cluster's scheduler; None for a cluster of processes on this machine.
        workers: How many processes such a cluster has.

    Raises:
        UsageError: Dask is not installed, or nobody answers at the address.
        OutputError: The results cannot be written.
    """
    try:
        from distributed import Client, KilledWorker, LocalCluster, as_completed
    except ImportError as error:
        raise UsageError("Dask is not installed: pip install 'posecheck[dask]'") from error
    cluster: Any = None
    if scheduler is None:
        cluster = LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None)
    try:
        client = Client(cluster or scheduler, timeout=CONNECT_S)
    except (OSError, ValueError) as error:
        raise UsageError(f"no Dask scheduler answers at {scheduler}") from error
    try:
        todo = iter(tasks)
        room = TASKS_PER_WORKER * max(1, sum(client.nthreads().values()))
        running: dict[str, Task] = {}

        def submit(count: int) -> list[Any]:
            futures = []
            for task in islice(todo, count):
                # Not pure: what a task is for is what it writes.
                future = client.submit(Task.run, task, pure=False, retries=RETRIES)
                running[future.key] = task
                futures.append(future)
            return futures

        completed = as_completed(submit(room), raise_errors=False)
        for future in completed:
            task = running.pop(future.key)
            failure = future.exception()
            if failure is None:
                yield task, future.result()
            elif isinstance(failure, KilledWorker):
                yield task, f"{task.path}: the workers that analysed it died one after the other"
            else:
                raise failure
            for another in submit(1):
                completed.add(another)
    finally:
        client.close()
        if cluster is not None:
            cluster.close()


def _begin() -> None:
    cv2.setNumThreads(1)  # there is a process for every core
    threading.Thread(target=_end_with_the_batch, daemon=True).start()


def _end_with_the_batch() -> None:
    """End this process when the one that started it has been killed: it would wait for work for ever."""
    if (batch := multiprocessing.parent_process()) is not None:
        batch.join()
        os._exit(1)  # what it has finished of its clip is kept for the next run
