"""The whole overlay on a picture: it draws what it should, where it should, whatever it is given."""

from dataclasses import replace
from typing import Any

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from posecheck.coach.judgement import Event, EventKind, HoldPhase, HoldState, Judgement, Sight, Status
from posecheck.feedback.overlay import Overlay
from posecheck.feedback.person import Person, mirrored
from posecheck.feedback.skeleton import draw_skeleton, joint_statuses
from posecheck.feedback.theme import AMBER, CORAL, TEAL, Color, Theme
from posecheck.measures.body import Side, View
from posecheck.media.frame import Image
from posecheck.pose.landmarks import LANDMARK_COUNT, Landmark, Landmarks
from posecheck.references.schema import Band, Region
from tests.support.bodies import HEIGHT_PX, WIDTH_PX, Limbs, StickBody, hidden
from tests.support.judging import check, corrected, judgement, result

KNEELING = StickBody.even(Limbs(hip=130.0, knee=100.0, shoulder=160.0), trunk=85.0)

MOMENTS = {
    "good": judgement(),
    "off": corrected(Status.OFF),
    "near": corrected(Status.NEAR),
    "unknown": judgement(checks=(result(Status.UNKNOWN, value=None),)),
    "lost": judgement(sight=Sight.LOST, view=None, near=None, checks=(), score=None),
    "wrong view": judgement(sight=Sight.WRONG_VIEW, view=View.FRONT, near=Side.LEFT),
    "hidden": judgement(sight=Sight.HIDDEN),
    "outside": judgement(phase=None, phase_title="", in_pose=False, hold=None, checks=(), score=None),
    "paused": judgement(hold=HoldState(HoldPhase.PAUSED, 3.0, 30.0)),
    "done": judgement(hold=HoldState(HoldPhase.HOLDING, 31.0, 30.0), repetitions=3),
    "praise": judgement(events=(Event(EventKind.HOLD_STARTED, 0.0),)),
    "nobody near": judgement(view=None, near=None, checks=(result(Status.OFF, side=None),)),
}


def grey(width: int, height: int) -> Image:
    return np.full((height, width, 3), 120, np.uint8)


def has(image: Image, color: Color) -> bool:
    return bool((np.abs(image.astype(int) - color).max(axis=2) <= 3).sum() > 20)


def scattered(seed: int, spread: float) -> Landmarks:
    chance = np.random.default_rng(seed)
    places = chance.normal(0.5, spread, (LANDMARK_COUNT, 2)) * (WIDTH_PX, HEIGHT_PX)
    sure = np.ones(LANDMARK_COUNT)
    return Landmarks(places, np.zeros((LANDMARK_COUNT, 3)), sure, sure, WIDTH_PX, HEIGHT_PX)


def filled(value: float) -> Landmarks:
    nothing = np.full((LANDMARK_COUNT, 3), value)
    return Landmarks(nothing[:, :2], nothing, nothing[:, 0], nothing[:, 0], WIDTH_PX, HEIGHT_PX)


@pytest.mark.parametrize("size", [(640, 480), (1280, 720), (720, 1280), (1920, 1080)])
@pytest.mark.parametrize("moment", MOMENTS.values(), ids=MOMENTS.keys())
def test_draws_in_place_on_the_same_picture(size: tuple[int, int], moment: Judgement) -> None:
    image = grey(*size)
    drawn = Overlay(*size).draw(image, KNEELING.landmarks(), moment)
    assert drawn is image
    assert drawn.shape == (size[1], size[0], 3)
    assert drawn.dtype == np.uint8
    assert (drawn != 120).any()


@pytest.mark.parametrize(
    "landmarks",
    [
        None,
        filled(float("nan")),
        filled(float("inf")),
        filled(0.0),
        filled(1e9),
        filled(-40.0),
        scattered(1, 0.2),
        scattered(2, 3.0),
        hidden(KNEELING.landmarks(), *Landmark),
    ],
    ids=["nobody", "nan", "inf", "one point", "far", "outside", "scattered", "wild", "hidden"],
)
@pytest.mark.parametrize("size", [(1, 1), (3, 50), (50, 3), (64, 48), (320, 240), (1280, 720)])
def test_nothing_that_a_model_gives_upsets_it(landmarks: Landmarks | None, size: tuple[int, int]) -> None:
    for moment in MOMENTS.values():
        Overlay(*size).draw(grey(*size), landmarks, moment)


def test_refuses_another_picture() -> None:
    overlay = Overlay(640, 480)
    with pytest.raises(ValueError, match="480, 640"):
        overlay.draw(grey(320, 240), None, judgement())
    with pytest.raises(ValueError, match="uint8"):
        overlay.draw(np.zeros((480, 640, 3), np.float32), None, judgement())
    with pytest.raises(ValueError, match="0 by 480"):
        Overlay(0, 480)


def test_a_view_or_a_read_only_picture_is_copied() -> None:
    flipped = grey(640, 480)[:, ::-1]
    drawn = Overlay(640, 480).draw(flipped, None, judgement())
    assert drawn.flags.c_contiguous
    assert (flipped == 120).all()
    locked = grey(640, 480)
    locked.flags.writeable = False
    Overlay(640, 480).draw(locked, None, judgement())
    assert (locked == 120).all()


def test_colours_follow_the_statuses() -> None:
    good, near, off = (grey(1280, 720) for _ in range(3))
    Overlay(1280, 720).draw(good, KNEELING.landmarks(), MOMENTS["good"])
    Overlay(1280, 720).draw(near, KNEELING.landmarks(), MOMENTS["near"])
    Overlay(1280, 720).draw(off, KNEELING.landmarks(), MOMENTS["off"])
    assert has(good, TEAL)
    assert not has(good, AMBER)
    assert not has(good, CORAL)
    assert has(near, AMBER)
    assert has(off, CORAL)


