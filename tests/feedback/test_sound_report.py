import sys
from pathlib import Path

import pytest

from posecheck.feedback.channel import ChannelState
from posecheck.feedback.sound_report import sound_notice, try_sound
from tests.support.sound import Stage

LOOKING = ChannelState(None)
FINE = ChannelState(("best", "other"))
MISSING = ChannelState(())
WORSE = ChannelState(("best", "other"), ("best",))
BROKEN = ChannelState(("best", "other"), ("best", "other"))
STILL_BEST = ChannelState(("best", "other"), ("other",))


@pytest.fixture
def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stage:
    """The only folder on the PATH; Python's sound libraries do not work."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.syspath_prepend(tmp_path)
    for library in ("sounddevice", "pyttsx3"):
        (tmp_path / f"{library}.py").write_text("raise OSError('not here')")
    return Stage(tmp_path)


@pytest.mark.parametrize(
    ("speech", "tones", "notice"),
    [
        (FINE, FINE, None),
        (LOOKING, LOOKING, None),
        (None, None, None),
        (STILL_BEST, FINE, None),
        (WORSE, FINE, "Speech stopped working with best; other is used instead."),
        (BROKEN, WORSE, "Speech stopped working (best), so cues are only shown; check the sound output."),
        (FINE, BROKEN, "The tones stopped working (best), so they are left out; check the sound output."),
    ],
)
def test_notice_on_what_failed(speech: ChannelState | None, tones: ChannelState | None, notice: str | None) -> None:
    assert sound_notice(speech, tones) == notice


@pytest.mark.parametrize(
    ("platform", "speech", "tones", "end"),
    [
        ("linux", MISSING, MISSING, "everything is only shown; for it, run: sudo apt install espeak-ng alsa-utils."),
        ("linux", MISSING, FINE, "cues are only shown; for it, run: sudo apt install espeak-ng."),
        ("linux", None, MISSING, "was found; for it, run: sudo apt install alsa-utils."),
        ("darwin", MISSING, MISSING, "run: pip install pyttsx3 sounddevice."),
        ("win32", MISSING, FINE, "run: pip install pyttsx3."),
        ("win32", FINE, MISSING, "run: pip install sounddevice."),
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="the pretended programs are POSIX scripts")
def test_notice_on_what_is_missing(
    stage: Stage, platform: str, speech: ChannelState | None, tones: ChannelState | None, end: str
) -> None:
    stage.program("apt")
    notice = sound_notice(speech, tones, platform)
    assert notice is not None
    assert notice.endswith(end)


@pytest.mark.skipif(sys.platform != "linux", reason="the pretended programs are those of Linux")
def test_a_trial_tells_what_is_there_and_what_of_it_makes_a_sound(stage: Stage) -> None:
    assert try_sound() == (MISSING, MISSING)
    stage.program("espeak-ng", seconds=0.5)
    stage.program("paplay", text_last=True)
    stage.program("aplay", text_last=True)
    stage.crashes("paplay")
    assert try_sound() == (ChannelState(("espeak-ng",)), ChannelState(("paplay", "aplay"), ("paplay",)))
    stage.program("espeak-ng", seconds=0.0)  # as it ends at once without a sound device
    stage.crashes("aplay")
    assert try_sound() == (
        ChannelState(("espeak-ng",), ("espeak-ng",)),
        ChannelState(("paplay", "aplay"), ("paplay", "aplay")),
    )
    assert not stage.alive()
