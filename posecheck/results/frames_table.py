"""`frames.csv`: one row a frame, every measure and the verdict."""

import csv
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Final, Self, TextIO

from posecheck.coach.judgement import Judgement
from posecheck.coach.observation import Observation
from posecheck.files import whole_file
from posecheck.measures.body import Body, CannotMeasure, Orientation, Side
from posecheck.measures.registry import SAGITTAL_VIEWS, all_measures

VERDICT_COLUMNS: Final = ("pose", "variant", "phase", "in_pose", "score", "held_s", "sight", "cue")

TEXT_COLUMNS: Final = frozenset({"view", "near", "facing", "orientation", "pose", "variant", "phase", "sight", "cue"})
"""All others hold numbers."""

_MEASURE_COLUMNS: Final = tuple(
    (f"{name}_{side}" if side else name, name, side)
    for name, measure in all_measures().items()
    for side in ((Side.LEFT, Side.RIGHT) if measure.sided else (None,))
)


def columns() -> list[str]:
    """Return the names of the table's columns. Sided measures have one for the left and one for the right."""
    return [
        "time_s",
        "view",
        "yaw_deg",
        "near",
        "facing",
        "orientation",
        *(column for column, _, _ in _MEASURE_COLUMNS),
        *VERDICT_COLUMNS,
    ]


class FramesTable:
    """Writes the table row by row; a context manager that gives the file its name when the block ends.

    A measure that is unknown is an empty cell, never a number.
    """

    def __init__(self, path: Path) -> None:
        self._cleanup = ExitStack()
        partial = self._cleanup.enter_context(whole_file(path))
        self._file: TextIO = self._cleanup.enter_context(partial.open("w", newline="", encoding="utf-8"))
        self._rows = csv.writer(self._file, lineterminator="\n")
        self._rows.writerow(columns())

    def write(self, seen: Observation, judgement: Judgement) -> None:
        """Add the row of a frame."""
        measures = [_cell(seen.measure(name, side).value) for _, name, side in _MEASURE_COLUMNS]
        posed = judgement.phase is not None
        self._rows.writerow(
            [
                f"{seen.time_s:.4f}",
                judgement.view or "",
                _cell(judgement.yaw_deg),
                judgement.near or "",
                *_pose_in_space(seen.body),
                *measures,
                judgement.pose if posed else "",
                judgement.variant if posed else "",
                judgement.phase or "",
                int(judgement.in_pose),
                _cell(judgement.score),
                f"{judgement.hold.held_s:.2f}" if judgement.hold else "",
                judgement.sight,
                judgement.cue,
            ]
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._cleanup.__exit__(kind, error, trace)


def _pose_in_space(body: Body | None) -> tuple[str, str]:
    """Which way the person faces in the picture, and how the trunk lies; empty where that cannot be told.

    From the front or the rear the picture doesn't tell the chest's side from the back's.
    """
    if body is None:
        return "", ""
    from_side = body.view in SAGITTAL_VIEWS
    try:
        orientation = body.orientation
    except CannotMeasure:
        return "", ""
    told = from_side or orientation not in (Orientation.SUPINE, Orientation.PRONE)
    facing = "right" if body.facing > 0 else "left"
    return facing if from_side else "", orientation.value if told else ""


def _cell(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"
