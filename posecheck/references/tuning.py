"""From what was measured in sample clips to proposed bands, with nothing asked that is too much."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from posecheck.measures.registry import all_measures
from posecheck.references.evidence import ClipValues, Evidence, Scale, gather, scale_of
from posecheck.references.ranges import RANGES, Range, within_limit
from posecheck.references.schema import Band, Check, Gate, Phase, Reference
from posecheck.references.targets import is_about

NARROWING_CLIPS: Final = 5
"""A band is made narrower only on the evidence of this many clips: a few bodies don't show how bodies differ."""

APART_SPREADS: Final = 3.5
"""A clip this many spreads from the centre of the others is named as lying apart."""

_T_90: Final = (3.08, 1.89, 1.64, 1.53, 1.48, 1.44, 1.41, 1.40, 1.38)
"""90 % quantile of Student's t for 1, 2, ... degrees of freedom; 1.28 beyond."""


@dataclass(frozen=True)
class Proposal:
    """What tuning would make of one check.

    Attributes:
        phase: Name of its phase.
        index: Its place among the phase's checks.
        old: The check as it is.
        new: The check as it would be; the same where nothing changes.
        evidence: None where no clip speaks of it.
        notes: Why a number is not what the clips alone would make it, one sentence each.
    """

    phase: str
    index: int
    old: Check
    new: Check
    evidence: Evidence | None
    notes: tuple[str, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether anything is different."""
        return self.new != self.old


def propose(phase: Phase, index: int, clips: Sequence[ClipValues], wrong: Sequence[float] = ()) -> Proposal:
    """Return what the clips would make of a check.

    Green must hold what is to be expected of four in five further clips (a prediction interval on robust spreads), but
    is left alone while it is no wider than that and a gap. It never asks for more range than `RANGES` allows. An end
    that is open stays open, and one that keeps from going too far is never moved outwards.

    Args:
        phase: The phase as the reference has it, with the checks of all variants.
        index: Which of its checks.
        clips: What was measured of it, clip by clip.
        wrong: Its value in each clip that must not be accepted, and that the gates let through. Only they narrow a
            band: good examples say what must be inside, not where wrong begins.
    """
    check = phase.checks[index]
    evidence = gather(clips)
    if evidence is None:
        why = "could not be seen" if clips else "no clip speaks of it"
        return Proposal(phase.name, index, check, check, None, (why,))
    scale = scale_of(check.measure)
    notes = [*_apart(evidence, scale, check.measure)]
    if evidence.spread > scale.loose:
        notes.insert(0, "the clips differ too much to say anything")
        return Proposal(phase.name, index, check, check, evidence, tuple(notes))
    gate = next((gate for gate in phase.gates if is_about(gate, check)), None)
    new = _fitted(check, evidence, scale, _limit(phase, check.measure), gate, wrong, notes)
    return Proposal(phase.name, index, check, new, evidence, tuple(notes))


def with_proposals(reference: Reference, proposals: Sequence[Proposal]) -> Reference:
    """Return the reference with the checks as they are proposed."""
    new = {(proposal.phase, proposal.index): proposal.new for proposal in proposals}
    phases = tuple(
        replace(phase, checks=tuple(new.get((phase.name, index), check) for index, check in enumerate(phase.checks)))
        for phase in reference.phases
    )
    return replace(reference, phases=phases)


def _fitted(
    check: Check,
    evidence: Evidence,
    scale: Scale,
    limit: Band | None,
    gate: Gate | None,
    wrong: Sequence[float],
    notes: list[str],
) -> Check:
    count = len(evidence.clips)
    reach = min(max(_prediction(count) * evidence.spread, scale.green[0]), scale.green[1])
    gap = min(max(evidence.spread, scale.gap[0]), scale.gap[1])
    reach_of = RANGES.get(check.measure)
    low = _end(check, -1, evidence.centre, reach, gap, scale, reach_of, count, wrong, notes)
    high = _end(check, 1, evidence.centre, reach, gap, scale, reach_of, count, wrong, notes)
    if low[0] > high[0]:
        notes.append("the clips contradict an end that keeps from going too far")
        return check
    green = within_limit(Band(low[0], high[0]), limit)
    accept = within_limit(Band(low[1], high[1]), limit)
    target = evidence.centre if reach_of is None else reach_of.at_most_shown(evidence.centre)
    if target != evidence.centre:
        notes.append("the target is drawn back to a comfortable range")
    if gate is not None:
        inside = _clipped(target, gate.enter)
        if inside != target:
            notes.append("the clips lie outside of the gate on it: look at the gate")
        target = inside
    target = _rounded(_clipped(target, green), scale)
    if abs(target - check.target) < scale.small and check.target in green:
        target = check.target
    return replace(check, target=_clipped(target, green), green=green, accept=accept)


def _end(
    check: Check,
    way: int,
    centre: float,
    reach: float,
    gap: float,
    scale: Scale,
    reach_of: Range | None,
    count: int,
    wrong: Sequence[float],
    notes: list[str],
) -> tuple[float, float]:
    """One end of green and of accept; `way` is -1 for the lower and +1 for the upper one."""
    old = (check.green.low, check.accept.low) if way < 0 else (check.green.high, check.accept.high)
    if math.isinf(old[0]):
        return old
    inner, outer = centre + way * reach, centre + way * (reach + gap)
    if reach_of is not None and way == -reach_of.more:
        if reach_of.at_most_asked(inner) != inner:
            notes.append("green asks for no more than a comfortable range")
        inner, outer = reach_of.at_most_asked(inner), reach_of.at_most_asked(outer)
    if way * (inner - old[0]) >= scale.small:
        if reach_of is not None and way == reach_of.more:
            notes.append("not opened towards more range")
            return old
        green = _rounded(inner, scale)
        # Who was within accept stays there.
        return green, way * max(way * _rounded(green + way * gap, scale), way * old[1])
    if way * (old[0] - outer) >= scale.small:
        if not any(way * outer < way * value <= way * old[0] for value in wrong):
            return old
        if count < NARROWING_CLIPS:
            notes.append(f"not narrowed on fewer than {NARROWING_CLIPS} clips")
            return old
        green = _rounded(outer, scale)
        return green, way * min(way * _rounded(green + way * gap, scale), way * old[1])
    return old


def _apart(evidence: Evidence, scale: Scale, measure: str) -> list[str]:
    limit = max(APART_SPREADS * evidence.between, scale.apart)
    sign = "°" if all_measures()[measure].unit == "deg" else ""
    return [
        f"{clip} lies apart ({_rounded(value, scale):g}{sign})"
        for clip, value in evidence.clips
        if abs(value - evidence.centre) > limit
    ]


def _prediction(count: int) -> float:
    """Half the width, in spreads, of the interval in which 80 % of further clips are expected."""
    free = max(1, count - 1)
    quantile = _T_90[free - 1] if free <= len(_T_90) else 1.28
    return quantile * math.sqrt(1 + 1 / count)


def _limit(phase: Phase, measure: str) -> Band | None:
    return next((limit.value for limit in phase.limits if limit.measure == measure and limit.value), None)


def _clipped(value: float, band: Band) -> float:
    return min(max(value, band.low), band.high)


def _rounded(value: float, scale: Scale) -> float:
    return round(round(value / scale.step) * scale.step, 6)
