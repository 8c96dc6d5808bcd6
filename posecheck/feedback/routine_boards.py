"""Large panels of a routine: what comes next with its figure and camera, and the pain scale."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from posecheck.coach.guidance import Scale, Upcoming
from posecheck.coach.pain import NONE, WORST
from posecheck.coach.routine_phrases import STAYS
from posecheck.feedback.icons import Icon
from posecheck.feedback.panels import panel
from posecheck.feedback.paragraphs import Paragraph, paragraph, write_paragraphs
from posecheck.feedback.patch import Canvas, Patch
from posecheck.feedback.ring import RingFace, ring_patch
from posecheck.feedback.shapes import FULL, fill, rounded_box, stroke
from posecheck.feedback.text import CAP_HEIGHT, LINE_HEIGHT, figures_mask, line_mask
from posecheck.feedback.theme import AMBER, BODY_WEIGHT, HEADLINE_WEIGHT, INK, MUTED, TEAL, WHITE, Theme

WIDTH_SHARE: Final = 0.92
UPCOMING_HEIGHT_SHARE: Final = 0.66
"""Of the picture: what is left below is for the words that are being spoken."""

FIGURE_SHARE: Final = 0.46
"""Of a wide panel's width, and of a narrow one's height."""

RING_SHARE: Final = 0.62
"""Of the ring that counts holds: a rest matters less."""

MOVE: Final = "Move the camera"
KEYS: Final = "N goes on  ·  K skips it  ·  B: the last one once more  ·  Space pauses"
SCALE_ENDS: Final = ("no pain", "worst imaginable")
SCALE_KEYS: Final = "N or Enter: no number"


@dataclass(frozen=True)
class Room:
    """A rectangle on a panel, in pixels."""

    x: int
    y: int
    width: int
    height: int


def upcoming_patch(upcoming: Upcoming, theme: Theme, *, figure: bool) -> Patch:
    """Compose the panel of what comes next, with room for its figure and for the ring of the rest.

    Args:
        upcoming: What comes.
        theme: Of the picture.
        figure: Whether there is one.
    """
    canvas = panel(*_upcoming_size(theme), theme)
    column = _column(canvas, theme, figure=figure)
    for share in (1.0, 0.9, 0.8, 0.7, 0.6, 0.5):
        texts = _upcoming_texts(upcoming, theme, share, column.width)
        height = sum(text.height_px for text in texts)
        if height <= column.height:
            break
    write_paragraphs(canvas, texts, column.x, column.y + max(0, (column.height - height) // 2))
    return canvas.patch()


def figure_room(theme: Theme) -> Room:
    """Return where the figure goes on the panel of what comes next."""
    width, height = _upcoming_size(theme)
    pad = round(1.6 * theme.padding)
    if theme.narrow:
        return Room(pad, pad, width - 2 * pad, round(FIGURE_SHARE * height) - pad)
    return Room(pad, pad, round(FIGURE_SHARE * width) - pad, height - 2 * pad)


def ring_room(theme: Theme) -> Room:
    """Return where the ring of the rest goes on it: in the upper outer corner of the figure's room."""
    room, size = figure_room(theme), ring_size(theme)
    return Room(room.x, room.y, size, size)


def ring_size(theme: Theme) -> int:
    """Return the diameter of the ring that counts a rest."""
    return round(RING_SHARE * theme.ring)


def rest_patch(left_s: int, theme: Theme) -> Patch:
    """Compose the ring of a rest with the seconds that are left."""
    return ring_patch(RingFace(str(left_s), Icon.NONE, done=False, awake=True), ring_size(theme))


