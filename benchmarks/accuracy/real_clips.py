"""Real clips: what is held in them, and what should not have been."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.accuracy.cache import LandmarkCache
from posecheck.coach.judgement import HoldRecord
from posecheck.references.schema import Reference
from posecheck.sessions.asked import Asked
from posecheck.sessions.judging import judge_recording

SHOWS: Final = {"child_pose": "child-pose", "bridge_pose": "shoulder-bridge"}
"""Clip to the stretch that is held in it; a hold in any other clip is a false one."""


@dataclass(frozen=True)
class ClipVerdict:
    """What posecheck made of a real clip.

    Attributes:
        name: File name without its suffix.
        duration_s: Length.
        detected: Share of the frames in which somebody was found.
        shows: The stretch that is held in it; None for none.
        holds: All that were reported.
    """

    name: str
    duration_s: float
    detected: float
    shows: str | None
    holds: tuple[HoldRecord, ...]

    @property
    def false_holds(self) -> tuple[HoldRecord, ...]:
        """Holds of anything but what it shows."""
        return tuple(hold for hold in self.holds if hold.pose != self.shows)

    @property
    def held_share(self) -> float | None:
        """Share of its length that was held as what it shows; None for a clip that shows no stretch."""
        if self.shows is None:
            return None
        return sum(hold.held_s for hold in self.holds if hold.pose == self.shows) / self.duration_s


def judge_clips(paths: Iterable[Path], cache: LandmarkCache, references: tuple[Reference, ...]) -> list[ClipVerdict]:
    """Judge every clip as `posecheck analyze` does, against all references at once."""
    verdicts = []
    for path in paths:
        summary = judge_recording(cache.recording(path), Asked(references))
        verdicts.append(
            ClipVerdict(
                name=path.stem,
                duration_s=summary.duration_s,
                detected=summary.detected_frames / max(1, summary.frames),
                shows=SHOWS.get(path.stem),
                holds=summary.holds,
            )
        )
    return verdicts
