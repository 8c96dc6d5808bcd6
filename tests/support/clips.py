"""Clips of which everything is known, and what the coach makes of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np

from posecheck.coach.coach import Coach
from posecheck.coach.judgement import CountRecord, Event, EventKind, HoldRecord, Judgement
from posecheck.coach.recogniser import Recogniser
from posecheck.measures.body import Body, View
from posecheck.pose.landmarks import Landmarks
from posecheck.references.loader import load_reference
from posecheck.references.schema import Reference
from tools.truth_landmarks import TrueClip, TruthSegment

ROOT: Final = Path(__file__).parent.parent.parent
CLIPS: Final = {
    path.name.removesuffix(".truth.json"): path
    for folder in (ROOT / "samples", ROOT / "tests" / "data" / "motions")
    for path in sorted(folder.glob("*.truth.json"))
}
NEGATIVE: Final = "negative:"

Stream = Iterable[tuple[float, Landmarks | None]]


@cache
def true_clip(name: str) -> TrueClip:
    """The clip of this name."""
    return TrueClip.load(CLIPS[name])


@cache
def seen_by(name: str, camera: str) -> tuple[tuple[float, Landmarks], ...]:
    """A clip's landmarks as one of its cameras sees them."""
    return tuple(true_clip(name).landmarks(camera))


@cache
def shipped() -> tuple[Reference, ...]:
    """All references that come with the program."""
    return tuple(load_reference(path) for path in sorted((ROOT / "reference_poses").glob("*.toml")))


def shipped_reference(name: str) -> Reference:
    """The one of this name."""
    return next(reference for reference in shipped() if reference.name == name)


def shipped_names() -> list[str]:
    """The names of all references that come with the program."""
    return [reference.name for reference in shipped()]


def shots(*names: str) -> list[tuple[str, str]]:
    """Every clip, or those named, with each of its cameras."""
    return [(name, camera) for name in names or CLIPS for camera in true_clip(name).cameras]


def with_faults() -> list[str]:
    """The clips in which a fault is made."""
    return [name for name in CLIPS if any(segment.fault for segment in true_clip(name).segments)]


def negatives() -> list[str]:
    """The clips that show none of the stretches."""
    return [name for name in CLIPS if any(part.label.startswith(NEGATIVE) for part in true_clip(name).segments)]


def positives() -> list[str]:
    """The clips of good form only, in which something is held that is filmed from the side."""
    return [name for name in CLIPS if name not in with_faults() and true_clip(name).held() and from_side(name)]


def from_side(name: str) -> bool:
    """Whether all that a clip shows is filmed from the side."""
    shown = {(part.pose, part.variant) for part in true_clip(name).segments if part.pose and part.variant}
    references = [(shipped_reference(pose), variant) for pose, variant in shown]
    return all(View.SIDE in ref.camera_of(ref.variant(variant)).views for ref, variant in references)


def counted() -> list[str]:
    """The clips of counted movements, done well or with a fault."""
    return [name for name in CLIPS if movements(true_clip(name))]


def movements(clip: TrueClip) -> list[TruthSegment]:
    """The counted movements of a clip, in order; one with a fault is still counted."""
    return [part for part in clip.segments if part.pose and part.phase and not part.held and _is_counted(part)]


def _is_counted(part: TruthSegment) -> bool:
    assert part.pose is not None
    assert part.phase is not None
    return shipped_reference(part.pose).phase(part.phase).count is not None


def resampled(clip: TrueClip, times_s: np.ndarray[tuple[int], np.dtype[np.float64]]) -> TrueClip:
    """The same motion seen at other times."""
    joints = {
        name: np.stack([np.interp(times_s, clip.times_s, places[:, axis]) for axis in range(3)], axis=1)
        for name, places in clip.joints_m.items()
    }
    return replace(clip, times_s=times_s, joints_m=joints)


def turned(clip: TrueClip, by_deg: float) -> TrueClip:
    """The same motion by somebody who has turned about the vertical, in the same place."""
    centre = np.mean([places.mean(axis=0) for places in clip.joints_m.values()], axis=0) * (1, 1, 0)
    c, s = np.cos(np.radians(by_deg)), np.sin(np.radians(by_deg))
    turn = np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]])
    return replace(clip, joints_m={name: (places - centre) @ turn.T + centre for name, places in clip.joints_m.items()})


def off_side(name: str, yaw_deg: float) -> tuple[tuple[float, Landmarks], ...]:
    """A clip as its first camera sees it when the person has turned until it stands that far off their side."""
    clip = true_clip(name)
    camera, view = next(iter(clip.cameras.items()))
    turns = (tuple(turned(clip, yaw_deg + sign * view["yaw_deg"]).landmarks(camera)) for sign in (1, -1))
    seen_from = min(abs(yaw_deg), 180 - abs(yaw_deg))
    return min(turns, key=lambda stream: abs(Body(stream[0][1]).yaw_deg - seen_from))


@dataclass(frozen=True)
class Told:
    """What came out of a stream of landmarks."""

    judgements: tuple[Judgement, ...]
    holds: tuple[HoldRecord, ...]
    repetitions: int
    counts: tuple[CountRecord, ...] = ()

    def events(self, *kinds: EventKind) -> list[Event]:
        """The events of these kinds in order."""
        return [event for judgement in self.judgements for event in judgement.events if event.kind in kinds]

    def during(self, from_s: float, to_s: float) -> Iterator[Judgement]:
        """The judgements of a span of time."""
        return (judgement for judgement in self.judgements if from_s <= judgement.time_s <= to_s)


def recognised(stream: Stream, references: Iterable[Reference] | None = None) -> Told:
    """What the recogniser makes of it, choosing among the shipped references."""
    recogniser = Recogniser(references or shipped())
    judgements = tuple(recogniser.update(landmarks, time_s) for time_s, landmarks in stream)
    recogniser.finish()
    return Told(judgements, tuple(recogniser.holds), recogniser.repetitions, tuple(recogniser.counts))


def coached(stream: Stream, pose: str, variant: str) -> Told:
    """What the coach of one stretch makes of it."""
    coach = Coach(shipped_reference(pose), variant)
    judgements = tuple(coach.update(landmarks, time_s) for time_s, landmarks in stream)
    last = coach.finish()
    if last:
        judgements = (*judgements[:-1], replace(judgements[-1], events=(*judgements[-1].events, *last)))
    return Told(judgements, tuple(coach.holds), coach.repetitions, tuple(coach.counting.records))


def without(stream: Stream, from_s: float, to_s: float) -> Stream:
    """The same stream, with nobody found for a while."""
    return [(time_s, None if from_s <= time_s < to_s else landmarks) for time_s, landmarks in stream]
