"""Judgements made up for a moment, as a coach would give them."""

import math
from typing import Any

from posecheck.coach.judgement import CheckResult, HoldPhase, HoldState, Judgement, Sight, Status
from posecheck.measures.body import Side, View
from posecheck.references.schema import Band, Check, Region

CUE = "Let your hips sink toward your heels; a cushion is fine."


def check(measure: str = "knee_flexion", name: str = "knees", **changes: Any) -> Check:
    """A check of an angle with a target of 150 and a green band from 130."""
    values: dict[str, Any] = {
        "name": name,
        "title": name,
        "measure": measure,
        "target": 150.0,
        "green": Band(130.0, math.inf),
        "accept": Band(120.0, math.inf),
        "weight": 0.3,
        "region": Region.LEGS,
        "cue_low": CUE,
    }
    return Check(**(values | changes))


def result(
    status: Status, made: Check | None = None, *, value: float | None = 100.0, side: Side | None = Side.RIGHT
) -> CheckResult:
    """How a check stands: too low by 30 unless it is good."""
    deviation = -30.0 if status in (Status.NEAR, Status.OFF) else 0.0
    return CheckResult(made or check(), status, value, None if value is None else 0.5, deviation, side)


def judgement(**changes: Any) -> Judgement:
    """A moment of a child pose that is held well, seen from the right side."""
    values: dict[str, Any] = {
        "time_s": 0.0,
        "sight": Sight.CLEAR,
        "pose": "child-pose",
        "variant": "arms-forward",
        "phase": "rest",
        "phase_title": "Rest in child pose",
        "in_pose": True,
        "score": 93.0,
        "checks": (result(Status.GOOD, value=150.0),),
        "hold": HoldState(HoldPhase.HOLDING, 12.3, 30.0),
        "view": View.SIDE,
        "near": Side.RIGHT,
    }
    return Judgement(**(values | changes))


def corrected(status: Status = Status.OFF, **changes: Any) -> Judgement:
    """A moment at which the knees aren't bent enough, and the coach says so."""
    return judgement(checks=(result(status),), cue=CUE, cue_check="knees", **changes)
