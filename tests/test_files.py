"""Files that are written whole or not at all."""

import os
from pathlib import Path
from time import time

from posecheck.files import remove_leftovers, whole_file


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
