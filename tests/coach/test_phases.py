"""Which phase somebody is in."""

from __future__ import annotations

from posecheck.coach.observation import Observation
from posecheck.coach.phases import LEAVE_S, PhaseTracker
from posecheck.measures.body import Body, Side
from tests.support.bodies import Limbs, StickBody
from tests.support.references import gate, phase


def test_a_moment_out_of_sight_is_no_part_of_leaving() -> None:
    bent = phase("bent", gate("knee_flexion", (80, 100)))
    tracker = PhaseTracker((bent,), Side.RIGHT)

    def update(knee_deg: float, time_s: float) -> None:
        seen = Observation(time_s, Body(StickBody(right=Limbs(knee=knee_deg)).landmarks()))
        tracker.update(tracker.verdicts(seen, tracker.current), time_s, waiting=False)

    update(90, 0.0)
    assert tracker.current is bent
    update(0, 1.0)
    tracker.interrupt()
    update(0, 6.0)
    assert tracker.current is bent
    update(0, 6.0 + LEAVE_S + 0.01)
    assert tracker.current is None
