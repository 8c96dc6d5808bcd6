"""A live session: the camera, the model and the screen each in a thread of its own.

Inference always takes the newest picture, so that delay never builds up; the screen shows every picture of the camera
with the latest landmarks. The window belongs to the main thread, as some systems demand.
"""

from __future__ import annotations

import math
import threading
import time
from concurrent.futures import CancelledError, Future
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Final

from posecheck.coach.plan import Plan
from posecheck.errors import InputError
from posecheck.feedback.screen import Screen
from posecheck.media.camera import Camera, Shot
from posecheck.media.keys import Key
from posecheck.media.window import Window
from posecheck.results.recording import RecordingInfo
from posecheck.sessions.live_flow import TICK_S, LiveFlow, Opened
from posecheck.sessions.live_parts import LiveOptions, LiveParts, LiveResult
from posecheck.sessions.live_recording import LiveRecording, SessionRecording
from posecheck.sessions.live_stats import LiveStats
from posecheck.sessions.routine import RoutineCoaching
from posecheck.sessions.routine_recording import RoutineRecording
from posecheck.sessions.stopping import stopped_by_signals

FIRST_PICTURE_S: Final = 10.0

NOTICE_PERIOD_S: Final = 1.0
"""It takes a moment to find out that there is no sound, so that is asked for now and then."""


