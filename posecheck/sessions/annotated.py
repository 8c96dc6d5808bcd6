"""Annotated video of a clip: drawn and encoded beside the judging, from the clip decoded a second time.

The frames that the model looked at are not kept for this: they come from several places of the clip at once, and would
fill the memory before their turn.
"""

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from posecheck.coach.judgement import Judgement
from posecheck.coach.observation import Observation
from posecheck.errors import OutputError
from posecheck.feedback.overlay import Overlay
from posecheck.media.frame import Frame
from posecheck.media.reader import Source
from posecheck.media.writer import VideoWriter
from posecheck.references.schema import Reference
from posecheck.sessions.background import Behind, ahead

Judged = tuple[Observation, Judgement]


class AnnotatedVideo(Behind[Judged]):
    """Draws and encodes in a thread; a context manager that keeps what was written when the block is broken off.

    Attributes:
        failed: Why there is no video; None when nothing went wrong.
    """

    def __init__(self, path: Path, source: Source, references: Mapping[str, Reference]) -> None:
        """Begin to read the clip.

        Args:
            path: The video to be made.
            source: The clip, from its start.
            references: For the figures, by name.
        """
        self.failed: OutputError | None = None
        info = source.info
        self._overlay = Overlay(info.width_px, info.height_px, references=references)
        self._writer = VideoWriter(path, nominal_fps=info.nominal_fps)
        self._frames = ahead(source)
        self._frame: Frame | None = None
        super().__init__(self._write)

    def _write(self, judged: Judged) -> None:
        seen, judgement = judged
        frame = self._frame_at(seen.time_s)
        if frame is not None:
            landmarks = seen.body.landmarks if seen.body else None
            self._writer.write(self._overlay.draw(frame.image, landmarks, judgement), frame.time_s)

    def _frame_at(self, time_s: float) -> Frame | None:
        """The frame of this time; None only where the clip is damaged, and decoding it again gave other frames."""
        while self._frame is None or self._frame.time_s < time_s:
            self._frame = next(self._frames, None)
            if self._frame is None:
                return None
        return self._frame if self._frame.time_s == time_s else None

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
        finally:
            self._frames.close()
        with suppress(OutputError):
            self._writer.__exit__(kind or OutputError, error, trace)
