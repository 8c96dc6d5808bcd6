"""`posecheck demo`: a live session in front of a clip, for whoever has no camera at hand."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from posecheck.cli.options import Model, Poses
from posecheck.cli.session import FullScreen, Mirror, ShowWindow, Sound, Stats, Voice, live_options, run_session
from posecheck.cli.values import seconds
from posecheck.errors import InputError, UsageError

DEMO_CLIP = "child-pose-arms-forward.mp4"
DEMO_HOLD_S = 8.0
"""The samples are short."""


def demo(
    clip: Annotated[
        Path | None, typer.Argument(help="A clip of the stretch; a sample when left out.", show_default=False)
    ] = None,
    pose: Annotated[
        str | None, typer.Option(help="The stretch in it; told by the clip's name when left out.", metavar="NAME")
    ] = None,
    hold: Annotated[
        float, typer.Option(parser=seconds(1, 600), help="Seconds to hold, 1 to 600.", metavar="SECONDS")
    ] = DEMO_HOLD_S,
    voice: Voice = True,
    sound: Sound = True,
    mirror: Mirror = False,
    full_screen: FullScreen = False,
    window: ShowWindow = True,
    record: Annotated[
        Path | None,
        typer.Option(help="Keep landmarks and events in this folder; without it nothing is kept.", metavar="DIR"),
    ] = None,
    stats: Stats = False,
    model: Model = "full",
    poses: Poses = None,
) -> None:
    """Show what `posecheck live` does, with a clip in place of a camera.

    The clip plays at its own pace, and the session goes as it would before a camera. The samples come with the source
    code; with an installed posecheck, name a clip of your own.

    Example: `posecheck demo samples/child-pose-arms-forward.mp4`
    """
    path = clip if clip is not None else _sample()
    from posecheck.coach.plan import make_plan
    from posecheck.references.library import find

    reference = find(pose if pose is not None else _pose_of(path, poses), poses)
    plan = make_plan(reference, repetitions=1, hold_s=hold)
    options = live_options(
        plan, str(path), mirror=mirror, voice=voice, model=model, full_screen=full_screen, record=record
    )
    run_session(options, sound=sound, window=window, stats=stats)


def _sample() -> Path:
    # Beside the package in a source checkout; a wheel has no clips in it, but is perhaps used within a checkout.
    places = (Path(__file__).resolve().parents[2], Path())
    path = next((found for place in places if (found := place / "samples" / DEMO_CLIP).is_file()), None)
    if path is None:
        raise InputError("the sample clips come with the source code only: name a clip, as in `posecheck demo CLIP`")
    return path


def _pose_of(path: Path, poses: Path | None) -> str:
    """The stretch whose name the file's name begins with."""
    from posecheck.references.library import all_references

    names = [reference.name for reference in all_references(poses).contents]
    name = next((name for name in names if path.stem.startswith(name)), None)
    if name is None:
        if not path.exists():
            raise InputError(f"{path} does not exist: check the name")
        raise UsageError(f"cannot tell which stretch is in {path.name}: add --pose, one of {', '.join(names)}")
    return name
