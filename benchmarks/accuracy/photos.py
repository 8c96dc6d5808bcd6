"""Verdicts on photos of real people: which stretch a picture is taken for, and which it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from benchmarks.accuracy.cache import LandmarkCache
from benchmarks.accuracy.data import Photo
from posecheck.coach.still import judge_still
from posecheck.measures.body import View
from posecheck.references.schema import Reference


@dataclass(frozen=True)
class Expected:
    """What a picture of a class must be taken for.

    Attributes:
        pose: Name of the reference.
        phase: Name of the phase; None for any.
        variant: Name of the variant; None for any.
    """

    pose: str
    phase: str | None = None
    variant: str | None = None


EXPECTED: Final = {
    "child_pose": Expected("child-pose", variant="arms-forward"),
    "child_pose_arms_back": Expected("child-pose", variant="arms-back"),
    "backbend": Expected("sun-salute-backbend", phase="bend"),
    "overhead": Expected("sun-salute-backbend", phase="reach"),
    "knee_hug_left": Expected("knee-hug", variant="left"),
    "knee_hug_right": Expected("knee-hug", variant="right"),
    "knee_hug_figure4": Expected("knee-hug"),
}
"""Class of a photo to what it shows; every other class shows none of the stretches."""


@dataclass(frozen=True)
class Verdict:
    """What posecheck took a photo for.

    Attributes:
        photo: The photo.
        found: Whether somebody was found.
        view: From where posecheck thinks it was taken; None without a person.
        pose: Name of the reference; None when it was taken for none.
        phase: Name of the phase.
        variant: Name of the variant.
        score: 0 to 100; None when it could not be scored.
    """

    photo: Photo
    found: bool
    view: View | None
    pose: str | None
    phase: str | None
    variant: str | None
    score: float | None

    @property
    def expected(self) -> Expected | None:
        """What it should have been taken for."""
        return EXPECTED.get(self.photo.label)

    @property
    def right_pose(self) -> bool:
        """Whether pose and phase are right, whatever the variant."""
        expected = self.expected
        if expected is None:
            return self.pose is None
        return self.pose == expected.pose and expected.phase in (None, self.phase)

    @property
    def right(self) -> bool:
        """Whether pose, phase and variant are right."""
        return self.right_pose and (self.expected is None or self.expected.variant in (None, self.variant))

    @property
    def taken_for(self) -> str:
        """What it was taken for, in words."""
        if not self.found:
            return "nobody found"
        if self.pose is None:
            return "no stretch"
        return " ".join(part for part in (self.pose, self.variant, self.phase) if part)


def judge_photos(photos: Iterable[Photo], cache: LandmarkCache, references: tuple[Reference, ...]) -> list[Verdict]:
    """Judge every photo as `posecheck analyze` judges a picture."""
    verdicts = []
    for photo in photos:
        landmarks = next(iter(cache.recording(photo.path)))[1]
        judgement = judge_still(references, landmarks)
        shown = judgement.in_pose
        verdicts.append(
            Verdict(
                photo=photo,
                found=landmarks is not None,
                view=judgement.view,
                pose=judgement.pose if shown else None,
                phase=judgement.phase if shown else None,
                variant=judgement.variant if shown else None,
                score=judgement.score if shown else None,
            )
        )
    return verdicts
