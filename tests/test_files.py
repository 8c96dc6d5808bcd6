"""Files that are written whole or not at all."""

import os
from pathlib import Path
from time import time

import pytest

from posecheck.errors import OutputError
from posecheck.files import check_file, check_folder, remove_leftovers, whole_file


def test_what_a_killed_run_has_left_is_removed_and_what_another_is_writing_is_not(tmp_path: Path) -> None:
    target = tmp_path / "annotated.mp4"
    left = tmp_path / ".annotated.1234567.partial.mp4"
    left.touch()
    started_s = time()
    os.utime(left, (started_s - 5, started_s - 5))

    with whole_file(target) as being_written:
        being_written.write_bytes(b"frames")
        os.utime(being_written, (started_s + 5, started_s + 5))
        remove_leftovers(target, started_s)

    assert target.read_bytes() == b"frames"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("name", ["", "new", "new/and deeper"])
def test_a_folder_that_can_be_written_is_left_as_it_was(name: str, tmp_path: Path) -> None:
    check_folder(tmp_path / name, "--out")
    check_file(tmp_path / name / "bands.png", "--plot")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["", "below", "below/and deeper"])
def test_a_file_in_the_place_of_a_folder_is_told_by_its_name(name: str, tmp_path: Path) -> None:
    file = tmp_path / "text.mp4"
    file.write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError) as refused:
        check_folder(file / name, "--out")
    assert str(refused.value) == f"{file} is a file, not a folder: name another folder with --out"
    with pytest.raises(OutputError, match="is a file, not a folder: name another folder with --plot"):
        check_file(file / name / "bands.png", "--plot")
    assert file.read_text(encoding="utf-8") == "mine"


def test_a_folder_in_the_place_of_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "bands.png").mkdir()
    with pytest.raises(OutputError, match=r"bands\.png is a folder, not a file: name a file with --plot"):
        check_file(tmp_path / "bands.png", "--plot")


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a folder of the system's own")
@pytest.mark.parametrize("name", ["/proc", "/proc/new", "/proc/new/and deeper"])
def test_a_folder_that_takes_nothing_is_told_and_not_what_would_have_been_in_it(name: str) -> None:
    # The reason depends on who asks; that a folder which is there "isn't there" is none.
    told = r"^nothing can be written into /proc( \((?!No such).*\))?: name another folder with --out$"
    with pytest.raises(OutputError, match=told):
        check_folder(Path(name), "--out")


@pytest.mark.skipif(getattr(os, "geteuid", lambda: 0)() == 0, reason="may write everywhere")
def test_a_folder_that_is_somebody_elses_is_told_with_the_reason(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(OutputError, match=r"nothing can be written into .* \(Permission denied\): name another folder"):
        check_folder(tmp_path / "new", "--out")
