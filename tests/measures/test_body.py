"""How a body stands to the camera, and which of its points can be trusted."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posecheck.measures.body import (
    FRAME_MARGIN,
    FRONT_VIEW_MIN_YAW_DEG,
    MIN_VISIBILITY,
    SIDE_VIEW_MAX_YAW_DEG,
    Body,
    CannotMeasure,
    Orientation,
    Side,
    Unknown,
    View,
)
from posecheck.pose.landmarks import Landmark
from tests.support.bodies import (
    AWAY,
    FACING_LEFT,
    FACING_RIGHT,
    HEIGHT_PX,
    TO_THE_CAMERA,
    WIDTH_PX,
    Limbs,
    StickBody,
    hidden,
    mirrored,
    moved,
)

CHILD = StickBody.even(Limbs(hip=140, knee=145, shoulder=160, elbow=10), trunk=95)
SUPINE = StickBody(trunk=-90, left=Limbs(hip=120, knee=120, shoulder=40), right=Limbs(shoulder=40))


def body(stick: StickBody) -> Body:
    return Body(stick.landmarks())


def test_a_side_has_an_other_side() -> None:
    assert Side.LEFT.other is Side.RIGHT
    assert Side.RIGHT.other is Side.LEFT


@pytest.mark.parametrize("stick", [StickBody(), CHILD, SUPINE], ids=["standing", "child pose", "supine"])
@given(heading=st.floats(0, 360))
def test_yaw_is_the_angle_off_the_true_side_however_the_body_lies(stick: StickBody, heading: float) -> None:
    off_side = min(heading % 180, 180 - heading % 180)
    assert body(replace(stick, heading=heading)).yaw_deg == pytest.approx(off_side, abs=1e-4)


@pytest.mark.parametrize(
    ("heading", "view"),
    [
        (FACING_RIGHT, View.SIDE),
        (FACING_LEFT, View.SIDE),
        (FACING_RIGHT + SIDE_VIEW_MAX_YAW_DEG - 1, View.SIDE),
        (FACING_LEFT - SIDE_VIEW_MAX_YAW_DEG + 1, View.SIDE),
        (FACING_RIGHT + SIDE_VIEW_MAX_YAW_DEG + 1, View.OBLIQUE),
        (FACING_RIGHT - SIDE_VIEW_MAX_YAW_DEG - 1, View.OBLIQUE),
        (FACING_LEFT + FRONT_VIEW_MIN_YAW_DEG - 1, View.OBLIQUE),
        (FACING_RIGHT + FRONT_VIEW_MIN_YAW_DEG + 1, View.FRONT),
        (TO_THE_CAMERA, View.FRONT),
        (AWAY, View.REAR),
        (FACING_LEFT + FRONT_VIEW_MIN_YAW_DEG + 1, View.REAR),
    ],
)
@pytest.mark.parametrize("stick", [StickBody(), CHILD], ids=["standing", "child pose"])
def test_view_goes_by_where_the_person_faces(stick: StickBody, heading: float, view: View) -> None:
    assert body(replace(stick, heading=heading)).view is view


@pytest.mark.parametrize("stick", [StickBody(), CHILD, SUPINE], ids=["standing", "child pose", "supine"])
@pytest.mark.parametrize("off_deg", [-30, 0, 30])
@pytest.mark.parametrize(("heading", "near", "facing"), [(FACING_RIGHT, Side.RIGHT, 1), (FACING_LEFT, Side.LEFT, -1)])
def test_near_side_and_facing(stick: StickBody, off_deg: float, heading: float, near: Side, facing: int) -> None:
    seen = body(replace(stick, heading=heading + off_deg))
    assert seen.near is near
    assert seen.facing == facing


@pytest.mark.parametrize("stick", [StickBody(), CHILD, SUPINE], ids=["standing", "child pose", "supine"])
@given(heading=st.sampled_from([FACING_RIGHT, FACING_LEFT, 20.0, 160.0, 340.0]))
def test_a_mirrored_body_faces_the_other_way_from_the_same_yaw(stick: StickBody, heading: float) -> None:
    landmarks = replace(stick, heading=heading).landmarks()
    seen, image = Body(landmarks), Body(mirrored(landmarks))
    assert image.facing == -seen.facing
    assert image.near is seen.near.other
    assert image.yaw_deg == pytest.approx(seen.yaw_deg)
    assert image.view is seen.view


def test_facing_survives_a_swapped_near_side() -> None:
    # The model sometimes takes the near limbs for the far ones; toes and nose still tell where the body faces.
    landmarks = StickBody(heading=60).landmarks()
    world = landmarks.world_m.copy()
    world[:, 2] = -world[:, 2]
    assert Body(replace(landmarks, world_m=world)).near is Side.LEFT
    assert Body(replace(landmarks, world_m=world)).facing == 1


def test_the_nose_helps_where_one_foot_is_not_to_be_told() -> None:
    landmarks = StickBody(heading=60).landmarks()
    world = landmarks.world_m.copy()
    world[:, 2] = -world[:, 2]
    heel = landmarks.image_px[Landmark.RIGHT_HEEL]
    footless = moved(landmarks, {Landmark.RIGHT_FOOT_INDEX: (float(heel[0]), float(heel[1]))})
    assert Body(replace(footless, world_m=world)).facing == 1


@pytest.mark.parametrize("heading", [FACING_RIGHT, FACING_LEFT])
@pytest.mark.parametrize(
    ("trunk", "orientation"),
    [
        (0, Orientation.UPRIGHT),
        (40, Orientation.UPRIGHT),
        (-40, Orientation.UPRIGHT),
        (90, Orientation.PRONE),
        (60, Orientation.PRONE),
        (110, Orientation.PRONE),
        (-90, Orientation.SUPINE),
        (-70, Orientation.SUPINE),
        (-100, Orientation.SUPINE),
        (180, Orientation.INVERTED),
    ],
)
def test_orientation_seen_from_the_side(trunk: float, heading: float, orientation: Orientation) -> None:
    assert body(StickBody(trunk=trunk, heading=heading)).orientation is orientation


@pytest.mark.parametrize("roll", [90, -90])
def test_orientation_of_somebody_who_lies_on_the_side(roll: float) -> None:
    assert body(StickBody(heading=TO_THE_CAMERA, roll=roll)).orientation is Orientation.ON_SIDE


@pytest.mark.parametrize("heading", [FACING_RIGHT, FACING_LEFT])
def test_the_anterior_vector_points_where_the_chest_points(heading: float) -> None:
    right = 1 if heading == FACING_RIGHT else -1
    assert body(StickBody(heading=heading)).anterior == pytest.approx((right, 0), abs=1e-9)
    assert body(StickBody(trunk=90, heading=heading)).anterior == pytest.approx((0, 1), abs=1e-9)
    assert body(StickBody(trunk=-90, heading=heading)).anterior == pytest.approx((0, -1), abs=1e-9)


@pytest.mark.parametrize(
    ("place", "trusted"),
    [
        ((1.0, 1.0), True),
        ((-0.9 * FRAME_MARGIN * WIDTH_PX, 10.0), True),
        ((-1.1 * FRAME_MARGIN * WIDTH_PX, 10.0), False),
        ((WIDTH_PX + 0.9 * FRAME_MARGIN * WIDTH_PX, 10.0), True),
        ((WIDTH_PX + 1.1 * FRAME_MARGIN * WIDTH_PX, 10.0), False),
        ((10.0, HEIGHT_PX + 0.9 * FRAME_MARGIN * WIDTH_PX), True),
        ((10.0, HEIGHT_PX + 1.1 * FRAME_MARGIN * WIDTH_PX), False),
        ((10.0, -1.1 * FRAME_MARGIN * WIDTH_PX), False),
    ],
)
def test_a_point_out_of_the_frame_is_not_trusted_however_visible(place: tuple[float, float], trusted: bool) -> None:
    seen = Body(moved(StickBody().landmarks(), {Landmark.RIGHT_WRIST: place}))
    if trusted:
        assert seen.point("wrist", Side.RIGHT) == place
        return
    with pytest.raises(CannotMeasure, match="right wrist: out of the picture") as caught:
        seen.point("wrist", Side.RIGHT)
    assert caught.value.reason is Unknown.OUT_OF_FRAME


def test_a_hidden_point_is_not_trusted() -> None:
    landmarks = StickBody().landmarks()
    visible = hidden(landmarks, Landmark.RIGHT_KNEE, visibility=MIN_VISIBILITY)
    assert Body(visible).point("knee", Side.RIGHT) == tuple(landmarks.image_px[Landmark.RIGHT_KNEE])
    with pytest.raises(CannotMeasure, match="right knee: hidden") as caught:
        Body(hidden(landmarks, Landmark.RIGHT_KNEE, visibility=MIN_VISIBILITY - 0.01)).point("knee", Side.RIGHT)
    assert caught.value.reason is Unknown.HIDDEN


@pytest.mark.parametrize(
    ("far_hip", "also_hidden", "heading", "reason"),
    [
        (0.0, (), FACING_RIGHT, Unknown.BEHIND),
        (15.0, (), FACING_RIGHT, Unknown.BEHIND),
        (60.0, (), FACING_RIGHT, Unknown.HIDDEN),  # a leg there would be seen
        (0.0, (Landmark.RIGHT_KNEE,), FACING_RIGHT, Unknown.HIDDEN),  # behind what?
        (0.0, (), TO_THE_CAMERA, Unknown.HIDDEN),
    ],
)
def test_a_far_knee_is_hidden_behind_the_near_one_where_the_near_one_is_seen(
    far_hip: float, also_hidden: tuple[Landmark, ...], heading: float, reason: Unknown
) -> None:
    landmarks = StickBody(left=Limbs(hip=far_hip), heading=heading).landmarks()
    seen = Body(hidden(landmarks, Landmark.LEFT_KNEE, *also_hidden))
    with pytest.raises(CannotMeasure, match="left knee: hidden") as caught:
        seen.point("knee", Side.LEFT)
    assert caught.value.reason is reason


def test_the_middle_needs_the_near_point_only() -> None:
    landmarks = StickBody(heading=FACING_RIGHT).landmarks()
    far_hidden = Body(hidden(landmarks, Landmark.LEFT_HIP))
    assert far_hidden.middle("hip") == pytest.approx((WIDTH_PX / 2, HEIGHT_PX / 2))
    with pytest.raises(CannotMeasure, match="right hip"):
        Body(hidden(landmarks, Landmark.RIGHT_HIP)).middle("hip")


def test_a_trunk_that_points_at_the_camera_is_the_wrong_view() -> None:
    # Lying with the feet to the camera, the knees drawn up sideways in the picture.
    lying = StickBody.even(Limbs(hip=90, knee=90), trunk=-90, heading=AWAY)
    with pytest.raises(CannotMeasure) as caught:
        _ = body(lying).trunk_px
    assert caught.value.reason is Unknown.WRONG_VIEW


def test_a_leg_far_longer_than_the_trunk_is_not_plausible() -> None:
    landmarks = StickBody().landmarks()
    knee = landmarks.image_px[Landmark.RIGHT_KNEE]
    trunk_px = Body(landmarks).trunk_px
    far = moved(landmarks, {Landmark.RIGHT_ANKLE: (float(knee[0]) + 2.5 * trunk_px, float(knee[1]))})
    with pytest.raises(CannotMeasure) as caught:
        _ = Body(far).trunk_px
    assert caught.value.reason is Unknown.IMPLAUSIBLE


def test_all_points_in_one_spot_are_no_body() -> None:
    landmarks = StickBody().landmarks()
    spot = replace(landmarks, image_px=np.full((33, 2), 100.0), world_m=np.zeros((33, 3)))
    seen = Body(spot)
    assert seen.view is View.REAR  # any view will do, as nothing can be measured
    assert seen.facing in (1, -1)
    with pytest.raises(CannotMeasure):
        _ = seen.anterior
