"""Where routines are found: shipped with the program, and in the user's data folder, which overrides by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from platformdirs import user_data_path

from posecheck.errors import UsageError
from posecheck.files import whole_file
from posecheck.references.library import shipped_folder
from posecheck.references.literals import quoted
from posecheck.references.reader import NAME_PATTERN
from posecheck.references.routine import REST_S, SCHEMA, Item, Routine, check_routine, load_routine
from posecheck.references.schema import Reference
from posecheck.references.search import Found, Library, Origin, search

DEFAULT: Final = "back-care"

COMMANDS: Final = ("run", "new", "check")
"""Words that mean something else after `posecheck routine`, and can be no routine's name."""

TYPED: Final = ("variant", "side", "hold", "reps", "rest", "deeper")
"""What an item may say as it is typed."""


def all_routines(references: Mapping[str, Reference]) -> Library[Routine]:
    """Return the routines of all places, and the files that could not be used.

    Args:
        references: What their items may be, by name.

    Raises:
        InputError: The program's own routines are missing.
    """
    places = ((Origin.SHIPPED, shipped_folder("routines")), (Origin.USER, user_folder()))
    return search(places, lambda path: load_routine(path, references))


def find_routine(name: str, references: Mapping[str, Reference]) -> Found[Routine]:
    """Return the routine of this name, and where it was found.

    Raises:
        UsageError: There is none of this name; the message lists those there are.
        InputError: The file of this name is wrong.
    """
    return all_routines(references).find(name, "routine")


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
        if key not in TYPED or not value or key in given:
            keys = ", ".join(f"{each}=" for each in TYPED if each != "variant")
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


def write_routine(name: str, title: str, items: Sequence[Item], references: Mapping[str, Reference]) -> Found[Routine]:
    """Write a routine into the user's folder.

    Raises:
        UsageError: The name cannot be one or is taken by a file of the user's, or an item is not possible; nothing is
            written then.
        OutputError: It could not be written.
    """
    if not NAME_PATTERN.fullmatch(name) or name in COMMANDS:
        raise UsageError(
            f'"{name}" cannot be the name of a routine: use small letters, digits and hyphens, such as my-evening, but '
            f"none of {', '.join(COMMANDS)}"
        )
    path = user_folder() / f"{name}.toml"
    if path.exists():
        raise UsageError(f"{path} is there already: choose another name, or take it away first")
    with whole_file(path) as partial:
        partial.write_text(_as_toml(title, items), encoding="utf-8")
        # What cannot be done is not written at all.
        if problems := check_routine(partial, references, name):
            raise UsageError(f"this routine cannot be: {problems[0]}")
    return find_routine(name, references)


def _as_toml(title: str, items: Sequence[Item]) -> str:
    lines = [f"schema = {SCHEMA}", f"title = {quoted(title)}", f"summary = {quoted(_summary(items))}"]
    for item in items:
        lines += ["", "[[items]]", f"pose = {quoted(item.pose)}"]
        for key, value in (("variant", item.variant), ("deeper", item.deeper), ("side", item.side)):
            lines += [f"{key} = {quoted(value)}"] if value is not None else []
        lines += [f"hold = {item.hold_s:g}"] if item.hold_s is not None else []
        lines += [f"repetitions = {item.repetitions}"] if item.repetitions is not None else []
        lines += [f"rest = {item.rest_s:g}"]
    return "\n".join(lines) + "\n"


def _summary(items: Sequence[Item]) -> str:
    return f"{len(items)} stretches of my own." if len(items) > 1 else "A stretch of my own."
