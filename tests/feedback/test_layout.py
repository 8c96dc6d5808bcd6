"""Panels stay in the picture, off each other and, where there is room, off the body; and they stay where they are."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posecheck.feedback.box import Box
from posecheck.feedback.layout import (
    IN_THE_WAY,
    PATIENCE_S,
    Arrangement,
    Body,
    Corner,
    CueSlot,
    StickyLayout,
    arrange,
)
from posecheck.feedback.theme import Theme

SIZES = [(640, 480), (854, 480), (1280, 720), (720, 1280), (720, 720), (1920, 1080), (2160, 3840), (3840, 2160)]
SMALL_SIZES = [(1, 1), (2, 40), (40, 2), (16, 16), (64, 48), (160, 90)]

shares = st.floats(0, 1)
sizes = st.sampled_from(SIZES)


def inside(box: Box, theme: Theme) -> bool:
    return box.left >= 0 and box.top >= 0 and box.right <= theme.width_px and box.bottom <= theme.height_px


def panels(arrangement: Arrangement) -> tuple[Box, Box, Box]:
    return arrangement.ring, arrangement.title, arrangement.cue


def body_of(theme: Theme, left: float, top: float, right: float, bottom: float) -> Body:
    """A box given in shares of the picture."""
    width, height = theme.width_px, theme.height_px
    return (Box(left * width, top * height, right * width, bottom * height),)


@given(size=sizes, x=st.tuples(shares, shares), y=st.tuples(shares, shares))
def test_panels_are_inside_the_picture_and_apart(
    size: tuple[int, int], x: tuple[float, float], y: tuple[float, float]
) -> None:
    theme = Theme(*size)
    ring, title, cue = panels(arrange(theme, body_of(theme, min(x), min(y), max(x), max(y))))
    assert all(inside(box, theme) for box in (ring, title, cue))
    assert ring.overlap(title) == ring.overlap(cue) == title.overlap(cue) == 0


@pytest.mark.parametrize("size", SMALL_SIZES)
def test_there_is_an_arrangement_for_every_picture(size: tuple[int, int]) -> None:
    arrange(Theme(*size), ())


@given(size=sizes, x=st.tuples(shares, shares), y=st.tuples(shares, shares))
def test_no_other_arrangement_is_clearly_better(
    size: tuple[int, int], x: tuple[float, float], y: tuple[float, float]
) -> None:
    theme = Theme(*size)
    body = body_of(theme, min(x), min(y), max(x), max(y))
    usual = arrange(theme, ())
    assert arrange(theme, body).in_the_way(body) <= usual.in_the_way(body)


@pytest.mark.parametrize("size", SIZES)
def test_the_usual_place_when_nobody_is_there(size: tuple[int, int]) -> None:
    arrangement = arrange(Theme(*size), ())
    assert arrangement.ring_corner is Corner.TOP_RIGHT
    assert arrangement.title_corner is Corner.TOP_LEFT
    assert arrangement.cue_slot is CueSlot.BOTTOM


@pytest.mark.parametrize("size", [(854, 480), (1280, 720), (1920, 1080), (3840, 2160)])
@pytest.mark.parametrize(
    "body",
    [
        pytest.param((0.15, 0.45, 0.85, 0.72), id="lying in the middle"),
        pytest.param((0.41, 0.10, 0.59, 0.97), id="standing in the middle"),
        pytest.param((0.05, 0.10, 0.30, 0.97), id="standing on the left"),
        pytest.param((0.72, 0.10, 0.95, 0.97), id="standing on the right"),
        pytest.param((0.05, 0.62, 0.95, 0.99), id="lying low"),
        pytest.param((0.05, 0.02, 0.95, 0.55), id="lying high"),
    ],
)
def test_off_the_body_in_landscape(size: tuple[int, int], body: tuple[float, float, float, float]) -> None:
    theme = Theme(*size)
    box = body_of(theme, *body)
    assert all(panel.overlap(part) < 0.15 * panel.area for panel in panels(arrange(theme, box)) for part in box if part)
    assert arrange(theme, box).in_the_way(box) <= 0.02


@pytest.mark.parametrize(
    "body",
    [
        pytest.param((0.15, 0.45, 0.85, 0.72), id="lying in the middle"),
        pytest.param((0.40, 0.10, 0.60, 0.97), id="standing in the middle"),
        pytest.param((0.05, 0.62, 0.95, 0.99), id="lying low"),
    ],
)
def test_off_the_body_in_a_narrower_landscape(body: tuple[float, float, float, float]) -> None:
    theme = Theme(640, 480)
    box = body_of(theme, *body)
    assert arrange(theme, box).in_the_way(box) <= 0.03


@pytest.mark.parametrize("size", [(720, 1280), (1080, 1920), (480, 640)])
@pytest.mark.parametrize(
    "body",
    [
        pytest.param((0.02, 0.40, 0.98, 0.65), id="lying in the middle"),
        pytest.param((0.25, 0.30, 0.75, 0.72), id="kneeling"),
        pytest.param((0.02, 0.55, 0.98, 0.98), id="low"),
    ],
)
def test_off_the_body_in_portrait(size: tuple[int, int], body: tuple[float, float, float, float]) -> None:
    theme = Theme(*size)
    box = body_of(theme, *body)
    assert arrange(theme, box).in_the_way(box) <= 0.04


class TestStickyLayout:
    theme = Theme(1280, 720)
    low: Body = (Box(100, 460, 1200, 715),)
    middle: Body = (Box(250, 330, 1000, 520), None)

    def test_somebody_who_appears_gets_a_fitting_layout_at_once(self) -> None:
        arrangement = StickyLayout(self.theme).update(self.low, 5.0)
        assert arrangement.in_the_way(self.low) <= IN_THE_WAY

    def test_a_short_cover_moves_nothing(self) -> None:
        layout = StickyLayout(self.theme)
        before = layout.update(self.middle, 0.0)
        for frame in range(1, 20):
            assert layout.update(self.low, frame / 30) == before
        for frame in range(20, 400):
            assert layout.update(self.middle, frame / 30) == before

    def test_a_lasting_cover_moves_the_panels_once(self) -> None:
        layout = StickyLayout(self.theme)
        arrangements = [layout.update(self.middle, 0.0)]
        arrangements += [layout.update(self.low, frame / 30) for frame in range(1, 300)]
        changes = [index for index in range(1, 300) if arrangements[index] != arrangements[index - 1]]
        assert len(changes) == 1
        assert changes[0] / 30 >= PATIENCE_S
        assert arrangements[-1].in_the_way(self.low) <= IN_THE_WAY

    def test_arms_that_swing_move_the_panels_at_most_once(self) -> None:
        layout = StickyLayout(self.theme)
        down, up = (Box(560, 200, 720, 690),), (Box(560, 20, 860, 690),)
        seen = [layout.update(up if (frame // 90) % 2 else down, frame / 30) for frame in range(1200)]
        assert sum(a != b for a, b in pairwise(seen)) <= 1

    def test_nobody_keeps_the_panels(self) -> None:
        layout = StickyLayout(self.theme)
        before = layout.update(self.low, 0.0)
        assert layout.update((), 60.0) == before
