"""The plan by which a clip is cut."""

import math

import pytest

from posecheck.sessions.segments import LONGEST_SEGMENT_S, WARM_UP_S, plan_segments


@pytest.mark.parametrize(
    ("length_s", "count"),
    [
        *((None, 1), (0.0, 1), (7.9, 1), (8.0, 2), (47.9, 2), (48.0, 4), (119.9, 4), (120.0, 8), (240.0, 8)),
        *((240.1, 16), (3600.0, 120)),
    ],
)
def test_how_many_segments_a_clip_has(length_s: float | None, count: int) -> None:
    assert len(plan_segments(length_s)) == count


@pytest.mark.parametrize("length_s", [None, 0.0, 5.0, 20.0, 100.0, 601.0])
def test_segments_follow_each_other_without_a_gap(length_s: float | None) -> None:
    plan = plan_segments(length_s)
    assert plan[0].from_s == 0.0
    assert plan[-1].until_s == math.inf
    assert [segment.index for segment in plan] == list(range(len(plan)))
    assert [segment.until_s for segment in plan[:-1]] == [segment.from_s for segment in plan[1:]]


def test_every_segment_but_the_first_is_warmed_up() -> None:
    first, *others = plan_segments(100.0)
    assert first.warm_up_s == 0.0
    assert [segment.from_s - segment.warm_up_s for segment in others] == pytest.approx([WARM_UP_S] * len(others))


@pytest.mark.parametrize("length_s", [8.0, 48.0, 120.0, 240.0, 240.1, 7200.0])
def test_segments_are_the_same_work_and_short_and_warming_up_is_a_small_part_of_it(length_s: float) -> None:
    plan = plan_segments(length_s)
    work_s = [min(segment.until_s, length_s) - segment.warm_up_s for segment in plan]
    assert work_s == pytest.approx([work_s[0]] * len(plan))
    assert work_s[0] <= LONGEST_SEGMENT_S + WARM_UP_S
    assert sum(work_s) - length_s <= length_s / 13
