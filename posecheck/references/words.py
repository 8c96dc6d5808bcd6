"""Numbers of a reference in plain words: `at least 130°` rather than `[130, inf]`.

No decimals: a degree is less than the camera can tell.
"""

from __future__ import annotations

import math

from posecheck.measures.registry import all_measures
from posecheck.references.schema import Band, Hold, SidePolicy


def measure_words(measure: str) -> str:
    """Return what is measured: `knee flexion`."""
    return measure.replace("_", " ")


def side_words(measure: str, side: SidePolicy) -> str:
    """Return of which limb a measure is taken, such as `, active side`; nothing for the near one, the usual case."""
    if not all_measures()[measure].sided or side is SidePolicy.NEAR:
        return ""
    return ", both sides" if side is SidePolicy.BOTH else f", {side} side"


def unit_words(measure: str) -> str:
    """Return what the numbers of a measure are shares of, such as ` in % of the trunk`; nothing for degrees."""
    unit = all_measures()[measure].unit
    return "" if unit == "deg" else f" in % of the {unit}"


def value_words(measure: str, value: float) -> str:
    """Return a value of a measure: degrees as they are, ratios of lengths in per cent."""
    degrees = all_measures()[measure].unit == "deg"
    number = round(value if degrees else 100 * value)
    # The typographic minus doesn't break from its number, and can't be taken for a dash between two.
    text = f"{abs(number)}{'°' if degrees else ' %'}"
    return f"−{text}" if number < 0 else text


def band_words(measure: str, band: Band) -> str:
    """Return a range of a measure's values: `at least 130°`, `at most 35 %`, `−20° to 15°`."""
    low, high = math.isfinite(band.low), math.isfinite(band.high)
    if low and high:
        return f"{value_words(measure, band.low)} to {value_words(measure, band.high)}"
    if low:
        return f"at least {value_words(measure, band.low)}"
    return f"at most {value_words(measure, band.high)}" if high else "any"


def hold_words(hold: Hold) -> str:
    """Return how long a hold is: `30 s (20 to 180 s)`."""
    return f"{hold.seconds:g} s ({hold.range_s.low:g} to {hold.range_s.high:g} s)"
