"""Pictures out."""

from pathlib import Path

import cv2

from posecheck.files import whole_file
from posecheck.media.frame import Image


def save_picture(path: Path, image: Image) -> None:
    """Write a picture, whole or not at all.

    Args:
        path: The file; its suffix, which OpenCV must know, says what kind of picture it is.
        image: Array of shape `(height, width, 3)`, BGR.

    Raises:
        OutputError: The file cannot be written.
    """
    # Not cv2.imwrite, which cannot open every Unicode name on Windows, and doesn't tell why it cannot write.
    _, encoded = cv2.imencode(path.suffix, image)
    with whole_file(path) as partial:
        partial.write_bytes(encoded.tobytes())
