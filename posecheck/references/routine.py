"""What a routine is: stretches in their order, each with how long and how often, written down in a TOML file.

    schema = 1
    title = "Back care"
    summary = "About ten minutes for the whole back, from gentle to less gentle."

    [[items]]
    pose = "knee-hug"
    side = "both"
    hold = 15
    repetitions = 1
    rest = 10

A routine has the name of its file. Everything about how a stretch is done stays in its reference; a routine may only
choose among what the reference allows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from posecheck.errors import InputError
from posecheck.references.reader import NAME_PATTERN, Table, open_table
from posecheck.references.schema import Hold, Phase, Reference
from posecheck.references.words import hold_words

SCHEMA: Final = 1
"""The one version of the file format that this program reads."""

REST_S: Final = 10.0
"""After an item that doesn't say how long to rest."""

SIDES: Final = ("left", "right", "both")


@dataclass(frozen=True)
class Item:
    """One stretch of a routine.

    Attributes:
        pose: Name of the reference.
        variant: Only this variant; None for what the reference does by default.
        side: `left`, `right`, or `both` one after the other; None for the default.
        hold_s: Seconds to hold, within what the reference allows; None for the reference's own.
        repetitions: How often, on each side; None for the reference's own number.
        rest_s: Seconds of rest after it.
        deeper: The variant to go on to once the longest hold has become easy; None for none.
    """

    pose: str
    variant: str | None = None
    side: str | None = None
    hold_s: float | None = None
    repetitions: int | None = None
    rest_s: float = REST_S
    deeper: str | None = None


@dataclass(frozen=True)
class Routine:
    """Stretches in their order.

    Attributes:
        name: How commands call it: the name of its file.
        title: As a person would call it.
        summary: A sentence on what it is for.
        items: At least one.
    """

    name: str
    title: str
    summary: str
    items: tuple[Item, ...]


def load_routine(path: Path, references: Mapping[str, Reference]) -> Routine:
    """Read a routine from a TOML file.

    Args:
        path: The file; the routine gets its name.
        references: What its items may be, by name.

    Raises:
        InputError: The file cannot be read, isn't TOML, or is wrong in some place; the message names the file, the
            place, what was expected and what was found.
    """
    routine, problems = _read(path, references, path.stem)
    if routine is None:
        more = f" (and {len(problems) - 1} more: run posecheck routine check on it)" if len(problems) > 1 else ""
        raise InputError(f"{path}: {problems[0]}{more}")
    return routine


def check_routine(path: Path, references: Mapping[str, Reference], name: str | None = None) -> list[str]:
    """Return everything that is wrong with a routine file, one sentence each; nothing when it is good.

    Args:
        path: The file.
        references: What its items may be, by name.
        name: What it is going to be called, where that isn't the file's present name.
    """
    return _read(path, references, name or path.stem)[1]


def held_phases(reference: Reference, variant: str | None) -> tuple[tuple[Phase, Hold], ...]:
    """Return what is held in a variant, or in any of the reference's where none is named."""
    phases = reference.phases if variant is None else reference.phases_of(reference.variant(variant))
    return tuple((phase, phase.hold) for phase in phases if phase.hold is not None)


def _read(path: Path, references: Mapping[str, Reference], name: str) -> tuple[Routine | None, list[str]]:
    file, problems = open_table(path, SCHEMA)
    if file is None:
        return None, problems
    routine = Routine(
        name=name,
        title=file.text("title"),
        summary=file.text("summary"),
        items=tuple(_item(table, references) for table in file.tables("items")),
    )
    file.close()
    problems = list(file.problems)
    if not NAME_PATTERN.fullmatch(name):
        problems.insert(0, f"expected a file name of small letters, digits and hyphens; found {path.name}")
    return (None if problems else routine), problems


def _item(table: Table, references: Mapping[str, Reference]) -> Item:
    before = len(table.problems)
    reference = references.get(table.one_of("pose", sorted(references)))
    names = [variant.name for variant in reference.variants] if reference else []
    item = Item(
        pose=reference.name if reference else "",
        variant=_variant(table, "variant", names),
        side=table.one_of("side", SIDES) if table.has("side") else None,
        hold_s=table.number("hold", least=1.0) if table.has("hold") else None,
        repetitions=table.whole_number("repetitions", least=1) if table.has("repetitions") else None,
        rest_s=table.number("rest", least=0.0) if table.has("rest") else REST_S,
        deeper=_variant(table, "deeper", names),
    )
    table.close()
    # Only of what could be read it makes sense to say more.
    if reference is not None and len(table.problems) == before:
        _tell_contradictions(table, item, reference)
    return item


def _variant(table: Table, key: str, names: list[str]) -> str | None:
    if not table.has(key):
        return None
    return (table.one_of(key, names) if names else table.text(key)) or None


def _tell_contradictions(table: Table, item: Item, reference: Reference) -> None:
    """What only shows once the item is held against its reference."""
    if item.side and not any(variant.side for variant in reference.variants):
        table.tell("side", f"not used here, because {reference.name} has no sides; leave it out")
    elif item.side and item.variant:
        table.tell("side", f"not used here, because the variant {item.variant} is named already; leave one of them out")
    if item.hold_s is not None:
        held = held_phases(reference, item.variant)
        if not held:
            table.tell("hold", f"not used here, because nothing of {reference.name} is held; leave it out")
        for phase, hold in held:
            if item.hold_s not in hold.range_s:
                wrong = f'seconds that "{phase.title}" may be held, {hold_words(hold)}'
                table.wrong("hold", wrong)
                break
    if item.deeper and (item.variant is None or item.deeper == item.variant):
        table.tell("deeper", "expected a variant beside another one that is named with variant")
