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
    joints = _joints(reference, figure)
    flesh = [(x, y, RADII.get(name.partition("_")[2], 0.0)) for name, (x, y) in joints.items()]
    left, right = min(x - r for x, _, r in flesh) - MARGIN, max(x + r for x, _, r in flesh) + MARGIN
    top = min(y - r for _, y, r in flesh) - MARGIN
    trunk = min(
        LARGEST_TRUNK * theme.unit,
        WIDTH_SHARE * theme.width_px / (right - left),
        HEIGHT_SHARE * theme.height_px / -top,
    )
    width, height = round(trunk * (right - left)), round(trunk * (MARGIN - top))
    ground: Image = np.full((height, width, 3), _KEY_COLOR, np.uint8)
    draw_figure(ground, joints, (-trunk * left, -trunk * top), trunk)
    if faces_left:
        ground = np.ascontiguousarray(ground[:, ::-1])
    x, y = (theme.width_px - width) // 2, round(FLOOR_SHARE * theme.height_px + trunk * top)
    return Silhouette(_ghost(ground, round(-trunk * top), max(2.0, 0.005 * theme.unit)), x, y)


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
