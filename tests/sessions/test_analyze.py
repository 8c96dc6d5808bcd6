"""`Analyzer`: from a file to everything that is kept of it, and what is kept when something goes wrong."""

import csv
import json
from dataclasses import replace
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from posecheck.errors import InputError, OutputError
from posecheck.media.frame import Image
from posecheck.media.writer import VideoWriter
from posecheck.references.library import all_references
from posecheck.results.frames_table import columns
from posecheck.results.recording import Recording
from posecheck.sessions.analyze import Analyzer, Interrupted
from posecheck.sessions.asked import Asked
from posecheck.sessions.judging import judge_recording
from tests.conftest import ClipMaker

SAMPLES = Path(__file__).parents[2] / "samples"


@pytest.fixture(scope="session")
def asked() -> Asked:
    return Asked(all_references().contents)


@pytest.fixture
def analyzer(asked: Asked, model_path: Path) -> Analyzer:
    return Analyzer(asked, model_path, "full")


@pytest.fixture
def short_clip(make_clip: ClipMaker, standing: Image) -> Path:
    return make_clip("standing.mp4", [standing] * 20)


def test_a_sample_clip_gives_its_pose_variant_and_hold_and_every_file(analyzer: Analyzer, tmp_path: Path) -> None:
    summary = analyzer.analyze(SAMPLES / "child-pose-arms-forward.mp4", tmp_path)

    assert (summary.pose, summary.variant, summary.accepted) == ("child-pose", "arms-forward", True)
    assert [hold.phase for hold in summary.holds] == ["rest"]
    truth = json.loads((SAMPLES / "child-pose-arms-forward.truth.json").read_text(encoding="utf-8"))
    held = next(segment for segment in truth["segments"] if segment["held"])
    assert summary.holds[0].start_s == pytest.approx(held["from_s"], abs=0.5)
    assert summary.holds[0].end_s == pytest.approx(held["to_s"], abs=0.5)
    assert json.loads((tmp_path / "summary.json").read_text(encoding="utf-8")) == summary.to_json()

    with (tmp_path / "frames.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == columns()
    assert len(rows) == summary.frames
    with av.open(str(tmp_path / "annotated.mp4")) as video:
        assert video.streams.video[0].codec_context.name == "h264"
        assert sum(1 for _ in video.decode(video=0)) == summary.frames

    recording = Recording.load(tmp_path / "landmarks.npz")
    assert judge_recording(recording, analyzer.asked).to_json() == summary.to_json()


def test_of_a_fast_clip_every_second_frame_is_looked_at_and_every_one_is_drawn(
    analyzer: Analyzer, make_clip: ClipMaker, standing: Image, tmp_path: Path
) -> None:
    times_s = [index / 60 for index in range(31)]
    path = make_clip("fast.mp4", [standing] * 31, times_s=times_s)
    seen = {}
    for every_frame, frames in ((False, 16), (True, 31)):
        out = tmp_path / str(every_frame)
        summary = replace(analyzer, every_frame=every_frame).analyze(path, out)
        assert (summary.frames, summary.detected_frames) == (frames, frames)
        with av.open(str(out / "annotated.mp4")) as video:
            seen[every_frame] = [frame.time for frame in video.decode(video=0)]
    assert seen[False] == seen[True]
    assert seen[True] == pytest.approx(times_s, abs=0.002)


def test_two_runs_give_the_same_bytes(analyzer: Analyzer, short_clip: Path, tmp_path: Path) -> None:
    for name in ("first", "second"):
        analyzer.analyze(short_clip, tmp_path / name)
    for name in ("frames.csv", "summary.json"):
        assert (tmp_path / "first" / name).read_bytes() == (tmp_path / "second" / name).read_bytes()


def test_a_picture_is_judged_without_a_hold(analyzer: Analyzer, standing: Image, tmp_path: Path) -> None:
    path = tmp_path / "standing.png"
    cv2.imwrite(str(path), standing)
    summary = analyzer.analyze(path, tmp_path / "out")
    assert (summary.kind, summary.accepted, summary.pose, summary.holds) == ("image", False, None, ())
    assert summary.view["kind"] == "front"
    assert any("Turn" in warning for warning in summary.warnings)
    drawn = cv2.imread(str(tmp_path / "out" / "annotated.jpg"))
    assert drawn is not None
    assert drawn.shape == standing.shape


def test_the_results_in_a_folder_are_those_of_one_run(
    analyzer: Analyzer, short_clip: Path, standing: Image, tmp_path: Path
) -> None:
    picture = tmp_path / "standing.png"
    cv2.imwrite(str(picture), standing)
    out = tmp_path / "out"
    numbers = {"frames.csv", "landmarks.npz", "summary.json"}
    for drawing, path, drawn in (
        (analyzer, short_clip, {"annotated.mp4"}),
        (analyzer, picture, {"annotated.jpg"}),
        (replace(analyzer, video=False), short_clip, set()),
    ):
        drawing.analyze(path, out)
        assert {path.name for path in out.iterdir()} == numbers | drawn


def test_ctrl_c_saves_what_was_measured_and_marks_it_incomplete(
    analyzer: Analyzer, short_clip: Path, tmp_path: Path
) -> None:
    def stop_after_ten(_time_s: float, frames: int) -> None:
        if frames == 10:
            raise KeyboardInterrupt

    with pytest.raises(Interrupted) as stopped:
        analyzer.analyze(short_clip, tmp_path, stop_after_ten)
    assert stopped.value.summary.complete is False
    assert json.loads((tmp_path / "summary.json").read_text(encoding="utf-8"))["complete"] is False
    assert len(Recording.load(tmp_path / "landmarks.npz")) == 10
    with av.open(str(tmp_path / "annotated.mp4")) as video:
        assert sum(1 for _ in video.decode(video=0)) == 10
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == [
        "annotated.mp4",
        "frames.csv",
        "landmarks.npz",
        short_clip.name,
        "summary.json",
    ]


def test_a_full_disk_in_the_video_keeps_the_measurements(
    analyzer: Analyzer, short_clip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: VideoWriter, image: Image, time_s: float) -> None:
        raise OutputError(f"cannot write {self.path}: No space left on device")

    monkeypatch.setattr(VideoWriter, "write", full)
    out = tmp_path / "out"
    with pytest.raises(OutputError, match="No space left"):
        analyzer.analyze(short_clip, out)
    assert json.loads((out / "summary.json").read_text(encoding="utf-8"))["complete"] is False
    assert len(Recording.load(out / "landmarks.npz")) >= 1
    assert not (out / "annotated.mp4").exists()
    assert not [path for path in out.iterdir() if "partial" in path.name]


def test_a_clip_without_anybody_is_told_and_measured_nothing(
    analyzer: Analyzer, make_clip: ClipMaker, tmp_path: Path
) -> None:
    grey = np.full((240, 320, 3), 128, np.uint8)
    summary = analyzer.analyze(make_clip("grey.mp4", [grey] * 10), tmp_path / "out")
    assert (summary.frames, summary.detected_frames, summary.accepted) == (10, 0, False)
    assert "nobody was found" in summary.warnings[-1]


def test_a_file_that_is_no_clip_leaves_nothing_behind(analyzer: Analyzer, tmp_path: Path) -> None:
    path = tmp_path / "notes.mp4"
    path.write_text("not a clip", encoding="utf-8")
    with pytest.raises(InputError):
        analyzer.analyze(path, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_an_output_folder_that_cannot_be_made_is_one_sentence(
    analyzer: Analyzer, short_clip: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(OutputError, match="cannot write"):
        analyzer.analyze(short_clip, tmp_path / "file" / "out")
