"""Sessions for a history, made up, and processes that write some.

`python -m tests.support.history killed FILE ROUNDS` writes sessions that are killed at random moments, and prints how
many holds of each were told to be kept. `... written FILE HOLDS` writes one session to its end.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from posecheck.coach.judgement import CountRecord, Fault, HoldRecord, Measured
from posecheck.results.session_log import SessionLog

MOST_WAITED: Final = 20
LONGEST_WAIT_S: Final = 0.003
STARTED: Final = datetime(2026, 11, 22, 7, 10, tzinfo=UTC)


def hold(place: int = 0, **changes: Any) -> HoldRecord:
    """A hold of 20 seconds, the so-manieth of its session."""
    start_s = 30.0 * place
    values: dict[str, Any] = {
        "pose": "child-pose",
        "variant": "arms-forward",
        "phase": "rest",
        "side": None,
        "start_s": start_s,
        "end_s": start_s + 20.0,
        "held_s": 20.0,
        "score": 90.0,
        "faults": (Fault("knees", "Sink to your heels.", 0.25), Fault("hips", "Fold forward.", 0.125)),
        "complete": True,
        "measured": (
            Measured("knees", "knee_flexion", 128.0, 1.5, 200),
            Measured("hips", "hip_flexion", 140.0, 2.0, 200),
        ),
    }
    return HoldRecord(**(values | changes))


def count(place: int = 0, **changes: Any) -> CountRecord:
    """A counted movement."""
    values: dict[str, Any] = {
        "pose": "door-sill-stretch",
        "variant": "turns",
        "phase": "left",
        "side": "left",
        "start_s": 10.0 * place,
        "end_s": 10.0 * place + 2.0,
        "score": 80.0,
    }
    return CountRecord(**(values | changes))


def write_session(path: Path, holds: int, started: datetime = STARTED, **more: Any) -> None:
    """Write a session with so many holds to its end, as a live session does."""
    with SessionLog("live", "child-pose", started, path) as log:
        for moment in ("before", "after"):
            if moment in more:
                log.rate_pain(moment, more[moment])
        log.holds([hold(place, **more.get("hold", {})) for place in range(holds)])
        log.end(more.get("minutes", 6.0), complete=True)


def _killed(path: Path, rounds: int) -> None:
    """Write sessions, each in a process of its own that is killed at a random moment."""
    chance = random.Random(1)
    told = []
    for number in range(rounds):
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            _write_on(path, str(number), writing)
        os.close(writing)
        # So many holds are waited for, none included, and then a moment that may end anywhere.
        waited = sum(len(os.read(reading, 1)) for _ in range(chance.randrange(MOST_WAITED)))
        time.sleep(chance.uniform(0.0, LONGEST_WAIT_S))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        with os.fdopen(reading, "rb") as pipe:
            told.append(waited + len(pipe.read()))
    sys.stdout.write(json.dumps(told))


def _write_on(path: Path, name: str, pipe: int) -> None:
    """Finish one hold after the other, and tell each that is kept, until killed."""
    with SessionLog("live", name, STARTED, path) as log:
        holds: list[HoldRecord] = []
        while True:
            holds.append(hold(len(holds)))
            log.holds(holds)
            os.write(pipe, b".")


def _written(path: Path, holds: int) -> None:
    """Write a session, hold by hold, beginning when told to on the standard input."""
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    with SessionLog("live", "child-pose", STARTED, path) as log:
        finished = [hold(place) for place in range(holds)]
        for place in range(holds):
            log.holds(finished[: place + 1])
        log.end(6.0, complete=True)
    sys.stdout.write(log.notice or "")


if __name__ == "__main__":
    {"killed": _killed, "written": _written}[sys.argv[1]](Path(sys.argv[2]), int(sys.argv[3]))
