"""The title and the cue as finished patches: composed when their words change, laid over every frame in between."""

from dataclasses import dataclass
from functools import lru_cache

from posecheck.feedback import wording
from posecheck.feedback.box import Box
from posecheck.feedback.captions import Caption, Heading
from posecheck.feedback.icons import Icon, paint_icon
from posecheck.feedback.layout import CueSlot, cue_rows
from posecheck.feedback.patch import Canvas, Patch, smooth_mask
from posecheck.feedback.shapes import FULL, disc, fill, rounded_box, stroke
from posecheck.feedback.text import CAP_HEIGHT, LINE_HEIGHT, advance_px, fit, line_mask
from posecheck.feedback.theme import (
    BODY_WEIGHT,
    HEADLINE_WEIGHT,
    INK,
    MUTED,
    PANEL_OPACITY,
    TEAL,
    WHITE,
    Color,
    Theme,
)
from posecheck.media.frame import Image

MAX_DOTS = 10
"""More repetitions than this are told in figures."""

ASIDE_SHARE = 0.72
"""Type size of the aside beside its headline."""


@dataclass(frozen=True)
class Line:
    """A line of text to be painted."""

    text: str
    size_px: int
    weight: int
    color: Color


def panel(width_px: int, height_px: int, theme: Theme) -> Canvas:
    """Return a canvas with a dark translucent panel that fills it."""
    canvas = Canvas(width_px, height_px)
    body = _rounded(canvas.width_px, canvas.height_px, theme.corner)
    canvas.paint(body, INK, PANEL_OPACITY)
    return canvas


@lru_cache(maxsize=16)
def _rounded(width_px: int, height_px: int, corner_px: int) -> Image:
    """The mask of a panel: the score changes every second, the size of its panel hardly ever."""

    def draw(mask: Image, factor: int) -> None:
        fill(mask, rounded_box(factor * width_px, factor * height_px, factor * corner_px), FULL)

    return smooth_mask(width_px, height_px, draw)


def cue_panel(caption: Caption, room: Box, slot: CueSlot, theme: Theme) -> Patch:
    """Compose the panel of a sentence, no larger than its room and as small as the words allow."""
    column = slot in (CueSlot.LEFT, CueSlot.RIGHT)
    icon = 0 if caption.icon is Icon.NONE else round(1.15 * theme.cue)
    beside = 0 if column or not icon else icon + theme.padding
    inner = max(1, int(room.width) - 2 * theme.padding - beside)
    lines = cue_lines(caption.text, inner, cue_rows(theme, slot), theme)
    masks = [line_mask(line.text, line.size_px, line.weight) for line in lines]
    above = icon + theme.padding // 2 if column and icon else 0
    text_height = round(sum(LINE_HEIGHT * line.size_px for line in lines) - (LINE_HEIGHT - 1) * lines[-1].size_px)
    content = max(text_height, 0 if column else icon)
    width = min(int(room.width), max(mask.width_px for mask in masks) + beside + 2 * theme.padding)
    width = max(width, icon + 2 * theme.padding)
    height = content + above + 2 * theme.padding
    canvas = panel(width, height, theme)
    icon_y = theme.padding if column else (height - icon) // 2
    paint_icon(canvas, caption.icon, icon, theme.padding, icon_y)
    y = theme.padding + above + (content - text_height) / 2
    for line, mask in zip(lines, masks, strict=True):
        # The eye takes the middle of the small letters for the middle of a line, not that of its box.
        baseline = y + 0.5 * line.size_px + 0.5 * CAP_HEIGHT * line.size_px
        canvas.write(mask, line.color, at=(theme.padding + beside, round(baseline)))
        y += LINE_HEIGHT * line.size_px
    return canvas.patch()


def cue_lines(sentence: str, width: int, rows: int, theme: Theme) -> list[Line]:
    """Headline over aside where there is one and room for it, the whole sentence otherwise."""
    headline, aside = wording.headline_and_aside(sentence)
    if aside and rows > 1:
        large = fit(headline, width, rows - 1, theme.cue, theme.cue_least, HEADLINE_WEIGHT)
        small_px = max(theme.small, round(ASIDE_SHARE * large.size_px))
        small = fit(aside, width, rows - len(large.lines), small_px, theme.small, BODY_WEIGHT)
        return [Line(text, large.size_px, HEADLINE_WEIGHT, WHITE) for text in large.lines] + [
            Line(text, small.size_px, BODY_WEIGHT, MUTED) for text in small.lines
        ]
    whole = f"{headline}; {aside}" if aside else headline
    fitted = fit(whole, width, rows, theme.cue, theme.cue_least, HEADLINE_WEIGHT)
    return [Line(text, fitted.size_px, HEADLINE_WEIGHT, WHITE) for text in fitted.lines]


