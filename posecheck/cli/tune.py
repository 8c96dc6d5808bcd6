"""`posecheck tune`: clips of a stretch done well in, better bands for its reference out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from posecheck.cli.options import Model, Poses, Results
from posecheck.cli.progress import fetched, telling
from posecheck.cli.values import seconds
from posecheck.errors import InputError
from posecheck.files import check_file
from posecheck.results.folder import RESULTS

Clips = Annotated[
    list[str],
    typer.Argument(
        help="Clips, pictures, folders of them, or folders that `analyze` wrote; PERSON=CLIP says who is in it.",
        metavar="CLIP...",
        show_default=False,
    ),
]
From = Annotated[
    float | None, typer.Option("--from", parser=seconds(0), metavar="S", help="The pose is held from this second.")
]
To = Annotated[
    float | None, typer.Option("--to", parser=seconds(0), metavar="S", help="The pose is held to this second.")
]


def tune(
    pose: Annotated[str, typer.Argument(help="Name of the pose, such as child-pose.", show_default=False)],
    clips: Clips,
    from_s: From = None,
    to_s: To = None,
    variant: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only this variant; found for each clip otherwise.")
    ] = None,
    against: Annotated[
        list[Path] | None,
        typer.Option(metavar="CLIP|DIR", help="Clips or pictures that must not be accepted; may be repeated."),
    ] = None,
    write: Annotated[
        bool, typer.Option("--write", help="Write the proposal: into your own file, or as your own version.")
    ] = False,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the proposal into this file instead.")] = None,
    plot: Annotated[Path | None, typer.Option(metavar="FILE.png", help="Draw what was measured and the bands.")] = None,
    poses: Poses = None,
    model: Model = "full",
    results: Results = RESULTS,
) -> None:
    """Learn from clips in which a stretch is done well, and propose better bands for its reference.

    The hold is found in each clip. Every clip weighs the same; what is out of line moves little. The proposal is tried
    on each clip after learning from the others only. Bands never ask for more than a comfortable range.

    Nothing is written without --write or --out.

    Example: `posecheck tune child-pose anna=anna.mp4 ben=ben.mp4 --against other/ --plot bands.png`
    """
    from rich.console import Console

    from posecheck.cli.tune_tables import print_report
    from posecheck.media.picture import check_png
    from posecheck.references.library import find
    from posecheck.sessions.footage import Clip, needs_model
    from posecheck.sessions.tune import tune as learn

    # What cannot work is told before a clip is looked at.
    find(pose, poses)
    if plot is not None:
        check_png(plot, "plot")
        check_file(plot, "--plot")
    if out is not None:
        check_file(out, "--out")
    named = [Clip.parse(text) for text in clips]
    negatives = [Clip(path) for path in against or []]
    if needs_model([*named, *negatives], results):
        fetched(model)
    console = Console(highlight=False)
    learned = learn(
        pose,
        named,
        variant=variant,
        from_s=from_s,
        to_s=to_s,
        against=negatives,
        poses=poses,
        model=model,
        results=results,
        told=telling(),
    )
    print_report(console, learned)
    if plot is not None:
        from posecheck.sessions.tune_plot import save_plot

        save_plot(plot, learned)
        console.print(f"What was measured is drawn in {plot}", soft_wrap=True)
    if learned.shortage:
        raise InputError(f"{learned.shortage}; nothing was written" if write or out else learned.shortage)
    if write or out:
        console.print(f"Written to {learned.write(out)}", soft_wrap=True)
    else:
        console.print("Nothing was written: add --write, or --out FILE.", style="dim")
