"""What the history tells of what was written into it, and what is left when it is told to forget."""

from __future__ import annotations

import csv
import json
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from posecheck.coach.judgement import Measured
from posecheck.errors import OutputError, UsageError
from posecheck.results import history_file
from posecheck.results.history import Aspect, History, Range
from posecheck.results.history_progress import courses
from posecheck.results.history_rows import export
from posecheck.results.session_log import SessionLog
from tests.support.history import count, hold, write_session

KNEES = Aspect("arms-forward", "rest", None, "knees", "knee_flexion")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "history.db"


def at(day: int) -> datetime:
    return datetime(2026, 11, day, 7, tzinfo=UTC)


def measured(value: float, spread: float) -> tuple[Measured, ...]:
    return (Measured("knees", "knee_flexion", value, spread, 100),)


def test_without_a_history_there_is_nothing_and_none_is_made(path: Path) -> None:
    with History(path) as history:
        assert (history.sessions(), history.poses(), history.progress("child-pose")) == ((), (), ())
        assert history.forget() == 0
    assert not path.parent.exists()


def test_progress_sums_up_a_stretch_by_the_session(path: Path) -> None:
    holds = [
        hold(0, held_s=10.0, score=80.0, measured=measured(120.0, 1.0)),
        hold(1, held_s=30.0, score=100.0, measured=measured(130.0, 3.0)),
        hold(2, held_s=20.0, score=None, measured=()),
        hold(3, pose="knee-hug", held_s=99.0),
    ]
    with SessionLog("routine", "morning", at(2), path) as log:
        log.holds(holds)
        log.end(5.0, complete=True)
    write_session(path, 1, at(9))
    write_session(path, 0, at(10))  # nothing of it
    with History(path) as history:
        first, second = history.progress("child-pose")
        assert history.poses() == ("child-pose", "knee-hug")
        assert history.last_time("child-pose") == second
        assert history.last_time("child-pose", but=second.number) == first
        assert history.last_time("plank") is None
    assert (first.kind, first.holds, first.held_s, first.longest_s) == ("routine", 3, 60.0, 30.0)
    assert first.score == pytest.approx(95.0)  # by the length of what could be scored
    assert first.measured == {KNEES: Range(125.0, 2.0, 2)}


def test_practice_is_what_was_held_in_which_session_on_which_day(path: Path) -> None:
    """As far as a routine that grows asks for it; clips are no practice, and a session without a hold is still one."""
    evening = datetime(2026, 11, 3, 23, tzinfo=timezone(timedelta(hours=-9)))
    with SessionLog("routine", "morning", evening, path) as log:
        log.holds([hold(0, pose="knee-hug", complete=False)], item=1)
        log.holds([hold(0), hold(1, variant="arms-back")], item=0)
    write_session(path, 0, at(9))
    with SessionLog("analysis", "clip.mp4", at(10), path) as log:
        log.holds([hold()])
    write_session(path, 1, at(2))
    with History(path) as history:
        practice = history.practice()
    assert [session.day - date(2026, 11, 1).toordinal() for session in practice] == [1, 2, 8]
    assert [(each.pose, each.variant, each.phase, each.held_s, each.complete) for each in practice[1].holds] == [
        ("child-pose", "arms-forward", "rest", 20.0, True),
        ("child-pose", "arms-back", "rest", 20.0, True),
        ("knee-hug", "arms-forward", "rest", 20.0, False),
    ]
    assert [len(session.holds) for session in practice] == [1, 3, 0]
    assert not any(session.hurt for session in practice)


def test_counted_movements_are_progress_too(path: Path) -> None:
    with SessionLog("live", "door-sill-stretch", at(2), path) as log:
        log.counts([count(0), count(1, score=None), count(2, side="right", phase="right", score=90.0)])
    with History(path) as history:
        (session,) = history.progress("door-sill-stretch")
        assert history.poses() == ("door-sill-stretch",)
    assert (session.holds, session.counts, session.held_s, session.score) == (0, 3, 0.0, 85.0)


def test_a_session_that_was_killed_lasted_until_its_last_hold(path: Path) -> None:
    with SessionLog("live", "child-pose", at(2), path) as log:
        log.holds([hold(0), hold(4, end_s=150.0)])
    with History(path) as history:
        (session,) = history.sessions()
    assert (session.minutes, session.complete) == (2.5, False)


