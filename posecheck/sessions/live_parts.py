"""What a live session is made of: how it is run, the parts that it uses, and what it comes to."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from posecheck.coach.plan import Plan
from posecheck.coach.routine_plan import RoutinePlan
from posecheck.errors import OutputError
from posecheck.feedback.announcer import Announcer
from posecheck.media.camera import Camera
from posecheck.media.feeds import CameraSource
from posecheck.media.frame import Frame
from posecheck.media.terminal import TerminalKeys
from posecheck.media.window import Window
from posecheck.pose.landmarks import Landmarks
from posecheck.results.summary import Summary
from posecheck.sessions.live_stats import LiveStats
from posecheck.sessions.people_watch import Counter

SUMMARY_S: Final = 20.0
"""How long the summary stays on the screen, unless a key is pressed."""


class Estimator(Protocol):
    """Finds the landmarks of one person."""

    def estimate(self, frame: Frame) -> Landmarks | None:
        """Return who is in the frame."""


@dataclass(frozen=True)
class LiveOptions:
    """How a session is run.

    Attributes:
        source: What the pictures come from.
        plan: What to do: a stretch, or a routine.
        mirror: Whether the picture is shown as in a mirror.
        full_screen: Whether the window covers the screen.
        record: Folder for the recording; None for keeping nothing.
        record_video: Whether the recording has the pictures too.
        voice: Whether the words are spoken, which takes the time it takes.
        model: Name of the model, for the recording.
        summary_s: How long the summary stays on the screen.
        history: The file in which what was held is kept; None for keeping nothing.
    """

    source: CameraSource
    plan: Plan | RoutinePlan
    mirror: bool = True
    full_screen: bool = False
    record: Path | None = None
    record_video: bool = False
    voice: bool = True
    model: str = "full"
    summary_s: float = SUMMARY_S
    history: Path | None = None


def _to_nobody(notice: str) -> None:
    """Tell nobody."""


@dataclass(frozen=True)
class LiveParts:
    """What a session is made with; tests put their own parts in.

    Attributes:
        estimator: Loads the model, in the thread that uses it.
        announcer: Speaks.
        counter: Loads what counts people; None for not counting.
        window: Opens the window; None for sound only.
        camera: Opens the camera.
        typed: Reads the keys that are pressed in the terminal, for a session without a window; None where nobody can.
        tell: Is told at once what keeps a session without a window from being heard or recorded.
    """

    estimator: Callable[[], AbstractContextManager[Estimator]]
    announcer: Announcer
    counter: Callable[[], AbstractContextManager[Counter]] | None = None
    window: Callable[[int, int], Window] | None = None
    camera: Callable[[CameraSource], Camera] = Camera
    typed: TerminalKeys | None = None
    tell: Callable[[str], None] = _to_nobody

    @property
    def can_answer(self) -> bool:
        """Whether somebody can press keys."""
        return self.window is not None or self.typed is not None


@dataclass
class LiveResult:
    """What a session came to.

    Attributes:
        summary: The holds.
        lines: The summary in words.
        folder: The recording; None when nothing was kept.
        stats: How fast it was.
        notice: A sentence about a history that could not be kept; None when all was well.
        failed: What of the recording could not be written; None when all was well. The rest is kept.
    """

    summary: Summary
    lines: tuple[str, ...]
    folder: Path | None
    stats: LiveStats
    notice: str | None = None
    failed: OutputError | None = None
