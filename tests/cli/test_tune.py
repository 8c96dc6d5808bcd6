import json
import re
import shlex
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import posecheck
from posecheck.cli.app import app
from posecheck.errors import InputError, UsageError
from posecheck.media.reader import open_source
from posecheck.references.loader import check_reference, load_reference
from tests.conftest import ClipMaker
from tests.support.bodies import TO_THE_CAMERA, Limbs
from tests.support.held import STANDING, child_pose, recording, warrior

ROOT = Path(__file__).parents[2]
TUTORIAL = ROOT / "docs" / "tutorial.md"
SAMPLE = ROOT / "samples" / "child-pose-arms-forward.mp4"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, an empty one in place of the user's own, and a terminal of 80 columns."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def films(here: Path) -> list[str]:
    """Recordings of child pose by three people."""
    return [
        kept(here, name, child_pose(stiff, shoulder), seed)
        for seed, (name, stiff, shoulder) in enumerate((("a", 26.0, 150.0), ("b", 28.0, 155.0), ("c", 30.0, 160.0)))
    ]


def kept(folder: Path, name: str, body: object, seed: int = 0) -> str:
    made = recording(name, (STANDING, 1.5), (body, 5.0), (STANDING, 1.5), seed=seed)  # type: ignore[arg-type]
    made.save(folder / name / "landmarks.npz")
    return name


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(app, list(arguments))
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def flat(text: str) -> str:
    return " ".join(text.split())


def test_a_proposal_is_told_and_nothing_is_written(here: Path, films: list[str]) -> None:
    before = sorted(here.rglob("*"))
    result = run("tune", "child-pose", *films)
    assert result.exit_code == 0
    text = flat(result.stdout)
    for words in (
        "3 of 3 clips, 3 persons",
        "hips to heels",
        "122° ±",
        "at least 130°",
        "Each left out in turn",
        "3 of 3",
        "-green = [130, inf]",
        '+held_out = "3 of 3 accepted"',
        "Nothing was written",
    ):
        assert words in text
    assert sorted(here.rglob("*")) == before


def test_out_writes_there_and_write_makes_a_version_of_ones_own(here: Path, films: list[str]) -> None:
    assert run("tune", "child-pose", *films, "--out", "mine.toml", "--plot", "bands.png").exit_code == 0
    assert check_reference(Path("mine.toml")) == []
    assert Path("bands.png").read_bytes().startswith(b"\x89PNG")
    written = run("tune", "child-pose", "anna=a", "anna=b", "ben=c", "--write")
    own = here / "data" / "posecheck" / "poses" / "child-pose.toml"
    assert f"Written to {own}" in flat(written.stdout) or own.is_file()
    tuned = load_reference(own).provenance.tuned
    assert (tuned["clips"], tuned["persons"], tuned["version"]) == (3, 2, posecheck.__version__)
    assert "# ---- How well?" in own.read_text(encoding="utf-8")
    assert "instead of" in flat(run("poses").stdout)
    assert run("tune", "child-pose", *films, "--write").exit_code == 0  # its own file now
    assert run("poses", "check", str(own)).exit_code == 0


def test_what_cannot_be_written_is_told_before_a_clip_is_looked_at(here: Path) -> None:
    (here / "file").touch()
    (here / "bands.png").mkdir()
    in_the_way = "file is a file, not a folder: name another folder with"
    for words, status, told in (
        (("--plot", "bands.jpg", "--out", "mine.toml"), 2, "the plot is a PNG picture: end bands.jpg in .png"),
        (("--plot", "file/bands.png"), 1, f"{in_the_way} --plot"),
        (("--plot", "bands.png"), 1, "bands.png is a folder, not a file: name a file with --plot"),
        (("--out", "file/mine.toml"), 1, f"{in_the_way} --out"),
    ):
        result = run("tune", "child-pose", "nowhere/landmarks.npz", *words)
        assert (result.exit_code, result.stdout, result.stderr) == (status, "", f"posecheck: {told}\n")
    drafted = run("poses", "new", "mine", "--from", "nowhere/landmarks.npz", "--poses", "file")
    assert (drafted.exit_code, drafted.stderr) == (1, f"posecheck: {in_the_way} --poses\n")


def test_titles_with_commas_in_them_stay_apart(here: Path) -> None:
    lunge = replace(warrior(), left=Limbs(hip=5.0, knee=20.0, shoulder=92.0, elbow=6.0))
    for seed, name in enumerate(("first", "second")):
        kept(here, name, lunge, seed)
    told = flat(run("poses", "new", "lunge", "--from", "first", "second").stdout)
    (phase,) = load_reference(here / "data" / "posecheck" / "poses" / "lunge.toml").phases
    titles = [check.title for check in phase.checks]
    assert any("," in title for title in titles)
    assert f"Checked: {'; '.join(titles)}." in told


def test_negatives_are_named_when_they_pass(here: Path, films: list[str]) -> None:
    kept(here, "same", child_pose(20))
    kept(here, "lunge", warrior())
    text = flat(run("tune", "child-pose", *films, "--against", "same", "--against", "lunge").stdout)
    assert "1 of 2 accepted by the proposal" in text
    assert "same: held" in text
    assert "asking for a score of" in text


