"""From the capture of a picture to its being shown, with the real model in a real window."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from benchmarks.live.clips import FPS, HEIGHT_PX, WIDTH_PX, write_720p
from posecheck.coach.plan import make_plan
from posecheck.feedback.announcer import RecordingAnnouncer
from posecheck.media.display import has_display
from posecheck.media.feeds import CameraSource
from posecheck.media.window import Window
from posecheck.pose.estimator import PoseEstimator
from posecheck.pose.model import ensure_model
from posecheck.pose.people import PeopleCounter
from posecheck.references.library import find
from posecheck.sessions.live import LiveSession
from posecheck.sessions.live_parts import LiveOptions, LiveParts
from posecheck.sessions.live_stats import percentiles


def delay() -> None:
    """Print a table of the delays of a session, and whether they grow."""
    shown = has_display()
    with TemporaryDirectory() as folder:
        clip = Path(folder) / "clip.mp4"
        write_720p(clip)
        model = ensure_model("full")
        options = LiveOptions(CameraSource(path=clip), make_plan(find("child-pose")), summary_s=0.0)
        parts = LiveParts(
            estimator=lambda: PoseEstimator(model),
            counter=lambda: PeopleCounter(model),
            announcer=RecordingAnnouncer(),
            window=(lambda width, height: Window("posecheck", width, height)) if shown else None,
        )
        stats = LiveSession(options, parts).run().stats
    print(f"\n## A session, {WIDTH_PX}x{HEIGHT_PX}, {FPS} pictures a second, model full\n")
    print("```")
    print("\n".join(stats.lines()))
    print("```\n")
    if not shown:
        print("There was no display: nothing was shown. (`xvfb-run -a` gives one.)")
        return
    wanted_ms = 1e3 * (percentiles(stats.inference_s)[0] + 1 / FPS)
    median_ms, high_ms = (1e3 * value for value in percentiles(stats.landmarks_s))
    print(
        f"Capture to display of landmarks: median {median_ms:.1f} ms, p95 {high_ms:.1f} ms; wanted: at most one "
        f"inference and one frame interval, {wanted_ms:.1f} ms."
    )
    ages = list(stats.landmarks_s)
    third = len(ages) // 3
    first, last = (1e3 * float(np.median(part)) for part in (ages[:third], ages[-third:]))
    print(f"Growth: median of the first third {first:.1f} ms, of the last {last:.1f} ms.")
