"""What a batch does, skips and notes."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from posecheck.errors import InputError, OutputError
from posecheck.references.library import find
from posecheck.sessions.analyze import Analyzer, Interrupted
from posecheck.sessions.asked import Asked
from posecheck.sessions.batch import IDENTITY_DIGITS, NOTE_FILE, Task, plan_batch, settings_key


@pytest.fixture
def analyzer(tmp_path: Path) -> Analyzer:
    model = tmp_path / "model.task"
    model.write_bytes(b"a model")
    return Analyzer(Asked((find("child-pose"),)), model, "full", video=False)


@pytest.fixture
def clips(tmp_path: Path) -> list[Path]:
    paths = []
    for name in ("monday.mp4", "tuesday.mp4", "monday again.mp4"):
        path = tmp_path / "clips" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(name.removesuffix(" again.mp4").removesuffix(".mp4"), encoding="utf-8")
        paths.append(path)
    return paths


def analysing(monkeypatch: pytest.MonkeyPatch, problem: BaseException | None = None) -> list[Path]:
    seen: list[Path] = []

    def analyze(self: Analyzer, path: Path, folder: Path, progress: Any = None) -> None:
        seen.append(path)
        if problem is not None:
            raise problem
        folder.mkdir(parents=True)

    monkeypatch.setattr(Analyzer, "analyze", analyze)
    return seen


def test_a_copy_is_analysed_once_and_listed_twice(analyzer: Analyzer, clips: list[Path], tmp_path: Path) -> None:
    plan = plan_batch(clips, tmp_path / "out", analyzer)
    assert [clip.path for clip in plan.clips] == clips
    assert [task.path for task in plan.tasks] == clips[:2]
    assert plan.clips[0].folder == plan.clips[2].folder
    assert plan.clips[0].folder != plan.clips[1].folder


@pytest.mark.parametrize(
    "stem",
    ["a" * 250, "\N{SLEEPING SYMBOL}" * 62, "x" + "\N{SLEEPING SYMBOL}" * 62],
    ids=["letters", "signs of four bytes", "cut within a sign"],
)
def test_a_long_name_is_cut_to_what_a_folder_can_be_called(
    stem: str, analyzer: Analyzer, clips: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    analysing(monkeypatch)
    long = clips[0].rename(clips[0].with_stem(stem))
    (task,) = plan_batch([long], tmp_path / "out", analyzer).tasks
    assert task.run() is None
    name, _, identity = task.folder.name.rpartition("-")
    assert len(os.fsencode(task.folder.name)) <= 143  # where names are encrypted
    assert stem.startswith(name)
    assert len(name) >= 25
    assert len(identity) == IDENTITY_DIGITS
    assert plan_batch([long], tmp_path / "out", analyzer).tasks == ()


def test_what_is_done_is_skipped_wherever_it_lies_now(
    analyzer: Analyzer, clips: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    seen = analysing(monkeypatch)
    for task in plan_batch(clips, out, analyzer).tasks:
        assert task.run() is None
    assert seen == clips[:2]
    moved = clips[0].rename(tmp_path / "clips" / "sunday.mp4")
    plan = plan_batch([moved, *clips[1:]], out, analyzer)
    assert plan.tasks == ()
    assert plan.clips[0].folder is not None
    assert plan.clips[0].folder.name.startswith("monday-")


def test_other_settings_or_a_damaged_note_mean_another_analysis(
    analyzer: Analyzer, clips: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    analysing(monkeypatch)
    tasks = plan_batch(clips, out, analyzer).tasks
    for task in tasks:
        task.run()
    other = Analyzer(Asked((find("knee-hug"),)), analyzer.model_path, "full", video=False)
    assert len(plan_batch(clips, out, other).tasks) == 2
    (tasks[0].folder / NOTE_FILE).write_text("[", encoding="utf-8")
    assert [task.path for task in plan_batch(clips, out, analyzer).tasks] == clips[:1]


def test_the_settings_are_told_apart_by_what_they_are(analyzer: Analyzer, tmp_path: Path) -> None:
    again = Analyzer(Asked((find("child-pose"),)), analyzer.model_path, "full", video=False, workers=7)
    assert settings_key(again) == settings_key(analyzer)
    analyzer.model_path.write_bytes(b"another model")
    assert settings_key(again) != settings_key(Analyzer(again.asked, again.model_path, "full", video=True))


def test_a_file_that_cannot_be_read_is_noted(analyzer: Analyzer, clips: list[Path], tmp_path: Path) -> None:
    plan = plan_batch([tmp_path / "nowhere.mp4", *clips], tmp_path / "out", analyzer)
    assert "cannot read" in (plan.clips[0].problem or "")
    assert (plan.clips[0].folder, len(plan.tasks)) == (None, 2)


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        (InputError("it is no clip"), "it is no clip"),
        (RuntimeError("a library broke"), "RuntimeError: a library broke"),
    ],
)
def test_a_clip_that_cannot_be_used_is_a_sentence_and_not_done(
    problem: Exception, words: str, analyzer: Analyzer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    analysing(monkeypatch, problem)
    task = Task(tmp_path / "clip.mp4", tmp_path / "out", analyzer, "key")
    assert words in (task.run() or "")
    assert not (tmp_path / "out" / NOTE_FILE).exists()


@pytest.mark.parametrize(
    ("problem", "raised"),
    [(OutputError("the disk is full"), OutputError), (Interrupted(None, Path()), KeyboardInterrupt)],  # type: ignore[arg-type]
)
def test_a_full_disk_and_ctrl_c_end_the_batch(
    problem: BaseException,
    raised: type[BaseException],
    analyzer: Analyzer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    analysing(monkeypatch, problem)
    with pytest.raises(raised) as stopped:
        Task(tmp_path / "clip.mp4", tmp_path / "out", analyzer, "key").run()
    assert stopped.type is raised


def test_the_note_says_with_what_it_was_made(
    analyzer: Analyzer, clips: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    analysing(monkeypatch)
    (task, *_) = plan_batch(clips, tmp_path / "out", analyzer).tasks
    task.run()
    note = json.loads((task.folder / NOTE_FILE).read_text(encoding="utf-8"))
    assert note == {"made_with": settings_key(analyzer)}
