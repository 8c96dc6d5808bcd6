import zipfile
from pathlib import Path

from posecheck.pose.bundle import write_bundle
from posecheck.pose.fetch import DETECTOR
from posecheck.pose.model import MEMBERS, is_whole_bundle


def networks(model_path: Path) -> list[bytes]:
    with zipfile.ZipFile(model_path) as archive:
        return [archive.read(member) for member in MEMBERS]


def test_the_model_is_two_stored_networks_with_metadata(model_path: Path) -> None:
    with zipfile.ZipFile(model_path) as archive:
        assert sorted(archive.namelist()) == sorted(MEMBERS)
        assert {item.compress_type for item in archive.infolist()} == {zipfile.ZIP_STORED}
    assert all(b"TFLITE_METADATA" in network for network in networks(model_path))
    assert len(DETECTOR[1]) == 64


def test_the_same_networks_give_the_same_bytes(model_path: Path, tmp_path: Path) -> None:
    detector, landmarker = networks(model_path)
    for name in ("one.task", "two.task"):
        write_bundle(tmp_path / name, detector, landmarker)
    assert (tmp_path / "one.task").read_bytes() == (tmp_path / "two.task").read_bytes()
    assert is_whole_bundle(tmp_path / "one.task")
