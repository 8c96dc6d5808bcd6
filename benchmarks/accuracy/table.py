"""A table that can be shown in a terminal and written as Markdown."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from rich import box
from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text


@dataclass
class Table:
    """Rows of words and numbers, already in the form in which they are shown.

    Attributes:
        title: What it is.
        columns: Heads.
        notes: Paragraphs that say how to read it, shown above it.
        rows: As many cells a row as there are columns.
    """

    title: str
    columns: tuple[str, ...]
    notes: tuple[str, ...] = ()
    rows: list[tuple[str, ...]] = field(default_factory=list)

    def add(self, *cells: str) -> None:
        """Append a row.

        Raises:
            ValueError: It has not as many cells as the table has columns.
        """
        if len(cells) != len(self.columns):
            raise ValueError(f"{self.title}: {len(cells)} cells for {len(self.columns)} columns")
        self.rows.append(cells)

    def show(self, console: Console) -> None:
        """Print it."""
        drawn = RichTable(title=Text(self.title), box=box.SIMPLE_HEAD, title_justify="left", pad_edge=False)
        for index, name in enumerate(self.columns):
            drawn.add_column(name, justify="left" if self._is_text(index) else "right")
        for row in self.rows:
            drawn.add_row(*(Text(cell) for cell in row))
        console.print(drawn)

    def markdown(self, level: int = 3) -> str:
        """Return it as Markdown."""
        lines = [f"{'#' * level} {self.title}", ""]
        for note in self.notes:
            lines += [note, ""]
        if not self.rows:
            return "\n".join([*lines, "Nothing to tell.", ""])
        lines.append(_line(self.columns))
        lines.append(_line(tuple("---" if self._is_text(index) else "---:" for index in range(len(self.columns)))))
        lines += [_line(row) for row in self.rows]
        return "\n".join([*lines, ""])

    def _is_text(self, index: int) -> bool:
        return any(any(letter.isalpha() for letter in row[index]) for row in self.rows)


def number(value: float | None, digits: int = 1) -> str:
    """Return a number with a fixed number of digits, a dash for none."""
    return "–" if value is None or math.isnan(value) else f"{value:.{digits}f}"


def signed(value: float | None, digits: int = 1) -> str:
    """Return a number with its sign, a dash for none."""
    return "–" if value is None or math.isnan(value) else f"{value:+.{digits}f}"


def percent(share: float | None, digits: int = 0) -> str:
    """Return a share in per cent, a dash for none."""
    return "–" if share is None or math.isnan(share) else f"{100 * share:.{digits}f} %"


def _line(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
