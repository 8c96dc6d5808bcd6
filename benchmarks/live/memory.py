"""The memory of a session over an hour of a looped source, every picture of which is looked at."""

from __future__ import annotations

import resource
import sys
import threading
import time
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.live.clips import CLIP, true_landmarks
from posecheck.coach.plan import make_plan
from posecheck.feedback.announcer import Announcer
from posecheck.media.camera import Camera
from posecheck.media.feeds import CameraSource, FileFeed, Picture
from posecheck.media.frame import Frame
from posecheck.pose.estimator import PoseEstimator
from posecheck.pose.landmarks import Landmarks
from posecheck.pose.model import ensure_model
from posecheck.references.library import find
from posecheck.sessions.live import LiveSession
from posecheck.sessions.live_parts import LiveOptions, LiveParts

AHEAD = 2
"""Pictures that are decoded before the one before was looked at: the newest is taken, so more would be dropped."""

MARKS_MIN = (1, 5, 10, 20, 30, 40, 50, 60)
FAST = 1e6


class _Taken:
    """A looped file that gives the next picture when one was looked at, so that none is dropped."""

    ends = False

    def __init__(self, source: CameraSource, stop: threading.Event, room: threading.Semaphore) -> None:
        assert source.path is not None
        self._feed = FileFeed(source.path, source.pace, source.loop, stop)
        self._stop, self._room = stop, room

    def read(self) -> Picture | None:
        while not self._room.acquire(timeout=0.2):
            if self._stop.is_set():
                return None
        return self._feed.read()

    def close(self) -> None:
        self._feed.close()


@dataclass
class _Known:
    """Knows the landmarks of a clip that is played over and over."""

    stream: list[tuple[float, Landmarks]]

    def estimate(self, frame: Frame) -> Landmarks | None:
        return self.stream[frame.index % len(self.stream)][1]


def memory(*, with_model: bool, minutes: float) -> None:
    """Print a table.

    Args:
        with_model: Whether landmarks are found by the model, which takes half an hour; the true ones are taken else.
        minutes: How long the source is.
    """
    print("\n## Memory\n")
    print(
        f"A recorded session over {minutes:.0f} minutes of a looped clip, every picture looked at, "
        f"{'model full' if with_model else 'true landmarks in place of the model'}, no window.\n"
    )
    print("| minute | pictures | resident, MB |\n|---:|---:|---:|")
    truth = CLIP.with_suffix(".truth.json")
    known = PoseEstimator(ensure_model("full")) if with_model else _Known(true_landmarks(truth))
    room = threading.Semaphore(AHEAD)
    marks_s = [60.0 * mark for mark in MARKS_MIN if mark < minutes] + [60.0 * minutes]
    measured: list[tuple[float, float]] = []
    begun_s = time.monotonic()

    class Watched:
        def estimate(self, frame: Frame) -> Landmarks | None:
            room.release()
            if frame.time_s >= marks_s[len(measured)]:
                measured.append((frame.time_s / 60, _resident_mb()))
                print(f"| {measured[-1][0]:.0f} | {frame.index + 1} | {measured[-1][1]:.1f} |", flush=True)
                if len(measured) == len(marks_s):
                    session.stop()
                    marks_s.append(float("inf"))
            return known.estimate(frame)

    with TemporaryDirectory() as folder:
        source = CameraSource(path=CLIP, pace=FAST, loop=True)
        options = LiveOptions(
            source,
            make_plan(find("child-pose"), repetitions=10_000, hold_s=3.0),
            voice=False,
            record=Path(folder) / "kept",
        )
        parts = LiveParts(
            estimator=lambda: nullcontext(Watched()),
            announcer=Announcer(voice=False, sound=False),
            camera=lambda source: Camera(source, opener=lambda source, stop: _Taken(source, stop, room)),
        )
        session = LiveSession(options, parts)
        result = session.run()
    print(
        f"\n{len(result.summary.holds)} holds; from the second row on {measured[-1][1] - measured[1][1]:+.1f} MB. "
        f"It took {time.monotonic() - begun_s:.0f} s."
    )


def _resident_mb() -> float:
    status = Path("/proc/self/statm")
    if status.exists():
        return int(status.read_text().split()[1]) * resource.getpagesize() / 2**20
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 2**20
