"""One rendered clip through posecheck as it is, beside the truth: angles, view, sides and holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from benchmarks.accuracy.angles import MEASURES, difference_deg, fold
from benchmarks.accuracy.calibration import Offsets, shifted
from benchmarks.accuracy.data import Case
from benchmarks.accuracy.truth import Flags, Truth, at_times, of_side, truth_of
from posecheck.coach.judgement import HoldRecord, Judgement, Sight
from posecheck.coach.observation import Observation
from posecheck.measures.body import Side
from posecheck.measures.registry import all_measures
from posecheck.pose.landmarks import LANDMARK_COUNT, FloatArray, Landmarks
from posecheck.references.schema import Reference
from posecheck.results.recording import Recording, RecordingInfo
from posecheck.sessions.asked import Asked
from posecheck.sessions.judging import ClipJudge
from tools.truth_landmarks import TruthSegment


@dataclass(frozen=True, eq=False)
class Run:
    """What posecheck made of a stream of landmarks.

    Attributes:
        observations: By frame.
        judgements: By frame.
        holds: In the order of time.
        repetitions: As counted.
    """

    observations: tuple[Observation, ...]
    judgements: tuple[Judgement, ...]
    holds: tuple[HoldRecord, ...]
    repetitions: int


@dataclass(frozen=True, eq=False)
class Observed:
    """A case as posecheck saw and judged it, and its truth at the same frames.

    Attributes:
        case: The clip and camera.
        recording: The landmarks.
        truth: The truth at the recording's times.
        calibrated: The truth with its joints where BlazePose would put them; None where no body stands.
        run: What posecheck made of the landmarks.
        true_run: What the same coach made of the true joints.
        segments: In which a stretch is fully held.
        labelled: Whether they are labelled; otherwise they are the coach's own, found on the true joints.
        angles: Measure to what posecheck measured on the near limb, NaN where unknown, shape `(frames,)`.
        smooth: Landmarks as the coach uses them, arrays of shape `(frames, 33, 2)` and `(frames, 33, 3)`.
        near_left: Whether posecheck took the left side for the near one, shape `(frames,)`.
        facing: As posecheck sees it, NaN without a body, shape `(frames,)`.
        yaw_deg: As posecheck sees it, NaN without a body, shape `(frames,)`.
    """

    case: Case
    recording: Recording
    truth: Truth
    calibrated: Truth | None
    run: Run
    true_run: Run
    segments: tuple[TruthSegment, ...]
    labelled: bool
    angles: dict[str, FloatArray]
    smooth: tuple[FloatArray, FloatArray]
    near_left: Flags
    facing: FloatArray
    yaw_deg: FloatArray

    @property
    def off_side_deg(self) -> float:
        """How far the camera was off the side: as placed, or else the median of the truth."""
        placed = self.case.placed_yaw_deg
        return float(np.median(self.truth.yaw_deg)) if placed is None else placed

    @property
    def found(self) -> Flags:
        """In which frames somebody was found, shape `(frames,)`."""
        return self.recording.found

    def during(self, segment: TruthSegment) -> Flags:
        """The frames of a segment, shape `(frames,)`."""
        return (self.recording.times_s >= segment.from_s) & (self.recording.times_s <= segment.to_s)

    def errors(self, measure: str, *, spatial: bool, calibrated: bool) -> FloatArray:
        """What posecheck measured on the near limb minus the truth, degrees, NaN where unknown, shape `(frames,)`.

        Args:
            measure: Name of the measure.
            spatial: Against the angle in space, signs left out, and not against the angle in the picture.
            calibrated: Against joints that lie where BlazePose would put them.
        """
        truth = self.calibrated if calibrated else self.truth
        if truth is None:
            return np.full(len(self.recording), np.nan)
        if spatial:
            return fold(self.angles[measure]) - of_side(truth.spatial[measure], self.truth.near_left)
        return difference_deg(self.angles[measure], of_side(truth.projected[measure], self.truth.near_left))


def observe(case: Case, recording: Recording, references: tuple[Reference, ...], offsets: Offsets | None) -> Observed:
    """Judge a case and gather what is compared."""
    clip = at_times(case.truth, recording.times_s)
    truth = truth_of(clip, case.camera)
    run = run_coach(recording, references)
    true_run = run_coach(zip(recording.times_s.tolist(), truth.landmarks, strict=True), references)
    segments = tuple(case.truth.held())
    labelled = bool(case.truth.segments)
    if not labelled:
        segments = _found_on_truth(case, recording.times_s, references)
    bodies = [seen.body for seen in run.observations]
    return Observed(
        case=case,
        recording=recording,
        truth=truth,
        calibrated=truth_of(shifted(clip, offsets), case.camera) if offsets else None,
        run=run,
        true_run=true_run,
        segments=segments,
        labelled=labelled,
        angles={measure: _near_angles(measure, run.observations) for measure in MEASURES},
        smooth=(
            np.stack([np.full((LANDMARK_COUNT, 2), np.nan) if b is None else b.landmarks.image_px for b in bodies]),
            np.stack([np.full((LANDMARK_COUNT, 3), np.nan) if b is None else b.landmarks.world_m for b in bodies]),
        ),
        near_left=np.array([b is not None and b.near is Side.LEFT for b in bodies]),
        facing=np.array([np.nan if b is None else float(b.facing) for b in bodies]),
        yaw_deg=np.array([np.nan if b is None else b.yaw_deg for b in bodies]),
    )


def run_coach(stream: Iterable[tuple[float, Landmarks | None]], references: tuple[Reference, ...]) -> Run:
    """Judge landmarks as `posecheck analyze` does, against all references at once."""
    judge = ClipJudge(Asked(references))
    moments = [judge.frame(landmarks, time_s) for time_s, landmarks in stream]
    summary = judge.finish(RecordingInfo("", "video", 1, 1, 0.0, ""))
    return Run(
        observations=tuple(seen for seen, _ in moments),
        judgements=tuple(judgement for _, judgement in moments),
        holds=summary.holds,
        repetitions=summary.repetitions,
    )


def refused(run: Run) -> FloatArray:
    """Return in which frames the view was refused, shape `(frames,)`."""
    return np.array([judgement.sight is Sight.WRONG_VIEW for judgement in run.judgements], dtype=np.float64)


def _found_on_truth(case: Case, times_s: FloatArray, references: tuple[Reference, ...]) -> tuple[TruthSegment, ...]:
    """The holds that the coach finds on the true joints, seen by the camera nearest the side."""
    clip = at_times(case.truth, times_s)
    seen = [truth_of(clip, camera) for camera in clip.cameras]
    side_on = min(seen, key=lambda truth: float(np.median(truth.yaw_deg)))
    found = run_coach(zip(times_s.tolist(), side_on.landmarks, strict=True), references)
    return tuple(
        TruthSegment(hold.start_s, hold.end_s, hold.phase, hold.pose, hold.variant, hold.phase, held=True)
        for hold in found.holds
    )


def _near_angles(measure: str, observations: Iterable[Observation]) -> FloatArray:
    sided = all_measures()[measure].sided
    values = []
    for seen in observations:
        taken = None if seen.body is None else seen.measure(measure, seen.body.near if sided else None)
        values.append(np.nan if taken is None or taken.value is None else taken.value)
    return np.array(values)
