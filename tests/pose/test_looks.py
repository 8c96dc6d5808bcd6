"""A picture looked at in several ways, and the reading that is taken."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from posecheck.media.frame import Image
from posecheck.pose.landmarks import Landmark, Landmarks
from posecheck.pose.looks import are_one, mirrored, more_looks, other_looks, shared_reading
from tests.support.bodies import StickBody
from tests.support.bodies import mirrored as mirrored_body

BODY = StickBody(trunk=30.0).landmarks()
UPSIDE_DOWN = replace(BODY, world_m=-BODY.world_m)


def nudged(by_m: float) -> Landmarks:
    return replace(BODY, world_m=BODY.world_m + by_m)


def test_every_look_is_brought_back_to_the_picture_itself(
    quarters: Callable[..., Image], corners: Callable[[Image], str]
) -> None:
    image = quarters(400, 240)
    spot = np.array([300.0, 60.0])  # in its top right quarter
    for look in other_looks(image) + more_looks(image):
        looked_at = look.image
        height_px, width_px = looked_at.shape[:2]
        assert looked_at.flags.c_contiguous
        # Where the colour under the spot lies in the changed picture is what the model would find there.
        border = (np.array([width_px, height_px]) - (400, 240)) / 2
        seen = spot + border
        assert look.mirrors == (corners(looked_at) != corners(image))
        if look.mirrors:
            seen[0] = width_px - seen[0]
        assert (looked_at[int(seen[1]), int(seen[0])] == image[60, 300]).all()
        points = np.tile(seen, (33, 1))
        found = look.back(replace(BODY, image_px=points, width_px=width_px, height_px=height_px))
        assert (found.width_px, found.height_px) == (400, 240)
        np.testing.assert_allclose(found.image_px, np.tile(spot, (33, 1)), atol=1e-3)


def test_half_of_the_looks_are_mirrored_and_no_two_are_the_same(quarters: Callable[..., Image]) -> None:
    image = quarters(400, 240)
    first, more = other_looks(image), more_looks(image)
    # With the picture itself, which comes before them.
    assert sum(look.mirrors for look in first) == (len(first) + 1) / 2
    assert sum(look.mirrors for look in more) == len(more) / 2
    assert len({(look.image.shape, look.mirrors, look.turn_deg) for look in first + more}) == len(first + more)


def test_mirroring_changes_left_and_right() -> None:
    found = mirrored(BODY)
    expected = mirrored_body(BODY)
    np.testing.assert_allclose(found.image_px, expected.image_px, atol=1e-4)
    np.testing.assert_allclose(found.world_m, expected.world_m, atol=1e-6)
    assert found.image_px[Landmark.LEFT_KNEE, 0] == pytest.approx(
        BODY.width_px - BODY.image_px[Landmark.RIGHT_KNEE, 0], abs=1e-3
    )


def test_most_readings_win_and_the_one_in_their_midst_is_taken() -> None:
    middle = nudged(0.01)
    assert shared_reading([UPSIDE_DOWN, BODY, nudged(0.02), middle]) is middle


def test_of_two_that_differ_the_first_is_taken() -> None:
    assert shared_reading([BODY, UPSIDE_DOWN]) is BODY


def test_readings_are_one_when_none_differs_from_the_one_taken() -> None:
    assert are_one([BODY])
    assert are_one([BODY, nudged(0.02), nudged(0.01)])
    assert not are_one([BODY, nudged(0.01), UPSIDE_DOWN])


def test_no_reading_is_no_choice() -> None:
    with pytest.raises(ValueError, match="no reading"):
        shared_reading([])
