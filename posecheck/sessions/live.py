"""A live session: the camera, the model and the screen each in a thread of its own.

Inference always takes the newest picture, so that delay never builds up; the screen shows every picture of the camera
with the latest landmarks. The window belongs to the main thread, as some systems demand.
"""

from __future__ import annotations

import math
import queue
import threading
import time
from concurrent.futures import CancelledError, Future
from contextlib import ExitStack, nullcontext
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Final

import numpy as np

from posecheck.coach.guidance import Announcement, Command, Rating, Stage
from posecheck.coach.plan import Plan
from posecheck.coach.routine_plan import RoutinePlan
from posecheck.errors import InputError
from posecheck.feedback.screen import Screen
from posecheck.feedback.tones import ToneKind
from posecheck.media.camera import Camera, CameraState, Shot
from posecheck.media.frame import Frame, Image
from posecheck.media.window import Key, Window
from posecheck.results.closing import closing_lines
from posecheck.results.recording import RecordingInfo
from posecheck.results.session_log import SessionLog
from posecheck.results.summary import Summary
from posecheck.sessions.coaching import Coaching, Moment, PictureFacts
from posecheck.sessions.live_parts import Estimator, LiveOptions, LiveParts, LiveResult
from posecheck.sessions.live_recording import LiveRecording
from posecheck.sessions.live_stats import LiveStats
from posecheck.sessions.people_watch import PeopleWatch
from posecheck.sessions.routine import RoutineCoaching
from posecheck.sessions.routine_recording import RoutineRecording
from posecheck.sessions.stopping import stopped_by_signals

FIRST_PICTURE_S: Final = 10.0
TICK_S: Final = 0.1
"""Keys and the state of the camera are looked at this often when no picture comes."""

SETUP_COUNT_S: Final = 2.0
COUNT_S: Final = 5.0
"""Between two counts of the people in view: during the set-up, and later."""

NOTICE_PERIOD_S: Final = 1.0
"""It takes a moment to find out that there is no sound, so that is asked for now and then."""

LAST_WORDS_S: Final = 12.0

_COMMANDS: Final = {
    Key.PAUSE: Command.PAUSE,
    Key.RESTART: Command.RESTART,
    Key.SWITCH_SIDE: Command.SWITCH_SIDE,
    Key.NEXT: Command.NEXT,
    Key.PAIN: Command.PAIN,
    Key.SKIP: Command.SKIP,
    Key.AGAIN: Command.AGAIN,
}

_AT_ANY_TIME: Final = (Command.NEXT, Command.PAIN)
"""Whatever else is pressed while the safety text is shown says that it was read."""


