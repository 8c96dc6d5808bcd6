"""The photos again, changed as other cameras and other hands would have them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from posecheck.media.frame import Image


@dataclass(frozen=True)
class Change:
    """A change of a picture.

    Attributes:
        name: How it is called in the table.
        of: Makes the changed picture.
        mirrors: Whether left becomes right.
    """

    name: str
    of: Callable[[Image], Image]
    mirrors: bool = False


def _scaled(by: float) -> Callable[[Image], Image]:
    return lambda image: _image(cv2.resize(image, None, fx=by, fy=by, interpolation=cv2.INTER_AREA))


def _compressed(quality: int) -> Callable[[Image], Image]:
    def change(image: Image) -> Image:
        _, data = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])
        return _image(cv2.imdecode(data, cv2.IMREAD_COLOR))

    return change


def _lit(by: float) -> Callable[[Image], Image]:
    return lambda image: _image(np.clip(image.astype(np.float32) * by, 0, 255))


def _tilted(by_deg: float) -> Callable[[Image], Image]:
    def change(image: Image) -> Image:
        height_px, width_px = image.shape[:2]
        turn = cv2.getRotationMatrix2D((width_px / 2, height_px / 2), by_deg, 1.0)
        return _image(cv2.warpAffine(image, turn, (width_px, height_px), borderMode=cv2.BORDER_REPLICATE))

    return change


def _image(values: object) -> Image:
    return np.ascontiguousarray(values, dtype=np.uint8)


CHANGES: Final[Sequence[Change]] = (
    Change("mirrored", lambda image: _image(image[:, ::-1]), mirrors=True),
    Change("half the size", _scaled(0.5)),
    Change("JPEG quality 50", _compressed(50)),
    Change("half as bright", _lit(0.5)),
    Change("one and a half times as bright", _lit(1.5)),
    Change("camera tilted by 4 degrees", _tilted(4.0)),
)
