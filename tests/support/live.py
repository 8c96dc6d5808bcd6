"""Live sessions without inference: the true landmarks of a rendered motion stand in for the model.

`python -m tests.support.live CLIP MOTION RECORD [window|terminal]` runs one in a process of its own.
"""

from __future__ import annotations

import bisect
import sys
from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np

from posecheck.coach.plan import make_plan
from posecheck.feedback.announcer import RecordingAnnouncer
from posecheck.media.feeds import CameraSource
from posecheck.media.frame import Frame
from posecheck.media.terminal import TerminalKeys
from posecheck.media.window import Window
from posecheck.pose.landmarks import Landmarks
from posecheck.references.loader import load_reference
from posecheck.references.schema import Reference
from posecheck.results.recording import ARRAY_SHAPES
from posecheck.sessions.live import LiveSession
from posecheck.sessions.live_parts import Estimator, LiveOptions, LiveParts
from tools.truth_landmarks import TrueClip

ROOT: Final = Path(__file__).parent.parent.parent

Stream = Iterable[tuple[float, Landmarks | None]]


@cache
def shipped_reference(name: str) -> Reference:
    """A reference that comes with the program."""
    return load_reference(ROOT / "reference_poses" / f"{name}.toml")


def shipped_names() -> list[str]:
    """The names of all references that come with the program."""
    return sorted(path.stem for path in (ROOT / "reference_poses").glob("*.toml"))


@cache
def true_stream(motion: str) -> tuple[tuple[float, Landmarks], ...]:
    """The landmarks of a sample clip as its first camera sees them, in numbers that a recording can keep."""
    clip = TrueClip.load(ROOT / "samples" / f"{motion}.truth.json")
    return tuple((time_s, _as_stored(seen)) for time_s, seen in clip.landmarks(next(iter(clip.cameras))))


def _as_stored(seen: Landmarks) -> Landmarks:
    arrays = {name: getattr(seen, name).astype(np.float32).astype(np.float64) for name in ARRAY_SHAPES}
    return replace(seen, **arrays)


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
