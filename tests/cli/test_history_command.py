"""`posecheck history` from the command line: what it prints, draws, writes and forgets."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import cv2
import numpy as np
import pytest
from typer.testing import CliRunner

from posecheck.cli.app import app
from posecheck.cli.history_view import bars
from posecheck.media.frame import Image
from posecheck.results.history import History
from posecheck.results.history_file import set_aside_files
from posecheck.results.session_log import SessionLog
from posecheck.results.summary import Summary
from tests.conftest import ClipMaker
from tests.support.history import count, hold, write_session

Invoke = Callable[..., tuple[int, str, str]]


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's history, on a Sunday evening."""
    path = tmp_path / "data" / "history.db"
    monkeypatch.setattr("posecheck.results.history.history_file", lambda: path)
    monkeypatch.setattr("posecheck.cli.history._now", lambda: datetime(2027, 1, 10, 20, tzinfo=UTC))
    monkeypatch.setenv("COLUMNS", "80")
    return path


@pytest.fixture
def invoke(path: Path) -> Invoke:
    def run(*words: str, answer: str | None = None) -> tuple[int, str, str]:
        result = CliRunner().invoke(app, ["history", *words], input=answer)
        return result.exit_code, result.stdout, result.stderr

    return run


@pytest.fixture
def practised(path: Path) -> None:
    """Three weeks over New Year, the middle one idle."""
    days = (datetime(2026, 12, 21), datetime(2026, 12, 23), datetime(2027, 1, 5), datetime(2027, 1, 8))
    for place, day in enumerate(days):
        started = day.replace(hour=7, tzinfo=UTC)
        write_session(path, 2 + place, started, before=5, after=2 if place else 4, minutes=10.4)


@pytest.mark.usefixtures("practised")
def test_the_weeks(invoke: Invoke, path: Path) -> None:
    code, out, errors = invoke("--times", "2")
    assert (code, errors) == (0, "")
    lines = out.splitlines()
    assert max(map(len, lines[:6])) <= 80
    rows = [line.split() for line in lines[2:5]]
    assert [" ".join(row) for row in rows] == [
        "21 – 27 Dec 2026 ● · ● · · · · 2 21 5 1:40 min 5 → 3",
        "28 Dec – 3 Jan · · · · · · · 0",
        "4 – 10 Jan · ● · · ● · · 2 21 9 3:00 min 5 → 2",
    ]
    assert "1 week with 2 or more days, your best so far." in out
    assert f"Kept in {path}; no pictures." in out
    assert "No week with 7 or more days yet" in invoke("--times", "7")[1]
    newest = invoke("--weeks", "1")[1]
    assert "4 – 10 Jan" in newest
    assert "2 more weeks before, since 21 December 2026: --weeks 3" in newest


@pytest.mark.usefixtures("practised")
def test_the_weeks_for_programs(invoke: Invoke) -> None:
    told = json.loads(invoke("--json")[1])
    assert (told["schema"], told["times_a_week"], told["streak"]) == (1, 3, {"now": 0, "best": 0})
    assert told["weeks"][0] == {
        "monday": "2026-12-21",
        "days": ["2026-12-21", "2026-12-23"],
        "minutes": 20.8,
        "holds": 5,
        "counts": 0,
        "held_s": 100.0,
        "pain_before": 5.0,
        "pain_after": 3.0,
    }
    rows = list(csv.DictReader(io.StringIO(invoke("--csv")[1])))
    assert [(row["monday"], row["days"], row["pain_before"]) for row in rows] == [
        ("2026-12-21", "2", "5.0"),
        ("2026-12-28", "0", ""),
        ("2027-01-04", "2", "5.0"),
    ]


