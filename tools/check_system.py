"""Says which system parts that posecheck needs are missing, and the one command that installs them.

Run before anything is installed, so it uses the standard library alone, and syntax that an old Python 3 still reads.
As root on a Debian or Ubuntu system it installs what is missing.
"""

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys

# What the cv2 and mediapipe wheels for Linux load without bringing it: library, apt package, dnf package.
NEEDED_LIBRARIES = [
    ("libGL.so.1", "libgl1", "libglvnd-glx"),
    ("libEGL.so.1", "libegl1", "libglvnd-egl"),
    ("libGLESv2.so.2", "libgles2", "libglvnd-gles"),
    ("libgthread-2.0.so.0", "libglib2.0-0", "glib2"),
    ("libxcb.so.1", "libxcb1", "libxcb"),
    ("libstdc++.so.6", "libstdc++6", "libstdc++"),
]


def main():
    """Return the exit status: 0 when nothing is missing (any more)."""
    if sys.version_info < (3, 11):  # noqa: UP036 - this very check is for older versions
        print("posecheck needs Python 3.11 or newer; this is %d.%d: name another by PYTHON=..." % sys.version_info[:2])
        return 1
    missing = missing_parts()
    if missing and can_install():
        print("installing " + ", ".join(part for part, _, _ in missing))
        install([package for _, package, _ in missing])
        missing = missing_parts()
    if missing:
        print("missing: " + ", ".join(part for part, _, _ in missing) + "; install with\n    " + command(missing))
        return 1
    return 0


def missing_parts():
    """Return what is missing as (part, apt package, dnf package)."""
    missing = []
    if importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
        missing.append(("Python's venv module", "python3-venv", "python3-pip"))
    if sys.platform.startswith("linux"):
        missing += [row for row in NEEDED_LIBRARIES if not loads(row[0])]
    return missing


def loads(library):
    """Return whether the system's loader finds the library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def can_install():
    """Return whether this is root on a system with apt."""
    return hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get") is not None


def install(packages):
    """Install packages with apt-get, showing only errors."""
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    for arguments in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *packages]):
        subprocess.run(["apt-get", *arguments], env=environment, stdout=subprocess.DEVNULL, check=False)


def command(missing):
    """Return the command that installs what is missing on this system."""
    if shutil.which("dnf"):
        return "sudo dnf install " + " ".join(package for _, _, package in missing)
    return "sudo apt-get install " + " ".join(package for _, package, _ in missing)


if __name__ == "__main__":
    sys.exit(main())