@pytest.mark.parametrize("name", ["lost", "wrong view", "hidden"])
def test_nobody_is_judged_unseen(name: str) -> None:
    image = grey(1280, 720)
    unseen = replace(MOMENTS[name], hold=None, checks=corrected(Status.OFF).checks)
    Overlay(1280, 720).draw(image, KNEELING.landmarks(), unseen)
    assert not has(image, CORAL)
    assert not has(image, TEAL)


def test_the_same_frame_gives_the_same_picture() -> None:
    first, second = grey(1280, 720), grey(1280, 720)
    Overlay(1280, 720).draw(first, KNEELING.landmarks(), corrected())
    Overlay(1280, 720).draw(second, KNEELING.landmarks(), corrected())
    assert (first == second).all()


def test_landmarks_of_a_smaller_frame_are_scaled() -> None:
    image = grey(WIDTH_PX * 2, HEIGHT_PX * 2)
    bare = replace(judgement(hold=None, phase_title=""), pose="")
    Overlay(WIDTH_PX * 2, HEIGHT_PX * 2).draw(image, KNEELING.landmarks(), bare)
    x, y = 2 * KNEELING.landmarks().image_px[Landmark.RIGHT_KNEE]
    assert np.abs(image[round(y), round(x)].astype(int) - TEAL).max() <= 3


class TestMirror:
    def test_landmarks_turn_round_but_left_stays_left(self) -> None:
        landmarks = KNEELING.landmarks()
        turned = mirrored(landmarks)
        assert turned.image_px[:, 0] == pytest.approx(WIDTH_PX - landmarks.image_px[:, 0])
        assert turned.image_px[:, 1] == pytest.approx(landmarks.image_px[:, 1])
        assert turned.world_m[:, 0] == pytest.approx(-landmarks.world_m[:, 0])
        assert mirrored(turned).image_px == pytest.approx(landmarks.image_px)

    def test_the_body_is_mirrored_and_the_words_are_not(self) -> None:
        plain, turned = grey(1280, 720), np.ascontiguousarray(grey(1280, 720)[:, ::-1])
        quiet = judgement(view=View.SIDE)
        Overlay(1280, 720).draw(plain, KNEELING.landmarks(), quiet)
        Overlay(1280, 720).draw(turned, mirrored(KNEELING.landmarks()), quiet)
        panel = np.s_[:120, :400]
        assert (plain[panel] == turned[panel]).all()
        body = np.s_[250:600, 200:1080]
        back = cv2.flip(turned, 1)
        assert (np.abs(plain[body].astype(int) - back[body]).max(axis=2) > 60).mean() < 0.002


class TestJoints:
    def test_the_worst_known_status_counts(self) -> None:
        gap = check("hip_heel_gap", "gap", region=Region.CORE)
        fold = check("hip_flexion", "hips", region=Region.CORE)
        moment = judgement(checks=(result(Status.GOOD, fold), result(Status.NEAR, gap), result(Status.UNKNOWN, fold)))
        assert joint_statuses(moment) == {(Side.RIGHT, "hip"): Status.NEAR}

    def test_the_joint_of_the_cue_shows_the_status_of_the_cue(self) -> None:
        spread = check("knee_spread", "spread")
        moment = replace(corrected(Status.NEAR), checks=(result(Status.NEAR), result(Status.OFF, spread)))
        assert joint_statuses(moment)[Side.RIGHT, "knee"] is Status.NEAR

    def test_on_the_way_in_or_out_only_the_cue_is_marked(self) -> None:
        assert joint_statuses(judgement(in_pose=False, checks=(result(Status.OFF),))) == {}
        assert joint_statuses(corrected(Status.OFF, in_pose=False)) == {(Side.RIGHT, "knee"): Status.OFF}

    def test_a_measure_unheard_of_shows_on_its_region(self) -> None:
        new = check("toe_wiggle", "toes", region=Region.ARMS, green=Band(0, 1), accept=Band(0, 2))
        assert joint_statuses(judgement(checks=(result(Status.OFF, new, side=None),))) == {
            (Side.RIGHT, "wrist"): Status.OFF
        }

    def test_from_the_front_both_sides_show_it(self) -> None:
        moment = judgement(near=None, checks=(result(Status.OFF, side=None),))
        assert set(joint_statuses(moment)) == {(Side.LEFT, "knee"), (Side.RIGHT, "knee")}


def skeleton(landmarks: Landmarks, moment: Judgement) -> NDArray[Any]:
    image = grey(WIDTH_PX, HEIGHT_PX)
    person = Person.of(landmarks, moment, WIDTH_PX, HEIGHT_PX)
    draw_skeleton(image, person, moment, Theme(WIDTH_PX, HEIGHT_PX), 1.0)
    return image


def test_hidden_limbs_are_not_guessed() -> None:
    whole = skeleton(KNEELING.landmarks(), judgement())
    arms = [Landmark.RIGHT_WRIST, Landmark.LEFT_WRIST, Landmark.RIGHT_ELBOW, Landmark.LEFT_ELBOW]
    armless = skeleton(hidden(KNEELING.landmarks(), *arms), judgement())
    assert (armless != 120).sum() < (whole != 120).sum()
    x, y = KNEELING.landmarks().image_px[Landmark.RIGHT_WRIST].round().astype(int)
    assert (armless[y, x] == 120).all()