def scale_patch(question: str, scale: Scale, theme: Theme) -> Patch:
    """Compose the panel that asks for pain: the question, the numbers from 0 to 10, and how to answer."""
    pad = round(1.6 * theme.padding)
    width = round(WIDTH_SHARE * theme.width_px)
    rows = 2 if theme.narrow else 1
    inner = width - 2 * pad
    gap = max(2, round(0.012 * theme.unit))
    numbers = list(range(NONE, WORST + 1))
    columns = -(-len(numbers) // rows)
    box = (inner - (columns - 1) * gap) // columns
    tall = round(min(1.35 * box, 0.20 * theme.height_px))
    asked = paragraph(question, inner, theme.title, HEADLINE_WEIGHT, WHITE, lines=3, least_px=theme.small)
    ends = max(theme.small, round(0.8 * theme.title))
    keys = paragraph(SCALE_KEYS, inner, theme.small, HEADLINE_WEIGHT, TEAL, lines=2, least_px=9, above_px=theme.padding)
    boxes_y = pad + asked.height_px + theme.padding
    ends_y = boxes_y + rows * tall + (rows - 1) * gap + round(0.5 * theme.padding)
    below_y = ends_y + round(LINE_HEIGHT * ends)
    canvas = panel(width, below_y + keys.height_px + pad, theme)
    write_paragraphs(canvas, [asked], pad, pad)
    for number in numbers:
        row, column = divmod(number, columns)
        place = (pad + column * (box + gap), boxes_y + row * (tall + gap))
        _paint_number(canvas, number, place, (box, tall), chosen=number == scale.rating, was=number == scale.before)
    left, right = (line_mask(end, ends, BODY_WEIGHT) for end in SCALE_ENDS)
    baseline = ends_y + round((LINE_HEIGHT + CAP_HEIGHT) * ends / 2)
    canvas.write(left, MUTED, at=(pad, baseline))
    canvas.write(right, MUTED, at=(width - pad - right.width_px, baseline))
    write_paragraphs(canvas, [keys], pad, below_y)
    return canvas.patch()


def _upcoming_size(theme: Theme) -> tuple[int, int]:
    return round(WIDTH_SHARE * theme.width_px), round(UPCOMING_HEIGHT_SHARE * theme.height_px)


def _column(canvas: Canvas, theme: Theme, *, figure: bool) -> Room:
    """The room for the words: beside the figure, or below it on an upright picture."""
    pad = round(1.6 * theme.padding)
    width, height = canvas.width_px, canvas.height_px
    if not figure and theme.narrow:
        top = pad + ring_size(theme)
        return Room(pad, top, width - 2 * pad, height - top - pad)
    if not figure:
        left = pad + ring_size(theme) + pad
        return Room(left, pad, width - left - pad, height - 2 * pad)
    if theme.narrow:
        top = round(FIGURE_SHARE * height) + pad // 2
        return Room(pad, top, width - 2 * pad, height - top - pad)
    left = round(FIGURE_SHARE * width) + pad // 2
    return Room(left, pad, width - left - pad, height - 2 * pad)


def _upcoming_texts(upcoming: Upcoming, theme: Theme, share: float, width: int) -> list[Paragraph]:
    def size(of: float) -> int:
        return max(9, round(of * share))

    order = f"Next  ·  {upcoming.number} of {upcoming.of}"
    gap = round(0.9 * size(theme.title))
    camera = [paragraph(STAYS, width, size(theme.title), BODY_WEIGHT, MUTED, lines=2, above_px=gap)]
    if upcoming.camera:
        camera = [paragraph(upcoming.camera, width, size(theme.title), BODY_WEIGHT, WHITE, lines=7)]
        moved = MOVE if upcoming.number > 1 else ""
        camera.insert(0, paragraph(moved, width, size(theme.title), HEADLINE_WEIGHT, AMBER, above_px=gap))
    return [
        paragraph(order, width, size(theme.title), HEADLINE_WEIGHT, TEAL),
        paragraph(upcoming.title, width, size(1.35 * theme.cue), HEADLINE_WEIGHT, WHITE, lines=3),
        *camera,
        paragraph(KEYS, width, size(0.85 * theme.small), BODY_WEIGHT, MUTED, lines=3, above_px=gap),
    ]


def _paint_number(
    canvas: Canvas, number: int, place: tuple[int, int], size: tuple[int, int], *, chosen: bool, was: bool
) -> None:
    """Paint a number in its box: filled when it is chosen, under a heavier edge where it was before."""
    box = rounded_box(*size, 0.18 * min(size)) + np.asarray(place)
    frame = canvas.mask()
    if chosen:
        fill(frame, box, FULL)
        canvas.paint(frame, TEAL)
    else:
        stroke(frame, box, FULL, (0.07 if was else 0.025) * min(size), closed=True)
        canvas.paint(frame, WHITE if was else MUTED, 1.0 if was else 0.8)
    figures = figures_mask(str(number), round(0.52 * min(size)), HEADLINE_WEIGHT)
    x = place[0] + (size[0] - figures.width_px) // 2
    y = place[1] + (size[1] - figures.height_px) // 2
    canvas.paint(figures.mask, INK if chosen else WHITE, at=(x, y))
