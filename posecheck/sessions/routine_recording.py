"""What a routine keeps when it is asked to: a recording for each stretch, and the events of the whole beside them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import TracebackType

from posecheck.media.frame import Frame
from posecheck.pose.landmarks import Landmarks
from posecheck.results.folder import SUMMARY_FILE
from posecheck.results.recording import RecordingInfo
from posecheck.results.summary import Summary
from posecheck.sessions.coaching import Moment
from posecheck.sessions.live_recording import LiveRecording, SessionRecording
from posecheck.sessions.routine import RoutineCoaching, Run


class RoutineRecording(SessionRecording):
    """Keeps a routine.

    Each stretch has a folder of its own, such as `01-knee-hug`, that can be judged again as any recording, and whose
    times begin at 0 with it. `events.jsonl` beside them has what happened and was said in all, in session time.
    """

    def __init__(
        self, folder: Path, coaching: RoutineCoaching, info: RecordingInfo, *, video: bool, fps: float | None = None
    ) -> None:
        """Begin.

        Args:
            folder: Where; made if need be.
            coaching: What is recorded.
            info: What the recordings say about where they come from.
            video: Whether to keep the pictures too.
            fps: Pictures a second, a hint for the encoder.

        Raises:
            OutputError: The folder cannot be written.
        """
        super().__init__(folder)
        self._coaching, self._info = coaching, info
        self._video, self._fps = video, fps
        self._run: Run | None = None
        self._part: LiveRecording | None = None

    def frame(self, frame: Frame, time_s: float, landmarks: Landmarks | None) -> None:
        """Keep a picture's landmarks, and the picture where that is wanted, of a stretch that is under way."""
        run = self._coaching.judged
        if run is not self._run:
            self._finish_part()
            self._run = run
            if run is not None:
                folder = self.folder / f"{len(self._coaching.runs):02d}-{run.plan.reference.name}"
                with self._goes_on():
                    self._part = LiveRecording(folder, video=self._video, fps=self._fps, start_s=run.start_s)
                    self._part.failures = self.failures  # what a stretch lacks, the whole lacks
        if self._part is not None:
            self._part.frame(frame, time_s, landmarks)

    def moment(self, moment: Moment, time_s: float) -> None:
        """Keep what happened and what was said."""
        super().moment(moment, time_s)
        if self._part is not None:
            self._part.moment(moment, time_s)

    def said(self, moment: Moment, time_s: float) -> None:
        """Keep what was said."""
        super().said(moment, time_s)
        if self._part is not None:
            self._part.said(moment, time_s)

    def finish(self, info: RecordingInfo, summary: Summary) -> None:
        """Write what is still open, and the summary of the whole."""
        self._info = info
        self._finish_part()
        with self._goes_on():
            summary.save(self.folder / SUMMARY_FILE)

    def _finish_part(self) -> None:
        run, part = self._run, self._part
        self._run = self._part = None
        if run is None or part is None:
            return
        with part:
            start_s = run.start_s
            info = replace(
                self._info,
                duration_s=run.end_s - start_s,
                complete=run.complete,
                cuts_s=tuple(cut_s - start_s for cut_s in run.cuts_s),
            )
            summary = self._coaching.summary(run, info)
            holds = tuple(replace(h, start_s=h.start_s - start_s, end_s=h.end_s - start_s) for h in summary.holds)
            counts = tuple(replace(c, start_s=c.start_s - start_s, end_s=c.end_s - start_s) for c in summary.counts)
            part.finish(info, replace(summary, holds=holds, counts=counts))

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        super().__exit__(kind, error, trace)
        if self._part is not None:  # something went wrong before it was finished
            self._part.__exit__(kind, error, trace)
