"""`python -m benchmarks.accuracy`: run the study, print it and write RESULTS.md."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from benchmarks.accuracy import report
from benchmarks.accuracy.cache import LandmarkCache
from benchmarks.accuracy.changed import CHANGES, FURTHER_CHANGES
from benchmarks.accuracy.study import Section, Sources, run_study
from posecheck.errors import ModelError
from posecheck.pose.model import ensure_model
from posecheck.references.library import shipped_folder
from posecheck.references.loader import load_reference

ROOT = Path(__file__).parents[2]


def main(
    data: Annotated[Path, typer.Option(help="Folder with rendered/, photos/ and clips/.")] = Path("../shared/data"),
    clips: Annotated[
        list[Path] | None,
        typer.Option(help="Further folder of rendered clips with truth; may be repeated."),
    ] = None,
    held_out: Annotated[
        list[Path] | None, typer.Option(help="The same, of clips that nothing was chosen on; may be repeated.")
    ] = None,
    photos: Annotated[
        list[Path] | None, typer.Option(help="Further folder of photos with an index.csv; may be repeated.")
    ] = None,
    model: Annotated[list[str] | None, typer.Option(help="Pose model: lite, full, heavy; may be repeated.")] = None,
    out: Annotated[Path, typer.Option(help="Where to write the report.")] = Path(__file__).parent / "RESULTS.md",
    cache: Annotated[Path | None, typer.Option(help="Where landmarks are kept between runs.")] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Estimate all landmarks again.")] = False,
    further: Annotated[
        bool, typer.Option("--further-changes", help="Change the photos in 16 more ways; takes several minutes.")
    ] = False,
) -> None:
    """Measure how right posecheck is: against exact truth, on real photos and on real clips."""
    console = Console()
    started_s = time.monotonic()
    sources = Sources(
        rendered=(ROOT / "samples", data / "rendered", *(clips or [])),
        held_out=tuple(held_out or []),
        photos=(data / "photos", *(photos or [])),
        real=(data / "clips",),
        motions=(ROOT / "tests" / "data" / "motions",),
    )
    # The references as they are shipped, whatever poses the user may have added.
    references = tuple(load_reference(path) for path in sorted(shipped_folder().glob("*.toml")))
    changes = (*CHANGES, *FURTHER_CHANGES) if further else CHANGES
    results: dict[str, list[Section]] = {}
    skipped: list[str] = []
    for name in model or ["full", "lite"]:
        try:
            model_path = ensure_model(name)
        except ModelError as error:
            skipped.append(f"The model {name} was skipped: {error}.")
            continue
        with console.status(f"model {name}") as status:
            kept = LandmarkCache(model_path, cache, told=lambda file: status.update(f"looking at {file}"), fresh=fresh)
            results[Path(name).stem] = run_study(sources, kept, references, changes)
    report.show(console, results)
    for sentence in skipped:
        console.print(sentence, markup=False)
    folders = {"--clips": clips or [], "--held-out": held_out or [], "--photos": photos or []}
    command = _command(data, folders, model or [], further)
    report.write(out, command, results, skipped, time.monotonic() - started_s)
    console.print(f"written to {out}", markup=False)


def _command(data: Path, folders: Mapping[str, Sequence[Path]], models: Sequence[str], further: bool) -> str:
    """The command as it can be typed elsewhere: folders outside of the project by their last name only."""
    words = ["python -m benchmarks.accuracy"]
    if data != Path("../shared/data"):
        words.append(f"--data {_portable(data)}")
    words += [f"{option} {_portable(folder)}" for option, given in folders.items() for folder in given]
    words += [f"--model {name if '/' not in name else Path(name).name}" for name in models]
    words += ["--further-changes"] if further else []
    return " ".join(words)


def _portable(path: Path) -> str:
    return f".../{path.name}" if path.is_absolute() else path.as_posix()


if __name__ == "__main__":
    typer.run(main)
