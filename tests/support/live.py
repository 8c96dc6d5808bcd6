"""Live sessions without inference: the true landmarks of a rendered motion stand in for the model.

`python -m tests.support.live CLIP MOTION RECORD [window|terminal]` runs one in a process of its own.
"""

from __future__ import annotations

import bisect
import sys
from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import pytest

from posecheck.coach.judgement import HoldRecord
from posecheck.coach.plan import make_plan
from posecheck.feedback.announcer import RecordingAnnouncer
from posecheck.media.feeds import CameraSource
from posecheck.media.frame import Frame
from posecheck.media.terminal import TerminalKeys
from posecheck.media.window import Window
from posecheck.pose.landmarks import Landmarks, as_stored
from posecheck.results.recording import ARRAY_SHAPES, MAY_BE_UNKNOWN, RecordingInfo
from posecheck.sessions.live import LiveSession
from posecheck.sessions.live_parts import Estimator, LiveOptions, LiveParts, LiveResult
from tests.support.clips import seen_by, shipped_reference, true_clip

Stream = Iterable[tuple[float, Landmarks | None]]

MOTION: Final = "child-pose-arms-forward"
"""The motion that most sessions show."""


@cache
def true_stream(motion: str) -> tuple[tuple[float, Landmarks], ...]:
    """The landmarks of a clip as its first camera sees them, in numbers that a recording can keep."""
    return tuple((time_s, _as_stored(seen)) for time_s, seen in seen_by(motion, next(iter(true_clip(motion).cameras))))


def _as_stored(seen: Landmarks) -> Landmarks:
    arrays = {name: as_stored(getattr(seen, name)) for name in ARRAY_SHAPES if name not in MAY_BE_UNKNOWN}
    return Landmarks(**arrays, width_px=seen.width_px, height_px=seen.height_px)


@dataclass
class TrueEstimator:
    """Knows where the joints are at each time of a clip; a clip played over and over repeats them."""

    stream: Stream

    def __post_init__(self) -> None:
        self._stream = list(self.stream)
        self._times_s = [time_s for time_s, _ in self._stream]

    def estimate(self, frame: Frame) -> Landmarks | None:
        """The landmarks of the nearest moment before."""
        time_s = frame.time_s % (self._times_s[-1] + 1e-3)
        return self._stream[max(0, bisect.bisect_right(self._times_s, time_s + 1e-3) - 1)][1]


def true_estimator(motion: str) -> AbstractContextManager[Estimator]:
    """The estimator of a rendered motion, seen by its first camera."""
    return nullcontext(TrueEstimator(true_stream(motion)))


def run_on_truth(source: CameraSource, announcer: RecordingAnnouncer | None = None, **options: object) -> LiveResult:
    """A session of child pose, held for 6 seconds, by somebody who does `MOTION`."""
    plan = make_plan(shipped_reference("child-pose"), hold_s=6.0)
    settings = LiveOptions(source, plan, **options)  # type: ignore[arg-type]  # any option
    return LiveSession(settings, LiveParts(lambda: true_estimator(MOTION), announcer or RecordingAnnouncer())).run()


def info(cuts_s: tuple[float, ...] = ()) -> RecordingInfo:
    """What a recording of such a session says about it."""
    return RecordingInfo("clip.mp4", "video", 640, 480, 0.0, "full", cuts_s=cuts_s)


def assert_same_holds(holds: tuple[HoldRecord, ...], others: tuple[HoldRecord, ...], within_s: float) -> None:
    """See that there are holds, and that they are the same but for a little time."""
    assert len(holds) == len(others) > 0
    for hold, other in zip(holds, others, strict=True):
        assert (hold.pose, hold.variant, hold.phase) == (other.pose, other.variant, other.phase)
        assert hold.start_s == pytest.approx(other.start_s, abs=within_s)
        assert hold.end_s == pytest.approx(other.end_s, abs=within_s)
        assert hold.held_s == pytest.approx(other.held_s, abs=within_s)


def main(clip: str, motion: str, record: str, *rest: str) -> None:
    """Run a session until it is ended from outside."""
    source = CameraSource(path=Path(clip), pace=2.0, loop=True)
    plan = make_plan(shipped_reference("child-pose"), repetitions=20, hold_s=5.0)
    options = LiveOptions(source, plan, record=Path(record), record_video=True, voice=False)
    parts = LiveParts(
        estimator=lambda: true_estimator(motion),
        announcer=RecordingAnnouncer(),
        window=(lambda width, height: Window("posecheck", width, height)) if "window" in rest else None,
        typed=TerminalKeys() if "terminal" in rest else None,
    )
    session = LiveSession(options, parts)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    session.run()


if __name__ == "__main__":
    main(*sys.argv[1:])
