"""Reading TOML tables strictly: every key is asked for by name and kind, and whatever is wrong is told with its place.

Nothing here knows what a reference pose is. A table gathers problems instead of raising, so that an author sees all of
them at once; a value that could not be read is replaced by an empty one, which nobody uses, because a file with
problems is refused.
"""

from __future__ import annotations

import difflib
import json
import math
import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Final, TypeVar

from posecheck.references.schema import Band

NAME_PATTERN: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
"""Names are typed on command lines and become file names."""

MAX_SHOWN_CHARACTERS: Final = 60
"""Of a wrong value, no more than this is repeated in the message."""

LABELS: Final = ("name", "measure", "pose")
"""Keys that say what a table is about, for the messages."""

_BAND_EXPECTED: Final = "a range [low, high] of two numbers, where -inf and inf stand for no limit"

_Choice = TypeVar("_Choice", bound=StrEnum)


def place(key: str, label: str = "") -> str:
    """Return how a message calls a place in the file: its key path, and the name of what stands there."""
    return f'{key} ("{label}")' if label else key


def suggestion(word: str, choices: Iterable[str]) -> str:
    """Return `, did you mean "..."?` for a close match among the choices, otherwise nothing."""
    close = difflib.get_close_matches(word, list(choices), n=1)
    return f', did you mean "{close[0]}"?' if close else ""


def open_table(path: Path, schema: int) -> tuple[Table | None, list[str]]:
    """Open a TOML file that is written by a version of its format; return it, or why that cannot be done."""
    try:
        # Some editors put a byte order mark in front, which TOML itself doesn't know.
        values = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return None, ["there is no such file"]
    except IsADirectoryError:
        return None, ["this is a folder; expected a TOML file"]
    except OSError as error:
        return None, [f"cannot be read: {error.strerror or error}"]
    except UnicodeDecodeError as error:
        return None, [f"expected text in UTF-8; found another byte at position {error.start}"]
    except tomllib.TOMLDecodeError as error:
        problem = str(error)
        return None, [f"expected TOML; {problem[:1].lower()}{problem[1:]}"]

    file = Table(values)
    # Of another version nothing else can be said: its keys may all be different ones.
    if not file.has("schema"):
        return None, [f"schema: missing, expected schema = {schema}"]
    if values["schema"] != schema or isinstance(values["schema"], bool):
        return None, [f"schema: expected {schema}, which this posecheck reads; found {shown(values['schema'])}"]
    return file, []


