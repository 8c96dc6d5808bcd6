"""What each stage costs by itself, in milliseconds a frame, on one core where the stage allows it."""

import json
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable
from itertools import islice, starmap
from pathlib import Path
from typing import Any

from posecheck.feedback.overlay import Overlay
from posecheck.media.parts import Part
from posecheck.media.reader import open_source
from posecheck.media.writer import VideoWriter
from posecheck.pose.estimator import PoseEstimator
from posecheck.references.library import all_references
from posecheck.results.frames_table import FramesTable
from posecheck.results.recording import Recorder
from posecheck.sessions.asked import Asked
from posecheck.sessions.judging import ClipJudge
from posecheck.sessions.memory import share_heaps

FRAMES = 200


def main() -> None:
    """Measure the stages on the clip and with the model that the command line names."""
    clip, model = Path(sys.argv[1]), Path(sys.argv[2])
    share_heaps()  # as an analysis does
    costs: dict[str, float] = {}

    def timed(name: str, work: Callable[[], Any], count: int = FRAMES) -> Any:
        start = time.perf_counter()
        result = work()
        costs[name] = 1000 * (time.perf_counter() - start) / count
        return result

    # One at a time, as in an analysis: to keep them all would take longer than to decode them.
    with Part(clip, None, 0.0, float("inf"), order="rgb") as part:
        timed("decoding", lambda: deque(islice(part, FRAMES), maxlen=1))
    with Part(clip, None, 0.0, float("inf")) as part:
        frames = list(islice(part, FRAMES))
    with PoseEstimator(model) as estimator:
        estimator.estimate(frames[0])
        poses = timed("inference", lambda: [estimator.estimate(frame) for frame in frames])
    references = {reference.name: reference for reference in all_references().contents}
    asked = Asked(tuple(references.values()))
    judge = ClipJudge(asked)
    moments = list(zip(frames, poses, strict=True))
    judged = timed("judging", lambda: [judge.frame(pose, frame.time_s) for frame, pose in moments])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with FramesTable(folder / "frames.csv") as table:
            timed("writing the table", lambda: list(starmap(table.write, judged)))
        recorder = Recorder()
        kept = [(frame.time_s, pose) for frame, pose in moments]
        timed("keeping the landmarks", lambda: list(starmap(recorder.add, kept)))
        with open_source(clip) as source:
            info = source.info
        overlay = Overlay(info.width_px, info.height_px, references=references)
        for frame, pose in moments[:5]:
            overlay.draw(frame.image, pose, judged[frame.index][1])
        drawn = timed(
            "drawing",
            lambda: [overlay.draw(frame.image, pose, judged[frame.index][1]) for frame, pose in moments],
        )
        timed_images = [(image, index / 24) for index, image in enumerate(drawn)]
        with VideoWriter(folder / "out.mp4") as writer:
            timed("encoding", lambda: list(starmap(writer.write, timed_images)))
    print(json.dumps(costs))


if __name__ == "__main__":
    main()
