"""Measuring what somebody holds in comfort, from a short guided set or from earlier recordings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import numpy as np

from posecheck.coach.checks import judge_checks
from posecheck.coach.plan import Plan, make_plan
from posecheck.errors import InputError, UsageError
from posecheck.references.library import find
from posecheck.references.profile import (
    Comfort,
    Place,
    Profile,
    apply_profile,
    check_name,
    eased,
    gentlest,
    load_profile,
)
from posecheck.references.schema import Band, Phase, Reference
from posecheck.results.folder import RESULTS
from posecheck.sessions.evidence import Held, find_evidence, require_holds
from posecheck.sessions.footage import Clip, Footage, FootageReader, Told

SET_REPETITIONS: Final = 3
SET_HOLD_S: Final = 5.0
EASY: Final = "Go only as far as is comfortable."

MIN_HOLD_S: Final = 2.0
"""A hold shorter than this is a try, not what is comfortable."""


@dataclass(frozen=True)
class Calibration:
    """What was measured, and what it makes of the reference.

    Attributes:
        profile: With what was known before.
        reference: As it is.
        relaxed: As it is for this person.
        measured: What was measured now.
        problems: Clips that told nothing, one sentence each.
    """

    profile: Profile
    reference: Reference
    relaxed: Reference
    measured: dict[Place, Comfort]
    problems: tuple[str, ...]


def guided_set(reference: Reference) -> list[str]:
    """Return what to do, step by step, for measuring one's comfortable range in a stretch."""
    require_holds(reference)
    held = [phase for phase in reference.phases if phase.hold is not None]
    return [
        reference.camera.placement,
        *(
            f"{phase.title}: {phase.instruction} Stop where it is still easy, hold it for five seconds, and come out."
            for phase in held
        ),
        "Do it three times. Nothing is gained by going farther than is comfortable.",
    ]


def guided_plan(reference: Reference, variant: str | None = None, side: str | None = None) -> Plan:
    """Return the set as a plan for a live session, which corrects nobody for not going far.

    Args:
        reference: The stretch.
        variant: Only this variant.
        side: As in `make_plan`.

    Raises:
        UsageError: The stretch is only counted, or there is no such variant or side.
    """
    require_holds(reference, variant)
    gentle = gentlest(reference)
    phases = tuple(_guided(phase) if phase.hold is not None else phase for phase in gentle.phases)
    return make_plan(replace(gentle, phases=phases), variant, side, SET_REPETITIONS, SET_HOLD_S)


def _guided(phase: Phase) -> Phase:
    """The phase with nothing to correct: a correction would ask for more than is comfortable."""
    checks = tuple(replace(check, green=Band(), accept=Band()) for check in phase.checks)
    return replace(phase, instruction=f"{phase.instruction} {EASY}".strip(), checks=checks)


def calibrate(
    pose: str,
    clips: Iterable[Clip | str | Path],
    profile: str,
    *,
    poses: Path | None = None,
    model: str = "full",
    results: Path = RESULTS,
    told: Told | None = None,
) -> Calibration:
    """Measure what somebody holds in comfort. Nothing is written before the profile's `save` is called.

    Args:
        pose: Name of the stretch.
        clips: Clips or recordings of this person alone doing it in comfort.
        profile: Name of the profile; one of this name is carried on.
        poses: A folder of reference poses beside the shipped ones.
        model: Pose model for clips without a recording.
        results: Folder in which recordings of the clips are looked for.
        told: Is told what takes time.

    Raises:
        UsageError: No such pose, or the profile cannot have this name.
        InputError: A clip cannot be used, or the stretch isn't held in any of them.
        ModelError: There is no pose model, and it is needed.
    """
    check_name(profile)
    reference = find(pose, poses)
    require_holds(reference)
    before = _before(profile)
    footage = FootageReader((reference,), model, results, told).read(clips)
    return calibrate_footage(reference, footage, before)


def calibrate_footage(reference: Reference, footage: Sequence[Footage], before: Profile) -> Calibration:
    """Do what `calibrate` does with clips that were read already.

    Raises:
        InputError: The stretch isn't held in any of them.
    """
    evidence = [find_evidence(each, reference) for each in footage]
    problems = tuple(each.problem for each in evidence if each.problem)
    holds = [held for each in evidence for held in each.held if held.seconds >= MIN_HOLD_S]
    if not holds:
        raise InputError(
            f"no comfortable hold of {reference.title} was found: {'; '.join(problems) or 'all too short'}"
        )
    measured = _comforts(reference, holds)
    profile = before.with_measured(measured, datetime.now(UTC).date().isoformat())
    return Calibration(profile, reference, apply_profile(reference, profile), measured, problems)


def _comforts(reference: Reference, holds: Sequence[Held]) -> dict[Place, Comfort]:
    """The median over the holds of what was held: neither a lucky moment nor a bad day decides."""
    found: dict[Place, Comfort] = {}
    for phase in reference.phases:
        for check in eased(phase):
            own = []
            for held in (each for each in holds if each.phase.name == phase.name):
                values = [
                    result.value
                    for seen in held.frames
                    for result in judge_checks(held.phase, seen, held.variant.side)
                    if result.check == check and result.value is not None
                ]
                if values:
                    own.append((float(np.median(values)), held.seconds))
            if own:
                value = float(np.median([value for value, _ in own]))
                seconds = round(sum(seconds for _, seconds in own), 1)
                found[reference.name, phase.name, check.name] = Comfort(round(value, 1), len(own), seconds)
    return found


def _before(name: str) -> Profile:
    try:
        return load_profile(name)
    except UsageError:
        return Profile(name, {}, "")
