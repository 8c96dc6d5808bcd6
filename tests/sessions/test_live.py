"""Live sessions end to end: a file as the camera, true landmarks or the real model, a real window, signals."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from posecheck.coach import phrases
from posecheck.coach.guidance import Command
from posecheck.coach.judgement import HoldRecord
from posecheck.coach.plan import make_plan
from posecheck.errors import InputError
from posecheck.feedback.announcer import AnnouncementKind, RecordingAnnouncer
from posecheck.media.camera import Camera
from posecheck.media.feeds import CameraSource, Picture
from posecheck.media.frame import Frame
from posecheck.media.reader import open_source
from posecheck.media.writer import VideoWriter
from posecheck.pose.estimator import PoseEstimator
from posecheck.pose.landmarks import Landmarks
from posecheck.results.closing import closing_lines
from posecheck.results.history import History, Practised
from posecheck.results.recording import Recorder, Recording, RecordingInfo
from posecheck.sessions.analyze import Analyzer
from posecheck.sessions.calibrate import guided_plan
from posecheck.sessions.coaching import PictureFacts
from posecheck.sessions.judging import Asked, ClipJudge, judge_recording
from posecheck.sessions.live import LiveSession
from posecheck.sessions.live_parts import LiveOptions, LiveParts, LiveResult
from posecheck.sessions.live_recording import free_folder
from posecheck.sessions.stretch import StretchCoaching
from tests.support.live import ROOT, TrueEstimator, shipped_reference, true_estimator, true_stream
from tests.support.x11 import ask_to_close

MOTION = "child-pose-arms-forward"
SAMPLE = ROOT / "samples" / f"{MOTION}.mp4"
CLOSE_S = 0.2


@pytest.fixture(scope="module")
def grey_clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clip as long as the motion, of its size, with nothing on it."""
    path = tmp_path_factory.mktemp("live") / "clip.mp4"
    image = np.full((480, 640, 3), 120, np.uint8)
    with VideoWriter(path) as writer:
        for time_s, _ in true_stream(MOTION):
            writer.write(image, time_s)
    return path


def run(source: CameraSource, announcer: RecordingAnnouncer | None = None, **options: object) -> LiveResult:
    plan = make_plan(shipped_reference("child-pose"), hold_s=6.0)
    settings = LiveOptions(source, plan, **options)  # type: ignore[arg-type]  # any option
    return LiveSession(settings, LiveParts(lambda: true_estimator(MOTION), announcer or RecordingAnnouncer())).run()


def assert_same(holds: tuple[HoldRecord, ...], others: tuple[HoldRecord, ...], within_s: float) -> None:
    assert len(holds) == len(others) > 0
    for hold, other in zip(holds, others, strict=True):
        assert (hold.pose, hold.variant, hold.phase) == (other.pose, other.variant, other.phase)
        assert hold.start_s == pytest.approx(other.start_s, abs=within_s)
        assert hold.end_s == pytest.approx(other.end_s, abs=within_s)
        assert hold.held_s == pytest.approx(other.held_s, abs=within_s)


