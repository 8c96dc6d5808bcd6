"""Finding the hold in a clip, and the frames of it that can be trusted, for learning how the pose is done well.

The hold is where the body is still and nearly passes the gates of a held phase: nearly, because a reference is tuned
when its numbers are off. Where it fully passes them for long enough, only those frames count.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np

from posecheck.coach.checks import is_oblique, judge_checks, sides_of
from posecheck.coach.observation import Observation
from posecheck.errors import UsageError
from posecheck.measures.body import CannotMeasure, Side, View
from posecheck.measures.registry import all_measures
from posecheck.references.evidence import ClipValues, scale_of
from posecheck.references.schema import Band, Check, Gate, Phase, Reference, Variant
from posecheck.sessions.footage import Footage

MIN_HOLD_S: Final = 0.7
"""A stretch of time must be held this long to be learned from, as long as the coach needs to be sure of a hold."""

MAX_BREAK_S: Final = 0.5
"""A break in a hold that is no longer than this is noise."""

MAX_SIZE_CHANGE: Final = 0.25
"""A trunk that is longer or shorter than the hold's median by this share is somebody else's, or a wrong one."""

MAX_SHIFT: Final = 1.0
"""Hips that are farther than this from where they are in the hold, in trunk lengths, are somebody else's."""

Key = tuple[str, int]
"""A check: the name of its phase, and its place among the phase's checks."""


class Rejected(StrEnum):
    """Why a frame is not learned from."""

    LOST = "nobody was found"
    VIEW = "seen from the wrong direction"
    OBLIQUE = "seen at an angle"
    MOVING = "moving"
    OTHER_POSE = "not the pose"
    OTHER_PERSON = "somebody else, or badly seen"
    SHORT = "held too briefly"


@dataclass(frozen=True, eq=False)
class Held:
    """A part of a clip in which a phase is held.

    Attributes:
        variant: The variant that it fits.
        phase: With only the gates and checks of the variant.
        frames: The trusted frames, in the order of time.
        seconds: How long; 0 for a picture.
        outside: The gates that most of it fails, by the reference as it is.
    """

    variant: Variant
    phase: Phase
    frames: tuple[Observation, ...]
    seconds: float
    outside: tuple[Gate, ...] = ()


@dataclass(frozen=True, eq=False)
class ClipEvidence:
    """What a clip teaches about a reference.

    Attributes:
        footage: The clip.
        held: Where the pose is held in it; empty when it isn't found.
        rejected: How many frames were left out, and why.
    """

    footage: Footage
    held: tuple[Held, ...]
    rejected: Counter[Rejected]

    @property
    def seconds(self) -> float:
        """How long the pose is held in it."""
        return sum(held.seconds for held in self.held)

    @property
    def problem(self) -> str:
        """Why it teaches nothing, in a sentence that names it; empty when it teaches something."""
        if self.held:
            return ""
        if not self.rejected:
            return f"{self.footage.name} has no frame in the range that was given"
        # Who moves into a pose and out of it moves a lot: the reason is what happened while the body was still.
        still: dict[Rejected, int] = {why: count for why, count in self.rejected.items() if why is not Rejected.MOVING}
        why = max(still, key=lambda reason: still[reason], default=Rejected.MOVING)
        return f"{self.footage.name}: the pose was not found ({why})"


def require_holds(reference: Reference, variant: str | None = None) -> None:
    """See that a stretch is held, so that there is something to learn from clips of it.

    Raises:
        UsageError: It is only counted.
    """
    variants = [each for each in reference.variants if variant in (None, each.name)]
    if not any(phase.hold for each in variants for phase in reference.phases_of(each)):
        name = f"{reference.name}, {variant}," if variant else reference.name
        raise UsageError(f"{name} is counted, not held: there is no hold that numbers could be learnt from")


def held_span(from_s: float | None, to_s: float | None) -> Band:
    """Return the time in which a pose is said to be held; all of a clip when nothing is said.

    Raises:
        UsageError: It ends before it begins.
    """
    start_s, end_s = from_s or 0.0, float("inf") if to_s is None else to_s
    if not start_s < end_s:
        raise UsageError(f"the hold must begin before it ends: it cannot be held from {start_s:g} s to {end_s:g} s")
    return Band(start_s, end_s)


def find_evidence(
    footage: Footage,
    reference: Reference,
    variant: str | None = None,
    from_s: float | None = None,
    to_s: float | None = None,
) -> ClipEvidence:
    """Find where a clip shows a stretch being held.

    Args:
        footage: The clip.
        reference: The stretch.
        variant: Only this variant; each held moment is taken for the variant that it fits best otherwise.
        from_s: With `to_s`, the time in which the pose is known to be held; nothing is searched for then.
        to_s: See `from_s`.

    Raises:
        UsageError: It ends before it begins.
    """
    given = from_s is not None or to_s is not None
    span = held_span(from_s, to_s)
    choices = [
        (choice, phase)
        for choice in reference.variants
        if variant is None or choice.name == variant
        for phase in reference.phases_of(choice)
        if phase.hold is not None
    ]
    views = frozenset(view for choice, _ in choices for view in reference.camera_of(choice).views)
    rejected: Counter[Rejected] = Counter()
    near: list[tuple[int, float, Observation]] = []
    for seen in footage.observations:
        if seen.time_s not in span:
            continue
        why = _untrusted(seen, views, moving_counts=not given and not footage.picture)
        if why is not None:
            rejected[why] += 1
            continue
        misses = [_miss(phase, seen, choice.side) for choice, phase in choices]
        best = min(range(len(choices)), key=lambda index: misses[index])
        if misses[best] > 1.0 and not given:
            rejected[Rejected.OTHER_POSE] += 1
            continue
        near.append((best, misses[best], seen))
    held = []
    for index in sorted({index for index, _, _ in near}):
        own = [(miss, seen) for best, miss, seen in near if best == index]
        held.extend(_held(own, *choices[index], footage.picture, rejected))
    return ClipEvidence(footage, tuple(held), rejected)


