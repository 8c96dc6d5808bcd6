"""Files that are written whole or not at all, and whether they can be, found out before the work for them begins."""

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from posecheck.errors import OutputError


@contextmanager
def whole_file(target: Path) -> Iterator[Path]:
    """Give a temporary path beside `target` that takes its name once the block has ended well.

    When the block raises, the temporary file is removed and an existing `target` stays as it was. The temporary name
    keeps the suffix of `target`, because video containers are chosen by it.

    Raises:
        OutputError: The folder cannot be made or written, or the disk is full.
    """
    partial = target.with_name(f".{target.stem}.{os.getpid()}.partial{target.suffix}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        yield partial
        partial.replace(target)
    except OSError as error:
        raise OutputError(f"cannot write {target}: {error.strerror or error}") from error
    finally:
        with suppress(OSError):  # such as where its folder could not be made
            partial.unlink(missing_ok=True)


def remove_leftovers(target: Path, since_s: float) -> None:
    """Remove the temporary files that killed runs have left of a file.

    Args:
        target: The file.
        since_s: Time since the epoch; what was written to after it is perhaps being written by another run.
    """
    for partial in target.parent.glob(f".{target.stem}.*.partial{target.suffix}"):
        with suppress(OSError):
            if partial.stat().st_mtime < since_s:
                partial.unlink(missing_ok=True)


def check_folder(folder: Path, option: str) -> None:
    """Find out whether results can be written into a folder. It need not be there, and isn't made yet.

    Args:
        folder: The folder.
        option: What it was given with, such as `--out`.

    Raises:
        OutputError: They cannot.
    """
    place = next((each for each in (folder, *folder.parents) if os.path.lexists(each)), folder)
    try:
        if place.is_file():
            raise OutputError(f"{place} is a file, not a folder: name another folder with {option}")
        with tempfile.TemporaryDirectory(prefix=".posecheck-", dir=place):
            pass  # permissions alone don't tell: a disk may be full, and a system's own folder takes nothing
    except OSError as error:
        # Such a folder says that it isn't there, which would only confuse.
        reason = "" if error.errno == errno.ENOENT else f" ({error.strerror or error})"
        raise OutputError(f"nothing can be written into {place}{reason}: name another folder with {option}") from error


def check_file(target: Path, option: str) -> None:
    """Find out whether a file can be written, in place of the one of its name where there is one.

    Args:
        target: The file.
        option: What it was given with, such as `--plot`.

    Raises:
        OutputError: It cannot.
    """
    check_folder(target.parent, option)
    if target.is_dir():
        raise OutputError(f"{target} is a folder, not a file: name a file with {option}")
