"""`posecheck model`: which pose models are there."""

from typing import Annotated

import typer

from posecheck.cli.progress import fetch_report
from posecheck.pose.model import ModelName, cached_path, ensure_model, model_state


def show_models(
    fetch: Annotated[
        ModelName | None, typer.Option(help="Fetch this model now, if it is not there yet.", show_default=False)
    ] = None,
) -> None:
    """Show which pose models are on this computer, and where.

    The first command that needs a model fetches it by itself. Use --fetch to have it before you go offline. "full" is
    the one to use; "lite" is for slow computers; "heavy" takes three times as long and is hardly more exact. Any other
    MediaPipe pose model (a .task file) can be given to a command with --model.
    """
    from rich.console import Console
    from rich.table import Table

    if fetch is not None:
        with fetch_report() as report:
            ensure_model(fetch, report)
    table = Table(box=None, pad_edge=False)
    for column in ("model", "state", "size"):
        table.add_column(column, no_wrap=True)
    table.add_column("where", overflow="fold")
    for name in ModelName:
        path = cached_path(name)
        state = model_state(name)
        size = "" if state == "absent" else f"{path.stat().st_size / 1e6:.1f} MB"
        told = {"ready": "ready", "damaged": "damaged, will be fetched again", "absent": "not fetched yet"}[state]
        table.add_row(name, told, size, "" if state == "absent" else str(path))
    Console().print(table)
