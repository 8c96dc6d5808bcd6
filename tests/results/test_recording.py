import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from posecheck.errors import InputError, OutputError
from posecheck.pose.landmarks import Landmarks
from posecheck.results.recording import FORMAT, Recorder, Recording, RecordingInfo

INFO = RecordingInfo(
    "Übung.mp4", "video", 640, 480, 0.3, "full", people=2, complete=False, warnings=("It breaks off.",), identity="0f"
)
TIMES_S = (0.0, 0.1, 1 / 3)


def somebody(seed: int) -> Landmarks:
    generator = np.random.default_rng(seed)

    def numbers(*shape: int) -> np.ndarray[Any, np.dtype[np.float64]]:
        return generator.normal(0, 300, shape).astype(np.float32).astype(np.float64)

    flow_px_s = numbers(33, 2)
    flow_px_s[::3] = np.nan
    return Landmarks(numbers(33, 2), numbers(33, 3), numbers(33), numbers(33), 640, 480, flow_px_s)


@pytest.fixture
def recording() -> Recording:
    recorder = Recorder()
    for time_s, landmarks in zip(TIMES_S, (somebody(0), None, somebody(1)), strict=True):
        recorder.add(time_s, landmarks)
    assert len(recorder) == 3
    return recorder.recording(INFO)


def test_what_is_loaded_is_what_was_recorded(recording: Recording, tmp_path: Path) -> None:
    path = tmp_path / "new" / "landmarks.npz"
    recording.save(path)
    loaded = Recording.load(path)
    assert loaded.info == INFO
    assert len(loaded) == 3
    for (time_s, found), expected_s, expected in zip(loaded, TIMES_S, (somebody(0), None, somebody(1)), strict=True):
        assert time_s == expected_s
        if expected is None:
            assert found is None
            continue
        assert found is not None
        for name in ("image_px", "world_m", "visibility", "presence", "flow_px_s"):
            assert getattr(found, name).dtype == np.float64
            np.testing.assert_array_equal(getattr(found, name), getattr(expected, name))
        assert (found.width_px, found.height_px) == (640, 480)
    assert list(path.parent.iterdir()) == [path]


def test_a_recording_without_frames(tmp_path: Path) -> None:
    path = tmp_path / "landmarks.npz"
    Recorder().recording(INFO).save(path)
    assert list(Recording.load(path)) == []


def test_only_the_arrays_are_stored(recording: Recording, tmp_path: Path) -> None:
    path = tmp_path / "landmarks.npz"
    recording.save(path)
    with np.load(path, allow_pickle=False) as stored:
        assert set(stored) == {
            *("info", "times_s", "found", "image_px", "world_m", "visibility", "presence", "flow_px_s"),
        }
        assert stored["image_px"].dtype == np.float32
        assert json.loads(str(stored["info"]))["format"] == FORMAT


