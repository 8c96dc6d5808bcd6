import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

import posecheck
from posecheck.cli.app import app
from posecheck.errors import InputError, ModelError, OutputError, PosecheckError, UsageError

HEAVY = ("numpy", "cv2", "mediapipe", "av", "matplotlib", "rich")


def test_importing_the_app_loads_nothing_heavy() -> None:
    code = f"import sys, posecheck.cli.app; print([name for name in {HEAVY!r} if name in sys.modules])"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


def test_help_answers_within_half_a_second() -> None:
    code = "import sys; from posecheck.cli.app import main; sys.argv = ['posecheck', '--help']; main()"
    taken_s = []
    for _ in range(3):
        start_s = time.perf_counter()
        told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        taken_s.append(time.perf_counter() - start_s)
        assert "model" in told.stdout
    assert min(taken_s) < 0.5


def test_version() -> None:
    result = CliRunner().invoke(app, ["--version"])
    assert (result.exit_code, result.stdout) == (0, f"posecheck {posecheck.__version__}\n")


def test_an_unknown_command_is_a_usage_error() -> None:
    assert CliRunner().invoke(app, ["stretch"]).exit_code == 2


@pytest.mark.parametrize(
    ("error", "status", "told"),
    [
        (InputError("clip.mp4 is empty"), 1, "posecheck: clip.mp4 is empty\n"),
        (OutputError("cannot write out"), 1, "posecheck: cannot write out\n"),
        (UsageError("no such pose"), 2, "posecheck: no such pose\n"),
        (ModelError("no model"), 3, "posecheck: no model\n"),
        (KeyboardInterrupt(), 130, "posecheck: stopped\n"),
    ],
)
def test_errors_are_one_sentence_with_a_status(
    monkeypatch: pytest.MonkeyPatch, error: PosecheckError | KeyboardInterrupt, status: int, told: str
) -> None:
    def fail(name: object) -> None:
        raise error

    monkeypatch.setattr("posecheck.cli.model.model_state", fail)
    result = CliRunner().invoke(app, ["model"])
    assert (result.exit_code, result.stdout, result.stderr) == (status, "", told)


def test_a_bug_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(name: object) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr("posecheck.cli.model.model_state", fail)
    with pytest.raises(RuntimeError, match="a bug"):
        CliRunner().invoke(app, ["model"], catch_exceptions=False)


def test_the_installed_command_runs_from_any_folder(tmp_path: Path) -> None:
    command = Path(sys.executable).with_name("posecheck")
    if not command.exists():
        pytest.skip("posecheck is not installed beside this Python")
    told = subprocess.run([command, "--version"], capture_output=True, text=True, cwd=tmp_path, check=True)
    assert told.stdout == f"posecheck {posecheck.__version__}\n"
