"""A batch in processes and on a Dask cluster: a worker dies in the middle, and the data set is the same."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from distributed import LocalCluster

from posecheck.errors import InputError, UsageError
from posecheck.media.reader import open_source
from posecheck.references.library import all_references
from posecheck.results.dataset import Entry, write_dataset
from posecheck.results.summary import Summary
from posecheck.sessions import engines
from posecheck.sessions.analyze import Analyzer, Progress
from posecheck.sessions.asked import Asked
from posecheck.sessions.batch import Task, plan_batch
from posecheck.sessions.engines import Outcome, run_here, run_on_dask
from tests.conftest import ClipMaker

SAMPLE = Path(__file__).parents[2] / "samples" / "child-pose-arms-forward.mp4"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")


@dataclass(frozen=True)
class DeadlyAnalyzer(Analyzer):
    """Kills its process in the middle of the clip of the given name, as often as there are marks to take away."""

    deadly: str = ""
    marks: Path = Path()

    def analyze(self, path: Path, folder: Path, progress: Progress | None = None) -> Summary:
        def die(_time_s: float, frames: int) -> None:
            mark = next(self.marks.iterdir(), None)
            if frames == 5 and mark is not None:
                mark.unlink()
                os.kill(os.getpid(), signal.SIGKILL)

        return super().analyze(path, folder, die if path.stem == self.deadly else progress)


@pytest.fixture
def clips(make_clip: ClipMaker) -> list[Path]:
    with open_source(SAMPLE) as source:
        images = [frame.image for frame in islice(source, 120)]
    clips = [make_clip(f"clip{index}.mp4", images[index * 30 : index * 30 + 10]) for index in range(4)]
    bad = clips[0].with_name("bad.mp4")
    bad.write_text("not a clip", encoding="utf-8")
    return [*clips, bad]


@pytest.fixture
def deadly(model_path: Path, tmp_path: Path) -> Callable[[int], DeadlyAnalyzer]:
    asked = Asked(all_references().contents)

    def make(deaths: int) -> DeadlyAnalyzer:
        marks = tmp_path / "marks"
        marks.mkdir(exist_ok=True)
        for index in range(deaths):
            (marks / str(index)).touch()
        return DeadlyAnalyzer(asked, model_path, "full", False, 1, True, False, "clip2", marks)

    return make


def collected(
    clips: list[Path], out: Path, analyzer: Analyzer, engine: Callable[[tuple[Task, ...]], Iterator[Outcome]]
) -> dict[str, Any]:
    plan = plan_batch(clips, out, analyzer)
    problems = {task.path: problem for task, problem in engine(plan.tasks) if problem}
    assert not list(analyzer.marks.iterdir())  # type: ignore[attr-defined]
    write_dataset(
        [
            Entry(clip.path, clip.identity, None if clip.path in problems else clip.folder, problems.get(clip.path))
            for clip in plan.clips
        ],
        out,
    )
    return {name: pq.read_table(out / "dataset" / name) for name in ("files", "holds", "frames")}


def test_a_cluster_that_loses_a_worker_gives_the_same_data_set(
    clips: list[Path], deadly: Callable[[int], DeadlyAnalyzer], tmp_path: Path
) -> None:
    here = collected(clips, tmp_path / "here", deadly(0), lambda tasks: run_here(tasks, 2))
    with LocalCluster(n_workers=3, threads_per_worker=1, processes=True, dashboard_address=None) as cluster:
        address = cluster.scheduler_address
        there = collected(clips, tmp_path / "there", deadly(1), lambda tasks: run_on_dask(tasks, address, 1))
    assert here["frames"].num_rows == 40
    assert [bool(problem) for problem in here["files"]["problem"].to_pylist()] == [False] * 4 + [True]
    for name, table in here.items():
        assert table.equals(there[name]), name


def test_processes_that_die_are_replaced_and_their_clips_tried_again(
    clips: list[Path], deadly: Callable[[int], DeadlyAnalyzer], tmp_path: Path
) -> None:
    tables = collected(clips[1:4], tmp_path / "out", deadly(1), lambda tasks: run_here(tasks, 2))
    assert tables["files"]["problem"].to_pylist() == [None] * 3
    assert tables["frames"].num_rows == 30


def test_a_clip_that_kills_every_process_is_given_up(
    clips: list[Path],
    deadly: Callable[[int], DeadlyAnalyzer],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(engines, "RETRIES", 0)
    analyzer = deadly(1)
    plan = plan_batch(clips[2:3], tmp_path / "out", analyzer)
    ((task, problem),) = run_here(plan.tasks, 1)
    assert task.path == clips[2]
    assert problem is not None
    assert "died" in problem


@dataclass(frozen=True)
class StandIn(Analyzer):
    """Looks at nothing; what happens to its process is in the name of the clip.

    `deadly` kills it, as soon as there is a mark called `go`. `patient` sets that mark and takes its time,
    and everything else is done at once.
    """

    marks: Path = Path()

    def analyze(self, path: Path, folder: Path, progress: Progress | None = None) -> Summary:
        if path.stem == "deadly":
            while not (self.marks / "go").exists():
                time.sleep(0.01)
            os.kill(os.getpid(), signal.SIGKILL)
        if path.stem == "patient":
            (self.marks / "go").touch()
            time.sleep(1.0)
        raise InputError("it was looked at")  # a whole summary would be made for nothing


def stand_ins(marks: Path, *names: str) -> list[Task]:
    marks.mkdir()
    analyzer = StandIn(Asked(()), Path("no.task"), "full", marks=marks)
    return [Task(Path(f"{name}.mp4"), marks / name, analyzer, "") for name in names]


def test_only_the_clip_that_kills_its_process_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "RETRIES", 0)
    tasks = stand_ins(tmp_path / "marks", "patient", "deadly", "last")
    told = {task.path.stem: problem or "" for task, problem in run_here(tasks, 2)}
    assert "died, 1 times" in told.pop("deadly")
    assert told == {"patient": "it was looked at", "last": "it was looked at"}


def test_a_process_that_dies_while_nobody_listens_takes_no_other_clip_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "RETRIES", 0)
    marks = tmp_path / "marks"
    before = set(multiprocessing.active_children())
    outcomes = run_here(stand_ins(marks, "first", "second", "deadly", "last"), 3)
    told = [next(outcomes)]
    time.sleep(0.5)  # so that first and second are both done, and one of them is not asked for yet
    (marks / "go").touch()
    while set(multiprocessing.active_children()) - before:
        time.sleep(0.01)
    told += outcomes
    assert sorted(task.path.stem for task, _ in told) == ["deadly", "first", "last", "second"]
    assert [task.path.stem for task, problem in told if "died" in (problem or "")] == ["deadly"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_workers_end_with_the_batch_that_started_them(number: signal.Signals) -> None:
    command = [sys.executable, "-m", "tests.support.orphans"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as batch:
        assert batch.stdout is not None
        assert batch.stdout.readline() == b"running\n"
        batch.send_signal(number)
        try:
            # The worker has the same standard output: that it is at its end says that the worker is gone.
            assert batch.communicate(timeout=60)[0] == b""
        finally:
            batch.kill()


def test_a_scheduler_that_does_not_answer_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "CONNECT_S", 0.5)
    with pytest.raises(UsageError, match="no Dask scheduler answers"):
        next(run_on_dask([], "tcp://127.0.0.1:9", 1), None)
