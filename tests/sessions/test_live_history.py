"""What a live session leaves in the history: at once, compared with the one before, and never in its way."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

import pytest

from posecheck.coach.plan import make_plan
from posecheck.coach.routine_plan import plan_routine
from posecheck.errors import InputError
from posecheck.feedback.announcer import RecordingAnnouncer
from posecheck.media.feeds import CameraSource
from posecheck.media.frame import Frame
from posecheck.pose.landmarks import Landmarks
from posecheck.references.routine import Item, Routine
from posecheck.results.history import History
from posecheck.results.session_log import SessionLog
from posecheck.sessions.live import LiveSession
from posecheck.sessions.live_parts import LiveOptions, LiveParts
from posecheck.sessions.routine import RoutineCoaching
from tests.support.clips import shipped, shipped_reference
from tests.support.live import MOTION, TrueEstimator, run_on_truth, true_stream
from tests.support.performer import perform, play


def test_a_session_is_kept_in_the_history_and_compared_with_the_one_before(grey_clip: Path, tmp_path: Path) -> None:
    file = tmp_path / "history.db"
    first, second = (run_on_truth(CameraSource(path=grey_clip, pace=20.0), history=file) for _ in range(2))
    with History(file) as history:
        sessions, progress = history.sessions(), history.progress("child-pose")
    assert [(each.kind, each.name, each.complete) for each in sessions] == [("live", "child-pose", True)] * 2
    for result, session, practised in zip((first, second), sessions, progress, strict=True):
        (hold,) = result.summary.holds
        assert (session.held_s, session.minutes) == (hold.held_s, result.summary.duration_s / 60)
        assert len(practised.measured) == len(hold.measured) > 5
        assert result.notice is None
    assert not any("last time" in line.lower() for line in first.lines)
    assert "ast time, on " in second.lines[-1]


def test_the_history_is_asked_for_the_last_time_of_a_stretch_and_not_of_a_routine(
    grey_clip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(SessionLog, "last_time", lambda self, pose: asked.append(pose))
    run_on_truth(CameraSource(path=grey_clip, pace=20.0), history=tmp_path / "history.db")
    assert asked == ["child-pose"]
    item = Item("knee-hug", side="left", hold_s=5, repetitions=1)
    references = {reference.name: reference for reference in shipped()}
    plan = plan_routine(Routine("mine", "Mine", "Mine.", (item,)), references)
    film = perform(RoutineCoaching(plan))
    result, _ = play(film, LiveOptions(CameraSource(index=0), plan, history=tmp_path / "history.db"))
    assert result.lines[0] == "Mine: 1 of 1 stretch."
    assert asked == ["child-pose"]


def test_a_hold_is_in_the_history_as_soon_as_it_is_over(grey_clip: Path, tmp_path: Path) -> None:
    file = tmp_path / "history.db"

    class Breaking(TrueEstimator):
        def estimate(self, frame: Frame) -> Landmarks | None:
            if file.exists():  # it is made when there is something to keep
                raise InputError("broken")
            return super().estimate(frame)

    plan = make_plan(shipped_reference("child-pose"), repetitions=9, hold_s=6.0)
    options = LiveOptions(CameraSource(path=grey_clip, pace=10.0, loop=True), plan, history=file)
    with pytest.raises(InputError, match="broken"):
        LiveSession(options, LiveParts(lambda: nullcontext(Breaking(true_stream(MOTION))), RecordingAnnouncer())).run()
    with History(file) as history:
        (session,) = history.sessions()
    assert (session.holds, session.complete) == (1, False)


def test_a_history_that_cannot_be_kept_ends_no_session(grey_clip: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    result = run_on_truth(CameraSource(path=grey_clip, pace=20.0), history=tmp_path / "file" / "history.db")
    assert len(result.summary.holds) == 1
    assert result.notice is not None
    assert result.notice.startswith("this session is not in the history: cannot keep a history in ")
