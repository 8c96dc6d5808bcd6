"""Prints the cost of everything that isn't inference, the delay from capture to display, and the memory over an hour.

`python -m benchmarks.live` runs all; `cost`, `delay` or `memory` as an argument runs one. The delay needs the pose
model, and a display: without one nothing is shown, and only inference and judging are timed.
"""

from __future__ import annotations

import bisect
import resource
import sys
import time
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import cv2
import numpy as np

from posecheck.coach.plan import make_plan
from posecheck.feedback.announcer import RecordingAnnouncer
from posecheck.feedback.screen import Screen
from posecheck.media.feeds import CameraSource
from posecheck.media.frame import Frame, Image
from posecheck.media.reader import open_source
from posecheck.media.window import Window, has_display
from posecheck.media.writer import VideoWriter
from posecheck.pose.estimator import PoseEstimator
from posecheck.pose.landmarks import Landmarks
from posecheck.pose.model import ensure_model
from posecheck.references.library import find
from posecheck.sessions.coaching import Coaching, PictureFacts
from posecheck.sessions.live import LiveSession
from posecheck.sessions.live_parts import LiveOptions, LiveParts
from tools.truth_landmarks import TrueClip

ROOT = Path(__file__).parent.parent.parent
MOTIONS = {
    "child-pose": "child-pose-arms-forward",
    "knee-hug": "knee-hug-left",
    "sun-salute-backbend": "sun-salute-backbend",
}
WIDTH_PX, HEIGHT_PX, FPS = 1280, 720, 30
HOUR_S = 3600.0
WARM_UP_FRAMES = 10


def true_landmarks(motion: str) -> list[tuple[float, Landmarks]]:
    """The exact landmarks of a sample, in a picture of 720p."""
    clip = TrueClip.load(ROOT / "samples" / f"{motion}.truth.json")
    return [
        (
            time_s,
            replace(
                seen,
                image_px=seen.image_px * HEIGHT_PX / seen.height_px + (WIDTH_PX / 2 - HEIGHT_PX * 2 / 3, 0.0),
                width_px=WIDTH_PX,
                height_px=HEIGHT_PX,
            ),
        )
        for time_s, seen in clip.landmarks(next(iter(clip.cameras)))
    ]


def cost() -> None:
    """Print what measures, coach, guide and overlay take a frame."""
    print(f"cost of a frame at {WIDTH_PX}x{HEIGHT_PX} without inference, milliseconds (median, 95th percentile)")
    for pose, motion in MOTIONS.items():
        coaching = Coaching(make_plan(find(pose)), hold_s=3.0)
        screen = Screen(WIDTH_PX, HEIGHT_PX, coaching.plan)
        picture: Image = np.full((HEIGHT_PX, WIDTH_PX, 3), 120, np.uint8)
        judging, drawing = [], []
        for time_s, landmarks in true_landmarks(motion):
            start_s = time.perf_counter()
            moment = coaching.frame(landmarks, time_s, PictureFacts(1, 120.0, 30.0))
            judged_s = time.perf_counter()
            screen.draw(picture, moment.landmarks, moment.judgement, moment.guidance)
            judging.append(judged_s - start_s)
            drawing.append(time.perf_counter() - judged_s)
        both = np.add(judging, drawing)[WARM_UP_FRAMES:]
        row = "   ".join(
            f"{name} {np.median(values) * 1e3:.2f}, {np.percentile(values, 95) * 1e3:.2f}"
            for name, values in (("judging", judging), ("drawing", drawing), ("both", both))
        )
        print(f"  {pose:20} {row}")


def delay() -> None:
    """Print the delays of a session with a 30 fps 720p source and the full model."""
    with TemporaryDirectory() as folder:
        clip = Path(folder) / "clip.mp4"
        with open_source(ROOT / "samples" / "child-pose-arms-forward.mp4") as source, VideoWriter(clip) as writer:
            for index, frame in enumerate(source):
                image = np.zeros((HEIGHT_PX, WIDTH_PX, 3), np.uint8)
                side = (WIDTH_PX - HEIGHT_PX * 4 // 3) // 2
                image[:, side : WIDTH_PX - side] = cv2.resize(frame.image, (HEIGHT_PX * 4 // 3, HEIGHT_PX))
                writer.write(image, index / FPS)
        model = ensure_model("full")
        shown = has_display()
        options = LiveOptions(CameraSource(path=clip), make_plan(find("child-pose")), summary_s=0.0)
        parts = LiveParts(
            estimator=lambda: PoseEstimator(model),
            announcer=RecordingAnnouncer(),
            window=(lambda width, height: Window("posecheck", width, height)) if shown else None,
        )
        result = LiveSession(options, parts).run()
    print(
        f"a session at {WIDTH_PX}x{HEIGHT_PX}, {FPS} pictures a second, full model" + ("" if shown else ", no window")
    )
    for line in result.stats.lines():
        print(f"  {line}")
    ages = list(result.stats.landmarks_s)
    if ages:
        third = len(ages) // 3
        first, last = (1e3 * float(np.median(part)) for part in (ages[:third], ages[-third:]))
        print(f"  capture to display of landmarks: first third {first:.1f}, last third {last:.1f}")


@dataclass
class _Known:
    """Knows the landmarks of a clip that is played over and over."""

    stream: list[tuple[float, Landmarks]]

    def estimate(self, frame: Frame) -> Landmarks | None:
        times_s = [time_s for time_s, _ in self.stream]
        return self.stream[bisect.bisect_right(times_s, frame.time_s % times_s[-1]) - 1][1]


def memory() -> None:
    """Print the memory of a session over an hour of a looped source at higher pace."""
    marks_s = [60.0, 600.0, 1200.0, 1800.0, 2400.0, 3000.0, HOUR_S]
    with TemporaryDirectory() as folder:
        clip = Path(folder) / "clip.mp4"
        stream = true_landmarks("child-pose-arms-forward")
        with VideoWriter(clip) as writer:
            for time_s, _ in stream[::8]:
                writer.write(np.full((HEIGHT_PX // 2, WIDTH_PX // 2, 3), 120, np.uint8), time_s)
        source = CameraSource(path=clip, pace=60.0, loop=True)
        options = LiveOptions(source, make_plan(find("child-pose"), repetitions=10_000), hold_s=3.0, voice=False)
        session: LiveSession

        class Watched(_Known):
            def estimate(self, frame: Frame) -> Landmarks | None:
                if marks_s and frame.time_s >= marks_s[0]:
                    print(f"  {marks_s.pop(0) / 60:4.0f} min  {_resident_mb():7.1f} MB", flush=True)
                if not marks_s:
                    session.stop()
                return super().estimate(frame)

        announcer = RecordingAnnouncer(voice=False, sound=False)
        record = Path(folder) / "kept"
        session = LiveSession(
            replace(options, record=record), LiveParts(lambda: nullcontext(Watched(stream)), announcer)
        )
        print("resident memory over an hour of a looped source, recorded")
        result = session.run()
        print(f"  {result.summary.frames} pictures, {len(result.summary.holds)} holds")


def _resident_mb() -> float:
    status = Path("/proc/self/statm")
    if status.exists():
        return int(status.read_text().split()[1]) * resource.getpagesize() / 2**20
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


if __name__ == "__main__":
    parts_wanted = sys.argv[1:] or ["cost", "delay", "memory"]
    for wanted in parts_wanted:
        {"cost": cost, "delay": delay, "memory": memory}[wanted]()
