"""Measure everything and print it as Markdown: `python -m benchmarks.speed > benchmarks/speed/RESULTS.md`."""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.speed.clips import make_clip, make_fast
from benchmarks.speed.legacy import LOOP, MEDIAPIPE, NotAtHandError, legacy_python
from benchmarks.speed.startup import startup_ms
from posecheck.pose.model import ensure_model
from posecheck.references.library import all_references
from posecheck.results.recording import Recording
from posecheck.sessions.analyze import Analyzer, usable_cores
from posecheck.sessions.judging import Asked, judge_recording

Times = dict[str, list[float]]
"""By case, round by round."""

CASES = {
    "tutorial": "(a) tutorial loop, without video",
    "tutorial-video": "(a) tutorial loop, with video (mp4v)",
    "floor-one": "(b) inference alone, one worker",
    "floor-machine": "(b) inference alone, one worker a core",
    "posecheck": "(c) posecheck, without video",
    "posecheck-video": "(d) posecheck, with annotated H.264 video",
    "legacy": f"(e) tutorial loop on the legacy API ({MEDIAPIPE}), without video",
    "tutorial-fast": "(f) tutorial loop, without video, 60 frames a second",
    "posecheck-fast": "(f) posecheck, without video, 60 frames a second",
}

RATIOS = (
    ("posecheck", "floor-machine", "(c) against the machine's floor", "at least 0.85"),
    ("posecheck", "tutorial", "(c) against the tutorial loop without video", "at least 2"),
    ("posecheck-video", "tutorial-video", "(d) against the tutorial loop with video", "at least 1.3"),
    ("posecheck", "legacy", "(c) against the tutorial loop on the legacy API", ""),
    ("posecheck-fast", "tutorial-fast", "(f) against the tutorial loop, 60 frames a second", "at least 2"),
)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="how often each case is run, in turns")
    parser.add_argument("--length", type=int, default=4, help="length of the clip in samples of 18.5 s")
    parser.add_argument("--no-memory", action="store_true", help="leave out the clip of eightfold length")
    options = parser.parse_args()
    model = ensure_model("full")
    with tempfile.TemporaryDirectory() as name:
        clip = make_clip(Path(name) / "clip.mp4", options.length)
        _print_head(options)
        cases, left_out = _cases(clip, make_fast(clip, Path(name) / "fast.mp4"), model)
        _print_cases(*_rounds(cases, options.rounds))
        if left_out:
            print(f"\n(e) was left out: {left_out}.")
        _print_stages(_child("benchmarks.speed.stages", clip, model), _judging_fps(clip, model, Path(name)))
        _print_startup(startup_ms(2 * options.rounds))
        if not options.no_memory:
            _print_memory(clip, make_clip(Path(name) / "long.mp4", 8 * options.length), model)


def _cases(clip: Path, fast: Path, model: Path) -> tuple[dict[str, list[str]], str]:
    """The command of every case, and why one is missing; empty when none is."""
    here = [sys.executable, "-m", "benchmarks.speed.cases"]
    commands = {
        case: [*here, case.removesuffix("-fast"), str(fast if case.endswith("-fast") else clip), str(model)]
        for case in CASES
    }
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


def _judging_fps(clip: Path, model: Path, folder: Path) -> dict[str, float]:
    references = tuple(found.reference for found in all_references().found)
    Analyzer(Asked(references), model, "full", video=False).analyze(clip, folder / "out")
    recording = Recording.load(folder / "out" / "landmarks.npz")
    speeds = {}
    for name, asked in (("all stretches", Asked(references)), ("one stretch", Asked(references[:1]))):
        seconds = []
        for _ in range(5):
            start = time.perf_counter()
            judge_recording(recording, asked)
            seconds.append(time.perf_counter() - start)
        speeds[name] = len(recording) / median(seconds)
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


def _print_stages(costs: dict[str, float], judging_fps: dict[str, float]) -> None:
    print("\n## A frame's way\n\n| stage | ms a frame |\n|---|---:|")
    for stage, cost in costs.items():
        print(f"| {stage} | {cost:.2f} |")
    print("\nRe-judging recorded landmarks: ", end="")
    print(", ".join(f"{fps:,.0f} frames a second against {name}" for name, fps in judging_fps.items()) + ".")


def _print_startup(times: dict[str, list[float]]) -> None:
    bare = times["a bare typer app, --help"]
    print("\n## Start\n\n| command | ms, median | times the bare app, median |\n|---|---:|---:|")
    for name, taken in times.items():
        ratio = median(ours / theirs for ours, theirs in zip(taken, bare, strict=True))
        print(f"| {name} | {median(taken):.0f} | {ratio:.2f} |")


def _print_memory(clip: Path, long: Path, model: Path) -> None:
    print("\n## Peak memory\n\n| case | 1x, MB | 8x, MB | ratio |\n|---|---:|---:|---:|")
    for case in ("posecheck", "posecheck-video"):
        once, eightfold = (_child("benchmarks.speed.cases", case, path, model)["peak_mb"] for path in (clip, long))
        print(f"| {CASES[case]} | {once:.0f} | {eightfold:.0f} | {eightfold / once:.2f} |", flush=True)


if __name__ == "__main__":
    main()
