"""Speaks or plays one thing by a Python library, in a process of its own; run as a script, never imported.

`python worker.py pyttsx3 RATE VOLUME|sounddevice|winsound` loads the library, reads a text or a path from standard
input, makes it heard and ends. With nothing on standard input it only shows by its exit status whether the library
works: these libraries hang or bring down their process when the sound system is broken.
"""

import importlib
import sys
import wave
from collections.abc import Sequence
from typing import Any


def main(arguments: Sequence[str]) -> None:
    """Do what the arguments say; any failure is an exception and so an exit status."""
    library = importlib.import_module(arguments[0])
    if arguments[0] == "pyttsx3":
        _speak(library, *arguments[1:])
    elif arguments[0] == "sounddevice":
        _play(library)
    else:
        _play_on_windows(library)


def _speak(pyttsx3: Any, words_per_minute: str, volume: str) -> None:
    engine = pyttsx3.init()
    engine.setProperty("rate", int(words_per_minute))
    engine.setProperty("volume", float(volume))
    if english := [voice for voice in engine.getProperty("voices") if any(_english(voice))]:
        usual = ("en-us", "en-gb", "en")
        best = next((voice for voice in english if set(_english(voice)) & set(usual)), english[0])
        engine.setProperty("voice", best.id)
    if text := sys.stdin.read().strip():
        engine.say(text)
        engine.runAndWait()


def _english(voice: Any) -> list[str]:
    # By system, languages are "en_US", "en-gb" or b"\x05en", or missing with SAPI, whose names say it in words.
    languages = [each.decode(errors="ignore") if isinstance(each, bytes) else str(each) for each in voice.languages]
    if not languages and "English" in voice.name:
        return ["en"]
    tags = [each.strip("\x02\x05").replace("_", "-").lower() for each in languages]
    return [tag for tag in tags if tag.split("-")[0] == "en"]


def _play(sounddevice: Any) -> None:
    sounddevice.query_devices(kind="output")  # raises when there is no device to play on
    if path := sys.stdin.read().strip():
        with wave.open(path) as sound:
            samples = sound.readframes(sound.getnframes())
            kind = {"samplerate": sound.getframerate(), "channels": sound.getnchannels(), "dtype": "int16"}
        with sounddevice.RawOutputStream(**kind) as stream:  # its end waits until all has been heard
            stream.write(samples)


def _play_on_windows(winsound: Any) -> None:
    if path := sys.stdin.read().strip():
        winsound.PlaySound(path, winsound.SND_FILENAME)


if __name__ == "__main__":
    main(sys.argv[1:])
