"""`posecheck routine` from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from posecheck.cli.app import app
from posecheck.references import routines
from posecheck.references.library import shipped_folder


@pytest.fixture(autouse=True)
def user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder in place of the user's own, and no display."""
    monkeypatch.delenv("DISPLAY", raising=False)
    folder = tmp_path / "user"
    monkeypatch.setattr(routines, "user_folder", lambda: folder)
    return folder


def invoke(*words: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["routine", *words])
    return result.exit_code, result.stdout, result.stderr


def test_routines_are_listed() -> None:
    code, out, errors = invoke("--list")
    assert (code, errors) == (0, "")
    for name in ("back-care: six stretches, about ten minutes, shipped, the default", "morning:", "bed:", "core:"):
        assert name in out


@pytest.mark.parametrize("words", [("back-care", "--list"), ("run", "back-care", "--list"), ("--list", "back-care")])
def test_one_is_shown_with_the_places_of_the_camera(words: tuple[str, ...]) -> None:
    code, out, _ = invoke(*words)
    assert code == 0
    lines = out.splitlines()
    assert lines[0] == "Back care: six stretches, about ten minutes"
    assert "left and right 1 time each, 20 s" in lines[2]
    assert lines[-1].strip() == "6. Door-sill stretch: 1 time, 20 s; then gentle turns 5 times"
    assert sum(line.strip().startswith("Camera") for line in lines) == 3
    assert sum(line.strip()[:1].isdigit() for line in lines) == 6


def test_one_s_own_is_written_shown_and_found_by_name(user: Path) -> None:
    code, out, errors = invoke("new", "back-care", "knee-hug:side=left,hold=15,reps=3", "child-pose:arms-back")
    assert (code, errors) == (0, "")
    assert "1. Knee hug: left knee: 3 times, 15 s\n" in out
    assert f"in place of {shipped_folder('routines') / 'back-care.toml'}" in out
    assert str(user / "back-care.toml") in out
    assert "in place of back-care.toml" in invoke("--list")[1]
    assert invoke("check", str(user / "back-care.toml"))[:2] == (0, f"{user / 'back-care.toml'}: ok\n")
    before = (user / "back-care.toml").read_bytes()
    code, out, errors = invoke("new", "back-care", "child-pose")
    assert (code, out) == (2, "")
    assert "is there already" in errors
    assert (user / "back-care.toml").read_bytes() == before


def test_a_file_is_checked(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text("schema = 1\n[[items]]\npose = 'child-pos'\n", encoding="utf-8")
    code, out, _ = invoke("check", str(path))
    assert code == 1
    assert out.count("\n") == 3
    assert 'did you mean "child-pose"?' in out


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        (("bak-care",), 2, 'no routine is called "bak-care", did you mean "back-care"?'),
        (("--camera", "no-such.mp4"), 1, "there is no camera no-such.mp4"),
        (("morning", "--record-video"), 2, "add --record DIR"),
        (("new", "mine", "child-pos"), 2, 'did you mean "child-pose"'),
        (("new", "check", "child-pose"), 2, "cannot be the name"),
    ],
)
def test_what_cannot_work_is_told_in_a_sentence(words: tuple[str, ...], status: int, told: str) -> None:
    code, out, errors = invoke(*words)
    assert (code, out) == (status, "")
    assert told in errors
    assert errors.count("\n") == 1


def test_help_is_there() -> None:
    assert "back-care" in invoke("--help")[1]
    assert "--progress" in invoke("run", "--help")[1]
