"""Where reference poses are found: shipped with the program, in the user's data folder, in a folder named on the spot.

Later places override earlier ones by name, and this is kept so that it can be told. A file that is wrong is told too,
and doesn't keep the others from being used.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files
from pathlib import Path

from platformdirs import user_data_path

from posecheck.errors import InputError, UsageError
from posecheck.references.loader import load_reference
from posecheck.references.reader import suggestion
from posecheck.references.schema import Reference


class Origin(StrEnum):
    """Where a reference comes from, each overriding those before it."""

    SHIPPED = "shipped"
    USER = "yours"
    EXTRA = "extra folder"


@dataclass(frozen=True)
class Found:
    """A reference and where it was found.

    Attributes:
        reference: The reference.
        path: Its file.
        origin: The kind of place.
        overrides: The one of the same name that this one takes the place of; None when there is none.
    """

    reference: Reference
    path: Path
    origin: Origin
    overrides: Found | None = None


@dataclass(frozen=True)
class Broken:
    """A reference file that could not be used.

    Attributes:
        path: The file.
        problem: Why, one sentence that names the file.
    """

    path: Path
    problem: str


@dataclass(frozen=True)
class Library:
    """All references at hand.

    Attributes:
        found: Sorted by name, each name once.
        broken: Files that could not be used.
    """

    found: tuple[Found, ...]
    broken: tuple[Broken, ...] = ()


def all_references(extra: Path | None = None) -> Library:
    """Return the references of all places, and the files that could not be used.

    Args:
        extra: A folder that overrides the others.

    Raises:
        UsageError: `extra` is not a folder.
        InputError: The program's own reference poses are missing.
    """
    if extra is not None and not extra.is_dir():
        raise UsageError(f"no folder of reference poses at {extra}: name one that holds .toml files")
    found: dict[str, Found] = {}
    broken: list[Broken] = []
    for origin, folder in ((Origin.SHIPPED, shipped_folder()), (Origin.USER, user_folder()), (Origin.EXTRA, extra)):
        if folder is not None:
            _add_folder(folder, origin, found, broken)
    return Library(tuple(found[name] for name in sorted(found)), tuple(broken))


def find(name: str, extra: Path | None = None) -> Reference:
    """Return the reference of this name.

    Raises:
        UsageError: There is none of this name; the message lists those there are.
        InputError: The file of this name is wrong.
    """
    return find_with_origin(name, extra).reference


def find_with_origin(name: str, extra: Path | None = None) -> Found:
    """Return the reference of this name, and where it was found.

    Raises:
        UsageError: There is none of this name; the message lists those there are.
        InputError: The file of this name is wrong.
    """
    library = all_references(extra)
    for broken in library.broken:
        # Whoever put it there wants it used: to fall back silently on an overridden one would judge by other numbers.
        if broken.path.stem == name:
            raise InputError(broken.problem)
    for found in library.found:
        if found.reference.name == name:
            return found
    names = [found.reference.name for found in library.found]
    raise UsageError(f'no pose is called "{name}"{suggestion(name, names) or "."} There are: {", ".join(names)}')


def shipped_folder(name: str = "reference_poses") -> Path:
    """Return the folder of the reference poses that come with the program, or of what else does.

    Raises:
        InputError: It is missing.
    """
    package = Path(str(files("posecheck")))
    # Inside the package where it was installed from a wheel; beside it in a source checkout.
    for folder in (package / name, package.parent / name):
        if folder.is_dir():
            return folder
    raise InputError(f"the {name.replace('_', ' ')} are missing from {package}: install posecheck again")


def user_folder() -> Path:
    """Return the folder for the user's own reference poses; it need not exist."""
    return user_data_path("posecheck", appauthor=False) / "poses"


def _add_folder(folder: Path, origin: Origin, found: dict[str, Found], broken: list[Broken]) -> None:
    here: set[str] = set()
    for path in sorted(folder.glob("*.toml")):
        try:
            reference = load_reference(path)
        except InputError as error:
            broken.append(Broken(path, str(error)))
            continue
        name = reference.name
        if name in here:
            broken.append(Broken(path, f'{path}: the name "{name}" is taken already by {found[name].path.name}'))
            continue
        here.add(name)
        found[name] = Found(reference, path, origin, overrides=found.get(name))
