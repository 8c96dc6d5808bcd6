"""`posecheck calibrate`: what somebody holds in comfort, kept as a profile that relaxes the targets."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from posecheck.cli.options import Model, Poses, Results
from posecheck.cli.progress import fetched, telling
from posecheck.cli.session import Mirror, ShowWindow, Side, Sound, Variant, Voice, live_options, live_result
from posecheck.errors import UsageError
from posecheck.results.folder import RESULTS

if TYPE_CHECKING:
    from rich.console import Console

    from posecheck.sessions.calibrate import Calibration


def calibrate(
    pose: Annotated[str, typer.Argument(help="Name of the pose, such as child-pose.", show_default=False)],
    clips: Annotated[
        list[str] | None,
        typer.Argument(help="Clips of yourself, or folders that `analyze` wrote.", metavar="[CLIP...]"),
    ] = None,
    profile: Annotated[str, typer.Option("--profile", metavar="NAME", help="What to call the profile.")] = "me",
    poses: Poses = None,
    model: Model = "full",
    results: Results = RESULTS,
    camera: Annotated[
        str | None,
        typer.Option(help="Do the set before this camera, led through it: as in `posecheck live`.", show_default=False),
    ] = None,
    variant: Variant = None,
    side: Side = None,
    voice: Voice = True,
    sound: Sound = True,
    mirror: Mirror = True,
    window: ShowWindow = True,
    record: Annotated[
        Path | None, typer.Option(help="With --camera: keep landmarks and events in this folder.", metavar="DIR")
    ] = None,
) -> None:
    """Measure your own comfortable range, and keep it: `--profile NAME` relaxes the targets to it, within safe limits.

    With `--camera` you are led through a short set of three gentle repetitions. With clips or earlier recordings it is
    measured in these. With neither it tells you what to film. The reference itself is not touched, and nothing is ever
    made harder.

    Examples: `posecheck calibrate child-pose --camera 0`; `posecheck calibrate child-pose my-set.mp4 --profile me`
    """
    from rich.console import Console

    from posecheck.references.library import find
    from posecheck.references.profile import check_name
    from posecheck.sessions.calibrate import calibrate as measure
    from posecheck.sessions.calibrate import guided_plan, guided_set
    from posecheck.sessions.footage import Clip, needs_model

    check_name(profile)
    reference = find(pose, poses)
    console = Console(highlight=False)
    if camera is not None:
        if clips:
            raise UsageError("give clips or --camera, not both")
        plan = guided_plan(reference, variant, side)
        with TemporaryDirectory(prefix="posecheck-") as scratch:
            kept = record if record is not None else Path(scratch) / "your set"
            options = live_options(plan, camera, mirror=mirror, voice=voice, model=model, record=kept)
            result = live_result(options, sound=sound, window=window)
            if result.failed is not None:
                raise typer.Exit(result.failed.exit_status)
            assert result.folder is not None  # as it was asked for
            _keep(console, measure(pose, [result.folder], profile, poses=poses, results=results))
        return
    if not clips:
        console.print(
            f"[bold]{reference.title}[/]: film this, then run the command again with the clip; or with --camera 0, to "
            "be led through it.",
            soft_wrap=True,
        )
        for number, step in enumerate(guided_set(reference), start=1):
            console.print(f"{number}. {step}")
        return
    named = [Clip.parse(text) for text in clips]
    if needs_model(named, results):
        fetched(model)
    _keep(console, measure(pose, named, profile, poses=poses, model=model, results=results, told=telling()))


def _keep(console: Console, measured: Calibration) -> None:
    _tell(console, measured)
    path = measured.profile.save()
    console.print(f"Kept in {path}: use it with --profile {measured.profile.name}", soft_wrap=True)


def _tell(console: Console, measured: Calibration) -> None:
    from posecheck.cli.tables import plain_table
    from posecheck.plural import how_many
    from posecheck.references.words import band_words, value_words
    from posecheck.sessions.calibrate import SET_REPETITIONS

    for problem in measured.problems:
        console.print(problem, style="yellow", soft_wrap=True)
    table = plain_table()
    for column in ("check", "you hold", "full score", "for you"):
        table.add_column(column)
    for phase, relaxed in zip(measured.reference.phases, measured.relaxed.phases, strict=True):
        for old, new in zip(phase.checks, relaxed.checks, strict=True):
            comfort = measured.measured.get((measured.reference.name, phase.name, old.name))
            if comfort is not None:
                own = value_words(old.measure, comfort.value)
                same = "as it is" if new.green == old.green else band_words(old.measure, new.green)
                table.add_row(old.title, own, band_words(old.measure, old.green), same)
    console.print(table)
    fewest = min((comfort.holds for comfort in measured.measured.values()), default=SET_REPETITIONS)
    if fewest < SET_REPETITIONS:
        console.print(
            f"Some of this rests on {how_many(fewest, 'hold')}, not {SET_REPETITIONS}: a day's stiffness or a lucky "
            "moment weighs more. Repeat it with the whole set when you can.",
            style="yellow",
            soft_wrap=True,
        )
