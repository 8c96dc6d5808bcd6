"""The hold ring: how long still, and whether it counts, told by shape as well as colour."""

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from posecheck.coach.judgement import HoldPhase, HoldState, Judgement, Sight, Status
from posecheck.feedback.icons import Icon, paint_icon
from posecheck.feedback.patch import Canvas, Patch, smooth_mask
from posecheck.feedback.shapes import FULL, arc, disc, fill, stroke, tick
from posecheck.feedback.skeleton import cued_result
from posecheck.feedback.text import CAP_HEIGHT, figures_mask
from posecheck.feedback.theme import AMBER, HEADLINE_WEIGHT, INK, MUTED, PANEL_OPACITY, TEAL, WHITE, Color
from posecheck.media.frame import Image

BAND_SHARE: Final = 0.072
"""Thickness of the ring, in diameters of its panel."""

RADIUS_SHARE: Final = 0.405
"""Middle of the ring's band, in diameters of its panel."""

TRACK_OPACITY: Final = 0.22
DASHES: Final = 16
"""Pieces of a paused ring."""


@dataclass(frozen=True)
class RingFace:
    """What the ring shows apart from its arc; equal faces share a patch.

    Attributes:
        number: Seconds, in figures.
        icon: The sign under the number.
        done: The hold's time is reached: a large tick stands over the number.
        awake: Whether the hold is under way; the number is muted before.
    """

    number: str
    icon: Icon
    done: bool
    awake: bool


def face_of(hold: HoldState, judgement: Judgement) -> RingFace:
    """Return what the ring says of a hold: whole seconds left, or held so far once the target is reached."""
    done = hold.left_s == 0 and hold.target_s > 0
    seconds = math.floor(hold.held_s) if done else math.ceil(hold.left_s)
    return RingFace(str(seconds), _icon(hold, judgement), done, hold.state in (HoldPhase.HOLDING, HoldPhase.PAUSED))


def ring_patch(face: RingFace, size_px: int) -> Patch:
    """Compose the disc with its track, number and sign."""
    canvas = Canvas(size_px, size_px)
    middle = (size_px / 2 - 0.5, size_px / 2 - 0.5)
    ground, track, mark = _masks(size_px)
    canvas.paint(ground, INK, PANEL_OPACITY)
    canvas.paint(track, WHITE, TRACK_OPACITY)
    if face.done:
        canvas.paint(mark, TEAL)
        _paint_number(canvas, face.number, round(0.17 * size_px), MUTED, (middle[0], middle[1] + 0.21 * size_px))
        return canvas.patch()
    color = WHITE if face.awake else MUTED
    long = len(face.number) > 2
    place = (middle[0], middle[1] - (0.045 * size_px if face.icon is not Icon.NONE else 0))
    _paint_number(canvas, face.number, round((0.29 if long else 0.40) * size_px), color, place)
    icon_px = max(3, round(0.14 * size_px))
    paint_icon(canvas, face.icon, icon_px, round(middle[0] + 0.5 - icon_px / 2), round(middle[1] + 0.16 * size_px))
    return canvas.patch()


@lru_cache(maxsize=4)
def _masks(size_px: int) -> tuple[Image, Image, Image]:
    """Ground, track and tick: the number changes every second, these don't."""
    ground, track, mark = (smooth_mask(size_px, size_px, draw) for draw in (_draw_ground, _draw_track, _draw_tick))
    return ground, track, mark


def _draw_ground(mask: Image, _factor: int) -> None:
    size = mask.shape[0]
    fill(mask, disc((size / 2 - 0.5, size / 2 - 0.5), 0.49 * size), FULL)


def _draw_track(mask: Image, _factor: int) -> None:
    size = mask.shape[0]
    track = disc((size / 2 - 0.5, size / 2 - 0.5), RADIUS_SHARE * size)
    stroke(mask, track, FULL, 0.5 * BAND_SHARE * size, closed=True)


def _draw_tick(mask: Image, _factor: int) -> None:
    size = mask.shape[0]
    stroke(mask, tick((size / 2 - 0.5, 0.45 * size), 0.24 * size), FULL, 0.075 * size)


def draw_arc(image: Image, hold: HoldState, left_px: float, top_px: float, size_px: int) -> None:
    """Draw how much is held in place: a whole band, in dashes while paused, a string of beads while getting in."""
    middle = (left_px + size_px / 2 - 0.5, top_px + size_px / 2 - 0.5)
    radius, band = RADIUS_SHARE * size_px, BAND_SHARE * size_px
    share = min(1.0, hold.held_s / hold.target_s) if hold.target_s > 0 else 0.0
    if hold.state is HoldPhase.ENTERING:
        for index in range(12):
            angle = math.radians(30.0 * index)
            bead = (middle[0] + radius * math.cos(angle), middle[1] + radius * math.sin(angle))
            fill(image, disc(bead, 0.55 * band), TEAL)
    elif hold.state is HoldPhase.PAUSED:
        pitch = 360.0 / DASHES
        for index in range(math.ceil(share * DASHES)):
            sweep = min(1.0, share * DASHES - index) * pitch
            stroke(image, arc(middle, radius, -90.0 + index * pitch, max(0.5, sweep - 0.55 * pitch)), AMBER, band)
    elif share > 0:
        stroke(image, arc(middle, radius, -90.0, 360.0 * share), TEAL, band)


def _icon(hold: HoldState, judgement: Judgement) -> Icon:
    if hold.state is HoldPhase.PAUSED or (judgement.sight is not Sight.CLEAR and hold.held_s > 0):
        return Icon.PAUSE
    if hold.state is HoldPhase.ENTERING:
        return Icon.WAIT
    if hold.state is not HoldPhase.HOLDING or judgement.sight is not Sight.CLEAR:
        return Icon.NONE
    cued = cued_result(judgement)
    if cued is not None:
        return Icon(cued.status.value)
    if not judgement.in_pose:
        return Icon.NONE
    scored = {result.status for result in judgement.checks if result.check.weight > 0}
    for status, icon in ((Status.OFF, Icon.OFF), (Status.NEAR, Icon.NEAR)):
        if status in scored:
            return icon
    return Icon.GOOD


def _paint_number(canvas: Canvas, number: str, size_px: int, color: Color, middle: tuple[float, float]) -> None:
    """Centre figures on a point by their ink, not by the room that the face gives them."""
    mask = figures_mask(number, max(4, size_px), HEADLINE_WEIGHT)
    top = middle[1] + CAP_HEIGHT * size_px / 2 - mask.rise_px
    canvas.paint(mask.mask, color, at=(round(middle[0] + 0.5 - mask.width_px / 2), round(top)))
