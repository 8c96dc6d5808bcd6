"""Rectangles in pixels."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Box:
    """A rectangle in pixels; right and bottom are the first ones outside."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """Its width in pixels."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Its height in pixels."""
        return self.bottom - self.top

    @property
    def area(self) -> float:
        """Its area in square pixels; 0 when it is turned inside out."""
        return max(0.0, self.width) * max(0.0, self.height)

    def overlap(self, other: Box) -> float:
        """Return the area that both share, in square pixels."""
        return self.within(other).area

    def within(self, other: Box) -> Box:
        """Return what both share; turned inside out where they share nothing."""
        return Box(
            max(self.left, other.left),
            max(self.top, other.top),
            min(self.right, other.right),
            min(self.bottom, other.bottom),
        )

    def covered(self, others: Iterable[Box]) -> float:
        """Return the area that others lie over together, in square pixels; where several do, it counts once."""
        parts = [part for other in others if (part := self.within(other)).area > 0]
        if len(parts) < 2:
            return sum(part.area for part in parts)
        edges = np.array([(part.left, part.top, part.right, part.bottom) for part in parts])
        columns, rows = np.unique(edges[:, ::2]), np.unique(edges[:, 1::2])
        over = np.zeros((len(rows) - 1, len(columns) - 1))
        starts_x, ends_x = np.searchsorted(columns, edges[:, 0]), np.searchsorted(columns, edges[:, 2])
        starts_y, ends_y = np.searchsorted(rows, edges[:, 1]), np.searchsorted(rows, edges[:, 3])
        for left, top, right, bottom in zip(starts_x, starts_y, ends_x, ends_y, strict=True):
            over[top:bottom, left:right] = 1.0
        return float(np.diff(rows) @ over @ np.diff(columns))
