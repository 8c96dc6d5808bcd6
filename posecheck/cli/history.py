"""`posecheck history`: the weeks, the progress of a stretch, and what is exported or forgotten."""

from __future__ import annotations

import json
import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer
from typer.core import TyperGroup

from posecheck.cli.values import day, whole
from posecheck.errors import UsageError
from posecheck.plural import how_many

if TYPE_CHECKING:
    from posecheck.results.history import History

TIMES_A_WEEK: Final = 3
"""A few times a week is what these stretches are advised for."""

WEEKS: Final = 12

AsCsv = Annotated[bool, typer.Option("--csv", help="Print a table for spreadsheets instead.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for other programs instead.")]


class _PoseOrCommand(TyperGroup):
    """Takes a word that is no command for the name of a stretch: `history child-pose`."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if args and args[0] not in self.commands:
            return super().resolve_command(ctx, ["pose", *args])
        return super().resolve_command(ctx, args)


app = typer.Typer(cls=_PoseOrCommand, subcommand_metavar="[POSE | COMMAND [ARGS]...]")


@app.callback(invoke_without_command=True)
def show_weeks(
    ctx: typer.Context,
    times: Annotated[
        int,
        typer.Option(parser=whole(1, 7), help="Days a week that you aim at, 1 to 7, for weeks in a row.", metavar="N"),
    ] = TIMES_A_WEEK,
    weeks: Annotated[
        int, typer.Option(parser=whole(1), help="How many weeks to show, up to now.", metavar="N")
    ] = WEEKS,
    as_csv: AsCsv = False,
    as_json: AsJson = False,
) -> None:
    """Show what you practised: the weeks, or with the name of a stretch how it came along.

    Live sessions and routines are kept by default, clips with `analyze --save`: when it was, what was held or counted,
    how well, the angles of each hold, and how you rated your pain. No pictures and no landmarks. It all stays on this
    computer, in one file.

    Examples: `posecheck history`; `posecheck history child-pose`; `posecheck history child-pose --plot progress.png`;
    `posecheck history export all.json`; `posecheck history forget --before 2026-01-01`.
    """
    if ctx.invoked_subcommand is not None:
        return
    from posecheck.results.history_weeks import streak, weeks_until

    with _history() as history:
        sessions, path = history.sessions(), history.path
    today = _now().date()
    everything = weeks_until((session.practice for session in sessions), today)
    run = streak(everything, times)
    if as_json or as_csv:
        from posecheck.results.history_rows import WEEK_COLUMNS, week_rows, weeks_plain, write_csv

        if as_json:
            _print_json(weeks_plain(everything, run, times))
        else:
            write_csv(sys.stdout, WEEK_COLUMNS, week_rows(everything))
        return
    from rich.console import Console

    from posecheck.cli.history_view import print_weeks

    print_weeks(Console(highlight=False), everything, run, times, newest=weeks, today=today, path=path)


@app.command("pose", hidden=True)
def show_pose(
    ctx: typer.Context,
    pose: Annotated[str, typer.Argument(help="Name of the stretch, such as child-pose.", show_default=False)],
    plot: Annotated[
        Path | None, typer.Option(metavar="FILE.png", help="Draw it into this file, too.", show_default=False)
    ] = None,
    as_csv: AsCsv = False,
    as_json: AsJson = False,
    poses: Annotated[
        Path | None,
        typer.Option("--poses", metavar="DIR", help="Also look for its targets in this folder.", show_default=False),
    ] = None,
) -> None:
    """Show how a stretch came along: held time, form, and what was measured, against yourself."""
    from posecheck.results.history_words import known_reference

    before: dict[str, Any] = ctx.parent.params if ctx.parent else {}
    reference = known_reference(pose, poses)
    with _history() as history:
        sessions = history.progress(pose)
        if not sessions:
            _complain(pose, history)
    if plot is not None:
        from posecheck.sessions.history_plot import save_plot

        save_plot(plot, pose, sessions, reference)
    if as_json or as_csv or before.get("as_json") or before.get("as_csv"):
        from posecheck.results.history_rows import PROGRESS_COLUMNS, progress_plain, progress_rows, write_csv

        if as_json or before.get("as_json"):
            _print_json(progress_plain(pose, sessions))
        else:
            write_csv(sys.stdout, PROGRESS_COLUMNS, progress_rows(sessions))
        return
    from rich.console import Console

    from posecheck.cli.history_view import print_progress

    console = Console(highlight=False)
    print_progress(console, pose, sessions, reference)
    if plot is not None:
        console.print(f"\nDrawn in {plot}", soft_wrap=True)


@app.command("export")
def export_history(
    file: Annotated[
        Path,
        typer.Argument(
            help="A .json for everything, or a .csv with a row for each hold and counted movement.",
            metavar="FILE",
            show_default=False,
        ),
    ],
) -> None:
    """Write all that is kept into a file."""
    from posecheck.results.history_rows import export

    with _history() as history:
        count = export(history, file)
    typer.echo(f"{how_many(count, 'session')} written to {file}")


@app.command("forget")
def forget(
    before: Annotated[
        date | None,
        typer.Option(parser=day, help="Sessions of the days before this one.", metavar="DATE", show_default=False),
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="All sessions.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Don't ask.")] = False,
) -> None:
    """Delete sessions for good. Asks first."""
    from posecheck.results.history_file import set_aside_files
    from posecheck.results.history_words import day_words

    if everything is (before is not None):
        raise UsageError("say what to forget: --before DATE, or --all")
    with _history() as history:
        count = sum(before is None or session.started.date() < before for session in history.sessions())
        what = how_many(count, "session")
        damaged = before is None and bool(set_aside_files(history.path))
        if damaged:
            what += " and the damaged files that were set aside"
        if not count and not damaged:
            typer.echo(f"There is no session before {day_words(before)}." if before is not None else "Nothing is kept.")
            return
        if not yes and not typer.confirm(f"Delete {what}{f' before {day_words(before)}' if before else ''} for good?"):
            typer.echo("Nothing was deleted.")
            return
        history.forget(before)
    typer.echo(f"{what} deleted.")


def _history() -> History:
    """The user's history, with a word about it where one is due."""
    from posecheck.results.history import History

    history = History()
    if history.notice:
        typer.echo(f"posecheck: {history.notice}", err=True)
    return history


def _now() -> datetime:
    """The time where the person is."""
    return datetime.now().astimezone()


def _complain(pose: str, history: History) -> None:
    from posecheck.references.reader import suggestion

    names = history.poses()
    if not names:
        raise UsageError(f'nothing is kept of "{pose}": the history is still empty')
    raise UsageError(
        f'nothing is kept of "{pose}"{suggestion(pose, names) or "."} Practised so far: {", ".join(names)}'
    )


def _print_json(value: dict[str, Any]) -> None:
    typer.echo(json.dumps(value, indent=2, ensure_ascii=False))
