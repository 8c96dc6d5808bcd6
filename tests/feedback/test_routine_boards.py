"""The large panels of a routine: that they fit every picture, and that they show what is asked."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from posecheck.coach import routine_phrases
from posecheck.coach.guidance import Countdown, Figure, Guidance, Scale, Stage, Upcoming
from posecheck.coach.judgement import Judgement, Sight
from posecheck.coach.plan import make_plan
from posecheck.feedback.boards import keys_patch
from posecheck.feedback.routine_boards import figure_room, ring_room, scale_patch, upcoming_patch
from posecheck.feedback.screen import Screen
from posecheck.feedback.theme import Theme
from posecheck.media.frame import Image
from tests.support.clips import shipped_reference

SIZES = ((640, 480), (854, 480), (1280, 720), (3840, 2160), (720, 1280), (320, 240))
REFERENCE = shipped_reference("sun-salute-backbend")
PLAN = make_plan(REFERENCE)
NOBODY = Judgement(0.0, Sight.LOST, REFERENCE.name, "with-bend")
UPCOMING = Upcoming(REFERENCE.title, 5, 6, REFERENCE.camera.placement)
NEXT = Guidance(
    Stage.UPCOMING,
    "Next: sun salute.",
    caption=REFERENCE.safety,
    upcoming=UPCOMING,
    ring=Countdown(4.0, 20.0),
    figure=Figure("with-bend", "bend"),
    variant="with-bend",
)
ASKED = Guidance(Stage.PAIN, routine_phrases.RATE_BEFORE, scale=Scale(), variant="with-bend")


def drawn(guidance: Guidance, size: tuple[int, int] = (640, 480)) -> Image:
    image: Image = np.full((size[1], size[0], 3), 120, np.uint8)
    picture = Screen(*size, PLAN, routine=True).draw(image, None, NOBODY, guidance)
    assert (image == 120).all()
    return picture


def differs(one: Guidance, other: Guidance) -> bool:
    return bool((drawn(one) != drawn(other)).any())


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("figure", [True, False])
def test_panels_fit_the_picture_and_their_parts_fit_them(size: tuple[int, int], figure: bool) -> None:
    theme = Theme(*size)
    board = upcoming_patch(UPCOMING, theme, figure=figure)
    for patch in (board, scale_patch(routine_phrases.RATE_BEFORE, Scale(4, 3), theme), keys_patch(theme, routine=True)):
        assert patch.width_px <= size[0]
        assert patch.height_px <= size[1]
    for room in (figure_room(theme), ring_room(theme)):
        assert 0 < room.x < room.x + room.width < board.width_px
        assert 0 < room.y < room.y + room.height < board.height_px


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("guidance", [NEXT, ASKED], ids=["next", "pain"])
def test_every_stage_is_drawn_at_every_size(size: tuple[int, int], guidance: Guidance) -> None:
    changed = float((drawn(guidance, size) != 120).any(axis=2).mean())
    assert 0.2 < changed < 0.95


def test_what_comes_next_shows_its_place_the_camera_the_rest_and_the_words_that_are_spoken() -> None:
    for other in (
        replace(NEXT, upcoming=replace(UPCOMING, number=4)),
        replace(NEXT, upcoming=replace(UPCOMING, camera="")),
        replace(NEXT, ring=None),
        replace(NEXT, ring=Countdown(9.0, 20.0)),
        replace(NEXT, caption="Rest, 20 seconds."),
        replace(NEXT, figure=Figure("with-bend", "stand")),
        replace(NEXT, figure=None),
    ):
        assert differs(NEXT, other)
    # What is on the panel already isn't written below it once more.
    assert not differs(replace(NEXT, caption=UPCOMING.camera), replace(NEXT, caption=NEXT.headline))


def test_the_scale_shows_what_was_typed_and_what_it_was_before() -> None:
    scales = (Scale(), Scale(0), Scale(10), Scale(None, 4), Scale(4, 4))
    pictures = [drawn(Guidance(Stage.PAIN, "How is it?", scale=scale, variant="with-bend")) for scale in scales]
    for index, picture in enumerate(pictures):
        assert not any((picture == other).all() for other in pictures[:index])


def test_a_routine_has_keys_of_its_own() -> None:
    theme = Theme(640, 480)
    assert keys_patch(theme, routine=True).ink.shape != keys_patch(theme).ink.shape


def test_a_session_that_was_ended_because_it_hurt_is_not_called_well_done() -> None:
    screen = Screen(640, 480, PLAN)
    image: Image = np.full((480, 640, 3), 120, np.uint8)
    lines = ("1 hold, 12 seconds in all.",)
    ends = [
        screen.draw(image, None, NOBODY, Guidance(Stage.SUMMARY, hurt=hurt, variant="with-bend"), lines=lines)
        for hurt in (True, False)
    ]
    assert (ends[0] != ends[1]).any()
