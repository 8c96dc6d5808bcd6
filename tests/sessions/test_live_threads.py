"""What the threads of a live session do beside each other: the newest picture, people counted, a draft at once."""

from __future__ import annotations

import json
import threading
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from posecheck.cli.app import app
from posecheck.coach.company import SOMEBODY_ELSE
from posecheck.coach.plan import make_plan
from posecheck.errors import InputError
from posecheck.feedback.announcer import RecordingAnnouncer
from posecheck.media.camera import Camera
from posecheck.media.feeds import CameraSource, Picture
from posecheck.media.frame import Frame
from posecheck.media.writer import VideoWriter
from posecheck.pose.landmarks import Landmarks
from posecheck.sessions.live import LiveSession
from posecheck.sessions.live_parts import LiveOptions, LiveParts
from tests.support.bodies import HEIGHT_PX, WIDTH_PX
from tests.support.clips import shipped_reference
from tests.support.held import STANDING, recording, warrior
from tests.support.live import TrueEstimator, true_estimator, true_stream

MOTION = "child-pose-arms-forward"
PATIENCE_S = 20.0


@dataclass
class Hand:
    """Gives a picture whenever it is told to."""

    pictures: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    taken: int = 0
    over: bool = False
    ends = True

    def read(self) -> Picture | None:
        assert self.pictures.acquire(timeout=PATIENCE_S)
        self.taken += 1
        return None if self.over else Picture(np.zeros((4, 4, 3), np.uint8), self.taken / 30)

    def close(self) -> None:
        pass


@dataclass
class Slow:
    """Takes as long over a picture as it is told to."""

    begun: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    go_on: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    looked_at: list[int] = field(default_factory=list)

    def estimate(self, frame: Frame) -> Landmarks | None:
        self.looked_at.append(frame.index)
        self.begun.release()
        assert self.go_on.acquire(timeout=PATIENCE_S)
        return None


def test_however_slow_inference_is_it_always_looks_at_the_newest_picture() -> None:
    hand, slow, opened = Hand(), Slow(), []

    def camera(source: CameraSource) -> Camera:
        opened.append(Camera(source, opener=lambda source, stop: hand, stall_s=PATIENCE_S))
        return opened[0]

    options = LiveOptions(CameraSource(index=0), make_plan(shipped_reference("child-pose")))
    session = LiveSession(options, LiveParts(lambda: nullcontext(slow), RecordingAnnouncer(), camera=camera))
    runner = threading.Thread(target=session.run)
    hand.pictures.release()
    runner.start()
    newest = [0]
    # While one picture is looked at, first 1, then 5, then 30 others come: the delay doesn't grow with them.
    for more in (1, 5, 30):
        assert slow.begun.acquire(timeout=PATIENCE_S)
        hand.pictures.release(more)
        newest.append(newest[-1] + more)
        assert opened[0].newest(newest[-1] - 1, PATIENCE_S) is not None
        slow.go_on.release()
    assert slow.begun.acquire(timeout=PATIENCE_S)
    hand.over = True
    hand.pictures.release()
    slow.go_on.release()
    runner.join(PATIENCE_S)
    assert not runner.is_alive()
    assert slow.looked_at == newest


def grey_clip(folder: Path, times_s: list[float], width_px: int = 64, height_px: int = 48) -> Path:
    path = folder / "clip.mp4"
    with VideoWriter(path) as writer:
        for time_s in times_s:
            writer.write(np.full((height_px, width_px, 3), 120, np.uint8), time_s)
    return path


def test_somebody_who_walks_in_during_a_hold_is_told_of_once_and_the_hold_goes_on(tmp_path: Path) -> None:
    clip = grey_clip(tmp_path, [time_s for time_s, _ in true_stream(MOTION)])

    class Counter:
        counts = 0

        def count(self, frame: Frame) -> int:
            self.counts += 1
            return 1 if self.counts == 1 else 2

    options = LiveOptions(CameraSource(path=clip, pace=5.0), make_plan(shipped_reference("child-pose"), hold_s=15.0))
    plain, crowded = RecordingAnnouncer(), RecordingAnnouncer()
    alone = LiveSession(options, LiveParts(lambda: true_estimator(MOTION), plain)).run()
    parts = LiveParts(lambda: true_estimator(MOTION), crowded, counter=lambda: nullcontext(Counter()))
    result = LiveSession(options, parts).run()
    told = [each for each in crowded.announcements if each.text == SOMEBODY_ELSE]
    (hold,), (undisturbed,) = result.summary.holds, alone.summary.holds
    assert len(told) == 1
    assert hold.start_s < told[0].at_s < hold.end_s
    assert hold.held_s == pytest.approx(undisturbed.held_s, abs=0.2)
    assert any("several people" in warning for warning in result.summary.warnings)
    assert SOMEBODY_ELSE not in [each.text for each in plain.announcements]


