"""Gates and checks: one moment's measures held against a phase of a reference."""

import math
from collections.abc import Iterable
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


# Looking up a member of an enum takes Python 3.11 longer than a call, and gates are asked a hundred times a frame.
_PASSED, _FAILED, _UNSEEN = Gating


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


class _AskedGate:
    """A gate of a variant, ready to be asked at one moment after another."""

    __slots__ = ("_bands", "gate", "key")

    def __init__(self, gate: Gate, active: Side | None) -> None:
        self.gate = gate
        self.key = (gate.measure, gate.side, active)
        self._bands = ((gate.enter.low, gate.enter.high), (gate.stay.low, gate.stay.high))

    def fails_already(self, observation: Observation, inside: bool) -> bool:
        """Return whether it fails by what has been asked of the moment so far."""
        low, high = self._bands[inside]
        for _, measurement in observation.answers.get(self.key, ()):
            if measurement.value is not None and not low <= measurement.value <= high:
                return True
        return False

    def stands(self, observation: Observation, inside: bool) -> Gating | Unknown:
        """Return whether it passes or fails, or why it cannot be seen."""
        low, high = self._bands[inside]
        hidden: Unknown | None = None
        seen = False
        for _, measurement in observation.answers.get(self.key) or _take(observation, *self.key):
            value = measurement.value
            if value is not None:
                if not low <= value <= high:
                    return _FAILED
                seen = True
            elif hidden in (None, Unknown.BEHIND):
                hidden = measurement.reason or Unknown.HIDDEN
        # Both limbs must be seen where both count, as one hugged knee says nothing about the other; but one that is
        # hidden behind the other does what that one does.
        if hidden is None or self.gate.unseen_passes or (seen and hidden is Unknown.BEHIND):
            return _PASSED
        return hidden


class PhaseGates:
    """The gates of a phase of one variant, or others that belong together.

    Args:
        gates: Only those of the variant at hand.
        active: The variant's side.
    """

    def __init__(self, gates: Iterable[Gate], active: Side | None) -> None:
        self._gates = [_AskedGate(gate, active) for gate in gates]
        self._decisive = self._gates[0] if self._gates else None

    def verdict(self, observation: Observation, *, inside: bool) -> GateVerdict:
        """Hold a moment against all gates.

        Args:
            observation: The moment.
            inside: Whether the person is in the phase already, so that the wider bands hold.
        """
        failed: list[Gate] = []
        unseen: list[tuple[Gate, Unknown]] = []
        for asked in self._gates:
            stands = asked.stands(observation, inside)
            if stands is _FAILED:
                failed.append(asked.gate)
            elif isinstance(stands, Unknown):
                unseen.append((asked.gate, stands))
        gating = _FAILED if failed else _UNSEEN if unseen else _PASSED
        return GateVerdict(gating, tuple(failed), tuple(unseen))

    def fail(self, observation: Observation) -> bool:
        """Return whether one of the gates plainly fails for somebody who isn't in the phase.

        One that fails decides. The one that failed a moment ago most likely does again, and what another phase has
        asked already costs nothing: most of the time nothing else is looked at.
        """
        decisive = self._decisive
        if decisive is not None and decisive.fails_already(observation, False):
            return True
        return self.gating(observation, False) is _FAILED

    def gating(self, observation: Observation, inside: bool) -> Gating:
        """Return what `verdict` comes to, without what it is made of: first by what has been asked of the moment."""
        known, decisive = observation.answers, self._decisive
        gating = _PASSED
        unasked = [] if decisive is None or decisive.key in known else [decisive]
        for asked in self._gates:
            if asked.key in known:
                stands = asked.stands(observation, inside)
                if stands is _FAILED:
                    self._decisive = asked
                    return _FAILED
                if stands is not _PASSED:
                    gating = _UNSEEN
            elif asked is not decisive:
                unasked.append(asked)
        for asked in unasked:
            stands = asked.stands(observation, inside)
            if stands is _FAILED:
                self._decisive = asked
                return _FAILED
            if stands is not _PASSED:
                gating = _UNSEEN
        return gating


def judge_gates(phase: Phase, observation: Observation, active: Side | None, *, inside: bool) -> GateVerdict:
    """Hold a moment against the gates of a phase.

    Args:
        phase: With only the gates of the variant at hand.
        observation: The moment.
        active: The variant's side.
        inside: Whether the person is in the phase already, so that the wider bands hold.
    """
    return PhaseGates(phase.gates, active).verdict(observation, inside=inside)


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
    taken = _take(observation, check.measure, check.side, active)
    known = [_result(check, measurement.value, side) for side, measurement in taken if measurement.value is not None]
    if not known:
        return CheckResult(check, Status.UNKNOWN, reason=taken[0][1].reason)
    if len(known) == 1:
        return known[0]
    return min(known, key=lambda result: (result.score, -abs(result.deviation)))


def _result(check: Check, value: float, side: Side | None) -> CheckResult:
    green = check.green
    if value < green.low:
        deviation = value - green.low
    elif value > green.high:
        deviation = value - green.high
    else:
        return CheckResult(check, Status.GOOD, value, 1.0, 0.0, side)
    status = Status.NEAR if value in check.accept else Status.OFF
    return CheckResult(check, status, value, score_of(value, green, check.accept), deviation, side)


def _take(
    observation: Observation, name: str, policy: SidePolicy, active: Side | None
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
