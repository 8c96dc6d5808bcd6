"""Opening clips and pictures, whichever a file is."""

import re
from collections.abc import Callable
from pathlib import Path

from posecheck.errors import InputError
from posecheck.media.inputs import IMAGE_SUFFIXES
from posecheck.media.source import Source


def open_source(path: Path | str, open_clip: Callable[[Path], Source] | None = None) -> Source:
    """Open a clip or a picture.

    Args:
        path: The file.
        open_clip: How a clip is opened; None for frame after frame.

    Raises:
        InputError: The file is missing, cannot be read, or has no frame that can be decoded.
    """
    # Imported here, because decoders take a third of a second to load and not every command opens a file.
    from posecheck.media import still, video

    path = Path(path)
    _check_file(path)
    if path.suffix.lower() in IMAGE_SUFFIXES:
        return still.StillSource(path)
    try:
        return (open_clip or video.VideoSource)(path)
    except video.IsStillError:
        return still.StillSource(path)


def _check_file(path: Path) -> None:
    if re.match(r"(https?|rtsp):/", path.as_posix()):
        raise InputError(f"{path} is an address: only files are read here, so save the clip first")
    try:
        if path.is_dir():
            raise InputError(f"{path} is a folder, not a clip or a picture")
        if not path.exists():
            raise InputError(f"{path} does not exist: check the name")
        with path.open("rb") as file:
            if path.is_file() and not file.read(1):
                raise InputError(f"{path} is empty: it was perhaps not copied to the end")
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror or error}") from error
    if path.suffix.lower() in {".heic", ".heif"}:
        raise InputError(f"{path} is a HEIC picture, which cannot be read here: export it as JPEG")
