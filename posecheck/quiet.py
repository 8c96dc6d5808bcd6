"""Keeping the chatter of C and C++ libraries off the terminal.

MediaPipe logs to file descriptor 2 before any switch for it (GLOG_minloglevel, TF_CPP_MIN_LOG_LEVEL, absl's Python
logging) takes effect: measured with 0.10.33, none of them silences a line. libpng tells of a damaged picture there,
which posecheck tells better. So the descriptor is turned aside during such a call, and what is not known chatter is
written out afterwards.
"""

import os
import re
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Final

STDERR: Final = 2

CHATTER: Final = re.compile(
    rb"INFO: Created TensorFlow Lite XNNPACK delegate for CPU\.\r?\n"
    rb"|WARNING: All log messages before absl::InitializeLog\(\) is called are written to STDERR\r?\n"
    # absl's form: severity, date, time, thread, file and line. Errors (E, F) are kept.
    rb"|[IW]\d{4} [\d:.]+\s+\d+ [\w.]+:\d+\] [^\n]*\n"
    rb"|libpng (?:error|warning): [^\n]*\n"
    rb"|\[ *(?:WARN|ERROR):[^\n]*\n"  # OpenCV, which hands the same on as an exception or an empty result
)

_lock = threading.Lock()


@dataclass
class _Aside:
    """Where the descriptor points to while somebody is in a block."""

    file: IO[bytes]
    original: int
    inside: int = 0


_aside: _Aside | None = None


@contextmanager
def quiet_stderr() -> Iterator[None]:
    """Hold back what is written to file descriptor 2 within the block, and drop the known chatter from it.

    Blocks in several threads may overlap: what they hold back is told when the last of them has ended.
    """
    global _aside
    with _lock:
        aside = _aside = _aside or _turn_aside()
        if aside is not None:
            aside.inside += 1
    try:
        yield
    finally:
        if aside is not None:
            with _lock:
                aside.inside -= 1
                if not aside.inside:
                    _aside = None
                    _turn_back(aside)


def _turn_aside() -> _Aside | None:
    try:
        sys.stderr.flush()
        original = os.dup(STDERR)
    except (AttributeError, OSError, ValueError):  # no stderr at all, as under pythonw or a service
        return None
    aside = _Aside(tempfile.TemporaryFile(), original)  # noqa: SIM115 - closed when it is turned back
    os.dup2(aside.file.fileno(), STDERR)
    return aside


def _turn_back(aside: _Aside) -> None:
    sys.stderr.flush()
    os.dup2(aside.original, STDERR)
    os.close(aside.original)
    with aside.file as file:
        file.seek(0)
        if kept := CHATTER.sub(b"", file.read()):
            os.write(STDERR, kept)
