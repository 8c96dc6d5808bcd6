"""The made-up history behind the picture in the README can be made again, and is one that could be."""

from pathlib import Path

from posecheck.results.history import History
from posecheck.results.history_progress import courses
from tools.example_history import UNTIL, main


def test_the_example_is_the_same_every_time_and_could_be_true(tmp_path: Path) -> None:
    kept = []
    for _ in range(2):
        main([str(tmp_path)])
        with History(tmp_path / "posecheck" / "history.db") as history:
            kept.append(history.everything())
            progress = history.progress("knee-hug")
            assert history.poses() == ("child-pose", "knee-hug")
    assert kept[0] == kept[1]
    assert progress[-1].started.date() == UNTIL
    assert all(session.score is not None and 55 < session.score <= 100 for session in progress)
    assert {course.aspect.side for course in courses(progress)} == {"left", "right"}
