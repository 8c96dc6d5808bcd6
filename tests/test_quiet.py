import os
import threading
from pathlib import Path

import pytest

from posecheck.media.frame import Frame, Image
from posecheck.pose.estimator import PoseEstimator
from posecheck.quiet import quiet_stderr


def test_chatter_is_dropped_and_the_rest_is_kept(capfd: pytest.CaptureFixture[str]) -> None:
    with quiet_stderr():
        os.write(2, b"INFO: Created TensorFlow Lite XNNPACK delegate for CPU.\n")
        os.write(2, b"W0000 00:00:1795368091.061822   20428 inference_feedback_manager.cc:114] Feedback manager.\n")
        os.write(2, b"E0000 00:00:1795368091.061823   20428 graph.cc:1] out of memory\n")
        os.write(2, b"a line of ours\n")
    os.write(2, b"afterwards\n")
    told = capfd.readouterr().err
    assert told == "E0000 00:00:1795368091.061823   20428 graph.cc:1] out of memory\na line of ours\nafterwards\n"


def test_stderr_comes_back_after_an_error(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ValueError, match="no"), quiet_stderr():
        raise ValueError("no")
    os.write(2, b"still here\n")
    assert capfd.readouterr().err == "still here\n"


def test_blocks_that_overlap_are_all_quiet_and_stderr_comes_back_after_the_last(
    capfd: pytest.CaptureFixture[str],
) -> None:
    first_inside, second_inside, first_ended = (threading.Event() for _ in range(3))

    def first() -> None:
        with quiet_stderr():
            first_inside.set()
            assert second_inside.wait(10)
        first_ended.set()

    thread = threading.Thread(target=first)
    thread.start()
    assert first_inside.wait(10)
    with quiet_stderr():  # would wait for ever if blocks excluded each other
        second_inside.set()
        assert first_ended.wait(10)
        os.write(2, b"INFO: Created TensorFlow Lite XNNPACK delegate for CPU.\n")
        os.write(2, b"a line of ours\n")
    thread.join()
    os.write(2, b"afterwards\n")
    assert capfd.readouterr().err == "a line of ours\nafterwards\n"


def test_mediapipe_says_nothing(model_path: Path, standing: Image, capfd: pytest.CaptureFixture[str]) -> None:
    with PoseEstimator(model_path) as estimator:
        assert estimator.estimate(Frame(standing, 0.0, 0)) is not None
    assert capfd.readouterr() == ("", "")
