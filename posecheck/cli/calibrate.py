"""`posecheck calibrate`: what somebody holds in comfort, kept as a profile that relaxes the targets."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from posecheck.cli.options import Model, Poses
from posecheck.cli.progress import fetch_report
from posecheck.cli.tune import Results

if TYPE_CHECKING:
    from rich.console import Console

    from posecheck.sessions.calibrate import Calibration


def calibrate(
    pose: Annotated[str, typer.Argument(help="Name of the pose, such as child-pose.", show_default=False)],
    clips: Annotated[
        list[str] | None,
        typer.Argument(help="Clips of yourself, or folders that `analyze` wrote.", metavar="[CLIP...]"),
    ] = None,
    profile: Annotated[str, typer.Option("--profile", metavar="NAME", help="What to call the profile.")] = "me",
    poses: Poses = None,
    model: Model = "full",
    results: Results = Path("posecheck-results"),
) -> None:
    """Measure your own comfortable range, and keep it: `--profile NAME` relaxes the targets to it, within safe limits.

    Without clips it tells you what to film: a short set, no farther than is easy. Earlier recordings will do, too.
    The reference itself is not touched, and nothing is ever made harder.

    Example: `posecheck calibrate child-pose my-set.mp4 --profile me`
    """
    from rich.console import Console

    from posecheck.pose.model import ensure_model
    from posecheck.references.library import find
    from posecheck.references.profile import check_name
    from posecheck.sessions.calibrate import calibrate as measure
    from posecheck.sessions.calibrate import guided_set
    from posecheck.sessions.footage import Clip, needs_model

    check_name(profile)
    reference = find(pose, poses)
    console = Console(highlight=False)
    if not clips:
        console.print(f"[bold]{reference.title}[/]: film this, then run the command again with the clip.")
        for number, step in enumerate(guided_set(reference), start=1):
            console.print(f"{number}. {step}")
        return
    named = [Clip.parse(text) for text in clips]
    if needs_model(named, results):
        with fetch_report() as report:
            ensure_model(model, report)
    measured = measure(pose, named, profile, poses=poses, model=model, results=results)
    _tell(console, measured)
    console.print(f"Kept in {measured.profile.save()}: use it with --profile {profile}", soft_wrap=True)


def _tell(console: Console, measured: Calibration) -> None:
    from rich import box
    from rich.table import Table

    from posecheck.references.words import band_words, value_words

    for problem in measured.problems:
        console.print(problem, style="yellow", soft_wrap=True)
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="bold cyan")
    for column in ("check", "you hold", "full score", "for you"):
        table.add_column(column)
    for phase, relaxed in zip(measured.reference.phases, measured.relaxed.phases, strict=True):
        for old, new in zip(phase.checks, relaxed.checks, strict=True):
            comfort = measured.measured.get((measured.reference.name, phase.name, old.name))
            if comfort is not None:
                own = value_words(old.measure, comfort.value)
                same = "as it is" if new.green == old.green else band_words(old.measure, new.green)
                table.add_row(old.title, own, band_words(old.measure, old.green), same)
    console.print(table)
