"""What a reference pose is: the stretch as an author writes it down, checked and frozen.

A reference has variants (arms forward or back; left, right or both knees) and phases. In each phase *gates* decide
whether the body is in that phase at all, and *checks* decide how well. The coach reads these and nothing else, so a new
stretch is a new TOML file.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final, TypeVar

from posecheck.measures.body import Side, View

GENERAL_SAFETY: Final = (
    "Move slowly and gently. Stop at any pain, numbness, tingling or dizziness. This is not medical advice. Ask a "
    "clinician first if you are pregnant, have had recent surgery or injury, or have osteoporosis or back problems."
)
"""Said before every stretch, before what the reference adds of its own."""

_Named = TypeVar("_Named", "Variant", "Phase")


class SidePolicy(StrEnum):
    """Of which limb a sided measure is taken.

    `near` and `far` are seen from the camera; `active` and `other` follow the variant's side (the hugged leg and the
    resting one); `active` of a variant with both sides takes both limbs and keeps the one farther from the target.
    """

    NEAR = "near"
    FAR = "far"
    ACTIVE = "active"
    OTHER = "other"
    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"

    __hash__ = str.__hash__  # an enum's own is slow, and policies are looked up some dozen times a frame


class Region(StrEnum):
    """Part of the body that a check is about; corrections go from the core to the legs to the arms to the head."""

    CORE = "core"
    LEGS = "legs"
    ARMS = "arms"
    HEAD = "head"


@dataclass(frozen=True)
class Band:
    """A closed range of a measure's values; either end may be infinite.

    Attributes:
        low: Lower end, in the measure's unit.
        high: Upper end.
    """

    low: float = -math.inf
    high: float = math.inf

    def __post_init__(self) -> None:
        if not self.low <= self.high:
            raise ValueError(f"a band runs from low to high, not from {self.low:g} to {self.high:g}")

    def __contains__(self, value: float) -> bool:
        return self.low <= value <= self.high

    def encloses(self, other: Band) -> bool:
        """Return whether every value of the other band lies in this one too."""
        return self.low <= other.low and other.high <= self.high


@dataclass(frozen=True)
class Gate:
    """A condition for being in a phase at all.

    Attributes:
        measure: Name of a registered measure.
        side: Of which limb, for a sided measure.
        enter: Where the value must lie to get in.
        stay: Where it must lie to remain: the same or wider, so that the gate doesn't flicker.
        variants: The variants it applies to; empty for all.
        unseen_passes: Whether an unknown value lets the person through. Off for what decides the pose.
        hint: What to say while this alone keeps the person out; empty for nothing.
    """

    measure: str
    enter: Band
    stay: Band
    side: SidePolicy = SidePolicy.NEAR
    variants: tuple[str, ...] = ()
    unseen_passes: bool = False
    hint: str = ""


@dataclass(frozen=True)
class Check:
    """One thing that is right or wrong about the form.

    The score is 1 in the green band and falls to 0 at the ends of the accept band. There is nothing to be had beyond
    green: going deeper than comfortable never pays.

    Attributes:
        name: Unique in its phase and variant, such as `knee`.
        title: As a person would call it, such as `knees`.
        measure: Name of a registered measure.
        side: Of which limb, for a sided measure.
        target: The value that the drawing of the target shows, in the measure's unit.
        green: Full score.
        accept: Score above 0; encloses green.
        weight: Share of the phase's score before normalising; 0 informs without scoring.
        region: Part of the body, which orders the cues.
        cue_low: What to say when the value is below green.
        cue_high: What to say when it is above.
        variants: The variants it applies to; empty for all.
        low_confidence: Whether the camera sees this badly, so that it is told with care.
    """

    name: str
    title: str
    measure: str
    target: float
    green: Band
    accept: Band
    weight: float
    region: Region
    side: SidePolicy = SidePolicy.NEAR
    cue_low: str = ""
    cue_high: str = ""
    variants: tuple[str, ...] = ()
    low_confidence: bool = False

    @property
    def judges(self) -> bool:
        """Whether some values are better than others; otherwise it only has a target, for the drawing."""
        return self.green != Band()


@dataclass(frozen=True)
class Limit:
    """A safety limit on how fast or how far, told at once and never scored.

    Attributes:
        measure: Name of a registered measure that is not sided.
        value: Band outside of which the warning is given; None when there is a limit on speed only.
        speed: Band for the rate of change, in the measure's unit per second; None when there is none.
        cue: What is said.
    """

    measure: str
    cue: str
    value: Band | None = None
    speed: Band | None = None


@dataclass(frozen=True)
class Hold:
    """How long a phase is held.

    Attributes:
        seconds: The default.
        range_s: The shortest and the longest sensible hold.
    """

    seconds: float
    range_s: Band


@dataclass(frozen=True)
class Count:
    """A phase that is counted each time it is reached, such as a turn to one side.

    Attributes:
        side: The side that the movement counts for; None where it has none.
        seconds: The least time since the count before; sooner is too quick, and told so. 0 for any pace.
    """

    side: Side | None = None
    seconds: float = 0.0


@dataclass(frozen=True)
class Phase:
    """A step of the stretch: held, counted, or only passed through.

    Attributes:
        name: Unique in its reference.
        title: As a person would call it.
        instruction: What to say to get the person there.
        gates: All must pass.
        checks: How well.
        hold: How long it is held; None for a phase that isn't.
        limits: Safety limits.
        count: How it is counted; None for a phase that isn't. Counted phases may be reached in any order.
    """

    name: str
    title: str
    instruction: str
    gates: tuple[Gate, ...]
    checks: tuple[Check, ...] = ()
    hold: Hold | None = None
    limits: tuple[Limit, ...] = ()
    count: Count | None = None


@dataclass(frozen=True)
class Effort:
    """Something else that one rests from in a stretch's position, such as a bridge that is lifted out of lying.

    Attributes:
        title: As a person would call it, within a sentence.
        gates: All must pass while it is done.
    """

    title: str
    gates: tuple[Gate, ...]


@dataclass(frozen=True)
class Camera:
    """Where the camera must stand.

    Attributes:
        views: The views from which the stretch can be judged.
        placement: How to place it, said before the start.
        turn: What to say in a wrong view.
    """

    views: frozenset[View]
    placement: str
    turn: str


@dataclass(frozen=True)
class Variant:
    """A way of doing the stretch.

    Attributes:
        name: Unique in its reference.
        title: As a person would call it.
        side: The active side; None when there is none or both are active.
        phases: The phases in the order in which they are gone through; either held or counted ones, not both.
        repetitions: How often it is done by default, where that isn't the reference's number.
        camera: Where the camera must stand, where that isn't the reference's place.
    """

    name: str
    title: str
    phases: tuple[str, ...]
    side: Side | None = None
    repetitions: int | None = None
    camera: Camera | None = None


@dataclass(frozen=True)
class Provenance:
    """Where the numbers come from.

    Attributes:
        sources: Publications and pages, in words.
        note: What is and isn't known about them.
        tuned: What tuning from clips has left: clips, seconds, spread, date, version; empty when none was done.
    """

    sources: tuple[str, ...]
    note: str
    tuned: dict[str, str | float] = field(default_factory=dict)


@dataclass(frozen=True)
class Reference:
    """A stretch: everything that is known about how it is done well.

    Attributes:
        name: How commands call it, such as `child-pose`.
        title: As a person would call it.
        summary: One or two sentences on how it is done.
        safety: What to say before the start, beside `GENERAL_SAFETY`.
        ending: How to come out of it.
        repetitions: How often it is done by default (per side where there are sides); of counted phases each.
        camera: Where the camera must stand.
        variants: At least one; the first is the default.
        phases: At least one.
        provenance: Where the numbers come from.
        sequence: The variants that are gone through one after another by default; empty for a choice among them.
        also_rest: Whether one also rests like this between other stretches; then it is only recognised where nothing
            else was done, and in a picture only when it is asked for by itself. Corrections are given only then, too.
        rests_from: Of a stretch that is also a rest: what shows that it was one, even where the stretch is asked for by
            itself. Then only what was held to its time counts.
    """

    name: str
    title: str
    summary: str
    safety: str
    ending: str
    repetitions: int
    camera: Camera
    variants: tuple[Variant, ...]
    phases: tuple[Phase, ...]
    provenance: Provenance
    sequence: tuple[str, ...] = ()
    also_rest: bool = False
    rests_from: tuple[Effort, ...] = ()

    def variant(self, name: str) -> Variant:
        """Return the variant of this name.

        Raises:
            KeyError: There is none.
        """
        return _named(self.variants, name)

    def phase(self, name: str) -> Phase:
        """Return the phase of this name.

        Raises:
            KeyError: There is none.
        """
        return _named(self.phases, name)

    def repetitions_of(self, variant: Variant) -> int:
        """Return how often a variant is done by default."""
        return variant.repetitions or self.repetitions

    def camera_of(self, variant: Variant) -> Camera:
        """Return where the camera must stand for a variant."""
        return variant.camera or self.camera

    def phases_of(self, variant: Variant) -> tuple[Phase, ...]:
        """Return the phases of a variant in order, each with only the gates and checks that apply to it."""
        return tuple(_for_variant(self.phase(name), variant.name) for name in variant.phases)


def _named(items: tuple[_Named, ...], name: str) -> _Named:
    for item in items:
        if item.name == name:
            return item
    raise KeyError(name)


def _for_variant(phase: Phase, variant: str) -> Phase:
    return replace(
        phase,
        gates=tuple(gate for gate in phase.gates if not gate.variants or variant in gate.variants),
        checks=tuple(check for check in phase.checks if not check.variants or variant in check.variants),
    )
