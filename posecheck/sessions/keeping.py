"""Finished segments of a run, kept beside its results until it is done: a run that was killed can be continued.

A kept segment is named by everything that decides what is in it, so a stale one is never taken for a fresh one.
"""

from __future__ import annotations

import hashlib
import shutil
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from posecheck import __version__
from posecheck.files import whole_file
from posecheck.media.identity import file_identity
from posecheck.pose.landmarks import Landmarks
from posecheck.results.recording import ROW, Recorder, row_landmarks

FOLDER_PREFIX: Final = ".segments-"

_one_reader = threading.Lock()
"""NumPy reads headers with `ast.literal_eval`, which fails in Python 3.11 when two threads are in it at once."""

FORMAT: Final = 4
"""Goes up when the plan of segments or what is kept of them changes within a version."""


@dataclass(frozen=True)
class SegmentFacts:
    """What is known of a segment besides its landmarks.

    Attributes:
        people: The most people seen at once in it.
        damaged_packets: How many of its packets could not be decoded.
    """

    people: int
    damaged_packets: int


@dataclass(frozen=True, eq=False)
class KeptSegment:
    """A finished segment.

    Attributes:
        rows: Array of `ROW`, one a frame.
        facts: The rest.
    """

    rows: NDArray[np.void]
    facts: SegmentFacts

    def moments(self, width_px: int, height_px: int) -> Iterator[tuple[float, Landmarks | None]]:
        """Give time and landmarks of each frame, for a picture of this size."""
        for row in self.rows:
            yield float(row["times_s"]), row_landmarks(row, width_px, height_px)


@dataclass(frozen=True)
class KeptSegments:
    """The finished segments of one clip with one model.

    Attributes:
        folder: Where they are; it is made with the first of them.
    """

    folder: Path

    @classmethod
    def beside(cls, results: Path, clip: Path, model_path: Path, *, every_frame: bool) -> Self:
        """Return the place for a clip's segments in its folder of results.

        Args:
            results: That folder.
            clip: The clip.
            model_path: The pose model.
            every_frame: Whether all frames of a fast clip are looked at.

        Raises:
            InputError: The clip or the model cannot be read.
        """
        made_from = f"{file_identity(clip)} {file_identity(model_path)} {__version__} {FORMAT} {every_frame}"
        return cls(results / (FOLDER_PREFIX + hashlib.sha256(made_from.encode()).hexdigest()[:16]))

    def save(self, index: int, recorder: Recorder, facts: SegmentFacts) -> None:
        """Keep a finished segment, whole or not at all.

        Raises:
            OutputError: It cannot be written.
        """
        rows = np.concatenate([np.zeros(0, ROW), *recorder.rows()])
        with whole_file(self._path(index)) as partial:
            np.savez(partial, rows=rows, facts=np.array([facts.people, facts.damaged_packets]))

    def load(self, index: int) -> KeptSegment | None:
        """Return a segment that was kept; None when there is none that can be read."""
        try:
            with _one_reader, np.load(self._path(index), allow_pickle=False) as stored:
                rows, (people, damaged) = stored["rows"], stored["facts"].tolist()
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
            return None
        return KeptSegment(rows, SegmentFacts(people, damaged)) if rows.dtype == ROW else None

    def discard(self) -> None:
        """Remove these segments, and those that were kept beside them for other clips or models."""
        for folder in self.folder.parent.glob(f"{FOLDER_PREFIX}*"):
            shutil.rmtree(folder, ignore_errors=True)

    def _path(self, index: int) -> Path:
        return self.folder / f"{index:04}.npz"
