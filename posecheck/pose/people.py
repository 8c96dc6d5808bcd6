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

SAME_PERSON: Final = 0.35
"""Two finds whose boxes share this part of their common area are one person found twice: a folded body is sometimes
read in two ways at once, with the head at either end."""


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
            result = self._landmarker.detect(mediapipe_image(frame.image, order=frame.order))
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
    low_px = np.maximum(one.image_px.min(axis=0), other.image_px.min(axis=0))
    high_px = np.minimum(one.image_px.max(axis=0), other.image_px.max(axis=0))
    shared = float(np.prod(np.maximum(high_px - low_px, 0.0)))
    areas = [float(np.prod(np.ptp(person.image_px, axis=0))) for person in (one, other)]
    return shared > SAME_PERSON * (sum(areas) - shared)
