"""Judging a whole clip or picture from its landmarks: the part that `analyze` and `judge` share.

Landmarks and times go in, in order; a table row and a judgement a frame come out, and a summary at the end. There is no
video and no model here, so judging recorded landmarks again gives the same numbers as the analysis that made them.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator

from posecheck.coach.judgement import CountRecord, Fault, HoldRecord, Judgement
from posecheck.coach.observation import Observation, Observer
from posecheck.coach.recogniser import Recogniser
from posecheck.coach.still import judge_still, to_work_on
from posecheck.pose.centres import HIP_AHEAD, SHOULDER_UP
from posecheck.pose.landmarks import Landmarks
from posecheck.references.schema import Effort
from posecheck.results.recording import Recording, RecordingInfo
from posecheck.results.summary import Seen, Summary, main_stretch
from posecheck.sessions.asked import Asked
from posecheck.sessions.sideways import told_if_sideways


class ClipJudge:
    """Judges a clip frame by frame."""

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self._observer = Observer()
        self._recogniser = Recogniser(asked.references, asked.variant)
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
        view = self._seen.view()
        seen = self._seen.warnings()
        placement = _placement(self._asked, view["kind"]) if pose is None and not seen else ()
        rests = _rests(self._asked, self._recogniser.rests) if pose is None else ()
        return Summary(
            source=info.source,
            kind="video",
            duration_s=max(info.duration_s, self._last_s),
            frames=self._seen.frames,
            detected_frames=self._seen.detected,
            view=view,
            pose=pose,
            variant=variant,
            accepted=pose is not None,
            score=score,
            holds=holds,
            repetitions=self._recogniser.repetitions,
            warnings=(*info.warnings, *_doubts(info), *seen, *placement, *rests),
            complete=info.complete,
            counts=counts,
        )


def judge_picture(asked: Asked, landmarks: Landmarks | None, info: RecordingInfo) -> tuple[Judgement, Summary]:
    """Judge a picture: whether it shows the stretch, and how well; there is no hold."""
    judgement = judge_still(asked.references, landmarks, asked.variant)
    seen = Seen()
    seen.add(judgement)
    shown = judgement.in_pose
    faults = tuple(Fault(check.check.name, check.cue, 1.0) for check in to_work_on(judgement.checks))
    full = judgement.score is not None and round(judgement.score) == 100  # with which nothing is left to work on
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
        warnings=(*info.warnings, *_doubts(info), *seen.warnings()),
        complete=info.complete,
        faults=() if full else faults,
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
    return told_if_sideways(judge.finish(recording.info), recording, asked)


def _placement(asked: Asked, view: str | None) -> Iterator[str]:
    """That most of the stretches could not have been found from where the camera stood, though some could."""
    cameras = [
        (reference.title, reference.camera_of(variant))
        for reference in asked.references
        for variant in reference.variants
        if asked.variant in (None, variant.name)
    ]
    able = [title for title, camera in cameras if view in camera.views]
    unable = [camera.turn for _, camera in cameras if view not in camera.views]
    if view is not None and 0 < len(able) < len(unable):
        titles = " and ".join(dict.fromkeys(able))
        turn = Counter(unable).most_common(1)[0][0]
        yield f"seen from the {view}, from where only {titles} can be judged. For others: {turn}"


def _rests(asked: Asked, rests: list[tuple[HoldRecord, Effort]]) -> Iterator[str]:
    """That a stretch would have been found, had not something else been done that one rests from like this."""
    titles = {reference.name: reference.title for reference in asked.references}
    for pose, effort in dict.fromkeys((hold.pose, effort) for hold, effort in rests):
        held_s = sum(hold.held_s for hold, _ in rests if hold.pose == pose)
        yield (
            f"the position of {titles[pose]} was held for {held_s:.0f} s, but is taken for rest, because "
            f"{effort.title} was seen as well"
        )


def _doubts(info: RecordingInfo) -> Iterator[str]:
    """What there is to know about landmarks before their judgement is believed."""
    if info.people is not None and info.people > 1:
        yield "several people are in the picture: the one who was found first is followed and judged"
    if info.joints != (SHOULDER_UP, HIP_AHEAD):
        yield (
            "recorded by another version of posecheck, which put shoulders and hips elsewhere: angles may be off by "
            "some degrees; analyse the clip again if you have it"
        )
