"""Large panels over the whole picture: safety text, keys, pause, summary."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from posecheck.feedback.icons import Icon, paint_icon
from posecheck.feedback.panels import panel
from posecheck.feedback.paragraphs import Paragraph, paragraph, write_paragraphs
from posecheck.feedback.patch import Canvas, Patch
from posecheck.feedback.shapes import FULL, rounded_box, stroke
from posecheck.feedback.text import CAP_HEIGHT, line_mask
from posecheck.feedback.theme import BODY_WEIGHT, HEADLINE_WEIGHT, MUTED, TEAL, WHITE, Color, Theme
from posecheck.feedback.wording import headline_and_aside

KEYS: Final = (
    ("Space", "pause, go on"),
    ("R", "restart the hold"),
    ("S", "switch side"),
    ("N", "next"),
    ("P", "it hurts: stop"),
    ("M", "sound off, on"),
    ("H", "this help"),
    ("F", "full screen"),
    ("Q", "quit, as Esc does"),
)

ROUTINE_KEYS: Final = (
    ("K", "skip the stretch"),
    ("B", "do it once more"),
    ("0-10", "how much it hurts"),
)
"""After the pain key, in a routine."""

MAX_WIDTH_SHARE: Final = 0.90
MAX_HEIGHT_SHARE: Final = 0.86
BANNER_SHARE: Final = 0.95
COLUMN: Final = 1.35
"""A line of reading text runs no wider than this, in units of the theme."""


@dataclass(frozen=True)
class Board:
    """What a large panel says.

    Attributes:
        title: In large type.
        lines: Paragraphs below it.
        lit: Index of the paragraph that is being spoken; None for all alike.
        footer: A last line in small type.
        notice: What doesn't work, below everything else.
        icon: Above the title.
    """

    title: str
    lines: tuple[str, ...] = ()
    lit: int | None = None
    footer: str = ""
    notice: str = ""
    icon: Icon = Icon.NONE


def board_patch(board: Board, theme: Theme) -> Patch:
    """Compose a board in the largest type in which it fits the picture."""
    for share in (1.0, 0.9, 0.8, 0.7, 0.62, 0.55, 0.48, 0.42):
        composed = _compose(board, theme, share)
        if composed.height_px <= MAX_HEIGHT_SHARE * theme.height_px:
            break
    return composed.patch()


def keys_patch(theme: Theme, *, routine: bool = False) -> Patch:
    """Compose the panel of the keys, with those of a routine where there is one."""
    after = next(index for index, (name, _) in enumerate(KEYS) if name == "P") + 1
    keys = (*KEYS[:after], *ROUTINE_KEYS, *KEYS[after:]) if routine else KEYS
    size = min(theme.title, round(0.50 * theme.height_px / len(keys)))
    row, pad, gap = round(1.75 * size), round(1.6 * theme.padding), theme.padding
    caps = [line_mask(name, size, HEADLINE_WEIGHT) for name, _ in keys]
    words = [line_mask(what, size, BODY_WEIGHT) for _, what in keys]
    cap_width = max(cap.width_px for cap in caps) + gap
    canvas = panel(cap_width + gap + max(word.width_px for word in words) + 2 * pad, row * len(keys) + 2 * pad, theme)
    for index, (cap, word) in enumerate(zip(caps, words, strict=True)):
        baseline = pad + index * row + round(row / 2 + CAP_HEIGHT * size / 2)
        frame = canvas.mask()
        box = rounded_box(cap_width, round(1.4 * size), 0.3 * size)
        place = np.array((pad, pad + index * row + 0.175 * size))
        stroke(frame, box + place, FULL, 0.06 * size, closed=True)
        canvas.paint(frame, MUTED, 0.7)
        canvas.write(cap, WHITE, at=(pad + (cap_width - cap.width_px) // 2, baseline))
        canvas.write(word, WHITE, at=(pad + cap_width + gap, baseline))
    return canvas.patch()


def banner_patch(text: str, theme: Theme) -> Patch:
    """Compose an instruction for somebody who stands far off: as large as fits below a figure."""
    headline, aside = headline_and_aside(text)
    pad = theme.padding
    inner = round(min(BANNER_SHARE * theme.width_px, 1.9 * theme.unit)) - 2 * pad
    rows = 3 if theme.height_px > theme.width_px else 2
    large, small = round(1.2 * theme.cue), theme.small
    lines = [paragraph(headline, inner, large, HEADLINE_WEIGHT, WHITE, lines=rows, least_px=small)]
    if aside:
        size = max(small, round(0.72 * lines[0].fitted.size_px))
        lines.append(paragraph(aside, inner, size, BODY_WEIGHT, MUTED, least_px=small))
    canvas = panel(
        max(each.width_px for each in lines) + 2 * pad, sum(each.height_px for each in lines) + 2 * pad, theme
    )
    write_paragraphs(canvas, lines, pad, pad, centred=True)
    return canvas.patch()


def chip_patch(text: str, theme: Theme) -> Patch:
    """Compose a small label."""
    mask = line_mask(text, theme.small, HEADLINE_WEIGHT)
    pad = round(0.6 * theme.padding)
    canvas = panel(mask.width_px + 3 * pad, round(theme.small + 2 * pad), theme)
    baseline = round(canvas.height_px / 2 + CAP_HEIGHT * theme.small / 2)
    canvas.write(mask, MUTED, at=(round(1.5 * pad), baseline))
    return canvas.patch()


def _compose(board: Board, theme: Theme, share: float) -> Canvas:
    pad = round(1.6 * theme.padding)
    inner = round(min(MAX_WIDTH_SHARE * theme.width_px, COLUMN * theme.unit)) - 2 * pad
    paragraphs = _paragraphs(board, theme, share, inner)
    icon = round(2.2 * theme.cue * share) if board.icon is not Icon.NONE else 0
    height = sum(each.height_px for each in paragraphs) + icon + 2 * pad
    canvas = panel(max(each.width_px for each in paragraphs) + 2 * pad, height, theme)
    paint_icon(canvas, board.icon, icon, (canvas.width_px - icon) // 2, pad)
    write_paragraphs(canvas, paragraphs, pad, pad + icon, centred=icon > 0)
    return canvas


def _paragraphs(board: Board, theme: Theme, share: float, inner: int) -> list[Paragraph]:
    def size(of: float) -> int:
        return max(9, round(of * share))

    def text(words: str, size_px: int, weight: int, color: Color, above: float = 0.0) -> Paragraph:
        """A paragraph that isn't made smaller; its gap above is a share of the type of the lines."""
        gap = round(above * size(theme.title))
        return paragraph(words, inner, size_px, weight, color, lines=8, least_px=size_px, above_px=gap)

    found = [text(board.title, size(1.1 * theme.cue), HEADLINE_WEIGHT, WHITE)]
    for index, line in enumerate(board.lines):
        color = WHITE if board.lit in (None, index) else MUTED
        found.append(text(line, size(theme.title), BODY_WEIGHT, color, above=0.9 if index == 0 else 0.45))
    if board.footer:
        found.append(text(board.footer, size(theme.small), HEADLINE_WEIGHT, TEAL, above=0.9))
    if board.notice:
        found.append(text(board.notice, size(theme.small), BODY_WEIGHT, MUTED, above=0.6))
    return found


def lit_line(lines: Sequence[str], spoken: str) -> int | None:
    """Return which line is being spoken; None for none of them."""
    return next((index for index, line in enumerate(lines) if spoken and line == spoken), None)
