"""The plan by which a clip is cut into segments that are looked at side by side.

The pose model follows a person from frame to frame, so what it says depends on where it began. The plan therefore
depends on the length of the clip alone, never on the number of cores: the numbers are the same on every machine.
"""

import math
from dataclasses import dataclass
from typing import Final

WARM_UP_S: Final = 1.0
"""How long before a segment the model begins, unheard, to follow the person. A fresh start is off by 3 to 7 % of
the trunk's length. After a second what is left is the difference that any two starts keep for good (about 1 % of the
trunk for somebody who is easy to see), because the model's own feedback never quite forgets."""

LEAST_LENGTH_S: Final = {8: 120.0, 4: 48.0, 2: 12.0}
"""How long a clip must be to be cut into so many segments. Warming up then costs at most a twelfth, usually a thirtieth
to a sixteenth, of the work. As they are all of one length, 2, 4 or 8 workers end together."""

LONGEST_SEGMENT_S: Final = 30.0
"""A longer one would lose too much when a run is killed; longer clips have 16, 24, ... segments."""


@dataclass(frozen=True)
class Segment:
    """A stretch of time in a clip, in seconds from its first frame.

    Attributes:
        index: 0 for the first.
        warm_up_s: Where the model begins.
        from_s: The segment's first moment.
        until_s: The first moment after it; infinite for the last segment.
    """

    index: int
    warm_up_s: float
    from_s: float
    until_s: float


def plan_segments(length_s: float | None) -> tuple[Segment, ...]:
    """Cut a clip into segments of equal length.

    Args:
        length_s: Time of the clip's last frame; None for a clip that cannot be cut, which is one segment.
    """
    count = 1 if length_s is None else _count(length_s)
    starts_s = [0.0 if length_s is None else length_s * index / count for index in range(count)]
    return tuple(
        Segment(index, max(0.0, from_s - WARM_UP_S), from_s, until_s)
        for index, (from_s, until_s) in enumerate(zip(starts_s, [*starts_s[1:], math.inf], strict=True))
    )


def _count(length_s: float) -> int:
    most = max(LEAST_LENGTH_S)
    if length_s > most * LONGEST_SEGMENT_S:
        return most * math.ceil(length_s / (most * LONGEST_SEGMENT_S))
    return next((count for count, least_s in LEAST_LENGTH_S.items() if length_s >= least_s), 1)
