"""Files that are written whole or not at all."""

import os
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
