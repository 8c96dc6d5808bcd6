"""`posecheck routine`: several stretches one after the other, led from the first to the last."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from posecheck.cli.options import Model, Poses, Profile, references_at_hand, relaxed
from posecheck.cli.session import (
    CameraSource,
    FullScreen,
    KeepHistory,
    Mirror,
    Record,
    RecordVideo,
    ShowWindow,
    Sound,
    Stats,
    Voice,
    live_options,
    run_session,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from posecheck.coach.growth import PastSession
    from posecheck.coach.routine_plan import RoutinePlan
    from posecheck.references.routine import Routine
    from posecheck.references.schema import Reference
    from posecheck.references.search import Found


class _NameOrCommand(TyperGroup):
    """Takes anything that is no command for a routine to be run: `routine`, `routine morning --list`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if not args or (args[0] not in self.commands and args[0] not in ("-h", "--help")):
            args = ["run", *args]
        return super().parse_args(ctx, args)


app = typer.Typer(cls=_NameOrCommand, subcommand_metavar="[NAME | COMMAND] [ARGS]...")


@app.callback()
def _routine() -> None:
    """Go through several stretches before the camera, one after the other, led by voice from the first to the last.

    `posecheck routine` alone is the same as `posecheck routine run back-care`, about ten minutes for the whole back;
    `posecheck routine --list` tells which others there are. Between the stretches you hear what comes next, how long to
    rest, and when the camera has to be moved. `posecheck routine run --help` tells more.
    """


@app.command("run")
def run(
    name: Annotated[
        str | None, typer.Argument(help="The routine; back-care when left out.", show_default=False)
    ] = None,
    list_them: Annotated[
        bool, typer.Option("--list", help="Only tell which routines there are; with a name, what is in it.")
    ] = False,
    progress: Annotated[
        bool,
        typer.Option(
            "--progress",
            help="Let the holds grow: a little longer after a good week, back after pain, as your history says.",
        ),
    ] = False,
    camera: CameraSource = "0",
    voice: Voice = True,
    sound: Sound = True,
    mirror: Mirror = True,
    full_screen: FullScreen = False,
    window: ShowWindow = True,
    record: Record = None,
    record_video: RecordVideo = False,
    history: KeepHistory = True,
    stats: Stats = False,
    model: Model = "full",
    poses: Poses = None,
    profile: Profile = None,
) -> None:
    """Go through a routine before the camera.

    Before the first stretch and after the last you may rate your pain from 0 to 10, with the number keys. If it has
    risen by 2 or more, or when you press p, the routine stops and says what to do.

    Keys, none of which you need: space pauses, k skips a stretch, b does it again, n goes to the next repetition or
    ends the rest, r restarts the hold, s switches the side, p stops because it hurts, m is for mute, h for help, f for
    full screen, q or Esc quits. Without a window they are pressed in the terminal.

    Examples: `posecheck routine`; `posecheck routine morning --list`; `posecheck routine bed --progress`.
    """
    from posecheck.coach.routine_plan import plan_routine
    from posecheck.references.routines import DEFAULT, find_routine

    references = _references(poses, profile)
    if list_them and name is None:
        _list(references)
        return
    found = find_routine(name or DEFAULT, references)
    plan = plan_routine(found.content, references, _past() if progress else ())
    if list_them:
        _show(found, plan)
        return
    options = live_options(
        plan,
        camera,
        mirror=mirror,
        voice=voice,
        model=model,
        full_screen=full_screen,
        record=record,
        record_video=record_video,
        history=history,
    )
    if found.overrides is not None:
        typer.echo(f"posecheck: {found.content.name} is your own here, from {found.path}", err=True)
    run_session(options, sound=sound, window=window, stats=stats)


@app.command("new")
def new(
    name: Annotated[str, typer.Argument(help="What to call it, such as my-evening.", show_default=False)],
    items: Annotated[
        list[str],
        typer.Argument(
            metavar="ITEM...",
            help="Stretches in order, each POSE or POSE:VARIANT, with any of side=, hold=, reps=, rest=, deeper=.",
            show_default=False,
        ),
    ],
    title: Annotated[
        str | None,
        typer.Option(help="As a person would call it; made from the name when left out.", show_default=False),
    ] = None,
    poses: Poses = None,
) -> None:
    """Write a routine of your own into your data folder; one of the name of a shipped one takes its place.

    Example: `posecheck routine new my-evening knee-hug:side=left,hold=15,reps=3 child-pose:arms-back,rest=20`
    """
    from posecheck.coach.routine_plan import plan_routine
    from posecheck.references.routines import parse_item, write_routine

    references = _references(poses, None)
    words = title or name.replace("-", " ").capitalize()
    found = write_routine(name, words, [parse_item(text) for text in items], references)
    _show(found, plan_routine(found.content, references))
    typer.echo(f"Written to {found.path}; do it with: posecheck routine {name}")


@app.command("check")
def check(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Routine files.", show_default=False)],
    poses: Poses = None,
) -> None:
    """Check routine files: tell everything that is wrong with each, and exit with status 1 if anything is."""
    from posecheck.references.routine import check_routine

    references, wrong = _references(poses, None), False
    for path in files:
        problems = check_routine(path, references)
        wrong = wrong or bool(problems)
        for problem in problems or ["ok"]:
            typer.echo(f"{path}: {problem}")
    if wrong:
        raise typer.Exit(1)


def _references(poses: Path | None, profile: str | None) -> Mapping[str, Reference]:
    return {reference.name: reference for reference in relaxed(references_at_hand(poses), profile)}


def _past() -> tuple[PastSession, ...]:
    from posecheck.results.history import History

    with History() as history:
        if history.notice:
            typer.echo(f"posecheck: {history.notice}", err=True)
        return history.practice()


def _list(references: Mapping[str, Reference]) -> None:
    from posecheck.coach.routine_plan import plan_routine
    from posecheck.references.routines import DEFAULT, all_routines, user_folder

    library = all_routines(references)
    for found in library.found:
        routine, plan = found.content, plan_routine(found.content, references)
        own = f", yours, in place of {found.overrides.path.name}" if found.overrides else f", {found.origin.value}"
        usual = ", the default" if routine.name == DEFAULT else ""
        typer.echo(f"{routine.name}: {plan.extent}{own}{usual}")
        typer.echo(f"    {routine.summary}")
        typer.echo(f"    {', '.join(step.title for step in plan.steps)}")
    typer.echo("\nposecheck routine NAME --list tells more about one. Your own go into")
    typer.echo(f"{user_folder()}, by hand or with posecheck routine new NAME ITEM...")
    for broken in library.broken:
        typer.echo(f"posecheck: not used: {broken.problem}", err=True)


def _show(found: Found[Routine], plan: RoutinePlan) -> None:
    """Print what is in a routine, and where the camera has to be moved."""
    typer.echo(f"{found.content.title}: {plan.extent}")
    if found.overrides is not None:
        typer.echo(f"This is your own, in place of {found.overrides.path}")
    standing = ""
    for number, step in enumerate(plan.steps, start=1):
        if step.camera.placement != standing:
            typer.echo(f"  {step.camera.placement}")
        standing = step.camera_after.placement
        longer = f", {step.longer_s:.0f} s longer than at first" if step.longer_s else ""
        deeper = ", further than before" if step.deeper else ""
        typer.echo(f"{number:4d}. {step.title}: {step.amount}{longer}{deeper}")