@dataclass
class Table:
    """One table of a file: hands out its values, and remembers which keys exist and what is wrong.

    Attributes:
        values: The table as the TOML parser gave it.
        key: Its path in the file, such as `phases[0].checks[2]`; empty for the whole file.
        problems: Shared by all tables of a file, in the order of reading.
    """

    values: dict[str, object]
    key: str = ""
    problems: list[str] = field(default_factory=list)
    _known: list[str] = field(default_factory=list)

    def has(self, key: str) -> bool:
        """Return whether the key is there; asking makes it a known one."""
        if key not in self._known:
            self._known.append(key)
        return key in self.values

    def text(self, key: str) -> str:
        """Return a text that isn't empty."""
        return self._text(key, "a text that isn't empty")

    def text_if_any(self, key: str) -> str:
        """Return a text, or an empty one where the key is left out."""
        return self.text(key) if self.has(key) else ""

    def name(self) -> str:
        """Return the table's `name`, of small letters, digits and single hyphens."""
        expected = "a name of small letters, digits and hyphens, such as arms-forward"
        value = self._text("name", expected)
        if value and not NAME_PATTERN.fullmatch(value):
            self.wrong("name", expected)
        return value

    def number(self, key: str, least: float = -math.inf) -> float:
        """Return a finite number, not below `least`."""
        expected = "a number" if least == -math.inf else f"a number of {least:g} or more"
        value = _number(self.values.get(key))
        if not self.has(key):
            self.missing(key, expected)
        elif value is None or not math.isfinite(value) or value < least:
            self.wrong(key, expected)
        else:
            return value
        return 0.0

    def whole_number(self, key: str, least: int) -> int:
        """Return a whole number, not below `least`."""
        expected = f"a whole number of {least} or more"
        value = self.values.get(key)
        if not self.has(key):
            self.missing(key, expected)
        elif isinstance(value, bool) or not isinstance(value, int) or value < least:
            self.wrong(key, expected)
        else:
            return value
        return least

    def flag_if_any(self, key: str) -> bool:
        """Return true or false; false where the key is left out."""
        if not self.has(key):
            return False
        value = self.values[key]
        if not isinstance(value, bool):
            self.wrong(key, "true or false")
            return False
        return value

    def band(self, key: str) -> Band:
        """Return a range of two numbers, either of which may be infinite."""
        if not self.has(key):
            self.missing(key, _BAND_EXPECTED)
            return Band()
        value = self.values[key]
        ends = [_number(end) for end in value] if isinstance(value, list) else []
        if len(ends) != 2 or ends[0] is None or ends[1] is None or math.isnan(ends[0]) or math.isnan(ends[1]):
            self.wrong(key, _BAND_EXPECTED)
        elif ends[0] > ends[1]:
            self.wrong(key, "a range [low, high] with the lower number first")
        else:
            return Band(ends[0], ends[1])
        return Band()

    def band_if_any(self, key: str) -> Band | None:
        """Return a range, or None where the key is left out."""
        return self.band(key) if self.has(key) else None

    def choice(self, key: str, choices: type[_Choice]) -> _Choice:
        """Return one of an enumeration's values."""
        value = self.one_of(key, [choice.value for choice in choices])
        return choices(value) if value else next(iter(choices))

    def choice_if_any(self, key: str, choices: type[_Choice]) -> _Choice | None:
        """Return one of an enumeration's values, or None where the key is left out."""
        return self.choice(key, choices) if self.has(key) else None

    def one_of(self, key: str, choices: Sequence[str]) -> str:
        """Return a text that is one of the choices; empty when it isn't."""
        expected = f"one of {', '.join(choices)}"
        value = self._text(key, expected)
        if value and value not in choices:
            self.wrong(key, expected, suggestion(value, choices))
            return ""
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of at least one text, none of them twice."""
        expected = "a list of one or more texts"
        value = self.values.get(key)
        if not self.has(key):
            self.missing(key, expected)
            return ()
        texts = [item for item in value if isinstance(item, str) and item.strip()] if isinstance(value, list) else []
        if not isinstance(value, list) or not texts or len(texts) != len(value):
            self.wrong(key, expected)
            return ()
        if len(set(texts)) != len(texts):
            self.wrong(key, "each text only once")
        return tuple(texts)

    def texts_if_any(self, key: str) -> tuple[str, ...]:
        """Return a list of texts, or nothing where the key is left out."""
        return self.texts(key) if self.has(key) else ()

    def table(self, key: str) -> Table:
        """Return the table under a key."""
        value = self.values.get(key)
        if not self.has(key):
            self.missing(key, "a table")
        elif not isinstance(value, dict):
            self.wrong(key, "a table")
        else:
            return Table(value, self.at(key), self.problems)
        return Table({}, self.at(key))  # with problems of its own, which would only repeat this one

    def table_if_any(self, key: str) -> Table | None:
        """Return the table under a key, or None where it is left out."""
        return self.table(key) if self.has(key) else None

    def tables(self, key: str) -> list[Table]:
        """Return the list of one or more tables under a key, as `[[key]]` writes them."""
        expected = f"one or more tables, each begun with [[{_without_indices(self.at(key))}]]"
        value = self.values.get(key)
        if not self.has(key):
            self.missing(key, expected)
            return []
        items = [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
        if not isinstance(value, list) or not items or len(items) != len(value):
            self.wrong(key, expected)
            return []
        return [Table(item, f"{self.at(key)}[{index}]", self.problems) for index, item in enumerate(items)]

    def tables_if_any(self, key: str) -> list[Table]:
        """Return the tables under a key, none where it is left out."""
        return self.tables(key) if self.has(key) else []

    def close(self) -> None:
        """Tell every key that nobody asked for. Called once the table has been read."""
        for key in self.values:
            if key not in self._known:
                known = ", ".join(self._known)
                self.tell(key, f"unknown key; expected one of {known}{suggestion(key, self._known)}")

    def at(self, key: str) -> str:
        """Return the path of a key of this table."""
        return f"{self.key}.{key}" if self.key else key

    def tell(self, key: str, problem: str) -> None:
        """Add a problem with a key of this table."""
        label = next((self.values[key] for key in LABELS if key in self.values), None)
        self.problems.append(f"{place(self.at(key), label if isinstance(label, str) and self.key else '')}: {problem}")

    def missing(self, key: str, expected: str) -> None:
        """Tell that a key is missing."""
        self.tell(key, f"missing, expected {expected}")

    def wrong(self, key: str, expected: str, hint: str = "") -> None:
        """Tell that a value is not what was expected."""
        self.tell(key, f"expected {expected}; found {shown(self.values[key])}{hint}")

    def _text(self, key: str, expected: str) -> str:
        value = self.values.get(key)
        if not self.has(key):
            self.missing(key, expected)
        elif not isinstance(value, str) or not value.strip():
            self.wrong(key, expected)
        else:
            return value
        return ""


def shown(value: object) -> str:
    """Return a value much as the file has it, shortened where it is long."""
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, str):
        text = json.dumps(value, ensure_ascii=False)
    elif isinstance(value, list):
        text = f"[{', '.join(shown(item) for item in value)}]"
    else:
        text = str(value).lower()
    return text if len(text) <= MAX_SHOWN_CHARACTERS else f"{text[: MAX_SHOWN_CHARACTERS - 3]}..."


def _without_indices(key: str) -> str:
    return re.sub(r"\[\d+\]", "", key)


def _number(value: object) -> float | None:
    # true is a whole number to Python, but not to somebody who writes a file.
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
