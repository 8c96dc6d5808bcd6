"""What a live session keeps when it is asked to: landmarks and events as they come, the video only on top of that."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from posecheck.errors import OutputError
from posecheck.media.frame import Frame
from posecheck.media.writer import VideoWriter
from posecheck.pose.landmarks import Landmarks
from posecheck.results.folder import CAMERA_VIDEO, EVENTS_FILE, LANDMARKS_FILE, SUMMARY_FILE
from posecheck.results.recording import Recorder, RecordingInfo
from posecheck.results.summary import Summary
from posecheck.sessions.background import Behind
from posecheck.sessions.coaching import Moment


def free_folder(wanted: Path) -> Path:
    """Return the folder, or the first of its numbered neighbours that has no recording in it yet."""
    folder, number = wanted, 2
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
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._file = (folder / EVENTS_FILE).open("w", encoding="utf-8")
        except OSError as error:
            raise OutputError(f"cannot write {folder}: {error.strerror or error}") from error

    def moment(self, moment: Moment, time_s: float) -> None:
        """Keep what happened and what was said."""
        for event in moment.judgement.events:
            self.note(event.time_s, event.kind.value, phase=event.phase, text=event.text)
        self.said(moment, time_s)

    def said(self, moment: Moment, time_s: float) -> None:
        """Keep what was said."""
        for each in moment.announcements:
            kind, text = ("tone", each.tone.value) if each.tone is not None else ("said", each.text)
            self.note(time_s, kind, text=text)

    def note(self, time_s: float, kind: str, **details: Any) -> None:
        """Keep an event: one line of JSON."""
        told = {name: value for name, value in details.items() if value}
        event = {"time_s": round(time_s - self._start_s, 3), "kind": kind, **told}
        self._file.write(json.dumps(event, ensure_ascii=False) + "\n")
        self._file.flush()

    def close(self) -> None:
        """Close the file."""
        self._file.close()


class SessionRecording(ABC):
    """Keeps a session in a folder; a context manager that leaves whole files however the session ends.

    Attributes:
        folder: Where.
    """

    def __init__(self, folder: Path, start_s: float = 0.0) -> None:
        self.folder = folder
        self._events = EventsFile(folder, start_s)

    @abstractmethod
    def frame(self, frame: Frame, time_s: float, landmarks: Landmarks | None) -> None:
        """Keep a picture's landmarks, and the picture where that is wanted."""

    def moment(self, moment: Moment, time_s: float) -> None:
        """Keep what happened and what was said."""
        self._events.moment(moment, time_s)

    def said(self, moment: Moment, time_s: float) -> None:
        """Keep what was said."""
        self._events.said(moment, time_s)

    def note(self, time_s: float, kind: str, **details: Any) -> None:
        """Keep an event."""
        self._events.note(time_s, kind, **details)

    @abstractmethod
    def finish(self, info: RecordingInfo, summary: Summary) -> None:
        """Write what the session came to.

        Raises:
            OutputError: It cannot be written.
        """

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
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
        self._writer = VideoWriter(folder / CAMERA_VIDEO, nominal_fps=fps, keep_incomplete=True) if video else None
        self._video = Behind(self._write) if video else None

    def frame(self, frame: Frame, time_s: float, landmarks: Landmarks | None) -> None:
        """Keep a picture's landmarks, and the picture where that is wanted."""
        time_s -= self._start_s
        self._recorder.add(time_s, landmarks)
        if self._video is not None:
            self._video.put(Frame(frame.image, time_s, frame.index))

    def finish(self, info: RecordingInfo, summary: Summary) -> None:
        """Write the landmarks and the summary.

        Raises:
            OutputError: They cannot be written.
        """
        self._recorder.save(self.folder / LANDMARKS_FILE, info)
        summary.save(self.folder / SUMMARY_FILE)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        super().__exit__(kind, error, trace)
        if self._video is not None and self._writer is not None:
            with self._writer:
                self._video.__exit__(kind, error, trace)

    def _write(self, frame: Frame) -> None:
        assert self._writer is not None
        self._writer.write(frame.image, frame.time_s)
