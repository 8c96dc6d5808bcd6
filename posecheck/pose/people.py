"""How many people are in view, asked now and then beside the estimator, which follows one of them."""

from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import numpy as np

from posecheck.media.frame import Frame
from posecheck.pose.landmarker import create_landmarker, mediapipe_image, people_found
from posecheck.pose.landmarks import Landmarks
from posecheck.quiet import quiet_stderr

MOST_PEOPLE: Final = 3
"""Looked for; whether there are three or ten makes no difference to what is said."""

SAME_PERSON: Final = 0.5
"""Two finds whose points lie nearer to each other than this part of the body's extent are one person found twice."""


class PeopleCounter:
    """Counts people in a frame, up to three; a context manager.

    A count takes about twice as long as an estimate: ask once a second, not every frame. People are only looked for
    upright, which is how bystanders are.
    """

    def __init__(self, model_path: Path) -> None:
        """Load the model; takes about a tenth of a second.

        Raises:
            ModelError: The file is missing or no pose model.
        """
        self._landmarker: Any = create_landmarker(model_path, video=False, num_poses=MOST_PEOPLE)

    def count(self, frame: Frame) -> int:
        """Return how many people are found: 0 to 3, where 3 means three or more."""
        height_px, width_px = frame.image.shape[:2]
        with quiet_stderr():
            result = self._landmarker.detect(mediapipe_image(frame.image))
        people: list[Landmarks] = []
        for person in people_found(result, width_px, height_px):
            if not any(_same(person, other) for other in people):
                people.append(person)
        return len(people)

    def close(self) -> None:
        """Give the model's memory back."""
        self._landmarker.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _same(one: Landmarks, other: Landmarks) -> bool:
    extent_px = float(np.linalg.norm(np.ptp(one.image_px, axis=0)))
    apart_px = float(np.median(np.linalg.norm(one.image_px - other.image_px, axis=1)))
    return apart_px < SAME_PERSON * extent_px