@pytest.mark.usefixtures("practised")
def test_the_progress_of_a_stretch(invoke: Invoke, tmp_path: Path) -> None:
    code, out, errors = invoke("child-pose", "--plot", str(tmp_path / "plot.png"))
    assert (code, errors) == (0, "")
    lines = out.splitlines()
    assert lines[0] == "Child pose  4 sessions, 21 December 2026 to 8 January 2027"
    assert "Held a session; longest hold 20 s" in lines
    assert "Form, of 100" in lines
    # The bars stand for 40, 60, 80 and 100 seconds, the last of which fills five lines.
    top = lines.index("Held a session; longest hold 20 s") + 1
    assert lines[top].split() == ["1:40", "min", "▕", "████"]
    assert lines[top + 4].split() == ["▕████", "████", "████", "████"]
    assert len({line.index("▕") for line in lines[top : top + 5]}) == 1
    # 128 degrees is less than the full score's 130.
    assert "hips to heels knee flexion 128° 128° ±2° at least 130°" in " ".join(out.split())
    assert all(len(line) <= 80 for line in lines[:-1])
    image = cv2.imread(str(tmp_path / "plot.png"))
    assert image is not None
    assert image.shape[1] == 1200


def test_counted_movements_and_a_stretch_without_a_reference(invoke: Invoke, path: Path, tmp_path: Path) -> None:
    for day in (5, 8):
        with SessionLog("live", "own", datetime(2027, 1, day, 7, tzinfo=UTC), path) as log:
            log.holds([hold(0, pose="own", variant="plain", score=None)])
            log.counts([count(place, pose="own", score=None) for place in range(day)])
    code, out, _ = invoke("own", "--plot", str(tmp_path / "plot.png"))
    assert code == 0
    assert out.startswith("own  2 sessions, 5 January to 8 January 2027")
    assert "Counted a session" in out
    assert "Form" not in out
    assert "plain, rest" in out
    assert "counted" in invoke()[1]


@pytest.mark.usefixtures("practised")
def test_the_progress_for_programs(invoke: Invoke) -> None:
    for words in (("child-pose", "--json"), ("--json", "child-pose")):
        told = json.loads(invoke(*words)[1])
        assert (told["schema"], told["pose"], len(told["sessions"])) == (1, "child-pose", 4)
        assert told["sessions"][0]["measured"][0] == {
            "variant": "arms-forward",
            "phase": "rest",
            "side": None,
            "check": "knees",
            "measure": "knee_flexion",
            "median": 128.0,
            "spread": 1.5,
        }
    rows = list(csv.DictReader(io.StringIO(invoke("child-pose", "--csv")[1])))
    assert [(row["started"][:10], row["held_s"], row["check"]) for row in rows[:3]] == [
        ("2026-12-21", "40.0", "knees"),
        ("2026-12-21", "40.0", "hips"),
        ("2026-12-23", "60.0", "knees"),
    ]


@pytest.mark.usefixtures("practised")
def test_forgetting_asks_first(invoke: Invoke, path: Path) -> None:
    assert invoke("forget", "--before", "2027-01-01", answer="n\n")[:2] == (
        0,
        "Delete 2 sessions before 1 January 2027 for good? [y/N]: n\nNothing was deleted.\n",
    )
    code, out, _ = invoke("forget", "--before", "2027-01-01", answer="y\n")
    assert (code, out.splitlines()[-1]) == (0, "2 sessions deleted.")
    assert invoke("forget", "--before", "2027-01-01")[1] == "There is no session before 1 January 2027.\n"
    assert invoke("forget", "--all", "--yes")[:2] == (0, "2 sessions deleted.\n")
    with History(path) as history:
        assert history.sessions() == ()


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        (("forget",), 2, "say what to forget: --before DATE, or --all"),
        (("forget", "--all", "--before", "2027-01-01"), 2, "say what to forget: --before DATE, or --all"),
        (("child-pos",), 2, 'nothing is kept of "child-pos", did you mean "child-pose"? Practised so far: child-pose'),
        (("child-pose", "--plot", "plot.jpg"), 2, "the plot is a PNG picture: end plot.jpg in .png"),
        (("child-pose", "--poses", "nowhere"), 2, "no folder of reference poses at nowhere: name one that holds .toml"),
        (("child-pose", "--json", "--poses", "nowhere"), 2, "no folder of reference poses at nowhere: name one that"),
        (("export", "all.txt"), 2, "all.txt must end in .json for everything, or in .csv for a table of holds"),
        (("export", "/dev/null/all.csv"), 1, "cannot write /dev/null/all.csv: "),
    ],
)
@pytest.mark.usefixtures("practised")
def test_what_cannot_work_is_told_in_a_sentence(invoke: Invoke, words: tuple[str, ...], status: int, told: str) -> None:
    code, out, errors = invoke(*words)
    assert (code, out) == (status, "")
    assert errors.startswith(f"posecheck: {told}")
    assert errors.count("\n") == 1