def test_too_little_ends_with_one_sentence(here: Path, films: list[str]) -> None:
    result = run("tune", "child-pose", films[0], "--out", "mine.toml")
    assert result.exit_code == 1
    assert "too little to tune from" in result.stderr
    assert "nothing was written" in result.stderr
    assert not Path("mine.toml").exists()
    kept(here, "front", child_pose(heading=TO_THE_CAMERA))
    wrong = run("tune", "child-pose", "front")
    assert "seen from the wrong direction" in wrong.stderr
    assert run("tune", "chld-pose", "a").exit_code == UsageError.exit_status
    assert run("tune", "child-pose", "nowhere/landmarks.npz").exit_code == InputError.exit_status


def test_a_new_pose_works_at_once(here: Path) -> None:
    kept(here, "first", warrior())
    kept(here, "second", warrior(86.0), seed=4)
    drafted = run("poses", "new", "warrior", "--from", "first", "--from", "second")
    assert drafted.exit_code == 0
    text = flat(drafted.stdout)
    assert "first: taken to be held from" in text
    assert "To review: summary, safety" in text
    assert "yours" in run("poses").stdout
    judged = json.loads(run("judge", "first", "--json").stdout)
    assert (judged["pose"], judged["accepted"]) == ("warrior", True)
    assert run("tune", "warrior", "first", "second").exit_code == 0
    twice = run("poses", "new", "warrior", "--from", "first", "second")
    assert (twice.exit_code, "is there already" in twice.stderr) == (2, True)
    assert run("poses", "new", "War rior", "--from", "first").exit_code == 2
    shipped = run("poses", "new", "child-pose", "--from", "first")
    assert shipped.exit_code == 2
    assert "would lose its words on safety" in shipped.output


def test_an_impossible_time_is_one_sentence(here: Path) -> None:
    kept(here, "first", warrior())
    for arguments, words in (
        (("poses", "new", "tree-x", "--from", "first", "--start", "10", "--end", "5"), "from 10 s to 5 s"),
        (("poses", "new", "tree-x", "--from", "first", "--start", "-1"), "Invalid value for '--start'"),
        (("poses", "new", "tree-x", "--from", "first", "--end", "-1"), "Invalid value for '--end'"),
        (("tune", "child-pose", "first", "--from", "10", "--to", "5"), "from 10 s to 5 s"),
        (("tune", "child-pose", "first", "--to", "0"), "from 0 s to 0 s"),
        (("tune", "child-pose", "first", "--from", "-1"), "Invalid value for '--from'"),
        (("tune", "child-pose", "first", "--to", "-1"), "Invalid value for '--to'"),
    ):
        result = run(*arguments)
        assert (result.exit_code, words in flat(result.stderr)) == (UsageError.exit_status, True), result.stderr


def test_a_profile_changes_the_judgement_and_not_the_reference(here: Path) -> None:
    kept(here, "stiff", child_pose(30.0))
    assert "Stop where it is still easy" in flat(run("calibrate", "child-pose").stdout)
    measured = run("calibrate", "child-pose", "stiff", "--profile", "me")
    assert measured.exit_code == 0
    assert "at least 130°" in measured.stdout
    plain = json.loads(run("judge", "stiff", "--pose", "child-pose", "--json").stdout)
    gentle = json.loads(run("judge", "stiff", "--pose", "child-pose", "--profile", "me", "--json").stdout)
    assert gentle["score"] > (plain["score"] or 0)
    unknown = run("judge", "stiff", "--profile", "you")
    assert (unknown.exit_code, "There are: me" in unknown.stderr) == (2, True)
    assert run("calibrate", "child-pose", "stiff", "--profile", "../me").exit_code == 2


def test_the_library_is_as_simple_as_the_command(films: list[str]) -> None:
    report = posecheck.tune("child-pose", ["anna=a", "ben=b", Path("c")])
    assert not report.shortage
    assert "green" in report.diff
    assert report.write(Path("mine.toml")) == Path("mine.toml")
    assert load_reference(Path("mine.toml")).phases == report.tuned.phases


@pytest.mark.skipif(not SAMPLE.is_file(), reason="needs the sample clips")
def test_the_tutorial_runs_as_written(here: Path, make_clip: ClipMaker, model_path: Path) -> None:
    with open_source(SAMPLE) as source:
        frames = [(frame.time_s, frame.image) for frame in source if frame.index % 6 == 0 and 2.0 < frame.time_s < 13.5]
    for name, chosen in (("monday.mp4", frames), ("tuesday.mp4", frames[3:])):
        times = [time_s - chosen[0][0] for time_s, _ in chosen]
        made = make_clip(f"made-{name}", [image for _, image in chosen], times_s=times)
        made.replace(here / name)
    commands = re.findall(r"^posecheck .*$", TUTORIAL.read_text(encoding="utf-8").split("```")[1], re.MULTILINE)
    assert len(commands) == 5
    for command in commands:
        result = run(*shlex.split(command)[1:])
        assert result.exit_code == 0, (command, result.stdout, result.stderr)
    assert "my-stretch" in result.stdout
    assert "0:0" in result.stdout
    for name in ("my-stretch.png", "bands.png", "data/posecheck/poses/my-stretch.toml"):
        assert (here / name).is_file()
