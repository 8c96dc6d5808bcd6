"""Gates and checks: one moment's measures held against a phase of a reference."""

import math
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Final

from posecheck.coach.judgement import CheckResult, Status
from posecheck.coach.observation import Observation
from posecheck.measures.body import Side, Unknown, View
from posecheck.measures.registry import Measurement, all_measures
from posecheck.references.schema import Band, Check, Gate, Phase, SidePolicy

MIN_SCORED_WEIGHT: Final = 0.5
"""A score stands for the whole form only when at least this share of the checks' weight could be measured."""

_MEASURES: Final = all_measures()


class Gating(Enum):
    """Whether the gates of a phase pass."""

    PASSED = "passed"
    FAILED = "failed"
    UNSEEN = "unseen"


@dataclass(frozen=True)
class GateVerdict:
    """What the gates of a phase say.

    Attributes:
        gating: All passed, one failed, or none failed but one cannot be seen.
        failed: The gates that failed.
        unseen: The gates that cannot be seen, with the reason of each.
    """

    gating: Gating
    failed: tuple[Gate, ...] = ()
    unseen: tuple[tuple[Gate, Unknown], ...] = ()


@cache
def sides_of(policy: SidePolicy, near: Side, active: Side | None) -> tuple[Side, ...]:
    """Return the limbs that a side policy means: one, or both."""
    match policy:
        case SidePolicy.NEAR:
            return (near,)
        case SidePolicy.FAR:
            return (near.other,)
        case SidePolicy.LEFT:
            return (Side.LEFT,)
        case SidePolicy.RIGHT:
            return (Side.RIGHT,)
        case SidePolicy.ACTIVE if active is not None:
            return (active,)
        case SidePolicy.OTHER if active is not None:
            return (active.other,)
        case _:
            return (near, near.other)


def judge_gates(phase: Phase, observation: Observation, active: Side | None, *, inside: bool) -> GateVerdict:
    """Hold a moment against the gates of a phase.

    Args:
        phase: With only the gates of the variant at hand.
        observation: The moment.
        active: The variant's side.
        inside: Whether the person is in the phase already, so that the wider bands hold.
    """
    failed: list[Gate] = []
    unseen: list[tuple[Gate, Unknown]] = []
    for gate in phase.gates:
        band = gate.stay if inside else gate.enter
        taken = _take(gate.measure, gate.side, observation, active)
        hidden: Unknown | None = None
        for _, measurement in taken:
            if measurement.value is None:
                hidden = measurement.reason or Unknown.HIDDEN
            elif measurement.value not in band:
                failed.append(gate)
                break
        else:
            # Both limbs must be seen where both count: one hugged knee says nothing about the other.
            if hidden is not None and not gate.unseen_passes:
                unseen.append((gate, hidden))
    gating = Gating.FAILED if failed else Gating.UNSEEN if unseen else Gating.PASSED
    return GateVerdict(gating, tuple(failed), tuple(unseen))


def is_oblique(observation: Observation) -> bool:
    """Return whether the person is seen at an angle: near enough to the side for the gates, too far for the checks."""
    return observation.body is not None and observation.body.view is View.OBLIQUE


def judge_checks(phase: Phase, observation: Observation, active: Side | None) -> tuple[CheckResult, ...]:
    """Hold a moment against the checks of a phase, in their order.

    Seen at an angle every check is unknown: at 45 degrees off the side a joint angle is wrong by 10 degrees and more
    (`benchmarks/accuracy`), and blame for what the camera did would be worse than silence.
    """
    if is_oblique(observation):
        return tuple(CheckResult(check, Status.UNKNOWN, reason=Unknown.WRONG_VIEW) for check in phase.checks)
    return tuple(_judge_check(check, observation, active) for check in phase.checks)


def overall_score(results: tuple[CheckResult, ...]) -> float | None:
    """Return the weighted mean of the known checks, 0 to 100, or None when too little of the weight is known."""
    total = sum(result.check.weight for result in results)
    known = [(result.check.weight, result.score) for result in results if result.score is not None]
    weight = sum(share for share, _ in known)
    if total <= 0.0 or weight < MIN_SCORED_WEIGHT * total:
        return None
    return 100.0 * sum(share * score for share, score in known) / weight


def score_of(value: float, green: Band, accept: Band) -> float:
    """Return 1 inside green, falling linearly to 0 at the ends of accept."""
    if value in green:
        return 1.0
    inner, outer = (green.low, accept.low) if value < green.low else (green.high, accept.high)
    if inner == outer or math.isinf(outer):
        return 0.0
    return max(0.0, 1.0 - (value - inner) / (outer - inner))


def _judge_check(check: Check, observation: Observation, active: Side | None) -> CheckResult:
    known: list[CheckResult] = []
    taken = _take(check.measure, check.side, observation, active)
    for side, measurement in taken:
        if measurement.value is not None:
            known.append(_result(check, measurement.value, side))
    if not known:
        return CheckResult(check, Status.UNKNOWN, reason=taken[0][1].reason)
    return min(known, key=lambda result: (result.score, -abs(result.deviation)))


def _result(check: Check, value: float, side: Side | None) -> CheckResult:
    score = score_of(value, check.green, check.accept)
    if value < check.green.low:
        deviation = value - check.green.low
    elif value > check.green.high:
        deviation = value - check.green.high
    else:
        deviation = 0.0
    status = Status.GOOD if deviation == 0.0 else Status.NEAR if value in check.accept else Status.OFF
    return CheckResult(check, status, value, score, deviation, side)


def _take(
    name: str, policy: SidePolicy, observation: Observation, active: Side | None
) -> list[tuple[Side | None, Measurement]]:
    """The measurements that a gate or check asks for: one, or one of each limb."""
    key = (name, policy, active)
    found = observation.answers.get(key)
    if found is None:
        if observation.body is None or not _MEASURES[name].sided:
            found = [(None, observation.measure(name))]
        else:
            sides = sides_of(policy, observation.body.near, active)
            found = [(side, observation.measure(name, side)) for side in sides]
        observation.answers[key] = found
    return found
