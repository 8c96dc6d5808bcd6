"""Where panels go so that they keep off the body. Pure geometry: pixels in, boxes out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import product
from typing import Final

from posecheck.feedback.box import Box
from posecheck.feedback.text import LINE_HEIGHT
from posecheck.feedback.theme import Theme

PATIENCE_S: Final = 1.0
"""Panels move only when they have been in the way for this long."""

IN_THE_WAY: Final = 0.02
"""Share of the panels' area that may lie over the body's box before it counts as covering it."""

LEAST_CUE_WIDTH: Final = 0.42
"""In units of the theme: in a narrower column the longest instructions would have to be cut."""

GROW_S: Final = 0.4
SHRINK_S: Final = 4.0
"""Time constants of the body's remembered extent: arms that swing up and down take their whole room."""


class Corner(StrEnum):
    """A corner of the picture."""

    TOP_LEFT = "top left"
    TOP_RIGHT = "top right"
    BOTTOM_LEFT = "bottom left"
    BOTTOM_RIGHT = "bottom right"

    @property
    def top(self) -> bool:
        """Whether it is one of the upper two."""
        return self in (Corner.TOP_LEFT, Corner.TOP_RIGHT)

    @property
    def left(self) -> bool:
        """Whether it is one of the left two."""
        return self in (Corner.TOP_LEFT, Corner.BOTTOM_LEFT)


class CueSlot(StrEnum):
    """Where the sentence goes: along an edge, between two panels, or in a column beside a standing person."""

    BOTTOM = "bottom"
    LEFT = "left"
    RIGHT = "right"
    HEADER = "header"
    TOP = "top"


@dataclass(frozen=True)
class Arrangement:
    """The room of each panel; a panel may be smaller than its room and then keeps to the picture's edge."""

    ring_corner: Corner
    title_corner: Corner
    cue_slot: CueSlot
    ring: Box
    title: Box
    cue: Box

    def in_the_way(self, body: Box | None) -> float:
        """Return which share of the panels lies over the body, 0 to 1; the cue and the ring count more."""
        if body is None:
            return 0.0
        panels = (self.ring, self.title, self.cue)
        shares = [panel.overlap(body) / panel.area if panel.area else 0.0 for panel in panels]
        return 0.4 * shares[0] + 0.15 * shares[1] + 0.45 * shares[2]


def arrange(theme: Theme, body: Box | None) -> Arrangement:
    """Return the arrangement that covers least of the body; among equals, the one that people expect."""
    return min(_arrangements(theme), key=lambda candidate: candidate.in_the_way(body) + _unfamiliar(candidate))


def _unfamiliar(arrangement: Arrangement) -> float:
    """A small price for unusual places: it decides between equals, and hardly anything else."""
    ring = 0.0 if arrangement.ring_corner is Corner.TOP_RIGHT else 0.008 if arrangement.ring_corner.top else 0.012
    title = 0.0 if arrangement.title_corner is Corner.TOP_LEFT else 0.004
    return ring + title + 0.003 * list(CueSlot).index(arrangement.cue_slot)


class StickyLayout:
    """Keeps the panels where they are until they have been in the way for a while."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._current = arrange(theme, None)
        self._body: Box | None = None
        self._time_s = 0.0
        self._covered_since_s: float | None = None

    def update(self, body: Box | None, time_s: float) -> Arrangement:
        """Return where the panels go now, given the body's box, or None when nobody is seen."""
        elapsed_s = time_s - self._time_s
        self._time_s = time_s
        if body is None:
            return self._current
        if self._body is None or elapsed_s < 0:  # somebody has just come, or the clip was started anew
            self._body = body
            self._covered_since_s = None
            self._current = arrange(self._theme, body)
            return self._current
        self._body = _remembered(self._body, body, elapsed_s)
        covering = self._current.in_the_way(self._body)
        if covering <= IN_THE_WAY:
            self._covered_since_s = None
        elif self._covered_since_s is None:
            self._covered_since_s = time_s
        elif time_s - self._covered_since_s >= PATIENCE_S:
            self._covered_since_s = None
            best = arrange(self._theme, self._body)
            if covering > best.in_the_way(self._body) + IN_THE_WAY:
                self._current = best
        return self._current


