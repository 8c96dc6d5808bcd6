import gc
import os
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest
from av.video.frame import VideoFrame

from posecheck.errors import InputError
from posecheck.media.frame import Frame, Image
from posecheck.media.reader import open_source
from posecheck.media.source import SourceInfo

if TYPE_CHECKING:
    from tests.conftest import ClipMaker

Quarters = Callable[..., Image]
Corners = Callable[[Image], str]

UPRIGHT = "red blue green black"


def read(path: Path) -> tuple[SourceInfo, list[Frame], list[str]]:
    with open_source(path) as source:
        return source.info, list(source), source.warnings


def test_a_file_may_be_named_by_a_text(make_clip: "ClipMaker", quarters: Quarters) -> None:
    path = make_clip("clip.mp4", [quarters()] * 2)
    with open_source(str(path)) as source:
        assert source.info.path == path


def test_frames_of_an_odd_width_are_contiguous_and_in_order(
    make_clip: "ClipMaker", quarters: Quarters, corners: Corners
) -> None:
    # 854 is no multiple of 32, so the decoder pads its rows; MediaPipe would see a sheared picture.
    info, frames, warnings = read(make_clip("odd.mp4", [quarters()] * 12))
    assert info == SourceInfo(info.path, "video", 854, 480, 0.4, 12, 30.0)
    assert [frame.index for frame in frames] == list(range(12))
    assert [frame.time_s for frame in frames] == pytest.approx([index / 30 for index in range(12)])
    assert all(frame.image.flags.c_contiguous and frame.image.shape == (480, 854, 3) for frame in frames)
    assert {corners(frame.image) for frame in frames} == {UPRIGHT}
    assert warnings == []


@pytest.mark.parametrize(
    ("rotation_deg", "mirrored", "seen"),
    [
        (90, False, "blue black red green"),
        (-90, False, "green red black blue"),
        (180, False, "black green blue red"),
        (0, True, "blue red black green"),
        (90, True, "black blue green red"),
    ],
)
def test_phone_clips_are_turned_upright(
    make_clip: "ClipMaker", quarters: Quarters, corners: Corners, rotation_deg: int, mirrored: bool, seen: str
) -> None:
    path = make_clip("phone.mov", [quarters()] * 3, rotation_deg=rotation_deg, mirrored=mirrored)
    info, frames, _ = read(path)
    assert corners(frames[0].image) == seen
    assert frames[0].image.flags.c_contiguous
    assert (info.height_px, info.width_px) == frames[0].image.shape[:2]
    assert (info.width_px, info.height_px) == ((480, 854) if rotation_deg % 180 else (854, 480))


def test_variable_frame_rate_is_kept(make_clip: "ClipMaker", quarters: Quarters) -> None:
    times_s = [0.0, 0.033, 0.2, 0.233, 1.5]
    _, frames, warnings = read(make_clip("vfr.mkv", [quarters(64, 64)] * 5, times_s=times_s))
    assert [frame.time_s for frame in frames] == pytest.approx(times_s)
    assert warnings == []


@pytest.mark.parametrize(
    ("name", "codec"), [("a.mkv", "libx264"), ("a.webm", "libvpx"), ("a.avi", "libx264"), ("a.ts", "libx265")]
)
def test_other_containers_and_codecs(make_clip: "ClipMaker", quarters: Quarters, name: str, codec: str) -> None:
    _, frames, warnings = read(make_clip(name, [quarters(320, 240)] * 30, codec=codec))
    times_s = [frame.time_s for frame in frames]
    assert len(frames) == 30
    assert times_s == pytest.approx([index / 30 for index in range(30)], abs=0.002)
    assert warnings == []


def test_pixels_that_are_not_square_are_made_square(make_clip: "ClipMaker", quarters: Quarters) -> None:
    info, frames, _ = read(make_clip("dv.mp4", [quarters(720, 576)] * 2, pixel_aspect=Fraction(16, 15)))
    assert frames[0].image.shape == (576, 768, 3)
    assert (info.width_px, info.height_px) == (768, 576)


