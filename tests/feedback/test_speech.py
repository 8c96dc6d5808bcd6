import sys
import textwrap
from pathlib import Path

import pytest

from posecheck.feedback.channel import Channel
from posecheck.feedback.speech import Speaker, english_voice, speakable, speech_programs
from tests.support.sound import Stage, until

posix = pytest.mark.skipif(sys.platform == "win32", reason="the pretended programs are POSIX scripts")

LISTING = """\
Albert              en_US    # Hello! My name is Albert.
Anna                de_DE    # Hallo! Ich heiße Anna.
Bad News            en_US    # Hello! My name is Bad News.
Daniel              en_GB    # Hello! My name is Daniel.
Eddy (English (US)) en_US    # Hello! My name is Eddy.
Samantha            en_US    # Hello! My name is Samantha.
"""

PYTTSX3 = """
    import os
    from types import SimpleNamespace as Voice

    class Engine:
        def getProperty(self, name):
            return [
                Voice(id="zh", name="Chinese (latin as English)", languages=["cmn"]),
                Voice(id="caribbean", name="English (Caribbean)", languages=[b"\\x05en-029"]),
                Voice(id="us", name="English (America)", languages=["en_US"]),
            ]
        def setProperty(self, name, value):
            self.note(f"{name}={value}")
        def say(self, text):
            self.note(text)
        def runAndWait(self):
            self.note("end")
        def note(self, what):
            with open(os.environ["DIARY"], "a") as diary:
                diary.write(what + "\\n")

    def init():
        return Engine()
"""


@pytest.fixture
def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stage:
    """The only folder on the PATH."""
    monkeypatch.setenv("PATH", str(tmp_path))
    return Stage(tmp_path)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("I can't see you; stay relaxed.", "I can't see you; stay relaxed."),
        ("I can’t see\n  you – stay.", "I can't see you, stay."),
        ("Hold for 30 s, about 45°", "Hold for 30 s, about 45 degrees"),
        ("[[volm 9]] <b>Übung</b>", "volm 9 b Ubung /b"),
        ("-v nothing", "v nothing"),
        ("… 你好\x07", "..."),
        (" \n", ""),
    ],
)
def test_text_is_made_speakable(text: str, said: str) -> None:
    assert speakable(text) == said


def test_an_english_voice_is_chosen() -> None:
    assert english_voice(LISTING) == "Samantha"
    assert english_voice("\n".join(LISTING.splitlines()[:3])) == "Albert"
    assert english_voice(LISTING.splitlines()[1]) is None
    assert english_voice("") is None


@posix
def test_linux_has_espeak_before_the_dispatcher(stage: Stage) -> None:
    for name in ("spd-say", "espeak", "espeak-ng"):
        stage.program(name)
    found = speech_programs(140, 0.5, "linux")
    assert [program.name for program in found] == ["espeak-ng", "espeak", "spd-say"]
    assert found[0].command[1:] == ("-v", "en", "-s", "140", "-a", "50", "--stdin")
    assert found[2].command[1:] == ("--wait", "--language", "en", "--rate", "-33", "--volume", "-50", "--")
    assert found[2].cancel == (found[2].command[0], "--cancel")


@posix
def test_another_name_of_the_same_program_is_not_a_second_one(stage: Stage) -> None:
    (stage.folder / "espeak").symlink_to(stage.program("espeak-ng")[0])
    assert [program.name for program in speech_programs(platform="linux")] == ["espeak-ng"]


@posix
def test_mac_speaks_english_whatever_its_language(stage: Stage) -> None:
    say = stage.folder / "say"
    say.write_text(f"#!/bin/sh\nwhile read -r line; do echo \"$line\"; done <<'END'\n{LISTING}END\n")
    say.chmod(0o755)
    (program,) = speech_programs(160, 0.5, "darwin")
    assert program.command == (str(say), "-v", "Samantha", "-r", "160", "[[volm 0.50]]")
    assert program.text_last
    assert speech_programs(160, 1.0, "darwin")[0].command[-1] == "160"


@posix
def test_windows_reads_the_text_from_its_input(stage: Stage) -> None:
    stage.program("powershell")
    (program,) = speech_programs(160, 0.5, "win32")
    assert program.slow_start
    assert program.command[-2] == "-Command"
    script = program.command[-1]
    for line in ("$speaker.Rate = -1", "$speaker.Volume = 50", "-eq 'en' }", "$speaker.Speak(($input | Out-String))"):
        assert line in script
    assert '"' not in script  # would have to be escaped on a Windows command line


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
def test_nothing_is_found_where_nothing_is(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, platform: str
) -> None:
    (tmp_path / "pyttsx3.py").write_text("raise OSError('no engine')")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    assert speech_programs(platform=platform) == ()


def test_pyttsx3_is_the_last_resort(stage: Stage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "pyttsx3.py").write_text(textwrap.dedent(PYTTSX3))
    diary = tmp_path / "said.txt"
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("DIARY", str(diary))
    (program,) = speech_programs(150, 0.5, "linux")
    assert program.name == "pyttsx3"
    diary.unlink()  # of the probe
    channel = Channel("test", lambda: (program,))
    channel.ask("Hello.")
    assert channel.wait(10)
    channel.close()
    assert diary.read_text().splitlines()[:5] == ["rate=150", "volume=0.5", "voice=us", "Hello.", "end"]


@posix
def test_speaker_says_sentences_in_turn(stage: Stage) -> None:
    stage.program("espeak-ng", seconds=0.3)
    speaker = Speaker()
    try:
        speaker.say("I can’t see you.")
        speaker.say(" ")
        speaker.say("Stay.")
        assert speaker.wait(10)
    finally:
        speaker.close()
    assert [line for line in stage.diary() if "ends" in line] == [
        "espeak-ng ends I can't see you.",
        "espeak-ng ends Stay.",
    ]


@posix
def test_speech_that_ends_at_once_was_not_heard(stage: Stage) -> None:
    """Without a sound device espeak-ng ends at once, and well."""
    stage.program("espeak-ng")
    stage.program("espeak", seconds=1.0)
    speaker = Speaker()
    try:
        sentence = "Let your hips sink toward your heels; a cushion is fine."
        speaker.say(sentence)
        until(lambda: f"espeak ends {sentence}" in stage.diary())
        assert speaker.wait(10)
        assert speaker.state.failed == ("espeak-ng",)
    finally:
        speaker.close()
