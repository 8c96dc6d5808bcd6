import itertools
import subprocess
import sys
import textwrap
import wave
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from posecheck.feedback.tones import (
    LEAD_S,
    RATE_HZ,
    TAIL_S,
    ToneKind,
    TonePlayer,
    tone_programs,
    tone_samples,
    write_tone,
)
from tests.support.sound import Stage, until

posix = pytest.mark.skipif(sys.platform == "win32", reason="the pretended programs are POSIX scripts")
kinds = pytest.mark.parametrize("kind", ToneKind)

NOTES_HZ: dict[ToneKind, tuple[float, tuple[float, ...]]] = {
    ToneKind.IN_POSE: (523, (784,)),
    ToneKind.PAUSED: (392, (294,)),
    ToneKind.DONE: (784, (523, 659, 784)),
    ToneKind.FIXED: (988, (1319,)),
}

SOUNDDEVICE = """
    import os
    def query_devices(kind):
        return {"name": "ear"}
    class RawOutputStream:
        def __init__(self, **options):
            self.note(f"{options['samplerate']} {options['channels']} {options['dtype']}")
        def __enter__(self):
            return self
        def __exit__(self, *error):
            self.note("heard")
        def write(self, samples):
            self.note(str(len(samples)))
        def note(self, what):
            with open(os.environ["DIARY"], "a") as diary:
                diary.write(what + "\\n")
"""


