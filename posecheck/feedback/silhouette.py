"""The body to step into: a translucent target figure on the live picture."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import cv2
import numpy as np

from posecheck.coach.guidance import Figure
from posecheck.feedback.figure import draw_bed, draw_mat, draw_outline
from posecheck.feedback.patch import Canvas, Patch, smooth_mask
from posecheck.feedback.shapes import FULL
from posecheck.feedback.theme import TEAL, WHITE, Theme
from posecheck.media.frame import Image
from posecheck.references.figure import extent, target_figure
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
    left, top, right = extent(joints)
    left, top, right = left - MARGIN, top - MARGIN, right + MARGIN
    trunk = min(trunk_px, room[0] / (right - left), room[1] / -top)
    size, floor = (round(trunk * (right - left)), round(trunk * (MARGIN - top))), (-trunk * left, -trunk * top)
    edge_px = max(2.5, 0.006 * theme.unit)

    def draw_body(mask: Image, factor: int) -> None:
        draw_outline(mask, joints, (factor * floor[0], factor * floor[1]), factor * trunk)
        # Gaps between limbs that are hardly wider than the edge would look like spots.
        outlines, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)
        spots = [outline for outline in outlines if cv2.contourArea(outline) < (3 * factor * edge_px) ** 2]
        cv2.drawContours(mask, spots, -1, 255, cv2.FILLED)
        mask[round(factor * floor[1]) :] = 0  # feet stand on the mat, not in it

    def draw_edge(mask: Image, factor: int) -> None:
        draw_body(mask, factor)
        outlines, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
        mask[:] = 0
        cv2.drawContours(mask, outlines, -1, 255, round(factor * edge_px))

    def draw_ground(mask: Image, factor: int) -> None:
        for draw_piece in (draw_bed, draw_mat):
            draw_piece(mask, joints, (factor * floor[0], factor * floor[1]), factor * trunk, FULL)

    canvas = Canvas(*size)
    for draw, color, opacity in (
        (draw_ground, WHITE, MAT_OPACITY),
        (draw_body, TEAL, FILL_OPACITY),
        (draw_edge, WHITE, EDGE_OPACITY),
    ):
        mask = smooth_mask(*size, draw)
        canvas.paint(np.ascontiguousarray(mask[:, ::-1]) if faces_left else mask, color, opacity)
    return canvas.patch(), round(floor[1])


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
