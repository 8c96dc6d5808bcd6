"""Values as a person writes them into a TOML file."""

from __future__ import annotations

import json
import math


def plain_number(value: float) -> int | float:
    """Return a number in the shortest way: 120, 0.35, inf."""
    if math.isfinite(value) and value == round(value):
        return round(value)
    return value if math.isinf(value) else round(value, 4)


def quoted(text: str) -> str:
    """Return a text in quotation marks."""
    # A JSON string is a TOML string, but for what JSON leaves as it is and TOML forbids: there is none in plain words.
    return json.dumps(text, ensure_ascii=False)
