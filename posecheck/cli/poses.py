"""`posecheck poses`: which reference poses there are, what each asks for, and whether a file of one's own is right."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from posecheck.cli.new_pose import new_pose

if TYPE_CHECKING:
    from posecheck.references.schema import Reference
    from posecheck.references.search import Found

OUTPUT_SCHEMA = 1
"""Version of what --json prints."""

SHEET_COLUMNS = 100
TITLE_COLUMNS = 80
"""In a narrower terminal the list goes without titles: the names are what one types."""

PosesOption = Annotated[
    Path | None,
    typer.Option("--poses", metavar="DIR", help="Also use the .toml files of this folder.", show_default=False),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for other programs instead.")]

app = typer.Typer()


@app.callback(invoke_without_command=True)
def list_poses(ctx: typer.Context, poses: PosesOption = None, as_json: JsonOption = False) -> None:
    """List the reference poses; show one, or check a file of your own.

    A reference pose is a TOML file. Those that come with posecheck can be added to, or replaced by name, with files in
    your data folder (its place is printed below the list) or in a folder given with --poses.
    """
    if ctx.invoked_subcommand is not None:
        return
    from posecheck.references.library import all_references, user_folder

    library = all_references(poses)
    if as_json:
        listed = [_summary(found) for found in library.found]
        broken = [{"path": str(each.path), "problem": each.problem} for each in library.broken]
        _print_json({"schema": OUTPUT_SCHEMA, "poses": listed, "broken": broken})
        return
    from rich.console import Console

    from posecheck.cli.pose_sheet import pose_list

    console = Console(highlight=False)
    console.print(pose_list(library.found, titled=console.width >= TITLE_COLUMNS))
    console.print()
    console.print("posecheck poses show NAME tells more about one.", style="dim")
    # Paths are printed whole, so that they can be copied.
    console.print(f"Your own go into {user_folder()}", style="dim", soft_wrap=True)
    for each in library.broken:
        typer.echo(f"posecheck: not used: {each.problem}", err=True)


@app.command("show")
def show_pose(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="Name of the pose, such as child-pose.", show_default=False)],
    variant: Annotated[
        str | None, typer.Option(metavar="NAME", help="Show this variant only.", show_default=False)
    ] = None,
    image: Annotated[
        Path | None,
        typer.Option(metavar="FILE.png", help="Draw the target into this file, too.", show_default=False),
    ] = None,
    poses: PosesOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show what a pose asks for: how it is done, safety, camera, each check with its target, and its sources."""
    from posecheck.references.export import as_plain
    from posecheck.references.library import find_variant, find_with_origin

    # The options may stand before `show` as well as after it.
    before: dict[str, Any] = ctx.parent.params if ctx.parent else {}
    found = find_with_origin(name, poses or before.get("poses"))
    if variant is not None:
        find_variant(found.content, variant)
    if image is not None:
        from posecheck.feedback.figure import save_target_image
        from posecheck.media.picture import check_png

        check_png(image, "image")
        save_target_image(image, found.content, variant)
    if as_json or before.get("as_json"):
        _print_json({"schema": OUTPUT_SCHEMA, **_whereabouts(found), **as_plain(found.content)})
        return
    from rich.console import Console

    from posecheck.cli.pose_sheet import pose_sheet

    console = Console(highlight=False)
    # Beyond this the eye loses the row between its ends.
    console.width = min(console.width, SHEET_COLUMNS)
    console.print(pose_sheet(found, variant))
    if image is not None:
        console.print(f"The target is drawn in {image}", soft_wrap=True)


@app.command("check")
def check_files(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Reference pose files.", show_default=False)],
) -> None:
    """Check reference pose files: tell everything that is wrong with each, and exit with status 1 if anything is."""
    from posecheck.references.loader import check_reference

    wrong = False
    for path in files:
        problems = check_reference(path)
        wrong = wrong or bool(problems)
        for problem in problems:
            typer.echo(f"{path}: {problem}")
        if not problems:
            typer.echo(f"{path}: ok")
    if wrong:
        raise typer.Exit(1)


app.command("new")(new_pose)


def _summary(found: "Found[Reference]") -> dict[str, object]:
    reference = found.content
    return {
        "name": reference.name,
        "title": reference.title,
        "variants": [variant.name for variant in reference.variants],
        "holds": {phase.name: phase.hold.seconds for phase in reference.phases if phase.hold is not None},
        "counts": {
            phase.name: phase.count.side and phase.count.side.value
            for phase in reference.phases
            if phase.count is not None
        },
        "repetitions": reference.repetitions,
        **_whereabouts(found),
    }


def _whereabouts(found: "Found[Reference]") -> dict[str, object]:
    overrides = None if found.overrides is None else str(found.overrides.path)
    return {"origin": found.origin.value, "path": str(found.path), "overrides": overrides}


def _print_json(value: dict[str, Any]) -> None:
    typer.echo(json.dumps(value, indent=2, ensure_ascii=False))
