"""Small references made up for tests."""

import math

from posecheck.measures.body import Side, View
from posecheck.references.schema import (
    Band,
    Camera,
    Check,
    Gate,
    Hold,
    Limit,
    Phase,
    Provenance,
    Reference,
    Region,
    SidePolicy,
    Variant,
)


def check(
    name: str,
    measure: str = "knee_flexion",
    *,
    green: tuple[float, float] = (-20, 20),
    accept: tuple[float, float] = (-40, 40),
    weight: float = 1.0,
    region: Region = Region.LEGS,
    side: SidePolicy = SidePolicy.NEAR,
) -> Check:
    """A check whose cues say its name."""
    return Check(
        name=name,
        title=name,
        measure=measure,
        target=0.0,
        green=Band(*green),
        accept=Band(*accept),
        weight=weight,
        region=region,
        side=side,
        cue_low=f"{name} more",
        cue_high=f"{name} less",
    )


def gate(
    measure: str,
    enter: tuple[float, float],
    stay: tuple[float, float] | None = None,
    *,
    side: SidePolicy = SidePolicy.NEAR,
    unseen_passes: bool = False,
) -> Gate:
    """A gate with the same bands for entering and staying where no other is given."""
    return Gate(measure, Band(*enter), Band(*(stay or enter)), side=side, unseen_passes=unseen_passes)


def phase(
    name: str,
    *gates: Gate,
    checks: tuple[Check, ...] = (),
    hold_s: float | None = None,
    limits: tuple[Limit, ...] = (),
) -> Phase:
    """A phase, held when it has seconds."""
    hold = None if hold_s is None else Hold(hold_s, Band(0.1, 1000))
    return Phase(name, name.title(), f"Do {name}.", gates, checks, hold, limits)


def reference(*phases: Phase, side: Side | None = None, name: str = "made-up") -> Reference:
    """A reference with one variant that goes through all phases, for the side view and at an angle."""
    return Reference(
        name=name,
        title=name,
        summary="",
        safety="",
        ending="",
        repetitions=1,
        camera=Camera(frozenset({View.SIDE, View.OBLIQUE}), "", "Turn so that your side faces the camera."),
        variants=(Variant("only", "Only", tuple(item.name for item in phases), side),),
        phases=phases,
        provenance=Provenance((), ""),
    )


UNLIMITED = (-math.inf, math.inf)
