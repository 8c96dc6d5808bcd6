"""A live session: the camera, the model and the screen each in a thread of its own.

Inference always takes the newest picture, so that delay never builds up; the screen shows every picture of the camera
with the latest landmarks. The window belongs to the main thread, as some systems demand.
"""

from __future__ import annotations

import queue
import threading
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from posecheck.coach.guidance import Announcement, Command, Stage
from posecheck.errors import InputError
from posecheck.feedback.screen import Screen
from posecheck.feedback.tones import ToneKind
from posecheck.media.camera import Camera, CameraState, Shot
from posecheck.media.frame import Frame, Image
from posecheck.media.window import Key, Window
from posecheck.results.closing import closing_lines
from posecheck.results.last_session import last_session, remember_session
from posecheck.results.recording import RecordingInfo
from posecheck.sessions.coaching import Coaching, Moment, PictureFacts
from posecheck.sessions.live_parts import Counter, Estimator, LiveOptions, LiveParts, LiveResult
from posecheck.sessions.live_recording import LiveRecording
from posecheck.sessions.live_stats import LiveStats
from posecheck.sessions.stopping import stopped_by_signals

FIRST_PICTURE_S: Final = 10.0
TICK_S: Final = 0.1
"""Keys and the state of the camera are looked at this often when no picture comes."""

PEOPLE_PERIOD_S: Final = 2.0
LAST_WORDS_S: Final = 12.0

_COMMANDS: Final = {
    Key.PAUSE: Command.PAUSE,
    Key.RESTART: Command.RESTART,
    Key.SWITCH_SIDE: Command.SWITCH_SIDE,
    Key.NEXT: Command.NEXT,
}


@dataclass(frozen=True, eq=False)
class _Shown:
    """What the screen takes over from the inference thread."""

    moment: Moment
    captured_s: float | None = None
    lines: tuple[str, ...] = ()


