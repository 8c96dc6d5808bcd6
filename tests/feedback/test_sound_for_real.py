"""Once for real: espeak-ng's own speech, and sound through a sound server that plays to nobody and is recorded."""

import os
import shutil
import signal
import subprocess
import time
import tomllib
import wave
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from posecheck.coach.judgement import Sight
from posecheck.feedback import wording
from posecheck.feedback.announcer import Announcer
from posecheck.feedback.speech import speakable, speech_programs
from posecheck.feedback.tones import ToneKind, tone_samples
from tests.support.sound import until

POSES = Path(__file__).parents[2] / "reference_poses"
SPOKEN = ("cue", "hint", "instruction", "safety", "ending", "turn", "placement", "summary", "title")
OTHERS = ("Three, two, one.", "15 seconds left; 45° is plenty.", "You’re there – don't hurry.", "Left side, 2 of 10.")

needs_espeak = pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="espeak-ng is not installed")


def sentences() -> list[str]:
    """Every sentence that may be spoken."""
    found = {
        *wording.STARTED,
        *wording.FIXED,
        *wording.DONE,
        *(wording.SIGHT[sight] for sight in Sight if sight in wording.SIGHT),
    }

    def collect(thing: Any, key: str = "") -> None:
        if isinstance(thing, dict):
            for name, value in thing.items():
                collect(value, name)
        elif isinstance(thing, list):
            for value in thing:
                collect(value)
        elif isinstance(thing, str) and key.startswith(SPOKEN):
            found.add(thing)

    for path in POSES.glob("*.toml"):
        collect(tomllib.loads(path.read_text(encoding="utf-8")))
    return sorted(found) + list(OTHERS)


def samples_of(path: Path) -> tuple[NDArray[np.float64], int]:
    """Samples from -1 to 1 of the first channel, and their rate."""
    with wave.open(str(path)) as sound:
        raw = np.frombuffer(sound.readframes(sound.getnframes()), "<i2")
        return raw[:: sound.getnchannels()] / 32768, sound.getframerate()


@needs_espeak
def test_every_sentence_becomes_speech(tmp_path: Path) -> None:
    """Each is heard from its first to its last word, at the pace that Speaker counts on, and not distorted."""
    program = speech_programs(platform="linux")[0]
    said = sentences()
    assert len(said) > 40
    for index, sentence in enumerate(said):
        text = speakable(sentence)
        path = tmp_path / f"{index}.wav"
        told = subprocess.run(
            [*program.command, "-w", str(path)],
            input=text.encode() + b"\n",
            capture_output=True,
            check=True,
            timeout=20,
        )
        assert told.stderr == b"", sentence
        samples, rate = samples_of(path)
        loud = np.flatnonzero(np.abs(samples) > 0.02)
        heard_s = (loud[-1] - loud[0]) / rate
        usual_s = len(text) * 60 / (160 * 5.7)
        assert usual_s / 2.5 < heard_s + 0.3 < 2.5 * usual_s + 1, (sentence, heard_s, usual_s)
        assert np.mean(np.abs(samples) > 0.999) < 1e-3, sentence


@needs_espeak
def test_apostrophes_and_numbers_are_read_as_meant() -> None:
    def sounds(text: str) -> str:
        command = ["espeak-ng", "-q", "-x", "-v", "en", "--stdin"]
        told = subprocess.run(command, input=speakable(text).encode(), capture_output=True, check=True)
        return told.stdout.decode().strip()

    assert sounds("I can’t see you.") == sounds("I can't see you.") != sounds("I can t see you.")
    assert sounds("15 seconds") == sounds("fifteen seconds")
    assert sounds("3, 2, 1") == sounds("three, two, one")
    assert sounds("45°").endswith(sounds("degrees"))


@pytest.fixture
def ear(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The recording of a sound server that has no loudspeaker; grows while something is heard."""
    for name in ("espeak-ng", "pulseaudio", "pactl", "parec"):
        if shutil.which(name) is None:
            pytest.skip(f"{name} is not installed")
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    socket = home / "pulse.sock"
    environment = {"HOME": home, "XDG_RUNTIME_DIR": home, "PULSE_SERVER": f"unix:{socket}"}
    for name, value in environment.items():
        monkeypatch.setenv(name, str(value))
    server = subprocess.Popen(
        [
            *("pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--disallow-exit"),
            *("-L", "module-null-sink sink_name=ear"),
            *("-L", f"module-native-protocol-unix auth-anonymous=1 socket={socket}"),
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={key: value for key, value in os.environ.items() if key != "PULSE_SERVER"},
    )
    recorder = None
    try:
        end_s = time.monotonic() + 10
        while subprocess.run(["pactl", "info"], capture_output=True, check=False).returncode:
            if server.poll() is not None or time.monotonic() > end_s:
                pytest.skip("a sound server cannot be started here")
            time.sleep(0.05)
        path = tmp_path / "heard.raw"
        raw = ("--raw", "--format=s16le", "--rate=44100", "--channels=1", "--latency-msec=20")
        recorder = subprocess.Popen(["parec", "-d", "ear.monitor", *raw, str(path)], stderr=subprocess.DEVNULL)
        until(lambda: path.exists() and path.stat().st_size > 0)
        yield path
    finally:
        for process in (recorder, server):
            if process is not None:
                process.send_signal(signal.SIGTERM)
                process.wait(10)


def heard(path: Path) -> NDArray[np.float64]:
    """Samples from -1 to 1 at 44.1 kHz of all that was heard so far."""
    raw = path.read_bytes()
    return np.frombuffer(raw[: len(raw) // 2 * 2], "<i2") / 32768


def test_a_tone_and_a_sentence_are_really_heard(ear: Path) -> None:
    with Announcer() as announcer:
        announcer.tone(ToneKind.PAUSED, 0)
        tone = tone_samples(ToneKind.PAUSED)

        def tone_is_heard() -> bool:
            recording = heard(ear)
            if len(recording) < len(tone) or not recording.any():
                return False
            size = 1 << (len(recording) + len(tone)).bit_length()
            match = np.fft.irfft(np.fft.rfft(recording, size) * np.conj(np.fft.rfft(tone, size)), size)
            return bool(match.max() > 0.9 * (tone**2).sum())

        until(tone_is_heard, 20)
        before = len(heard(ear))
        announcer.say("I can’t see you; stay relaxed.", at_s=1)

        def speech_is_heard() -> bool:
            recording = heard(ear)[before:]
            return bool((np.abs(recording) > 0.02).sum() > 0.4 * 44100)

        until(speech_is_heard, 20)
        assert announcer.notice is None
