"""Values that an option cannot have: what is wrong is told, and what can be given, in words of posecheck's own."""

import pytest
from typer.testing import CliRunner

from posecheck.cli.app import app

SECONDS = "cannot be used: give a number of seconds between 1 and 600"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("history forget --before yesterday", "'yesterday' is no day: give it as 2026-01-31"),
        ("history forget --before 01.02.2026", "'01.02.2026' is no day: give it as 2026-01-31"),
        ("history --times 8", "'8' cannot be used: give a whole number between 1 and 7"),
        ("history --weeks some", "'some' cannot be used: give a whole number, at least 1"),
        ("model --fetch foo", "there is no 'foo': choose from 'lite', 'full', 'heavy'"),
        ("batch clips --out study --engine foo", "there is no 'foo': choose from 'local', 'dask'"),
        ("analyze clip.mp4 --workers 0", "'0' cannot be used: give a whole number, at least 1"),
        ("live child-pose --hold nan", f"'nan' {SECONDS}"),
        ("live child-pose --hold 601", f"'601' {SECONDS}"),
        ("live child-pose --reps 1.5", "'1.5' cannot be used: give a whole number between 1 and 100"),
        ("demo --hold nan", f"'nan' {SECONDS}"),
        ("demo --hold soon", f"'soon' {SECONDS}"),
        ("tune child-pose clip.mp4 --from nan", "'nan' cannot be used: give a number of seconds, at least 0"),
        ("poses new mine --from clip.mp4 --end x", "'x' cannot be used: give a number of seconds, at least 0"),
    ],
)
def test_what_an_option_cannot_be_is_told_with_what_it_can_be(
    words: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "120")  # so that no sentence is folded
    result = CliRunner().invoke(app, words.split())
    assert (result.exit_code, result.stdout) == (2, "")
    assert told in result.stderr
    assert words.split()[-2] in result.stderr
