"""Verdicts on photos of real people: which stretch a picture is taken for, and which it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from benchmarks.accuracy.cache import LandmarkCache
from benchmarks.accuracy.changed import MIRRORED, Change
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
    "negative_bridge": Expected("shoulder-bridge"),
    "negative_plank": Expected("plank"),
    "negative_catcow": Expected("cat-cow"),
}
"""Class of a photo to what it shows; every other class shows none of the stretches.

Three classes were gathered as negatives of the first stretches and show others that have got references since. A figure
four (one ankle across the other thigh, hands behind that) counts as a knee hug of whatever side: both thighs are drawn
in and the hands hold one of them. That the legs are crossed is nothing that a knee hug must not have.
"""


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
    def false_accept(self) -> bool:
        """Whether it was taken for a stretch that it doesn't show."""
        return self.pose is not None and not self.right_pose

    @property
    def taken_for(self) -> str:
        """What it was taken for, in words."""
        if not self.found:
            return "nobody found"
        if self.pose is None:
            return "no stretch"
        return " ".join(part for part in (self.pose, self.variant, self.phase) if part)


def judge_photos(
    photos: Iterable[Photo], cache: LandmarkCache, references: tuple[Reference, ...], change: Change | None = None
) -> list[Verdict]:
    """Judge every photo as `posecheck analyze` judges a picture; after a change that mirrors, sides are told back."""
    verdicts = []
    for photo in photos:
        landmarks = next(iter(cache.recording(photo.path, change)))[1]
        judgement = judge_still(references, landmarks)
        shown = judgement.in_pose
        mirrored = change is not None and change.mirrors
        verdicts.append(
            Verdict(
                photo=photo,
                found=landmarks is not None,
                view=judgement.view,
                pose=judgement.pose if shown else None,
                phase=judgement.phase if shown else None,
                variant=(MIRRORED.get(judgement.variant, judgement.variant) if mirrored else judgement.variant)
                if shown
                else None,
                score=judgement.score if shown else None,
            )
        )
    return verdicts
