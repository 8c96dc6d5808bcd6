"""An environment with a MediaPipe that still has the legacy API (`mp.solutions`), which wants an older Python."""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

from posecheck.pose.model import cache_folder

MEDIAPIPE: Final = "mediapipe==0.10.21"
VERSIONS: Final = ("3.12", "3.11")
"""Pythons that it has wheels for."""

LOOP: Final = Path(__file__).with_name("legacy_loop.py")


class NotAtHandError(Exception):
    """There is no such environment and none can be made; the message says why."""


def legacy_python() -> Path:
    """Return the Python of the environment, which is made at first and kept beside the pose models.

    Raises:
        NotAtHandError: It cannot be made here.
    """
    folder = cache_folder().parent / f"speed-{MEDIAPIPE.replace('==', '-')}"
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    if not _works([str(python), "-c", "import mediapipe; mediapipe.solutions.pose"]):
        shutil.rmtree(folder, ignore_errors=True)
        _run([*_maker(), "-m", "venv", str(folder)], "no environment could be made for it")
        _run([str(python), "-m", "pip", "install", "--quiet", MEDIAPIPE], f"{MEDIAPIPE} could not be installed")
    return python


def _maker() -> list[str]:
    """The command of a Python that it has wheels for."""
    if f"{sys.version_info.major}.{sys.version_info.minor}" in VERSIONS:
        return [sys.executable]
    for version in VERSIONS:
        for command in ([f"python{version}"], ["py", f"-{version}"]):
            if _works([*command, "-c", f"import sys; assert sys.version.startswith('{version}.')"]):
                return command
    raise NotAtHandError(f"it needs Python {' or '.join(VERSIONS)}, which is not at hand")


def _works(command: list[str]) -> bool:
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _run(command: list[str], problem: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        lines = [line for line in done.stderr.splitlines() if line.startswith("ERROR")] or done.stderr.splitlines()
        raise NotAtHandError(f"{problem}: {lines[-1] if lines else 'nobody said why'}")
