"""Drafting a reference of a stretch that posecheck has never seen, from what its measures do while it is held.

What decides the pose becomes a gate: orientation of the trunk, and the joints that are unlike standing or lying. What
is steady becomes a check. Words that nobody can infer from a picture are filled in plainly and named for review.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from posecheck.references.draft_words import DRAFTABLE, Draftable
from posecheck.references.evidence import ClipValues, Evidence, Scale, gather, scale_of
from posecheck.references.ranges import RANGES
from posecheck.references.schema import Band, Check, Gate, Region, SidePolicy

MAX_GATES: Final = 10
MAX_CHECKS: Final = 7


@dataclass(frozen=True)
class Feature:
    """A measure of a limb, as a gate or check asks for it."""

    measure: str
    side: SidePolicy = SidePolicy.NEAR

    @property
    def words(self) -> Draftable:
        """How it is called, and what is said about it."""
        return DRAFTABLE[self.measure]


@dataclass(frozen=True)
class Judged:
    """What a draft makes of its evidence.

    Attributes:
        gates: Whether it is the pose at all.
        checks: How well.
        review: What a person should look at, one sentence each.
    """

    gates: tuple[Gate, ...]
    checks: tuple[Check, ...]
    review: tuple[str, ...]


def judge_features(values: Mapping[Feature, Sequence[ClipValues]]) -> Judged:
    """Choose gates and checks from what was measured in the hold.

    Args:
        values: Feature to what each clip measured of it.
    """
    known = {feature: evidence for feature, clips in values.items() if (evidence := gather(clips)) is not None}
    steady = {
        feature: evidence for feature, evidence in known.items() if evidence.spread <= scale_of(feature.measure).steady
    }
    joints = {feature: evidence for feature, evidence in steady.items() if feature.words.rest is not None}
    telling = sorted(
        joints,
        key=lambda feature: (
            # All clear differences first; among what is like standing, legs decide more than arms.
            unlikeness(feature.measure, joints[feature].centre) < 1.0,
            feature.words.region is Region.ARMS,
        ),
    )
    orientation = [feature for feature in steady if feature.words.rest is None]
    gated = [*orientation, *telling][:MAX_GATES]
    checks = _checks(telling[:MAX_CHECKS], joints)
    review = []
    if not any(unlikeness(feature.measure, joints[feature].centre) >= 1.0 for feature in telling):
        review.append("hardly anything sets this pose apart from standing or lying: look at the gates")
    if loose := sorted({feature.words.title for feature in known if feature not in steady}):
        review.append(f"left out, because it varied: {', '.join(loose)}")
    return Judged(tuple(_gate(feature, steady[feature]) for feature in gated), checks, tuple(review))


def unlikeness(measure: str, value: float) -> float:
    """Return how unlike standing or lying straight a value is: 1 and more is clear, 0 for what has no such value."""
    words = DRAFTABLE[measure]
    return 0.0 if words.rest is None else abs(value - words.rest) / words.unlike


def _gate(feature: Feature, evidence: Evidence) -> Gate:
    ends, scale = feature.words.ends, scale_of(feature.measure)
    reach = max(2.0 * evidence.spread, scale.reach)
    enter = _within(evidence.centre - reach, evidence.centre + reach, ends, scale)
    wider = _within(evidence.centre - reach - scale.stay, evidence.centre + reach + scale.stay, ends, scale)
    unlike = unlikeness(feature.measure, evidence.centre) >= 1.0
    hint = feature.words.hint(low=evidence.centre > (feature.words.rest or 0.0)) if unlike else ""
    return Gate(feature.measure, enter, wider, feature.side, hint=hint)


def _checks(features: Sequence[Feature], evidence: Mapping[Feature, Evidence]) -> tuple[Check, ...]:
    shares = [2.0 if unlikeness(feature.measure, evidence[feature].centre) >= 1.0 else 1.0 for feature in features]
    checks: list[Check] = []
    for feature, share in zip(features, shares, strict=True):
        words = feature.words
        name = words.name if feature.side is not SidePolicy.OTHER else f"other-{words.name}"
        title = words.title if feature.side is not SidePolicy.OTHER else f"{words.title}, other side"
        target, green, accept = _bands(feature.measure, evidence[feature])
        checks.append(
            Check(
                name=name,
                title=title,
                measure=feature.measure,
                target=target,
                green=green,
                accept=accept,
                weight=round(share / sum(shares), 2),
                region=words.region,
                side=feature.side,
                cue_low=words.cue_low if green.low > float("-inf") else "",
                cue_high=words.cue_high if green.high < float("inf") else "",
            )
        )
    return tuple(checks)


def _bands(measure: str, evidence: Evidence) -> tuple[float, Band, Band]:
    scale = scale_of(measure)
    ends = DRAFTABLE[measure].ends
    reach = min(max(2.0 * evidence.spread, scale.green[0]), scale.green[1])
    gap = scale.gap[0]
    low, high, target = evidence.centre - reach, evidence.centre + reach, evidence.centre
    if range_ := RANGES.get(measure):
        # The clips are an instructor's: what they do beyond comfort is neither shown nor asked for.
        target = range_.at_most_shown(target)
        if range_.more > 0:
            low = range_.at_most_asked(low)
        else:
            high = range_.at_most_asked(high)
    green = _within(low, high, ends, scale)
    accept = _within(low - gap, high + gap, ends, scale)
    shown = round(round(target / scale.step) * scale.step, 4)
    return min(max(shown, green.low), green.high), green, accept


def _within(low: float, high: float, ends: Band, scale: Scale) -> Band:
    """A band in round numbers, open where it reaches the end of what the measure can be."""
    return Band(
        float("-inf") if low <= ends.low else round(round(low / scale.step) * scale.step, 4),
        float("inf") if high >= ends.high else round(round(high / scale.step) * scale.step, 4),
    )
