import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from posecheck.cli.app import app
from posecheck.pose import fetch
from posecheck.pose.model import CACHE_VARIABLE, MEMBERS


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache folder, and a place that serves models which are not real."""
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "cache"))
    monkeypatch.setenv("COLUMNS", "40")  # and yet no path is folded
    with zipfile.ZipFile(tmp_path / "lite.task", "w") as archive:
        for member in MEMBERS:
            archive.writestr(member, b"network " * 100_000)
    monkeypatch.setattr(fetch, "BUNDLE_ADDRESS", tmp_path.as_uri() + "/{name}.task")
    return tmp_path / "cache" / "models"


def test_models_are_listed_with_state_and_place(cache: Path) -> None:
    result = CliRunner().invoke(app, ["model"])
    assert result.exit_code == 0
    assert result.stdout.count("not fetched yet") == 3
    assert result.stderr == ""
    assert not cache.exists()


def test_a_model_is_fetched_on_demand_and_only_then(cache: Path, tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["model", "--fetch", "lite"])
    assert result.exit_code == 0
    row = next(line for line in result.stdout.splitlines() if line.startswith("lite"))
    assert "ready" in row
    assert "1.6 MB" in row
    assert str(cache / "pose_landmarker_lite.task") in row
    assert result.stderr == f"fetching the pose model, this once, from {tmp_path.as_uri()}/lite.task\n"
    again = CliRunner().invoke(app, ["model", "--fetch", "lite"])
    assert (again.exit_code, again.stderr) == (0, "")


def test_a_damaged_model_is_told(cache: Path) -> None:
    cache.mkdir(parents=True)
    (cache / "pose_landmarker_heavy.task").write_bytes(b"half a mod")
    result = CliRunner().invoke(app, ["model"])
    assert "damaged, will be fetched again" in result.stdout


def test_a_fetch_that_fails_ends_with_status_3(cache: Path) -> None:
    result = CliRunner().invoke(app, ["model", "--fetch", "heavy"])
    assert result.exit_code == 3
    assert "posecheck: the pose model heavy could not be fetched" in result.stderr
    assert not list(cache.glob("*.task"))


def test_an_unknown_model_is_answered_with_the_choices() -> None:
    result = CliRunner().invoke(app, ["model", "--fetch", "huge"])
    assert result.exit_code == 2
    assert "'full'" in result.stderr
