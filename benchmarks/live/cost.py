"""What everything that isn't inference takes a frame."""

from __future__ import annotations

import time

import numpy as np

from benchmarks.live.clips import HEIGHT_PX, WIDTH_PX, motions, true_landmarks
from posecheck.coach.plan import make_plan
from posecheck.feedback.screen import Screen
from posecheck.media.frame import Image
from posecheck.references.library import find
from posecheck.sessions.coaching import PictureFacts
from posecheck.sessions.stretch import StretchCoaching

WARM_UP_FRAMES = 10
WANTED_MS = 4.0


def cost() -> None:
    """Print a table."""
    print(f"\n## A frame without inference, {WIDTH_PX}x{HEIGHT_PX}\n")
    print(
        f"Measures, coach, guide and overlay; wanted: at most {WANTED_MS:.0f} ms. Milliseconds, median and p95; last "
        "the processor's time, which other programs disturb less.\n"
    )
    print("| stretch | judging | p95 | drawing | p95 | both | p95 | both, processor | p95 |")
    print("|---|---:|---:|---:|---:|---:|---:|---:|---:|")
    for pose, truth in motions().items():
        coaching = StretchCoaching(make_plan(find(pose), hold_s=3.0))
        screen = Screen(WIDTH_PX, HEIGHT_PX, coaching.plan)
        picture: Image = np.full((HEIGHT_PX, WIDTH_PX, 3), 120, np.uint8)
        judging, drawing, working = [], [], []
        for time_s, landmarks in true_landmarks(truth):
            start_s, worked_s = time.perf_counter(), time.thread_time()
            moment = coaching.frame(landmarks, time_s, PictureFacts(1, 120.0, 30.0))
            judged_s = time.perf_counter()
            screen.draw(picture, moment.landmarks, moment.judgement, moment.guidance)
            judging.append(judged_s - start_s)
            drawing.append(time.perf_counter() - judged_s)
            working.append(time.thread_time() - worked_s)
        columns = (judging, drawing, np.add(judging, drawing), working)
        cells = [f"{1e3 * np.percentile(each[WARM_UP_FRAMES:], part):.2f}" for each in columns for part in (50, 95)]
        print(f"| {pose} | {' | '.join(cells)} |", flush=True)
