"""What is special to the true joints of counted movements: holds beside them, their pace, and what is near to them."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from posecheck.coach.counting import PACE, TOO_QUICK
from posecheck.coach.judgement import EventKind
from tests.support.clips import CLIPS, movements, recognised, resampled, seen_by, shots, true_clip, with_faults

WITHIN_S = 0.3

FRAMED = [name for name in CLIPS if name.startswith("door-sill") and name not in with_faults()]
PACED = [name for name in CLIPS if name.startswith(("door-sill", "mattress-edge")) and movements(true_clip(name))]


@pytest.mark.parametrize(("name", "camera"), shots(*FRAMED))
def test_what_is_held_before_and_after_the_turns_is_told_and_nothing_between_them(name: str, camera: str) -> None:
    told = recognised(seen_by(name, camera))
    held = true_clip(name).held()
    assert [(hold.pose, hold.variant) for hold in told.holds] == [(part.pose, part.variant) for part in held]
    for hold, part in zip(told.holds, held, strict=True):
        assert abs(hold.start_s - part.from_s) <= WITHIN_S
        assert abs(hold.end_s - part.to_s) <= WITHIN_S
        assert hold.score is not None
        assert hold.score > 95
    assert told.events(EventKind.CUE, EventKind.SAFETY) == []
    cycles = min(Counter(part.phase for part in movements(true_clip(name))).values())
    assert told.repetitions == len(held) + cycles


@pytest.mark.parametrize("fps", [5, 15, 60])
@pytest.mark.parametrize("name", FRAMED)
def test_the_frame_rate_changes_the_times_of_those_holds_by_no_more_than_a_frame(name: str, fps: int) -> None:
    clip = true_clip(name)
    stream = resampled(clip, np.arange(0.0, clip.times_s[-1], 1 / fps)).landmarks(next(iter(clip.cameras)))
    holds = recognised(stream).holds
    assert len(holds) == len(clip.held())
    for hold, part in zip(holds, clip.held(), strict=True):
        assert abs(hold.start_s - part.from_s) <= WITHIN_S + 1 / fps
        assert abs(hold.end_s - part.to_s) <= WITHIN_S + 1 / fps


@pytest.mark.parametrize(("name", "camera"), shots(*PACED))
def test_movements_that_come_too_soon_are_told_and_no_others(name: str, camera: str) -> None:
    told = recognised(seen_by(name, camera))
    quick = [index for index, count in enumerate(told.counts) if any(fault.check == PACE for fault in count.faults)]
    last = len(told.counts) - 1
    if "quick" in name:
        # The last four follow each other in 0.75 s; the first of them comes after a slow one.
        assert set(quick) - {last - 3} == {last - 2, last - 1, last}
        assert [event.text for event in told.events(EventKind.CUE)] == [TOO_QUICK]
    else:
        assert quick == []
