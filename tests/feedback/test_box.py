import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posecheck.feedback.box import Box

edges = st.integers(-5, 25)


@st.composite
def some_box(draw: st.DrawFn) -> Box:
    x, y = sorted((draw(edges), draw(edges))), sorted((draw(edges), draw(edges)))
    return Box(x[0], y[0], x[1], y[1])


@given(panel=some_box(), others=st.lists(some_box(), max_size=8))
def test_what_several_lie_over_is_covered_once(panel: Box, others: list[Box]) -> None:
    """As counted in whole pixels."""
    over = np.zeros((40, 40), np.bool_)
    for each in others:
        over[int(each.top) + 10 : int(each.bottom) + 10, int(each.left) + 10 : int(each.right) + 10] = True
    seen = over[int(panel.top) + 10 : int(panel.bottom) + 10, int(panel.left) + 10 : int(panel.right) + 10]
    assert panel.covered(others) == pytest.approx(seen.sum())


def test_two_in_one_place_cover_no_more_than_one() -> None:
    panel, hand = Box(0, 0, 10, 10), Box(5, 5, 20, 20)
    assert panel.overlap(hand) == panel.covered([hand]) == panel.covered([hand, hand]) == 25
    assert panel.covered([]) == 0
