from pathlib import Path

import pytest

from posecheck.errors import InputError
from posecheck.media.inputs import expand_inputs


def test_a_folder_gives_its_media_in_natural_order(tmp_path: Path) -> None:
    for name in ("img10.jpg", "img2.JPG", "clip.MOV", "notes.txt", "._clip.MOV"):
        (tmp_path / name).touch()
    (tmp_path / "folder.mp4").mkdir()
    assert [path.name for path in expand_inputs([tmp_path])] == ["clip.MOV", "img2.JPG", "img10.jpg"]


def test_files_are_kept_in_order_and_given_once(tmp_path: Path) -> None:
    clip, missing = tmp_path / "b.mp4", tmp_path / "a.mp4"
    clip.touch()
    assert expand_inputs([missing, clip, tmp_path, missing]) == [missing, clip]


def test_a_folder_without_media_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").touch()
    with pytest.raises(InputError, match="has no clip and no picture in it"):
        expand_inputs([tmp_path])
