"""What is to be judged."""

from __future__ import annotations

from dataclasses import dataclass

from posecheck.references.schema import Reference


@dataclass(frozen=True)
class Asked:
    """What the person wants to have judged.

    Attributes:
        references: The stretches to choose from: one, or all for recognising which it is.
        variant: Only this variant; None for any.
    """

    references: tuple[Reference, ...]
    variant: str | None = None
