"""A history in words: its days, and what its names mean by the reference as it is now.

The reference may have changed since, or be gone.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from posecheck.errors import PosecheckError
from posecheck.references.library import all_references
from posecheck.references.schema import Check, Reference
from posecheck.results.history import Aspect


def day_words(day: date) -> str:
    """Return a day as a person would write it: `28 September 2026`."""
    return f"{day.day} {day:%B %Y}"


def known_reference(pose: str, poses: Path | None = None) -> Reference | None:
    """Return the stretch's reference; None where there is none any more, and only the history knows of it.

    Args:
        pose: Its name.
        poses: A folder that is looked in, too.

    Raises:
        UsageError: `poses` is not a folder.
        InputError: The program's own reference poses are missing.
    """
    library = all_references(poses)
    try:
        return library.find(pose, "pose").content
    except PosecheckError:
        return None


def where_words(reference: Reference | None, variant: str, phase: str) -> str:
    """Return a variant and phase as a person would call them; the phase only where several are held."""
    if reference is None:
        return f"{variant}, {phase}"
    try:
        title, held = reference.variant(variant).title, reference.phase(phase)
    except KeyError:
        return f"{variant}, {phase}"
    several = sum(each.hold is not None for each in reference.phases_of(reference.variant(variant))) > 1
    return f"{title}: {held.title}" if several else title


def check_of(reference: Reference | None, aspect: Aspect) -> Check | None:
    """Return the check that measured something; None where there is no such check any more."""
    if reference is None:
        return None
    try:
        checks = reference.phase(aspect.phase).checks
    except KeyError:
        return None
    fits = (check for check in checks if not check.variants or aspect.variant in check.variants)
    return next((check for check in fits if (check.name, check.measure) == (aspect.check, aspect.measure)), None)