@dataclass
class LiveSession:
    """Runs one session; `run` once."""

    options: LiveOptions
    parts: LiveParts
    stats: LiveStats = field(default_factory=LiveStats)

    def __post_init__(self) -> None:
        self._flow = LiveFlow(self.options, self.parts, self.stats)
        self._stop = threading.Event()
        self._finished = threading.Event()
        self._recording: SessionRecording | None = None
        self._error: BaseException | None = None
        self._result: LiveResult | None = None
        self._muted = self._shows_help = False
        self._notice: str | None = None
        self._noticed_s = -math.inf

    def stop(self) -> None:
        """End the session as soon as possible; summary and recording are finished. May be called from any thread."""
        self._stop.set()

    def press(self, key: Key) -> None:
        """Take a key of the stretch or the routine, as the window does. May be called from any thread."""
        self._flow.press(key)

    def run(self) -> LiveResult:
        """Run the session until the person, the plan or the source ends it.

        A recording that cannot be written any more ends no session: the result says so.

        Raises:
            InputError: There is no such camera, or it gives no picture.
            OutputError: The recording cannot be begun.
        """
        opened: Future[Opened] = Future()
        # Before the camera is open: a camera and the model take a second or two each.
        worker = threading.Thread(target=self._work, args=(opened,), name="inference")
        with ExitStack() as stack:
            stack.enter_context(stopped_by_signals(self.stop))
            if self.parts.typed is not None:
                stack.enter_context(self.parts.typed)
            self._flow.greet()
            worker.start()
            stack.callback(worker.join)
            stack.callback(self._stop.set)
            stack.callback(opened.cancel)
            camera = stack.enter_context(self.parts.camera(self.options.source))
            first = camera.newest(-1, FIRST_PICTURE_S)
            if first is None:
                raise InputError(f"no picture comes from {self.options.source.name}: is it on, and free?")
            height_px, width_px = first.frame.image.shape[:2]
            info = RecordingInfo(self.options.source.name, "video", width_px, height_px, 0.0, self.options.model)
            self._recording = self._record(info, camera.fps)
            if self._recording is not None:
                stack.enter_context(self._recording)
            opened.set_result(Opened(camera, info, self._recording))
            try:
                if self.parts.window is None:
                    self._listen()
                else:
                    self._display(camera, first, stack.enter_context(self.parts.window(width_px, height_px)))
            finally:
                self._stop.set()
                worker.join()
        if self._error is not None:
            raise self._error
        assert self._result is not None
        self._result.failed = self._recording.failed if self._recording is not None else None
        return self._result

    def _record(self, info: RecordingInfo, fps: float | None) -> SessionRecording | None:
        folder, video = self.options.record, self.options.record_video
        if folder is None:
            return None
        coaching = self._flow.coaching
        if isinstance(coaching, RoutineCoaching):
            return RoutineRecording(folder, coaching, info, video=video, fps=fps)
        return LiveRecording(folder, video=video, fps=fps)

    # -- inference thread ---------------------------------------------------------------------------------------------

    def _work(self, future: Future[Opened]) -> None:
        try:
            with self._flow.log:
                with self.parts.estimator() as estimator:
                    opened = future.result()
                    self._flow.judge(estimator, opened, self._stop)
                self._result = self._flow.finish(opened, self._stop)
        except CancelledError:
            pass  # there is no camera, as the main thread says
        except BaseException as error:  # noqa: BLE001 - raised in the main thread
            self._error = error
        finally:
            self._finished.set()

    # -- main thread --------------------------------------------------------------------------------------------------

    def _listen(self) -> None:
        """Wait for the end of a session without a window, and take the keys that are pressed in the terminal."""
        typed = self.parts.typed
        told: list[str] = []
        while not (self._finished.wait(TICK_S) or self._stop.is_set()):
            if (notice := self._trouble()) is not None and notice not in told:
                told.append(notice)
                self.parts.tell(notice)
            for key in typed.keys() if typed is not None else ():
                if key is Key.QUIT:
                    self._stop.set()
                elif key is Key.MUTE:
                    self._toggle_mute()
                elif key is Key.HELP and typed is not None:
                    typed.tell()
                else:
                    self.press(key)
        if self._stop.is_set():
            self.parts.announcer.mute(True)  # whoever wants to end doesn't want to wait for the last words

    def _display(self, camera: Camera, first: Shot, window: Window) -> None:
        height_px, width_px = first.frame.image.shape[:2]
        screen = self._screen(self._flow.shown.moment.plan, width_px, height_px)
        shot: Shot = first
        over_s: float | None = None
        while not (self._stop.is_set() or window.closed or self._error is not None):
            newer = camera.newest(shot.frame.index, TICK_S)
            shot = newer or shot
            shown = self._flow.shown
            start_s = time.monotonic()
            if shown.moment.plan is not screen.plan:  # the next stretch of a routine
                screen = self._screen(shown.moment.plan, width_px, height_px)
            picture = screen.draw(
                shot.frame.image,
                shown.moment.landmarks,
                shown.moment.judgement,
                shown.moment.guidance,
                lines=shown.lines,
                show_help=self._shows_help,
                muted=self._muted,
                notice=self._trouble(),
            )
            drawn_s = time.monotonic()
            window.show(picture)
            key = window.key()
            now_s = time.monotonic()
            self.stats.mark("picture")
            if shown.moment.landmarks is not None:
                self.stats.mark("landmarks")
            if newer is not None:
                landmarks_s = shown.captured_s if not shown.lines else None
                self.stats.shown(now_s, drawn_s - start_s, shot.captured_s, landmarks_s)
            if self._finished.is_set():
                over_s = over_s or now_s
                if key is not None or now_s - over_s >= self.options.summary_s:
                    return
            if key is Key.QUIT:
                return
            if key is not None:
                self._obey(key, window)

    def _obey(self, key: Key, window: Window) -> None:
        """Do what a key asks for that was pressed in the window."""
        if key is Key.MUTE:
            self._toggle_mute()
        elif key is Key.HELP:
            self._shows_help = not self._shows_help
        elif key is Key.FULL_SCREEN:
            window.toggle_full_screen()
        else:
            self.press(key)

    def _toggle_mute(self) -> None:
        self._muted = not self._muted
        self.parts.announcer.mute(self._muted)

    def _trouble(self) -> str | None:
        """What of the recording can't be written, or else what is missing for being heard; None for nothing."""
        if self._recording is not None and self._recording.failures:
            return str(self._recording.failures[0])
        return self._sound_notice()

    def _sound_notice(self) -> str | None:
        """What is missing for being heard; None as long as nothing is known to be."""
        now_s = time.monotonic()
        if self._notice is None and now_s - self._noticed_s >= NOTICE_PERIOD_S:
            self._notice, self._noticed_s = self.parts.announcer.notice, now_s
        return self._notice

    def _screen(self, plan: Plan, width_px: int, height_px: int) -> Screen:
        routine = isinstance(self._flow.coaching, RoutineCoaching)
        return Screen(width_px, height_px, plan, mirror=self.options.mirror, routine=routine)