def _remembered(known: Box, seen: Box, elapsed_s: float) -> Box:
    grow, shrink = min(1.0, elapsed_s / GROW_S), min(1.0, elapsed_s / SHRINK_S)

    def follow(old: float, new: float, outward: int) -> float:
        return old + (new - old) * (grow if (new - old) * outward > 0 else shrink)

    return Box(
        follow(known.left, seen.left, -1),
        follow(known.top, seen.top, -1),
        follow(known.right, seen.right, 1),
        follow(known.bottom, seen.bottom, 1),
    )


@lru_cache(maxsize=8)
def _arrangements(theme: Theme) -> tuple[Arrangement, ...]:
    """Every way to place the panels without one over the other."""
    found = []
    for slot, ring, title in product(CueSlot, Corner, Corner):
        if slot is CueSlot.HEADER and not (ring.top and title.top):
            continue
        boxes = _boxes(theme, slot, ring, title)
        if boxes is not None:
            found.append(Arrangement(ring, title, slot, *boxes))
    return tuple(found)


def _boxes(theme: Theme, slot: CueSlot, ring: Corner, title: Corner) -> tuple[Box, Box, Box] | None:
    """The rooms of ring, title and cue; None when two would lie over each other."""
    ring_box = _at_corner(theme, ring, theme.ring, theme.ring)
    title_width, title_height = title_room(theme)
    title_box = _at_corner(theme, title, title_width, title_height)
    cue_box = _cue_box(theme, slot, ring_box, title_box)
    boxes = (ring_box, title_box, cue_box)
    clear = all(boxes[a].overlap(boxes[b]) == 0 for a, b in ((0, 1), (0, 2), (1, 2)))
    return boxes if clear and cue_box.width >= LEAST_CUE_WIDTH * theme.unit else None


def title_room(theme: Theme) -> tuple[int, int]:
    """Return width and height of the room for the title panel: what is left beside the ring, and three rows."""
    beside_ring = theme.width_px - theme.ring - 3 * theme.margin
    rows = 2 * LINE_HEIGHT * theme.title + 1.5 * theme.small + 2 * theme.padding
    width = min(beside_ring, round(0.55 * theme.unit))
    return max(1, width), max(1, min(round(rows), theme.height_px - 2 * theme.margin))


def _at_corner(theme: Theme, corner: Corner, width: int, height: int) -> Box:
    left = theme.margin if corner.left else theme.width_px - theme.margin - width
    top = theme.margin if corner.top else theme.height_px - theme.margin - height
    return Box(left, top, left + width, top + height)


def _cue_box(theme: Theme, slot: CueSlot, ring: Box, title: Box) -> Box:
    margin, width, height = theme.margin, theme.width_px, theme.height_px
    left, right = float(margin), float(width - margin)
    rows = cue_rows(theme, slot) * LINE_HEIGHT * theme.cue + 2 * theme.padding
    if slot is CueSlot.BOTTOM:
        return Box(left, height - margin - rows, right, height - margin)
    if slot is CueSlot.TOP:
        return Box(left, margin, right, margin + rows)
    if slot is CueSlot.HEADER:
        first, second = sorted((ring, title), key=lambda box: box.left)
        return Box(first.right + margin, margin, second.left - margin, margin + max(rows, theme.ring))
    column = 0.35 * width
    # A column is as high as its lines and the icon on top of them.
    above = height - margin - rows - 1.6 * theme.cue
    if slot is CueSlot.LEFT:
        return Box(left, above, left + column, height - margin)
    return Box(right - column, above, right, height - margin)


def cue_rows(theme: Theme, slot: CueSlot) -> int:
    """Return how many lines of text the cue may take in a slot."""
    if slot in (CueSlot.BOTTOM, CueSlot.TOP):
        return 3 if theme.portrait else 2
    return 3 if slot is CueSlot.HEADER else 5