Kept = LiveRecording | RoutineRecording


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
        plan, voice = self.options.plan, self.options.voice
        self._coaching: Coaching | RoutineCoaching
        if isinstance(plan, RoutinePlan):
            self._coaching = RoutineCoaching(plan, voice=voice, asks=self.parts.can_answer)
        else:
            self._coaching = Coaching(plan, hold_s=self.options.hold_s, voice=voice)
        coaching = self._coaching
        self._log = SessionLog(coaching.kind, coaching.name, datetime.now().astimezone(), self.options.history)
        self._stop = threading.Event()
        self._finished = threading.Event()
        self._keys: queue.SimpleQueue[Key] = queue.SimpleQueue()
        self._shown = _Shown(self._coaching.moment)
        self._error: BaseException | None = None
        self._result: LiveResult | None = None
        self._most_people: int | None = None
        self._lost = False
        self._notice: str | None = None
        self._noticed_s = -math.inf
        self._kept = 0
        self._frame_size = (0, 0)

    def stop(self) -> None:
        """End the session as soon as possible; summary and recording are finished. May be called from any thread."""
        self._stop.set()

    def press(self, key: Key) -> None:
        """Take a key of the stretch or the routine, as the window does. May be called from any thread."""
        self._keys.put(key)

    def run(self) -> LiveResult:
        """Run the session until the person, the plan or the source ends it.

        Raises:
            InputError: There is no such camera, or it gives no picture.
            OutputError: The recording cannot be written.
        """
        opened: Future[tuple[Camera, Kept | None]] = Future()
        # Before the camera is open: a camera and the model take a second or two each.
        worker = threading.Thread(target=self._work, args=(opened,), name="inference")
        with ExitStack() as stack:
            stack.enter_context(stopped_by_signals(self.stop))
            if self.parts.typed is not None:
                stack.enter_context(self.parts.typed)
            self._speak(self._coaching.moment)
            worker.start()
            stack.callback(worker.join)
            stack.callback(self._stop.set)
            stack.callback(opened.cancel)
            camera = stack.enter_context(self.parts.camera(self.options.source))
            first = camera.newest(-1, FIRST_PICTURE_S)
            if first is None:
                raise InputError(f"no picture comes from {self.options.source.name}: is it on, and free?")
            height_px, width_px = first.frame.image.shape[:2]
            self._frame_size = (width_px, height_px)
            recording: Kept | None = None
            if self.options.record is not None:
                recording = self._recording(self.options.record, camera.fps)
                stack.enter_context(recording)
            opened.set_result((camera, recording))
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
        return self._result

    # -- inference thread ---------------------------------------------------------------------------------------------

    def _work(self, opened: Future[tuple[Camera, Kept | None]]) -> None:
        try:
            with self._log:
                with self.parts.estimator() as estimator:
                    camera, recording = opened.result()
                    self._judge(estimator, camera, recording)
                self._finish(camera, recording)
        except CancelledError:
            pass  # there is no camera, as the main thread says
        except BaseException as error:  # noqa: BLE001 - raised in the main thread
            self._error = error
        finally:
            self._finished.set()

    def _judge(self, estimator: Estimator, camera: Camera, recording: Kept | None) -> None:
        if recording is not None:
            recording.said(self._coaching.moment, 0.0)
        index = -1
        with PeopleWatch(self.parts.counter) if self.parts.counter is not None else nullcontext() as people:
            while not (self._stop.is_set() or self._coaching.over):
                shot = camera.newest(index, TICK_S)
                self._obey_keys(recording)
                self._watch(camera, recording)
                self._keep()
                if shot is not None:
                    index = shot.frame.index
                    self._take(shot, estimator, people, camera.fps, recording)
                elif camera.state is CameraState.ENDED:
                    break
        self._most_people = people.most if people is not None else None

    def _take(
        self,
        shot: Shot,
        estimator: Estimator,
        people: PeopleWatch | None,
        fps: float | None,
        recording: Kept | None,
    ) -> None:
        time_s = self._coaching.session_time_s(shot.frame.time_s)
        if time_s is None:
            return
        start_s = time.monotonic()
        frame = Frame(shot.frame.image, time_s, shot.frame.index)
        landmarks = estimator.estimate(frame)
        inferred_s = time.monotonic()
        facts = PictureFacts(self._count(frame, people), _brightness(frame.image), fps)
        moment = self._coaching.frame(landmarks, time_s, facts)
        self.stats.inference_s.append(inferred_s - start_s)
        self.stats.judging_s.append(time.monotonic() - inferred_s)
        self._shown = _Shown(moment, shot.captured_s)
        self._speak(moment)
        self._note(moment, recording)
        if recording is not None:
            recording.frame(frame, time_s, landmarks)
            recording.moment(moment, time_s)

    def _count(self, frame: Frame, people: PeopleWatch | None) -> int | None:
        if people is None:
            return None
        before = self._coaching.moment
        if before.landmarks is None:  # at the start the first landmarks are more urgent
            return people.people
        return people.update(frame, SETUP_COUNT_S if before.guidance.stage is Stage.SETUP else COUNT_S)

    def _keep(self) -> None:
        """Put what is finished into the history."""
        if self._coaching.finished != self._kept:
            self._kept = self._coaching.finished
            for done in self._coaching.done:
                self._log.holds(done.holds, done.item)
                self._log.counts(done.counts, done.item)

    def _note(self, moment: Moment, recording: Kept | None) -> None:
        """Put what else is worth keeping into the history, and into the recording."""
        for each in moment.notes:
            if isinstance(each, Rating):
                self._log.rate_pain(each.moment, each.rating, each.time_s)
            else:
                self._log.event(each.kind, each.text, each.time_s)
            if recording is not None:
                recording.note(each.time_s, each.kind, text=each.text)

    def _obey_keys(self, recording: Kept | None) -> None:
        while not self._keys.empty():
            key = self._keys.get()
            stage = self._coaching.moment.guidance.stage
            command = _COMMANDS.get(key, Command.GO)
            if stage is Stage.SAFETY and command not in _AT_ANY_TIME:
                command = Command.GO
            elif key.digit is not None:
                self._coaching.digit(key.digit)
                continue
            elif command is Command.GO and not (stage is Stage.PAIN and key is Key.ENTER):
                continue
            moment = self._coaching.command(command)
            if recording is not None:
                recording.note(self._coaching.time_s, "key", text=command.value)
            self._announce(moment, recording)

    def _watch(self, camera: Camera, recording: Kept | None) -> None:
        lost = camera.state in (CameraState.STALLED, CameraState.GONE)
        if lost is not self._lost:
            self._lost = lost
            if recording is not None:
                recording.note(self._coaching.time_s, "camera lost" if lost else "camera back")
            self._announce(self._coaching.camera(lost=lost), recording)

    def _announce(self, moment: Moment, recording: Kept | None) -> None:
        self._shown = _Shown(moment, self._shown.captured_s)
        self._speak(moment)
        self._note(moment, recording)
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
            self.stats.mark("words")

    def _recording(self, folder: Path, fps: float | None) -> Kept:
        video = self.options.record_video
        if isinstance(self._coaching, RoutineCoaching):
            return RoutineRecording(folder, self._coaching, self._info, video=video, fps=fps)
        return LiveRecording(folder, video=video, fps=fps)

    @property
    def _info(self) -> RecordingInfo:
        """What a recording says about where it comes from, as far as it is known from the start."""
        width_px, height_px = self._frame_size
        return RecordingInfo(self.options.source.name, "video", width_px, height_px, 0.0, self.options.model)

    def _finish(self, camera: Camera, recording: Kept | None) -> None:
        info = replace(
            self._info,
            duration_s=self._coaching.time_s,
            people=self._most_people,
            complete=self._coaching.over or camera.state is CameraState.ENDED,
            cuts_s=tuple(self._coaching.cuts_s),
        )
        summary = self._coaching.finish(info)
        if recording is not None:
            recording.finish(info, summary)
        self._keep()
        self._log.end(info.duration_s / 60, info.complete and not self._coaching.cut_short)
        lines = self._closing(summary)
        folder = recording.folder if recording is not None else None
        self._result = LiveResult(summary, lines, folder, self.stats, self._log.notice)
        self._shown = _Shown(self._shown.moment, self._shown.captured_s, lines)
        if not self._stop.is_set():
            self.parts.announcer.say(" ".join(lines), at_s=self._coaching.time_s)
            if self.parts.window is None:
                self.parts.announcer.wait(LAST_WORDS_S)

    def _closing(self, summary: Summary) -> tuple[str, ...]:
        if isinstance(self._coaching, RoutineCoaching):
            return self._coaching.closing(summary)
        return closing_lines(summary, self._log.last_time(self._coaching.name))

    # -- main thread --------------------------------------------------------------------------------------------------

    def _listen(self) -> None:
        """Wait for the end of a session without a window, and take the keys that are pressed in the terminal."""
        typed = self.parts.typed
        muted = told = False
        while not (self._finished.wait(TICK_S) or self._stop.is_set()):
            if not told and (notice := self._sound_notice()) is not None:
                told = True
                self.parts.tell(notice)
            for key in typed.keys() if typed is not None else ():
                if key is Key.QUIT:
                    self._stop.set()
                elif key is Key.MUTE:
                    muted = not muted
                    self.parts.announcer.mute(muted)
                elif key is Key.HELP and typed is not None:
                    typed.tell()
                else:
                    self.press(key)
        if self._stop.is_set():
            self.parts.announcer.mute(True)  # whoever wants to end doesn't want to wait for the last words

    def _display(self, camera: Camera, first: Shot, window: Window) -> None:
        screen = self._screen(self._shown.moment.plan)
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
            if shown.moment.plan is not screen.plan:  # the next stretch of a routine
                screen = self._screen(shown.moment.plan)
            picture = screen.draw(
                shot.frame.image,
                shown.moment.landmarks,
                shown.moment.judgement,
                shown.moment.guidance,
                lines=shown.lines,
                show_help=show_help,
                muted=muted,
                notice=self._sound_notice(),
            )
            drawn_s = time.monotonic()
            window.show(picture)
            key = window.key()
            now_s = time.monotonic()
            self.stats.mark("picture")
            if shown.moment.landmarks is not None:
                self.stats.mark("landmarks")
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
                self.press(key)

    def _sound_notice(self) -> str | None:
        """What is missing for being heard; None as long as nothing is known to be."""
        now_s = time.monotonic()
        if self._notice is None and now_s - self._noticed_s >= NOTICE_PERIOD_S:
            self._notice, self._noticed_s = self.parts.announcer.notice, now_s
        return self._notice

    def _screen(self, plan: Plan) -> Screen:
        routine = isinstance(self._coaching, RoutineCoaching)
        return Screen(*self._frame_size, plan, mirror=self.options.mirror, routine=routine)


def _brightness(image: Image) -> float:
    return float(np.mean(image[::16, ::16]))
