"""`posecheck calibrate --camera`: a set before the camera, led through it, by somebody who is stiff."""

import json
from contextlib import nullcontext
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner, Result

from posecheck.cli.app import app
from posecheck.errors import InputError, OutputError, UsageError
from posecheck.media.feeds import CameraSource
from posecheck.media.writer import VideoWriter
from posecheck.references.profile import gentlest
from posecheck.sessions.asked import Asked
from posecheck.sessions.calibrate import EASY
from posecheck.sessions.judging import judge_recording
from tests.support.bodies import HEIGHT_PX, WIDTH_PX
from tests.support.clips import shipped_names, shipped_reference
from tests.support.held import FPS, STANDING, Part, child_pose, recording
from tests.support.live import TrueEstimator

STIFF_DEG = 40.0
SET: tuple[Part, ...] = ((STANDING, 3.0), (child_pose(STIFF_DEG), 8.0), (STANDING, 5.0)) * 3
PACE = 10.0


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("posecheck.pose.model.ensure_model", lambda model, report: Path(model))
    monkeypatch.setattr("posecheck.cli.session._counter", lambda model: nullcontext(Alone()))


class Alone:
    def count(self, frame: object) -> int:
        return 1


def stand_in(monkeypatch: pytest.MonkeyPatch, *parts: Part) -> None:
    """Put somebody before the camera."""
    seen = list(recording("set", *parts))
    image = np.full((HEIGHT_PX, WIDTH_PX, 3), 120, np.uint8)
    with VideoWriter(Path("set.mp4")) as writer:
        for index in range(len(seen)):
            writer.write(image, index / FPS)
    monkeypatch.setattr("posecheck.cli.session._estimator", lambda model: nullcontext(TrueEstimator(seen)))
    monkeypatch.setattr("posecheck.media.feeds.parse_source", lambda text: CameraSource(path=Path(text), pace=PACE))


def run(*words: str) -> Result:
    silent = ("--no-voice", "--no-sound", "--no-window") if "--camera" in words else ()
    return CliRunner().invoke(app, ["calibrate", *words, *silent])


def test_a_stiff_person_is_led_through_a_set_and_gets_a_profile(monkeypatch: pytest.MonkeyPatch) -> None:
    # Who is as stiff as this doesn't even get a hold counted as a rule.
    plain = judge_recording(recording("set", *SET), Asked((shipped_reference("child-pose"),)))
    assert plain.holds == ()
    stand_in(monkeypatch, *SET)
    result = run("child-pose", "--camera", "set.mp4", "--profile", "ann", "--record", "kept")
    assert result.exit_code == 0, result.output
    kept = json.loads(Path("data/posecheck/profiles/ann.json").read_text(encoding="utf-8"))
    knees = next(row for row in kept["measured"] if row["check"] == "knees")
    assert (knees["holds"], knees["value"]) == (3, pytest.approx(150.0 - STIFF_DEG, abs=2.0))
    assert "Kept in" in result.stdout
    assert "rests on" not in result.stdout
    events = [json.loads(line) for line in Path("kept/events.jsonl").read_text(encoding="utf-8").splitlines()]
    said = [event["text"] for event in events if event["kind"] == "said"]
    assert sum(text.endswith(EASY) for text in said) == 3  # the first time only once it was begun, because it was early
    assert sum(text.endswith("Hold, 5 seconds.") for text in said) == 3
    # Nothing was corrected, and nothing is told of form: that would ask for more than is comfortable.
    checks = [check for phase in shipped_reference("child-pose").phases for check in phase.checks]
    assert not {cue for check in checks for cue in (check.cue_low, check.cue_high) if cue} & set(said)


def test_a_set_that_was_broken_off_says_how_little_it_rests_on(monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(monkeypatch, *SET[:3])
    result = run("child-pose", "--camera", "set.mp4", "--profile", "ann")
    assert result.exit_code == 0, result.output
    assert "rests on 1 hold, not 3" in result.stdout
    assert Path("data/posecheck/profiles/ann.json").exists()


def test_without_a_hold_nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(monkeypatch, (STANDING, 6.0))
    result = run("child-pose", "--camera", "set.mp4")
    assert result.exit_code == InputError.exit_status
    assert "no comfortable hold of Child pose was found: your set: " in result.stderr
    assert "Recorded in" not in result.stdout
    assert not Path("data/posecheck/profiles").exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a file that is always full")
def test_a_set_that_could_not_be_recorded_makes_no_profile(monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(monkeypatch, *SET[:3])
    monkeypatch.setattr("posecheck.sessions.live_recording.free_folder", lambda folder: folder)
    Path("kept").mkdir()
    Path("kept/events.jsonl").symlink_to("/dev/full")
    result = run("child-pose", "--camera", "set.mp4", "--profile", "ann", "--record", "kept")
    assert result.exit_code == OutputError.exit_status
    assert result.stderr.count("cannot write kept/events.jsonl: No space left on device") == 1
    assert not Path("data/posecheck/profiles").exists()


def test_clips_and_a_camera_do_not_go_together() -> None:
    result = run("child-pose", "clip.mp4", "--camera", "0")
    assert (result.exit_code, "not both" in result.stderr) == (UsageError.exit_status, True)


@pytest.mark.parametrize("pose", shipped_names())
def test_the_gentlest_reference_keeps_what_keeps_people_safe(pose: str) -> None:
    reference = shipped_reference(pose)
    gentle = gentlest(reference)
    for before, after in zip(reference.phases, gentle.phases, strict=True):
        assert after.limits == before.limits
        for old, new in zip(before.checks, after.checks, strict=True):
            assert new.green.encloses(old.green)
            assert new.accept.encloses(old.accept)