def check_values(evidence: Iterable[ClipEvidence], reference: Reference) -> dict[Key, list[ClipValues]]:
    """Return what each clip measured of each check of the reference."""
    values: dict[Key, list[ClipValues]] = {
        (phase.name, index): [] for phase in reference.phases for index in range(len(phase.checks))
    }
    for clip in evidence:
        for key, (taken, seconds) in _of_clip(clip, reference).items():
            spoken = ClipValues(clip.footage.name, clip.footage.person, np.array(taken, dtype=np.float64), seconds)
            values[key].append(spoken)
    return values


def taken_values(condition: Gate | Check, seen: Observation, active: Side | None) -> list[float]:
    """Return what a gate or check sees in a moment: a value for each limb it asks for, unknown ones left out."""
    if not all_measures()[condition.measure].sided:
        taken = [seen.measure(condition.measure)]
    elif seen.body is None:
        return []
    else:
        sides = sides_of(condition.side, seen.body.near, active)
        taken = [seen.measure(condition.measure, side) for side in sides]
    return [measurement.value for measurement in taken if measurement.value is not None]


def _of_clip(clip: ClipEvidence, reference: Reference) -> dict[Key, tuple[list[float], float]]:
    found: dict[Key, tuple[list[float], float]] = {}
    for held in clip.held:
        checks = reference.phase(held.phase.name).checks
        places = {check: index for index, check in enumerate(checks)}
        for seen in held.frames:
            for result in judge_checks(held.phase, seen, held.variant.side):
                key = (held.phase.name, places[result.check])
                found.setdefault(key, ([], 0.0))[0].append(np.nan if result.value is None else result.value)
        for check in held.phase.checks:
            key = (held.phase.name, places[check])
            if key in found:
                found[key] = (found[key][0], found[key][1] + held.seconds)
    return found


def _untrusted(seen: Observation, views: frozenset[View], *, moving_counts: bool) -> Rejected | None:
    if seen.body is None:
        return Rejected.LOST
    if is_oblique(seen):
        return Rejected.OBLIQUE
    if seen.body.view not in views:
        return Rejected.VIEW
    return Rejected.MOVING if moving_counts and seen.still_since_s is None else None


def _miss(phase: Phase, seen: Observation, active: Side | None) -> float:
    """How far a moment is from passing the gates: 0 inside, 1 at the farthest that is near, infinite where unseen."""
    worst = 0.0
    for gate in phase.gates:
        values = taken_values(gate, seen, active)
        if not values and not gate.unseen_passes:
            return float("inf")
        near = scale_of(gate.measure).near
        worst = max([worst, *(_outside(value, gate.enter) / near for value in values)])
    return worst


def _outside(value: float, band: Band) -> float:
    return max(band.low - value, value - band.high, 0.0)


def _held(
    near: Sequence[tuple[float, Observation]],
    variant: Variant,
    phase: Phase,
    picture: bool,
    rejected: Counter[Rejected],
) -> list[Held]:
    """The holds among the frames that are nearly in a phase."""
    exact = [seen for miss, seen in near if miss == 0.0]
    frames = exact if picture or _length_s(exact) >= MIN_HOLD_S else [seen for _, seen in near]
    same = frames if picture else _same_person(frames)
    rejected[Rejected.OTHER_PERSON] += len(frames) - len(same)
    rejected[Rejected.OTHER_POSE] += len(near) - len(frames)
    found = []
    for run in _runs(same):
        seconds = run[-1].time_s - run[0].time_s
        if not picture and seconds < MIN_HOLD_S:
            rejected[Rejected.SHORT] += len(run)
            continue
        found.append(Held(variant, phase, tuple(run), seconds, _mostly_failed(run, phase, variant.side)))
    return found


def _length_s(frames: Sequence[Observation]) -> float:
    return max((run[-1].time_s - run[0].time_s for run in _runs(frames)), default=0.0)


def _runs(frames: Sequence[Observation]) -> list[list[Observation]]:
    """Frames that follow each other without a break."""
    runs: list[list[Observation]] = []
    for seen in frames:
        if runs and seen.time_s - runs[-1][-1].time_s <= MAX_BREAK_S:
            runs[-1].append(seen)
        else:
            runs.append([seen])
    return runs


def _same_person(frames: Sequence[Observation]) -> list[Observation]:
    """The frames whose trunk is as long, and whose hips are where, they are in most of them."""
    places = [_place(seen) for seen in frames]
    known = np.array([place for place in places if place is not None])
    if not len(known):
        return []
    length, x, y = np.median(known, axis=0)
    return [
        seen
        for seen, place in zip(frames, places, strict=True)
        if place is not None
        and abs(place[0] / length - 1.0) <= MAX_SIZE_CHANGE
        and np.hypot(place[1] - x, place[2] - y) <= MAX_SHIFT * length
    ]


def _place(seen: Observation) -> tuple[float, float, float] | None:
    """Length of the trunk and place of the hips in pixels; None where they cannot be trusted."""
    if seen.body is None:
        return None
    try:
        return (seen.body.trunk_px, *seen.body.middle("hip"))
    except CannotMeasure:
        return None


def _mostly_failed(frames: Sequence[Observation], phase: Phase, active: Side | None) -> tuple[Gate, ...]:
    """The gates that at least half of the frames fail."""
    return tuple(
        gate
        for gate in phase.gates
        if 2 * sum(any(value not in gate.enter for value in taken_values(gate, seen, active)) for seen in frames)
        >= len(frames)
    )