def spectrum(samples: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Frequencies in Hz and energies."""
    energy = np.abs(np.fft.rfft(samples * np.hanning(len(samples)), 1 << 17)) ** 2
    return np.fft.rfftfreq(1 << 17, 1 / RATE_HZ).astype(np.float64), energy.astype(np.float64)


@kinds
def test_tone_is_short_and_has_room_above(kind: ToneKind) -> None:
    samples = tone_samples(kind)
    assert 0.3 < len(samples) / RATE_HZ < 1.6
    assert np.abs(samples).max() == pytest.approx(0.5)
    assert abs(samples.mean()) < 1e-3
    assert np.abs(tone_samples(kind, 0.25)).max() == pytest.approx(0.125)
    assert np.abs(tone_samples(kind, 7)).max() == pytest.approx(0.5)
    assert not tone_samples(kind, 0).any()


@kinds
def test_tone_has_its_two_notes(kind: ToneKind) -> None:
    samples = tone_samples(kind)
    first, second = NOTES_HZ[kind]
    frequencies, energy = spectrum(samples[round(LEAD_S * RATE_HZ) :][: RATE_HZ // 12])
    assert frequencies[np.argmax(energy)] == pytest.approx(first, rel=0.03)
    frequencies, energy = spectrum(samples[-round(TAIL_S * RATE_HZ) - RATE_HZ // 4 :])
    for pitch in second:
        near = np.abs(frequencies - pitch) < 0.03 * pitch
        assert energy[near].max() > energy.max() / 10
    assert np.abs(frequencies[np.argmax(energy)] - second).min() < 0.03 * second[0]


@kinds
def test_tone_starts_and_ends_without_a_click(kind: ToneKind) -> None:
    samples = tone_samples(kind)
    lead, tail = round(LEAD_S * RATE_HZ), round(TAIL_S * RATE_HZ)
    assert not samples[:lead].any()
    assert not samples[-tail + 1 :].any()
    # A click is energy at all frequencies at one moment; the notes themselves end far below 6 kHz.
    window = np.hanning(512)
    for start in range(0, len(samples) - 512, 128):
        energy = np.abs(np.fft.rfft(samples[start : start + 512] * window)) ** 2
        assert energy[512 * 6000 // RATE_HZ :].sum() < 1e-4
    # No step larger than the loudest note's own slope.
    assert np.abs(np.diff(samples)).max() < 0.15


def test_tones_are_about_equally_loud() -> None:
    loudness = [np.sqrt(np.mean(tone_samples(kind)[: RATE_HZ // 2] ** 2)) for kind in ToneKind]
    assert max(loudness) / min(loudness) < 2  # 6 dB


def test_tones_are_told_apart() -> None:
    """Any two differ in at least two of: direction, height by a fifth, length by a third."""
    traits = {}
    for kind in ToneKind:
        samples = tone_samples(kind)
        frequencies, energy = spectrum(samples)
        traits[kind] = (
            NOTES_HZ[kind][1][0] > NOTES_HZ[kind][0],
            float((frequencies * energy).sum() / energy.sum()),
            len(samples) / RATE_HZ,
        )
    for one, other in itertools.combinations(ToneKind, 2):
        (up, height, length), (other_up, other_height, other_length) = traits[one], traits[other]
        differences = (
            up != other_up,
            max(height, other_height) / min(height, other_height) > 1.4,
            max(length, other_length) / min(length, other_length) > 4 / 3,
        )
        assert sum(differences) >= 2, (one, other, traits)


@kinds
def test_tone_is_written_as_it_is(kind: ToneKind, tmp_path: Path) -> None:
    path = tmp_path / "tone.wav"
    write_tone(kind, path)
    with wave.open(str(path)) as sound:
        assert (sound.getframerate(), sound.getnchannels(), sound.getsampwidth()) == (RATE_HZ, 1, 2)
        samples = np.frombuffer(sound.readframes(sound.getnframes()), "<i2")
    assert np.abs(samples / 32767 - tone_samples(kind)).max() < 1e-4


@pytest.fixture
def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stage:
    """The only folder on the PATH, and the first one for Python's modules."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.syspath_prepend(tmp_path)
    return Stage(tmp_path)


def pretend(stage: Stage, code: str) -> None:
    """Put a pretended sounddevice in the place of the real one."""
    (stage.folder / "sounddevice.py").write_text(textwrap.dedent(code))


@posix
@pytest.mark.parametrize(
    "code",
    [
        "raise OSError('PortAudio library not found')",
        "import os; os.abort()",
        "def query_devices(kind): raise ValueError('no device')",
    ],
)
def test_without_portaudio_the_systems_players_are_used(stage: Stage, code: str) -> None:
    pretend(stage, code)
    for name in ("aplay", "paplay", "pw-play", "afplay"):
        stage.program(name)
    assert [program.name for program in tone_programs("linux")] == ["pw-play", "paplay", "aplay"]
    assert [program.name for program in tone_programs("darwin")] == ["afplay"]
    assert tone_programs("linux")[2].command[1:] == ("-q",)


def test_sounddevice_plays_in_a_process_of_its_own(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    pretend(stage, SOUNDDEVICE)
    diary = stage.folder / "played.txt"
    monkeypatch.setenv("DIARY", str(diary))
    player = TonePlayer()
    try:
        player.play(ToneKind.FIXED)
        assert player.wait(10)
        assert player.state.found is not None
        assert player.state.found[0] == "sounddevice"
        assert player.state.failed == ()
    finally:
        player.close()
    samples = len(tone_samples(ToneKind.FIXED))
    assert diary.read_text().splitlines() == [f"{RATE_HZ} 1 int16", str(2 * samples), "heard"]


@posix
def test_tones_are_played_by_the_systems_player(stage: Stage) -> None:
    pretend(stage, "raise OSError('PortAudio library not found')")
    stage.program("aplay", text_last=True)
    player = TonePlayer()
    try:
        player.play(ToneKind.IN_POSE)
        player.play(ToneKind.PAUSED)
        assert player.wait(10)
        files = [Path(line.split()[-1]) for line in stage.diary() if "ends" in line]
        assert [file.name for file in files] == ["in-pose.wav", "paused.wav"]
        assert all(file.stat().st_size > 10_000 for file in files)
    finally:
        player.close()
    assert not files[0].parent.exists()


@posix
def test_a_crash_of_portaudio_is_survived(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    pretend(stage, SOUNDDEVICE.replace("self.note(str(len(samples)))", "os.abort()"))
    monkeypatch.setenv("DIARY", str(stage.folder / "played.txt"))
    stage.program("paplay", text_last=True)
    player = TonePlayer()
    try:
        player.play(ToneKind.DONE)
        until(lambda: any("paplay ends" in line for line in stage.diary()))
        assert player.wait(10)
        assert player.state.failed == ("sounddevice",)
    finally:
        player.close()


def test_without_a_place_for_files_there_are_no_tones(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("tempfile.TemporaryDirectory", refuse)
    player = TonePlayer()
    player.play(ToneKind.DONE)
    until(lambda: player.state.found == ())
    player.close()


def test_worker_fails_without_its_library() -> None:
    worker = Path(__file__).parents[2] / "posecheck" / "feedback" / "worker.py"
    told = subprocess.run([sys.executable, "-P", str(worker), "no_such_library"], capture_output=True, check=False)
    assert told.returncode != 0
