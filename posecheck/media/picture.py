"""Pictures out."""

from pathlib import Path

import cv2

from posecheck.errors import UsageError
from posecheck.files import whole_file
from posecheck.media.frame import Image


def check_png(path: Path, what: str) -> None:
    """Find out whether a file's name is that of a PNG, as plots and drawings of targets are.

    Args:
        path: The file.
        what: What is drawn in it, such as `plot`.

    Raises:
        UsageError: The name doesn't end in .png.
    """
    if path.suffix.lower() != ".png":
        raise UsageError(f"the {what} is a PNG picture: end {path} in .png")


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
