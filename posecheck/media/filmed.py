"""When a clip was filmed, as far as its file tells."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Final

import av

from posecheck.errors import InputError

FIRST_YEAR: Final = 2000
"""Cameras whose clock was never set write years before."""


def filmed_at(path: Path, now: datetime) -> datetime:
    """Return when a clip was filmed: as its container says, or else when the file was last changed.

    Args:
        path: The clip.
        now: What comes later is not believed; its time zone is that of the answer.

    Raises:
        InputError: The file cannot be read.
    """
    try:
        with av.open(str(path)) as container:
            told = container.metadata.get("creation_time", "")
        changed = datetime.fromtimestamp(path.stat().st_mtime, now.tzinfo)
    except (OSError, av.FFmpegError) as error:
        raise InputError(f"cannot read {path}: {error}") from error
    try:
        filmed = datetime.fromisoformat(told).astimezone(now.tzinfo)
    except ValueError:
        return changed
    return filmed if filmed.year >= FIRST_YEAR and filmed <= now else changed
