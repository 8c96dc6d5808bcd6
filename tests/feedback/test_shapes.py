from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from posecheck.coach.judgement import Status
from posecheck.feedback.box import Box
from posecheck.feedback.icons import Icon, paint_icon
from posecheck.feedback.markers import draw_dot, draw_status
from posecheck.feedback.patch import Canvas, Patch
from posecheck.feedback.shapes import arc, blend, disc, fill, rounded_box, stroke
from posecheck.feedback.theme import STATUS_COLORS


def silhouette(status: Status) -> NDArray[Any]:
    image = np.zeros((80, 80, 3), np.uint8)
    draw_status(image, status, (40.0, 40.0), 20.0, 2.0)
    return np.asarray(image.any(axis=2))


def test_each_status_has_a_shape_and_a_colour_of_its_own() -> None:
    shapes = [silhouette(status) for status in Status]
    for index, shape in enumerate(shapes):
        for other in shapes[index + 1 :]:
            assert (shape ^ other).sum() > 0.1 * shape.sum()
    assert len(set(STATUS_COLORS.values())) == len(Status)


def test_the_shapes_look_equally_large() -> None:
    areas = [silhouette(status).sum() for status in (Status.GOOD, Status.NEAR, Status.OFF)]
    assert max(areas) < 1.4 * min(areas)


def test_unknown_is_hollow() -> None:
    assert not silhouette(Status.UNKNOWN)[40, 40]
    assert all(silhouette(status)[40, 40] for status in Status if status is not Status.UNKNOWN)


@pytest.mark.parametrize("first", list(Icon))
@pytest.mark.parametrize("second", list(Icon))
def test_icons_differ_in_shape(first: Icon, second: Icon) -> None:
    if first is second:
        return
    shapes = []
    for icon in (first, second):
        canvas = Canvas(48, 48)
        paint_icon(canvas, icon, 48, 0, 0)
        shapes.append(canvas.patch().keep[..., 0] < 128)
    assert (shapes[0] ^ shapes[1]).sum() > 100


@pytest.mark.parametrize("point", [(np.nan, 5.0), (np.inf, 5.0), (1e12, -1e12), (-500.0, 5.0)])
def test_impossible_points_draw_nothing_and_raise_nothing(point: tuple[float, float]) -> None:
    image = np.zeros((40, 40, 3), np.uint8)
    fill(image, disc(point, 8.0), (255, 255, 255))
    draw_status(image, Status.OFF, point, 8.0, 1.0)
    assert not image.any()
    stroke(image, np.array([point, (20.0, 20.0)]), (255, 255, 255), 3.0)


def test_markers_follow_fractions_of_a_pixel() -> None:
    """The middle of the ink is where the joint is, to a quarter of a pixel."""
    for center in ((20.0, 20.0), (20.25, 19.5), (20.6, 20.9)):
        image = np.zeros((41, 41, 3), np.uint8)
        draw_dot(image, center, 6.0, 0.0)
        ink = image[..., 0].astype(float)
        rows, columns = np.indices(ink.shape)
        middle = ((columns * ink).sum() / ink.sum(), (rows * ink).sum() / ink.sum())
        assert middle == pytest.approx(center, abs=0.2)


def test_arc_runs_clockwise_on_the_screen() -> None:
    points = arc((0.0, 0.0), 10.0, 0.0, 90.0)
    assert points[0] == pytest.approx((10.0, 0.0))
    assert points[-1] == pytest.approx((0.0, 10.0), abs=1e-9)


def test_rounded_box_spares_the_corners() -> None:
    image = np.zeros((60, 100), np.uint8)
    fill(image, rounded_box(100, 60, 20), (255, 255, 255))
    assert image[0, 0] == image[0, 99] == image[59, 0] == image[59, 99] == 0
    assert image[30, 50] == 255
    assert min(image[0, 50], image[59, 50], image[30, 0], image[30, 99]) > 200


def test_a_patch_is_laid_with_its_opacity() -> None:
    canvas = Canvas(10, 10)
    canvas.paint(np.full((10, 10), 255, np.uint8), (0, 0, 200), 0.5)
    image = np.full((10, 10, 3), 100, np.uint8)
    canvas.patch().lay_on(image, 0, 0)
    assert np.abs(image.astype(int) - (50, 50, 150)).max() <= 2


@pytest.mark.parametrize(("x", "y"), [(-6, -6), (16, 16), (-30, 0), (0, 40), (18, -4)])
def test_a_patch_may_hang_over_the_edge(x: int, y: int) -> None:
    patch = Patch(np.full((10, 10, 3), 255, np.uint8), np.zeros((10, 10, 3), np.uint8))
    image = np.zeros((20, 20, 3), np.uint8)
    patch.lay_on(image, x, y)
    covered = max(0, min(20, x + 10) - max(0, x)) * max(0, min(20, y + 10) - max(0, y))
    assert (image[..., 0] == 255).sum() == covered


def test_blend_touches_only_its_box() -> None:
    image = np.zeros((20, 20, 3), np.uint8)

    def draw(part: NDArray[Any], origin: NDArray[Any]) -> None:
        assert tuple(origin) == (5.0, 0.0)
        part[:] = 200

    blend(image, Box(5, -3, 9, 4), 0.5, draw)
    assert (image[:4, 5:9] == 100).all()
    assert image.sum() == 100 * 4 * 4 * 3
    blend(image, Box(30, 30, 40, 40), 0.5, draw)