def save_changed(recording: Recording, path: Path, **changes: Any) -> None:
    recording.save(path)
    with np.load(path) as stored:
        arrays: dict[str, Any] = dict(stored)
    np.savez(path, **{name: value for name, value in {**arrays, **changes}.items() if value is not None})


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"info": None}, "not a recording"),
        ({"image_px": None}, "not a recording"),
        ({"info": np.array("no json")}, "not a recording"),
        ({"info": np.array('{"format": 1}')}, "not a recording"),
        (
            {"info": np.array(f'{{"format": {FORMAT + 1}, "version": "9.1"}}')},
            "was written by posecheck 9.1: update posecheck",
        ),
        ({"times_s": np.array([0.0, 0.2, 0.2])}, "its times do not rise"),
        ({"times_s": np.array([0.0, np.nan, 0.2])}, "its times do not rise"),
        ({"found": np.array([True])}, "whether somebody was found"),
        ({"world_m": np.zeros((3, 33, 2))}, r"world_m has the shape \(3, 33, 2\), expected \(3, 33, 3\)"),
        ({"visibility": np.full((3, 33), np.nan)}, "visibility has values that are no numbers"),
        ({"presence": np.array([object()])}, "not a recording"),
        ({"flow_px_s": np.zeros((3, 33))}, r"flow_px_s has the shape \(3, 33\), expected \(3, 33, 2\)"),
        ({"flow_px_s": np.full((3, 33, 2), np.inf)}, "flow_px_s has values that are no numbers"),
    ],
)
def test_odd_recordings_are_refused(
    recording: Recording, tmp_path: Path, changes: dict[str, Any], message: str
) -> None:
    path = tmp_path / "landmarks.npz"
    save_changed(recording, path, **changes)
    with pytest.raises(InputError, match=message) as caught:
        Recording.load(path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_recordings_of_the_first_format_are_still_read(recording: Recording, tmp_path: Path) -> None:
    path = tmp_path / "landmarks.npz"
    told = {**asdict(INFO), "format": 1}
    for name in ("joints", "identity", "cuts_s"):  # which it did not have
        del told[name]
    save_changed(recording, path, info=np.array(json.dumps(told)))
    assert Recording.load(path).info == replace(INFO, joints=None, identity=None)


def test_of_a_recording_of_before_it_was_kept_the_flow_is_unknown(recording: Recording, tmp_path: Path) -> None:
    path = tmp_path / "landmarks.npz"
    save_changed(recording, path, flow_px_s=None)
    loaded = Recording.load(path)
    assert loaded.flow_px_s.shape == (3, 33, 2)
    assert np.isnan(loaded.flow_px_s).all()
    np.testing.assert_array_equal(loaded.image_px, recording.image_px)


def test_landmarks_whose_flow_nobody_looked_for_are_recorded_as_of_unknown_flow() -> None:
    recorder = Recorder()
    recorder.add(0.0, replace(somebody(0), flow_px_s=None))
    ((_, found),) = recorder.recording(INFO)
    assert found is not None
    assert found.flow_px_s is not None
    assert np.isnan(found.flow_px_s).all()


@pytest.mark.parametrize("content", [b"", b"no npz at all", b"PK\x03\x04 cut off"])
def test_files_that_are_no_npz_are_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "landmarks.npz"
    path.write_bytes(content)
    with pytest.raises(InputError, match="not a recording"):
        Recording.load(path)


def test_a_cut_recording_is_refused(recording: Recording, tmp_path: Path) -> None:
    path = tmp_path / "landmarks.npz"
    recording.save(path)
    data = path.read_bytes()
    for part in (0.3, 0.9):
        path.write_bytes(data[: int(len(data) * part)])
        with pytest.raises(InputError, match="not a recording"):
            Recording.load(path)
    flipped = bytearray(data)
    flipped[len(data) // 2] ^= 0xFF
    path.write_bytes(flipped)
    with pytest.raises(InputError):
        Recording.load(path)


def test_a_flipped_byte_is_refused_in_a_sentence_or_changes_nothing_that_is_read(
    recording: Recording, tmp_path: Path
) -> None:
    path = tmp_path / "landmarks.npz"
    recording.save(path)
    data = path.read_bytes()
    refused = 0
    places = range(0, len(data), 11)
    for place in places:
        path.write_bytes(data[:place] + bytes([data[place] ^ 0xFF]) + data[place + 1 :])
        try:
            loaded = Recording.load(path)
        except InputError:
            refused += 1
        else:
            np.testing.assert_array_equal(loaded.image_px, recording.image_px)
    assert refused > len(places) / 2


def test_a_recording_that_looks_encrypted_is_refused(recording: Recording, tmp_path: Path) -> None:
    path = tmp_path / "landmarks.npz"
    recording.save(path)
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] ^= 1  # of the flags of the first member, in the directory at the end
    path.write_bytes(data)
    with pytest.raises(InputError, match="not a recording"):
        Recording.load(path)


def test_a_missing_recording_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="does not exist"):
        Recording.load(tmp_path / "landmarks.npz")
    with pytest.raises(InputError, match="not a recording"):
        Recording.load(tmp_path)


def test_a_recording_of_an_image_of_no_size_is_refused(recording: Recording, tmp_path: Path) -> None:
    path = tmp_path / "landmarks.npz"
    replace(recording, info=replace(INFO, width_px=0)).save(path)
    with pytest.raises(InputError, match="not a recording"):
        Recording.load(path)


def test_a_failed_save_keeps_the_old_recording(tmp_path: Path, recording: Recording) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="cannot write"):
        recording.save(tmp_path / "file" / "landmarks.npz")
