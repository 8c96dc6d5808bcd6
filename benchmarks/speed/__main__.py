"""Measure everything and print it as Markdown: `python -m benchmarks.speed > benchmarks/speed/RESULTS.md`."""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.speed.clips import make_clip, make_fast
from benchmarks.speed.legacy import LOOP, MEDIAPIPE, NotAtHandError, legacy_python
from benchmarks.speed.startup import PEERS, startup_ms
from posecheck.pose.model import ensure_model
from posecheck.references.library import all_references
from posecheck.sessions.analyze import Analyzer, usable_cores
from posecheck.sessions.asked import Asked

Times = dict[str, list[float]]
"""By case, round by round."""

LONG = 4
"""How many times as long the longer clip is: about a minute, as clips of phones are."""

FAST = 2
"""How many times as many frames the clip of 60 a second has: in time it is about as long as the other."""

CASES = {
    "tutorial": "(a) tutorial loop, without video",
    "tutorial-video": "(a) tutorial loop, with video (mp4v)",
    "floor-mediapipe": "(b) MediaPipe's inference alone on decoded frames, a worker a core",
    "floor-own": "(b) posecheck's inference alone on decoded frames, a worker a core",
    "posecheck": "(c) posecheck, without video",
    "posecheck-long": f"(c) posecheck, without video, {LONG} times as long",
    "posecheck-video": "(d) posecheck, with annotated H.264 video",
    "legacy": f"(e) tutorial loop on the legacy API ({MEDIAPIPE}), without video",
    "tutorial-fast": "(f) tutorial loop, without video, 60 frames a second",
    "posecheck-fast": "(f) posecheck, without video, 60 frames a second",
}

REJUDGING = {"rejudging": "all stretches", "rejudging-one": "the one that is shown"}

RATIOS = (
    ("posecheck", "floor-mediapipe", "(c) against MediaPipe's inference alone", "at least 0.85"),
    ("posecheck", "floor-own", "(c) against posecheck's inference alone", ""),
    ("posecheck", "tutorial", "(c) against the tutorial loop without video", "at least 2"),
    ("posecheck-long", "floor-mediapipe", f"(c) {LONG} times as long, against MediaPipe's inference alone", ""),
    ("posecheck-long", "floor-own", f"(c) {LONG} times as long, against posecheck's inference alone", ""),
    ("posecheck-long", "tutorial", f"(c) {LONG} times as long, against the tutorial loop without video", ""),
    ("posecheck-video", "tutorial-video", "(d) against the tutorial loop with video", "at least 1.3"),
    ("posecheck", "legacy", "(c) against the tutorial loop on the legacy API", ""),
    ("posecheck-fast", "tutorial-fast", "(f) against the tutorial loop, 60 frames a second", "at least 2"),
)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="how often each case is run, in turns")
    parser.add_argument("--length", type=int, default=1, help="length of the clip in samples of 18.5 s")
    parser.add_argument("--no-memory", action="store_true", help="leave out the clip of eightfold length")
    options = parser.parse_args()
    model = ensure_model("full")
    with tempfile.TemporaryDirectory() as name:
        clip = make_clip(Path(name) / "clip.mp4", options.length)
        twice = make_clip(Path(name) / "twice.mp4", FAST * options.length)
        others = {
            "long": make_clip(Path(name) / "long.mp4", LONG * options.length),
            "fast": make_fast(twice, Path(name) / "fast.mp4"),
        }
        _print_head(options)
        cases, left_out = _cases(clip, others, model)
        _print_cases(*_rounds(cases, options.rounds))
        if left_out:
            print(f"\n(e) was left out: {left_out}.")
        _print_stages(_child("benchmarks.speed.stages", clip, model))
        _print_judging(_judging_fps(clip, model, Path(name), 2 * options.rounds))
        _print_startup(startup_ms(2 * options.rounds))
        if not options.no_memory:
            long = make_clip(Path(name) / "eightfold.mp4", 8 * options.length)
            _print_memory(clip, long, model, options.rounds)


def _cases(clip: Path, others: dict[str, Path], model: Path) -> tuple[dict[str, list[str]], str]:
    """The command of every case, and why one is missing; empty when none is.

    A case on another clip than the usual one is called after it: `posecheck-fast`.
    """
    here = [sys.executable, "-m", "benchmarks.speed.cases"]
    commands = {}
    for case in CASES:
        what, _, which = case.rpartition("-")
        on_other = which in others
        commands[case] = [*here, what if on_other else case, str(others[which] if on_other else clip), str(model)]
    try:
        commands["legacy"] = [str(legacy_python()), str(LOOP), str(clip)]
    except NotAtHandError as error:
        del commands["legacy"]
        return commands, str(error)
    return commands, ""


