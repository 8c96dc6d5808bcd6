"""The photos again, changed as other cameras and other hands would have them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from posecheck.media.frame import Image

MIRRORED: Final = {"left": "right", "right": "left"}
"""Variants that change places in a mirrored picture."""


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


def _stretched(across: float, down: float) -> Callable[[Image], Image]:
    return lambda image: _image(cv2.resize(image, None, fx=across, fy=down, interpolation=cv2.INTER_LINEAR))


def _compressed(quality: int) -> Callable[[Image], Image]:
    def change(image: Image) -> Image:
        _, data = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])
        return _image(cv2.imdecode(data, cv2.IMREAD_COLOR))

    return change


def _lit(by: float) -> Callable[[Image], Image]:
    return lambda image: _image(np.clip(image.astype(np.float32) * by, 0, 255))


def _gamma(power: float) -> Callable[[Image], Image]:
    return lambda image: _image(255 * (image / 255.0) ** power)


def _contrast(by: float) -> Callable[[Image], Image]:
    return lambda image: _image(np.clip((image - 127.5) * by + 127.5, 0, 255))


def _tinted(blue: float, green: float, red: float) -> Callable[[Image], Image]:
    return lambda image: _image(np.clip(image * np.array([blue, green, red]), 0, 255))


def _grey(image: Image) -> Image:
    return _image(cv2.cvtColor(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR))


def _blurred(share: float) -> Callable[[Image], Image]:
    return lambda image: _image(cv2.GaussianBlur(image, (0, 0), share * max(image.shape[:2])))


def _noisy(spread: float) -> Callable[[Image], Image]:
    return lambda image: _image(np.clip(image + np.random.default_rng(1).normal(0, spread, image.shape), 0, 255))


def _farther(by: float) -> Callable[[Image], Image]:
    def change(image: Image) -> Image:
        down_px, across_px = (round((1 / by - 1) / 2 * length_px) for length_px in image.shape[:2])
        return _image(
            cv2.copyMakeBorder(image, down_px, down_px, across_px, across_px, borderType=cv2.BORDER_REPLICATE)
        )

    return change


def _cropped(share: float) -> Callable[[Image], Image]:
    def change(image: Image) -> Image:
        down_px, across_px = (round(share * length_px) for length_px in image.shape[:2])
        return _image(image[down_px : image.shape[0] - down_px, across_px : image.shape[1] - across_px])

    return change


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

FURTHER_CHANGES: Final[Sequence[Change]] = (
    Change("JPEG quality 30", _compressed(30)),
    Change("0.6 times as bright", _lit(0.6)),
    Change("gamma 0.6", _gamma(0.6)),
    Change("gamma 1.6", _gamma(1.6)),
    Change("contrast 0.6", _contrast(0.6)),
    Change("contrast 1.4", _contrast(1.4)),
    Change("warm light", _tinted(0.75, 1.0, 1.2)),
    Change("grey", _grey),
    Change("blurred by 1/320", _blurred(1 / 320)),
    Change("noise of 12 grey levels", _noisy(12)),
    Change("0.7 of the picture", _farther(0.7)),
    Change("3 % cropped off every side", _cropped(0.03)),
    Change("a tenth wider", _stretched(1.1, 1.0)),
    Change("a tenth taller", _stretched(1.0, 1.1)),
    Change("camera tilted by 5 degrees", _tilted(5.0)),
    Change("camera tilted by -5 degrees", _tilted(-5.0)),
)
"""Asked for by `--further-changes`: with these the study takes several minutes more."""
