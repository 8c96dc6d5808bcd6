"""Moments of rendered clips judged as pictures: photos of both knees hugged are rare, and rendered ones are not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import cv2

from benchmarks.accuracy.cache import LandmarkCache
from benchmarks.accuracy.changed import CHANGES, MIRRORED, Change
from benchmarks.accuracy.observe import Observed
from benchmarks.accuracy.table import Table
from posecheck.coach.judgement import Judgement
from posecheck.coach.still import judge_still
from posecheck.media.frame import Image
from posecheck.media.reader import open_source
from posecheck.references.schema import Reference
from tools.truth_landmarks import TruthSegment

SHARE: Final = 0.6
"""Of a hold: by then everybody is at rest."""

UNCHANGED: Final = Change("none", lambda image: image)


@dataclass(frozen=True, eq=False)
class Moment:
    """What a moment of a hold was taken for.

    Attributes:
        segment: The hold.
        change: Done to the picture before it was looked at.
        judgement: Of the picture.
    """

    segment: TruthSegment
    change: Change
    judgement: Judgement

    @property
    def right(self) -> bool:
        """Whether pose and phase are right, and the variant; a reach alone is the same picture as one before a bend."""
        found, held = self.judgement, self.segment
        variant = MIRRORED.get(found.variant, found.variant) if self.change.mirrors else found.variant
        right_phase = held.phase is None or found.phase == held.phase
        right_variant = variant == held.variant or held.phase == "reach"
        return found.in_pose and found.pose == held.pose and right_phase and right_variant


def judge_moments(cases: Iterable[Observed], cache: LandmarkCache, references: tuple[Reference, ...]) -> list[Moment]:
    """Judge a moment of every labelled hold as `posecheck analyze` judges a picture, and the same after each change."""
    moments = []
    with TemporaryDirectory(prefix="posecheck-") as folder:
        path = Path(folder) / "moment.png"
        for case in cases:
            held = [segment for segment in case.segments if case.labelled]
            times_s = [segment.from_s + SHARE * (segment.to_s - segment.from_s) for segment in held]
            for segment, image in zip(held, _pictures(case.case.video, times_s), strict=True):
                cv2.imwrite(str(path), image)
                for change in (UNCHANGED, *CHANGES):
                    landmarks = next(iter(cache.recording(path, change)))[1]
                    moments.append(Moment(segment, change, judge_still(references, landmarks)))
    return moments


def moment_table(moments: Sequence[Moment]) -> Table:
    """How many were recognised, by what is held and by change."""
    names = list(dict.fromkeys(moment.change.name for moment in moments))
    table = Table("Moments of holds as pictures: recognised, with the variant", ("held", *names))
    held = sorted({_name(moment.segment) for moment in moments})
    for name in held:
        here = [moment for moment in moments if _name(moment.segment) == name]
        cells = []
        for change in names:
            changed = [moment for moment in here if moment.change.name == change]
            cells.append(f"{sum(moment.right for moment in changed)} of {len(changed)}")
        table.add(name, *cells)
    return table


def _name(segment: TruthSegment) -> str:
    return f"{segment.pose} {segment.phase or segment.variant}"


def _pictures(video: Path, times_s: Sequence[float]) -> list[Image]:
    """The frames of a clip that are shown at these times, which rise."""
    pictures: list[Image] = []
    with open_source(video) as source:
        for frame in source:
            while len(pictures) < len(times_s) and times_s[len(pictures)] <= frame.time_s:
                pictures.append(frame.image)
    return pictures
