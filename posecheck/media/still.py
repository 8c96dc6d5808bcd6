"""A picture as a source of one frame."""

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np

from posecheck.errors import InputError
from posecheck.media.frame import Frame
from posecheck.media.source import Source, SourceInfo
from posecheck.quiet import quiet_stderr


class StillSource(Source):
    """A picture file: one frame at time 0, turned as its EXIF orientation says."""

    def __init__(self, path: Path) -> None:
        """Read the picture.

        Raises:
            InputError: The file is no picture that OpenCV can decode.
        """
        # Not cv2.imread, which cannot open every Unicode name on Windows.
        data = np.frombuffer(path.read_bytes(), np.uint8)
        try:
            with quiet_stderr():
                image = cv2.imdecode(data, cv2.IMREAD_COLOR)
        except cv2.error:  # such as a header that claims more pixels than OpenCV allows
            image = None
        if image is None:
            raise InputError(f"{path} is not a picture that can be read: it may be damaged or of an unknown kind")
        self._image = np.ascontiguousarray(image, dtype=np.uint8)
        height_px, width_px = self._image.shape[:2]
        super().__init__(SourceInfo(path, "image", width_px, height_px, 0.0, 1, None))

    def __iter__(self) -> Iterator[Frame]:
        yield Frame(self._image, 0.0, 0)
