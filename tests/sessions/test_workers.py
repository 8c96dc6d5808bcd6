"""The same numbers whatever the number of workers, and after a run that was killed."""

import multiprocessing
import os
import shutil
import signal
import sys
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from posecheck.media.parts import Part, PartedSource
from posecheck.media.reader import open_source
from posecheck.references.library import all_references
from posecheck.results.recording import Recording
from posecheck.sessions import segments
from posecheck.sessions.analyze import Analyzer, Interrupted
from posecheck.sessions.asked import Asked
from tests.conftest import ClipMaker

SAMPLE = Path(__file__).parents[2] / "samples" / "child-pose-arms-forward.mp4"

SAME = ("frames.csv", "summary.json")

FRAMES = 40
SEGMENTS = 4


@pytest.fixture(autouse=True)
def short_segments(monkeypatch: pytest.MonkeyPatch) -> None:
    shorten_segments(monkeypatch)


def shorten_segments(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segments, "LEAST_LENGTH_S", {SEGMENTS: 1.0})
    monkeypatch.setattr(segments, "WARM_UP_S", 0.1)


@pytest.fixture
def clip(make_clip: ClipMaker) -> Path:
    """Somebody who goes down on the knees, in four segments."""
    with open_source(SAMPLE) as source:
        images = [frame.image for frame in islice(source, 40, 40 + FRAMES)]
    return make_clip("down.mp4", images, encoder={"g": "10", "bf": "2", "threads": "1"})


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The beginnings of the parts that are decoded, in the order in which they are."""
    starts: list[float] = []
    part = PartedSource.part

    def noted(self: PartedSource, from_s: float, until_s: float) -> Part:
        starts.append(from_s)
        return part(self, from_s, until_s)

    monkeypatch.setattr(PartedSource, "part", noted)
    return starts


def analyzer(model_path: Path, **settings: Any) -> Analyzer:
    asked = Asked(all_references().contents)
    return Analyzer(asked, model_path, "full", **settings)


def results(folder: Path) -> list[bytes]:
    return [(folder / name).read_bytes() for name in SAME]


def kill_after(frames: int) -> Any:
    def progress(_time_s: float, done: int) -> None:
        if done == frames:
            os.kill(os.getpid(), signal.SIGKILL)

    return progress


def interrupt_after(frames: int) -> Any:
    def progress(_time_s: float, done: int) -> None:
        if done == frames:
            raise KeyboardInterrupt

    return progress


def test_any_number_of_workers_gives_the_same_bytes(
    clip: Path, model_path: Path, opened: list[float], tmp_path: Path
) -> None:
    folders = [tmp_path / f"{workers}" for workers in (1, 2, 4)]
    for folder in folders:
        summary = analyzer(model_path, workers=int(folder.name), video=False).analyze(clip, folder)
        assert summary.frames == FRAMES
    assert len(opened) == len(folders) * SEGMENTS
    assert results(folders[0]) == results(folders[1]) == results(folders[2])
    assert not list(tmp_path.glob("*/.*"))


def test_an_interrupted_run_is_continued_but_not_on_another_clip(
    clip: Path, model_path: Path, opened: list[float], tmp_path: Path
) -> None:
    with pytest.raises(Interrupted):
        analyzer(model_path, workers=1, video=False).analyze(clip, tmp_path / "out", interrupt_after(15))
    assert len(Recording.load(tmp_path / "out" / "landmarks.npz")) == 15
    assert list((tmp_path / "out").glob(".segments-*/*.npz"))
    other = tmp_path / "other.mp4"
    other.write_bytes(clip.read_bytes() + bytes(8))
    shutil.copytree(tmp_path / "out", tmp_path / "of-another")
    for video, folder, again in ((clip, "out", SEGMENTS - 1), (other, "of-another", SEGMENTS)):
        opened.clear()
        analyzer(model_path, resume=True, video=False).analyze(video, tmp_path / folder)
        assert 0 < len(opened) <= again
        assert not list((tmp_path / folder).glob(".*"))
    assert len(opened) == SEGMENTS
    assert results(tmp_path / "out")[0] == results(tmp_path / "of-another")[0]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_killed_run_is_continued_with_the_same_bytes(
    clip: Path, model_path: Path, opened: list[float], tmp_path: Path
) -> None:
    # A process of its own and not a fork, which would take over locks that threads of this one hold.
    victim = multiprocessing.get_context("spawn").Process(
        target=_be_killed, args=(model_path, clip, tmp_path / "killed")
    )
    victim.start()
    analyzer(model_path).analyze(clip, tmp_path / "whole")
    victim.join(60)
    assert victim.exitcode == -signal.SIGKILL
    assert list((tmp_path / "killed").glob(".*.partial.*"))
    assert not list((tmp_path / "killed").glob("[!.]*"))
    opened.clear()
    analyzer(model_path, resume=True).analyze(clip, tmp_path / "killed")
    assert 0 < len(opened) < SEGMENTS
    assert results(tmp_path / "killed") == results(tmp_path / "whole")
    assert not list((tmp_path / "killed").glob(".*"))


def _be_killed(model_path: Path, clip: Path, folder: Path) -> None:
    with pytest.MonkeyPatch.context() as monkeypatch:
        shorten_segments(monkeypatch)
        analyzer(model_path, workers=2).analyze(clip, folder, kill_after(25))
