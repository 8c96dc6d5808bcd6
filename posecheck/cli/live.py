"""`posecheck live`: a coach before the camera."""

from __future__ import annotations

from typing import Annotated

import typer

from posecheck.cli.options import Model, Poses, Profile, relaxed
from posecheck.cli.session import (
    CameraSource,
    FullScreen,
    Hold,
    KeepHistory,
    Mirror,
    Record,
    RecordVideo,
    Reps,
    ShowWindow,
    Side,
    Sound,
    Stats,
    Variant,
    Voice,
    live_options,
    run_session,
)


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
    from posecheck.references.library import find

    (reference,) = relaxed((find(pose, poses),), profile)
    options = live_options(
        make_plan(reference, variant, side, reps, hold),
        camera,
        mirror=mirror,
        voice=voice,
        model=model,
        full_screen=full_screen,
        record=record,
        record_video=record_video,
        history=history,
    )
    run_session(options, sound=sound, window=window, stats=stats)
