"""What can be given for an option, and what is said when it cannot be used: typer's own words speak to programmers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from enum import StrEnum
from math import inf
from typing import TypeVar

import typer

Number = TypeVar("Number", int, float)
Choice = TypeVar("Choice", bound=StrEnum)


def seconds(least: float, most: float = inf) -> Callable[[str], float]:
    """Return what reads a number of seconds, which may be as little as `least` and as much as `most`."""
    return _reader(float, "a number of seconds", least, most)


def whole(least: int, most: float = inf) -> Callable[[str], int]:
    """Return what reads a whole number, which may be as little as `least` and as much as `most`."""
    return _reader(int, "a whole number", least, most)


def one_of(choices: type[Choice]) -> Callable[[str], Choice]:
    """Return what reads one of a few names."""

    def read(text: str) -> Choice:
        try:
            return choices(text)
        except ValueError as error:
            names = ", ".join(f"'{each}'" for each in choices)
            raise typer.BadParameter(f"there is no {text!r}: choose from {names}") from error

    return read


def day(text: str) -> date:
    """Read a day."""
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError as error:
        raise typer.BadParameter(f"{text!r} is no day: give it as 2026-01-31") from error


def _reader(read: Callable[[str], Number], what: str, least: float, most: float) -> Callable[[str], Number]:
    bounds = f" between {least:g} and {most:g}" if most < inf else f", at least {least:g}"

    def within(text: str) -> Number:
        try:
            value = read(text)
        except ValueError:
            value = None
        if value is None or not least <= value <= most:  # which is how "nan" is refused, too
            raise typer.BadParameter(f"{text!r} cannot be used: give {what}{bounds}")
        return value

    return within
