"""`posecheck batch` as somebody types it."""

from pathlib import Path

import cv2
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from posecheck.cli.app import app
from posecheck.media.frame import Image
from posecheck.sessions import engines

runner = CliRunner()


@pytest.mark.usefixtures("model_path")
def test_a_folder_becomes_a_data_set_and_is_not_done_twice(
    standing: Image, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    collection = tmp_path / "collection"
    (collection / "monday").mkdir(parents=True)
    cv2.imwrite(str(collection / "monday" / "one.png"), standing)
    cv2.imwrite(str(collection / "two.png"), standing[:, ::-1])
    (collection / "bad.mp4").write_text("not a clip", encoding="utf-8")
    out = collection / "results"
    first = runner.invoke(app, ["batch", str(collection), "--out", str(out), "--workers", "1"])
    assert first.exit_code == 1
    assert "bad.mp4" in first.stderr
    assert "1 of 3 files could not be used" in first.stdout
    files = pq.read_table(out / "dataset" / "files").to_pylist()
    assert [Path(row["path"]).name for row in files] == ["bad.mp4", "one.png", "two.png"]

    (collection / "bad.mp4").unlink()
    monkeypatch.setattr(engines, "run_here", None)
    again = runner.invoke(app, ["batch", str(collection), "--out", str(out)])
    assert again.exit_code == 0
    assert len(pq.read_table(out / "dataset" / "files")) == 2


@pytest.mark.parametrize(
    ("text", "words"), [(None, "cannot read"), ("# nothing\n\n", "names no clip"), (b"\xff\xfe\x00", "not a text file")]
)
def test_a_list_that_says_nothing_is_one_sentence(text: str | bytes | None, words: str, tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    if text is not None:
        path.write_bytes(text.encode() if isinstance(text, str) else text)
    result = runner.invoke(app, ["batch", str(path), "--out", str(tmp_path / "out")])
    assert result.exit_code == 1
    assert words in result.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.usefixtures("model_path")
def test_what_is_missing_of_a_list_is_told_by_name(standing: Image, tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / "one.png"), standing)
    listed = tmp_path / "list.txt"
    listed.write_text("one.png\nmissing.mp4\n", encoding="utf-8")
    result = runner.invoke(app, ["batch", str(listed), "--out", str(tmp_path / "out"), "--workers", "1"])
    assert result.exit_code == 1
    assert result.stderr == f"posecheck: cannot read {tmp_path / 'missing.mp4'}: No such file or directory\n"
    assert "1 of 2 files could not be used" in result.stdout


@pytest.mark.parametrize("name", ["text.mp4", "text.JPG"])
def test_a_clip_or_a_picture_is_not_taken_for_a_list(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path(name).write_text("a.mp4\n", encoding="utf-8")
    result = runner.invoke(app, ["batch", name, "--out", "out"])
    told = f"posecheck: batch takes a folder or a list of files: for one clip run posecheck analyze {name}\n"
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", told)
    assert not Path("out").exists()


def test_a_folder_may_be_called_as_a_clip(tmp_path: Path) -> None:
    (tmp_path / "day.mp4").mkdir()
    result = runner.invoke(app, ["batch", str(tmp_path / "day.mp4"), "--out", str(tmp_path / "out")])
    assert "names no clip and no picture" in result.stderr


def test_a_file_where_results_are_to_go_is_told_before_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("posecheck.cli.batch.fetched", None)
    monkeypatch.chdir(tmp_path)
    Path("list.txt").write_text("a.mp4\n", encoding="utf-8")
    result = runner.invoke(app, ["batch", "list.txt", "--out", "list.txt"])
    told = "posecheck: list.txt is a file, not a folder: name another folder with --out\n"
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", told)
