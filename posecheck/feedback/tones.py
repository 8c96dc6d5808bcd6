"""Short tones that are told apart with the eyes closed, and the programs that can play them here."""

import contextlib
import shutil
import sys
import tempfile
import wave
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from posecheck.feedback.channel import Channel
from posecheck.feedback.programs import Program, library_program

RATE_HZ: Final = 44_100

ATTACK_S: Final = 0.015
"""Long enough to start without a click, short enough to sound struck."""

LEAD_S: Final = 0.02
TAIL_S: Final = 0.05
"""Silence around a tone: many devices swallow the first moments and cut the last."""


class ToneKind(StrEnum):
    """What a tone says."""

    IN_POSE = "in-pose"
    PAUSED = "paused"
    DONE = "done"
    FIXED = "fixed"


@dataclass(frozen=True)
class _Note:
    at_s: float
    pitch_hz: float
    length_s: float


# Told apart by direction, height and length at once. All of it lies where small loudspeakers are able and ageing ears
# too (below 2 kHz), and nothing sounds like an alarm: the person is meant to relax.
_FIGURES: Final = {
    # Up a fifth: here we go.
    ToneKind.IN_POSE: (_Note(0.0, 523.25, 0.30), _Note(0.16, 783.99, 0.50)),
    # Down a fourth, low: waiting.
    ToneKind.PAUSED: (_Note(0.0, 392.00, 0.30), _Note(0.18, 293.66, 0.50)),
    # Home: down a fifth to a chord that rings out.
    ToneKind.DONE: (
        _Note(0.0, 783.99, 0.35),
        _Note(0.22, 523.25, 1.20),
        _Note(0.22, 659.26, 1.20),
        _Note(0.22, 783.99, 1.20),
    ),
    # A quick, high ding.
    ToneKind.FIXED: (_Note(0.0, 987.77, 0.12), _Note(0.08, 1318.51, 0.30)),
}

# Of a softly struck bar: loudness of each harmonic, and how many times faster than the first it dies away.
_HARMONICS: Final = ((1, 1.0, 1.0), (2, 0.25, 1.6), (3, 0.08, 2.4))


class TonePlayer(Channel):
    """Plays one tone at a time, by the best program that works."""

    def __init__(self, volume: float = 1.0) -> None:
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        with contextlib.suppress(OSError):
            self._folder = tempfile.TemporaryDirectory(prefix="posecheck-", ignore_cleanup_errors=True)
        self._volume = volume
        super().__init__("tones", self._prepare)

    def play(self, kind: ToneKind) -> None:
        """Play a tone when its turn comes."""
        if self._folder is not None:
            self.ask(str(_path(self._folder.name, kind)), most_s=5.0)

    def close(self) -> None:
        """Stop at once, end every process and remove the files."""
        super().close()
        if self._folder is not None:
            self._folder.cleanup()

    def _prepare(self) -> tuple[Program, ...]:
        if self._folder is None:
            return ()
        try:
            for kind in ToneKind:
                write_tone(kind, _path(self._folder.name, kind), self._volume)
        except OSError:
            return ()
        return tone_programs()


def tone_samples(kind: ToneKind, volume: float = 1.0) -> NDArray[np.float64]:
    """Return a tone as samples of shape `(n,)` from -1 to 1, at `RATE_HZ`.

    Args:
        kind: Which tone.
        volume: 0 to 1; the loudest leaves room for speech on top of it.
    """
    notes = _FIGURES[kind]
    length_s = LEAD_S + max(note.at_s + note.length_s for note in notes) + TAIL_S
    samples = np.zeros(round(length_s * RATE_HZ))
    for note in notes:
        start = round((LEAD_S + note.at_s) * RATE_HZ)
        struck = _struck(note)
        samples[start : start + len(struck)] += struck
    loudest = float(np.abs(samples).max())
    return samples * (0.5 * min(max(volume, 0.0), 1.0) / loudest)


def write_tone(kind: ToneKind, path: Path, volume: float = 1.0) -> None:
    """Write a tone to a WAV file; raises `OSError` where that is not possible."""
    with path.open("wb") as file, wave.open(file) as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(RATE_HZ)
        sound.writeframes(np.round(tone_samples(kind, volume) * 32767).astype("<i2").tobytes())


def tone_programs(platform: str = sys.platform) -> tuple[Program, ...]:
    """Find the programs that can play a WAV file here, best first; may take some tenths of a second.

    Args:
        platform: As `sys.platform`.
    """
    found = [library_program("sounddevice")]
    if platform == "win32":
        found.append(library_program("winsound"))
    players = {"darwin": (("afplay",),), "win32": ()}.get(platform, (("pw-play",), ("paplay",), ("aplay", "-q")))
    for name, *options in players:
        if (path := shutil.which(name)) is not None:
            found.append(Program(name, (path, *options), text_last=True))
    return tuple(program for program in found if program is not None)


def _struck(note: _Note) -> NDArray[np.float64]:
    times_s = np.arange(round(note.length_s * RATE_HZ)) / RATE_HZ
    samples = np.zeros_like(times_s)
    for harmonic, loudness, haste in _HARMONICS:
        decay = np.exp(-4 * haste * times_s / note.length_s)
        samples += loudness * decay * np.sin(2 * np.pi * harmonic * note.pitch_hz * times_s)
    fade_s = note.length_s / 3
    rise = np.clip(times_s / ATTACK_S, 0, 1)
    fall = np.clip((note.length_s - times_s) / fade_s, 0, 1)
    # Raised cosines: neither end has a corner, so neither clicks.
    return samples * (0.5 - 0.5 * np.cos(np.pi * rise)) * (0.5 - 0.5 * np.cos(np.pi * fall))


def _path(folder: str, kind: ToneKind) -> Path:
    return Path(folder) / f"{kind}.wav"
