"""Finding reference poses and routines by name, in all the places where their files may lie.

Later places override earlier ones by name, and this is kept so that it can be told. A file that is wrong is told too,
and doesn't keep the others from being used.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from posecheck.errors import InputError, UsageError
from posecheck.references.reader import suggestion


class Named(Protocol):
    """What a file may contain."""

    @property
    def name(self) -> str:
        """What it is found by."""


Content = TypeVar("Content", bound=Named)


class Origin(StrEnum):
    """Where a file comes from, each overriding those before it."""

    SHIPPED = "shipped"
    USER = "yours"
    EXTRA = "extra folder"

    @property
    def rank(self) -> int:
        """How many places this one overrides."""
        return list(Origin).index(self)


@dataclass(frozen=True)
class Found(Generic[Content]):
    """A reference or a routine, and where it was found.

    Attributes:
        content: The reference, or the routine.
        path: Its file.
        origin: The kind of place.
        overrides: The one of the same name that this one takes the place of; None when there is none.
    """

    content: Content
    path: Path
    origin: Origin
    overrides: Found[Content] | None = None


@dataclass(frozen=True)
class Broken:
    """A file that could not be used.

    Attributes:
        path: The file.
        origin: The kind of place.
        problem: Why, one sentence that names the file.
    """

    path: Path
    origin: Origin
    problem: str

    def would_override(self, found: Found[Content]) -> bool:
        """Return whether it would have been found in place of the other file, were it not broken."""
        if self.origin is found.origin:
            return self.path < found.path  # in a folder the first of a name has it
        return self.origin.rank > found.origin.rank


@dataclass(frozen=True)
class Library(Generic[Content]):
    """All references or all routines at hand.

    Attributes:
        found: Sorted by name, each name once.
        broken: Files that could not be used.
    """

    found: tuple[Found[Content], ...]
    broken: tuple[Broken, ...] = ()

    @property
    def contents(self) -> tuple[Content, ...]:
        """The references or routines by themselves, sorted by name."""
        return tuple(each.content for each in self.found)

    def find(self, name: str, kind: str) -> Found[Content]:
        """Return the one of this name.

        Args:
            name: Its name.
            kind: What it is, for the message when there is none: `pose`.

        Raises:
            UsageError: There is none of this name; the message lists those there are.
            InputError: The file of this name is wrong, and nothing overrides it.
        """
        found = next((each for each in self.found if each.content.name == name), None)
        for broken in self.broken:
            # Whoever put it there wants it used: an overridden one in its place would be something else.
            if broken.path.stem == name and (found is None or broken.would_override(found)):
                raise InputError(broken.problem)
        if found is not None:
            return found
        names = [content.name for content in self.contents]
        raise UsageError(f'no {kind} is called "{name}"{suggestion(name, names) or "."} There are: {", ".join(names)}')


def search(places: Iterable[tuple[Origin, Path]], load: Callable[[Path], Content]) -> Library[Content]:
    """Return what the `.toml` files of several folders contain.

    Args:
        places: Folders, each overriding those before it; one that isn't there is empty.
        load: Reads a file; raises InputError with the file's name when it is wrong.
    """
    found: dict[str, Found[Content]] = {}
    broken: list[Broken] = []
    for origin, folder in places:
        here: set[str] = set()
        for path in sorted(folder.glob("*.toml")):
            try:
                content = load(path)
            except InputError as error:
                broken.append(Broken(path, origin, str(error)))
                continue
            name = content.name
            if name in here:
                problem = f'{path}: the name "{name}" is taken already by {found[name].path.name}'
                broken.append(Broken(path, origin, problem))
                continue
            here.add(name)
            found[name] = Found(content, path, origin, overrides=found.get(name))
    return Library(tuple(found[name] for name in sorted(found)), tuple(broken))