def test_without_a_camera_the_session_ends_although_the_model_is_still_loading() -> None:
    loading, loaded = threading.Event(), threading.Event()

    def load() -> nullcontext[Slow]:
        loading.set()
        assert loaded.wait(PATIENCE_S)
        return nullcontext(Slow())

    def none(source: CameraSource) -> Camera:
        assert loading.wait(PATIENCE_S)  # the model doesn't wait for the camera
        threading.Timer(0.05, loaded.set).start()
        raise InputError("there is no camera")

    options = LiveOptions(CameraSource(index=0), make_plan(shipped_reference("child-pose")))
    with pytest.raises(InputError, match="there is no camera"):
        LiveSession(options, LiveParts(load, RecordingAnnouncer(), camera=none)).run()


def test_a_draft_works_before_the_camera_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.chdir(tmp_path)
    for name, body, seed in (("first", warrior(), 1), ("second", warrior(86.0), 2)):
        made = recording(name, (STANDING, 1.5), (body, 5.0), (STANDING, 1.5), seed=seed)
        made.save(tmp_path / name / "landmarks.npz")
    run = CliRunner().invoke
    words = ["poses", "new", "warrior", "--from", "first", "--from", "second", "--poses", "mine"]
    drafted = run(app, words)
    assert drafted.exit_code == 0, drafted.output
    seen = list(recording("live", (STANDING, 3.0), (warrior(90.0), 8.0), (STANDING, 3.0), seed=5))
    clip = grey_clip(tmp_path, [time_s for time_s, _ in seen], WIDTH_PX, HEIGHT_PX)
    monkeypatch.setattr("posecheck.pose.model.ensure_model", lambda model, report: Path(model))
    monkeypatch.setattr("posecheck.cli.session._counter", lambda model: nullcontext(One()))
    monkeypatch.setattr("posecheck.cli.session._estimator", lambda model: nullcontext(TrueEstimator(seen)))
    monkeypatch.setattr("posecheck.media.feeds.parse_source", lambda text: CameraSource(path=Path(text), pace=6.0))
    words = ["live", "warrior", "--poses", "mine", "--camera", str(clip), "--hold", "5", "--record", "kept"]
    lived = run(app, [*words, "--no-voice", "--no-sound", "--no-window"])
    assert lived.exit_code == 0, lived.output
    (hold,) = json.loads(Path("kept/summary.json").read_text(encoding="utf-8"))["holds"]
    assert (hold["pose"], hold["complete"]) == ("warrior", True)
    assert hold["start_s"] == pytest.approx(3.0, abs=0.5)
    assert hold["held_s"] == pytest.approx(8.0, abs=0.5)


class One:
    """Sees one person always."""

    def count(self, frame: Frame) -> int:
        return 1


class Mute(RecordingAnnouncer):
    """Finds out after a while that it cannot be heard."""

    asked = 0

    @property
    def notice(self) -> str | None:
        self.asked += 1
        return "No speech program was found." if self.asked > 2 else None


def test_without_a_window_missing_sound_is_told_at_once_and_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("posecheck.sessions.live.NOTICE_PERIOD_S", 0.0)
    told: list[str] = []
    mute = Mute()
    clip = grey_clip(tmp_path, [index / 10 for index in range(100)])
    options = LiveOptions(CameraSource(path=clip), make_plan(shipped_reference("child-pose")))

    def tell(notice: str) -> None:
        told.append(notice)
        session.stop()  # the clip would last ten seconds

    session = LiveSession(options, LiveParts(lambda: true_estimator(MOTION), mute, tell=tell))
    session.run()
    assert told == ["No speech program was found."]
