"""What a body takes of the picture is more than its joints, and less than a box around them."""

import numpy as np
import pytest

from posecheck.feedback.box import Box
from posecheck.feedback.captions import Caption
from posecheck.feedback.flesh import HEAD, TRUNK, flesh
from posecheck.feedback.icons import Icon
from posecheck.feedback.layout import arrange
from posecheck.feedback.overlay import cue_place
from posecheck.feedback.panels import cue_panel
from posecheck.feedback.person import Person
from posecheck.feedback.skeleton import cued_result
from posecheck.feedback.theme import Theme
from posecheck.measures.geometry import Point
from posecheck.pose.landmarks import LANDMARK_COUNT, Landmark
from tests.support.bodies import FACING_RIGHT, TO_THE_CAMERA, TRUNK_M, Limbs, StickBody
from tests.support.clips import coached, seen_by, true_clip, with_faults

ALL = np.ones(LANDMARK_COUNT, np.bool_)
CHILD_POSE = StickBody.even(Limbs(hip=140.0, knee=150.0, shoulder=160.0), trunk=95.0)
BRIDGE = StickBody.even(Limbs(hip=0.0, knee=75.0), trunk=-130.0)


def boxes(body: StickBody) -> list[Box]:
    return [part for part in flesh(body.landmarks().image_px, ALL) if part is not None]


def holds(parts: list[Box], point: Point) -> bool:
    return any(part.left <= point[0] < part.right and part.top <= point[1] < part.bottom for part in parts)


@pytest.mark.parametrize("heading", [FACING_RIGHT, TO_THE_CAMERA])
def test_every_joint_lies_well_within(heading: float) -> None:
    body = StickBody.even(Limbs(shoulder=60.0, elbow=30.0), heading=heading)
    parts = boxes(body)
    for x, y in body.landmarks().image_px:
        assert all(holds(parts, (x + aside, y + above)) for aside in (-5.0, 5.0) for above in (-5.0, 5.0))


def test_the_crown_and_a_rounded_back_belong_to_it() -> None:
    trunk_px = TRUNK_M * CHILD_POSE.px_per_m
    points = CHILD_POSE.landmarks().image_px
    ear, hip, shoulder = (points[each] for each in (Landmark.RIGHT_EAR, Landmark.RIGHT_HIP, Landmark.RIGHT_SHOULDER))
    parts = boxes(CHILD_POSE)
    assert holds(parts, (ear[0] + 0.9 * HEAD * trunk_px, ear[1]))
    middle = (hip + shoulder) / 2
    assert holds(parts, (middle[0], middle[1] - 0.9 * TRUNK * trunk_px))


def test_the_corner_under_a_slanted_trunk_is_free() -> None:
    """A box around the whole trunk would take it, and a panel would have to leave that room for the head."""
    hip, shoulder = (BRIDGE.landmarks().image_px[each] for each in (Landmark.RIGHT_HIP, Landmark.RIGHT_SHOULDER))
    assert hip[0] > shoulder[0]
    assert hip[1] < shoulder[1]
    beyond = 0.2 * TRUNK_M * BRIDGE.px_per_m
    assert beyond < TRUNK * TRUNK_M * BRIDGE.px_per_m
    assert not holds(boxes(BRIDGE), (hip[0] + beyond, shoulder[1] + beyond))


def test_what_is_hidden_takes_no_room() -> None:
    shown = ALL.copy()
    shown[[Landmark.RIGHT_WRIST, Landmark.RIGHT_INDEX]] = False
    points = CHILD_POSE.landmarks().image_px
    whole, handless = flesh(points, ALL), flesh(points, shown)
    assert len(whole) == len(handless)
    # The forearm in two pieces, and the hand.
    assert sum(part is None for part in handless) == 3
    assert flesh(points, ~ALL) == (None,) * len(whole)


def test_seen_from_the_feet_a_body_is_as_thick_as_from_the_side() -> None:
    """The trunk points at the camera then, and its length in the picture says nothing."""
    points = StickBody(heading=TO_THE_CAMERA).landmarks().image_px
    flat = points.copy()
    for side in ("LEFT", "RIGHT"):
        flat[Landmark[f"{side}_SHOULDER"], 1] = flat[Landmark[f"{side}_HIP"], 1] - 5.0
    usual, seen = flesh(points, ALL), flesh(flat, ALL)
    thigh = usual[8], seen[8]
    assert thigh[0] is not None
    assert thigh[1] is not None
    assert thigh[1].width == pytest.approx(thigh[0].width, rel=0.1)


@pytest.mark.parametrize("name", with_faults())
def test_no_correction_lies_over_the_head_and_hardly_any_over_the_body(name: str) -> None:
    clip = true_clip(name)
    camera = next(iter(clip.cameras))
    shown = next(part for part in clip.segments if part.pose and part.variant)
    assert shown.pose is not None
    assert shown.variant is not None
    told = coached(seen_by(name, camera), shown.pose, shown.variant).judgements
    theme = Theme(*clip.size_px)
    for moment, (_, landmarks) in zip(told, seen_by(name, camera), strict=True):
        if cued_result(moment) is None:
            continue
        parts = Person.of(landmarks, moment, *clip.size_px).parts
        places = arrange(theme, parts)
        panel = cue_panel(Caption(moment.cue, Icon.OFF), places.cue, places.cue_slot, theme)
        x, y = cue_place(panel, places)
        box = Box(x, y, x + panel.width_px, y + panel.height_px)
        assert parts[0] is not None
        assert box.overlap(parts[0]) == 0
        assert box.covered(part for part in parts if part is not None) < 0.05 * box.area
