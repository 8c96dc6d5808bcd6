from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pytest

from posecheck.errors import OutputError
from posecheck.media.frame import Image
from posecheck.media.reader import open_source
from posecheck.media.writer import VideoWriter

Quarters = Callable[..., Image]


def times_s(path: Path) -> list[float]:
    with open_source(path) as source:
        return [frame.time_s for frame in source]


def test_frames_keep_their_times_and_colours(
    tmp_path: Path, quarters: Quarters, corners: Callable[[Image], str]
) -> None:
    path = tmp_path / "new folder" / "out.mp4"
    given_s = [7.0, 7.04, 7.5, 7.533, 9.0]
    with VideoWriter(path, nominal_fps=25) as writer:
        for time_s in given_s:
            writer.write(quarters(), time_s)
        assert not path.exists()
    with open_source(path) as source:
        assert source.info.duration_s == pytest.approx(2.04, abs=1e-3)
        frames = list(source)
        assert source.warnings == []
    assert [frame.time_s for frame in frames] == pytest.approx([time_s - 7 for time_s in given_s], abs=1e-4)
    assert {corners(frame.image) for frame in frames} == {"red blue green black"}
    assert list(path.parent.iterdir()) == [path]


def test_the_file_is_what_browsers_play(tmp_path: Path, quarters: Quarters) -> None:
    path = tmp_path / "out.mp4"
    with VideoWriter(path) as writer:
        for index in range(10):
            writer.write(quarters(321, 241), index / 30)
    with av.open(str(path)) as container:
        context = container.streams.video[0].codec_context
        assert (context.name, context.pix_fmt, context.width, context.height) == ("h264", "yuv420p", 320, 240)
    data = path.read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")


def test_times_that_do_not_rise_are_spread(tmp_path: Path, quarters: Quarters) -> None:
    path = tmp_path / "out.mp4"
    with VideoWriter(path) as writer:
        for time_s in (0.0, 0.5, 0.5, 0.2, 1.0):
            writer.write(quarters(64, 64), time_s)
    assert times_s(path) == pytest.approx([0, 0.5, 0.501, 0.502, 1.0], abs=1e-4)


def test_a_single_frame_is_a_video(tmp_path: Path, quarters: Quarters) -> None:
    path = tmp_path / "out.mp4"
    with VideoWriter(path) as writer:
        writer.write(quarters(64, 64), 3.0)
    assert times_s(path) == [0.0]


def test_without_frames_there_is_no_file(tmp_path: Path) -> None:
    with VideoWriter(tmp_path / "out.mp4"):
        pass
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("error", [KeyboardInterrupt, RuntimeError, OSError])
def test_an_interrupted_video_is_dropped_and_the_old_one_stays(
    tmp_path: Path, quarters: Quarters, error: type[BaseException]
) -> None:
    path = tmp_path / "out.mp4"
    path.write_text("old")
    with pytest.raises(error), VideoWriter(path) as writer:
        writer.write(quarters(64, 64), 0.0)
        raise error
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_an_interrupted_video_can_be_kept(tmp_path: Path, quarters: Quarters) -> None:
    path = tmp_path / "out.mp4"
    with pytest.raises(KeyboardInterrupt), VideoWriter(path, keep_incomplete=True) as writer:
        for index in range(5):
            writer.write(quarters(64, 64), index / 10)
        raise KeyboardInterrupt
    assert times_s(path) == pytest.approx([0, 0.1, 0.2, 0.3, 0.4], abs=1e-4)
    assert list(tmp_path.iterdir()) == [path]


def test_close_ends_the_video_within_the_block(tmp_path: Path, quarters: Quarters) -> None:
    path = tmp_path / "out.mp4"
    with VideoWriter(path) as writer:
        writer.write(quarters(64, 64), 0.0)
        writer.close()
        assert path.exists()
        with pytest.raises(ValueError, match="closed"):
            writer.write(quarters(64, 64), 1.0)
    assert writer.frame_count == 1


def test_frames_of_another_size_are_refused(tmp_path: Path, quarters: Quarters) -> None:
    with pytest.raises(ValueError, match="64x64"), VideoWriter(tmp_path / "out.mp4") as writer:
        writer.write(quarters(64, 64), 0.0)
        writer.write(quarters(64, 32), 1.0)


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path, quarters: Quarters) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="cannot write"), VideoWriter(tmp_path / "file" / "out.mp4") as writer:
        writer.write(quarters(64, 64), 0.0)


def test_a_full_disk_is_one_sentence_and_leaves_nothing(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    import signal

    generator = np.random.default_rng(0)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    try:
        with (
            pytest.raises(OutputError, match="cannot write"),
            VideoWriter(tmp_path / "out.mp4", keep_incomplete=True) as writer,
        ):
            for index in range(40):
                writer.write(generator.integers(0, 255, (240, 320, 3)).astype(np.uint8), index / 30)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, handler)
    assert list(tmp_path.iterdir()) == []
