"""Draws `docs/overlay.png`: a moment of a hold as the annotated video of a clip shows it.

    python -m tools.overlay_picture docs/overlay.png

It is a sample clip, enlarged so that words and lines are fine. Needs the pose model, and no renderer.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from posecheck.feedback.overlay import Overlay
from posecheck.media.frame import Image
from posecheck.media.reader import open_source
from posecheck.pose.estimator import PoseEstimator
from posecheck.pose.model import ensure_model
from posecheck.references.library import all_references
from posecheck.sessions.asked import Asked
from posecheck.sessions.judging import ClipJudge

CLIP: Final = Path(__file__).parent.parent / "samples" / "child-pose-arms-forward.mp4"
AT_S: Final = 7.5
SIZE_PX: Final = (960, 720)


def moment() -> Image:
    """Return the picture of the moment."""
    references = {reference.name: reference for reference in all_references().contents}
    judge, overlay = ClipJudge(Asked(tuple(references.values()))), Overlay(*SIZE_PX, references=references)
    picture: Image = np.zeros((SIZE_PX[1], SIZE_PX[0], 3), np.uint8)
    with open_source(CLIP) as clip, PoseEstimator(ensure_model("full")) as estimator:
        # From the beginning on, as the panels keep the places that they have come to.
        for frame in clip:
            seen, judgement = judge.frame(estimator.estimate(frame), frame.time_s)
            large = np.asarray(cv2.resize(frame.image, SIZE_PX, interpolation=cv2.INTER_CUBIC), np.uint8)
            picture = overlay.draw(large, seen.body.landmarks if seen.body else None, judgement)
            if frame.time_s >= AT_S:
                break
    return picture


def main(path: str) -> None:
    """Write the picture."""
    cv2.imwrite(path, moment(), [cv2.IMWRITE_PNG_COMPRESSION, 9])


if __name__ == "__main__":
    main(sys.argv[1])
