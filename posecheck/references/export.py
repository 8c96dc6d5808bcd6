"""A reference as plain values, for other programs to read as JSON."""

from __future__ import annotations

import math
from dataclasses import fields, is_dataclass

from posecheck.references.schema import Band, Reference

Plain = None | bool | int | float | str | list["Plain"] | dict[str, "Plain"]


def as_plain(reference: Reference) -> dict[str, Plain]:
    """Return a reference as dictionaries and lists, its keys those of the dataclasses.

    A band is a list of two numbers, where None stands for no limit, because JSON has no infinity.
    """
    return {each.name: _plain(getattr(reference, each.name)) for each in fields(reference)}


def _plain(value: object) -> Plain:
    if isinstance(value, Band):
        return [end if math.isfinite(end) else None for end in (value.low, value.high)]
    if is_dataclass(value):
        return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, frozenset):
        return [_plain(item) for item in sorted(value)]
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    return str(value)
