"""A frame to landmarks: the one person that is followed, however that person lies in the picture."""

from pathlib import Path
from types import TracebackType
from typing import Any, Final, Literal, Self

from posecheck.media.frame import Frame
from posecheck.pose.landmarker import UPRIGHT, create_landmarker, mediapipe_image, people_found
from posecheck.pose.landmarks import Landmarks
from posecheck.quiet import quiet_stderr

TURNS_DEG: Final = (UPRIGHT, 90, 270, 180)
"""How the picture is turned (counter-clockwise) to find somebody, in this order: lying is commoner than a headstand."""

SEARCH_PERIOD_S: Final = 0.5
"""A search among all turns costs up to four detections, so a lost person is searched for no more often than this."""


class PoseEstimator:
    """Finds the landmarks of one person, frame after frame; a context manager.

    MediaPipe's detector knows upright people best. When it finds nobody, the frame is tried turned by quarter turns,
    and the turn that worked is kept until the person is lost again. Landmarks are always those of the upright frame.

    Several estimators may work in several threads at once (inference takes one core each and frees the GIL); a single
    one is for a single thread at a time.
    """

    def __init__(self, model_path: Path, mode: Literal["video", "image"] = "video") -> None:
        """Load the model; takes about a tenth of a second.

        Args:
            model_path: A MediaPipe `.task` file, as `posecheck.pose.model.ensure_model` gives it.
            mode: "video" follows the person from frame to frame and smooths lightly; the times of the frames must not
                fall. "image" looks at each frame by itself.

        Raises:
            ModelError: The file is missing or no pose model.
        """
        self._video = mode == "video"
        self._landmarker: Any = create_landmarker(model_path, video=self._video)
        self._turn_deg = UPRIGHT
        self._next_search_s = float("-inf")
        self._last_ms = -1
        self._first = True

    @property
    def turn_deg(self) -> int:
        """How the frames are being turned before they are looked at: 0, 90, 180 or 270, counter-clockwise."""
        return self._turn_deg

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
            self._turn_deg = UPRIGHT
        landmarks = self._look(frame, self._turn_deg)
        if landmarks is not None or (self._video and frame.time_s < self._next_search_s):
            return landmarks
        self._next_search_s = frame.time_s + SEARCH_PERIOD_S
        for turn_deg in TURNS_DEG:
            if turn_deg != self._turn_deg:
                landmarks = self._look(frame, turn_deg)
                if landmarks is not None:
                    self._turn_deg = turn_deg
                    return landmarks
        return None

    def _look(self, frame: Frame, turn_deg: int) -> Landmarks | None:
        image = mediapipe_image(frame.image, turn_deg)
        if self._video:
            # MediaPipe wants whole milliseconds that rise from call to call, a second look at a frame included.
            self._last_ms = max(self._last_ms + 1, round(frame.time_s * 1000))
            result = self._landmarker.detect_for_video(image, self._last_ms)
        else:
            result = self._landmarker.detect(image)
        height_px, width_px = frame.image.shape[:2]
        found = people_found(result, width_px, height_px, turn_deg)
        return found[0] if found else None
