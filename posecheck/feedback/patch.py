"""Translucent pieces that are composed once and laid over many frames."""

import math
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from posecheck.feedback.text import TextMask
from posecheck.feedback.theme import Color
from posecheck.media.frame import Image

OVERSAMPLING: Final = 4
OVERSAMPLED_PX: Final = 6_000_000
"""Larger areas are enlarged less, so that a new sentence doesn't hold up a 4K picture."""


@dataclass(frozen=True, eq=False)
class Patch:
    """A translucent bitmap, ready to be laid over a picture with one multiplication and one addition.

    Attributes:
        ink: Array of shape `(height, width, 3)`, uint8: the colour, already multiplied by its opacity.
        keep: Array of shape `(height, width, 3)`, uint8: how much of the picture shows through, 255 for all.
    """

    ink: Image
    keep: Image

    @property
    def width_px(self) -> int:
        """Width of the bitmap."""
        return int(self.ink.shape[1])

    @property
    def height_px(self) -> int:
        """Height of the bitmap."""
        return int(self.ink.shape[0])

    def lay_on(self, image: Image, x: int, y: int) -> None:
        """Blend over a picture in place with the top left corner at `(x, y)`; what lies outside is left out."""
        height, width = image.shape[:2]
        left, top = max(0, x), max(0, y)
        right, bottom = min(width, x + self.width_px), min(height, y + self.height_px)
        if left >= right or top >= bottom:
            return
        region = image[top:bottom, left:right]
        part = np.s_[top - y : bottom - y, left - x : right - x]
        cv2.multiply(region, self.keep[part], dst=region, scale=1 / 255)
        cv2.add(region, self.ink[part], dst=region)


def smooth_mask(width_px: int, height_px: int, draw: Callable[[Image, int], None]) -> Image:
    """Draw a mask enlarged and scale it down: OpenCV's own anti-aliasing leaves the edges of filled shapes wavy.

    Args:
        width_px: Width of the mask.
        height_px: Its height.
        draw: Is given an empty mask to draw on, and by how much it is larger.

    Returns:
        Array of shape `(height, width)`, uint8.
    """
    factor = max(1, min(OVERSAMPLING, math.isqrt(OVERSAMPLED_PX // max(1, width_px * height_px))))
    mask = np.zeros((max(1, height_px) * factor, max(1, width_px) * factor), np.uint8)
    draw(mask, factor)
    return shrunk(mask, factor)


def shrunk(enlarged: Image, factor: int) -> Image:
    """Return a bitmap scaled down by a whole number, each pixel the mean of those that it stands for."""
    if factor == 1:
        return enlarged
    size = (enlarged.shape[1] // factor, enlarged.shape[0] // factor)
    return _bytes(cv2.resize(enlarged, size, interpolation=cv2.INTER_AREA))


class Canvas:
    """An empty, transparent area on which a patch is composed, layer over layer."""

    def __init__(self, width_px: int, height_px: int) -> None:
        self._ink = np.zeros((max(1, height_px), max(1, width_px), 3), np.uint8)
        self._keep = np.full_like(self._ink, 255)

    @property
    def width_px(self) -> int:
        """Width of the area."""
        return int(self._ink.shape[1])

    @property
    def height_px(self) -> int:
        """Height of the area."""
        return int(self._ink.shape[0])

    def mask(self) -> Image:
        """Return an empty mask of the canvas's size, shape `(height, width)`, to draw a layer's shape on."""
        return np.zeros(self._ink.shape[:2], np.uint8)

    def paint(self, mask: Image, color: Color, opacity: float = 1.0, at: tuple[int, int] = (0, 0)) -> None:
        """Lay a colour over what is there already.

        Args:
            mask: Array of shape `(h, w)`, uint8: where, 255 for fully. It may hang over the canvas's edges.
            color: Of the layer.
            opacity: Of the layer as a whole.
            at: Where the mask's top left corner goes.
        """
        opaque = _bytes(cv2.merge((mask, mask, mask)))
        if opacity < 1.0:
            opaque = _bytes(cv2.convertScaleAbs(opaque, alpha=opacity))
        tint = np.full_like(opaque, color)
        layer = Patch(_bytes(cv2.multiply(opaque, tint, scale=1 / 255)), _bytes(cv2.bitwise_not(opaque)))
        nothing = Patch(np.zeros_like(layer.ink), layer.keep)
        layer.lay_on(self._ink, *at)
        nothing.lay_on(self._keep, *at)

    def write(self, line: TextMask, color: Color, at: tuple[int, int]) -> None:
        """Lay a line of text over what is there already.

        Args:
            line: The text.
            color: Its colour.
            at: Where its ink begins, and its baseline.
        """
        self.paint(line.mask, color, at=(at[0], at[1] - line.rise_px))

    def patch(self) -> Patch:
        """Return what was painted; the canvas must not be used any more."""
        return Patch(self._ink, self._keep)


def write_on(image: Image, line: TextMask, color: Color, at: tuple[int, int]) -> None:
    """Write a line of text on a picture, in place; arguments as of `Canvas.write`."""
    canvas = Canvas(line.width_px, line.height_px)
    canvas.write(line, color, at=(0, line.rise_px))
    canvas.patch().lay_on(image, at[0], at[1] - line.rise_px)


class PatchCache:
    """Keeps the patches that were drawn last, because most pictures show what the one before has shown.

    Args:
        most: How many are kept.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._patches: OrderedDict[Hashable, Patch] = OrderedDict()

    def get(self, content: Hashable, compose: Callable[[], Patch]) -> Patch:
        """Return the patch of a content, composed when it isn't among the last ones."""
        patch = self._patches.get(content)
        if patch is None:
            patch = self._patches[content] = compose()
            if len(self._patches) > self._most:
                self._patches.popitem(last=False)
        else:
            self._patches.move_to_end(content)
        return patch


def _bytes(array: cv2.typing.MatLike) -> Image:
    """Tell the type checker what OpenCV keeps to itself: bytes in, bytes out."""
    return np.asarray(array, np.uint8)
