"""What a session writes: at once, whole, beside other processes, and whatever is the matter with the disk."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from posecheck.errors import InputError
from posecheck.results import history_file
from posecheck.results.history import History
from posecheck.results.history_file import VERSION
from posecheck.results.session_log import SessionLog
from tests.support.clips import ROOT
from tests.support.history import STARTED, count, hold, write_session


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "history.db"


def child(*words: object, **more: object) -> subprocess.Popen[str]:
    process: subprocess.Popen[str] = subprocess.Popen(
        [sys.executable, "-m", "tests.support.history", *map(str, words)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        **more,  # type: ignore[call-overload]  # any option
    )
    return process


def test_everything_that_was_noted_can_be_read_again(path: Path) -> None:
    with SessionLog("routine", "morning", STARTED, path) as log:
        log.rate_pain("before", 6)
        log.holds([hold(0)], item=0)
        log.holds([hold(0), hold(1, score=None, measured=())], item=0)
        log.holds([hold(0, pose="knee-hug", side="left")], item=2)
        log.counts([count(0), count(1)], item=3)
        log.event("left out", "plank", time_s=90.5)
        log.rate_pain("during", 5, time_s=91.0)
        log.rate_pain("after", 9)
        log.rate_pain("after", 3)  # a slip of the finger, corrected
        log.end(minutes=12.5, complete=True)
    assert log.notice is None
    with History(path) as history:
        (session,) = history.everything()["sessions"]
    assert {name: session[name] for name in ("kind", "name", "started", "minutes", "complete")} == {
        "kind": "routine",
        "name": "morning",
        "started": "2026-11-22T07:10:00+00:00",
        "minutes": 12.5,
        "complete": True,
    }
    assert [(each["item"], each["place"], each["pose"], each["side"], each["score"]) for each in session["holds"]] == [
        (0, 0, "child-pose", None, 90.0),
        (0, 1, "child-pose", None, None),
        (2, 0, "knee-hug", "left", 90.0),
    ]
    assert session["holds"][0]["faults"][0] == {"check": "knees", "cue": "Sink to your heels.", "fraction": 0.25}
    assert session["holds"][0]["measured"] == [
        {"check": "knees", "measure": "knee_flexion", "median": 128.0, "spread": 1.5, "moments": 200},
        {"check": "hips", "measure": "hip_flexion", "median": 140.0, "spread": 2.0, "moments": 200},
    ]
    assert session["holds"][1]["measured"] == []
    assert [each["place"] for each in session["counts"]] == [0, 1]
    assert session["events"] == [{"time_s": 90.5, "kind": "left out", "text": "plank"}]
    assert [(each["moment"], each["rating"]) for each in session["pain"]] == [
        ("before", 6),
        ("during", 5),
        ("after", 3),
    ]


def test_a_hold_that_turns_out_to_be_another_is_replaced(path: Path) -> None:
    reach, bend = hold(1, phase="reach"), hold(1, phase="bend")
    with SessionLog("live", "sun-salute-backbend", STARTED, path) as log:
        log.holds([hold(0), reach])
        log.holds([hold(0), bend, hold(2)])
        log.holds([hold(0), bend])
    with History(path) as history:
        (session,) = history.everything()["sessions"]
    assert [each["phase"] for each in session["holds"]] == ["rest", "bend"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the child makes children by forking")
def test_what_was_finished_outlives_a_kill_at_any_moment(path: Path) -> None:
    rounds = 50
    process = child("killed", path, rounds)
    told = json.loads(process.communicate(timeout=60)[0])
    assert (process.returncode, len(told)) == (0, rounds)
    assert len(set(told)) > 5  # they were killed at moments that differ
    with History(path) as history:
        kept = {each["name"]: each["holds"] for each in history.everything()["sessions"]}
        assert history.notice is None
    for number, count_told in enumerate(told):
        holds = kept.get(str(number), [])
        # At most the one that was being written when the kill came is there beyond those that were told.
        assert len(holds) - count_told in (0, 1)
        assert [each["place"] for each in holds] == list(range(len(holds)))
        assert all(len(each["faults"]) == len(each["measured"]) == 2 for each in holds)


@pytest.mark.parametrize("damaged", [False, True])
def test_two_processes_write_at_once(path: Path, damaged: bool) -> None:
    if damaged:
        path.parent.mkdir()
        path.write_bytes(b"damaged" * 1000)
    processes = [child("written", path, 30) for _ in range(2)]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    ends = [process.communicate("go\n", timeout=60) for process in processes]
    # Only one of them has set the damaged file aside, and the other did not take the new one for damaged.
    assert sorted("is now" in told for told, _ in ends) == [False, damaged]
    with History(path) as history:
        assert [(each.holds, each.complete) for each in history.sessions()] == [(30, True)] * 2


def test_what_another_process_keeps_from_being_written_is_written_later(path: Path) -> None:
    write_session(path, 1)
    with closing(sqlite3.connect(path, isolation_level=None)) as other, SessionLog("live", "x", STARTED, path) as log:
        other.execute("BEGIN IMMEDIATE")
        log.rate_pain("before", 4)
        log.holds([hold(0)])
        notices = [log.notice]
        other.execute("ROLLBACK")
        log.holds([hold(0), hold(1)])
        notices.append(log.notice)
    assert notices == ["this session is not in the history: another program keeps it locked", None]
    with History(path) as history:
        past = history.sessions()[-1]
    assert (past.holds, past.pain_before) == (2, 4)


def test_a_session_that_is_forgotten_while_it_goes_on_stays_forgotten(path: Path) -> None:
    with SessionLog("live", "child-pose", STARTED, path) as log:
        log.holds([hold(0)])
        with History(path) as history:
            assert history.forget() == 1
        log.holds([hold(0), hold(1)])
        log.end(2.0, complete=True)
        assert log.notice is None
    with History(path) as history:
        assert history.sessions() == ()


def test_the_history_of_a_newer_version_is_left_alone(path: Path) -> None:
    write_session(path, 1)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    before = path.read_bytes()
    told = f"{path} was written by a newer posecheck (its version is {VERSION + 1}, this one knows {VERSION}): "
    with SessionLog("live", "child-pose", STARTED, path) as log:
        log.holds([hold(0)])
    assert log.notice == f"this session is not in the history: {told}update posecheck"
    with pytest.raises(InputError) as raised:
        History(path)
    assert str(raised.value) == f"{told}update posecheck"
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def test_a_history_of_an_older_version_is_brought_up_to_date(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_session(path, 2)
    newer = (
        *history_file.MIGRATIONS,
        ("ALTER TABLE sessions ADD COLUMN mood TEXT", "UPDATE sessions SET mood = 'calm'"),
    )
    monkeypatch.setattr(history_file, "MIGRATIONS", newer)
    monkeypatch.setattr(history_file, "VERSION", len(newer))
    write_session(path, 3)
    with History(path) as history:
        assert [session.holds for session in history.sessions()] == [2, 3]
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT mood FROM sessions ORDER BY id").fetchall() == [("calm",), (None,)]


@pytest.mark.parametrize("damage", ["text", "short", "cut", "another"])
def test_a_damaged_file_is_set_aside_and_a_new_one_begun(path: Path, damage: str) -> None:
    write_session(path, 40)
    if damage == "another":
        path.unlink()
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("CREATE TABLE music (title TEXT)")
    else:
        whole = path.read_bytes()
        path.write_bytes({"text": b"no history\n" * 100, "short": b"x", "cut": whole[: len(whole) // 2]}[damage])
    before = path.read_bytes()
    Path(f"{path}-wal").write_bytes(b"what was left of the log")
    for number in ("", "-2"):
        with SessionLog("live", "child-pose", datetime(2026, 11, 23, 23, 30, tzinfo=UTC), path) as log:
            log.holds([hold(0)])
            log.end(1.0, complete=True)
        aside = path.with_name(f"history-damaged-2026-11-23{number}.db")
        assert log.notice == f"the history was damaged: it is now {aside}, and a new one has been begun"
        assert aside.read_bytes() == before
        with History(path) as history:
            assert [session.holds for session in history.sessions()] == [1]
            assert history.notice is None
        path.write_bytes(before)


def test_a_damaged_log_beside_the_file_goes_with_it(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"no history\n" * 100)
    log_file = Path(f"{path}-wal")
    log_file.write_bytes(b"left over")
    write_session(path, 1)
    (aside,) = path.parent.glob("*.db-wal")
    assert aside.name.startswith("history-damaged-")
    assert aside.read_bytes() == b"left over"


def test_without_a_place_to_write_the_session_goes_on(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    path = tmp_path / "file" / "history.db"
    with SessionLog("live", "child-pose", STARTED, path) as log:
        log.holds([hold(0)])
        log.holds([hold(0), hold(1)])
        assert log.last_time("child-pose") is None
        log.end(1.0, complete=True)
    assert log.notice is not None
    assert log.notice.startswith(f"this session is not in the history: cannot keep a history in {path}: ")


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such limit")
def test_on_a_full_disk_the_session_goes_on_and_what_was_kept_stays(path: Path) -> None:
    import resource

    write_session(path, 3)

    def nothing_more() -> None:
        # As on a full disk, nothing can be written beyond what is there; of its own accord the kernel would kill.
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size, path.stat().st_size))

    process = child("written", path, 20, preexec_fn=nothing_more)
    told, _ = process.communicate("go\n", timeout=60)
    assert process.returncode == 0
    assert told.startswith("ready\nthis session is not in the history: the disk ")
    with History(path) as history:
        assert history.notice is None
        assert history.sessions()[0].holds == 3


def test_nothing_is_kept_without_a_file_or_without_anything_to_keep(path: Path) -> None:
    with SessionLog("live", "child-pose", STARTED, None) as log:
        log.holds([hold(0)])
        log.end(1.0, complete=True)
        assert (log.notice, log.last_time("child-pose"), log.session) == (None, None, None)
    with SessionLog("live", "child-pose", STARTED, path):
        pass  # such as when there is no camera
    assert not path.exists()


def test_what_makes_no_sense_is_refused(path: Path) -> None:
    with pytest.raises(ValueError, match="distance from UTC"):
        SessionLog("live", "child-pose", datetime(2026, 11, 22), path)
    with SessionLog("live", "child-pose", STARTED, path) as log, pytest.raises(ValueError, match="0 to 10, not 11"):
        log.rate_pain("before", 11)


def test_an_analysed_clip_counts_once_however_often_it_is_analysed(path: Path) -> None:
    for holds in (1, 2):
        with SessionLog("analysis", "clip.mp4", STARTED, path) as log:
            log.holds([hold(place) for place in range(holds)])
            log.end(0.5, complete=True)
    with History(path) as history:
        assert [session.holds for session in history.sessions()] == [2]
