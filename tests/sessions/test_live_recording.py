"""A recording that cannot be written any more: the session goes on, keeps what can be kept, and tells the rest."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from posecheck.cli.app import app
from posecheck.coach.guidance import Command, Stage
from posecheck.coach.plan import make_plan
from posecheck.coach.routine_plan import plan_routine
from posecheck.errors import OutputError
from posecheck.feedback.announcer import RecordingAnnouncer
from posecheck.feedback.screen import Screen
from posecheck.media.feeds import CameraSource
from posecheck.media.frame import Image
from posecheck.media.window import Window
from posecheck.media.writer import VideoWriter
from posecheck.pose.landmarks import Landmarks
from posecheck.references.routine import Item, Routine
from posecheck.results.history import History
from posecheck.results.recording import Recorder, Recording, RecordingInfo
from posecheck.results.summary import Summary
from posecheck.sessions.asked import Asked
from posecheck.sessions.coaching import Moment
from posecheck.sessions.judging import judge_recording
from posecheck.sessions.live import LiveSession
from posecheck.sessions.live_parts import LiveOptions, LiveParts, LiveResult
from posecheck.sessions.live_recording import EventsFile, free_folder
from posecheck.sessions.routine import RoutineCoaching
from tests.support.clips import shipped, shipped_reference
from tests.support.live import MOTION, assert_same_holds, run_on_truth, true_estimator
from tests.support.performer import perform, play

FULL = Path("/dev/full")
NO_ROOM = "No space left on device"
HALF_WAY_S = 8.0
always_full = pytest.mark.skipif(not FULL.exists(), reason="needs a file that is always full")


def events_on_a_full_disk(folder: Path) -> str:
    folder.mkdir(parents=True)
    (folder / "events.jsonl").symlink_to(FULL)
    return f"cannot write {folder / 'events.jsonl'}: {NO_ROOM}"


def no_room_for_pictures(monkeypatch: pytest.MonkeyPatch, from_s: float = HALF_WAY_S) -> None:
    write = VideoWriter.write

    def write_or_fail(self: VideoWriter, image: Image, time_s: float) -> None:
        if time_s > from_s:
            raise OutputError(f"cannot write {self.path}: {NO_ROOM}")
        write(self, image, time_s)

    monkeypatch.setattr(VideoWriter, "write", write_or_fail)


def assert_all_else_was_kept(result: LiveResult, folder: Path, history: Path) -> None:
    """See that the session was led to its end, told, and kept with all its landmarks."""
    assert [hold.complete for hold in result.summary.holds] == [True]
    assert result.lines[0] == "1 hold, 10 seconds in all."
    kept = Recording.load(folder / "landmarks.npz")
    assert kept.info.complete
    again = judge_recording(kept, Asked((shipped_reference("child-pose"),)))
    assert_same_holds(again.holds, result.summary.holds, 1e-9)
    assert json.loads((folder / "summary.json").read_text())["complete"]
    with History(history) as past:
        assert [(session.holds, session.complete) for session in past.sessions()] == [(1, True)]


@always_full
def test_events_that_cannot_be_written_are_told_once_in_a_sentence(tmp_path: Path) -> None:
    told = events_on_a_full_disk(tmp_path / "kept")
    events = EventsFile(tmp_path / "kept")
    with pytest.raises(OutputError) as caught:
        events.note(1.0, "key", text="pause")
    assert str(caught.value) == told
    events.note(2.0, "key", text="pause")
    events.close()


@always_full
def test_a_session_goes_on_without_its_events(grey_clip: Path, tmp_path: Path) -> None:
    folder, history = tmp_path / "kept", tmp_path / "history.db"
    told = events_on_a_full_disk(folder)
    announcer = RecordingAnnouncer()
    result = run_on_truth(CameraSource(path=grey_clip, pace=10.0), announcer, record=folder, history=history)
    assert str(result.failed) == told
    assert announcer.announcements[-1].text == " ".join(result.lines)
    assert_all_else_was_kept(result, folder, history)


def test_a_session_goes_on_without_its_video_which_gives_its_room_to_the_rest(
    grey_clip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, history = tmp_path / "kept", tmp_path / "history.db"
    no_room_for_pictures(monkeypatch)
    beside: list[str] = []
    save = Recorder.save

    def look_and_save(self: Recorder, path: Path, info: RecordingInfo) -> None:
        beside.extend(each.name for each in path.parent.iterdir())
        save(self, path, info)

    monkeypatch.setattr(Recorder, "save", look_and_save)
    source = CameraSource(path=grey_clip, pace=6.0)
    result = run_on_truth(source, record=folder, record_video=True, history=history)
    assert str(result.failed) == f"cannot write {folder / 'video.mp4'}: {NO_ROOM}"
    assert beside == ["events.jsonl"]
    assert_all_else_was_kept(result, folder, history)
    assert {path.name for path in folder.iterdir()} == {"events.jsonl", "landmarks.npz", "summary.json"}
    events = [json.loads(line) for line in (folder / "events.jsonl").read_text().splitlines()]
    assert max(event["time_s"] for event in events) > HALF_WAY_S + 5.0


def test_a_video_that_fails_at_its_very_end_is_told(
    grey_clip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(self: VideoWriter) -> None:
        raise OutputError(f"cannot write {self.path}: {NO_ROOM}")

    folder, history = tmp_path / "kept", tmp_path / "history.db"
    monkeypatch.setattr(VideoWriter, "close", fail)
    source = CameraSource(path=grey_clip, pace=10.0)
    result = run_on_truth(source, record=folder, record_video=True, history=history)
    assert str(result.failed) == f"cannot write {folder / 'video.mp4'}: {NO_ROOM}"
    assert_all_else_was_kept(result, folder, history)


def test_landmarks_that_cannot_be_kept_leave_a_recording_up_to_there(
    grey_clip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add = Recorder.add

    def add_or_fail(self: Recorder, time_s: float, landmarks: Landmarks | None) -> None:
        # Room for later ones, which would leave a gap.
        if HALF_WAY_S < time_s < HALF_WAY_S + 2.0:
            raise OutputError(f"cannot keep the landmarks in the temporary folder: {NO_ROOM}")
        add(self, time_s, landmarks)

    monkeypatch.setattr(Recorder, "add", add_or_fail)
    folder, history = tmp_path / "kept", tmp_path / "history.db"
    result = run_on_truth(CameraSource(path=grey_clip, pace=10.0), record=folder, history=history)
    assert str(result.failed) == f"cannot keep the landmarks in the temporary folder: {NO_ROOM}"
    kept = Recording.load(folder / "landmarks.npz")
    assert not kept.info.complete
    assert HALF_WAY_S - 1.0 < kept.times_s[-1] <= HALF_WAY_S
    with History(history) as past:
        assert [(session.holds, session.complete) for session in past.sessions()] == [(1, True)]


@always_full
def test_whatever_cannot_be_written_comes_to_one_sentence(
    grey_clip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(self: Recorder | Summary, path: Path, *_: object) -> None:
        raise OutputError(f"cannot write {path}: {NO_ROOM}")

    monkeypatch.setattr(Recorder, "save", fail)
    monkeypatch.setattr(Summary, "save", fail)
    no_room_for_pictures(monkeypatch)
    told = events_on_a_full_disk(tmp_path / "kept")
    source, history = CameraSource(path=grey_clip, pace=10.0), tmp_path / "history.db"
    result = run_on_truth(source, record=tmp_path / "kept", record_video=True, history=history)
    assert str(result.failed) == f"{told}; nor 3 other files of the recording"
    with History(history) as past:
        assert [(session.holds, session.complete) for session in past.sessions()] == [(1, True)]


# -- routines


def at_once(moment: Moment) -> Command | None:
    """Goes on by key before the first stretch."""
    return Command.NEXT if moment.guidance.stage in (Stage.SAFETY, Stage.PAIN) else None


def folder_in_the_way(folder: Path) -> str:
    folder.parent.mkdir()
    folder.touch()
    return f"cannot write {folder}: File exists"


@pytest.mark.parametrize("spoil", [folder_in_the_way, pytest.param(events_on_a_full_disk, marks=always_full)])
def test_a_routine_goes_on_without_the_recording_of_a_stretch(tmp_path: Path, spoil: Callable[[Path], str]) -> None:
    items = (Item("knee-hug", side="left", hold_s=5, repetitions=1, rest_s=0), Item("child-pose", hold_s=15))
    plan = plan_routine(Routine("mine", "Mine", "Mine.", items), {each.name: each for each in shipped()})
    film = perform(RoutineCoaching(plan), at_once)
    folder, history = tmp_path / "kept", tmp_path / "history.db"
    told = spoil(folder / "01-knee-hug")
    result, _ = play(film, LiveOptions(CameraSource(index=0), plan, record=folder, history=history))
    assert str(result.failed) == told
    assert result.lines[0] == "Mine: 2 of 2 stretches."
    assert [hold.complete for hold in result.summary.holds] == [True, True]
    second = folder / "02-child-pose"
    assert {path.name for path in second.iterdir()} == {"events.jsonl", "landmarks.npz", "summary.json"}
    assert (folder / "01-knee-hug" / "landmarks.npz").exists() is (spoil is events_on_a_full_disk)
    assert json.loads((folder / "summary.json").read_text())["complete"]
    with History(history) as past:
        assert [(session.holds, session.complete) for session in past.sessions()] == [(2, True)]


# -- what the person is told


@always_full
def test_without_a_window_it_is_told_at_once(grey_clip: Path, tmp_path: Path) -> None:
    told: list[str] = []

    def tell(notice: str) -> None:
        told.append(notice)
        session.stop()  # the clip would last for as long as it was filmed

    sentence = events_on_a_full_disk(tmp_path / "kept")
    plan = make_plan(shipped_reference("child-pose"))
    options = LiveOptions(CameraSource(path=grey_clip), plan, record=tmp_path / "kept")
    session = LiveSession(options, LiveParts(lambda: true_estimator(MOTION), RecordingAnnouncer(), tell=tell))
    result = session.run()
    assert told == [sentence]
    assert result.summary.duration_s < HALF_WAY_S


class SomeWindow(Window):
    """Shows nothing."""

    def __init__(self) -> None:
        pass

    @property
    def closed(self) -> bool:
        return False

    def show(self, image: Image) -> None:
        pass

    def key(self, wait_ms: int = 1) -> None:
        return None

    def close(self) -> None:
        pass


@always_full
def test_in_the_window_it_is_shown_at_once(grey_clip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sentence = events_on_a_full_disk(tmp_path / "kept")
    draw = Screen.draw

    def draw_and_look(self: Screen, *seen: Any, **shown: Any) -> Image:
        if shown["notice"] == sentence:
            session.stop()  # the clip would last for as long as it was filmed
        return draw(self, *seen, **shown)

    monkeypatch.setattr(Screen, "draw", draw_and_look)
    plan = make_plan(shipped_reference("child-pose"))
    options = LiveOptions(CameraSource(path=grey_clip), plan, record=tmp_path / "kept")
    parts = LiveParts(lambda: true_estimator(MOTION), RecordingAnnouncer(), window=lambda width, height: SomeWindow())
    session = LiveSession(options, parts)
    assert session.run().summary.duration_s < HALF_WAY_S


@always_full
def test_the_command_tells_what_it_came_to_and_ends_with_the_status_of_the_error(
    grey_clip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.setattr("posecheck.pose.model.ensure_model", lambda model, report: Path(model))
    monkeypatch.setattr("posecheck.cli.session._counter", lambda model: nullcontext(Nobody()))
    monkeypatch.setattr("posecheck.cli.session._estimator", lambda model: true_estimator(MOTION))
    monkeypatch.setattr("posecheck.media.feeds.parse_source", lambda text: CameraSource(path=Path(text), pace=10.0))
    monkeypatch.setattr("posecheck.sessions.live_recording.free_folder", lambda folder: folder)
    sentence = events_on_a_full_disk(tmp_path / "kept")
    words = ["live", "child-pose", "--hold", "6", "--camera", str(grey_clip), "--record", str(tmp_path / "kept")]
    result = CliRunner().invoke(app, [*words, "--no-voice", "--no-sound", "--no-window"])
    assert result.exit_code == OutputError.exit_status
    assert result.stderr.count(sentence) == 1
    assert f"posecheck: {sentence}\n" in result.stderr
    assert result.stdout.startswith("1 hold, 10 seconds in all.\n")
    assert f"Recorded in {tmp_path / 'kept'}; judge it again with: " in result.stdout


class Nobody:
    """Has nothing to count."""

    def count(self, frame: object) -> int:
        return 0


def test_a_folder_without_a_name_of_its_own_gets_a_number_as_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "kept"
    folder.mkdir()
    monkeypatch.chdir(folder)
    assert free_folder(Path()) == Path()
    (folder / "events.jsonl").touch()
    assert free_folder(Path()) == tmp_path / "kept-2"
