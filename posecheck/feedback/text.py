"""Text as bitmaps: measured by its ink, wrapped in even lines, made to fit.

OpenCV 5 brings a variable TrueType face of its own, so that no font has to be found on the machine.
"""

from dataclasses import dataclass
from functools import cache
from typing import Final

import cv2
import numpy as np

from posecheck.media.frame import Image

LINE_HEIGHT: Final = 1.26
"""From baseline to baseline, in type sizes."""

CAP_HEIGHT: Final = 0.72
"""Height of a capital or a figure of the built-in face, in type sizes."""

ELLIPSIS: Final = "…"


@dataclass(frozen=True, eq=False)
class TextMask:
    """A line of text, cropped to its ink.

    Attributes:
        mask: Array of shape `(height, width)`, uint8, 255 where there is ink.
        rise_px: From the mask's top row down to the baseline.
    """

    mask: Image
    rise_px: int

    @property
    def width_px(self) -> int:
        """Width of the ink."""
        return int(self.mask.shape[1])

    @property
    def height_px(self) -> int:
        """Height of the ink."""
        return int(self.mask.shape[0])


@dataclass(frozen=True)
class Fitted:
    """Text broken into lines of one type size."""

    lines: tuple[str, ...]
    size_px: int


def advance_px(text: str, size_px: int, weight: int) -> int:
    """Return how wide a line of text runs, in pixels."""
    return int(cv2.getTextSize((0, 0), text, (0, 0), _face(), size_px, weight)[2])


def line_mask(text: str, size_px: int, weight: int) -> TextMask:
    """Draw one line of text. What is blank or has no glyphs gives a mask of one empty pixel."""
    text = " ".join(text.split())
    pad = max(2, size_px // 3)
    canvas = np.zeros((size_px * 2 + pad, advance_px(text, size_px, weight) + 2 * pad), np.uint8)
    baseline = size_px + pad
    cv2.putText(canvas, text, (pad, baseline), 255, _face(), size_px, weight)
    return _cropped(canvas, baseline)


def figures_mask(text: str, size_px: int, weight: int) -> TextMask:
    """Draw a number whose zeros have no slash: across a room a slashed 0 reads as an 8.

    The built-in face has no plain zero, so the letter O stands in, narrowed to a zero's width.
    """
    pieces = [_zero(size_px, weight) if char == "0" else line_mask(char, size_px, weight) for char in text]
    gap = max(1, round(0.06 * size_px))
    rise = max((piece.rise_px for piece in pieces), default=1)
    fall = max((piece.height_px - piece.rise_px for piece in pieces), default=0)
    width = sum(piece.width_px for piece in pieces) + gap * max(0, len(pieces) - 1)
    canvas = np.zeros((rise + fall, max(1, width)), np.uint8)
    x = 0
    for piece in pieces:
        top = rise - piece.rise_px
        canvas[top : top + piece.height_px, x : x + piece.width_px] = piece.mask
        x += piece.width_px + gap
    return TextMask(canvas, rise)


def fit(text: str, width_px: int, max_lines: int, size_px: int, least_px: int, weight: int) -> Fitted:
    """Break text into at most `max_lines` lines of at most `width_px`, in the largest type that allows it.

    The lines are as even as can be. Text that doesn't even fit in the smallest type is cut and ends in an ellipsis.
    """
    words = text.split()
    size = size_px
    while True:
        widths = [advance_px(word, size, weight) for word in words]
        space = max(1, advance_px("x x", size, weight) - advance_px("xx", size, weight))
        for count in range(1, max_lines + 1):
            lines = _broken(words, widths, space, count)
            # The sum of words is an estimate; kerning across a space counts too.
            if all(advance_px(line, size, weight) <= width_px for line in lines):
                return Fitted(tuple(lines), size)
        if size <= least_px:
            return Fitted(_cut(words, width_px, max_lines, size, weight), size)
        size = max(least_px, min(size - 1, round(size * 0.94)))


def _broken(words: list[str], widths: list[int], space: int, count: int) -> list[str]:
    """The words in at most `count` lines, the widest of which is as narrow as possible."""
    if not words:
        return [""]
    for limit in sorted({_run(widths, space, a, b) for a in range(len(words)) for b in range(a + 1, len(words) + 1)}):
        breaks = _greedy(widths, space, limit)
        if breaks is not None and len(breaks) <= count:
            return [" ".join(words[a:b]) for a, b in breaks]
    return [" ".join(words)]


def _greedy(widths: list[int], space: int, limit: int) -> list[tuple[int, int]] | None:
    breaks: list[tuple[int, int]] = []
    start = 0
    while start < len(widths):
        end = start + 1
        if widths[start] > limit:
            return None
        while end < len(widths) and _run(widths, space, start, end + 1) <= limit:
            end += 1
        breaks.append((start, end))
        start = end
    return breaks


def _run(widths: list[int], space: int, start: int, end: int) -> int:
    return sum(widths[start:end]) + space * (end - start - 1)


def _cut(words: list[str], width_px: int, max_lines: int, size_px: int, weight: int) -> tuple[str, ...]:
    """Fill the lines in turn; the last one takes what is left and is shortened."""
    lines: list[str] = []
    rest = list(words)
    while rest and len(lines) < max_lines - 1:
        line = rest.pop(0)
        while rest and advance_px(f"{line} {rest[0]}", size_px, weight) <= width_px:
            line = f"{line} {rest.pop(0)}"
        lines.append(_shortened(line, width_px, size_px, weight))
    if rest:
        lines.append(_shortened(" ".join(rest), width_px, size_px, weight))
    return tuple(lines)


def _shortened(line: str, width_px: int, size_px: int, weight: int) -> str:
    if advance_px(line, size_px, weight) <= width_px:
        return line
    while line and advance_px(line + ELLIPSIS, size_px, weight) > width_px:
        line = line[:-1]
    return line.rstrip() + ELLIPSIS if line else ""


def _zero(size_px: int, weight: int) -> TextMask:
    slashed = line_mask("0", size_px, weight)
    letter = line_mask("O", size_px, weight)
    mask = cv2.resize(letter.mask, slashed.mask.shape[::-1], interpolation=cv2.INTER_AREA)
    return TextMask(np.asarray(mask, np.uint8), slashed.rise_px)


def _cropped(canvas: Image, baseline: int) -> TextMask:
    x, y, width, height = cv2.boundingRect(canvas)
    if width == 0:
        return TextMask(np.zeros((1, 1), np.uint8), 1)
    return TextMask(np.ascontiguousarray(canvas[y : y + height, x : x + width]), baseline - y)


@cache
def _face() -> cv2.FontFace:
    return cv2.FontFace("sans")
