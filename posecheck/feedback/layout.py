"""Where panels go so that they keep off the body. Pure geometry: pixels in, boxes out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import product, zip_longest
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

LEAST_ROW_WIDTH: Final = 0.6
"""The same beside ring or title, where there are fewer lines than in a column."""

FILLED: Final = 0.6
"""A title commonly fills this share of its room's height, from the corner that it keeps to."""

GROW_S: Final = 0.4
SHRINK_S: Final = 4.0
PAST_COUNTS: Final = 0.3
"""Arms that swing up and down take their whole room: the time constants of the body's remembered extent, and what it
counts beside the present one."""


Body = tuple[Box | None, ...]
"""The boxes of a body's parts, always in the same order; None for a part that isn't seen. Empty when nobody is there.
Parts leave the corners free that a box round the whole body would take."""


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
    """Where the sentence goes, the most usual first.

    Along the lower edge; in a column beside a standing person; beside ring and title, or one of them, in the upper or
    the lower row; under the upper row; along the upper edge.
    """

    BOTTOM = "bottom"
    LEFT = "left"
    RIGHT = "right"
    HEADER = "header"
    UNDER = "under"
    FOOTER = "footer"
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

    def in_the_way(self, body: Body) -> float:
        """Return which share of the panels lies over the body, 0 to 1; the cue and the ring count more."""
        title = self._filled_title()
        return 0.4 * _covered(self.ring, body) + 0.15 * _covered(title, body) + 0.45 * _covered(self.cue, body)

    def _filled_title(self) -> Box:
        """What the title commonly takes of its room."""
        room, spare = self.title, (1 - FILLED) * self.title.height
        if self.title_corner.top:
            return Box(room.left, room.top, room.right, room.bottom - spare)
        return Box(room.left, room.top + spare, room.right, room.bottom)


@lru_cache(maxsize=128)
def _covered(panel: Box, body: Body) -> float:
    """Which share of a panel lies over the body; many arrangements have a panel in the same place."""
    return panel.covered(part for part in body if part is not None) / panel.area if panel.area else 0.0


def arrange(theme: Theme, body: Body, remembered: Body = ()) -> Arrangement:
    """Return the arrangement that covers least of the body; among equals, the one that people expect.

    Args:
        theme: Of the picture.
        body: Where the body is.
        remembered: Where it has been in the last seconds, which counts less.
    """
    choices = _arrangements(theme) or (_usual(theme),)
    return min(
        choices,
        key=lambda choice: choice.in_the_way(body) + PAST_COUNTS * choice.in_the_way(remembered) + _unfamiliar(choice),
    )


def _unfamiliar(arrangement: Arrangement) -> float:
    """A small price for unusual places: it decides between equals, and hardly anything else."""
    ring = 0.0 if arrangement.ring_corner is Corner.TOP_RIGHT else 0.008 if arrangement.ring_corner.top else 0.012
    title = 0.0 if arrangement.title_corner is Corner.TOP_LEFT else 0.004
    together = 0.01 if arrangement.title_corner is arrangement.ring_corner else 0.0
    return ring + title + together + 0.003 * list(CueSlot).index(arrangement.cue_slot)


class StickyLayout:
    """Keeps the panels where they are until they have been in the way for a while."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._current = arrange(theme, ())
        self._body: Body = ()
        self._time_s = 0.0
        self._covered_since_s: float | None = None

    def update(self, body: Body, time_s: float) -> Arrangement:
        """Return where the panels go now, given the body's parts; empty when nobody is seen."""
        elapsed_s = time_s - self._time_s
        self._time_s = time_s
        if not any(body):
            return self._current
        if not self._body or elapsed_s < 0:  # somebody has just come, or the clip was started anew
            self._body = body
            self._covered_since_s = None
            self._current = arrange(self._theme, body)
            return self._current
        self._body = tuple(
            _remembered(old, new, elapsed_s) for old, new in zip_longest(self._body, body, fillvalue=None)
        )
        if self._current.in_the_way(body) <= IN_THE_WAY:
            self._covered_since_s = None
        elif self._covered_since_s is None:
            self._covered_since_s = time_s
        elif time_s - self._covered_since_s >= PATIENCE_S:
            self._covered_since_s = None
            best = arrange(self._theme, body, self._body)
            if self._current.in_the_way(body) > best.in_the_way(body) + IN_THE_WAY:
                self._current = best
        return self._current


