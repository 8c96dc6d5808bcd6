"""Changing a reference's file as a careful person would: other numbers, the same comments, the same order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import unified_diff
from typing import TYPE_CHECKING, Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import Table

from posecheck.errors import InputError
from posecheck.references.literals import plain_number
from posecheck.references.schema import Band, Check
from posecheck.references.tuning import Proposal

if TYPE_CHECKING:
    from tomlkit import TOMLDocument


def edited(text: str, proposals: Sequence[Proposal], tuned: Mapping[str, str | float]) -> str:
    """Return the text of a reference file with the proposed checks and what the tuning rests on.

    Args:
        text: The file as it is.
        proposals: Of the reference that the file holds; those that change nothing leave their lines alone.
        tuned: What `[provenance.tuned]` is to say.

    Raises:
        InputError: The text isn't TOML, or holds another reference.
    """
    try:
        document = tomlkit.parse(text)
        phases: dict[str, Any] = {str(phase["name"]): phase for phase in _items(document, "phases")}
        for proposal in proposals:
            if proposal.changed:
                _set_check(_items(phases[proposal.phase], "checks")[proposal.index], proposal)
        _set_tuned(document, tuned)
    except (TOMLKitError, KeyError, IndexError, TypeError) as error:
        raise InputError("the reference's file is not the one that was tuned: tune it again") from error
    return tomlkit.dumps(document)


def difference(old: str, new: str, name: str) -> str:
    """Return what changed as a unified diff, empty for nothing."""
    lines = unified_diff(old.splitlines(), new.splitlines(), f"{name} (now)", f"{name} (proposed)", lineterm="", n=2)
    return "\n".join(lines)


def _items(table: Any, key: str) -> list[Any]:
    return list(table[key])


def _set_check(table: Any, proposal: Proposal) -> None:
    old, new = proposal.old, proposal.new
    if str(table["name"]) != old.name:
        raise KeyError(old.name)
    if new.target != old.target:
        table["target"] = plain_number(new.target)
    for key in ("green", "accept"):
        if _band(new, key) != _band(old, key):
            table[key] = [plain_number(end) for end in (_band(new, key).low, _band(new, key).high)]


def _band(check: Check, key: str) -> Band:
    return check.green if key == "green" else check.accept


def _set_tuned(document: TOMLDocument, tuned: Mapping[str, str | float]) -> None:
    provenance: Any = document["provenance"]
    entry = provenance.get("tuned")
    if not isinstance(entry, Table):  # there is none, or it stands in one line, which this would make too long
        if entry is not None:
            del provenance["tuned"]
        provenance.add(tomlkit.nl())
        provenance["tuned"] = tomlkit.table()
        entry = provenance["tuned"]
    for key in [key for key in entry if key not in tuned]:
        del entry[key]
    for key, value in tuned.items():
        entry[key] = value if isinstance(value, str) else plain_number(value)
