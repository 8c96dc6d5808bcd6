"""`posecheck analyze`: clips and pictures in, annotated video, numbers and a verdict out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from posecheck.cli.options import AUTO, EveryFrame, Json, Model, Pose, Poses, Profile, Variant, Workers, asked_for
from posecheck.cli.progress import fetched
from posecheck.errors import INTERRUPTED_STATUS, InputError, OutputError, PosecheckError
from posecheck.files import check_folder
from posecheck.results.folder import RESULTS

if TYPE_CHECKING:
    from rich.console import Console

    from posecheck.results.summary import Summary
    from posecheck.sessions.analyze import Analyzer, Progress


def analyze(
    inputs: Annotated[
        list[Path], typer.Argument(help="Clips, pictures, or folders of them.", metavar="INPUT...", show_default=False)
    ],
    pose: Pose = AUTO,
    variant: Variant = None,
    out: Annotated[
        Path, typer.Option(help="Folder for the results; each input gets a folder of its name in it.")
    ] = RESULTS,
    video: Annotated[bool, typer.Option(help="Write the annotated video, or picture.")] = True,
    as_json: Json = False,
    model: Model = "full",
    poses: Poses = None,
    profile: Profile = None,
    workers: Workers = None,
    save: Annotated[
        bool,
        typer.Option(
            "--save", help="Keep what was held in your history (see posecheck history), under the day it was filmed."
        ),
    ] = False,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on from where an earlier run on the same clip was killed or stopped.")
    ] = False,
    every_frame: EveryFrame = False,
) -> None:
    """Judge recorded clips or pictures: which stretch, how well, and how long each hold was.

    For every INPUT the folder `OUT/<name>/` gets `annotated.mp4` (skeleton, hold ring and cues drawn in),
    `frames.csv` (every measure of every frame), `landmarks.npz` (to judge again without the clip: `posecheck judge`)
    and `summary.json`.

    Film from the side, the whole body in the picture, one person. Nothing leaves this computer.

    Examples: `posecheck analyze stretch.mp4` recognises the stretch by itself;
    `posecheck analyze --pose child-pose --out results photos/` looks for one stretch in a folder of pictures.
    """
    asked = asked_for(pose, variant, poses, profile)
    from rich.console import Console

    from posecheck.media.inputs import expand_inputs

    paths = expand_inputs(inputs)
    folders = _folders(paths, out)
    for folder in folders:
        check_folder(folder, "--out")
    model_path = fetched(model)
    from posecheck.sessions.analyze import Analyzer

    analyzer = Analyzer(asked, model_path, model, video, workers, resume, every_frame)
    # With --json the standard output belongs to the objects alone.
    console = Console(stderr=as_json, highlight=False)
    unusable = 0
    for path, folder in zip(paths, folders, strict=True):
        try:
            summary = _one(analyzer, path, folder, console)
        except OutputError:
            raise
        except PosecheckError as error:
            unusable += 1
            typer.echo(f"posecheck: {error}", err=True)
            if as_json:
                typer.echo(json.dumps({"schema": 1, "source": path.name, "error": str(error)}, ensure_ascii=False))
            continue
        _tell(console, summary, folder, as_json=as_json)
        if save:
            _save(path, summary)
        if summary.detected_frames == 0:
            unusable += 1
            typer.echo(f"posecheck: nobody was found in {path}", err=True)
    if unusable:
        raise typer.Exit(InputError.exit_status)


def _one(analyzer: Analyzer, path: Path, folder: Path, console: Console) -> Summary:
    from posecheck.sessions.analyze import Interrupted

    try:
        with _progress(path) as progress:
            return analyzer.analyze(path, folder, progress)
    except Interrupted as stopped:
        from posecheck.cli.verdict import print_verdict

        print_verdict(console, stopped.summary, stopped.folder)
        raise typer.Exit(INTERRUPTED_STATUS) from stopped


def _tell(console: Console, summary: Summary, folder: Path, *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(summary.to_json(), ensure_ascii=False))
    else:
        from posecheck.cli.verdict import print_verdict

        print_verdict(console, summary, folder)


def _save(path: Path, summary: Summary) -> None:
    from datetime import datetime

    from posecheck.results.history_file import history_file
    from posecheck.sessions.saving import save_analysis

    if not summary.holds and not summary.counts:
        typer.echo(f"posecheck: nothing was held in {path}, so that nothing of it is in the history", err=True)
        return
    notice = save_analysis(path, summary, history_file(), datetime.now().astimezone())
    if notice:
        typer.echo(f"posecheck: {notice}", err=True)


def _folders(paths: list[Path], out: Path) -> list[Path]:
    """The folder of each input: its name without the suffix, numbered where it is taken by another input."""
    taken: set[str] = set()
    folders = []
    for path in paths:
        numbered = (f"{path.stem}-{number}" for number in count(2))
        # Some file systems take names that differ in case for the same.
        name = next(name for name in chain([path.stem], numbered) if name.casefold() not in taken)
        taken.add(name.casefold())
        folders.append(out / name)
    return folders


@contextmanager
def _progress(path: Path) -> Iterator[Progress | None]:
    """A bar with speed and time left, on a terminal only."""
    from rich.console import Console as RichConsole
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    errors = RichConsole(stderr=True)
    if not errors.is_terminal:
        yield None
        return
    from posecheck.media.reader import open_source

    with open_source(path) as source:
        total = source.info.duration_s
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[speed]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=errors, transient=True) as bar:
        task = bar.add_task(path.name, total=total or None, speed="")

        def update(time_s: float, frames: int) -> None:
            elapsed = bar.tasks[task].elapsed or 0.0
            bar.update(task, completed=time_s, speed=f"{frames / elapsed:.0f} frames/s" if elapsed > 1 else "")

        yield update