def _rounds(cases: dict[str, list[str]], rounds: int) -> tuple[Times, Times]:
    """Wall-clock and processor milliseconds a frame of every case, round by round."""
    wall: Times = {case: [] for case in cases}
    cpu: Times = {case: [] for case in cases}
    for turn in range(rounds):
        # Every other round backwards, so that a load that grows or falls favours nobody.
        for case in list(cases)[:: -1 if turn % 2 else 1]:
            taken = _output(cases[case])
            wall[case].append(taken["ms_per_frame"])
            cpu[case].append(taken["cpu_ms_per_frame"])
            print(f"round {turn + 1}: {case} {wall[case][-1]:.1f} ms", file=sys.stderr)
    return wall, cpu


def _child(module: str, *arguments: object) -> dict[str, Any]:
    return _output([sys.executable, "-m", module, *map(str, arguments)])


def _output(command: list[str]) -> dict[str, Any]:
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def _judging_fps(clip: Path, model: Path, folder: Path, rounds: int) -> dict[str, list[float]]:
    """Frames a second of judging recorded landmarks again, run by run."""
    Analyzer(Asked(all_references().contents), model, "full", video=False).analyze(clip, folder / "out")
    recording = folder / "out" / "landmarks.npz"
    speeds: dict[str, list[float]] = {case: [] for case in REJUDGING}
    for _ in range(rounds):
        for case, fps in speeds.items():
            fps.append(1000 / _child("benchmarks.speed.cases", case, recording, model)["ms_per_frame"])
    return speeds


def _print_head(options: argparse.Namespace) -> None:
    print("# Speed\n")
    command = f"python -m benchmarks.speed --rounds {options.rounds} --length {options.length}"
    print(f"`{command}`, all in turns on one machine.")
    load = f", load {os.getloadavg()[0]:.1f} at the start" if hasattr(os, "getloadavg") else ""
    print(
        f"{platform.system()} {platform.machine()}, {usable_cores()} cores{load}, Python {platform.python_version()}."
    )
    print(f"A rendered clip in 1280x720 at 24 frames a second, {18.5 * options.length:.0f} s, model full.\n")


def _print_cases(wall: Times, cpu: Times) -> None:
    print("| case | ms a frame, median | least | most | of processor time, median |\n|---|---:|---:|---:|---:|")
    for case, times in wall.items():
        spread = f"{median(times):.1f} | {min(times):.1f} | {max(times):.1f}"
        print(f"| {CASES[case]} | {spread} | {median(cpu[case]):.1f} |")
    print("\nHow many times as fast, round by round:\n")
    print("| | median | least | most | by processor time, median | wanted |\n|---|---:|---:|---:|---:|---|")
    for fast, slow, title, wanted in RATIOS:
        if slow not in wall:
            continue
        ratios = _ratios(wall[fast], wall[slow])
        work = median(_ratios(cpu[fast], cpu[slow]))
        print(f"| {title} | {median(ratios):.2f} | {min(ratios):.2f} | {max(ratios):.2f} | {work:.2f} | {wanted} |")


def _ratios(ours: list[float], theirs: list[float]) -> list[float]:
    return [slow / fast for fast, slow in zip(ours, theirs, strict=True)]


def _print_stages(costs: dict[str, float]) -> None:
    print("\n## A frame's way\n\n| stage | ms a frame |\n|---|---:|")
    for stage, cost in costs.items():
        print(f"| {stage} | {cost:.2f} |")


def _print_judging(speeds: dict[str, list[float]]) -> None:
    print("\nRecorded landmarks judged again, frames a second:\n")
    print("| against | median | least | most |\n|---|---:|---:|---:|")
    for case, fps in speeds.items():
        print(f"| {REJUDGING[case]} | {median(fps):,.0f} | {min(fps):,.0f} | {max(fps):,.0f} |")


def _print_startup(times: dict[str, list[float]]) -> None:
    print("\n## Start\n\n| command | ms, median | times its peer, median | peer |\n|---|---:|---:|---|")
    for name, taken in times.items():
        ratio = f"{median(_ratios(times[PEERS[name]], taken)):.2f}" if name in PEERS else ""
        print(f"| {name} | {median(taken):.0f} | {ratio} | {PEERS.get(name, '')} |")


def _print_memory(clip: Path, long: Path, model: Path, rounds: int) -> None:
    print(f"\n## Peak memory\n\nThe median of {rounds} runs, with the least and the most.\n")
    print("| case | 1x, MB | 8x, MB | ratio of the medians |\n|---|---:|---:|---:|")
    for case in ("posecheck", "posecheck-video"):
        # How many frames wait between two stages at the worst moment is chance.
        peaks = [
            [_child("benchmarks.speed.cases", case, path, model)["peak_mb"] for _ in range(rounds)]
            for path in (clip, long)
        ]
        once, eightfold = (f"{median(each):.0f} ({min(each):.0f} to {max(each):.0f})" for each in peaks)
        print(f"| {CASES[case]} | {once} | {eightfold} | {median(peaks[1]) / median(peaks[0]):.2f} |", flush=True)


if __name__ == "__main__":
    main()
