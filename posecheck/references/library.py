"""Where reference poses are found: with the program, in the user's data folder, in a folder named on the spot."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from platformdirs import user_data_path

from posecheck.errors import InputError, UsageError
from posecheck.references.loader import load_reference
from posecheck.references.reader import suggestion
from posecheck.references.schema import Reference, Variant
from posecheck.references.search import Found, Library, Origin, search

PACKAGE: Final = Path(__file__).parents[1]


def all_references(extra: Path | None = None) -> Library[Reference]:
    """Return the references of all places, and the files that could not be used.

    Args:
        extra: A folder that overrides the others.

    Raises:
        UsageError: `extra` is not a folder.
        InputError: The program's own reference poses are missing.
    """
    places = [(Origin.SHIPPED, shipped_folder()), (Origin.USER, user_folder())]
    if extra is not None:
        if not extra.is_dir():
            raise UsageError(f"no folder of reference poses at {extra}: name one that holds .toml files")
        places.append((Origin.EXTRA, extra))
    return search(places, load_reference)


def find(name: str, extra: Path | None = None) -> Reference:
    """Return the reference of this name.

    Raises:
        UsageError: There is none of this name; the message lists those there are.
        InputError: The file of this name is wrong.
    """
    return find_with_origin(name, extra).content


def find_with_origin(name: str, extra: Path | None = None) -> Found[Reference]:
    """Return the reference of this name, and where it was found.

    Raises:
        UsageError: There is none of this name; the message lists those there are.
        InputError: The file of this name is wrong.
    """
    return all_references(extra).find(name, "pose")


def find_variant(reference: Reference, name: str) -> Variant:
    """Return a reference's variant of this name.

    Raises:
        UsageError: There is none of this name; the message lists those there are.
    """
    names = [variant.name for variant in reference.variants]
    if name not in names:
        raise UsageError(
            f'{reference.name} has no variant called "{name}"{suggestion(name, names) or "."} '
            f"There are: {', '.join(names)}"
        )
    return reference.variant(name)


def shipped_folder(name: str = "reference_poses") -> Path:
    """Return the folder of the reference poses that come with the program, or of what else does.

    Raises:
        InputError: It is missing.
    """
    # Inside the package where it was installed from a wheel; beside it in a source checkout.
    for folder in (PACKAGE / name, PACKAGE.parent / name):
        if folder.is_dir():
            return folder
    raise InputError(f"the {name.replace('_', ' ')} are missing from {PACKAGE}: install posecheck again")


def user_folder() -> Path:
    """Return the folder for the user's own reference poses; it need not exist."""
    return user_data_path("posecheck", appauthor=False) / "poses"
