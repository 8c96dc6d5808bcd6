"""Every shipped stretch from beginning to end: nothing that is needed to go on is only shown."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from posecheck.coach.guidance import Stage
from posecheck.coach.guide import REST_S
from posecheck.coach.judgement import Event, EventKind
from posecheck.coach.plan import Plan, Step, make_plan
from tests.support.clips import shipped_names, shipped_reference
from tests.support.guiding import WELL, StretchSession

REPETITIONS = 2


def do(session: StretchSession, step: Step) -> None:
    """Do what a step asks for, once."""
    phases, variant = session.plan.phases(step), step.variants[0]
    for phase in phases:
        if phase.hold is not None:
            session.hold(phase.name, variant=variant)
        elif phase.count is not None:
            session.wait(4)
            counted = Event(EventKind.COUNTED, session.now_s, phase.name)
            session.step(counted, variant=variant, phase=phase.name, in_pose=True, counted=True)
        else:
            session.wait(6, variant=variant, phase=phase.name, in_pose=True)
    session.leave(phases[-1].name)
    session.wait(REST_S + 10)


def go_through(plan: Plan) -> None:
    session = StretchSession(plan, hold_s=5.0)
    camera = plan.reference.camera_of(plan.reference.variant(plan.steps[0].variants[0]))
    session.wait(60, facts=replace(WELL, view=min(camera.views)))
    for step in plan.steps:
        for _ in range(REPETITIONS):
            do(session, step)
    session.wait(30)
    assert session.at(Stage.SUMMARY)
    spoken = " ".join(session.words)
    asked = {guidance.headline for guidance in session.shown} | {
        line for guidance in session.shown for line in guidance.lines
    }
    assert {text for text in asked if text not in spoken} == set()
    # Every stage that asks for something says so when it begins, not earlier.
    for before, after in pairwise(session.shown):
        if after.headline and after.headline != before.headline:
            assert after.headline in session.words or after.headline in spoken
    # And how to do it was told of everything that is to be held.
    held = [phase for step in plan.steps for phase in plan.phases(step) if phase.hold is not None]
    assert [phase.name for phase in held if phase.instruction[1:] not in spoken] == []


@pytest.mark.parametrize("pose", shipped_names())
def test_nothing_that_is_needed_to_go_on_is_only_shown(pose: str) -> None:
    reference = shipped_reference(pose)
    for variant in (None, *(each.name for each in reference.variants)):
        go_through(make_plan(reference, variant, repetitions=REPETITIONS))
