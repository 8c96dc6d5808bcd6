"""Landmarks of clips and photos, kept so that a rerun takes seconds.

What is kept is named by the content of the file, of the model and of the code that estimates poses. A change of how
clips are decoded is not noticed: `--fresh` looks at everything again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Final

from benchmarks.accuracy.changed import Change
from benchmarks.accuracy.data import file_hash
from posecheck.errors import InputError
from posecheck.media.reader import open_source
from posecheck.pose import centres, continuity, estimator, flow, landmarker, landmarks, looks
from posecheck.pose.estimator import PoseEstimator
from posecheck.pose.model import cache_folder
from posecheck.results.recording import Recorder, Recording, RecordingInfo

_MAKERS: Final = (centres, continuity, estimator, flow, landmarker, landmarks, looks)
"""The modules whose change makes other landmarks."""

Told = Callable[[str], None]
"""Is told the name of a file that is being looked at."""


class LandmarkCache:
    """Gives the landmarks of a file, estimating them at most once.

    Args:
        model_path: The pose model.
        folder: Where they are kept; beside the models in the user's cache when left out.
        told: Is called before a file is looked at, which takes its time.
        fresh: Estimate again what is kept already.
    """

    def __init__(
        self, model_path: Path, folder: Path | None = None, told: Told | None = None, *, fresh: bool = False
    ) -> None:
        self._model_path = model_path
        self._fresh = fresh
        self._folder = folder or default_folder()
        self._told = told or (lambda _name: None)
        self._model_hash = file_hash(model_path)

    def recording(self, path: Path, change: Change | None = None) -> Recording:
        """Return the landmarks of a clip, or of a picture.

        Args:
            path: The file.
            change: Done to a picture before it is looked at.

        Raises:
            InputError: The file cannot be read.
        """
        words = [file_hash(path), self._model_hash, _code_hash(), *([change.name] if change else [])]
        key = hashlib.sha256(" ".join(words).encode()).hexdigest()[:32]
        kept = self._folder / f"{key}.npz"
        if kept.is_file() and not self._fresh:
            try:
                return Recording.load(kept)
            except InputError:
                kept.unlink()
        self._told(path.name)
        recording = record(path, self._model_path, change=change)
        recording.save(kept)
        return recording


def record(path: Path, model_path: Path, every: int = 1, change: Change | None = None) -> Recording:
    """Estimate the landmarks of a clip or a picture.

    Args:
        path: The file.
        model_path: The pose model.
        every: Look at every n-th frame only.
        change: Done to every frame before it is looked at.
    """
    recorder = Recorder()
    with open_source(path) as source, PoseEstimator(model_path, source.info.kind) as estimator_:
        info = source.info
        width_px, height_px = info.width_px, info.height_px
        for frame in source:
            if frame.index % every == 0:
                seen = replace(frame, image=change.of(frame.image)) if change else frame
                height_px, width_px = seen.image.shape[:2]
                recorder.add(frame.time_s, estimator_.estimate(seen))
    return recorder.recording(
        RecordingInfo(
            source=path.name,
            kind=info.kind,
            width_px=width_px,
            height_px=height_px,
            duration_s=info.duration_s or 0.0,
            model=model_path.stem,
        )
    )


def default_folder() -> Path:
    """Return the folder in which landmarks are kept by default."""
    return cache_folder().parent / "accuracy"


@lru_cache(maxsize=1)
def _code_hash() -> str:
    digest = hashlib.sha256()
    for module in _MAKERS:
        digest.update(Path(str(module.__file__)).read_bytes())
    return digest.hexdigest()
