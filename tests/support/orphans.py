"""A batch whose only clip is never finished: run as a program, it tells `running` once a worker is at it."""

from __future__ import annotations

import signal
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

from posecheck.results.summary import Summary
from posecheck.sessions.analyze import Analyzer, Progress
from posecheck.sessions.asked import Asked
from posecheck.sessions.batch import Task
from posecheck.sessions.engines import run_here


@dataclass(frozen=True)
class EndlessAnalyzer(Analyzer):
    """Never comes to an end."""

    def analyze(self, path: Path, folder: Path, progress: Progress | None = None) -> Summary:
        sys.stdout.write("running\n")
        sys.stdout.flush()
        threading.Event().wait()
        raise AssertionError


def main() -> None:
    """Run the batch."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # it is ignored where the tests run in the background
    analyzer = EndlessAnalyzer(Asked(()), Path("no.task"), "full")
    list(run_here([Task(Path("clip.mp4"), Path("clip"), analyzer, "")], workers=1))


if __name__ == "__main__":
    from tests.support.orphans import main as importable  # the workers must find the analyzer by this name

    importable()
