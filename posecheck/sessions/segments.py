"""The plan by which a clip is cut into segments that are looked at side by side.

The pose model follows a person from frame to frame, so what it says depends on where it began. The plan therefore
depends on the length of the clip alone, never on the number of cores: the numbers are the same on every machine.
"""

import math
from dataclasses import dataclass
from typing import Final

WARM_UP_S: Final = 0.6
"""How long before a segment the model begins, unheard, to follow the person. At 31 places of 11 clips, real and
rendered, a fresh start was off by 4 % of the trunk's length on average, and after 0.4 s by 1 %. It stayed there, after
0.6 s as after 1.8 s: that is the difference which any two starts keep for good, because the model's own feedback never
quite forgets."""

LEAST_LENGTH_S: Final = {8: 120.0, 4: 48.0, 2: 8.0}
"""How long a clip must be to be cut into so many segments. Warming up then costs at most a thirteenth of the work,
usually a thirtieth. As they are all of one length with it, 2, 4 or 8 workers end together."""

LONGEST_SEGMENT_S: Final = 30.0
"""One that is longer than this and its warming up would lose too much when a run is killed; longer clips have 16,
24, ... segments."""


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
    """Cut a clip into segments that are of equal length with their warming up, which the first one does without.

    Args:
        length_s: Time of the clip's last frame; None for a clip that cannot be cut, which is one segment.
    """
    length_s = length_s or 0.0
    count = _count(length_s)
    step_s = (length_s - WARM_UP_S) / count
    starts_s = [0.0, *(WARM_UP_S + index * step_s for index in range(1, count))]
    return tuple(
        Segment(index, max(0.0, from_s - WARM_UP_S), from_s, until_s)
        for index, (from_s, until_s) in enumerate(zip(starts_s, [*starts_s[1:], math.inf], strict=True))
    )


def _count(length_s: float) -> int:
    most = max(LEAST_LENGTH_S)
    if length_s > most * LONGEST_SEGMENT_S:
        return most * math.ceil(length_s / (most * LONGEST_SEGMENT_S))
    return next((count for count, least_s in LEAST_LENGTH_S.items() if length_s >= least_s), 1)
