"""Every clip against every reference: what is recognised, held or counted, each reference asked by itself.

A reference by itself sees what it would see when the person has named it; so this is harder than choosing among all.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.accuracy.observe import Observed
from benchmarks.accuracy.table import Table
from posecheck.coach.observation import Observation, Observer
from posecheck.coach.recogniser import Recogniser
from posecheck.pose.landmarks import Landmarks
from posecheck.references.schema import Reference
from tools.truth_landmarks import TrueClip


@dataclass(frozen=True)
class Taken:
    """What one reference made of one clip.

    Attributes:
        share: Share of the frames in which a phase that is held or counted was recognised.
        holds: Holds that it told.
        counts: Movements that it counted.
    """

    share: float
    holds: int
    counts: int

    @property
    def told(self) -> bool:
        """Whether the person was told that the stretch was done."""
        return self.holds + self.counts > 0

    def __str__(self) -> str:
        words = [f"held {self.holds}"] * (self.holds > 0) + [f"counted {self.counts}"] * (self.counts > 0)
        if words or self.share >= 0.005:
            words.append(f"{100 * self.share:.0f} %")
        return ", ".join(words)


def observations_of(stream: Iterable[tuple[float, Landmarks | None]]) -> list[Observation]:
    """Smooth a stream of landmarks as the coach does."""
    observer = Observer()
    return [observer.observe(landmarks, time_s) for time_s, landmarks in stream]


def taken_by(reference: Reference, observations: Iterable[Observation]) -> Taken:
    """Judge a clip against one reference, all its variants."""
    recogniser = Recogniser([reference])
    done = {phase.name for phase in reference.phases if phase.hold is not None or phase.count is not None}
    judgements = [recogniser.judge(seen) for seen in observations]
    recogniser.finish()
    recognised = sum(judgement.in_pose and judgement.phase in done for judgement in judgements)
    return Taken(recognised / max(1, len(judgements)), len(recogniser.holds), len(recogniser.counts))


def poses_in(clip: TrueClip) -> set[str]:
    """Return the stretches that a clip shows, rightly or with a fault."""
    return {segment.pose for segment in clip.segments if segment.pose}


def motion_clips(folder: Path) -> list[TrueClip]:
    """Return the motions of which only the truth is there."""
    return [TrueClip.load(path) for path in sorted(folder.glob("*.truth.json"))]


def confusion_table(cases: Iterable[Observed], motions: Iterable[TrueClip], references: tuple[Reference, ...]) -> Table:
    """Return a row for every clip and a column for every reference; what a clip shows is marked with *."""
    table = Table(
        "Every clip against every reference by itself", ("data", "clip", *(reference.name for reference in references))
    )
    rows = [
        (
            case.case.data,
            case.case.name,
            {segment.pose for segment in case.segments if segment.pose},
            case.run.observations,
        )
        for case in cases
    ]
    for clip in motions:
        camera = next(iter(clip.cameras))
        rows.append(
            ("motions (true joints)", clip.name, poses_in(clip), tuple(observations_of(clip.landmarks(camera))))
        )
    for data, name, shown, observations in rows:
        cells = [
            ("* " if reference.name in shown else "") + (str(taken_by(reference, observations)) or "–")
            for reference in references
        ]
        table.add(data, name, *cells)
    return table
