"""Live sessions end to end: a file or a camera as the source, true landmarks or the real model."""

from __future__ import annotations

import json
import time
from pathlib import Path

import numpy as np
import pytest

from posecheck.coach import phrases
from posecheck.coach.plan import make_plan
from posecheck.errors import InputError
from posecheck.feedback.announcer import AnnouncementKind, RecordingAnnouncer
from posecheck.media.camera import Camera
from posecheck.media.feeds import CameraSource, Picture
from posecheck.media.reader import open_source
from posecheck.media.writer import VideoWriter
from posecheck.pose.estimator import PoseEstimator
from posecheck.results.recording import Recording
from posecheck.sessions.analyze import Analyzer
from posecheck.sessions.asked import Asked
from posecheck.sessions.judging import ClipJudge, judge_recording
from posecheck.sessions.live import LiveSession
from posecheck.sessions.live_parts import LiveOptions, LiveParts
from posecheck.sessions.live_recording import free_folder
from tests.support.clips import ROOT, shipped_reference
from tests.support.live import MOTION, assert_same_holds, info, run_on_truth, true_estimator, true_stream

SAMPLE = ROOT / "samples" / f"{MOTION}.mp4"
CLOSE_S = 0.2


def test_a_session_with_a_file_gives_the_holds_of_the_clip_and_keeps_them(grey_clip: Path, tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    announcer = RecordingAnnouncer()
    result = run_on_truth(CameraSource(path=grey_clip, pace=6.0), announcer, record=folder)
    judge = ClipJudge(Asked((shipped_reference("child-pose"),)))
    for time_s, landmarks in true_stream(MOTION):
        judge.frame(landmarks, time_s)
    assert_same_holds(result.summary.holds, judge.finish(info()).holds, CLOSE_S)
    # Judged again, the recording comes to exactly the same.
    again = judge_recording(Recording.load(folder / "landmarks.npz"), Asked((shipped_reference("child-pose"),)))
    assert_same_holds(again.holds, result.summary.holds, 1e-9)
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
    run_on_truth(CameraSource(path=grey_clip, pace=40.0))
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
    assert_same_holds(live.summary.holds, analysed.holds, CLOSE_S)


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
