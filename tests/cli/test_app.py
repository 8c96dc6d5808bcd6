import os
import re
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


def test_what_the_output_has_no_sign_for_stops_nothing() -> None:
    told = subprocess.run(
        [sys.executable, "-m", "posecheck", "poses", "show", "plank"],
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONIOENCODING": "cp1252"},
    )
    assert re.search(r"\?\d+° to \d+°", told.stdout.decode("cp1252"))  # from minus so many degrees


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a file that is always full")
@pytest.mark.parametrize("words", [["poses"], ["poses", "--json"], ["--help"]])
def test_output_into_a_file_on_a_full_disk_ends_in_a_sentence(words: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        told = subprocess.run(
            [sys.executable, "-m", "posecheck", *words], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert told.returncode == 1
    assert told.stderr == "posecheck: cannot write what is to be printed: No space left on device\n"


def test_ctrl_c_while_the_program_loads_is_no_traceback() -> None:
    code = (
        "import sys\n"
        "class Interrupting:\n"
        "    def find_spec(self, name, path, target=None):\n"
        "        if name == 'typer':\n"
        "            raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Interrupting())\n"
        "from posecheck.__main__ import main\n"
        "main()"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (told.returncode, told.stdout, told.stderr) == (130, "", "posecheck: stopped\n")


def test_the_module_runs_like_the_command() -> None:
    told = subprocess.run([sys.executable, "-m", "posecheck", "--version"], capture_output=True, text=True, check=True)
    assert told.stdout == f"posecheck {posecheck.__version__}\n"


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
