"""Keeping what an analysed clip came to in the history."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from posecheck.media.filmed import filmed_at
from posecheck.results.session_log import SessionLog
from posecheck.results.summary import Summary


def save_analysis(clip: Path, summary: Summary, history: Path, now: datetime) -> str | None:
    """Keep what a clip came to, under the day on which it was filmed, in place of an earlier analysis of it.

    Args:
        clip: The clip.
        summary: What it came to.
        history: The history's file.
        now: The time where the person is.

    Returns:
        A sentence when it could not be kept, or there is something else to know.

    Raises:
        InputError: The clip cannot be read any more.
    """
    with SessionLog("analysis", clip.name, filmed_at(clip, now), history) as log:
        log.holds(summary.holds)
        log.counts(summary.counts)
        log.end(summary.duration_s / 60, summary.complete)
    return log.notice
