"""From a clip or a picture to everything that is kept of it: landmarks, table, annotated video and summary."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from time import time

from posecheck.coach.observation import Observation
from posecheck.errors import InputError, OutputError
from posecheck.feedback.overlay import Overlay
from posecheck.files import remove_leftovers
from posecheck.measures.body import Body
from posecheck.media.identity import file_identity
from posecheck.media.inputs import IMAGE_SUFFIXES
from posecheck.media.parts import PartedSource
from posecheck.media.picture import save_picture
from posecheck.media.reader import open_source
from posecheck.media.source import Source, SourceInfo
from posecheck.pose.estimator import PoseEstimator
from posecheck.pose.people import PeopleCounter
from posecheck.references.schema import Reference
from posecheck.results.folder import (
    ANALYSIS_FILES,
    ANNOTATED_PICTURE,
    ANNOTATED_VIDEO,
    FRAMES_FILE,
    LANDMARKS_FILE,
    SUMMARY_FILE,
)
from posecheck.results.frames_table import FramesTable
from posecheck.results.recording import Recorder, RecordingInfo
from posecheck.results.summary import Summary
from posecheck.sessions.annotated import AnnotatedVideo
from posecheck.sessions.asked import Asked
from posecheck.sessions.inference import Inference
from posecheck.sessions.judging import ClipJudge, judge_picture
from posecheck.sessions.keeping import KeptSegments
from posecheck.sessions.loading import Estimators
from posecheck.sessions.sideways import told_if_sideways

Progress = Callable[[float, int], None]
"""Is told the time reached in seconds and the number of frames done."""


class Interrupted(KeyboardInterrupt):
    """The analysis was broken off; what was measured until then is saved.

    Attributes:
        summary: What it came to.
        folder: Where it is.
    """

    def __init__(self, summary: Summary, folder: Path) -> None:
        super().__init__()
        self.summary = summary
        self.folder = folder


@dataclass(frozen=True)
class Analyzer:
    """Analyses clips and pictures one after another with the same settings.

    Attributes:
        asked: What to judge.
        model_path: The pose model.
        model_name: As the person calls it.
        video: Whether to write the annotated video or picture.
        workers: How many parts of a clip are looked at side by side; None for one a core. The results are the same.
        resume: Whether to go on from where an earlier run was killed or broken off, where one was.
        every_frame: Whether to look at all frames of a fast clip, too (`media/thinning.py`).
    """

    asked: Asked
    model_path: Path
    model_name: str
    video: bool = True
    workers: int | None = None
    resume: bool = False
    every_frame: bool = False

    def analyze(self, path: Path, folder: Path, progress: Progress | None = None) -> Summary:
        """Analyse a clip or a picture and write the results into a folder.

        Raises:
            InputError: The file cannot be used.
            OutputError: The results cannot be written.
            Interrupted: Ctrl-C; what was measured until then is saved and marked incomplete.
        """
        if path.suffix.lower() in IMAGE_SUFFIXES:
            with open_source(path) as picture:
                return self._picture(picture, folder)
        with Estimators(self.model_path) as estimators, open_source(path, self._open_clip) as source:
            if not isinstance(source, PartedSource):
                return self._picture(source, folder)
            return self._clip(source, estimators, folder, progress or (lambda _time_s, _frames: None))

    def _open_clip(self, path: Path) -> PartedSource:
        return PartedSource(path, order="rgb", thin=not self.every_frame)

    def _clip(self, source: PartedSource, estimators: Estimators, folder: Path, progress: Progress) -> Summary:
        started_s = time()
        judge = ClipJudge(self.asked)
        recorder = Recorder()
        broken: BaseException | None = None
        identity = file_identity(source.info.path)
        kept = KeptSegments.beside(folder, source.info.path, self.model_path, every_frame=self.every_frame)
        workers = self.workers or usable_cores()
        if not self.resume:
            kept.discard()
        with ExitStack() as stack:
            table = stack.enter_context(FramesTable(folder / FRAMES_FILE))
            poses = stack.enter_context(Inference(source, self.model_path, estimators, workers, kept))
            video = stack.enter_context(self._annotated(source.info.path, folder)) if self.video else None
            try:
                for time_s, landmarks in poses:
                    recorder.add(time_s, landmarks)
                    seen, judgement = judge.frame(landmarks, time_s)
                    table.write(seen, judgement)
                    if video is not None:
                        video.put((seen, judgement))
                    progress(time_s, len(recorder))
            except (KeyboardInterrupt, OutputError) as error:
                broken = error
        if video is not None and broken is None:
            broken = video.failed
        if not len(recorder):
            raise broken or InputError(f"{source.info.path} has no frame that can be decoded")
        info = self._info(source.info, identity, poses.people, source.warnings, complete=broken is None)
        recorder.save(folder / LANDMARKS_FILE, info)
        summary = told_if_sideways(judge.finish(info), recorder.moments(info.width_px, info.height_px), self.asked)
        summary.save(folder / SUMMARY_FILE)
        _keep_drawn(folder, ANNOTATED_VIDEO if video is not None and video.failed is None else None)
        if isinstance(broken, KeyboardInterrupt):
            raise Interrupted(summary, folder) from broken
        if broken is not None:
            raise broken
        kept.discard()
        for name in ANALYSIS_FILES:
            remove_leftovers(folder / name, started_s)
        return summary

    def _annotated(self, clip: Path, folder: Path) -> AnnotatedVideo:
        return AnnotatedVideo(folder / ANNOTATED_VIDEO, clip, self._references())

    def _picture(self, source: Source, folder: Path) -> Summary:
        frame = next(iter(source))
        with PoseEstimator(self.model_path, "image") as estimator:
            landmarks = estimator.estimate(frame)
        with PeopleCounter(self.model_path) as counter:
            people = counter.count(frame)
        identity = file_identity(source.info.path)
        info = self._info(source.info, identity, people, source.warnings, complete=True)
        recorder = Recorder()
        recorder.add(0.0, landmarks)
        recording = recorder.recording(info)
        landmarks = next(iter(recording))[1]
        judgement, summary = judge_picture(self.asked, landmarks, info)
        seen = Observation(0.0, Body(landmarks) if landmarks else None)
        with FramesTable(folder / FRAMES_FILE) as table:
            table.write(seen, judgement)
        recording.save(folder / LANDMARKS_FILE)
        if self.video:
            overlay = Overlay(source.info.width_px, source.info.height_px, references=self._references())
            drawn = overlay.draw(frame.image, landmarks, judgement)
            save_picture(folder / ANNOTATED_PICTURE, drawn)
        summary.save(folder / SUMMARY_FILE)
        _keep_drawn(folder, ANNOTATED_PICTURE if self.video else None)
        return summary

    def _references(self) -> dict[str, Reference]:
        return {reference.name: reference for reference in self.asked.references}

    def _info(
        self, clip: SourceInfo, identity: str, people: int, warnings: Iterable[str], *, complete: bool
    ) -> RecordingInfo:
        return RecordingInfo(
            source=clip.path.name,
            kind=clip.kind,
            width_px=clip.width_px,
            height_px=clip.height_px,
            duration_s=(clip.duration_s or 0.0) if complete else 0.0,
            model=self.model_name,
            people=people,
            complete=complete,
            warnings=tuple(warnings),
            identity=identity,
        )


def _keep_drawn(folder: Path, written: str | None) -> None:
    """Remove what an earlier run has drawn: the results in a folder are those of one run."""
    for name in {ANNOTATED_VIDEO, ANNOTATED_PICTURE} - {written}:
        try:
            (folder / name).unlink(missing_ok=True)
        except OSError as error:  # Windows keeps what is open in a player
            raise OutputError(f"cannot remove the old {folder / name}: {error.strerror or error}") from error


def usable_cores() -> int:
    """Return how many cores this process may use."""
    try:
        return len(os.sched_getaffinity(0))  # a container or a cluster may grant fewer than there are
    except AttributeError:  # macOS, Windows
        return os.cpu_count() or 1
