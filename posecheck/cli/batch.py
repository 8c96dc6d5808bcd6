"""`posecheck batch`: a collection of clips in, one data set out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from posecheck.cli.options import AUTO, EveryFrame, Model, Pose, Poses, Variant, Workers, asked_for
from posecheck.cli.progress import fetched
from posecheck.cli.values import one_of
from posecheck.errors import InputError, UsageError
from posecheck.files import check_folder

if TYPE_CHECKING:
    from rich.console import Console

    from posecheck.sessions.batch import BatchPlan
    from posecheck.sessions.engines import Outcome


class Engine(StrEnum):
    """Where a batch runs."""

    LOCAL = "local"
    DASK = "dask"


def batch(
    source: Annotated[
        Path,
        typer.Argument(
            help="A folder, with all below it, or a text file with a path on each line.",
            metavar="FOLDER_OR_LIST",
            show_default=False,
        ),
    ],
    out: Annotated[Path, typer.Option(help="Folder for the results and the data set.", show_default=False)],
    pose: Pose = AUTO,
    variant: Variant = None,
    video: Annotated[bool, typer.Option(help="Write an annotated video of every clip, too.")] = False,
    model: Model = "full",
    poses: Poses = None,
    workers: Workers = None,
    every_frame: EveryFrame = False,
    engine: Annotated[
        Engine,
        typer.Option(parser=one_of(Engine), help="The processes of this computer, or Dask.", metavar="|".join(Engine)),
    ] = Engine.LOCAL,
    scheduler: Annotated[
        str | None,
        typer.Option(
            help="Run on the Dask cluster with this scheduler; its workers must see the files under the same paths.",
            metavar="ADDRESS",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Analyse a whole collection of clips and gather the results in one data set.

    Clips that are done are skipped, so a batch that was stopped goes on where it was when it is called again, and one
    that has grown does only what is new. What cannot be used is noted and passed over.

    In OUT: `dataset/` with the Parquet tables `files`, `holds`, `counts` and `frames`; `summary.csv`, a line a file;
    and `clips/` with a folder a clip, as `posecheck analyze` writes it. It needs `pip install 'posecheck[batch]'`, or
    `posecheck[dask]` for clusters.

    Example: `posecheck batch recordings/ --out study --scheduler tcp://10.0.0.5:8786`
    """
    asked = asked_for(pose, variant, poses)
    from rich.console import Console

    from posecheck.media.inputs import IMAGE_SUFFIXES, VIDEO_SUFFIXES, collect_inputs
    from posecheck.results.dataset import Entry, write_dataset

    console = Console(highlight=False)
    if source.suffix.lower() in IMAGE_SUFFIXES | VIDEO_SUFFIXES and source.is_file():
        raise UsageError(f"batch takes a folder or a list of files: for one clip run posecheck analyze {source}")
    paths = collect_inputs(source, without=out)
    check_folder(out, "--out")
    model_path = fetched(model)
    from posecheck.sessions.analyze import Analyzer, usable_cores
    from posecheck.sessions.batch import plan_batch
    from posecheck.sessions.engines import run_here, run_on_dask

    cores = workers or usable_cores()
    settings = Analyzer(asked, model_path.absolute(), model, video, workers=1, resume=True, every_frame=every_frame)
    plan = plan_batch([path.absolute() for path in paths], out.absolute(), settings)
    problems = {clip.path: clip.problem for clip in plan.clips if clip.problem}
    for problem in problems.values():
        typer.echo(f"posecheck: {problem}", err=True)
    outcomes: Iterable[Outcome] = ()
    if engine is Engine.DASK or scheduler is not None:
        outcomes = run_on_dask(plan.tasks, scheduler, cores)
    elif plan.tasks:
        outcomes = run_here(plan.tasks, min(cores, len(plan.tasks)))
    with _progress(plan, len(problems)) as told:
        for task, problem in told(outcomes):
            if problem is not None:
                problems[task.path] = problem
    unusable = {clip.identity for clip in plan.clips if clip.identity and clip.path in problems}
    entries = (
        Entry(clip.path, clip.identity, None, problems.get(clip.path, "a copy of it cannot be used"))
        if clip.identity is None or clip.identity in unusable
        else Entry(clip.path, clip.identity, clip.folder)
        for clip in plan.clips
    )
    rows = write_dataset(entries, out.absolute())
    _tell(console, rows, out)
    if problems:
        raise typer.Exit(InputError.exit_status)


@contextmanager
def _progress(plan: BatchPlan, unusable: int) -> Iterator[Any]:
    """Give a function that hands outcomes through and shows how far the batch is, on a terminal only."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    errors = Console(stderr=True, highlight=False)
    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[note]}"), TimeRemainingColumn())
    with Progress(*columns, console=errors, transient=True, disable=not errors.is_terminal) as bar:
        done = len(plan.clips) - unusable - len(plan.tasks)
        whole = bar.add_task("", total=len(plan.tasks), note=f"{done} done before" if done else "")

        def told(outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
            nonlocal unusable
            for task, problem in outcomes:
                if problem is not None:
                    unusable += 1
                    errors.print(f"posecheck: {problem}", markup=False, soft_wrap=True)
                bar.update(whole, advance=1, note=f"{unusable} not usable" if unusable else "")
                yield task, problem

        yield told


def _tell(console: Console, rows: list[dict[str, Any]], out: Path) -> None:
    from rich import box
    from rich.table import Table

    used = [row for row in rows if row["results"] is not None]
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("stretch")
    for name in ("files", "holds", "held", "score"):
        table.add_column(name, justify="right")
    for stretch in sorted({row["pose"] for row in used if row["pose"]}):
        shown = [row for row in used if row["pose"] == stretch]
        scores = [row["score"] for row in shown if row["score"] is not None]
        held = f"{sum(row['held_s'] for row in shown):.0f} s"
        score = f"{sum(scores) / len(scores):.0f}" if scores else "-"
        table.add_row(stretch, str(len(shown)), str(sum(row["holds"] for row in shown)), held, score)
    without = sum(row["pose"] is None for row in used)
    if without:
        table.add_row("none", str(without), "", "", "")
    console.print(table)
    unusable = len(rows) - len(used)
    if unusable:
        console.print(f"{unusable} of {len(rows)} files could not be used: see the column problem in summary.csv")
    console.print(f"[dim]Data set in {out / 'dataset'}, a line a file in {out / 'summary.csv'}[/dim]", soft_wrap=True)
