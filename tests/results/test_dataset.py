"""The data set of a batch."""

import csv
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from posecheck.errors import InputError
from posecheck.results import dataset
from posecheck.results.dataset import Entry, write_dataset
from posecheck.results.frames_table import columns

SCALING = Path(__file__).parents[2] / "docs" / "scaling.md"

HOLD = {
    "pose": "knee-hug",
    "variant": "left",
    "phase": "hug",
    "side": "left",
    "start_s": 1.0,
    "end_s": 7.5,
    "held_s": 6.5,
    "complete": False,
    "score": 88.5,
    "faults": [{"check": "head", "cue": "Let your head rest.", "fraction": 0.25}],
    "measured": [{"check": "head", "measure": "head_lift", "median": 0.125, "spread": 0.5, "moments": 65}],
}


def analysed(folder: Path, holds: int = 1, frames: int = 2) -> Path:
    folder.mkdir(parents=True)
    summary: dict[str, Any] = {
        "schema": 1,
        "source": "clip.mp4",
        "kind": "video",
        "complete": True,
        "duration_s": 9.0,
        "frames": frames,
        "detected_frames": frames,
        "view": {"kind": "side", "yaw_deg": 4.5, "shares": {"side": 1.0}},
        "pose": "knee-hug",
        "variant": "left",
        "accepted": True,
        "score": 88.5,
        "holds": [HOLD] * holds,
        "repetitions": holds,
        "warnings": ["It breaks off.", "It is dark."],
    }
    (folder / "summary.json").write_text(json.dumps(summary), encoding="utf-8")
    with (folder / "frames.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, columns(), lineterminator="\n")
        table.writeheader()
        for index in range(frames):
            table.writerow({"time_s": index / 10, "view": "side", "pose": "knee-hug", "in_pose": 1})
    return folder


def read(out: Path, name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pq.read_table(out / "dataset" / name).to_pylist()
    return rows


def test_the_tables_of_a_clip_and_of_one_that_cannot_be_used(tmp_path: Path) -> None:
    out = tmp_path / "out"
    entries = [
        Entry(Path("a.mp4"), "aa", analysed(out / "clips" / "a-aa")),
        Entry(Path("bad.mp4"), "bb", None, "bad.mp4 is not a video"),
    ]
    write_dataset(entries, out)
    good, bad = read(out, "files")
    assert (good["clip"], good["path"], good["results"], good["problem"]) == ("aa", "a.mp4", "clips/a-aa", None)
    assert (good["view"], good["yaw_deg"], good["holds"], good["held_s"]) == ("side", 4.5, 1, 6.5)
    assert good["warnings"] == ["It breaks off.", "It is dark."]
    assert (bad["problem"], bad["results"], bad["frames"]) == ("bad.mp4 is not a video", None, None)
    assert read(out, "holds") == [{"clip": "aa", "path": "a.mp4", **HOLD}]
    first, second = read(out, "frames")
    assert (first["clip"], first["time_s"], second["time_s"], second["view"]) == ("aa", 0.0, 0.1, "side")
    assert first["knee_flexion_left"] is None
    with (out / "summary.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    assert [line["problem"] for line in lines] == ["", "bad.mp4 is not a video"]


def test_a_copy_is_listed_and_counts_once(tmp_path: Path) -> None:
    folder = analysed(tmp_path / "clips" / "a-aa")
    write_dataset([Entry(Path("a.mp4"), "aa", folder), Entry(Path("copy.mp4"), "aa", folder)], tmp_path)
    assert [len(read(tmp_path, name)) for name in ("files", "holds", "frames")] == [2, 1, 2]


def test_a_data_set_without_a_clip_has_its_columns(tmp_path: Path) -> None:
    write_dataset([], tmp_path)
    for name, schema in (("files", dataset.FILES), ("holds", dataset.HOLDS), ("frames", dataset.FRAMES)):
        assert pq.read_table(tmp_path / "dataset" / name).schema == schema


def test_long_tables_are_cut_into_files_and_an_old_data_set_is_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dataset, "ROWS_PER_FILE", 3)
    entries = [Entry(Path(name), name, analysed(tmp_path / "clips" / name)) for name in ("a", "b", "c")]
    write_dataset(entries, tmp_path)
    assert len(list((tmp_path / "dataset" / "frames").iterdir())) == 2
    assert [row["clip"] for row in read(tmp_path, "frames")] == ["a", "a", "b", "b", "c", "c"]
    write_dataset(entries[:1], tmp_path)
    assert [row["clip"] for row in read(tmp_path, "frames")] == ["a", "a"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["clips", "dataset", "summary.csv"]


@pytest.mark.parametrize(("name", "text"), [("summary.json", "{"), ("summary.json", "{}"), ("frames.csv", "")])
def test_damaged_results_are_one_sentence_and_the_old_data_set_stays(name: str, text: str, tmp_path: Path) -> None:
    entry = Entry(Path("a.mp4"), "aa", analysed(tmp_path / "clips" / "a-aa"))
    write_dataset([entry], tmp_path)
    (tmp_path / "clips" / "a-aa" / name).write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="damaged"):
        write_dataset([entry], tmp_path)
    assert len(read(tmp_path, "files")) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["clips", "dataset", "summary.csv"]


def test_the_example_of_the_documentation_runs_with_what_a_batch_needs_anyway(tmp_path: Path) -> None:
    (example,) = re.findall(r"```python\n(.*?)```", SCALING.read_text(encoding="utf-8"), re.DOTALL)
    study = tmp_path / "study"
    write_dataset([Entry(Path("a.mp4"), "aa", analysed(study / "clips" / "a-aa", holds=2))], study)
    told = subprocess.run([sys.executable, "-c", example], capture_output=True, text=True, cwd=tmp_path, check=False)
    assert told.stderr == ""
    assert (
        "'pose': 'knee-hug', 'variant': 'left', 'held_s_count': 2, 'held_s_mean': 6.5, 'score_mean': 88.5"
        in told.stdout
    )
