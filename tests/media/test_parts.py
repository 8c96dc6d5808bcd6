"""A clip in parts: together they are the very frames of the whole, wherever decoding began."""

import math
from pathlib import Path

import numpy as np
import pytest

from posecheck.media.frame import Frame, Image, Order
from posecheck.media.parts import PartedSource
from posecheck.media.reader import open_source
from tests.conftest import ClipMaker


def moving(count: int) -> list[Image]:
    images = []
    for index in range(count):
        image = np.full((96, 128, 3), 40, np.uint8)
        image[20:60, index : index + 30] = (200, 120, 255 - index)
        images.append(image)
    return images


def whole(path: Path) -> list[Frame]:
    with open_source(path) as source:
        return list(source)


def same(one: list[Frame], other: list[Frame]) -> bool:
    return [frame.time_s for frame in one] == [frame.time_s for frame in other] and all(
        np.array_equal(a.image, b.image) for a, b in zip(one, other, strict=True)
    )


@pytest.mark.parametrize(
    ("name", "codec", "encoder"),
    [
        ("closed.mp4", "libx264", {"g": "10", "bf": "2", "sc_threshold": "0"}),
        ("open.mp4", "libx264", {"x264-params": "keyint=10:bframes=3:open-gop=1:scenecut=0"}),
        ("one-key.mp4", "libx264", {"g": "250", "bf": "2"}),
        ("clip.mkv", "libx264", {"g": "10", "bf": "2"}),
        ("clip.webm", "libvpx-vp9", {"g": "10", "cpu-used": "8"}),
        ("old.mov", "mpeg4", {"g": "10", "bf": "1"}),
    ],
)
def test_parts_are_the_frames_of_the_whole(
    name: str, codec: str, encoder: dict[str, str], make_clip: ClipMaker
) -> None:
    path = make_clip(name, moving(60), codec=codec, encoder=encoder)
    frames = whole(path)
    with PartedSource(path) as source:
        assert source.length_s == frames[-1].time_s
        for from_s, until_s in ((0.0, 0.5), (0.2, 0.9), (1.0, 1.5), (1.3, math.inf), (1.95, math.inf), (9.0, 10.0)):
            with source.part(from_s, until_s) as part:
                expected = [frame for frame in frames if from_s <= frame.time_s < until_s]
                assert same(list(part), expected), (from_s, until_s)
        assert same(list(source), frames)


def test_a_clip_of_variable_rate_keeps_its_times(make_clip: ClipMaker) -> None:
    times_s = [0.04 * index + (0.015 if index % 3 else 0.0) for index in range(40)]
    path = make_clip("phone.mp4", moving(40), times_s=times_s)
    with PartedSource(path) as source, source.part(0.5, math.inf) as part:
        assert same(list(part), [frame for frame in whole(path) if frame.time_s >= 0.5])


@pytest.mark.parametrize("name", ["clip.avi", "clip.ts"])
def test_a_clip_whose_keyframes_are_a_guess_has_no_parts(name: str, make_clip: ClipMaker) -> None:
    with PartedSource(make_clip(name, moving(20))) as source:
        assert source.length_s is None
        assert len(list(source)) == 20


def test_a_clip_whose_times_stand_still_has_no_parts(make_clip: ClipMaker) -> None:
    times_s = [index / 1000 for index in range(20)]
    with PartedSource(make_clip("fast.mp4", moving(20), times_s=times_s)) as source:
        assert source.length_s is None


def test_a_clip_that_is_cut_off_has_the_parts_that_are_there(make_clip: ClipMaker) -> None:
    path = make_clip("cut.mkv", moving(60), encoder={"g": "10"})
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 2 // 3])
    frames = whole(path)
    with PartedSource(path) as source:
        assert source.length_s is not None
        with source.part(0.0, 0.5) as first, source.part(0.5, math.inf) as second:
            assert same([*first, *second], frames)


@pytest.mark.parametrize(("order", "red"), [("bgr", 2), ("rgb", 0)])
def test_colours_come_in_the_order_that_is_asked_for(order: Order, red: int, make_clip: ClipMaker) -> None:
    path = make_clip("red.mp4", [np.full((48, 64, 3), (0, 0, 255), np.uint8)] * 3)
    with PartedSource(path, order=order) as source, source.part(0.0, math.inf) as part:
        for frame in (*source, *part):
            assert frame.order == order
            assert int(frame.image[24, 32].argmax()) == red
