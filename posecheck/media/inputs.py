"""What the person names on the command line, as the list of clips and pictures that it stands for."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from posecheck.errors import InputError

IMAGE_SUFFIXES: Final = frozenset(
    {".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".bmp", ".tif", ".tiff", ".avif", ".ppm", ".pgm"}
)
VIDEO_SUFFIXES: Final = frozenset(
    {
        *(".mp4", ".m4v", ".mov", ".qt", ".mkv", ".webm", ".avi", ".gif", ".mpg", ".mpeg", ".mpe", ".ts", ".mts"),
        *(".m2ts", ".vob", ".wmv", ".asf", ".flv", ".f4v", ".3gp", ".3g2", ".ogv", ".ogg", ".mjpeg", ".mjpg", ".mxf"),
        *(".y4m", ".h264", ".264", ".hevc", ".h265", ".265", ".ivf", ".rm", ".rmvb", ".divx", ".dv", ".nut"),
    }
)


def expand_inputs(paths: Iterable[Path]) -> list[Path]:
    """Return the files to look at: a folder gives the clips and pictures right inside it, in natural order.

    Files are given back as they came, whether they exist or not: opening them tells what is wrong with them. A file
    that is named twice is given once.

    Raises:
        InputError: A folder has no clip and no picture in it, or cannot be read.
    """
    files: dict[Path, None] = {}
    for path in paths:
        for file in _folder_media(path) if path.is_dir() else [path]:
            files.setdefault(file)
    return list(files)


def _folder_media(folder: Path) -> list[Path]:
    try:
        entries = list(folder.iterdir())
    except OSError as error:
        raise InputError(f"cannot read the folder {folder}: {error.strerror or error}") from error
    media = [
        entry
        for entry in entries
        if entry.suffix.lower() in IMAGE_SUFFIXES | VIDEO_SUFFIXES
        and not entry.name.startswith(".")  # such as the `._` files that macOS leaves on foreign disks
        and entry.is_file()
    ]
    if not media:
        raise InputError(f"the folder {folder} has no clip and no picture in it: name one that has, or name the files")
    return sorted(media, key=_natural_key)


def _natural_key(path: Path) -> tuple[list[tuple[int, str]], str]:
    # "img10" comes after "img2": digits compare as numbers, everything else without regard to case.
    pieces = re.split(r"([0-9]+)", path.name.casefold())
    return [(int(piece), "") if piece.isdecimal() else (-1, piece) for piece in pieces], path.name
