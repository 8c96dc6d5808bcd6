"""`posecheck judge`: recorded landmarks in, the verdict out, in milliseconds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from posecheck.cli.options import AUTO, Json, Pose, Poses, Profile, Variant, asked_for
from posecheck.errors import UsageError
from posecheck.results.folder import LANDMARKS_FILE


def judge(
    recordings: Annotated[
        list[Path],
        typer.Argument(help="Folders that `analyze` wrote, or their landmarks.npz.", metavar="DIR_OR_NPZ..."),
    ],
    pose: Pose = AUTO,
    variant: Variant = None,
    as_json: Json = False,
    poses: Poses = None,
    profile: Profile = None,
) -> None:
    """Judge recorded landmarks again, without the clip and without the pose model.

    The numbers are the same as those of the analysis, unless the reference has changed meanwhile: that is what this
    command is for. Nothing is written.

    Example: `posecheck judge posecheck-results/stretch --pose knee-hug`
    """
    asked = asked_for(pose, variant, poses, profile)
    from rich.console import Console

    from posecheck.cli.verdict import print_verdict
    from posecheck.media.inputs import IMAGE_SUFFIXES, VIDEO_SUFFIXES
    from posecheck.results.recording import Recording
    from posecheck.sessions.judging import judge_recording

    console = Console(highlight=False)
    for path in recordings:
        if path.suffix.lower() in IMAGE_SUFFIXES | VIDEO_SUFFIXES:
            raise UsageError(f"{path} is a clip or a picture: run posecheck analyze {path}, which judges it right away")
        recording = Recording.load(path / LANDMARKS_FILE if path.is_dir() else path)
        summary = judge_recording(recording, asked)
        if as_json:
            typer.echo(json.dumps(summary.to_json(), ensure_ascii=False))
        else:
            print_verdict(console, summary)
