"""`posecheck poses new`: clips of a stretch that posecheck has never seen in, a reference of it out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from posecheck.cli.options import Model, Results
from posecheck.cli.progress import fetched, telling
from posecheck.cli.values import seconds
from posecheck.files import check_folder
from posecheck.results.folder import RESULTS


def new_pose(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="What to call it, such as tree-pose.", show_default=False)],
    clips: Annotated[
        list[str],
        typer.Option(
            "--from", metavar="CLIP", help="A clip, folder or recording of it; may be repeated.", show_default=False
        ),
    ],
    more: Annotated[list[str] | None, typer.Argument(metavar="[CLIP...]", help="More clips.")] = None,
    like: Annotated[
        str | None, typer.Option(metavar="POSE", help="Take the words and the hold of this pose over.")
    ] = None,
    start: Annotated[
        float | None, typer.Option(parser=seconds(0), metavar="S", help="The pose is held from this second.")
    ] = None,
    end: Annotated[
        float | None, typer.Option(parser=seconds(0), metavar="S", help="The pose is held to this second.")
    ] = None,
    poses: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Put it into this folder, not into your own.", show_default=False)
    ] = None,
    model: Model = "full",
    results: Results = RESULTS,
) -> None:
    """Draft a new reference from clips in which a pose is held: gates, bands, weights, cues and camera.

    The pose is what the clips hold still in common and what is unlike standing or lying. The draft works at once in
    `analyze`, `judge` and `tune`; have its words read by somebody who teaches the pose.

    Example: `posecheck poses new tree-pose --from tree.mp4`
    """
    from rich.console import Console

    from posecheck.references.library import find_with_origin
    from posecheck.sessions.draft import draft
    from posecheck.sessions.footage import Clip, needs_model

    folder = poses or (ctx.parent.params.get("poses") if ctx.parent else None)
    if folder is not None:
        check_folder(folder, "--poses")
    named = [Clip.parse(text) for text in [*clips, *(more or [])]]
    if needs_model(named, results):
        fetched(model)
    console = Console(highlight=False)
    drafted = draft(
        name,
        named,
        like=like,
        from_s=start,
        to_s=end,
        poses=folder,
        model=model,
        results=results,
        told=telling(),
    )
    path = drafted.write(folder)
    for clip, first_s, last_s in drafted.spans:
        console.print(f"{clip}: taken to be held from {first_s:.0f} to {last_s:.0f} s", soft_wrap=True)
    checks = "; ".join(check.title for check in drafted.judged.checks)
    seen = " or ".join("at an angle" if view == "oblique" else f"from the {view}" for view in drafted.views)
    console.print(f"Seen {seen}. Checked: {checks}.", soft_wrap=True)
    found = find_with_origin(name, folder)
    if found.overrides is not None:
        console.print(f"It takes the place of the {found.overrides.origin} {name}.", style="yellow")
    console.print(f"Written to {path}", soft_wrap=True)
    console.print("To review: summary, safety, ending and instruction, and how long it is held.", style="yellow")
    for sentence in drafted.judged.review:
        console.print(f"To review: {sentence}", style="yellow", soft_wrap=True)
