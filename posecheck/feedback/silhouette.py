"""The body to step into: a translucent target figure on the live picture."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import cv2
import numpy as np

from posecheck.coach.guidance import Figure
from posecheck.feedback.figure import draw_figure
from posecheck.feedback.patch import Canvas, Patch
from posecheck.feedback.theme import TEAL, WHITE, Theme
from posecheck.media.frame import Image
from posecheck.references.figure import RADII, target_figure
from posecheck.references.schema import Phase, Reference, Variant

FILL_OPACITY: Final = 0.34
EDGE_OPACITY: Final = 0.85
MAT_OPACITY: Final = 0.30

WIDTH_SHARE: Final = 0.80
HEIGHT_SHARE: Final = 0.56
"""Room for the figure, in shares of the picture: what the panels above and below leave free."""

FLOOR_SHARE: Final = 0.76
MARGIN: Final = 0.4
"""Around the figure, for its mat, in trunk lengths."""

LARGEST_TRUNK: Final = 0.24
"""In units of the theme: somebody at the nearest good distance."""

_KEY_COLOR: Final = (255, 0, 255)
_STANDING: Final = "standing"


@dataclass(frozen=True, eq=False)
class Silhouette:
    """A figure and where it goes: the patch, and its top left corner in the picture."""

    patch: Patch
    x: int
    y: int


def silhouette(reference: Reference, figure: Figure, theme: Theme, *, faces_left: bool) -> Silhouette:
    """Return the figure, as large as somebody at a good distance.

    Args:
        reference: The stretch.
        figure: Which of its positions, or standing.
        theme: Of the picture.
        faces_left: Whether it looks to the picture's left.
    """
    room = (WIDTH_SHARE * theme.width_px, HEIGHT_SHARE * theme.height_px)
    patch, floor_px = _drawn(reference, figure, room, LARGEST_TRUNK * theme.unit, theme, faces_left=faces_left)
    return Silhouette(patch, (theme.width_px - patch.width_px) // 2, round(FLOOR_SHARE * theme.height_px) - floor_px)


def figure_patch(reference: Reference, figure: Figure, width_px: int, height_px: int, theme: Theme) -> Patch:
    """Return a position of a stretch for a panel, as large as fits into its room."""
    # Half a margin more than the figure stands in the room above the mat, which lies below.
    room = (float(width_px), height_px / (1 + 2 * MARGIN / 3))
    return _drawn(reference, figure, room, LARGEST_TRUNK * theme.unit, theme, faces_left=False)[0]


def _drawn(
    reference: Reference, figure: Figure, room: tuple[float, float], trunk_px: float, theme: Theme, *, faces_left: bool
) -> tuple[Patch, int]:
    """A figure as large as its room and the longest trunk allow, and how far down in it the floor is."""
    joints = _joints(reference, figure)
    flesh = [(x, y, RADII.get(name.partition("_")[2], 0.0)) for name, (x, y) in joints.items()]
    left, right = min(x - r for x, _, r in flesh) - MARGIN, max(x + r for x, _, r in flesh) + MARGIN
    top = min(y - r for _, y, r in flesh) - MARGIN
    trunk = min(trunk_px, room[0] / (right - left), room[1] / -top)
    width, height = round(trunk * (right - left)), round(trunk * (MARGIN - top))
    ground: Image = np.full((height, width, 3), _KEY_COLOR, np.uint8)
    draw_figure(ground, joints, (-trunk * left, -trunk * top), trunk)
    if faces_left:
        ground = np.ascontiguousarray(ground[:, ::-1])
    floor_px = round(-trunk * top)
    return _ghost(ground, floor_px, max(2.0, 0.005 * theme.unit)), floor_px


def _joints(reference: Reference, figure: Figure) -> dict[str, tuple[float, float]]:
    if figure.phase:
        return target_figure(reference, figure.variant, figure.phase)
    # A phase that asks for nothing gives a body as it stands by itself.
    standing = replace(
        reference,
        variants=(Variant(_STANDING, _STANDING, (_STANDING,)),),
        phases=(Phase(_STANDING, _STANDING, "", ()),),
    )
    return target_figure(standing, _STANDING, _STANDING)


def _ghost(drawn: Image, floor_px: int, edge_px: float) -> Patch:
    """Turn an opaque figure on a flat ground into a translucent one with a bright edge."""
    drawn_on = np.abs(drawn.astype(np.int16) - np.array(_KEY_COLOR, np.int16)).sum(axis=2) > 40
    height, width = drawn_on.shape
    # The mat lies below the floor's line, the body above it.
    below = np.arange(height)[:, np.newaxis] >= floor_px
    # Smooth the stair steps of the cut-out.
    soft = cv2.GaussianBlur(np.where(drawn_on & ~below, 255, 0).astype(np.uint8), (0, 0), max(1.0, edge_px / 2))
    mask: Image = np.clip((soft.astype(np.int16) - 96) * 4, 0, 255).astype(np.uint8)
    outlines, _ = cv2.findContours((mask > 127).astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    edge = np.zeros((height, width), np.uint8)
    cv2.drawContours(edge, outlines, -1, 255, round(edge_px), cv2.LINE_AA)
    canvas = Canvas(width, height)
    canvas.paint(np.where(drawn_on & below, 255, 0).astype(np.uint8), WHITE, MAT_OPACITY)
    canvas.paint(mask, TEAL, FILL_OPACITY)
    canvas.paint(edge, WHITE, EDGE_OPACITY)
    return canvas.patch()
