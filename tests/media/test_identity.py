"""What a file is known by."""

import os
from pathlib import Path

import pytest

from posecheck.errors import InputError
from posecheck.media.identity import SAMPLE_BYTES, file_identity


@pytest.mark.parametrize("size", [0, 10, SAMPLE_BYTES, 5 * SAMPLE_BYTES])
def test_a_copy_under_another_name_is_the_same_file(size: int, tmp_path: Path) -> None:
    content = os.urandom(size)
    for name in ("one.mp4", "two.mov"):
        (tmp_path / name).write_bytes(content)
    assert file_identity(tmp_path / "one.mp4") == file_identity(tmp_path / "two.mov")


@pytest.mark.parametrize("place", [0, 2 * SAMPLE_BYTES + SAMPLE_BYTES // 2, -1])
def test_a_change_at_either_end_or_in_the_middle_is_seen(place: int, tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    content = bytearray(5 * SAMPLE_BYTES)
    path.write_bytes(content)
    before = file_identity(path)
    content[place] = 1
    path.write_bytes(content)
    assert file_identity(path) != before


def test_a_file_that_grew_is_another(tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    path.write_bytes(bytes(10))
    before = file_identity(path)
    path.write_bytes(bytes(11))
    assert file_identity(path) != before


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot read"):
        file_identity(tmp_path / "nowhere.mp4")
