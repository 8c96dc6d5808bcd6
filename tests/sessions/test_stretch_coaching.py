"""A session of a single stretch without its threads: pauses, cuts by key, and its end in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from posecheck.coach.guidance import Command, Stage
from posecheck.coach.plan import make_plan
from posecheck.results.closing import closing_lines
from posecheck.results.history import Practised
from posecheck.results.recording import Recorder, Recording
from posecheck.results.summary import Summary
from posecheck.sessions.asked import Asked
from posecheck.sessions.calibrate import guided_plan
from posecheck.sessions.coaching import PictureFacts
from posecheck.sessions.judging import judge_recording
from posecheck.sessions.stretch import StretchCoaching
from tests.support.clips import shipped_reference
from tests.support.live import MOTION, assert_same_holds, info, true_stream


def test_paused_time_does_not_count() -> None:
    coaching = StretchCoaching(make_plan(shipped_reference("child-pose"), hold_s=8.0))
    assert coaching.session_time_s(1.0) == 1.0
    coaching.command(Command.PAUSE)
    assert coaching.session_time_s(2.0) is None
    coaching.command(Command.PAUSE)
    assert coaching.session_time_s(31.0) == pytest.approx(1.0, abs=0.05)


def test_a_key_that_begins_anew_is_a_cut_that_judging_again_keeps(tmp_path: Path) -> None:
    plan = make_plan(shipped_reference("child-pose"), repetitions=9)
    coaching, frames = StretchCoaching(plan), []
    for time_s, landmarks in true_stream(MOTION):
        coaching.frame(landmarks, time_s, PictureFacts())
        frames.append((time_s, landmarks))
        if len(frames) == 200:
            coaching.command(Command.RESTART)
    summary = coaching.finish(info())
    assert len(summary.holds) == 2
    recorder = Recorder()
    for time_s, landmarks in frames:
        recorder.add(time_s, landmarks)
    recorder.save(tmp_path / "kept.npz", info(tuple(coaching.cuts_s)))
    again = judge_recording(Recording.load(tmp_path / "kept.npz"), Asked((plan.reference,)))
    assert_same_holds(again.holds, summary.holds, 0.01)


def coached(*keys: tuple[Stage, Command]) -> tuple[Summary, list[float]]:
    """What somebody did, and where it was cut, who presses each key two seconds after the stage has come."""
    coaching, left, since_s = StretchCoaching(make_plan(shipped_reference("child-pose"), hold_s=6.0)), list(keys), 0.0
    for time_s, landmarks in true_stream(MOTION):
        before = coaching.moment.guidance.stage
        stage = coaching.frame(landmarks, time_s, PictureFacts()).guidance.stage
        since_s = time_s if stage is not before else since_s
        if left and left[0][0] is stage and time_s - since_s >= 2.0:
            coaching.command(left.pop(0)[1])
    assert not left
    return coaching.finish(info()), coaching.cuts_s


@pytest.mark.parametrize(
    ("stage", "command"),
    [
        (Stage.HOLD, Command.SWITCH_SIDE),  # child pose has no other side
        (Stage.EXIT, Command.SWITCH_SIDE),
        (Stage.EXIT, Command.RESTART),
    ],
)
def test_a_key_that_means_nothing_leaves_the_hold_alone(stage: Stage, command: Command) -> None:
    summary, cuts_s = coached((stage, command))
    assert (summary, cuts_s) == (coached()[0], [])
    assert [hold.complete for hold in summary.holds] == [True]


def test_the_pain_key_pressed_again_ends_no_other_hold() -> None:
    once = coached((Stage.HOLD, Command.PAIN))
    assert coached((Stage.HOLD, Command.PAIN), (Stage.STOPPED, Command.PAIN)) == once
    assert [hold.complete for hold in once[0].holds] == [False, True]


def test_a_set_in_which_nothing_is_asked_for_is_told_without_a_score() -> None:
    """The guided set of a calibration accepts any form, so that a score would always be full."""
    reference = shipped_reference("child-pose")
    asking, calibrating = (StretchCoaching(plan) for plan in (make_plan(reference), guided_plan(reference)))
    for coaching in (asking, calibrating):
        for time_s, landmarks in true_stream(MOTION):
            coaching.frame(landmarks, time_s, PictureFacts())
    assert calibrating.closing(calibrating.finish(info())) == ("1 hold, 10 seconds in all.",)
    assert any(line.startswith("Form ") for line in asking.closing(asking.finish(info())))


@pytest.mark.parametrize(
    ("then_s", "told"),
    [
        (-5.0, "5 seconds more than last time, on 20 November. Form was 88 then."),
        (-1.0, "1 second more than last time, on 20 November. Form was 88 then."),
        (0.0, "Last time, on 20 November: {} seconds, form 88."),
        (9.0, "Last time, on 20 November: {} seconds, form 88."),
    ],
)
def test_the_summary_in_words_compares_with_last_time(then_s: float, told: str) -> None:
    coaching = StretchCoaching(make_plan(shipped_reference("child-pose"), hold_s=8.0))
    for time_s, landmarks in true_stream(MOTION):
        coaching.frame(landmarks, time_s, PictureFacts())
    summary = coaching.finish(info())
    held_s = round(summary.holds[0].held_s) + then_s
    last = Practised(1, "live", datetime(2026, 11, 20, 7, tzinfo=UTC), 1, 0, held_s, held_s, 88.0)
    lines = closing_lines(summary, last)
    assert lines[0].startswith("1 hold, 1")
    assert lines[-1] == told.format(round(held_s))
    counted = replace(last, holds=0, counts=12, held_s=0.0)
    assert closing_lines(summary, counted)[-1] == "Last time, on 20 November: 12 counted, form 88."
