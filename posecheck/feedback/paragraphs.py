"""Text on a panel: paragraphs of their own size and colour, one below the other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from posecheck.feedback.patch import Canvas
from posecheck.feedback.text import CAP_HEIGHT, LINE_HEIGHT, Fitted, fit, line_mask
from posecheck.feedback.theme import Color


@dataclass(frozen=True)
class Paragraph:
    """Lines of one size and colour.

    Attributes:
        fitted: The lines.
        weight: Of the type.
        color: Of the text.
        above_px: Gap to what stands above.
    """

    fitted: Fitted
    weight: int
    color: Color
    above_px: int = 0

    @property
    def height_px(self) -> int:
        """Height of all of its lines, with the gap above them."""
        return self.above_px + round(len(self.fitted.lines) * LINE_HEIGHT * self.fitted.size_px)

    @property
    def width_px(self) -> int:
        """Width of its longest line's ink."""
        return max(line_mask(line, self.fitted.size_px, self.weight).width_px for line in self.fitted.lines)


def paragraph(
    text: str,
    width_px: int,
    size_px: int,
    weight: int,
    color: Color,
    *,
    lines: int = 1,
    least_px: int | None = None,
    above_px: int = 0,
) -> Paragraph:
    """Return a text as a paragraph of at most so many lines.

    Args:
        text: What it says.
        width_px: Room for a line.
        size_px: Of the type.
        weight: Of the type.
        color: Of the text.
        lines: The most lines it may take.
        least_px: What the type shrinks to before words are cut; half its size when left out.
        above_px: Gap to what stands above.
    """
    least_px = max(9, size_px // 2) if least_px is None else least_px
    return Paragraph(fit(text, width_px, lines, size_px, least_px, weight), weight, color, above_px)


def write_paragraphs(
    canvas: Canvas, paragraphs: Iterable[Paragraph], x: int, y: float, *, centred: bool = False
) -> None:
    """Write paragraphs one below the other.

    Args:
        canvas: Where they are written.
        paragraphs: From the top.
        x: Where their lines begin.
        y: Where the first one begins, its gap above included.
        centred: Whether each line stands in the middle of the canvas instead.
    """
    for each in paragraphs:
        y += each.above_px
        for text in each.fitted.lines:
            line = line_mask(text, each.fitted.size_px, each.weight)
            baseline = y + (LINE_HEIGHT + CAP_HEIGHT) * each.fitted.size_px / 2
            left = (canvas.width_px - line.width_px) // 2 if centred else x
            canvas.write(line, each.color, at=(left, round(baseline)))
            y += LINE_HEIGHT * each.fitted.size_px
