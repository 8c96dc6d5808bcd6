"""How tables look in a terminal. Imported when one is printed."""

from __future__ import annotations

from typing import Any, Final

from rich import box
from rich.table import Table

HEADING: Final = "bold cyan"
QUIET: Final = "dim"


def plain_table(**options: Any) -> Table:
    """Return an empty table with a line under its heading and no other; options are those of rich's `Table`."""
    return Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, **{"header_style": HEADING, **options})
