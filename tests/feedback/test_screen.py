"""The live picture: what is on it in each stage, at every size, and that the camera's picture stays as it is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from posecheck.coach.guidance import Countdown, Figure, Guidance, Stage
from posecheck.coach.judgement import HoldPhase, HoldState, Judgement, Sight
from posecheck.coach.phrases import safety
from posecheck.coach.plan import make_plan
from posecheck.feedback.boards import Board, board_patch, keys_patch
from posecheck.feedback.screen import Screen, shown_judgement
from posecheck.feedback.theme import Theme
from posecheck.media.frame import Image
from tests.support.clips import shipped_reference
from tests.support.live import true_stream

SIZES = ((640, 480), (854, 480), (1280, 720), (3840, 2160), (720, 1280), (320, 240))
PLAN = make_plan(shipped_reference("knee-hug"))
NOBODY = Judgement(0.0, Sight.LOST, "knee-hug", "left")
STAGES = {
    "safety": Guidance(Stage.SAFETY, lines=safety(PLAN), caption=safety(PLAN)[1]),
    "set-up": Guidance(Stage.SETUP, "I can't see your feet; take a step back.", figure=Figure()),
    "position": Guidance(Stage.POSITION, "Left knee: lie on your back.", figure=Figure("left", "hug"), variant="left"),
    "rest": Guidance(Stage.REST, "Let go.", ring=Countdown(2.0, 5.0), variant="left"),
    "paused": Guidance(Stage.HOLD, paused=True),
    "camera lost": Guidance(Stage.HOLD, camera_lost=True),
}


def grey(width: int, height: int) -> Image:
    return np.full((height, width, 3), 120, np.uint8)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("stage", STAGES)
def test_every_stage_is_drawn_at_every_size(size: tuple[int, int], stage: str) -> None:
    image = grey(*size)
    drawn = Screen(*size, PLAN).draw(image, None, NOBODY, STAGES[stage])
    assert drawn.shape == image.shape
    assert (image == 120).all()
    changed = float((drawn != 120).any(axis=2).mean())
    assert 0.03 < changed < 0.9


def test_the_picture_is_mirrored_unless_it_should_not_be() -> None:
    image = grey(640, 480)
    image[:, :320] = 30
    hold = Guidance(Stage.HOLD)
    assert Screen(640, 480, PLAN, mirror=True).draw(image, None, NOBODY, hold)[300, 600, 0] == 30
    assert Screen(640, 480, PLAN, mirror=False).draw(image, None, NOBODY, hold)[300, 600, 0] == 120


def test_after_a_stop_nothing_of_the_stretch_comes_back() -> None:
    stopped = Guidance(Stage.STOPPED, lines=("Let's stop here.",), ring=Countdown(2.0, 5.0))
    here, gone = (
        Screen(640, 480, PLAN).draw(grey(640, 480), None, NOBODY, replace(stopped, camera_lost=lost))
        for lost in (False, True)
    )
    assert (here == gone).all()


@pytest.mark.parametrize("figure", [None, Figure("left", "hug")])
@pytest.mark.parametrize("before", ["", "Half-way, 10 seconds left."])
def test_no_words_shine_through_a_board(before: str, figure: Figure | None) -> None:
    lost = replace(STAGES["camera lost"], figure=figure)
    said = replace(lost, caption="The camera is gone; stay relaxed while I look for it.")
    screen = Screen(640, 480, PLAN)
    screen.draw(grey(640, 480), None, NOBODY, Guidance(Stage.HOLD, caption=before))
    silent = Screen(640, 480, PLAN).draw(grey(640, 480), None, NOBODY, lost)
    assert (screen.draw(grey(640, 480), None, NOBODY, said) == silent).all()
    helped = [
        each.draw(grey(640, 480), None, NOBODY, lost, show_help=True) for each in (screen, Screen(640, 480, PLAN))
    ]
    assert (helped[0] == helped[1]).all()


def test_help_summary_and_mute_are_shown() -> None:
    screen, image, hold = Screen(640, 480, PLAN), grey(640, 480), Guidance(Stage.HOLD)
    plain = screen.draw(image, None, NOBODY, hold)
    for extra in ({"show_help": True}, {"muted": True}, {"lines": ("2 holds, 41 seconds in all.",)}):
        assert (screen.draw(image, None, NOBODY, hold, **extra) != plain).any()


def test_before_the_start_the_body_is_followed_and_what_does_not_work_is_told() -> None:
    screen, image, safety_text = Screen(640, 480, PLAN), grey(640, 480), STAGES["safety"]
    plain = screen.draw(image, None, NOBODY, safety_text)
    seen = true_stream("knee-hug-left")[0][1]
    assert (screen.draw(image, seen, NOBODY, safety_text) != plain).any()
    notice = "No speech program was found, so cues are only shown; for it, run: sudo apt install espeak-ng."
    assert (screen.draw(image, None, NOBODY, safety_text, notice=notice) != plain).any()
    hold = Guidance(Stage.HOLD)
    told, untold = (screen.draw(image, None, NOBODY, hold, notice=each) for each in (notice, None))
    assert (told == untold).all()  # once, not all the time


@pytest.mark.parametrize("size", SIZES)
def test_large_panels_fit_the_picture(size: tuple[int, int]) -> None:
    theme = Theme(*size)
    text = safety(make_plan(shipped_reference("child-pose")))
    notice = "No way to make sound was found, so everything is only shown; for it, run: sudo apt install espeak-ng."
    board = Board("Before you start", text[:-1], 1, text[-1], notice)
    for patch in (board_patch(board, theme), keys_patch(theme)):
        assert patch.width_px <= size[0]
        assert patch.height_px <= size[1]


def test_during_a_hold_the_words_are_those_that_were_spoken_last_and_then_the_cue() -> None:
    held = replace(NOBODY, sight=Sight.CLEAR, cue="Let the knee bend.", cue_check="knee", repetitions=7)
    guidance = Guidance(Stage.HOLD, caption="Half-way, 10 seconds left.", repetition=2)
    assert shown_judgement(held, guidance).cue == "Half-way, 10 seconds left."
    assert shown_judgement(held, guidance).repetitions == 1
    quiet = shown_judgement(held, replace(guidance, caption=""))
    assert (quiet.cue, quiet.cue_check) == ("Let the knee bend.", "knee")


def test_a_rest_runs_down_in_the_ring() -> None:
    assert shown_judgement(NOBODY, STAGES["rest"]).hold == HoldState(HoldPhase.IDLE, 2.0, 5.0)
