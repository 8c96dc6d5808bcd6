"""The `posecheck` command: its commands, and how errors are told.

Command modules are imported right here, so they import anything heavy (numpy, cv2, mediapipe, av) inside their
functions only: `posecheck --help` answers at once. A new command is one import and one `app.command` line below.
"""

import errno
import sys
from io import TextIOWrapper
from typing import Annotated, Any, Final

import typer
from typer.core import TyperGroup

import posecheck
from posecheck.cli import analyze, batch, calibrate, demo, doctor, history, judge, live, model, poses, routine, tune
from posecheck.errors import INTERRUPTED_STATUS, OutputError, PosecheckError

_DISK_FULL: Final = (errno.ENOSPC, errno.EDQUOT)


class _Commands(TyperGroup):
    """Tells what went wrong in one sentence, with the exit status that belongs to it."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except PosecheckError as error:
            typer.echo(f"posecheck: {error}", err=True)
            raise typer.Exit(error.exit_status) from error
        except KeyboardInterrupt as error:
            typer.echo("posecheck: stopped", err=True)
            raise typer.Exit(INTERRUPTED_STATUS) from error


app = typer.Typer(
    cls=_Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
)
_MAT, _CLIPS, _STRETCHES, _COMPUTER = "On the mat", "With clips", "Stretches and you", "This computer"
app.add_typer(routine.app, name="routine", rich_help_panel=_MAT)
app.command("live", rich_help_panel=_MAT)(live.live)
app.command("demo", rich_help_panel=_MAT)(demo.demo)
app.add_typer(history.app, name="history", rich_help_panel=_MAT)
app.command("analyze", rich_help_panel=_CLIPS)(analyze.analyze)
app.command("judge", rich_help_panel=_CLIPS)(judge.judge)
app.command("batch", rich_help_panel=_CLIPS)(batch.batch)
app.add_typer(poses.app, name="poses", rich_help_panel=_STRETCHES)
app.command("tune", rich_help_panel=_STRETCHES)(tune.tune)
app.command("calibrate", rich_help_panel=_STRETCHES)(calibrate.calibrate)
app.command("doctor", rich_help_panel=_COMPUTER)(doctor.doctor)
app.command("model", rich_help_panel=_COMPUTER)(model.show_models)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"posecheck {posecheck.__version__}")
        raise typer.Exit


@app.callback()
def _posecheck(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """Watches you stretch, tells you whether your form is right, counts your hold, and keeps it gentle.

    Everything happens on this computer. The internet is used once, to fetch the pose model: when a command first needs
    it, or by `posecheck model --fetch full`.
    """


def main() -> None:
    """Run the command line and end the process with its exit status."""
    if isinstance(sys.stdout, TextIOWrapper):
        # A file or a pipe that isn't UTF-8, as is usual on Windows, lacks some signs: better a ? than nothing at all.
        sys.stdout.reconfigure(errors="replace")
    try:
        app()
    except OSError as error:
        # Whoever writes a file tells of it by an error of posecheck's own: what is left is the output itself.
        if error.errno not in _DISK_FULL:
            raise
        typer.echo(f"posecheck: cannot write what is to be printed: {error.strerror}", err=True)
        raise SystemExit(OutputError.exit_status) from error
