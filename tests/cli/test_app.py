import subprocess
import sys
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


def test_help_is_told_without_loading_anything_heavy_but_the_printer() -> None:
    code = (
        "import sys\nfrom posecheck.cli.app import main\nsys.argv = ['posecheck', '--help']\n"
        f"try:\n    main()\nfinally:\n    print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "analyze" in told.stdout
    assert told.stderr.strip() == "['rich']"


def test_the_list_of_poses_is_told_without_numpy() -> None:
    code = (
        "import sys\nfrom posecheck.cli.app import main\nsys.argv = ['posecheck', 'poses']\n"
        f"try:\n    main()\nfinally:\n    print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "child-pose" in told.stdout
    assert told.stderr.splitlines()[-1] == "['rich']"


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