def test_first_and_now_are_each_the_middle_of_three_sessions(path: Path) -> None:
    values = (100.0, 90.0, 104.0, 120.0, 130.0, 180.0, 128.0)
    for day, value in enumerate(values, 1):
        write_session(path, 1, at(day), hold={"measured": measured(value, value / 100)})
    with History(path) as history:
        sessions = history.progress("child-pose")
    (course,) = courses(sessions)
    assert (course.aspect, course.compared) == (KNEES, 3)
    assert (course.first, course.now, course.spread) == (100.0, 130.0, 1.3)
    # Of less than six sessions none counts for both.
    assert [courses(sessions[:count])[0].compared for count in range(1, 7)] == [0, 1, 1, 2, 2, 3]
    assert courses(sessions[:1])[0].first is None


def test_the_day_is_that_of_the_persons_own_clock_and_the_order_that_of_time(path: Path) -> None:
    pacific, berlin_winter, berlin_summer = (timezone(timedelta(hours=hours)) for hours in (-8, 1, 2))
    moments = [
        datetime(2026, 1, 4, 23, 50, tzinfo=pacific),  # a Sunday evening, Monday already in UTC
        datetime(2026, 3, 29, 1, 30, tzinfo=berlin_winter),  # half an hour before the clock is put forward
        datetime(2026, 3, 29, 23, 30, tzinfo=berlin_summer),
        datetime(2026, 10, 25, 2, 30, tzinfo=berlin_summer),  # comes twice that night: this is the first
        datetime(2026, 10, 25, 2, 15, tzinfo=berlin_winter),  # later, though the clock says earlier
    ]
    for moment in reversed(moments):
        write_session(path, 1, moment)
    with History(path) as history:
        sessions = history.sessions()
        assert [each.started for each in history.progress("child-pose")] == moments
    assert [session.started.isoformat() for session in sessions] == [moment.isoformat() for moment in moments]
    assert [session.practice.day for session in sessions] == [
        date(2026, 1, 4),
        *[date(2026, 3, 29)] * 2,
        *[date(2026, 10, 25)] * 2,
    ]


def test_forgetting_takes_the_days_before_and_leaves_no_trace(path: Path) -> None:
    for day in (3, 4, 5):
        with SessionLog("live", f"secret-{day}", at(day), path) as log:
            log.holds([hold(0, measured=(Measured(f"trace-{day}", "knee_flexion", 1.0, 1.0, 1),))])
    with History(path) as history:
        assert history.forget(date(2026, 11, 5)) == 2
        assert [session.name for session in history.sessions()] == ["secret-5"]
        left = b"".join(file.read_bytes() for file in path.parent.iterdir())
    for day, there in ((3, False), (4, False), (5, True)):
        assert (f"secret-{day}".encode() in left, f"trace-{day}".encode() in left) == (there, there)


def test_forgetting_everything_takes_damaged_files_as_well(path: Path) -> None:
    write_session(path, 1)
    path.write_bytes(b"damaged" * 1000)
    write_session(path, 1)
    assert len(list(path.parent.glob("history-damaged-2*"))) == 1
    with History(path) as history:
        assert history.forget() == 1
        assert history.sessions() == ()
    assert [each.name for each in path.parent.iterdir()] == ["history.db"]


def test_what_cannot_be_written_can_be_read_but_not_forgotten(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_session(path, 2)

    def read_only(*arguments: object) -> None:
        raise OutputError("cannot keep a history: it cannot be written")

    # Whoever runs the tests may be allowed to write everywhere.
    monkeypatch.setattr(history_file, "open_for_writing", read_only)
    with History(path) as history:
        assert [session.holds for session in history.sessions()] == [2]
        with pytest.raises(OutputError, match=r"cannot delete from .*history\.db: it cannot be written"):
            history.forget()


def test_everything_is_exported(path: Path, tmp_path: Path) -> None:
    write_session(path, 2, before=5, after=3)
    with SessionLog("live", "door-sill-stretch", at(23), path) as log:
        log.counts([count(0)])
    with History(path) as history:
        everything = history.everything()
        assert export(history, tmp_path / "all.json") == 2
        assert export(history, tmp_path / "all.csv") == 2
        with pytest.raises(UsageError, match=r"all\.txt must end in \.json"):
            export(history, tmp_path / "all.txt")
    assert json.loads((tmp_path / "all.json").read_text()) == everything
    assert len(everything["sessions"][0]["holds"]) == 2
    with (tmp_path / "all.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["what"], row["pose"], row["start_s"], row["held_s"], row["complete"]) for row in rows] == [
        ("hold", "child-pose", "0.0", "20.0", "True"),
        ("hold", "child-pose", "30.0", "20.0", "True"),
        ("count", "door-sill-stretch", "0.0", "", ""),
    ]
