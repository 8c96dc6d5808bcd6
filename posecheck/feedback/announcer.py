"""The voice and the tones of a session, as the rest of posecheck sees them."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from types import TracebackType
from typing import Self

from posecheck.feedback.sound_report import sound_notice
from posecheck.feedback.speech import Speaker
from posecheck.feedback.tones import ToneKind, TonePlayer


class AnnouncementKind(StrEnum):
    """How something is made heard."""

    SPEECH = "speech"
    URGENT_SPEECH = "urgent-speech"
    TONE = "tone"


@dataclass(frozen=True)
class Announcement:
    """Something that was to be heard.

    Attributes:
        at_s: When, in media or session time.
        kind: How.
        text: The sentence, or the name of the tone.
    """

    at_s: float
    kind: AnnouncementKind
    text: str


class Announcer:
    """Speaks and plays tones beside the main loop; a context manager. Once made, none of its methods blocks or raises.

    One sentence is spoken at a time. While it lasts the newest other one waits, for two seconds at most; an urgent one
    interrupts. Where nothing can be heard everything still works, and `notice` says what is missing.
    """

    def __init__(self, *, voice: bool = True, sound: bool = True, write: Callable[[str], object] | None = None) -> None:
        """Open the sound that is wanted.

        Args:
            voice: Whether to speak.
            sound: Whether to play tones.
            write: Is given every sentence, heard or not, where there is no picture for it to be shown in.
        """
        self._write = write
        self._voice = voice
        self._sound = sound
        self._muted = False
        self._speaker = Speaker() if voice else None
        self._player = TonePlayer() if sound else None

    @property
    def notice(self) -> str | None:
        """One sentence on what is missing or has failed and what to do; None when all is well or not known yet."""
        return sound_notice(
            self._speaker.state if self._speaker is not None else None,
            self._player.state if self._player is not None else None,
        )

    def say(self, text: str, *, urgent: bool = False, at_s: float) -> None:
        """Have a sentence spoken.

        Args:
            text: The sentence.
            urgent: Whether it interrupts what is being said.
            at_s: The moment it belongs to, in media or session time.
        """
        if self._write is not None:
            with suppress(OSError):  # such as of a terminal that was closed
                self._write(text)
        if self._voice and not self._muted:
            kind = AnnouncementKind.URGENT_SPEECH if urgent else AnnouncementKind.SPEECH
            self._announce(Announcement(at_s, kind, text))

    def tone(self, kind: ToneKind, at_s: float) -> None:
        """Have a tone played that belongs to a moment in media or session time."""
        if self._sound and not self._muted:
            self._announce(Announcement(at_s, AnnouncementKind.TONE, kind))

    def mute(self, muted: bool) -> None:
        """Fall silent at once, or be heard again."""
        self._muted = muted
        if muted:
            for channel in (self._speaker, self._player):
                if channel is not None:
                    channel.hush()

    def wait(self, at_most_s: float) -> bool:
        """Wait until the last words are spoken, as before the program ends; return whether they were in time.

        The only method that takes its time; never longer than `at_most_s`.
        """
        return self._speaker is None or self._speaker.wait(at_most_s)

    def close(self) -> None:
        """Fall silent and leave nothing behind; what is announced later is not heard."""
        for channel in (self._speaker, self._player):
            if channel is not None:
                channel.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _announce(self, announcement: Announcement) -> None:
        if announcement.kind is AnnouncementKind.TONE:
            if self._player is not None:
                self._player.play(ToneKind(announcement.text))
        elif self._speaker is not None:
            self._speaker.say(announcement.text, urgent=announcement.kind is AnnouncementKind.URGENT_SPEECH)


class RecordingAnnouncer(Announcer):
    """Makes no sound and keeps what would have been announced, for tests.

    Attributes:
        announcements: All of it, in order.
    """

    def __init__(self, *, voice: bool = True, sound: bool = True) -> None:
        super().__init__(voice=False, sound=False)  # opens nothing
        self._voice = voice
        self._sound = sound
        self.announcements: list[Announcement] = []

    def _announce(self, announcement: Announcement) -> None:
        self.announcements.append(announcement)
