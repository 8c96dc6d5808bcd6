"""What the person names on the command line, as the list of clips and pictures that it stands for."""

import os
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


def collect_inputs(source: Path, *, without: Path | None = None) -> list[Path]:
    """Return the files of a large collection, in natural order: all in a folder and below it, or those on a list.

    Args:
        source: A folder, or a text file with a path on each line, counted from the list's own folder. Empty lines and
            those that begin with `#` say nothing.
        without: A folder that is left out, such as the one for the results.

    Raises:
        InputError: There is no such folder or list, it cannot be read, or it names no file.
    """
    try:
        files = _media_below(source, without) if source.is_dir() else _listed(source)
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not a text file with a path on each line"
        raise InputError(f"cannot read {source}: {reason}") from error
    if not files:
        raise InputError(f"{source} names no clip and no picture")
    return files


def _listed(path: Path) -> list[Path]:
    lines = [line.strip() for line in path.read_text(encoding="utf-8-sig").splitlines()]
    return list(dict.fromkeys(path.parent / line for line in lines if line and not line.startswith("#")))


def _media_below(folder: Path, without: Path | None) -> list[Path]:
    left_out = without.resolve() if without is not None else None
    files: list[Path] = []
    for place, folders, names in os.walk(folder):
        here = Path(place)
        folders[:] = [name for name in folders if not name.startswith(".") and (here / name).resolve() != left_out]
        files += [here / name for name in names if _is_media(here / name)]
    return sorted(files, key=lambda file: [_natural_key(Path(part)) for part in file.parts])


def _is_media(file: Path) -> bool:
    # Not such as the `._` files that macOS leaves on foreign disks.
    return file.suffix.lower() in IMAGE_SUFFIXES | VIDEO_SUFFIXES and not file.name.startswith(".") and file.is_file()


def _folder_media(folder: Path) -> list[Path]:
    try:
        media = [entry for entry in folder.iterdir() if _is_media(entry)]
    except OSError as error:
        raise InputError(f"cannot read the folder {folder}: {error.strerror or error}") from error
    if not media:
        raise InputError(f"the folder {folder} has no clip and no picture in it: name one that has, or name the files")
    return sorted(media, key=_natural_key)


def _natural_key(path: Path) -> tuple[list[tuple[int, str]], str]:
    # "img10" comes after "img2": digits compare as numbers, everything else without regard to case.
    pieces = re.split(r"([0-9]+)", path.name.casefold())
    return [(int(piece), "") if piece.isdecimal() else (-1, piece) for piece in pieces], path.name