@pytest.mark.parametrize(("name", "options"), [("cut.mp4", {"movflags": "+faststart"}), ("cut.mkv", {})])
def test_a_truncated_clip_gives_its_frames_and_a_warning(
    make_clip: "ClipMaker", quarters: Quarters, name: str, options: dict[str, str]
) -> None:
    generator = np.random.default_rng(0)
    images = [np.roll(quarters(320, 240), int(generator.integers(320)), axis=1) for _ in range(120)]
    path = make_clip(name, images, options=options)
    os.truncate(path, path.stat().st_size * 6 // 10)
    _, frames, warnings = read(path)
    assert 20 < len(frames) < 119
    assert len(warnings) == 1
    assert f"{name} breaks off at {frames[-1].time_s:.1f} s of 4.0 s" in warnings[0]


def test_unicode_file_names(make_clip: "ClipMaker", quarters: Quarters, tmp_path: Path) -> None:
    assert len(read(make_clip("Kindhaltung – ü 体式.mp4", [quarters(64, 64)] * 2))[1]) == 2
    picture = tmp_path / "体式 é.png"
    picture.write_bytes(cv2.imencode(".png", quarters(64, 64))[1].tobytes())
    assert len(read(picture)[1]) == 1


@pytest.mark.parametrize("suffix", [".png", ".jpg", ".webp", ".bmp"])
def test_a_picture_is_one_frame(tmp_path: Path, quarters: Quarters, corners: Corners, suffix: str) -> None:
    path = tmp_path / f"still{suffix}"
    path.write_bytes(cv2.imencode(suffix, quarters())[1].tobytes())
    info, frames, warnings = read(path)
    assert info == SourceInfo(path, "image", 854, 480, 0.0, 1, None)
    assert [(frame.time_s, frame.index) for frame in frames] == [(0.0, 0)]
    assert corners(frames[0].image) == UPRIGHT
    assert warnings == []


def test_a_picture_with_the_name_of_a_clip(tmp_path: Path, quarters: Quarters) -> None:
    path = tmp_path / "still.mp4"
    path.write_bytes(cv2.imencode(".png", quarters())[1].tobytes())
    assert read(path)[0].kind == "image"


def test_exif_orientation_is_honoured(tmp_path: Path, quarters: Quarters, corners: Corners) -> None:
    jpeg = cv2.imencode(".jpg", quarters())[1].tobytes()
    # An APP1 segment with the single tag 0x0112 (orientation) = 6: turn clockwise to see it upright.
    tiff = b"MM\0*\0\0\0\x08" + b"\0\x01" + b"\x01\x12\0\x03\0\0\0\x01\0\x06\0\0" + b"\0\0\0\0"
    body = b"Exif\0\0" + tiff
    path = tmp_path / "phone.jpg"
    path.write_bytes(jpeg[:2] + b"\xff\xe1" + (len(body) + 2).to_bytes(2, "big") + body + jpeg[2:])
    info, frames, _ = read(path)
    assert (info.width_px, info.height_px) == (480, 854)
    assert corners(frames[0].image) == "green red black blue"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("noise.mp4", bytes(range(256)) * 40, "is not a video that can be read"),
        ("noise.jpg", bytes(range(256)) * 40, "is not a picture that can be read"),
        ("letter.txt", b"Dear Sir,\n" * 100, "is not a video"),
        ("empty.mp4", b"", "is empty"),
        ("phone.heic", b"\0\0\0\x18ftypheic", "HEIC"),
    ],
)
def test_files_that_are_no_media_are_refused(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError, match=message) as caught:
        open_source(path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_cut_picture_is_refused_without_chatter(
    tmp_path: Path, quarters: Quarters, capfd: pytest.CaptureFixture[str]
) -> None:
    for suffix in (".png", ".jpg", ".webp"):
        path = tmp_path / f"cut{suffix}"
        data = cv2.imencode(suffix, quarters())[1].tobytes()
        path.write_bytes(data[: len(data) // 2])
        with pytest.raises(InputError, match="not a picture that can be read"):
            open_source(path)
    assert capfd.readouterr() == ("", "")


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="does not exist"):
        open_source(tmp_path / "missing.mp4")
    with pytest.raises(InputError, match="is a folder"):
        open_source(tmp_path)
    with pytest.raises(InputError, match="is an address"):
        open_source("https://example.com/clip.mp4")


def test_a_clip_without_frames_is_refused(make_clip: "ClipMaker", quarters: Quarters) -> None:
    path = make_clip("header.mp4", [quarters(64, 64)] * 30, options={"movflags": "+faststart"})
    data = path.read_bytes()
    path.write_bytes(data[: data.index(b"mdat") + 4])
    with pytest.raises(InputError, match="no frame that can be decoded"):
        open_source(path)


def test_a_sound_file_is_refused(tmp_path: Path) -> None:
    import wave

    path = tmp_path / "sound.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(bytes(16000))
    with pytest.raises(InputError, match="no moving picture"):
        open_source(path)


def test_a_playlist_does_not_open_a_connection(tmp_path: Path) -> None:
    path = tmp_path / "list.m3u8"
    path.write_text("#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\nhttp://127.0.0.1:9/a.ts\n#EXT-X-ENDLIST\n")
    with pytest.raises(InputError):
        open_source(path)


def test_a_closed_clip_leaves_no_frame_behind(make_clip: "ClipMaker", quarters: Quarters) -> None:
    """With its frame a whole decoder's memory would stay, until the garbage collector gets to it some day."""
    path = make_clip("clip.mp4", [quarters(64, 48)] * 3, rotation_deg=90)
    gc.collect()
    gc.disable()
    try:
        assert len(read(path)[1]) == 3
        assert not any(isinstance(each, VideoFrame) for each in gc.get_objects())
    finally:
        gc.enable()
