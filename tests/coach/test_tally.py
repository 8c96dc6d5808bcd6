"""What a record says of the moments that it is made of."""

from __future__ import annotations

import pytest

from posecheck.coach.tally import MOMENT_S, Tally


def test_the_first_moment_after_a_gap_counts_as_a_moment() -> None:
    tally = Tally()
    for _ in range(20):
        tally.add((), 100.0, 0.1)
    tally.add((), 40.0, 20.0)
    assert tally.score == pytest.approx((2.0 * 100 + MOMENT_S * 40) / (2.0 + MOMENT_S))
    assert tally.judged_s == pytest.approx(2.0 + MOMENT_S)
