"""Speech by what the system has: the programs that can speak English here, best first."""

import math
import re
import shutil
import subprocess
import sys
import unicodedata
from pathlib import Path
from typing import Final

from posecheck.feedback.channel import Channel
from posecheck.feedback.programs import Program, library_program

WORDS_PER_MINUTE: Final = 160
"""Slower than the programs' own 175 to 200: the listener is busy with their body."""

CHARACTER_S: Final = 60 / (5.7 * WORDS_PER_MINUTE)
"""How long a character takes to say: English words have 4.7 letters and a space."""

_MAC_VOICES: Final = ("Samantha", "Alex", "Daniel", "Karen", "Moira", "Tessa")
"""Clear English voices that macOS brings, best first; others, such as "Bad News", are jokes."""

_SAPI: Final = """\
$ErrorActionPreference = 'Stop'
Add-Type -AssemblyName System.Speech
$speaker = New-Object System.Speech.Synthesis.SpeechSynthesizer
$speaker.Rate = {rate}
$speaker.Volume = {volume}
$english = $speaker.GetInstalledVoices() |
  Where-Object {{ $_.Enabled -and $_.VoiceInfo.Culture.TwoLetterISOLanguageName -eq 'en' }} | Select-Object -First 1
if ($english) {{ $speaker.SelectVoice($english.VoiceInfo.Name) }}
$speaker.Speak(($input | Out-String))
"""

_SPELT_OUT: Final = {
    "°": " degrees",
    "’": "'",
    "‘": "'",
    "“": '"',
    "”": '"',
    "–": ", ",
    "—": ", ",
    "…": "...",
    "±": "+-",
}


class Speaker(Channel):
    """Says one sentence at a time, by the best program that works."""

    def __init__(self, volume: float = 1.0) -> None:
        super().__init__("speech", lambda: speech_programs(WORDS_PER_MINUTE, volume))

    def say(self, text: str, *, urgent: bool = False) -> None:
        """Say a sentence when its turn comes; an urgent one interrupts."""
        words = speakable(text)
        if words:
            usual_s = len(words) * CHARACTER_S
            self.ask(words, urgent=urgent, least_s=usual_s / 5, most_s=5 + 2 * usual_s)


def speakable(text: str) -> str:
    """Return a text as every speech program reads it: one line of plain ASCII without their mark-up.

    PowerShell reads its input in the console's old code page, and espeak-ng and `say` take [[ ]] for commands.
    """
    for sign, words in _SPELT_OUT.items():
        text = text.replace(sign, words)
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"\s+", " ", re.sub(r"[\[\]{}<>\x00-\x1f\x7f]", " ", plain)).replace(" ,", ",").strip(" -")


def speech_programs(
    words_per_minute: int = WORDS_PER_MINUTE, volume: float = 1.0, platform: str = sys.platform
) -> tuple[Program, ...]:
    """Find the programs that can speak here, best first; may take some tenths of a second.

    Args:
        words_per_minute: Speed of speech.
        volume: 0 to 1, of the programs' usual loudness.
        platform: As `sys.platform`.
    """
    volume = min(max(volume, 0.0), 1.0)
    if platform == "darwin":
        own = [_say(words_per_minute, volume)]
    elif platform == "win32":
        own = [_sapi(words_per_minute, volume)]
    else:
        own = [*_espeak(words_per_minute, volume), _speech_dispatcher(words_per_minute, volume)]
    found = [program for program in own if program is not None]
    if not found:  # it speaks by the same engines, so it is no help where they were found and failed
        library = library_program("pyttsx3", str(words_per_minute), f"{volume:.2f}")
        found = [library] if library is not None else []
    return tuple(found)


def english_voice(listing: str) -> str | None:
    """Return the best English voice in what `say -v '?'` lists, or None if there is none.

    A line reads "Samantha            en_US    # Hello! My name is Samantha."
    """
    pairs = re.findall(r"^(\S.*?)\s+(en[_-]\w+)\s+#", listing, re.MULTILINE)
    names = [name for name, _ in pairs]
    return next((name for name in _MAC_VOICES if name in names), names[0] if names else None)


def _say(words_per_minute: int, volume: float) -> Program | None:
    path = shutil.which("say")
    if path is None:
        return None
    try:
        # The voice of a Mac set to another language would read English as that language.
        listing = subprocess.run([path, "-v", "?"], capture_output=True, check=False, timeout=5).stdout
    except (OSError, subprocess.TimeoutExpired):
        listing = b""
    voice = english_voice(listing.decode(errors="ignore"))
    chosen = ("-v", voice) if voice else ()
    # `say` has no switch for loudness, but a mark in the text; without -f the text is the last argument.
    loudness = (f"[[volm {volume:.2f}]]",) if volume < 1 else ()
    return Program("say", (path, *chosen, "-r", str(words_per_minute), *loudness), text_last=True)


def _sapi(words_per_minute: int, volume: float) -> Program | None:
    path = shutil.which("powershell")
    if path is None:
        return None
    # From -10, a third of the usual speed, to 10, three times of it.
    rate = min(max(round(10 * math.log(words_per_minute / 180, 3)), -10), 10)
    script = _SAPI.format(rate=rate, volume=round(100 * volume))
    command = (path, "-NoProfile", "-NonInteractive", "-InputFormat", "Text", "-Command", script)
    return Program("Windows speech", command, slow_start=True)


def _espeak(words_per_minute: int, volume: float) -> list[Program]:
    paths = {name: shutil.which(name) for name in ("espeak-ng", "espeak")}
    found: dict[Path, Program] = {}  # espeak is often another name of espeak-ng
    for name, path in paths.items():
        if path is not None:
            options = ("-v", "en", "-s", str(words_per_minute), "-a", str(round(100 * volume)), "--stdin")
            found.setdefault(Path(path).resolve(), Program(name, (path, *options)))
    return list(found.values())


def _speech_dispatcher(words_per_minute: int, volume: float) -> Program | None:
    path = shutil.which("spd-say")
    if path is None:
        return None
    # -100 to 100: a rate of 0 is about 170 words a minute, -100 about 80; full loudness is 100 and the usual one 0.
    rate = min(max(round((words_per_minute - 170) / 0.9), -100), 100)
    options = ("--wait", "--language", "en", "--rate", str(rate), "--volume", str(round(100 * volume - 100)), "--")
    return Program("spd-say", (path, *options), text_last=True, cancel=(path, "--cancel"))
