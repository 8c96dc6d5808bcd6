import sys
import time
from pathlib import Path

import pytest

from posecheck.feedback.announcer import Announcement, AnnouncementKind, Announcer, RecordingAnnouncer
from posecheck.feedback.tones import ToneKind
from tests.support.sound import Stage, until

linux = pytest.mark.skipif(sys.platform != "linux", reason="the pretended programs are those of Linux")


@pytest.fixture
def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stage:
    """The only folder on the PATH; Python's sound libraries do not work."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.syspath_prepend(tmp_path)
    for library in ("sounddevice", "pyttsx3", "winsound"):
        (tmp_path / f"{library}.py").write_text("raise OSError('not here')")
    return Stage(tmp_path)


def ends(stage: Stage) -> list[str]:
    """What was heard to its end, files by their names."""
    return [line.replace(" ends ", ": ").split("/")[-1] for line in stage.diary() if " ends " in line]


@linux
def test_sentences_and_tones_are_heard_side_by_side(stage: Stage) -> None:
    stage.program("espeak-ng", seconds=0.3)
    stage.program("aplay", text_last=True)
    with Announcer() as announcer:
        announcer.say("long one", at_s=0)
        until(lambda: "espeak-ng begins long one" in stage.diary())
        announcer.tone(ToneKind.IN_POSE, 1)
        until(lambda: ends(stage) == ["in-pose.wav"])
        announcer.say("Ease up.", urgent=True, at_s=2)
        assert announcer.wait(10)
        assert announcer.notice is None
    assert ends(stage) == ["in-pose.wav", "espeak-ng: Ease up."]
    assert stage.alive() == []


@linux
def test_muting_is_at_once_and_can_be_undone(stage: Stage) -> None:
    stage.program("espeak-ng", seconds=0.3)
    stage.program("aplay", text_last=True)
    with Announcer() as announcer:
        announcer.say("long one", at_s=0)
        until(lambda: "espeak-ng begins long one" in stage.diary())
        announcer.mute(True)
        assert announcer.wait(10)
        announcer.say("Two.", at_s=1)
        announcer.say("Three.", urgent=True, at_s=1)
        announcer.tone(ToneKind.DONE, 1)
        announcer.mute(False)
        announcer.say("Four.", at_s=2)
        announcer.tone(ToneKind.FIXED, 2)
        until(lambda: sorted(ends(stage)) == ["espeak-ng: Four.", "fixed.wav"])
        assert announcer.notice is None


@linux
@pytest.mark.parametrize(("voice", "sound"), [(True, False), (False, True), (False, False)])
def test_voice_and_tones_are_switched_apart(stage: Stage, voice: bool, sound: bool) -> None:
    stage.program("espeak-ng", seconds=0.3)
    stage.program("aplay", text_last=True)
    with Announcer(voice=voice, sound=sound) as announcer:
        announcer.say("One.", at_s=0)
        announcer.tone(ToneKind.DONE, 0)
        until(lambda: ends(stage) == ["espeak-ng: One."] * voice + ["done.wav"] * sound)
        assert announcer.wait(10)


@linux
def test_a_crashing_voice_is_replaced_with_one_notice_and_never_waited_for(stage: Stage) -> None:
    stage.program("espeak-ng")
    stage.program("espeak", seconds=0.3)
    stage.crashes("espeak-ng")
    with Announcer(sound=False) as announcer:
        took_s = []
        for index in range(100):
            begun_s = time.perf_counter()
            announcer.say(f"Number {index}.", at_s=index / 30)
            assert announcer.notice in (None, "Speech stopped working with espeak-ng; espeak is used instead.")
            took_s.append(time.perf_counter() - begun_s)
        assert sorted(took_s)[95] < 0.003
        until(lambda: "espeak: Number 99." in ends(stage))
        assert announcer.notice == "Speech stopped working with espeak-ng; espeak is used instead."


@linux
def test_a_hanging_voice_holds_nothing_up(stage: Stage) -> None:
    stage.program("espeak-ng", stubborn=True)
    stage.hangs("espeak-ng")
    with Announcer(sound=False) as announcer:
        announcer.say("One.", at_s=0)
        until(lambda: stage.diary() == ["espeak-ng begins One."])
        took_s = []
        for index in range(100):
            begun_s = time.perf_counter()
            announcer.say(f"Number {index}.", urgent=index == 50, at_s=index / 30)
            announcer.mute(False)
            took_s.append(time.perf_counter() - begun_s)
        assert sorted(took_s)[95] < 0.003
        assert not announcer.wait(0)
        begun_s = time.perf_counter()
    assert time.perf_counter() - begun_s < 3
    assert stage.alive() == []


def test_where_nothing_can_be_heard_the_notice_says_so(stage: Stage) -> None:
    with Announcer() as announcer:
        announcer.say("One.", at_s=0)
        announcer.tone(ToneKind.DONE, 0)
        until(lambda: announcer.notice is not None and announcer.notice.startswith("No way to make sound"))


@linux
def test_after_the_end_nothing_is_heard_and_nothing_raised(stage: Stage) -> None:
    stage.program("espeak-ng")
    stage.program("aplay", text_last=True)
    with Announcer() as announcer:
        announcer.say("One.", at_s=0)
        announcer.tone(ToneKind.DONE, 0)
        until(lambda: sorted(ends(stage)) == ["done.wav", "espeak-ng: One."])
    announcer.say("Two.", at_s=1)
    announcer.tone(ToneKind.IN_POSE, 1)
    time.sleep(0.3)  # ten times as long as a program takes to begin
    announcer.mute(True)
    announcer.close()
    assert sorted(ends(stage)) == ["done.wav", "espeak-ng: One."]
    assert stage.alive() == []


def test_recording_keeps_what_would_be_heard() -> None:
    with RecordingAnnouncer() as announcer:
        announcer.say("One.", at_s=0.5)
        announcer.tone(ToneKind.IN_POSE, 1.0)
        announcer.mute(True)
        announcer.say("Two.", at_s=1.5)
        announcer.tone(ToneKind.DONE, 1.5)
        announcer.mute(False)
        announcer.say("Three.", urgent=True, at_s=2.0)
        assert announcer.wait(0)
        assert announcer.notice is None
    assert announcer.announcements == [
        Announcement(0.5, AnnouncementKind.SPEECH, "One."),
        Announcement(1.0, AnnouncementKind.TONE, "in-pose"),
        Announcement(2.0, AnnouncementKind.URGENT_SPEECH, "Three."),
    ]


@pytest.mark.parametrize(("voice", "sound", "kept"), [(True, False, ["One."]), (False, True, ["done"])])
def test_recording_has_the_switches_too(voice: bool, sound: bool, kept: list[str]) -> None:
    announcer = RecordingAnnouncer(voice=voice, sound=sound)
    announcer.say("One.", at_s=0)
    announcer.tone(ToneKind.DONE, 0)
    assert [announcement.text for announcement in announcer.announcements] == kept


def test_without_a_picture_every_sentence_is_written_whether_it_is_heard_or_not() -> None:
    written: list[str] = []
    with Announcer(voice=False, sound=False, write=written.append) as announcer:
        announcer.say("Ease up.", at_s=0)
        announcer.mute(True)
        announcer.tone(ToneKind.DONE, 1)
        announcer.say("Hold.", urgent=True, at_s=1)
    assert written == ["Ease up.", "Hold."]


def test_a_terminal_that_was_closed_ends_no_session() -> None:
    def write(text: str) -> None:
        raise BrokenPipeError

    with Announcer(voice=False, sound=False, write=write) as announcer:
        announcer.say("Ease up.", at_s=0)
