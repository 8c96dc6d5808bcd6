"""Trying a reference on clips: which are accepted, with what score, and what keeps the others out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from posecheck.coach.checks import is_oblique
from posecheck.coach.judgement import Judgement
from posecheck.coach.observation import Observation
from posecheck.coach.recogniser import Recogniser
from posecheck.coach.still import judge_still
from posecheck.references.schema import Check, Gate, Phase, Reference, Variant
from posecheck.results.summary import mean_score
from posecheck.sessions.evidence import Key, taken_values
from posecheck.sessions.footage import Footage

THRESHOLDS: Final = (0, 60, 70, 75, 80, 85, 90, 95)
"""Scores at which the accept/reject curve is told; 0 is acceptance as the coach has it."""


@dataclass(frozen=True)
class Outcome:
    """What a reference makes of a clip.

    Attributes:
        name: Of the clip.
        accepted: Whether it was held in the clip, or shown by the picture.
        variant: Of the longest hold; None when not accepted.
        score: 0 to 100, mean over the holds by length; None when nothing could be scored.
        held_s: Seconds held.
    """

    name: str
    accepted: bool
    variant: str | None = None
    score: float | None = None
    held_s: float = 0.0


@dataclass(frozen=True)
class Separation:
    """What one gate or check does to clips that must not be accepted.

    Attributes:
        variant: Name of the variant it was tried for.
        phase: Name of its phase.
        condition: The gate or check.
        seen: In how many of them it could be measured.
        outside: How many of those it puts outside of its band.
        alone: How many nothing else in the phase would have kept out.
    """

    variant: str
    phase: str
    condition: Gate | Check
    seen: int
    outside: int
    alone: int


@dataclass(frozen=True)
class CurvePoint:
    """Share of the clips accepted when at least this score is asked for: of those that should be, and of the others."""

    score: int
    positives: float
    negatives: float


def try_on(footage: Footage, reference: Reference, variant: str | None = None) -> Outcome:
    """Judge a clip or picture by one reference, as `posecheck analyze --pose` does."""
    if footage.picture:
        return _shown(footage.name, judge_still((reference,), footage.landmarks, variant))
    recogniser = Recogniser((reference,), variant)
    for seen in footage.observations:
        recogniser.judge(seen)
    recogniser.finish()
    holds = recogniser.holds
    if not holds:
        return Outcome(footage.name, accepted=False)
    return Outcome(
        footage.name,
        accepted=True,
        variant=max(holds, key=lambda hold: hold.held_s).variant,
        score=mean_score(holds),
        held_s=sum(hold.held_s for hold in holds),
    )


def acceptance_curve(positives: Sequence[Outcome], negatives: Sequence[Outcome]) -> tuple[CurvePoint, ...]:
    """Return what would be accepted if a score were asked for; without a score a clip is accepted at 0 only."""
    return tuple(
        CurvePoint(threshold, _share(positives, threshold), _share(negatives, threshold)) for threshold in THRESHOLDS
    )


def separations(footage: Iterable[Footage], reference: Reference, variant: str | None = None) -> list[Separation]:
    """Return what each gate and check does to clips that must not be accepted.

    A clip counts by the moment in it that comes nearest to the phase, for that is the moment that may be accepted.
    """
    negatives = list(footage)
    found = []
    for choice, phase in _held_phases(reference, variant):
        moments = [(seen, choice) for seen in (_nearest(each, phase, choice) for each in negatives) if seen is not None]
        failed = [[_is_outside(gate, seen, choice) for gate in phase.gates] for seen, choice in moments]
        for index, gate in enumerate(phase.gates):
            verdicts = [row[index] for row in failed]
            alone = sum(bool(row[index]) and sum(bool(each) for each in row) == 1 for row in failed)
            found.append(_separation(choice, phase, gate, verdicts, alone))
        for check in phase.checks:
            verdicts = [_is_outside(check, seen, choice) for seen, choice in moments]
            inside = [not any(row) for row in failed]
            alone = sum(bool(verdict) and passed for verdict, passed in zip(verdicts, inside, strict=True))
            found.append(_separation(choice, phase, check, verdicts, alone))
    return found


def nearest_values(footage: Iterable[Footage], reference: Reference, *, let_in: bool = False) -> dict[Key, list[float]]:
    """Return what each check measures in clips that must not be accepted: one value a clip, at its nearest moment.

    Args:
        footage: The clips.
        reference: The stretch that they don't show.
        let_in: Only clips that no gate keeps out at that moment.
    """
    negatives = list(footage)
    found: dict[Key, list[float]] = {}
    for choice, phase in _held_phases(reference, None):
        places = {check: index for index, check in enumerate(reference.phase(phase.name).checks)}
        moments = [seen for seen in (_nearest(each, phase, choice) for each in negatives) if seen is not None]
        if let_in:
            moments = [seen for seen in moments if not any(_is_outside(gate, seen, choice) for gate in phase.gates)]
        for check in phase.checks:
            values = [taken_values(check, seen, choice.side)[:1] for seen in moments]
            found.setdefault((phase.name, places[check]), []).extend(value for each in values for value in each)
    return found


def _shown(name: str, judgement: Judgement) -> Outcome:
    if not judgement.in_pose:
        return Outcome(name, accepted=False)
    return Outcome(name, accepted=True, variant=judgement.variant, score=judgement.score)


def _share(outcomes: Sequence[Outcome], threshold: int) -> float:
    if not outcomes:
        return 0.0
    kept = [each for each in outcomes if each.accepted and (threshold == 0 or (each.score or 0.0) >= threshold)]
    return len(kept) / len(outcomes)


def _held_phases(reference: Reference, variant: str | None) -> list[tuple[Variant, Phase]]:
    """Each held phase with the first variant that goes through it, or where its conditions differ by variant, each."""
    found: list[tuple[Variant, Phase]] = []
    for choice in reference.variants:
        for phase in reference.phases_of(choice):
            same = any(other == phase and first.side == choice.side for first, other in found)
            if phase.hold is not None and not same and (variant is None or choice.name == variant):
                found.append((choice, phase))
    return found


def _nearest(footage: Footage, phase: Phase, variant: Variant) -> Observation | None:
    """The moment that fails the fewest gates among those in which the person can be judged."""
    moments = [
        seen
        for seen in footage.observations
        if seen.body is not None and not is_oblique(seen) and (footage.picture or seen.still_since_s is not None)
    ]
    return min(
        moments,
        key=lambda seen: sum(_is_outside(gate, seen, variant) is not False for gate in phase.gates),
        default=None,
    )


def _is_outside(condition: Gate | Check, seen: Observation, variant: Variant) -> bool | None:
    """Whether a value is outside of what is accepted; None when it cannot be measured."""
    band = condition.enter if isinstance(condition, Gate) else condition.accept
    values = taken_values(condition, seen, variant.side)
    return any(value not in band for value in values) if values else None


def _separation(
    variant: Variant, phase: Phase, condition: Gate | Check, verdicts: Sequence[bool | None], alone: int
) -> Separation:
    known = [verdict for verdict in verdicts if verdict is not None]
    return Separation(variant.name, phase.name, condition, len(known), sum(known), alone)
