"""`posecheck model`: which pose models are there."""

from typing import Annotated

import typer

from posecheck.cli.progress import fetched
from posecheck.cli.values import one_of
from posecheck.pose.model import ModelName, cached_path, model_state


def show_models(
    fetch: Annotated[
        ModelName | None,
        typer.Option(
            parser=one_of(ModelName),
            help="Fetch this model now, if it is not there yet.",
            metavar="|".join(ModelName),
            show_default=False,
        ),
    ] = None,
) -> None:
    """Show which pose models are on this computer, and where.

    The first command that needs a model fetches it by itself. Use --fetch to have it before you go offline. "full" is
    the one to use: posecheck is made and measured for it. "lite" is a little faster and less exact; "heavy" takes three
    times as long and misses child poses that "full" sees. Any other MediaPipe pose model (a .task file) can be given to
    a command with --model.
    """
    if fetch is not None:
        fetched(fetch)
    for name in ModelName:
        path, state = cached_path(name), model_state(name)
        told = {"ready": "ready", "damaged": "damaged, will be fetched again", "absent": "not fetched yet"}[state]
        # The path comes last and is printed whole, so that it can be copied.
        place = "" if state == "absent" else f", {path.stat().st_size / 1e6:.1f} MB, {path}"
        typer.echo(f"{name.value:7}{told}{place}")
