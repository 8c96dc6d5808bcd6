"""Annotated video of a clip: drawn and encoded beside the judging, from the clip decoded a second time.

The frames that the model looked at are not kept for this: they come from several places of the clip at once, and would
fill the memory before their turn. Frames that nobody looked at show what was seen last.
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
from posecheck.media.thinning import LEAST_STEP_S
from posecheck.media.video import VideoSource
from posecheck.media.writer import VideoWriter
from posecheck.references.schema import Reference
from posecheck.sessions.background import Behind, ahead

Judged = tuple[Observation, Judgement]


class AnnotatedVideo(Behind[Judged]):
    """Draws and encodes in a thread; a context manager that keeps what was written when the block is broken off.

    Attributes:
        failed: Why there is no video; None when nothing went wrong.
    """

    def __init__(self, path: Path, clip: Path, references: Mapping[str, Reference]) -> None:
        """Begin to read the clip.

        Args:
            path: The video to be made.
            clip: The clip.
            references: For the figures, by name.

        Raises:
            InputError: The clip cannot be read any more.
        """
        self.failed: OutputError | None = None
        self._source = VideoSource(clip)
        info = self._source.info
        self._overlay = Overlay(info.width_px, info.height_px, references=references)
        self._writer = VideoWriter(path, nominal_fps=info.nominal_fps)
        self._frames = ahead(self._source)
        self._frame: Frame | None = None
        self._latest: Judged | None = None
        super().__init__(self._write)

    def _write(self, judged: Judged) -> None:
        self._draw_until(judged[0].time_s)
        self._latest = judged

    def _draw_until(self, time_s: float) -> None:
        """Draw the latest judgement over the frames up to the one before this time."""
        while True:
            self._frame = self._frame or next(self._frames, None)
            if self._frame is None or self._frame.time_s >= time_s:
                return
            if self._latest is not None:
                seen, judgement = self._latest
                landmarks = seen.body.landmarks if seen.body else None
                self._writer.write(self._overlay.draw(self._frame.image, landmarks, judgement), self._frame.time_s)
            self._frame = None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # A video that fails must not take the measurements with it, so its error waits until they are saved.
        try:
            super().__exit__(kind, error, trace)
            if kind is None:
                if self._latest is not None:
                    # And those after it that were left out, but not the rest of a clip that was broken off.
                    self._draw_until(self._latest[0].time_s + LEAST_STEP_S)
                self._writer.close()
        except OutputError as failed:
            self.failed = failed
        finally:
            self._frames.close()
            self._source.close()
        with suppress(OutputError):
            self._writer.__exit__(kind or OutputError, error, trace)
