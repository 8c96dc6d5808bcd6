"""How long `posecheck live` takes to its first words, its first picture and the first landmarks on it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from benchmarks.live.clips import CLIP
from posecheck.media.display import has_display

NAMES = {
    "words": "first words given to the speech program",
    "picture": "first picture, with the safety text",
    "landmarks": "first landmarks shown",
}
WANTED_S = 2.0
PATIENCE_S = 60.0


def start(rounds: int) -> None:
    """Print a table.

    Args:
        rounds: How many processes are started, after one that warms the caches.
    """
    print("\n## Start\n")
    if not has_display():
        print("There was no display: nothing was shown. (`xvfb-run -a` gives one.)")
        return
    print(
        f"`posecheck live child-pose --camera FILE` from the start of the process, {rounds} processes one after the "
        f"other; the model and the compiled modules were there. Wanted: first feedback within {WANTED_S:.0f} s.\n"
    )
    with TemporaryDirectory() as folder:
        times = [_once(Path(folder)) for _ in range(rounds + 1)][1:]
    print("| | median, s | p95, s | most, s |\n|---|---:|---:|---:|")
    for name, title in NAMES.items():
        taken = [each[name] for each in times]
        print(f"| {title} | {np.median(taken):.2f} | {np.percentile(taken, 95):.2f} | {max(taken):.2f} |", flush=True)


def _once(folder: Path) -> dict[str, float]:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    # The person has compiled modules; in a checkout there may be none.
    environment["PYTHONPYCACHEPREFIX"] = str(folder)
    words = ["live", "child-pose", "--camera", str(CLIP), "--no-history"]
    begun_s = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.live.started", *words],
        check=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=environment,
        timeout=PATIENCE_S,
    )
    firsts: dict[str, float] = json.loads(done.stdout.splitlines()[0])
    return {name: firsts[name] - begun_s for name in NAMES}