def test_without_a_history_it_says_how_one_comes_about(invoke: Invoke, path: Path, tmp_path: Path) -> None:
    assert invoke()[0] == 0
    assert "Nothing is kept yet" in invoke()[1]
    assert invoke("child-pose")[2] == 'posecheck: nothing is kept of "child-pose": the history is still empty\n'
    assert json.loads(invoke("--json")[1])["weeks"] == []
    assert invoke("export", str(tmp_path / "all.json"))[1].startswith("0 sessions written")
    assert not path.exists()


@pytest.mark.usefixtures("practised")
def test_a_damaged_history_is_told_and_set_aside(invoke: Invoke, path: Path) -> None:
    path.write_bytes(b"damaged" * 100)
    code, out, errors = invoke()
    assert code == 0
    assert "Nothing is kept yet" in out
    assert errors.startswith("posecheck: the history was damaged: it is now ")
    assert errors.count("\n") == 1


@pytest.mark.usefixtures("practised")
@pytest.mark.parametrize("begun_anew", [True, False])
def test_forgetting_all_takes_damaged_files_with_it(invoke: Invoke, path: Path, *, begun_anew: bool) -> None:
    path.write_bytes(b"damaged" * 100)
    invoke()
    if not begun_anew:
        path.unlink()
    assert "damaged files that were set aside" not in invoke("forget", "--before", "2027-01-01")[1]
    assert set_aside_files(path)
    out = invoke("forget", "--all", "--yes")[1]
    assert out == "0 sessions and the damaged files that were set aside deleted.\n"
    assert not list(path.parent.glob("history-damaged*"))
    assert invoke("forget", "--all")[1] == "Nothing is kept.\n"  # and nothing is asked


@pytest.mark.parametrize(("holds", "kept"), [(2, 1), (0, 0)])
def test_an_analysis_is_kept_when_asked(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make_clip: ClipMaker, holds: int, kept: int
) -> None:
    grey: Image = np.full((48, 64, 3), 120, np.uint8)
    clip = make_clip("clip.mp4", [grey] * 5)
    summary = Summary(
        source="clip.mp4",
        kind="video",
        duration_s=90.0,
        frames=5,
        detected_frames=5,
        view={"kind": "side", "yaw_deg": 0.0, "shares": {}},
        pose="child-pose",
        variant="arms-forward",
        accepted=True,
        score=90.0,
        holds=tuple(hold(place) for place in range(holds)),
        repetitions=holds,
        warnings=(),
    )
    monkeypatch.setattr("posecheck.results.history_file.history_file", lambda: path)
    monkeypatch.setattr("posecheck.pose.model.ensure_model", lambda *arguments: tmp_path / "model.task")
    monkeypatch.setattr("posecheck.cli.analyze._one", lambda *arguments: summary)
    out = tmp_path / "out"
    (out / "clip").mkdir(parents=True)
    for words, expected in (((), 0), (("--save",), kept), (("--save",), kept)):
        result = CliRunner().invoke(app, ["analyze", str(clip), "--out", str(out), *words])
        assert result.exit_code == 0
        assert ("nothing was held" in result.stderr) is (words != () and not holds)
        with History(path) as history:
            sessions = [(each.kind, each.name, each.holds, each.minutes) for each in history.sessions()]
        assert sessions == [("analysis", "clip.mp4", 2, 1.5)] * expected


def test_bars_show_what_is_little_but_not_what_is_nothing() -> None:
    assert bars([0.0, 0.001, 0.5, 1.0, None, 1.0], 1.0, 2, 1) == ["   █ █", " ▁██ █"]


@pytest.mark.usefixtures("practised")
def test_the_weeks_need_nothing_heavy(path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; import posecheck.results.history as history;"
        f"history.history_file = lambda: Path({str(path)!r});"
        "from posecheck.cli.app import app;"
        "app(['history'], standalone_mode=False);"
        "print([name for name in ('numpy', 'cv2', 'mediapipe', 'av') if name in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "21 – 27 Dec" in told.stdout
    assert told.stdout.splitlines()[-1] == "[]"
