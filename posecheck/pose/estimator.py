"""A frame to landmarks: the one person that is followed, however that person lies in the picture."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Literal, Self

import numpy as np

from posecheck.media.frame import Frame
from posecheck.pose.continuity import is_folded_through
from posecheck.pose.flow import Flow
from posecheck.pose.landmarker import UPRIGHT, create_landmarker, mediapipe_image, people_found
from posecheck.pose.landmarks import Landmarks
from posecheck.pose.looks import Look, are_one, more_looks, other_looks, shared_reading
from posecheck.quiet import quiet_stderr

TURNS_DEG: Final = (UPRIGHT, 90, 270, 180)
"""How the picture is turned (counter-clockwise) to find somebody, in this order: lying is commoner than a headstand."""

SEARCH_PERIOD_S: Final = 0.5
"""A search among all turns costs up to four detections, so a lost person is searched for no more often than this; and
whoever is read in an impossible way is looked at afresh no more often."""


class PoseEstimator:
    """Finds the landmarks of one person, frame after frame; a context manager.

    MediaPipe's detector knows upright people best. When it finds nobody, the frame is tried turned by quarter turns,
    and the turn that worked is kept until the person is lost again. Landmarks are always those of the upright frame.

    A folded body may be read the wrong way round when it is seen for the first time, and would then be followed like
    that. As long as the reading is one that no body allows, the person is forgotten now and then and found again.

    Several estimators may work in several threads at once (inference takes one core each and frees the GIL); a single
    one is for a single thread at a time.
    """

    def __init__(self, model_path: Path, mode: Literal["video", "image"] = "video") -> None:
        """Load the model; takes about a tenth of a second.

        Args:
            model_path: A MediaPipe `.task` file, as `posecheck.pose.model.ensure_model` gives it.
            mode: "video" follows the person from frame to frame, smooths lightly and tells the picture's own motion,
                too; the times of the frames must not fall. "image" looks at each frame by itself, in several ways,
                which takes four times as long or, where it is hard to read, twelve times.

        Raises:
            ModelError: The file is missing or no pose model.
        """
        self._video = mode == "video"
        self._landmarker: Any = create_landmarker(model_path, video=self._video)
        self._flow = Flow()
        self._turn_deg = UPRIGHT
        self._next_search_s = float("-inf")
        self._next_doubt_s = float("-inf")
        self._believed = False
        self._last_ms = -1
        self._first = True

    def estimate(self, frame: Frame) -> Landmarks | None:
        """Return the landmarks of the person in the frame, None when nobody is found."""
        if self._first:
            self._first = False
            with quiet_stderr():  # MediaPipe warns once more at its first frame
                return self._estimate(frame)
        return self._estimate(frame)

    def close(self) -> None:
        """Give the model's memory back."""
        self._landmarker.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _estimate(self, frame: Frame) -> Landmarks | None:
        if not self._video:
            return self._picture(frame)
        landmarks = self._look(frame, self._turn_deg)
        if landmarks is None and frame.time_s >= self._next_search_s:
            self._next_search_s = frame.time_s + SEARCH_PERIOD_S
            landmarks = self._search(frame)
        self._doubt(landmarks, frame)
        return self._flow(frame, landmarks)

    def _picture(self, frame: Frame) -> Landmarks | None:
        """Look at a picture by itself, in the turn in which somebody is found; more often when it is hard to read."""
        self._turn_deg = UPRIGHT
        first = self._look(frame, UPRIGHT) or self._search(frame)
        others = other_looks(frame.image)
        readings = [*([] if first is None else [first]), *self._readings(frame, others)]
        if len(readings) <= len(others) or not are_one(readings):
            readings += self._readings(frame, more_looks(frame.image))
        return shared_reading(readings) if readings else None

    def _readings(self, frame: Frame, looks: Iterable[Look]) -> list[Landmarks]:
        """What is found in changed pictures, in the coordinates of the frame."""
        found = []
        for look in looks:
            turn_deg = (-self._turn_deg if look.mirrors else self._turn_deg) + look.turn_deg
            landmarks = self._look(replace(frame, image=look.image), turn_deg % 360)
            if landmarks is not None:
                found.append(look.back(landmarks))
        return found

    def _search(self, frame: Frame) -> Landmarks | None:
        for turn_deg in TURNS_DEG:
            if turn_deg != self._turn_deg:
                landmarks = self._look(frame, turn_deg)
                if landmarks is not None:
                    self._turn_deg = turn_deg
                    return landmarks
        return None

    def _doubt(self, landmarks: Landmarks | None, frame: Frame) -> None:
        """Forget the person whose first reading is impossible; a run that was once right is believed."""
        if landmarks is None:
            self._believed = False
        elif not self._believed:
            self._believed = not is_folded_through(landmarks)
            if not self._believed and frame.time_s >= self._next_doubt_s:
                self._next_doubt_s = frame.time_s + SEARCH_PERIOD_S
                # MediaPipe has no word for it: a picture without anybody makes it lose whom it follows.
                self._look(replace(frame, image=np.zeros_like(frame.image)), self._turn_deg)

    def _look(self, frame: Frame, turn_deg: int) -> Landmarks | None:
        image = mediapipe_image(frame.image, turn_deg, frame.order)
        if self._video:
            # MediaPipe wants whole milliseconds that rise from call to call, a second look at a frame included.
            self._last_ms = max(self._last_ms + 1, round(frame.time_s * 1000))
            result = self._landmarker.detect_for_video(image, self._last_ms)
        else:
            result = self._landmarker.detect(image)
        height_px, width_px = frame.image.shape[:2]
        found = people_found(result, width_px, height_px, turn_deg)
        return found[0] if found else None
