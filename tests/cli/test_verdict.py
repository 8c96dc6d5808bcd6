"""What a clip of counted movements came to, in the terminal and at the end of a session."""

from __future__ import annotations

import io
from dataclasses import replace

from rich.console import Console

from posecheck.cli.verdict import print_verdict
from posecheck.coach.judgement import CountRecord, Fault, HoldRecord
from posecheck.results.closing import closing_lines
from posecheck.results.summary import Summary


def turn(side: str, start_s: float, *faults: Fault) -> CountRecord:
    return CountRecord("door-sill-stretch", "turns", side, side, start_s, start_s + 1, None, faults)


QUICK = Fault("pace", "Slowly.", 1.0)
SUMMARY = Summary(
    source="turns.mp4",
    kind="video",
    duration_s=20.0,
    frames=480,
    detected_frames=480,
    view={"kind": "front", "yaw_deg": 88.0, "shares": {"front": 1.0}},
    pose="door-sill-stretch",
    variant="turns",
    accepted=True,
    score=None,
    holds=(),
    repetitions=2,
    warnings=(),
    counts=(turn("left", 1), turn("right", 3, QUICK), turn("left", 5, QUICK), turn("right", 7), turn("left", 9)),
)
HOLD = HoldRecord("door-sill-stretch", "stretch", "stretch", None, 0.0, 12.0, 12.0, 91.0, complete=True, target_s=10.0)


def printed(summary: Summary) -> str:
    console = Console(file=io.StringIO(), width=100)
    print_verdict(console, summary)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_counts_are_printed_by_side_with_what_to_work_on() -> None:
    text = printed(SUMMARY)
    assert "door-sill-stretch, turns: 3 left, 2 right\n" in text
    assert "Slowly. (2 times)" in text
    assert "No stretch" not in text


def test_holds_beside_counts_are_not_given_their_repetitions() -> None:
    text = printed(replace(SUMMARY, holds=(HOLD,)))
    assert "door-sill-stretch, stretch\n" in text
    assert "3 left, 2 right" in text


def test_a_hold_that_was_ended_early_tells_what_was_asked_for() -> None:
    early = replace(HOLD, held_s=2.5, complete=False)
    text = printed(replace(SUMMARY, counts=(), holds=(HOLD, early)))
    assert " 12.0 s " in text
    assert " 2.5 of 10 s " in text


def test_a_full_score_has_nothing_to_work_on_and_less_of_it_has() -> None:
    low = Fault("knee", "Let the knee bend.", 0.3)
    for score, told in ((99.7, False), (98.9, True)):
        summary = replace(SUMMARY, counts=(), holds=(replace(HOLD, score=score, faults=(low,)),), score=score)
        assert (low.cue in printed(summary)) is told
        assert (f"To work on: {low.cue}" in closing_lines(summary)) is told
    quick = replace(turn("left", 1, QUICK), score=100.0)
    assert f"To work on: {QUICK.cue}" in closing_lines(replace(SUMMARY, counts=(quick,), score=100.0))


def test_a_picture_is_told_what_to_work_on_the_worst_first() -> None:
    faults = (Fault("trunk", "Ease up.", 1.0), Fault("neck", "Don't drop your head back.", 1.0))
    picture = replace(SUMMARY, kind="image", counts=(), score=65.0, faults=faults)
    assert "score 65 of 100\n  Ease up.\n  Don't drop your head back.\n" in printed(picture)


def test_a_session_of_counts_is_closed_with_them() -> None:
    lines = closing_lines(SUMMARY)
    assert lines[0] == "Counted: 3 left and 2 right."
    assert "To work on: Slowly." in lines
