"""`posecheck analyze` and `posecheck judge` as somebody types them."""

import json
import re
from pathlib import Path

import cv2
import pytest
from typer.testing import CliRunner

from posecheck.cli.app import app
from posecheck.media.frame import Image

runner = CliRunner()


@pytest.fixture
def picture(standing: Image, tmp_path: Path) -> Path:
    path = tmp_path / "standing.png"
    cv2.imwrite(str(path), standing)
    return path


@pytest.mark.usefixtures("model_path")
def test_json_prints_one_object_per_input_and_nothing_else(picture: Path, tmp_path: Path) -> None:
    result = runner.invoke(app, ["analyze", str(picture), "--json", "--out", str(tmp_path / "out")])
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert len(lines) == 1
    summary = json.loads(lines[0])
    assert summary["schema"] == 1
    assert list(summary) == [
        *("schema", "source", "kind", "complete", "duration_s", "frames", "detected_frames", "view", "pose", "variant"),
        *("accepted", "score", "holds", "counts", "counted", "repetitions", "faults", "warnings"),
    ]


@pytest.mark.usefixtures("model_path")
def test_one_bad_file_does_not_stop_the_others(picture: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.mp4"
    bad.write_text("not a clip", encoding="utf-8")
    out = tmp_path / "out"
    result = runner.invoke(app, ["analyze", str(bad), str(picture), "--out", str(out), "--no-video"])
    assert result.exit_code == 1
    assert "bad.mp4" in result.stderr
    assert (out / "standing" / "summary.json").exists()
    assert not (out / "bad").exists()


@pytest.mark.usefixtures("model_path")
def test_only_results_are_listed_as_results(picture: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out" / "standing"
    folder.mkdir(parents=True)
    for name in ("annotated.mp4", "notes.txt"):
        (folder / name).touch()
    result = runner.invoke(app, ["analyze", str(picture), "--out", str(tmp_path / "out")])
    assert result.stdout.rstrip().endswith(": annotated.jpg, frames.csv, landmarks.npz, summary.json")
    assert (folder / "notes.txt").exists()


@pytest.mark.usefixtures("model_path")
def test_judge_repeats_what_analyze_said(picture: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    first = runner.invoke(app, ["analyze", str(picture), "--json", "--out", str(out)])
    again = runner.invoke(app, ["judge", str(out / "standing"), "--json"])
    assert again.exit_code == 0
    assert again.stdout == first.stdout


@pytest.mark.usefixtures("model_path")
def test_inputs_of_the_same_name_get_folders_of_their_own(standing: Image, tmp_path: Path) -> None:
    paths = []
    for name in ("monday/stretch.png", "tuesday/stretch.png", "stretch-2.png"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        paths.append(str(path))
        cv2.imwrite(paths[-1], standing)
    out = tmp_path / "out"
    assert runner.invoke(app, ["analyze", *paths, "--out", str(out), "--no-video"]).exit_code == 0
    assert sorted(path.name for path in out.iterdir()) == ["stretch", "stretch-2", "stretch-2-2"]


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["analyze", "nowhere.mp4"], 1, "does not exist"),
        (["analyze", "nowhere.mp4", "--pose", "child-pos"], 2, "child-pose"),
        (["analyze", "nowhere.mp4", "--variant", "sideways"], 2, "arms-forward"),
        (["analyze", "nowhere.mp4", "--model", "nowhere.task"], 3, "nowhere.task"),
        (["judge", "nowhere.npz"], 1, "does not exist"),
        (["judge", "stretch.mp4"], 2, "run posecheck analyze stretch.mp4"),
        (["analyze"], 2, "INPUT"),
    ],
)
@pytest.mark.usefixtures("model_path")
def test_wrong_calls_end_with_one_sentence_and_their_status(
    arguments: list[str], status: int, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = runner.invoke(app, arguments)
    assert result.exit_code == status
    assert words in result.stderr
    assert "Traceback" not in result.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["text.mp4", "text.mp4/results", "out"])
def test_a_file_where_results_are_to_go_is_told_before_the_work(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("posecheck.cli.analyze.fetched", None)
    monkeypatch.chdir(tmp_path)
    file = Path("out/stretch" if name == "out" else "text.mp4")  # the second input's own folder, or that of all
    file.parent.mkdir(exist_ok=True)
    file.touch()
    result = runner.invoke(app, ["analyze", "nowhere.mp4", "stretch.mp4", "--out", name])
    told = f"posecheck: {file} is a file, not a folder: name another folder with --out\n"
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", told)


@pytest.mark.usefixtures("model_path")
def test_the_read_me_shows_what_is_printed(tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    block = re.search(r"```\n\$ posecheck analyze (\S+)\n(.*?)```", (root / "README.md").read_text("utf-8"), re.DOTALL)
    assert block is not None
    result = runner.invoke(app, ["analyze", str(root / block[1]), "--no-video", "--out", str(tmp_path)])
    shown, printed = (
        [line.rstrip() for line in text.splitlines() if line.strip() and not line.startswith("Results in")]
        for text in (block[2], result.output)
    )
    number = re.compile(r"\d+\.\d+")
    assert [number.sub("#", line) for line in printed] == [number.sub("#", line) for line in shown]
    # Another processor may round a tenth of a second the other way.
    seconds = ([float(each) for line in lines for each in number.findall(line)] for lines in (printed, shown))
    assert next(seconds) == pytest.approx(next(seconds), abs=0.11)
