"""Pose models for an analysis, of which the first is loaded while the clip is being opened."""

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from posecheck.errors import ModelError
from posecheck.pose.estimator import PoseEstimator


class Estimators:
    """Makes estimators that have seen nothing yet; a context manager. The first is begun at once, in a thread."""

    def __init__(self, model_path: Path) -> None:
        self._model_path = model_path
        self._pool = ThreadPoolExecutor(1, "model")
        self._ahead: deque[Future[PoseEstimator]] = deque([self._pool.submit(PoseEstimator, model_path)])

    def fresh(self) -> PoseEstimator:
        """Return one that nobody has used; whoever takes it closes it.

        Raises:
            ModelError: The file is missing or no pose model.
        """
        try:
            ahead = self._ahead.pop()
        except IndexError:
            return PoseEstimator(self._model_path)
        return ahead.result()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(IndexError, ModelError):  # it was taken, or is of no use to anybody
            self._ahead.pop().result().close()
        self._pool.shutdown()
