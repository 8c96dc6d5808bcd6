"""Options that several commands share, and what they mean."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from posecheck.cli.values import whole
from posecheck.errors import UsageError

if TYPE_CHECKING:
    from posecheck.references.schema import Reference
    from posecheck.sessions.asked import Asked

AUTO: Final = "auto"

Pose = Annotated[
    str,
    typer.Option(help='The stretch to look for (see "posecheck poses"), or "auto" to recognise it.', metavar="NAME"),
]
Variant = Annotated[
    str | None, typer.Option(help="Only this variant of the stretch, such as arms-back.", show_default=False)
]
Poses = Annotated[
    Path | None, typer.Option(help="A folder of reference poses of your own, beside the shipped ones.", metavar="DIR")
]
Model = Annotated[
    str, typer.Option(help='Pose model: "full", "lite", "heavy", or the path of a .task file.', metavar="NAME|PATH")
]
Workers = Annotated[
    int | None,
    typer.Option(
        parser=whole(1),
        help="How many cores to use; all of them when left out. The numbers are the same.",
        metavar="N",
        show_default=False,
    ),
]
EveryFrame = Annotated[
    bool,
    typer.Option(
        "--every-frame",
        help="Look at every frame of a clip with more than 40 a second, too; otherwise at 25 to 36 a second of them.",
    ),
]
Profile = Annotated[
    str | None,
    typer.Option(help="Relax the targets to this person's range, as `calibrate` keeps it.", metavar="NAME"),
]
Results = Annotated[
    Path, typer.Option(metavar="DIR", help="Where recordings of the clips are looked for, as `analyze` leaves them.")
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object per input and nothing else on stdout.")]


def relaxed(references: Iterable[Reference], profile: str | None) -> tuple[Reference, ...]:
    """Return references with their targets relaxed to a person's range; as they are where no profile is named.

    Raises:
        UsageError: No such profile.
        InputError: Its file is wrong.
    """
    if profile is None:
        return tuple(references)
    from posecheck.references.profile import apply_profile, load_profile

    own = load_profile(profile)
    return tuple(apply_profile(reference, own) for reference in references)


def references_at_hand(poses: Path | None) -> tuple[Reference, ...]:
    """Return all references that can be used, and tell which files cannot.

    Raises:
        UsageError: `poses` is not a folder.
    """
    from posecheck.references.library import all_references

    library = all_references(poses)
    for broken in library.broken:
        typer.echo(f"posecheck: not used: {broken.problem}", err=True)
    return library.contents


def asked_for(pose: str, variant: str | None, poses: Path | None, profile: str | None = None) -> Asked:
    """Return what is to be judged.

    Raises:
        UsageError: No such pose, variant or profile.
        InputError: The file of the pose or of the profile is wrong.
    """
    from posecheck.references.library import find
    from posecheck.sessions.asked import Asked

    references = relaxed(references_at_hand(poses) if pose == AUTO else (find(pose, poses),), profile)
    variants = sorted({choice.name for reference in references for choice in reference.variants})
    if variant is not None and variant not in variants:
        raise UsageError(f'no variant is called "{variant}" here: choose from {", ".join(variants)}')
    return Asked(references, variant)
