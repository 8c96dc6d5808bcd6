from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posecheck.media.clock import LEAST_STEP_S, RisingClock

PERIOD_S = 0.04


def times(stamps_s: list[float | None]) -> list[float]:
    clock = RisingClock(PERIOD_S)
    return [clock.time_s(None if stamp is None else Fraction(stamp)) for stamp in stamps_s]


@pytest.mark.parametrize(
    ("stamps_s", "expected_s", "mended"),
    [
        ([5.0, 5.5, 7.25], [0, 0.5, 2.25], 0),
        ([0.0, None, 0.08], [0, 0.04, 0.08], 1),
        ([None, None, 10.0, 10.5], [0, 0.04, 0.08, 0.58], 2),
        ([0.0, 1.0, 1.0, 1.5], [0, 1, 1.001, 1.5], 1),
        ([0.0, 1.0, 0.75, 1.5], [0, 1, 1.001, 1.5], 1),
        ([90.0, 95.0, 0.0, 1.0], [0, 5, 5.04, 6.04], 1),
        ([-0.5, 0.0], [0, 0.5], 0),
    ],
    ids=["offset", "missing", "missing at first", "equal", "falling", "set anew", "negative"],
)
def test_times_follow_the_container_and_rise(
    stamps_s: list[float | None], expected_s: list[float], mended: int
) -> None:
    clock = RisingClock(PERIOD_S)
    found_s = [clock.time_s(None if stamp is None else Fraction(stamp)) for stamp in stamps_s]
    assert found_s == pytest.approx(expected_s)
    assert clock.missing + clock.fallen == mended


@given(st.lists(st.none() | st.floats(-1e4, 1e4, allow_nan=False), max_size=40))
def test_times_rise_by_at_least_a_millisecond_whatever_comes(stamps_s: list[float | None]) -> None:
    found_s = times(stamps_s)
    assert found_s[:1] == [0.0][: len(found_s)]
    assert all(after - before >= LEAST_STEP_S - 1e-9 for before, after in pairwise(found_s))
