"""What may interrupt a session anywhere: the person pauses it, or the camera is lost. Both are told at once."""

from __future__ import annotations

from posecheck.coach import phrases
from posecheck.coach.guidance import Tone
from posecheck.coach.speaking import Speaking


class Interruptions:
    """Keeps track of both.

    Args:
        words: What they are told with.

    Attributes:
        paused: Whether the person has paused the session.
        camera_lost: Whether no pictures come.
    """

    def __init__(self, words: Speaking) -> None:
        self._words = words
        self.paused = False
        self.camera_lost = False

    def toggle_pause(self) -> None:
        """Pause, or go on."""
        self.paused = not self.paused
        self._tell(self.paused, phrases.PAUSED if self.paused else phrases.GOING_ON)

    def camera(self, *, lost: bool) -> None:
        """Take note that the pictures have stopped, or come again."""
        if lost is not self.camera_lost:
            self.camera_lost = lost
            self._tell(lost, phrases.CAMERA_LOST if lost else phrases.CAMERA_BACK)

    def _tell(self, interrupted: bool, text: str) -> None:
        self._words.tone(Tone.PAUSED if interrupted else Tone.IN_POSE)
        self._words.now(text)
