"""`posecheck live`, `demo` and `doctor` from the command line."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from posecheck.cli.app import app
from posecheck.cli.session import judging_again
from posecheck.feedback.channel import ChannelState
from posecheck.media.cameras import CameraInfo, CameraMode
from posecheck.sessions import checkup
from posecheck.sessions.checkup import Finding
from tests.support.clips import ROOT, shipped_names


@pytest.fixture(autouse=True)
def no_display(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)


def invoke(*words: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, list(words))
    return result.exit_code, result.stdout, result.stderr


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        (("live", "child-pos"), 2, 'no pose is called "child-pos"'),
        (("live", "child-pose", "--side", "left"), 2, "child-pose has no sides"),
        (("live", "knee-hug", "--side", "top"), 2, 'there is no side "top"'),
        (("live", "knee-hug", "--variant", "up"), 2, 'knee-hug has no variant "up"'),
        (("live", "knee-hug", "--variant", "left", "--side", "right"), 2, "is not done on the right side"),
        (("live", "child-pose", "--record-video"), 2, "add --record DIR"),
        (("live", "child-pose", "--camera", "no-such.mp4"), 1, "there is no camera no-such.mp4"),
        (("demo", "no-such.mp4"), 1, "no-such.mp4 does not exist"),
    ],
)
def test_what_cannot_work_is_told_in_a_sentence(words: tuple[str, ...], status: int, told: str) -> None:
    code, out, errors = invoke(*words)
    assert (code, out) == (status, "")
    assert told in errors
    assert errors.count("\n") == 1


@pytest.mark.usefixtures("model_path")
def test_a_missing_camera_is_told_in_a_sentence() -> None:
    code, _, errors = invoke("live", "child-pose", "--camera", "63", "--no-voice", "--no-sound", "--no-window")
    assert code == 1
    # After the first words, which are written where there is no window.
    told = "posecheck: there is no camera 63: plug one in, or see which there are with `posecheck doctor`"
    assert errors.splitlines()[-1] == told
    assert "Traceback" not in errors


def test_only_what_was_recorded_can_be_judged_again(tmp_path: Path) -> None:
    assert judging_again(tmp_path) == ""
    (tmp_path / "1-child-pose").mkdir()
    (tmp_path / "1-child-pose" / "landmarks.npz").touch()
    assert judging_again(tmp_path).endswith(f"posecheck judge {tmp_path}/*-*")
    (tmp_path / "landmarks.npz").touch()
    assert judging_again(tmp_path).endswith(f"posecheck judge {tmp_path}")


@pytest.mark.parametrize(
    "words",
    [
        ("live", "child-pose"),
        ("demo", "child-pose.mp4"),
        ("routine", "bed"),
        ("calibrate", "child-pose", "--camera", "0"),
    ],
)
def test_a_file_where_the_recording_is_to_go_is_told_before_the_session(
    words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("posecheck.cli.session.fetched", None)
    monkeypatch.chdir(tmp_path)
    Path("child-pose.mp4").touch()
    code, out, errors = invoke(*words, "--record", "child-pose.mp4")
    told = "posecheck: child-pose.mp4 is a file, not a folder: name another folder with --record\n"
    assert (code, out, errors) == (1, "", told)


def test_only_where_a_history_is_kept_it_is_named_beside_the_recording(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    kept = "only your history keeps what was held"
    assert kept in invoke("live", "--help")[1]
    demo = invoke("demo", "--help")[1]
    assert "history" not in demo
    assert "without it nothing is kept" in demo


def test_a_clip_whose_name_tells_nothing_needs_a_pose() -> None:
    code, _, errors = invoke("demo", str(ROOT / "tests" / "data" / "standing.jpg"))
    assert code == 2
    assert f"add --pose, one of {', '.join(shipped_names())}" in errors


def test_without_the_samples_the_demo_asks_for_a_clip(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("posecheck.cli.demo.DEMO_CLIP", "gone.mp4")
    code, _, errors = invoke("demo")
    assert code == 1
    assert "name a clip" in errors


def test_an_installed_demo_finds_the_samples_of_the_checkout_it_is_called_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("posecheck.cli.demo.DEMO_CLIP", "only-here.mp4")
    (tmp_path / "samples").mkdir()
    (tmp_path / "samples" / "only-here.mp4").touch()
    monkeypatch.chdir(tmp_path)
    code, _, errors = invoke("demo")
    assert code == 2
    assert "cannot tell which stretch is in only-here.mp4" in errors


@pytest.mark.usefixtures("model_path")
def test_the_demo_goes_on_without_a_screen(tmp_path: Path) -> None:
    import numpy as np

    from posecheck.media.frame import Image
    from posecheck.media.writer import VideoWriter

    clip = tmp_path / "child-pose-short.mp4"
    with VideoWriter(clip) as writer:
        for index in range(20):
            image: Image = np.full((240, 320, 3), 120, np.uint8)
            writer.write(image, index / 20)
    code, out, errors = invoke(
        "demo", str(clip), "--no-voice", "--no-sound", "--stats", "--record", str(tmp_path / "kept")
    )
    assert code == 0
    assert "no screen" in errors
    assert "No hold this time" in out
    assert "inference" in out
    assert (tmp_path / "kept" / "landmarks.npz").exists()


# -- doctor


def test_the_doctor_says_what_to_do_about_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    def findings() -> Iterator[Finding]:
        yield Finding("pose model", True, "full, ready")
        yield Finding("camera", False, "none", "plug one in")

    monkeypatch.setattr(checkup, "check_up", findings)
    code, out, _ = invoke("doctor")
    assert code == 1
    assert "full, ready" in out
    assert "plug one in" in out
    monkeypatch.setattr(checkup, "check_up", lambda: iter([Finding("screen", True, "ready")]))
    assert invoke("doctor")[0] == 0


def test_the_doctor_looks_at_everything(monkeypatch: pytest.MonkeyPatch, model_path: Path) -> None:
    cameras = (
        CameraInfo(0, "Webcam", (CameraMode(640, 480, 30.0), CameraMode(1280, 720, None))),
        CameraInfo(2, "Busy", ()),
    )
    monkeypatch.setattr(checkup, "list_cameras", lambda: cameras)
    monkeypatch.setattr(checkup, "TRIED_FRAMES", 3)
    monkeypatch.setattr(
        checkup, "try_sound", lambda: (ChannelState(("espeak-ng",), ("espeak-ng",)), ChannelState(("aplay",)))
    )
    found = {finding.name: finding for finding in checkup.check_up()}
    assert list(found) == ["pose model", "camera 0", "camera 2", "screen", "speech", "tones", "speed"]
    assert found["camera 0"].detail == "Webcam, 640x480 at 30/s, 1280x720"
    assert "close other programs" in found["camera 2"].advice
    assert not found["screen"].good
    assert not found["speech"].good
    assert found["speech"].detail == "espeak-ng can't be heard"
    assert "check the sound output" in found["speech"].advice
    assert found["tones"] == Finding("tones", True, "by aplay")
    assert "pictures a second" in found["speed"].detail
    assert all(finding.good or finding.advice for finding in found.values())


def test_without_a_camera_or_a_model_the_doctor_says_how_to_get_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkup, "list_cameras", lambda: ())
    monkeypatch.setattr(checkup, "try_sound", lambda: (ChannelState(()), ChannelState(())))
    monkeypatch.setattr(checkup, "model_state", lambda name: "absent")
    monkeypatch.setattr(checkup, "find_model", lambda name: None)
    found = {finding.name: finding for finding in checkup.check_up()}
    assert "phone" in found["camera"].advice
    assert "posecheck model --fetch full" in found["pose model"].advice
    assert not found["speed"].good
