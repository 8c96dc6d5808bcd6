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
from typing import Final

STDERR: Final = 2

CHATTER: Final = re.compile(
    rb"INFO: Created TensorFlow Lite XNNPACK delegate for CPU\.\r?\n"
    rb"|WARNING: All log messages before absl::InitializeLog\(\) is called are written to STDERR\r?\n"
    # absl's form: severity, date, time, thread, file and line. Errors (E, F) are kept.
    rb"|[IW]\d{4} [\d:.]+\s+\d+ [\w.]+:\d+\] [^\n]*\n"
    rb"|libpng (?:error|warning): [^\n]*\n"
    rb"|\[ *(?:WARN|ERROR):[^\n]*\n"  # OpenCV, which hands the same on as an exception or an empty result
)

_one_at_a_time = threading.Lock()


@contextmanager
def quiet_stderr() -> Iterator[None]:
    """Hold back what is written to file descriptor 2 within the block, and drop the known chatter from it.

    Blocks in several threads run one after the other.
    """
    with _one_at_a_time, tempfile.TemporaryFile() as aside:
        try:
            sys.stderr.flush()
            original = os.dup(STDERR)
        except (AttributeError, OSError, ValueError):  # no stderr at all, as under pythonw or a service
            yield
            return
        os.dup2(aside.fileno(), STDERR)
        try:
            yield
        finally:
            sys.stderr.flush()
            os.dup2(original, STDERR)
            os.close(original)
            aside.seek(0)
            if kept := CHATTER.sub(b"", aside.read()):
                os.write(STDERR, kept)
