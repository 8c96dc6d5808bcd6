"""`posecheck live`: a coach before the camera."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from posecheck.cli.options import Model, Poses, Profile
from posecheck.cli.progress import fetch_report

if TYPE_CHECKING:
    from posecheck.pose.estimator import PoseEstimator
    from posecheck.pose.people import PeopleCounter
    from posecheck.sessions.live_parts import LiveOptions, LiveResult

CameraSource = Annotated[
    str, typer.Option(help="Number of a camera, an http:// or rtsp:// address such as a phone's, or a file.")
]
ShowWindow = Annotated[bool, typer.Option("--window/--no-window", help="Show the picture; sound alone otherwise.")]
Hold = Annotated[
    float | None,
    typer.Option(min=1, max=600, help="Seconds to hold, in place of the stretch's own.", metavar="SECONDS"),
]
Reps = Annotated[int | None, typer.Option(min=1, max=100, help="Repetitions, of each side.", metavar="N")]
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


def live(
    pose: Annotated[str, typer.Argument(help='The stretch, such as child-pose (see "posecheck poses").')],
    camera: CameraSource = "0",
    variant: Variant = None,
    side: Side = None,
    hold: Hold = None,
    reps: Reps = None,
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
    """Coach a stretch before the camera: what to do next, how long still, what to correct; shown and spoken.

    Put the camera at your side, two to three metres away. Everything you need can be heard, so you may lie face down.
    Keys: space pauses, r restarts the hold, s switches the side, n goes to the next, p stops because it hurts, m is for
    mute, h for help, f for full screen, q or Esc quits. Leaving the picture pauses too.

    What you held, and how well, goes into your history (see `posecheck history`); `--no-history` keeps nothing.
    Nothing leaves this computer. Examples: `posecheck live child-pose`;
    `posecheck live knee-hug --side left --hold 15`;
    `posecheck live child-pose --camera http://192.168.1.20:8080/video`.
    """
    from posecheck.coach.plan import make_plan
    from posecheck.errors import UsageError
    from posecheck.references.library import find

    if record_video and record is None:
        raise UsageError("--record-video needs a folder: add --record DIR")
    reference = find(pose, poses)
    if profile is not None:
        from posecheck.references.profile import apply_profile, load_profile

        reference = apply_profile(reference, load_profile(profile))
    plan = make_plan(reference, variant, side, reps)
    from posecheck.media.feeds import parse_source
    from posecheck.results.history_file import history_file
    from posecheck.sessions.live_parts import LiveOptions
    from posecheck.sessions.live_recording import free_folder

    source = parse_source(camera)
    options = LiveOptions(
        source=source,
        plan=plan,
        hold_s=hold,
        mirror=mirror,
        full_screen=full_screen,
        record=free_folder(record) if record is not None else None,
        record_video=record_video,
        voice=voice,
        model=model,
        # A clip is no practice of today's.
        history=history_file() if history and source.path is None else None,
    )
    run_session(options, sound=sound, window=window, stats=stats)


def run_session(options: LiveOptions, *, sound: bool, window: bool, stats: bool) -> None:
    """Run a live session and print what it came to."""
    _tell(live_result(options, sound=sound, window=window), stats=stats)


def live_result(options: LiveOptions, *, sound: bool, window: bool) -> LiveResult:
    """Run a live session and return what it came to."""
    from posecheck.pose.model import ensure_model

    with fetch_report() as report:
        model_path = ensure_model(options.model, report)
    from posecheck.feedback.announcer import Announcer
    from posecheck.media.terminal import TYPED_KEYS, TerminalKeys, has_terminal
    from posecheck.media.window import NO_DISPLAY, Window, has_display
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

    with Announcer(voice=options.voice, sound=sound) as announcer:
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
        again = result.folder if (result.folder / "landmarks.npz").exists() else f"{result.folder}/*-*"
        typer.echo(f"Recorded in {result.folder}; judge it again with: posecheck judge {again}")