def test_a_session_with_a_file_gives_the_holds_of_the_clip_and_keeps_them(grey_clip: Path, tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    announcer = RecordingAnnouncer()
    result = run(CameraSource(path=grey_clip, pace=6.0), announcer, record=folder)
    judge = ClipJudge(Asked((shipped_reference("child-pose"),)))
    for time_s, landmarks in true_stream(MOTION):
        judge.frame(landmarks, time_s)
    assert_same(result.summary.holds, judge.finish(_info()).holds, CLOSE_S)
    # Judged again, the recording comes to exactly the same.
    again = judge_recording(Recording.load(folder / "landmarks.npz"), Asked((shipped_reference("child-pose"),)))
    assert_same(again.holds, result.summary.holds, 1e-9)
    assert json.loads((folder / "summary.json").read_text())["holds"][0]["complete"]
    assert not (folder / "video.mp4").exists()
    assert free_folder(folder) == tmp_path / "kept-2"
    # What was to be heard belongs to the media time at which it happened.
    hold = result.summary.holds[0]
    heard = {each.text: each.at_s for each in announcer.announcements if each.at_s > 0}
    (begun_s,) = (at_s for text, at_s in heard.items() if text.endswith("Hold, 6 seconds."))
    assert 0.5 < begun_s - hold.start_s < 3.5
    for count, left_s in (("Three.", 3), ("Two.", 2), ("One.", 1)):
        assert heard[count] == pytest.approx(hold.start_s + 6 - left_s, abs=CLOSE_S)
    tones = [each.text for each in announcer.announcements if each.kind is AnnouncementKind.TONE]
    assert tones[:2] == ["in-pose", "done"]
    events = [json.loads(line) for line in (folder / "events.jsonl").read_text().splitlines()]
    assert {"hold started", "hold done", "said", "tone"} <= {event["kind"] for event in events}


def test_nothing_is_kept_of_a_file_unless_asked(grey_clip: Path, tmp_path: Path) -> None:
    run(CameraSource(path=grey_clip, pace=40.0))
    assert list(tmp_path.iterdir()) == []


def test_live_and_analysis_agree(model_path: Path, tmp_path: Path) -> None:
    clip = tmp_path / "clip.mp4"
    # Ahead of the hold, its begin and its end: the live session takes as long as the clip, so the rest is cut out.
    with open_source(SAMPLE) as source, VideoWriter(clip) as writer:
        for frame in source:
            if 3.5 <= frame.time_s < 8.5:
                writer.write(frame.image, frame.time_s)
            elif 13.0 <= frame.time_s < 17.0:
                writer.write(frame.image, frame.time_s - 4.5)
    asked = Asked((shipped_reference("child-pose"),))
    analysed = Analyzer(asked, model_path, "full", video=False).analyze(clip, tmp_path / "analysed")
    parts = LiveParts(lambda: PoseEstimator(model_path), RecordingAnnouncer())
    options = LiveOptions(CameraSource(path=clip), make_plan(shipped_reference("child-pose")))
    live = LiveSession(options, parts).run()
    assert_same(live.summary.holds, analysed.holds, CLOSE_S)


class StallingFeed:
    """The grey picture at 50 a second, with a stall."""

    ends = True

    def __init__(self) -> None:
        self._taken = 0

    def read(self) -> Picture | None:
        self._taken += 1
        time.sleep(0.8 if self._taken == 20 else 0.02)
        return None if self._taken > 60 else Picture(np.full((480, 640, 3), 120, np.uint8))

    def close(self) -> None:
        pass


def test_a_stalling_camera_is_told_and_the_session_goes_on() -> None:
    announcer = RecordingAnnouncer()
    options = LiveOptions(CameraSource(index=0), make_plan(shipped_reference("child-pose")))
    feed = StallingFeed()
    parts = LiveParts(
        lambda: true_estimator(MOTION),
        announcer,
        camera=lambda source: Camera(source, opener=lambda source, stop: feed, stall_s=0.3),
    )
    result = LiveSession(options, parts).run()
    texts = [each.text for each in announcer.announcements]
    assert texts.index(phrases.CAMERA_LOST) < texts.index(phrases.CAMERA_BACK)
    assert result.summary.frames > 30
    assert result.summary.duration_s < 2.2  # the stall itself doesn't count


def test_a_camera_without_a_picture_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    class Silent(StallingFeed):
        def read(self) -> Picture | None:
            time.sleep(0.05)
            return None

    monkeypatch.setattr("posecheck.sessions.live.FIRST_PICTURE_S", 0.2)
    options = LiveOptions(CameraSource(index=0), make_plan(shipped_reference("child-pose")))
    parts = LiveParts(
        lambda: true_estimator(MOTION),
        RecordingAnnouncer(),
        camera=lambda source: Camera(source, opener=lambda source, stop: Silent()),
    )
    with pytest.raises(InputError, match="no picture comes from camera 0"):
        LiveSession(options, parts).run()


def test_an_error_of_the_model_ends_the_session() -> None:
    def broken() -> PoseEstimator:
        raise InputError("broken")

    options = LiveOptions(CameraSource(path=SAMPLE, pace=10), make_plan(shipped_reference("child-pose")))
    with pytest.raises(InputError, match="broken"):
        LiveSession(options, LiveParts(broken, RecordingAnnouncer())).run()


# -- without threads


def coaching_of(seconds: float = 60.0) -> Iterator[tuple[float, object]]:
    stream = true_stream(MOTION)
    length_s = stream[-1][0] + 1 / 24
    for turn in range(round(seconds / length_s) + 1):
        for time_s, landmarks in stream:
            yield turn * length_s + time_s, landmarks


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
    summary = coaching.finish(_info())
    assert len(summary.holds) == 2
    recorder = Recorder()
    for time_s, landmarks in frames:
        recorder.add(time_s, landmarks)
    recorder.save(tmp_path / "kept.npz", _info(tuple(coaching.cuts_s)))
    again = judge_recording(Recording.load(tmp_path / "kept.npz"), Asked((plan.reference,)))
    assert_same(again.holds, summary.holds, 0.01)


# -- the end in words


def test_a_session_is_kept_in_the_history_and_compared_with_the_one_before(grey_clip: Path, tmp_path: Path) -> None:
    file = tmp_path / "history.db"
    first, second = (run(CameraSource(path=grey_clip, pace=20.0), history=file) for _ in range(2))
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
    result = run(CameraSource(path=grey_clip, pace=20.0), history=tmp_path / "file" / "history.db")
    assert len(result.summary.holds) == 1
    assert result.notice is not None
    assert result.notice.startswith("this session is not in the history: cannot keep a history in ")


def test_a_set_in_which_nothing_is_asked_for_is_told_without_a_score() -> None:
    """The guided set of a calibration accepts any form, so that a score would always be full."""
    reference = shipped_reference("child-pose")
    asking, calibrating = (StretchCoaching(plan) for plan in (make_plan(reference), guided_plan(reference)))
    for coaching in (asking, calibrating):
        for time_s, landmarks in true_stream(MOTION):
            coaching.frame(landmarks, time_s, PictureFacts())
    assert calibrating.closing(calibrating.finish(_info())) == ("1 hold, 10 seconds in all.",)
    assert any(line.startswith("Form ") for line in asking.closing(asking.finish(_info())))


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
    summary = coaching.finish(_info())
    held_s = round(summary.holds[0].held_s) + then_s
    last = Practised(1, "live", datetime(2026, 11, 20, 7, tzinfo=UTC), 1, 0, held_s, held_s, 88.0)
    lines = closing_lines(summary, last)
    assert lines[0].startswith("1 hold, 1")
    assert lines[-1] == told.format(round(held_s))
    counted = replace(last, holds=0, counts=12, held_s=0.0)
    assert closing_lines(summary, counted)[-1] == "Last time, on 20 November: 12 counted, form 88."


# -- in a process of its own


def start(grey_clip: Path, record: Path, *rest: str, **environment: str) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.support.live", str(grey_clip), MOTION, str(record), *rest],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=os.environ | environment,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n", process.stderr.read() if process.stderr else ""
    return process


def wait_for(condition: Callable[[], bool], timeout_s: float = 15.0) -> None:
    end_s = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < end_s, "waited too long"
        time.sleep(0.05)


def told(record: Path) -> list[dict[str, str]]:
    path = record / "events.jsonl"
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_killed_session_leaves_everything_whole(grey_clip: Path, tmp_path: Path, number: signal.Signals) -> None:
    record = tmp_path / "kept"
    process = start(grey_clip, record)
    wait_for(lambda: any(event["kind"] == "hold started" for event in told(record)))
    process.send_signal(number)
    _, errors = process.communicate(timeout=20)
    assert (process.returncode, errors) == (0, "")
    summary = json.loads((record / "summary.json").read_text())
    assert summary["complete"] is False
    assert len(summary["holds"]) == 1
    recording = Recording.load(record / "landmarks.npz")
    assert len(recording) == summary["frames"]
    with open_source(record / "video.mp4") as video:
        assert sum(1 for _ in video) == len(recording)


@pytest.fixture
def display() -> Iterator[str]:
    """A virtual display."""
    if not (shutil.which("Xvfb") and shutil.which("xdotool")):
        pytest.skip("Xvfb or xdotool is not installed")
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1280x800x24"],
        pass_fds=(writing,),
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as pipe:
        number = pipe.readline().strip()
    yield f":{number}"
    server.terminate()
    server.wait()


def test_a_real_window_takes_keys(grey_clip: Path, tmp_path: Path, display: str) -> None:
    record = tmp_path / "kept"
    process = start(grey_clip, record, "window", DISPLAY=display)
    window = ""

    def xdotool(*words: str) -> str:
        told = subprocess.run(
            ["xdotool", *words], env=os.environ | {"DISPLAY": display}, capture_output=True, text=True
        )
        return told.stdout.strip()

    def there() -> bool:
        nonlocal window
        window = xdotool("search", "--name", "posecheck").partition("\n")[0]
        return window != "" and process.poll() is None

    def keys() -> list[str]:
        return [event["text"] for event in told(record) if event["kind"] == "key"]

    wait_for(there)
    time.sleep(0.5)
    for name, expected in (("space", 1), ("n", 2), ("space", 3), ("space", 4), ("s", 5), ("r", 6)):
        xdotool("key", "--window", window, name)
        wait_for(lambda expected=expected: len(keys()) >= expected)  # type: ignore[misc]  # bound early
    assert keys() == ["go", "next", "pause", "pause", "switch side", "restart"]
    for name in ("h", "m", "f", "h"):
        xdotool("key", "--window", window, name)
        time.sleep(0.1)
    assert process.poll() is None
    xdotool("key", "--window", window, "q")
    _, errors = process.communicate(timeout=20)
    assert process.returncode == 0, errors
    assert (record / "summary.json").exists()


def test_closing_the_window_ends_the_session(grey_clip: Path, tmp_path: Path, display: str) -> None:
    record = tmp_path / "kept"
    process = start(grey_clip, record, "window", DISPLAY=display)
    environment = os.environ | {"DISPLAY": display}

    def find() -> str:
        found = subprocess.run(
            ["xdotool", "search", "--name", "posecheck"], env=environment, capture_output=True, text=True
        )
        return found.stdout.partition("\n")[0].strip()

    wait_for(lambda: find() != "" and len(told(record)) > 0)
    time.sleep(0.5)
    if not ask_to_close(display, int(find())):
        process.kill()
        pytest.skip("libX11 is not installed")
    _, errors = process.communicate(timeout=20)
    assert process.returncode == 0, errors
    assert Recording.load(record / "landmarks.npz").info.complete is False


def _info(cuts_s: tuple[float, ...] = ()) -> RecordingInfo:
    return RecordingInfo("clip.mp4", "video", 640, 480, 0.0, "full", cuts_s=cuts_s)
