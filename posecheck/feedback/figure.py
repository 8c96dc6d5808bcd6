"""Drawing the target figure: a person who does the stretch as its reference asks for, on a mat."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from posecheck.errors import UsageError
from posecheck.feedback.patch import write_on
from posecheck.feedback.shapes import FULL, Points, disc, fill, rounded_box, stroke
from posecheck.feedback.text import fit, line_mask
from posecheck.feedback.theme import Color
from posecheck.measures.body import Side, View
from posecheck.measures.geometry import Point, midpoint, signed_angle_deg, vector
from posecheck.media.frame import Image
from posecheck.media.picture import save_picture
from posecheck.references.figure import NEAR_SIDE, RADII, extent, target_figure
from posecheck.references.schema import Reference

PAPER: Final[Color] = (235, 243, 248)
MAT: Final[Color] = (196, 214, 226)
BED: Final[Color] = (214, 228, 237)
BODY: Final[Color] = (124, 118, 58)
NEAR_LIMB: Final[Color] = (92, 84, 30)
FAR_LIMB: Final[Color] = (186, 184, 142)
TEXT: Final[Color] = (66, 60, 34)
QUIET_TEXT: Final[Color] = (120, 120, 100)

MARGIN_PX: Final = 56
TRUNK_PX: Final = 210
"""How long a trunk is drawn."""
TITLE_PX: Final = 46
TITLE_WEIGHT: Final = 600
CAPTION_PX: Final = 34
CAPTION_WEIGHT: Final = 400
OVERSAMPLING: Final = 3
"""Figures are drawn this much larger and scaled down: smoother joins than anti-aliasing shape by shape."""

HALO: Final = 0.025
"""What is in front is set off from what is behind by this much paper, in trunk lengths."""
FAR_OFFSET: Final[Point] = (0.11, 0.0)
"""The far limbs are drawn a little aside, so that two legs in one place still look like two."""
MAT_THICKNESS: Final = 0.06
MAT_MARGIN: Final = 0.35
LOWEST_BED: Final = 0.5
"""A back that is higher over the floor than this, in trunk lengths, lies on a bed."""
BED_SHARE: Final = 0.2
"""Its edge is this far from the hips on the way to the shoulders."""
_UNIT_DISC: Final = disc((0.0, 0.0), 100.0) / 100.0
IMAGE_SUFFIXES: Final = (".png", ".jpg", ".jpeg", ".webp")


@dataclass(frozen=True)
class Panel:
    """One figure and what is written under it.

    Attributes:
        figure: Joints as `target_figure` gives them.
        caption: What it shows.
    """

    figure: Mapping[str, Point]
    caption: str


def target_panels(reference: Reference, variant: str | None = None) -> list[Panel]:
    """Return the held and counted phases of one variant, or of all; those that look alike only once.

    What is filmed from the front or the foot end has none, as figures are drawn from the side.

    Raises:
        KeyError: There is no such variant.
    """
    variants = reference.variants if variant is None else (reference.variant(variant),)
    panels: list[Panel] = []
    for each in variants:
        if View.SIDE not in reference.camera_of(each).views:
            continue
        held = [phase for phase in reference.phases_of(each) if phase.hold is not None or phase.count is not None]
        for phase in held:
            figure = target_figure(reference, each.name, phase.name)
            if all(panel.figure != figure for panel in panels):
                panels.append(Panel(figure, each.title if len(held) == 1 else phase.title))
    return panels


def target_image(title: str, panels: Sequence[Panel]) -> Image:
    """Return a picture of the panels side by side under a title, shape `(height, width, 3)`, BGR.

    Raises:
        ValueError: There is no panel.
    """
    if not panels:
        raise ValueError("a picture needs at least one figure")
    boxes = [extent(panel.figure) for panel in panels]
    widths = [round((right - left + 2 * MAT_MARGIN) * TRUNK_PX + 2 * MARGIN_PX) for left, _, right in boxes]
    floor_px = round(2.5 * MARGIN_PX + TITLE_PX + TRUNK_PX * max(-top for _, top, _ in boxes))
    height = round(floor_px + MAT_THICKNESS * TRUNK_PX + CAPTION_PX + 2 * MARGIN_PX)
    heading = line_mask(title, TITLE_PX, TITLE_WEIGHT)
    width = max(sum(widths), heading.width_px + 2 * MARGIN_PX)
    middles = [(width - sum(widths)) / 2 + sum(widths[:index]) + own / 2 for index, own in enumerate(widths)]

    large = np.full((height * OVERSAMPLING, width * OVERSAMPLING, 3), PAPER, np.uint8)
    for panel, (left, _, right), middle in zip(panels, boxes, middles, strict=True):
        origin = (middle - TRUNK_PX * (left + right) / 2, float(floor_px))
        scaled = (origin[0] * OVERSAMPLING, origin[1] * OVERSAMPLING)
        draw_figure(large, panel.figure, scaled, TRUNK_PX * OVERSAMPLING)
    image = np.asarray(cv2.resize(large, (width, height), interpolation=cv2.INTER_AREA), np.uint8)

    write_on(image, heading, TEXT, at=(MARGIN_PX, MARGIN_PX + TITLE_PX))
    for panel, own, middle in zip(panels, widths, middles, strict=True):
        fitted = fit(panel.caption, own - MARGIN_PX, 1, CAPTION_PX, CAPTION_PX // 2, CAPTION_WEIGHT)
        caption = line_mask(fitted.lines[0], fitted.size_px, CAPTION_WEIGHT)
        write_on(image, caption, QUIET_TEXT, at=(round(middle - caption.width_px / 2), height - MARGIN_PX))
    return image


def draw_figure(image: Image, figure: Mapping[str, Point], floor: Point, trunk_px: float) -> None:
    """Draw a figure on its mat, in place.

    Args:
        image: Array of shape `(height, width, 3)`, BGR.
        figure: Joints as `target_figure` gives them.
        floor: Where its origin goes, in pixels: below the hips, on the floor.
        trunk_px: How long its trunk is drawn.
    """
    draw_bed(image, figure, floor, trunk_px, BED)
    for shapes, color in _layers(figure):
        placed = [np.asarray(floor) + trunk_px * shape for shape in shapes]
        for shape in placed:
            stroke(image, shape, PAPER, 2 * HALO * trunk_px, closed=True)
        for shape in placed:
            fill(image, shape, color)
    # Last, so that no halo cuts into it.
    draw_mat(image, figure, floor, trunk_px, MAT)


def draw_outline(mask: Image, figure: Mapping[str, Point], floor: Point, trunk_px: float) -> None:
    """Fill what a figure covers without its mat, on a mask of shape `(height, width)`; arguments as `draw_figure`'s."""
    for shapes, _ in _layers(figure):
        for shape in shapes:
            placed = np.asarray(floor) + trunk_px * shape
            stroke(mask, placed, FULL, 2 * HALO * trunk_px, closed=True)
            fill(mask, placed, FULL)


