from pathlib import Path

import pytest

from posecheck.errors import InputError
from posecheck.media.inputs import collect_inputs, expand_inputs


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


def test_a_collection_is_everything_below_a_folder_but_the_results(tmp_path: Path) -> None:
    names = ["b/clip10.mp4", "b/clip2.mp4", "a.png", "results/clips/x/annotated.mp4", ".trash/old.mp4", "b/notes.txt"]
    for name in names:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    found = collect_inputs(tmp_path, without=tmp_path / "results")
    assert [path.relative_to(tmp_path).as_posix() for path in found] == ["a.png", "b/clip2.mp4", "b/clip10.mp4"]


def test_a_list_names_files_from_its_own_folder(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_text("# Monday\nb.mp4\n\n  a.mp4  \nb.mp4\n/elsewhere/c.mp4\n", encoding="utf-8")
    assert collect_inputs(path) == [tmp_path / "b.mp4", tmp_path / "a.mp4", Path("/elsewhere/c.mp4")]
