"""Where routines are found: shipped with the program, and in the user's data folder, which overrides by name."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from platformdirs import user_data_path

from posecheck.errors import InputError, UsageError
from posecheck.files import whole_file
from posecheck.references.library import Broken, Origin, shipped_folder
from posecheck.references.reader import NAME_PATTERN, suggestion
from posecheck.references.routine import REST_S, SCHEMA, Item, Routine, check_routine, load_routine
from posecheck.references.schema import Reference

DEFAULT: Final = "back-care"

COMMANDS: Final = ("run", "new", "check")
"""Words that mean something else after `posecheck routine`, and can be no routine's name."""


@dataclass(frozen=True)
class FoundRoutine:
    """A routine and where it was found.

    Attributes:
        routine: The routine.
        path: Its file.
        origin: The kind of place.
        overrides: The shipped file of the same name that this one takes the place of; None when there is none.
    """

    routine: Routine
    path: Path
    origin: Origin
    overrides: Path | None = None


@dataclass(frozen=True)
class RoutineLibrary:
    """All routines at hand.

    Attributes:
        found: Sorted by name, each name once.
        broken: Files that could not be used.
    """

    found: tuple[FoundRoutine, ...]
    broken: tuple[Broken, ...] = ()


def all_routines(references: Mapping[str, Reference]) -> RoutineLibrary:
    """Return the routines of all places, and the files that could not be used.

    Args:
        references: What their items may be, by name.

    Raises:
        InputError: The program's own routines are missing.
    """
    found: dict[str, FoundRoutine] = {}
    broken: list[Broken] = []
    for origin, folder in ((Origin.SHIPPED, shipped_folder("routines")), (Origin.USER, user_folder())):
        for path in sorted(folder.glob("*.toml")):
            try:
                routine = load_routine(path, references)
            except InputError as error:
                broken.append(Broken(path, str(error)))
                continue
            before = found.get(routine.name)
            found[routine.name] = FoundRoutine(routine, path, origin, before.path if before else None)
    return RoutineLibrary(tuple(found[name] for name in sorted(found)), tuple(broken))


def find_routine(name: str, references: Mapping[str, Reference]) -> FoundRoutine:
    """Return the routine of this name, and where it was found.

    Raises:
        UsageError: There is none of this name; the message lists those there are.
        InputError: The file of this name is wrong.
    """
    library = all_routines(references)
    for broken in library.broken:
        # Whoever put it there wants it used: to fall back silently on an overridden one would be another routine.
        if broken.path.stem == name:
            raise InputError(broken.problem)
    for found in library.found:
        if found.routine.name == name:
            return found
    names = [found.routine.name for found in library.found]
    raise UsageError(f'no routine is called "{name}"{suggestion(name, names) or "."} There are: {", ".join(names)}')


def user_folder() -> Path:
    """Return the folder for the user's own routines; it need not exist."""
    return user_data_path("posecheck", appauthor=False) / "routines"


def parse_item(text: str) -> Item:
    """Read an item as it is typed: `child-pose`, `child-pose:arms-back`, `knee-hug:side=left,hold=15,reps=2,rest=20`.

    Raises:
        UsageError: It cannot be read so.
    """
    pose, _, rest = text.partition(":")
    given: dict[str, str] = {}
    for part in filter(None, rest.split(",")):
        key, is_pair, value = part.partition("=")
        key, value = (key.strip(), value.strip()) if is_pair else ("variant", part.strip())
        if key not in _TYPED or not value or key in given:
            keys = ", ".join(f"{each}=" for each in _TYPED if each != "variant")
            raise UsageError(
                f'cannot read "{part}" in {text}: after the colon come the name of a variant and any of {keys}, '
                "such as knee-hug:side=left,hold=15"
            )
        given[key] = value
    try:
        return Item(
            pose=pose.strip(),
            variant=given.get("variant"),
            side=given.get("side"),
            hold_s=float(given["hold"]) if "hold" in given else None,
            repetitions=int(given["reps"]) if "reps" in given else None,
            rest_s=float(given["rest"]) if "rest" in given else REST_S,
            deeper=given.get("deeper"),
        )
    except ValueError as error:
        raise UsageError(f"cannot read {text}: hold and rest are seconds, reps is a whole number") from error


_TYPED: Final = ("variant", "side", "hold", "reps", "rest", "deeper")


def write_routine(name: str, title: str, items: Sequence[Item], references: Mapping[str, Reference]) -> FoundRoutine:
    """Write a routine into the user's folder.

    Raises:
        UsageError: The name cannot be one, or an item is not possible; nothing is written then.
        OutputError: It could not be written.
    """
    if not NAME_PATTERN.fullmatch(name) or name in COMMANDS:
        raise UsageError(
            f'"{name}" cannot be the name of a routine: use small letters, digits and hyphens, such as my-evening, but '
            f"none of {', '.join(COMMANDS)}"
        )
    path = user_folder() / f"{name}.toml"
    with whole_file(path) as partial:
        partial.write_text(_as_toml(title, items), encoding="utf-8")
        # What cannot be done is not written at all.
        if problems := check_routine(partial, references, name):
            raise UsageError(f"this routine cannot be: {problems[0]}")
    return find_routine(name, references)


def _as_toml(title: str, items: Sequence[Item]) -> str:
    lines = [f"schema = {SCHEMA}", f"title = {_text(title)}", f"summary = {_text(_summary(items))}"]
    for item in items:
        lines += ["", "[[items]]", f"pose = {_text(item.pose)}"]
        for key, value in (("variant", item.variant), ("deeper", item.deeper), ("side", item.side)):
            lines += [f"{key} = {_text(value)}"] if value is not None else []
        lines += [f"hold = {item.hold_s:g}"] if item.hold_s is not None else []
        lines += [f"repetitions = {item.repetitions}"] if item.repetitions is not None else []
        lines += [f"rest = {item.rest_s:g}"]
    return "\n".join(lines) + "\n"


def _summary(items: Sequence[Item]) -> str:
    return f"{len(items)} stretches of my own." if len(items) > 1 else "A stretch of my own."


def _text(value: str) -> str:
    # A JSON string is a TOML string, as long as nothing beyond the basic plane is split in two.
    return json.dumps(value, ensure_ascii=False)
