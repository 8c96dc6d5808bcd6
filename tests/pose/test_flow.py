"""The picture's own motion where the joints are."""

from dataclasses import replace
from typing import Final

import cv2
import numpy as np
import pytest

from posecheck.media.frame import Frame, Image, Order
from posecheck.pose.flow import Flow
from posecheck.pose.landmarks import MAIN_JOINTS, Landmark, Landmarks
from tests.support.bodies import StickBody

WIDTH_PX: Final = 1280
HEIGHT_PX: Final = 720
JOINTS: Final = list(MAIN_JOINTS)
BODY: Final = StickBody().landmarks()


def patches(seed: int) -> Image:
    """A picture full of soft patches."""
    coarse = np.random.default_rng(seed).uniform(40, 215, (HEIGHT_PX // 8, WIDTH_PX // 8, 3)).astype(np.float32)
    return np.asarray(cv2.resize(coarse, (WIDTH_PX, HEIGHT_PX), interpolation=cv2.INTER_CUBIC), np.uint8)


PERSON: Final = patches(1)
ROOM: Final = patches(2)
WALL: Final = np.full_like(ROOM, 128)


def shifted(image: Image, right_px: float, down_px: float) -> Image:
    move = np.array([[1.0, 0.0, right_px], [0.0, 1.0, down_px]])
    return np.asarray(cv2.warpAffine(image, move, (WIDTH_PX, HEIGHT_PX), borderMode=cv2.BORDER_REFLECT), np.uint8)


def scene(
    right_px: float = 0.0, down_px: float = 0.0, *, room: Image = ROOM, noise: float = 0.0, light: float = 1.0
) -> Image:
    """A person before a room, who has moved by this much."""
    (left, top), (right, bottom) = BODY.image_px.min(axis=0) - 150, BODY.image_px.max(axis=0) + 150
    inside = (slice(max(0, int(top)), int(bottom)), slice(max(0, int(left)), int(right)))
    image = room.astype(np.float64)
    image[inside] = shifted(PERSON, right_px, down_px)[inside]
    image = image * light + np.random.default_rng(round(1e3 * light)).normal(0, noise, image.shape)
    return np.asarray(np.clip(image, 0, 255), np.uint8)


def frame(image: Image, time_s: float, order: Order = "bgr") -> Frame:
    return Frame(image, time_s, round(time_s * 30), order)


def flow_between(before: Image, after: Image, lasted_s: float = 0.1, seen: Landmarks = BODY) -> Landmarks:
    flow = Flow()
    flow(frame(before, 1.0), seen)
    found = flow(frame(after, 1.0 + lasted_s), seen)
    assert found is not None
    return found


@pytest.mark.parametrize("room", [ROOM, WALL], ids=["room", "wall"])
@pytest.mark.parametrize(("right_px", "down_px"), [(0.0, 0.0), (2.0, -1.0), (-12.0, 5.0), (30.0, 20.0)])
def test_the_flow_is_how_fast_the_picture_moves(right_px: float, down_px: float, room: Image) -> None:
    found = flow_between(scene(room=room), scene(right_px, down_px, room=room), lasted_s=0.1)
    assert found.flow_px_s is not None
    assert found.flow_px_s[JOINTS] == pytest.approx(np.tile((right_px / 0.1, down_px / 0.1), (len(JOINTS), 1)), abs=4)


@pytest.mark.parametrize(("right_px", "down_px"), [(0.0, 0.0), (4.0, -3.0)])
def test_a_camera_that_moves_moves_nobody(right_px: float, down_px: float) -> None:
    found = flow_between(scene(), shifted(scene(right_px, down_px), 6.0, 5.0), lasted_s=0.1)
    assert found.flow_px_s is not None
    assert found.flow_px_s[JOINTS] == pytest.approx(np.tile((right_px / 0.1, down_px / 0.1), (len(JOINTS), 1)), abs=4)


def test_surroundings_that_do_not_agree_say_nothing_of_the_camera() -> None:
    # As where they are dark, and what is followed is noise.
    thirds = [shifted(ROOM, right_px, 0.0) for right_px in (12.0, 6.0, 0.0)]
    columns = np.array_split(np.arange(WIDTH_PX), 3)
    apart = np.concatenate([each[:, where] for each, where in zip(thirds, columns, strict=True)], axis=1)
    found = flow_between(scene(), scene(room=apart))
    assert found.flow_px_s is not None
    assert np.nanmax(np.abs(found.flow_px_s[JOINTS])) < 5


def test_light_that_flickers_moves_nobody() -> None:
    found = flow_between(scene(), scene(light=0.85), lasted_s=1 / 30)
    assert found.flow_px_s is not None
    assert np.nanmax(np.abs(found.flow_px_s[JOINTS])) < 5


def test_it_is_told_of_the_main_joints_only() -> None:
    found = flow_between(scene(), scene(3.0))
    assert found.flow_px_s is not None
    known = {landmark for landmark in Landmark if np.isfinite(found.flow_px_s[landmark]).all()}
    assert known == set(MAIN_JOINTS)
    assert found.image_px is BODY.image_px


def test_landmarks_that_wander_over_a_picture_at_rest_have_no_flow() -> None:
    flow = Flow()
    for index in range(10):
        seen = replace(BODY, image_px=BODY.image_px + 6.0 * index)
        found = flow(frame(scene(noise=6.0, light=1 + index / 1000), index / 30), seen)
    assert found is not None
    assert found.flow_px_s is not None
    assert np.abs(found.flow_px_s[JOINTS]).max() < 15, "of 180 px/s by the landmarks"


def test_where_there_is_nothing_to_follow_nothing_is_known() -> None:
    found = flow_between(WALL, WALL)
    assert found.flow_px_s is not None
    assert np.isnan(found.flow_px_s).all()


def test_where_the_way_back_leads_elsewhere_nothing_is_known() -> None:
    # What was in the picture is hidden by something else: there is no way from one to the other.
    found = flow_between(scene(), np.ascontiguousarray(scene()[::-1, ::-1]))
    assert found.flow_px_s is not None
    assert np.isnan(found.flow_px_s[JOINTS, 0]).mean() > 0.7


def test_a_joint_outside_the_picture_has_no_flow() -> None:
    image_px = BODY.image_px.copy()
    image_px[Landmark.LEFT_WRIST] = (-200.0, HEIGHT_PX + 150.0)
    found = flow_between(scene(), scene(2.0), seen=replace(BODY, image_px=image_px))
    assert found.flow_px_s is not None
    assert np.isnan(found.flow_px_s[Landmark.LEFT_WRIST]).all()
    assert np.isfinite(found.flow_px_s[Landmark.RIGHT_WRIST]).all()


def test_it_needs_a_moment_before() -> None:
    flow = Flow()
    first = flow(frame(scene(), 0.0), BODY)
    assert first is not None
    assert first.flow_px_s is None
    assert flow(frame(scene(), 0.1), None) is None
    for time_s, image in (
        (0.2, scene()),  # nobody was there before
        (2.0, scene()),  # long after
        (2.1, scene()[:360, :360].copy()),  # another picture
        (2.1, scene()[:360, :360].copy()),  # at the same time
    ):
        found = flow(frame(image, time_s), BODY)
        assert found is not None
        assert found.flow_px_s is None, time_s


def test_the_order_of_the_colours_makes_no_difference() -> None:
    def at(order: Order) -> Landmarks:
        flow, step = Flow(), 1 if order == "bgr" else -1
        flow(frame(np.ascontiguousarray(scene()[:, :, ::step]), 0.0, order), BODY)
        found = flow(frame(np.ascontiguousarray(scene(4.0)[:, :, ::step]), 0.1, order), BODY)
        assert found is not None
        return found

    blue_first, red_first = at("bgr").flow_px_s, at("rgb").flow_px_s
    assert blue_first is not None
    assert red_first is not None
    np.testing.assert_array_equal(blue_first, red_first)


def test_numbers_are_those_that_a_recording_keeps() -> None:
    found = flow_between(scene(), scene(3.3))
    assert found.flow_px_s is not None
    np.testing.assert_array_equal(found.flow_px_s, found.flow_px_s.astype(np.float32).astype(np.float64))