def draw_bed(image: Image, figure: Mapping[str, Point], floor: Point, trunk_px: float, color: Color) -> None:
    """Draw the bed under somebody who lies on the back over its edge, with the feet on the floor; for others, nothing.

    It goes behind the figure. Arguments as of `draw_mat`.
    """
    hip, shoulder, ear = (figure[f"{NEAR_SIDE}_{name}"] for name in ("hip", "shoulder", "ear"))
    top = max(shoulder[1] + RADII["shoulder"], ear[1] + RADII["ear"])
    if not _lies_on_back(hip, shoulder) or top > -LOWEST_BED:
        return
    edge = _between(hip, shoulder, BED_SHARE)[0]
    end = extent(figure)[0] - MAT_MARGIN
    bed = rounded_box(round((edge - end) * trunk_px), round((MAT_THICKNESS - top) * trunk_px), MAT_THICKNESS * trunk_px)
    fill(image, bed + np.asarray((floor[0] + end * trunk_px, floor[1] + top * trunk_px)), color)


def draw_mat(image: Image, figure: Mapping[str, Point], floor: Point, trunk_px: float, color: Color) -> None:
    """Draw the mat under a figure, in place, on a picture or on a mask; arguments as of `draw_figure`."""
    left, _, right = extent(figure)
    width, height = (right - left + 2 * MAT_MARGIN) * trunk_px, MAT_THICKNESS * trunk_px
    mat = rounded_box(round(width), round(height), height / 2)
    fill(image, mat + np.asarray((floor[0] + (left - MAT_MARGIN) * trunk_px, floor[1])), color)


def save_target_image(path: Path, reference: Reference, variant: str | None = None) -> None:
    """Write the picture of a reference's targets.

    Raises:
        UsageError: The file's name doesn't say which kind of image to write, or nothing is seen from the side.
        OutputError: It could not be written.
    """
    if path.suffix.lower() not in IMAGE_SUFFIXES:
        raise UsageError(
            f"cannot tell what kind of image {path} should be: end its name in {', '.join(IMAGE_SUFFIXES)}"
        )
    panels = target_panels(reference, variant)
    if not panels:
        raise UsageError(
            f"{reference.name} isn't filmed from the side, from where targets are drawn: leave out --image"
        )
    save_picture(path, target_image(reference.title, panels))


