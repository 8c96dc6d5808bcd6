"""What is compared. Each case is run in a process of its own, and prints what it took as JSON.

`python -m benchmarks.speed.cases CASE CLIP MODEL` measures from the moment that the libraries are imported.
"""

import json
import resource
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

import cv2
import mediapipe as mp
from mediapipe.tasks.python import BaseOptions, vision

from posecheck.media.reader import open_source
from posecheck.media.video import VideoSource
from posecheck.pose.estimator import PoseEstimator
from posecheck.references.library import all_references, find
from posecheck.references.schema import Reference
from posecheck.results.recording import Recording
from posecheck.sessions.analyze import Analyzer, usable_cores
from posecheck.sessions.asked import Asked
from posecheck.sessions.judging import judge_recording

FLOOR_FRAMES = 150
"""Decoded beforehand for the floor: more would fill the memory."""

FLOOR_ROUNDS = 2

JUDGED_AGAIN = 10


def tutorial(clip: Path, model: Path, *, video: bool) -> int:
    """(a) The loop of the tutorials, on the Tasks API: read, infer, draw, write, one frame after the other."""
    capture = cv2.VideoCapture(str(clip))
    fps = capture.get(cv2.CAP_PROP_FPS)
    size = (int(capture.get(cv2.CAP_PROP_FRAME_WIDTH)), int(capture.get(cv2.CAP_PROP_FRAME_HEIGHT)))
    count = 0
    with (
        tempfile.TemporaryDirectory() as folder,
        vision.PoseLandmarker.create_from_options(_options(model)) as landmarker,
    ):
        out = cv2.VideoWriter(f"{folder}/out.mp4", cv2.VideoWriter.fourcc(*"mp4v"), fps, size) if video else None
        while True:
            there, image = capture.read()
            if not there:
                break
            rgb = cv2.cvtColor(image, cv2.COLOR_BGR2RGB)
            result = landmarker.detect_for_video(
                mp.Image(image_format=mp.ImageFormat.SRGB, data=rgb), round(count * 1000 / fps)
            )
            if out is not None:
                for points in result.pose_landmarks:
                    vision.drawing_utils.draw_landmarks(image, points, vision.PoseLandmarksConnections.POSE_LANDMARKS)
                out.write(image)
            count += 1
        if out is not None:
            out.release()
    return count


def floor(clip: Path, model: Path, *, own: bool) -> Callable[[], int]:
    """(b) Inference alone on decoded frames, a worker a core: MediaPipe's as it comes, or posecheck's own."""
    with VideoSource(clip, order="rgb") as source:
        frames = list(islice(source, FLOOR_FRAMES))
    step_s = frames[-1].time_s + 0.04
    moments = [replace(frame, time_s=frame.time_s + turn * step_s) for turn in range(FLOOR_ROUNDS) for frame in frames]

    def mediapipe_alone() -> None:
        with vision.PoseLandmarker.create_from_options(_options(model)) as landmarker:
            for frame in moments:
                picture = mp.Image(image_format=mp.ImageFormat.SRGB, data=frame.image)
                landmarker.detect_for_video(picture, round(frame.time_s * 1000))

    def own_alone() -> None:
        with PoseEstimator(model) as estimator:
            for frame in moments:
                estimator.estimate(frame)

    def run() -> int:
        threads = [threading.Thread(target=own_alone if own else mediapipe_alone) for _ in range(usable_cores())]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return len(threads) * len(moments)

    return run


def posecheck(clip: Path, model: Path, *, video: bool) -> int:
    """(c) posecheck without, (d) with the annotated video."""
    asked = Asked(all_references().contents)
    with tempfile.TemporaryDirectory() as folder:
        Analyzer(asked, model, "full", video).analyze(clip, Path(folder))
    return _frames_in(clip)


def rejudging(recording: Path, references: Sequence[Reference]) -> Callable[[], int]:
    """Recorded landmarks judged again, several times over: once takes less than a tenth of a second."""
    recorded, asked = Recording.load(recording), Asked(tuple(references))

    def run() -> int:
        for _ in range(JUDGED_AGAIN):
            judge_recording(recorded, asked)
        return JUDGED_AGAIN * len(recorded)

    return run


def _options(model: Path) -> Any:
    """MediaPipe's, as the tutorials have them."""
    return vision.PoseLandmarkerOptions(
        base_options=BaseOptions(model_asset_path=str(model)), running_mode=vision.RunningMode.VIDEO
    )


def _frames_in(clip: Path) -> int:
    """How many frames there are, whether they are looked at or not."""
    with open_source(clip) as source:
        return source.info.frame_count or 0


def main() -> None:
    """Run the case that the command line names; of re-judging, the clip is a recording."""
    case, clip, model = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    runs: dict[str, Callable[[], Callable[[], int]]] = {
        "tutorial": lambda: lambda: tutorial(clip, model, video=False),
        "tutorial-video": lambda: lambda: tutorial(clip, model, video=True),
        "floor-mediapipe": lambda: floor(clip, model, own=False),
        "floor-own": lambda: floor(clip, model, own=True),
        "posecheck": lambda: lambda: posecheck(clip, model, video=False),
        "posecheck-video": lambda: lambda: posecheck(clip, model, video=True),
        "rejudging": lambda: rejudging(clip, all_references().contents),
        "rejudging-one": lambda: rejudging(clip, [find("child-pose")]),
    }
    run = runs[case]()
    start, start_cpu = time.perf_counter(), time.process_time()
    count = run()
    seconds, cpu_s = time.perf_counter() - start, time.process_time() - start_cpu
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
    times = {"ms_per_frame": 1000 * seconds / count, "cpu_ms_per_frame": 1000 * cpu_s / count}
    print(json.dumps({"frames": count, **times, "peak_mb": peak_mb}))


if __name__ == "__main__":
    main()
