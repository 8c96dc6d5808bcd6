"""What the commands before the camera share: their options, and running a session."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from posecheck.cli.progress import fetched
from posecheck.cli.values import seconds, whole
from posecheck.errors import UsageError
from posecheck.files import check_folder
from posecheck.results.folder import LANDMARKS_FILE

if TYPE_CHECKING:
    from posecheck.coach.plan import Plan
    from posecheck.coach.routine_plan import RoutinePlan
    from posecheck.pose.estimator import PoseEstimator
    from posecheck.pose.people import PeopleCounter
    from posecheck.sessions.live_parts import LiveOptions, LiveResult

CameraSource = Annotated[
    str, typer.Option(help="Number of a camera, an http:// or rtsp:// address such as a phone's, or a file.")
]
ShowWindow = Annotated[
    bool, typer.Option("--window/--no-window", help="Show the picture; words alone otherwise, spoken and written.")
]
Hold = Annotated[
    float | None,
    typer.Option(
        parser=seconds(1, 600), help="Seconds to hold, 1 to 600, in place of the stretch's own.", metavar="SECONDS"
    ),
]
Reps = Annotated[
    int | None, typer.Option(parser=whole(1, 100), help="Repetitions, of each side, 1 to 100.", metavar="N")
]
Side = Annotated[str | None, typer.Option(help="left, right, or both one after the other.", metavar="SIDE")]
Variant = Annotated[str | None, typer.Option(help="Only this variant of the stretch.", show_default=False)]
Voice = Annotated[bool, typer.Option("--voice/--no-voice", help="Speak.")]
Sound = Annotated[bool, typer.Option("--sound/--no-sound", help="Play tones.")]
Mirror = Annotated[bool, typer.Option("--mirror/--no-mirror", help="Show the picture as in a mirror.")]
Record = Annotated[
    Path | None,
    typer.Option(
        help="Keep landmarks and events in this folder; without it only your history keeps what was held, and no "
        "picture.",
        metavar="DIR",
    ),
]
RecordVideo = Annotated[bool, typer.Option("--record-video", help="With --record: keep the video too.")]
KeepHistory = Annotated[
    bool,
    typer.Option(
        "--history/--no-history", help="Keep what was held in your history, for `posecheck history`; never pictures."
    ),
]
FullScreen = Annotated[bool, typer.Option("--full-screen", help="Cover the screen.")]
Stats = Annotated[bool, typer.Option("--stats", help="Print delays and costs at the end.")]


def live_options(
    plan: Plan | RoutinePlan,
    camera: str,
    *,
    mirror: bool,
    voice: bool,
    model: str,
    full_screen: bool = False,
    record: Path | None = None,
    record_video: bool = False,
    history: bool = False,
) -> LiveOptions:
    """Return how a session is run, from what was asked for on the command line.

    Raises:
        UsageError: The video is to be recorded, but not where to.
        InputError: There is no such camera or file.
        OutputError: Nothing can be written where the recording is to go.
    """
    from posecheck.media.feeds import parse_source
    from posecheck.results.history_file import history_file
    from posecheck.sessions.live_parts import LiveOptions
    from posecheck.sessions.live_recording import free_folder

    if record_video and record is None:
        raise UsageError("--record-video needs a folder: add --record DIR")
    source = parse_source(camera)
    if record is not None:
        check_folder(record, "--record")
    return LiveOptions(
        source=source,
        plan=plan,
        mirror=mirror,
        full_screen=full_screen,
        record=free_folder(record) if record is not None else None,
        record_video=record_video,
        voice=voice,
        model=model,
        # A clip is no practice of today's.
        history=history_file() if history and source.path is None else None,
    )


def run_session(options: LiveOptions, *, sound: bool, window: bool, stats: bool) -> None:
    """Run a live session and print what it came to.

    Raises:
        Exit: Not all of the recording could be written, as was told.
    """
    result = live_result(options, sound=sound, window=window)
    _tell(result, stats=stats)
    if result.failed is not None:
        raise typer.Exit(result.failed.exit_status)


def live_result(options: LiveOptions, *, sound: bool, window: bool) -> LiveResult:
    """Run a live session and return what it came to."""
    model_path = fetched(options.model)
    from posecheck.feedback.announcer import Announcer
    from posecheck.media.display import has_display
    from posecheck.media.terminal import TYPED_KEYS, TerminalKeys, has_terminal
    from posecheck.media.window import NO_DISPLAY, Window
    from posecheck.sessions.live import LiveSession
    from posecheck.sessions.live_parts import LiveParts

    shown = window and has_display()
    if window and not shown:
        typer.echo(f"posecheck: {NO_DISPLAY}; stop with Ctrl-C", err=True)
    typed = not shown and has_terminal()
    if typed:
        typer.echo(TYPED_KEYS, err=True)
    told: list[str] = []

    def tell(notice: str | None) -> None:
        if notice and notice not in told:
            told.append(notice)
            typer.echo(f"posecheck: {notice}", err=True)

    write = None if shown else partial(typer.echo, err=True)
    with Announcer(voice=options.voice, sound=sound, write=write) as announcer:
        parts = LiveParts(
            estimator=lambda: _estimator(model_path),
            counter=lambda: _counter(model_path),
            announcer=announcer,
            window=(lambda width, height: Window("posecheck", width, height, full_screen=options.full_screen))
            if shown
            else None,
            typed=TerminalKeys() if typed else None,
            tell=tell,
        )
        result = LiveSession(options, parts).run()
        tell(announcer.notice)
    tell(result.notice)
    tell(str(result.failed) if result.failed is not None else None)
    return result


def _estimator(model_path: Path) -> PoseEstimator:
    # MediaPipe takes a second to import: that is done while the safety text is on already.
    from posecheck.pose.estimator import PoseEstimator

    return PoseEstimator(model_path)


def _counter(model_path: Path) -> PeopleCounter:
    from posecheck.pose.people import PeopleCounter

    return PeopleCounter(model_path)


def _tell(result: LiveResult, *, stats: bool) -> None:
    for line in result.lines:
        typer.echo(line)
    if stats:
        typer.echo("\n".join(result.stats.lines()))
    if result.folder is not None:
        typer.echo(f"Recorded in {result.folder}{judging_again(result.folder)}")


def judging_again(folder: Path) -> str:
    """Return how to judge a recorded session again; nothing for a routine that ended before its first stretch."""
    if (folder / LANDMARKS_FILE).exists():
        return f"; judge it again with: posecheck judge {folder}"
    return f"; judge it again with: posecheck judge {folder}/*-*" if any(folder.glob(f"*-*/{LANDMARKS_FILE}")) else ""
