"""What a live session keeps when it is asked to: landmarks and events as they come, the video only on top of that."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from posecheck.errors import OutputError
from posecheck.media.frame import Frame
from posecheck.media.writer import VideoWriter
from posecheck.plural import how_many
from posecheck.pose.landmarks import Landmarks
from posecheck.results.folder import CAMERA_VIDEO, EVENTS_FILE, LANDMARKS_FILE, SUMMARY_FILE
from posecheck.results.recording import Recorder, RecordingInfo
from posecheck.results.summary import Summary
from posecheck.sessions.background import Behind
from posecheck.sessions.coaching import Moment


def free_folder(wanted: Path) -> Path:
    """Return the folder, or the first of its numbered neighbours that has no recording in it yet."""
    folder, number = wanted, 2
    wanted = wanted if wanted.name.strip(".") else wanted.resolve()  # "." and ".." have no name to put a number to
    while (folder / LANDMARKS_FILE).exists() or (folder / EVENTS_FILE).exists():
        folder = wanted.with_name(f"{wanted.name}-{number}")
        number += 1
    return folder


class EventsFile:
    """`events.jsonl`: an event a line, on the disk at once.

    Args:
        folder: Where; made if need be.
        start_s: Session time that is its time 0.

    Raises:
        OutputError: The folder cannot be written.
    """

    def __init__(self, folder: Path, start_s: float = 0.0) -> None:
        self._start_s = start_s
        self._path = folder / EVENTS_FILE
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._file = self._path.open("w", encoding="utf-8")
        except OSError as error:
            raise _cannot_write(folder, error) from error

    def moment(self, moment: Moment, time_s: float) -> None:
        """Keep what happened and what was said, as with `note`."""
        for event in moment.judgement.events:
            self.note(event.time_s, event.kind.value, phase=event.phase, text=event.text)
        self.said(moment, time_s)

    def said(self, moment: Moment, time_s: float) -> None:
        """Keep what was said, as with `note`."""
        for each in moment.announcements:
            kind, text = ("tone", each.tone.value) if each.tone is not None else ("said", each.text)
            self.note(time_s, kind, text=text)

    def note(self, time_s: float, kind: str, **details: Any) -> None:
        """Keep an event: one line of JSON. Once that has failed nothing more is kept.

        Raises:
            OutputError: It cannot be written.
        """
        if self._file.closed:
            return
        told = {name: value for name, value in details.items() if value}
        event = {"time_s": round(time_s - self._start_s, 3), "kind": kind, **told}
        try:
            self._file.write(json.dumps(event, ensure_ascii=False) + "\n")
            self._file.flush()
        except OSError as error:
            with suppress(OutputError):  # it would write the same once more
                self.close()
            raise _cannot_write(self._path, error) from error

    def close(self) -> None:
        """Close the file.

        Raises:
            OutputError: Its end cannot be written.
        """
        try:
            self._file.close()
        except OSError as error:
            raise _cannot_write(self._path, error) from error


class SessionRecording(ABC):
    """Keeps a session in a folder; a context manager that leaves whole files however the session ends.

    Once begun it never raises because of the disk: a session must go on without its recording. What cannot be written
    is given up, and the rest goes on being kept.

    Attributes:
        folder: Where.
        failures: What could not be written, and why, in the order in which it was found out.
    """

    def __init__(self, folder: Path, start_s: float = 0.0) -> None:
        self.folder = folder
        self.failures: list[OutputError] = []
        self._events = EventsFile(folder, start_s)

    @property
    def failed(self) -> OutputError | None:
        """What could not be written, in one sentence; None when nothing went wrong."""
        if len(self.failures) < 2:
            return next(iter(self.failures), None)
        return OutputError(f"{self.failures[0]}; nor {how_many(len(self.failures) - 1, 'other file')} of the recording")

    @abstractmethod
    def frame(self, frame: Frame, time_s: float, landmarks: Landmarks | None) -> None:
        """Keep a picture's landmarks, and the picture where that is wanted."""

    def moment(self, moment: Moment, time_s: float) -> None:
        """Keep what happened and what was said."""
        with self._goes_on():
            self._events.moment(moment, time_s)

    def said(self, moment: Moment, time_s: float) -> None:
        """Keep what was said."""
        with self._goes_on():
            self._events.said(moment, time_s)

    def note(self, time_s: float, kind: str, **details: Any) -> None:
        """Keep an event."""
        with self._goes_on():
            self._events.note(time_s, kind, **details)

    @abstractmethod
    def finish(self, info: RecordingInfo, summary: Summary) -> None:
        """Write what the session came to."""

    @contextmanager
    def _goes_on(self) -> Iterator[None]:
        """Take note of what cannot be written in the block."""
        try:
            yield
        except OutputError as error:
            self.failures.append(error)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._goes_on():
            self._events.close()


class LiveRecording(SessionRecording):
    """Keeps a session of a single stretch: landmarks, summary and events, and the video on top of that."""

    def __init__(self, folder: Path, *, video: bool, fps: float | None = None, start_s: float = 0.0) -> None:
        """Begin.

        Args:
            folder: Where; made if need be.
            video: Whether to keep the pictures too.
            fps: Pictures a second, a hint for the encoder.
            start_s: Session time that is its time 0.

        Raises:
            OutputError: The folder cannot be written.
        """
        super().__init__(folder, start_s)
        self._start_s = start_s
        self._recorder = Recorder()
        self._complete = True
        self._writer = VideoWriter(folder / CAMERA_VIDEO, nominal_fps=fps, keep_incomplete=True) if video else None
        self._video = Behind(self._write) if video else None

    def frame(self, frame: Frame, time_s: float, landmarks: Landmarks | None) -> None:
        """Keep a picture's landmarks, and the picture where that is wanted."""
        time_s -= self._start_s
        if self._complete:
            self._complete = False
            with self._goes_on():
                self._recorder.add(time_s, landmarks)
                self._complete = True  # otherwise that was the last: a gap would be judged as if nobody had moved in it
        if self._video is not None:
            try:
                self._video.put(Frame(frame.image, time_s, frame.index))
            except OutputError:
                self._end_video()

    def finish(self, info: RecordingInfo, summary: Summary) -> None:
        """Write the landmarks and the summary."""
        with self._goes_on():
            info = replace(info, complete=info.complete and self._complete)
            self._recorder.save(self.folder / LANDMARKS_FILE, info)
        with self._goes_on():
            summary.save(self.folder / SUMMARY_FILE)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        super().__exit__(kind, error, trace)
        self._end_video()

    def _end_video(self) -> None:
        """Make a whole file of the video; one that cannot be written gives back the room that it took."""
        video, self._video = self._video, None
        if video is not None and self._writer is not None:
            with self._goes_on(), self._writer, video:
                pass

    def _write(self, frame: Frame) -> None:
        assert self._writer is not None
        self._writer.write(frame.image, frame.time_s)


def _cannot_write(path: Path, error: OSError) -> OutputError:
    return OutputError(f"cannot write {path}: {error.strerror or error}")
