from pathlib import Path

import cv2
import numpy as np
import pytest

from posecheck.errors import OutputError, UsageError
from posecheck.feedback.figure import (
    BED,
    BODY,
    MAT,
    NEAR_LIMB,
    PAPER,
    Panel,
    draw_figure,
    save_target_image,
    target_image,
    target_panels,
)
from posecheck.references.figure import RADII, target_figure
from posecheck.references.library import shipped_folder
from posecheck.references.loader import load_reference
from posecheck.references.schema import Reference


@pytest.fixture
def knee_hug() -> Reference:
    return load_reference(shipped_folder() / "knee-hug.toml")


@pytest.fixture
def sun_salute() -> Reference:
    return load_reference(shipped_folder() / "sun-salute-backbend.toml")


def test_a_panel_for_each_variant_or_held_phase(knee_hug: Reference, sun_salute: Reference) -> None:
    assert [panel.caption for panel in target_panels(knee_hug)] == ["Both knees", "Left knee", "Right knee"]
    assert [panel.caption for panel in target_panels(knee_hug, "left")] == ["Left knee"]
    # Reaching looks the same with and without the bend, and is drawn once.
    assert [panel.caption for panel in target_panels(sun_salute)] == ["Reach up", "Lean back gently"]
    with pytest.raises(KeyError):
        target_panels(knee_hug, "none")


def test_a_figure_is_drawn_where_its_joints_are(sun_salute: Reference) -> None:
    figure = target_figure(sun_salute, "with-bend", "reach")
    image = np.full((900, 600, 3), PAPER, np.uint8)
    draw_figure(image, figure, (300.0, 800.0), 180.0)

    def color_at(name: str) -> tuple[int, ...]:
        x, y = figure[name]
        return tuple(int(part) for part in image[round(800 + 180 * y), round(300 + 180 * x)])

    assert color_at("right_knee") == color_at("right_wrist") == NEAR_LIMB
    assert color_at("right_ear") == BODY
    assert tuple(image[805, 300]) == MAT
    assert tuple(image[5, 5]) == PAPER


@pytest.mark.parametrize("path", sorted(shipped_folder().glob("*.toml")), ids=lambda path: path.stem)
def test_only_who_lies_over_the_edge_of_a_bed_has_one(path: Path) -> None:
    reference = load_reference(path)
    for panel in target_panels(reference):
        bed = (target_image(reference.title, [panel]) == BED).all(axis=2)
        # Where figure and paper meet, a pixel may have its colour by chance.
        assert (bed.sum() > 1000) == (reference.name == "mattress-edge")


def test_the_bed_carries_the_back_and_leaves_hips_and_legs_free() -> None:
    figure = target_figure(load_reference(shipped_folder() / "mattress-edge.toml"), "slide", "slide")
    image = np.full((900, 900, 3), PAPER, np.uint8)
    draw_figure(image, figure, (600.0, 800.0), 200.0)
    rows, columns = np.nonzero((image == BED).all(axis=2))
    x, y = (columns - 600) / 200, (rows - 800) / 200
    assert x.min() < min(figure[name][0] for name in ("right_ear", "right_shoulder"))
    assert x.max() < figure["right_hip"][0] - 0.1
    under_the_shoulder = y[np.abs(x - figure["right_shoulder"][0]) < 0.02]
    assert under_the_shoulder.min() == pytest.approx(figure["right_shoulder"][1] + RADII["shoulder"], abs=0.1)
    assert under_the_shoulder.max() == pytest.approx(0.0, abs=0.02)


def test_the_picture_has_room_for_title_figures_and_captions(knee_hug: Reference) -> None:
    panels = target_panels(knee_hug)
    image = target_image("Knee hug", panels)
    assert image.dtype == np.uint8
    one = target_image("Knee hug", panels[:1])
    assert image.shape[1] > 2 * one.shape[1]
    for picture in (image, one):
        edge = np.concatenate([picture[0], picture[-1], picture[:, 0], picture[:, -1]])
        assert (edge == PAPER).all(), "something reaches the picture's edge"


def test_a_long_title_widens_the_picture(knee_hug: Reference) -> None:
    (panel,) = target_panels(knee_hug, "both")
    long = "A title that is much longer than the one figure that stands under it is wide, on purpose"
    image = target_image(long, [Panel(panel.figure, "caption")])
    assert (image[:, -20:] == PAPER).all()


def test_nothing_to_draw() -> None:
    with pytest.raises(ValueError, match="at least one figure"):
        target_image("Nothing", [])


@pytest.mark.parametrize("suffix", [".png", ".JPG", ".webp"])
def test_the_picture_is_saved(knee_hug: Reference, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / "new folder" / f"target{suffix}"
    save_target_image(path, knee_hug, "left")
    image = cv2.imread(str(path))
    assert image is not None
    assert image.shape[2] == 3
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_a_picture_that_cannot_be_saved(knee_hug: Reference, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"what kind of image .*target\.docx should be: end its name in \.png"):
        save_target_image(tmp_path / "target.docx", knee_hug)
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(OutputError, match="cannot write"):
        save_target_image(tmp_path / "file" / "target.png", knee_hug)
