import cv2
import numpy as np
import pytest

from posecheck.coach.guidance import Figure
from posecheck.feedback.silhouette import Silhouette, silhouette
from posecheck.feedback.theme import Theme
from posecheck.references.library import shipped_folder
from posecheck.references.loader import load_reference

BEND, HUG, REST = (
    ("sun-salute-backbend", Figure("with-bend", "bend")),
    ("knee-hug", Figure("left", "hug")),
    ("child-pose", Figure("arms-forward", "rest")),
)


def drawn(pose: str, figure: Figure, theme: Theme, *, faces_left: bool = False) -> Silhouette:
    return silhouette(load_reference(shipped_folder() / f"{pose}.toml"), figure, theme, faces_left=faces_left)


@pytest.mark.parametrize(("pose", "figure"), [BEND, HUG, REST])
def test_its_edges_are_smooth(pose: str, figure: Figure) -> None:
    """A small one is what a large one looks like from farther away; steps would stand out."""
    small = drawn(pose, figure, Theme(640, 480)).patch
    large = drawn(pose, figure, Theme(2560, 1920)).patch
    far = cv2.resize(large.keep, (small.width_px, small.height_px), interpolation=cv2.INTER_AREA)
    assert np.abs(far.astype(int) - small.keep).mean() < 2.6


def test_no_spots_between_folded_limbs() -> None:
    patch = drawn(*REST, Theme(1280, 720)).patch
    seen_through = (patch.keep.max(axis=2) == 255).astype(np.uint8)
    _, _, sizes, _ = cv2.connectedComponentsWithStats(seen_through, connectivity=4)
    assert sizes[1:, cv2.CC_STAT_AREA].min() > 100


def test_it_stands_on_its_mat_and_faces_where_it_is_to() -> None:
    theme = Theme(1280, 720)
    right, left = drawn(*REST, theme), drawn(*REST, theme, faces_left=True)
    assert (right.patch.keep[:, ::-1] == left.patch.keep).all()
    assert (right.x, right.y) == (left.x, left.y)
