"""Judging a whole clip or picture from its landmarks: the part that `analyze` and `judge` share.

Landmarks and times go in, in order; a table row and a judgement a frame come out, and a summary at the end. There is no
video and no model here, so judging recorded landmarks again gives the same numbers as the analysis that made them.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from posecheck.coach.judgement import CountRecord, HoldRecord, Judgement
from posecheck.coach.observation import Observation, Observer
from posecheck.coach.recogniser import Recogniser
from posecheck.coach.still import judge_still
from posecheck.pose.landmarks import Landmarks
from posecheck.references.schema import Reference
from posecheck.results.recording import Recording, RecordingInfo
from posecheck.results.summary import Seen, Summary, main_stretch


@dataclass(frozen=True)
class Asked:
    """What the person wants to have judged.

    Attributes:
        references: The stretches to choose from: one, or all for recognising which it is.
        variant: Only this variant; None for any.
        hold_s: Seconds to hold, in place of the references'.
    """

    references: tuple[Reference, ...]
    variant: str | None = None
    hold_s: float | None = None


class ClipJudge:
    """Judges a clip frame by frame."""

    def __init__(self, asked: Asked) -> None:
        self._observer = Observer()
        self._recogniser = Recogniser(asked.references, asked.variant, hold_s=asked.hold_s)
        self._seen = Seen()
        self._last_s = 0.0

    def frame(self, landmarks: Landmarks | None, time_s: float) -> tuple[Observation, Judgement]:
        """Judge the next frame."""
        observation = self._observer.observe(landmarks, time_s)
        judgement = self._recogniser.judge(observation)
        self._seen.add(judgement)
        self._last_s = time_s
        return observation, judgement

    @property
    def holds(self) -> tuple[HoldRecord, ...]:
        """The holds that are finished so far, in the order of time."""
        return tuple(self._recogniser.holds)

    @property
    def counts(self) -> tuple[CountRecord, ...]:
        """The counted movements that are done so far, in the order of time."""
        return tuple(self._recogniser.counts)

    @property
    def finished(self) -> int:
        """A number that changes whenever `holds` or `counts` may have."""
        return self._recogniser.finished

    def cut(self) -> None:
        """Close the open holds: what comes begins anew."""
        self._recogniser.finish()

    def expect(self, variant: str) -> None:
        """Let a variant speak for as long as no other fits better."""
        self._recogniser.expect(variant)

    def finish(self, info: RecordingInfo) -> Summary:
        """Close the open holds and sum up."""
        self.cut()
        holds, counts = self.holds, self.counts
        pose, variant, score = main_stretch((*holds, *counts))
        return Summary(
            source=info.source,
            kind="video",
            duration_s=max(info.duration_s, self._last_s),
            frames=self._seen.frames,
            detected_frames=self._seen.detected,
            view=self._seen.view(),
            pose=pose,
            variant=variant,
            accepted=pose is not None,
            score=score,
            holds=holds,
            repetitions=self._recogniser.repetitions,
            warnings=(*info.warnings, *_people(info), *self._seen.warnings()),
            complete=info.complete,
            counts=counts,
        )


def judge_picture(asked: Asked, landmarks: Landmarks | None, info: RecordingInfo) -> tuple[Judgement, Summary]:
    """Judge a picture: whether it shows the stretch, and how well; there is no hold."""
    judgement = judge_still(asked.references, landmarks, asked.variant)
    seen = Seen()
    seen.add(judgement)
    shown = judgement.in_pose
    return judgement, Summary(
        source=info.source,
        kind="image",
        duration_s=0.0,
        frames=1,
        detected_frames=seen.detected,
        view=seen.view(),
        pose=judgement.pose if shown else None,
        variant=judgement.variant if shown else None,
        accepted=shown,
        score=judgement.score,
        holds=(),
        repetitions=0,
        warnings=(*info.warnings, *_people(info), *seen.warnings()),
        complete=info.complete,
    )


def judge_recording(recording: Recording, asked: Asked) -> Summary:
    """Judge recorded landmarks, of a clip or of a picture."""
    if recording.info.kind == "image":
        landmarks = next(iter(recording))[1] if len(recording) else None
        return judge_picture(asked, landmarks, recording.info)[1]
    judge = ClipJudge(asked)
    cuts = deque(recording.info.cuts_s)
    for time_s, landmarks in recording:
        while cuts and cuts[0] < time_s:
            cuts.popleft()
            judge.cut()
        judge.frame(landmarks, time_s)
    return judge.finish(recording.info)


def _people(info: RecordingInfo) -> tuple[str, ...]:
    if info.people is None or info.people < 2:
        return ()
    return ("several people are in the picture: the one who was found first is followed and judged",)
