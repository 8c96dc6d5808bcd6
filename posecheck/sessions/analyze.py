"""From a clip or a picture to everything that is kept of it: landmarks, table, annotated video and summary."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Final

import cv2

from posecheck.coach.judgement import Judgement
from posecheck.coach.observation import Observation
from posecheck.errors import InputError, OutputError
from posecheck.feedback.overlay import Overlay
from posecheck.files import whole_file
from posecheck.measures.body import Body
from posecheck.media.frame import Frame
from posecheck.media.reader import Source, SourceInfo, open_source
from posecheck.media.writer import VideoWriter
from posecheck.pose.estimator import PoseEstimator
from posecheck.pose.people import PeopleCounter
from posecheck.references.schema import Reference
from posecheck.results.frames_table import FramesTable
from posecheck.results.recording import Recorder, RecordingInfo
from posecheck.results.summary import Summary
from posecheck.sessions.background import Behind, ahead
from posecheck.sessions.judging import Asked, ClipJudge, judge_picture

LANDMARKS_FILE: Final = "landmarks.npz"
FRAMES_FILE: Final = "frames.csv"
SUMMARY_FILE: Final = "summary.json"
VIDEO_FILE: Final = "annotated.mp4"
PICTURE_FILE: Final = "annotated.jpg"

PEOPLE_PERIOD_S: Final = 2.0
"""People are counted this often; a count costs about as much as two frames."""

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
    """

    asked: Asked
    model_path: Path
    model_name: str
    video: bool = True

    def analyze(self, path: Path, folder: Path, progress: Progress | None = None) -> Summary:
        """Analyse a clip or a picture and write the results into a folder.

        Raises:
            InputError: The file cannot be used.
            OutputError: The results cannot be written.
            Interrupted: Ctrl-C; what was measured until then is saved and marked incomplete.
        """
        with open_source(path) as source:
            if source.info.kind == "image":
                return self._picture(source, folder)
            return self._clip(source, folder, progress or (lambda _time_s, _frames: None))

    def _clip(self, source: Source, folder: Path, progress: Progress) -> Summary:
        judge = ClipJudge(self.asked)
        recorder = Recorder()
        broken: BaseException | None = None
        people = 0
        count_at_s = 0.0
        with ExitStack() as stack:
            table = stack.enter_context(FramesTable(folder / FRAMES_FILE))
            estimator = stack.enter_context(PoseEstimator(self.model_path))
            counter = stack.enter_context(PeopleCounter(self.model_path))
            video = stack.enter_context(self._annotated(source.info, folder)) if self.video else None
            try:
                for frame in ahead(source):
                    landmarks = estimator.estimate(frame)
                    recorder.add(frame.time_s, landmarks)
                    seen, judgement = judge.frame(landmarks, frame.time_s)
                    table.write(seen, judgement)
                    if video is not None:
                        video.put((frame, seen, judgement))
                    if frame.time_s >= count_at_s:
                        people = max(people, counter.count(frame))
                        count_at_s = frame.time_s + PEOPLE_PERIOD_S
                    progress(frame.time_s, frame.index + 1)
            except (KeyboardInterrupt, OutputError) as error:
                broken = error
        if video is not None and broken is None:
            broken = video.failed
        if not len(recorder):
            raise broken or InputError(f"{source.info.path} has no frame that can be decoded")
        info = self._info(source, people, complete=broken is None)
        recorder.recording(info).save(folder / LANDMARKS_FILE)
        summary = judge.finish(info)
        summary.save(folder / SUMMARY_FILE)
        if isinstance(broken, KeyboardInterrupt):
            raise Interrupted(summary, folder) from broken
        if broken is not None:
            raise broken
        return summary

    def _annotated(self, info: SourceInfo, folder: Path) -> _AnnotatedVideo:
        return _AnnotatedVideo(folder / VIDEO_FILE, info, self._references())

    def _picture(self, source: Source, folder: Path) -> Summary:
        frame = next(iter(source))
        with PoseEstimator(self.model_path, "image") as estimator:
            landmarks = estimator.estimate(frame)
        with PeopleCounter(self.model_path) as counter:
            people = counter.count(frame)
        info = self._info(source, people, complete=True)
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
            with whole_file(folder / PICTURE_FILE) as partial:
                if not cv2.imwrite(str(partial), drawn):
                    raise OutputError(f"cannot write {folder / PICTURE_FILE}")
        summary.save(folder / SUMMARY_FILE)
        return summary

    def _references(self) -> dict[str, Reference]:
        return {reference.name: reference for reference in self.asked.references}

    def _info(self, source: Source, people: int, *, complete: bool) -> RecordingInfo:
        return RecordingInfo(
            source=source.info.path.name,
            kind=source.info.kind,
            width_px=source.info.width_px,
            height_px=source.info.height_px,
            duration_s=(source.info.duration_s or 0.0) if complete else 0.0,
            model=self.model_name,
            people=people,
            complete=complete,
            warnings=tuple(source.warnings),
        )


class _AnnotatedVideo(Behind[tuple[Frame, Observation, Judgement]]):
    """Draws and encodes beside the main loop; a context manager that keeps what was written when the loop breaks."""

    def __init__(self, path: Path, info: SourceInfo, references: Mapping[str, Reference]) -> None:
        self._overlay = Overlay(info.width_px, info.height_px, references=references)
        self._writer = VideoWriter(path, nominal_fps=info.nominal_fps)
        self.failed: OutputError | None = None
        super().__init__(self._write)

    def _write(self, moment: tuple[Frame, Observation, Judgement]) -> None:
        frame, seen, judgement = moment
        landmarks = seen.body.landmarks if seen.body else None
        self._writer.write(self._overlay.draw(frame.image, landmarks, judgement), frame.time_s)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # A video that fails must not take the measurements with it, so its error waits until they are saved.
        try:
            super().__exit__(kind, error, trace)
            if kind is None:
                self._writer.close()
        except OutputError as failed:
            self.failed = failed
        with suppress(OutputError):
            self._writer.__exit__(kind or OutputError, error, trace)
