"""Measure and print as Markdown: `python -m benchmarks.live > benchmarks/live/RESULTS.md`.

All parts are measured, or those that are named. A delay and a start are measured in a window, so a display is needed;
`xvfb-run -a` gives a virtual one.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
from importlib.metadata import version

from benchmarks.live.cost import cost
from benchmarks.live.delay import delay
from benchmarks.live.memory import memory
from benchmarks.live.start import start
from posecheck.sessions.analyze import usable_cores

PARTS = ("cost", "delay", "start", "memory")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}; all when left out")
    parser.add_argument("--rounds", type=int, default=10, help="how many processes are started")
    parser.add_argument("--minutes", type=float, default=60.0, help="of the source, for memory")
    parser.add_argument("--with-model", action="store_true", help="memory with the real model; takes half an hour")
    options = parser.parse_args()
    wanted = options.parts or list(PARTS)
    if unknown := set(wanted) - set(PARTS):
        parser.error(f"there is no part {', '.join(sorted(unknown))}")
    print("# Live\n")
    print(f"`python -m benchmarks.live {' '.join(sys.argv[1:])}`".replace(" `", "`") + ", all on one machine.")
    load = f", load {os.getloadavg()[0]:.1f} at the start" if hasattr(os, "getloadavg") else ""
    print(
        f"{platform.system()} {platform.machine()}, {usable_cores()} cores{load}, Python {platform.python_version()}, "
        f"MediaPipe {version('mediapipe')}.",
        flush=True,
    )
    if "cost" in wanted:
        cost()
    if "delay" in wanted:
        delay()
    if "start" in wanted:
        start(options.rounds)
    if "memory" in wanted:
        memory(with_model=options.with_model, minutes=options.minutes)


if __name__ == "__main__":
    main()
