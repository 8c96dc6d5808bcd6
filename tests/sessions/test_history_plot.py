"""The picture of a stretch's progress: which rows it has, and what it does without a reference."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from posecheck.errors import OutputError, UsageError
from posecheck.feedback.timeline import FOOT, HEAD
from posecheck.feedback.timeline_row import ROW, TALL_ROW
from posecheck.results.history import Aspect, Practised, Range
from posecheck.sessions.history_plot import progress_image, save_plot
from tests.support.clips import shipped_reference


def practised(day: int, *aspects: Aspect, **changes: object) -> Practised:
    values = {"holds": 2, "counts": 0, "held_s": 40.0, "longest_s": 22.0, "score": 90.0} | changes
    started = datetime(2026, 11, day, 7, tzinfo=UTC)
    measured = {aspect: Range(115.0, 1.0, 2) for aspect in aspects}
    return Practised(day, "live", started, **values, measured=measured)  # type: ignore[arg-type]  # any field


def height(*sessions: Practised, pose: str = "knee-hug", known: bool = True) -> int:
    image = progress_image(pose, sessions, shipped_reference(pose) if known else None)
    return int(image.shape[0]) - HEAD - FOOT


LEFT = Aspect("left", "hug", "left", "hip", "hip_flexion")
RIGHT = Aspect("right", "hug", "right", "hip", "hip_flexion")


def test_both_sides_of_a_check_share_a_row() -> None:
    held_and_form = 2 * ROW
    assert height(practised(2)) == held_and_form
    assert height(practised(2, LEFT), practised(9, LEFT)) == held_and_form + ROW
    assert height(practised(2, LEFT), practised(9, LEFT, RIGHT)) == held_and_form + TALL_ROW


def test_rows_are_only_of_what_there_is() -> None:
    assert height(practised(2, score=None)) == ROW
    assert height(practised(2, holds=0, counts=12, held_s=0.0, score=None)) == ROW
    assert height(practised(2), practised(3, holds=0, counts=12, held_s=0.0)) == 3 * ROW


def test_a_stretch_that_changed_or_is_gone_is_drawn_with_what_was_kept() -> None:
    gone = Aspect("sideways", "twist", None, "waist", "trunk_lean")
    assert height(practised(2, gone)) == height(practised(2, gone), known=False) == 3 * ROW


def test_the_file_is_a_whole_png(tmp_path: Path) -> None:
    save_plot(tmp_path / "plot.png", "knee-hug", [practised(2, LEFT)])
    assert (tmp_path / "plot.png").read_bytes().startswith(b"\x89PNG")
    with pytest.raises(UsageError, match=r"end .*plot\.jpg in \.png"):
        save_plot(tmp_path / "plot.jpg", "knee-hug", [practised(2)])
    with pytest.raises(OutputError, match="cannot write"):
        save_plot(tmp_path / "plot.png" / "plot.png", "knee-hug", [practised(2)])
    assert [path.name for path in tmp_path.iterdir()] == ["plot.png"]
