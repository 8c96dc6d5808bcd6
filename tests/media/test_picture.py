"""Pictures out: whole, under any name, and told in one sentence where they cannot be written."""

from pathlib import Path

import numpy as np
import pytest

from posecheck.errors import OutputError, UsageError
from posecheck.media.frame import Image
from posecheck.media.picture import check_png, save_picture
from posecheck.media.reader import open_source

IMAGE: Image = np.arange(6 * 8 * 3, dtype=np.uint8).reshape(6, 8, 3)


@pytest.mark.parametrize("name", ["plain.png", "Dehnübung 伸展.png", "UPPER.PNG"])
def test_a_picture_is_read_as_it_was_written(name: str, tmp_path: Path) -> None:
    path = tmp_path / "new folder" / name
    save_picture(path, IMAGE)
    with open_source(path) as source:
        (frame,) = source
    assert np.array_equal(frame.image, IMAGE)
    assert [each.name for each in path.parent.iterdir()] == [name]


def test_what_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match=r"cannot write .*picture\.png"):
        save_picture(tmp_path / "file" / "picture.png", IMAGE)


def test_a_png_is_told_by_its_name() -> None:
    check_png(Path("plot.PNG"), "plot")
    for name in ("plot.jpg", "plot", "plot.png.txt"):
        with pytest.raises(UsageError, match=f"^the plot is a PNG picture: end {name} in .png$"):
            check_png(Path(name), "plot")
