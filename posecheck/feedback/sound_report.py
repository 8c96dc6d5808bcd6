"""Which ways of making sound work here, and one sentence on what is missing and how to mend it."""

import shutil
import sys
from contextlib import closing
from typing import Final

from posecheck.feedback.channel import ChannelState
from posecheck.feedback.speech import Speaker
from posecheck.feedback.tones import ToneKind, TonePlayer

_INSTALLERS: Final = {
    "apt": "sudo apt install",
    "dnf": "sudo dnf install",
    "pacman": "sudo pacman -S",
    "zypper": "sudo zypper install",
}

_NOTHING: Final = ChannelState(None)


TRIAL_S: Final = 30.0
"""Enough for several programs that hang, one after the other."""


def try_sound() -> tuple[ChannelState, ChannelState]:
    """Speak and play a tone as a session does, but at no loudness: that a program is there proves nothing.

    Takes about two seconds, and half a minute where programs hang.

    Returns:
        How speech and how the tones are doing.
    """
    with closing(Speaker(volume=0.0)) as speaker, closing(TonePlayer(volume=0.0)) as player:
        for channel in (speaker, player):
            channel.wait_found(TRIAL_S)  # what is asked for earlier may be stale by then
        speaker.say("Can you hear me?")
        player.play(ToneKind.FIXED)
        for channel in (speaker, player):
            channel.wait(TRIAL_S)
        return speaker.state, player.state


def sound_notice(speech: ChannelState | None, tones: ChannelState | None, platform: str = sys.platform) -> str | None:
    """Return a sentence on what is missing or has failed and what to do; None when all is well.

    Args:
        speech: How speech is doing; None where it is switched off.
        tones: How the tones are doing; None where they are switched off.
        platform: As `sys.platform`.
    """
    speech, tones = speech or _NOTHING, tones or _NOTHING
    if speech.found == () and tones.found == ():
        return f"No way to make sound was found, so everything is only shown; {_install(platform, both=True)}."
    if speech.found == ():
        return f"No speech program was found, so cues are only shown; {_install(platform, speech=True)}."
    if tones.found == ():
        return f"No player for the tones was found; {_install(platform)}."
    return _failure("Speech", "cues are only shown", speech) or _failure("The tones", "they are left out", tones)


def _failure(what: str, consequence: str, state: ChannelState) -> str | None:
    if not state.failed or not state.found:
        return None
    left = [name for name in state.found if name not in state.failed]
    if not left:
        return f"{what} stopped working ({state.failed[0]}), so {consequence}; check the sound output."
    if state.failed[0] == state.found[0]:
        return f"{what} stopped working with {state.failed[0]}; {left[0]} is used instead."
    return None


def _install(platform: str, *, both: bool = False, speech: bool = False) -> str:
    if platform in ("darwin", "win32"):
        packages = ["pyttsx3"] if speech else ["sounddevice"]
        return "for it, run: pip install " + " ".join(["pyttsx3", "sounddevice"] if both else packages)
    packages = ["espeak-ng", "alsa-utils"] if both else ["espeak-ng"] if speech else ["alsa-utils"]
    installer = next((command for name, command in _INSTALLERS.items() if shutil.which(name)), "install")
    return f"for it, run: {installer} {' '.join(packages)}"
