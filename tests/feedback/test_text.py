import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posecheck.feedback.text import ELLIPSIS, advance_px, figures_mask, fit, line_mask

LONG = "Kneel, sink back onto your heels and fold forward until your forehead rests on the floor."


@pytest.mark.parametrize("text", ["Lovely", "gyp", "Über den Köpfen", "Привет", "你好", "…", "'"])
def test_mask_is_the_ink_and_nothing_else(text: str) -> None:
    line = line_mask(text, 40, 600)
    for edge in (line.mask[0], line.mask[-1], line.mask[:, 0], line.mask[:, -1]):
        assert edge.any()


@pytest.mark.parametrize("text", ["", " ", "\t"])
def test_blank_text_has_no_ink(text: str) -> None:
    assert not line_mask(text, 40, 600).mask.any()


def test_descenders_reach_below_the_baseline() -> None:
    assert line_mask("gyp", 60, 600).height_px > line_mask("gyp", 60, 600).rise_px
    assert line_mask("ALE", 60, 600).height_px == pytest.approx(line_mask("ALE", 60, 600).rise_px, abs=1)


def test_a_zero_has_no_slash() -> None:
    zero = figures_mask("0", 120, 600).mask
    middle = zero[zero.shape[0] // 2, zero.shape[1] // 2]
    assert middle == 0
    assert line_mask("0", 120, 600).mask[zero.shape[0] // 2, zero.shape[1] // 2] > 0  # or else the stand-in can go


def test_figures_stand_on_one_baseline() -> None:
    number = figures_mask("1830", 100, 600)
    assert number.height_px == pytest.approx(72, abs=6)
    assert number.rise_px == pytest.approx(number.height_px, abs=3)


@pytest.mark.parametrize("width", [120, 200, 400, 900])
@pytest.mark.parametrize("rows", [1, 2, 3, 5])
def test_fit_fits(width: int, rows: int) -> None:
    fitted = fit(LONG, width, rows, 43, 24, 600)
    assert len(fitted.lines) <= rows
    assert 24 <= fitted.size_px <= 43
    assert all(advance_px(line, fitted.size_px, 600) <= width for line in fitted.lines)
    shown = " ".join(fitted.lines)
    assert shown == LONG or ELLIPSIS in shown


def test_room_is_used_for_large_type_before_few_lines() -> None:
    assert fit("Reach your arms forward", 2000, 2, 43, 24, 600).size_px == 43
    assert fit("Reach your arms forward", 2000, 2, 43, 24, 600).lines == ("Reach your arms forward",)
    assert len(fit("Reach your arms forward", 300, 2, 43, 24, 600).lines) == 2


def test_lines_are_even() -> None:
    lines = fit(LONG, 1000, 2, 36, 24, 600).lines
    longest, shortest = max(map(len, lines)), min(map(len, lines))
    assert shortest > 0.8 * longest


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80), st.integers(1, 600), st.integers(1, 4))
def test_any_text_fits_or_is_cut(text: str, width: int, rows: int) -> None:
    fitted = fit(text, width, rows, 30, 12, 600)
    assert 1 <= len(fitted.lines) <= rows
    assert all(line == "" or advance_px(line, fitted.size_px, 600) <= width for line in fitted.lines)
    for line in fitted.lines:
        assert line_mask(line, fitted.size_px, 600).mask.dtype == np.uint8