def title_panel(heading: Heading, room: Box, theme: Theme) -> Patch:
    """Compose the title panel: the phase, and below it, smaller, side, repetitions and score."""
    inner = max(1, int(room.width) - 2 * theme.padding)
    title = fit(heading.title, inner, 2, theme.title, theme.small, HEADLINE_WEIGHT)
    rows = [line_mask(line, title.size_px, HEADLINE_WEIGHT) for line in title.lines]
    dots = _dots(heading, theme)
    words = _details(heading, inner - dots - (theme.padding if dots else 0), theme)
    gap = theme.padding if dots and words else 0
    below = line_mask(words, theme.small, BODY_WEIGHT)
    pad = round(0.8 * theme.padding)
    wanted = max(*(row.width_px for row in rows), below.width_px + dots + gap)
    height = 2 * pad + LINE_HEIGHT * title.size_px * (len(rows) - 1) + title.size_px
    height += 1.35 * theme.small if words or dots else 0
    canvas = panel(min(int(room.width), wanted + 2 * theme.padding), min(int(room.height), round(height)), theme)
    baseline = pad + round(0.86 * title.size_px)
    for index, row in enumerate(rows):
        y = baseline + round(index * LINE_HEIGHT * title.size_px)
        canvas.write(row, WHITE, at=(theme.padding, y))
    y = baseline + round((len(rows) - 1) * LINE_HEIGHT * title.size_px + 1.45 * theme.small)
    _paint_dots(canvas, heading, theme, theme.padding, y - 0.5 * CAP_HEIGHT * theme.small)
    canvas.write(below, MUTED, at=(theme.padding + dots + gap, y))
    return canvas.patch()


def _details(heading: Heading, width_px: int, theme: Theme) -> str:
    """Side, count and score in one line; what has no room is left out, the side first."""
    parts = [part for part in (heading.side, _count(heading), _score(heading)) if part]
    while parts and advance_px(" · ".join(parts), theme.small, BODY_WEIGHT) > width_px:
        parts.pop(0)
    return " · ".join(parts)


def _score(heading: Heading) -> str:
    return "" if heading.score is None else f"Form {heading.score}"


def _has_dots(heading: Heading) -> bool:
    return heading.of is not None and 1 < heading.of <= MAX_DOTS and heading.done <= heading.of


def _count(heading: Heading) -> str:
    """Repetitions in words where dots cannot tell them."""
    if _has_dots(heading) or (heading.done == 0 and (heading.of or 1) <= 1):
        return ""
    return f"{heading.done} of {heading.of}" if heading.of and heading.done <= heading.of else f"{heading.done} done"


def _pitch(theme: Theme) -> float:
    return 0.78 * theme.small


def _dots(heading: Heading, theme: Theme) -> int:
    """Width of the row of dots."""
    return round(_pitch(theme) * (heading.of or 0)) if _has_dots(heading) else 0


def _paint_dots(canvas: Canvas, heading: Heading, theme: Theme, x: int, y: float) -> None:
    if not _has_dots(heading):
        return
    size = round(_pitch(theme))
    for index in range(heading.of or 0):
        done = index < heading.done
        dot = smooth_mask(size, size, _draw_done if done else _draw_ahead)
        canvas.paint(dot, TEAL if done else MUTED, at=(round(x + index * _pitch(theme)), round(y - size / 2)))


def _draw_done(mask: Image, _factor: int) -> None:
    size = mask.shape[0]
    fill(mask, disc((size / 2, size / 2), 0.32 * size), FULL)


def _draw_ahead(mask: Image, _factor: int) -> None:
    size = mask.shape[0]
    stroke(mask, disc((size / 2, size / 2), 0.27 * size), FULL, 0.1 * size, closed=True)