@dataclass
class LiveSession:
    """Runs one session; `run` once."""

    options: LiveOptions
    parts: LiveParts
    stats: LiveStats = field(default_factory=LiveStats)

    def __post_init__(self) -> None:
        plan = self.options.plan
        self._coaching = Coaching(plan, hold_s=self.options.hold_s, voice=self.options.voice)
        self._stop = threading.Event()
        self._finished = threading.Event()
        self._keys: queue.SimpleQueue[Key] = queue.SimpleQueue()
        self._shown = _Shown(self._coaching.moment)
        self._error: BaseException | None = None
        self._result: LiveResult | None = None
        self._people: int | None = None
        self._most_people: int | None = None
        self._counted_s = -PEOPLE_PERIOD_S
        self._lost = False
        self._frame_size = (0, 0)

    def stop(self) -> None:
        """End the session as soon as possible; summary and recording are finished. May be called from any thread."""
        self._stop.set()

    def run(self) -> LiveResult:
        """Run the session until the person, the plan or the source ends it.

        Raises:
            InputError: There is no such camera, or it gives no picture.
            OutputError: The recording cannot be written.
        """
        with ExitStack() as stack:
            stack.enter_context(stopped_by_signals(self.stop))
            self._speak(self._coaching.moment)
            camera = stack.enter_context(self.parts.camera(self.options.source))
            first = camera.newest(-1, FIRST_PICTURE_S)
            if first is None:
                raise InputError(f"no picture comes from {self.options.source.name}: is it on, and free?")
            height_px, width_px = first.frame.image.shape[:2]
            self._frame_size = (width_px, height_px)
            recording = None
            if self.options.record is not None:
                recording = stack.enter_context(
                    LiveRecording(self.options.record, video=self.options.record_video, fps=camera.fps)
                )
            worker = threading.Thread(target=self._work, args=(camera, recording), name="inference")
            worker.start()
            try:
                if self.parts.window is None:
                    self._finished.wait()
                else:
                    self._display(camera, first, stack.enter_context(self.parts.window(width_px, height_px)))
            finally:
                self._stop.set()
                worker.join()
        if self._error is not None:
            raise self._error
        assert self._result is not None
        return self._result

    # -- inference thread ---------------------------------------------------------------------------------------------

    def _work(self, camera: Camera, recording: LiveRecording | None) -> None:
        try:
            self._judge(camera, recording)
            self._finish(camera, recording)
        except BaseException as error:  # noqa: BLE001 - raised in the main thread
            self._error = error
        finally:
            self._finished.set()

    def _judge(self, camera: Camera, recording: LiveRecording | None) -> None:
        if recording is not None:
            recording.said(self._coaching.moment, 0.0)
        with ExitStack() as stack:
            estimator = stack.enter_context(self.parts.estimator())
            counter = stack.enter_context(self.parts.counter()) if self.parts.counter is not None else None
            index = -1
            while not (self._stop.is_set() or self._coaching.over):
                shot = camera.newest(index, TICK_S)
                self._obey_keys(recording)
                self._watch(camera, recording)
                if shot is not None:
                    index = shot.frame.index
                    self._take(shot, estimator, counter, camera.fps, recording)
                elif camera.state is CameraState.ENDED:
                    return

    def _take(
        self,
        shot: Shot,
        estimator: Estimator,
        counter: Counter | None,
        fps: float | None,
        recording: LiveRecording | None,
    ) -> None:
        time_s = self._coaching.session_time_s(shot.frame.time_s)
        if time_s is None:
            return
        start_s = time.monotonic()
        frame = Frame(shot.frame.image, time_s, shot.frame.index)
        landmarks = estimator.estimate(frame)
        inferred_s = time.monotonic()
        if counter is not None and self._coaching.in_setup and time_s - self._counted_s >= PEOPLE_PERIOD_S:
            self._counted_s = time_s
            self._people = counter.count(frame)
            self._most_people = max(self._people, self._most_people or 0)
        counted_s = time.monotonic()
        moment = self._coaching.frame(landmarks, time_s, PictureFacts(self._people, _brightness(frame.image), fps))
        self.stats.inference_s.append(inferred_s - start_s)
        self.stats.judging_s.append(time.monotonic() - counted_s)
        self._shown = _Shown(moment, shot.captured_s)
        self._speak(moment)
        if recording is not None:
            recording.frame(frame, time_s, landmarks)
            recording.moment(moment, time_s)

    def _obey_keys(self, recording: LiveRecording | None) -> None:
        while not self._keys.empty():
            key = self._keys.get()
            command = _COMMANDS.get(key, Command.GO)
            if self._coaching.moment.guidance.stage is Stage.SAFETY and command is not Command.NEXT:
                command = Command.GO
            elif command is Command.GO:
                continue
            moment = self._coaching.command(command)
            if recording is not None:
                recording.note(self._coaching.time_s, "key", text=command.value)
            self._announce(moment, recording)

    def _watch(self, camera: Camera, recording: LiveRecording | None) -> None:
        lost = camera.state in (CameraState.STALLED, CameraState.GONE)
        if lost is not self._lost:
            self._lost = lost
            if recording is not None:
                recording.note(self._coaching.time_s, "camera lost" if lost else "camera back")
            self._announce(self._coaching.camera(lost=lost), recording)

    def _announce(self, moment: Moment, recording: LiveRecording | None) -> None:
        self._shown = _Shown(moment, self._shown.captured_s)
        self._speak(moment)
        if recording is not None:
            recording.said(moment, self._coaching.time_s)

    def _speak(self, moment: Moment) -> None:
        for said in moment.announcements:
            self._hear(said)

    def _hear(self, said: Announcement) -> None:
        if said.tone is not None:
            self.parts.announcer.tone(ToneKind[said.tone.name], said.at_s)
        else:
            self.parts.announcer.say(said.text, urgent=said.urgent, at_s=said.at_s)

    def _finish(self, camera: Camera, recording: LiveRecording | None) -> None:
        plan, live = self.options.plan, self.options.source.path is None
        info = RecordingInfo(
            source=self.options.source.name,
            kind="video",
            width_px=self._frame_size[0],
            height_px=self._frame_size[1],
            duration_s=self._coaching.time_s,
            model=self.options.model,
            people=self._most_people,
            complete=self._coaching.over or camera.state is CameraState.ENDED,
            cuts_s=tuple(self._coaching.cuts_s),
        )
        summary = self._coaching.finish(info)
        if recording is not None:
            recording.finish(info, summary)
        last = last_session(plan.reference.name) if live else None
        if live:
            remember_session(plan.reference.name, summary)
        lines = closing_lines(summary, last)
        self._result = LiveResult(summary, lines, recording.folder if recording is not None else None, self.stats)
        self._shown = _Shown(self._shown.moment, self._shown.captured_s, lines)
        if not self._stop.is_set():
            self.parts.announcer.say(" ".join(lines), at_s=self._coaching.time_s)
            if self.parts.window is None:
                self.parts.announcer.wait(LAST_WORDS_S)

    # -- main thread --------------------------------------------------------------------------------------------------

    def _display(self, camera: Camera, first: Shot, window: Window) -> None:
        width_px, height_px = self._frame_size
        screen = Screen(width_px, height_px, self.options.plan, mirror=self.options.mirror)
        shot: Shot = first
        muted = show_help = False
        over_s: float | None = None
        last_shown_s: float | None = None
        landmarks_of_s: float | None = None
        while not (self._stop.is_set() or window.closed or self._error is not None):
            newer = camera.newest(shot.frame.index, TICK_S)
            shot = newer or shot
            shown = self._shown
            start_s = time.monotonic()
            picture = screen.draw(
                shot.frame.image,
                shown.moment.landmarks,
                shown.moment.judgement,
                shown.moment.guidance,
                lines=shown.lines,
                show_help=show_help,
                muted=muted,
            )
            drawn_s = time.monotonic()
            window.show(picture)
            key = window.key()
            now_s = time.monotonic()
            if newer is not None:
                self.stats.drawing_s.append(drawn_s - start_s)
                self.stats.display_s.append(now_s - shot.captured_s)
                if shown.captured_s is not None and shown.captured_s != landmarks_of_s and not shown.lines:
                    landmarks_of_s = shown.captured_s
                    self.stats.landmarks_s.append(now_s - shown.captured_s)
                if last_shown_s is not None:
                    self.stats.interval_s.append(now_s - last_shown_s)
                last_shown_s = now_s
            if self._finished.is_set():
                over_s = over_s or now_s
                if key is not None or now_s - over_s >= self.options.summary_s:
                    return
            if key is Key.QUIT:
                return
            if key is Key.MUTE:
                muted = not muted
                self.parts.announcer.mute(muted)
            elif key is Key.HELP:
                show_help = not show_help
            elif key is Key.FULL_SCREEN:
                window.toggle_full_screen()
            elif key is not None:
                self._keys.put(key)


def _brightness(image: Image) -> float:
    return float(np.mean(image[::16, ::16]))