def _remembered(known: Box | None, seen: Box | None, elapsed_s: float) -> Box | None:
    if known is None or seen is None:
        return known or seen
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
        if slot is CueSlot.HEADER and not (ring.top or title.top):
            continue
        if slot is CueSlot.FOOTER and ring.top and title.top:
            continue
        boxes = _boxes(theme, slot, ring, title)
        apart = all(boxes[a].overlap(boxes[b]) == 0 for a, b in ((0, 1), (0, 2), (1, 2)))
        least = LEAST_ROW_WIDTH if slot in (CueSlot.HEADER, CueSlot.FOOTER) else LEAST_CUE_WIDTH
        if apart and boxes[2].width >= least * theme.unit and boxes[1].left >= 0:
            found.append(Arrangement(ring, title, slot, *boxes))
    return tuple(found)


def _usual(theme: Theme) -> Arrangement:
    """The usual arrangement; in a picture as small as a stamp its panels lie over each other."""
    boxes = _boxes(theme, CueSlot.BOTTOM, Corner.TOP_RIGHT, Corner.TOP_LEFT)
    return Arrangement(Corner.TOP_RIGHT, Corner.TOP_LEFT, CueSlot.BOTTOM, *boxes)


def _boxes(theme: Theme, slot: CueSlot, ring: Corner, title: Corner) -> tuple[Box, Box, Box]:
    """The rooms of ring, title and cue."""
    ring_box = _at_corner(theme, ring, theme.ring, theme.ring)
    title_box = _at_corner(theme, title, *title_room(theme))
    if title is ring:  # side by side, the ring in the corner
        shift = (theme.ring + theme.margin) * (1 if ring.left else -1)
        title_box = Box(title_box.left + shift, title_box.top, title_box.right + shift, title_box.bottom)
    return ring_box, title_box, _cue_box(theme, slot, ring_box, title_box)


def title_room(theme: Theme) -> tuple[int, int]:
    """Return width and height of the room for the title panel: what is left beside the ring, and three rows."""
    beside_ring = theme.width_px - theme.ring - 3 * theme.margin
    rows = 2 * LINE_HEIGHT * theme.title + 1.5 * theme.small + 2 * theme.padding
    width = min(beside_ring, round(0.62 * theme.unit))
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
    if slot is CueSlot.UNDER:
        under = 2 * margin + theme.ring
        return Box(left, under, right, under + rows)
    if slot in (CueSlot.HEADER, CueSlot.FOOTER):
        high = max(rows, theme.ring)
        top = margin if slot is CueSlot.HEADER else height - margin - high
        row = Box(0.0, top, width, top + high)
        between = [0.0, *sorted(x for box in (ring, title) if box.overlap(row) for x in (box.left, box.right)), width]
        start, end = max(zip(between[::2], between[1::2], strict=True), key=lambda gap: gap[1] - gap[0])
        return Box(start + margin, top, end - margin, top + high)
    column = 0.35 * width
    # A column is as high as its lines and the icon on top of them.
    above = height - margin - rows - 1.6 * theme.cue
    if slot is CueSlot.LEFT:
        return Box(left, above, left + column, height - margin)
    return Box(right - column, above, right, height - margin)


def cue_rows(theme: Theme, slot: CueSlot) -> int:
    """Return how many lines of text the cue may take in a slot."""
    if slot in (CueSlot.LEFT, CueSlot.RIGHT):
        return 5
    if slot in (CueSlot.HEADER, CueSlot.FOOTER):
        return 4
    return 3 if theme.narrow else 2