def _layers(figure: Mapping[str, Point]) -> tuple[tuple[list[Points], Color], ...]:
    """The outlines of a figure's parts in trunk lengths, from back to front, each with its colour."""
    near, far = NEAR_SIDE, NEAR_SIDE.other
    return (
        (_arm(figure, far, FAR_OFFSET), FAR_LIMB),
        (_leg(figure, far, FAR_OFFSET), FAR_LIMB),
        (_trunk(figure), BODY),
        (_leg(figure, near), NEAR_LIMB),
        (_arm(figure, near), NEAR_LIMB),
        # An arm beside the ear would hide the face, which says which way the figure looks.
        (_head(figure), BODY),
    )


def _leg(figure: Mapping[str, Point], side: Side, aside: Point = (0.0, 0.0)) -> list[Points]:
    hip, knee, ankle, heel, toe = _fanned(figure, side, ("hip", "knee", "ankle", "heel", "foot_index"), aside)
    thigh = ((hip, 0.165), (_between(hip, knee, 0.5), 0.135), (knee, RADII["knee"]))
    shank = ((knee, RADII["knee"]), (_between(knee, ankle, 0.3), 0.098), (ankle, RADII["ankle"]))
    foot = [_disc(ankle, RADII["ankle"]), _disc(heel, RADII["heel"]), _disc(toe, RADII["foot_index"])]
    return [*_chain(thigh), *_chain(shank), _hull(np.concatenate(foot))]


def _arm(figure: Mapping[str, Point], side: Side, aside: Point = (0.0, 0.0)) -> list[Points]:
    shoulder, elbow, wrist, fingers = _fanned(figure, side, ("shoulder", "elbow", "wrist", "index"), aside)
    return _chain(
        ((shoulder, 0.1), (elbow, RADII["elbow"]), (wrist, RADII["wrist"]), (fingers, RADII["index"])),
    )


def _fanned(figure: Mapping[str, Point], side: Side, names: Sequence[str], aside: Point) -> list[Point]:
    """A limb's joints, moved aside the more the farther they are from the trunk."""
    shares = (0.0, 0.6, *(1.0 for _ in names[2:]))
    points = (figure[f"{side}_{name}"] for name in names)
    return [(x + share * aside[0], y + share * aside[1]) for (x, y), share in zip(points, shares, strict=True)]


def _trunk(figure: Mapping[str, Point]) -> list[Points]:
    """The trunk along a curved spine, with the neck: round in a fold, arched in a backbend, flat when lying on it."""
    hip, shoulder, knee = (figure[f"{NEAR_SIDE}_{name}"] for name in ("hip", "shoulder", "knee"))
    up = vector(hip, shoulder)
    front = (-up[1], up[0])
    flexion = -signed_angle_deg(vector(shoulder, hip), vector(hip, knee))
    bulge = 0.0 if _lies_on_back(hip, shoulder) else float(np.interp(flexion, (-25.0, 0.0, 140.0), (0.1, 0.0, -0.1)))
    middle = midpoint(hip, shoulder)
    control = (middle[0] + 2 * bulge * front[0], middle[1] + 2 * bulge * front[1])
    shares = np.linspace(0.0, 1.0, 25)
    spine = [_between(_between(hip, control, share), _between(control, shoulder, share), share) for share in shares]
    # A smooth curve through pelvis, waist, chest and shoulders.
    radii = np.polyval(np.polyfit((0.0, 0.4, 0.75, 1.0), (0.19, 0.15, 0.165, 0.125), 3), shares)
    neck = ((shoulder, 0.12), (_between(shoulder, figure[f"{NEAR_SIDE}_ear"], 0.7), 0.085))
    return [*_chain(tuple(zip(spine, radii.tolist(), strict=True))), *_chain(neck)]


def _lies_on_back(hip: Point, shoulder: Point) -> bool:
    return shoulder[0] - hip[0] < -0.5  # figures face right, so that their heads are left when they lie face up


def _head(figure: Mapping[str, Point]) -> list[Points]:
    shoulder, ear, nose = (figure[name] for name in (f"{NEAR_SIDE}_shoulder", f"{NEAR_SIDE}_ear", "nose"))
    crown = _between(shoulder, ear, 1.06)
    chin = _between(_between(shoulder, ear, 0.66), nose, 0.5)
    return [_hull(np.concatenate([_disc(crown, 0.18), _disc(chin, 0.095)]))]


def _chain(circles: Sequence[tuple[Point, float]]) -> list[Points]:
    """A limb that tapers from circle to circle, one outline for each two of them."""
    return [_hull(np.concatenate([_disc(*start), _disc(*end)])) for start, end in pairwise(circles)]


def _disc(center: Point, radius: float) -> Points:
    return np.asarray(center) + radius * _UNIT_DISC


def _hull(points: Points) -> Points:
    return np.asarray(cv2.convexHull(points.astype(np.float32)), np.float64).reshape(-1, 2)


def _between(a: Point, b: Point, share: float) -> Point:
    return (a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1]))
