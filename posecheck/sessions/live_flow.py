"""What a live session does with each picture and each key, in the thread in which the landmarks are found.

Pictures and keys go in; words come out at once, what is to be shown waits for the screen, and what is worth keeping
goes into the history and the recording.
"""

from __future__ import annotations

import queue
import threading
import time
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

import numpy as np

from posecheck.coach.guidance import Announcement, Command, Rating, Stage
from posecheck.coach.routine_plan import RoutinePlan
from posecheck.feedback.tones import ToneKind
from posecheck.media.camera import Camera, CameraState, Shot
from posecheck.media.frame import Frame, Image
from posecheck.media.keys import Key
from posecheck.results.recording import RecordingInfo
from posecheck.results.session_log import SessionLog
from posecheck.sessions.coaching import Moment, PictureFacts
from posecheck.sessions.live_parts import Estimator, LiveOptions, LiveParts, LiveResult
from posecheck.sessions.live_recording import SessionRecording
from posecheck.sessions.live_stats import LiveStats
from posecheck.sessions.people_watch import PeopleWatch
from posecheck.sessions.routine import RoutineCoaching
from posecheck.sessions.stretch import StretchCoaching

TICK_S: Final = 0.1
"""Keys and the state of the camera are looked at this often when no picture comes."""

SETUP_COUNT_S: Final = 2.0
COUNT_S: Final = 5.0
"""Between two counts of the people in view: during the set-up, and later."""

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


@dataclass(frozen=True, eq=False)
class Shown:
    """What the screen takes over.

    Attributes:
        moment: What the last picture came to, or what was said since.
        captured_s: When that picture was taken, by the monotonic clock; None before the first one.
        lines: The summary in words; empty until the session is over.
    """

    moment: Moment
    captured_s: float | None = None
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Opened:
    """What there is once the camera is open.

    Attributes:
        camera: The camera.
        info: What a recording says about where it comes from, as far as it is known from the start.
        recording: Keeps the session; None where nothing is kept.
    """

    camera: Camera
    info: RecordingInfo
    recording: SessionRecording | None = None


class LiveFlow:
    """Judges and guides one person before the camera.

    Args:
        options: How the session is run.
        parts: What it is made with.
        stats: Takes note of how long everything takes.

    Attributes:
        coaching: The session without its threads.
        log: Its place in the history.
        shown: What the screen takes over; replaced as a whole, so that another thread may read it.
    """

    def __init__(self, options: LiveOptions, parts: LiveParts, stats: LiveStats) -> None:
        self._parts, self._stats = parts, stats
        plan, voice = options.plan, options.voice
        self.coaching: StretchCoaching | RoutineCoaching
        if isinstance(plan, RoutinePlan):
            self.coaching = RoutineCoaching(plan, voice=voice, asks=parts.can_answer)
        else:
            self.coaching = StretchCoaching(plan, voice=voice)
        self.log = SessionLog(self.coaching.kind, self.coaching.name, datetime.now().astimezone(), options.history)
        self.shown = Shown(self.coaching.moment)
        self._keys: queue.SimpleQueue[Key] = queue.SimpleQueue()
        self._recording: SessionRecording | None = None
        self._most_people: int | None = None
        self._lost = False
        self._kept = 0

    def press(self, key: Key) -> None:
        """Take a key of the stretch or the routine. May be called from any thread."""
        self._keys.put(key)

    def greet(self) -> None:
        """Say the first words, which nothing has to be ready for."""
        self._speak(self.coaching.moment)

    def judge(self, estimator: Estimator, opened: Opened, stop: threading.Event) -> None:
        """Go through the camera's pictures until the session is over.

        Args:
            estimator: Finds the landmarks.
            opened: The camera, and where the session is kept.
            stop: Ends it before.
        """
        camera = opened.camera
        self._recording = opened.recording
        if self._recording is not None:
            self._recording.said(self.coaching.moment, 0.0)
        index = -1
        with PeopleWatch(self._parts.counter) if self._parts.counter is not None else nullcontext() as people:
            while not (stop.is_set() or self.coaching.over):
                shot = camera.newest(index, TICK_S)
                self._obey_keys()
                self._watch(camera)
                self._keep()
                if shot is not None:
                    index = shot.frame.index
                    self._take(shot, estimator, people, camera.fps)
                elif camera.state is CameraState.ENDED:
                    break
        self._most_people = people.most if people is not None else None

    def finish(self, opened: Opened, stop: threading.Event) -> LiveResult:
        """Sum up, keep what is to be kept, and say the last words unless the person has asked to stop."""
        coaching = self.coaching
        info = replace(
            opened.info,
            duration_s=coaching.time_s,
            people=self._most_people,
            complete=coaching.over or opened.camera.state is CameraState.ENDED,
            cuts_s=tuple(coaching.cuts_s),
        )
        summary = coaching.finish(info)
        if self._recording is not None:
            self._recording.finish(info, summary)
        self._keep()
        self.log.end(info.duration_s / 60, info.complete and not coaching.cut_short)
        # Routines differ too much from day to day to be compared.
        last = self.log.last_time(coaching.name) if isinstance(coaching, StretchCoaching) else None
        lines = coaching.closing(summary, last)
        folder = self._recording.folder if self._recording is not None else None
        self.shown = Shown(self.shown.moment, self.shown.captured_s, lines)
        if not stop.is_set():
            self._parts.announcer.say(" ".join(lines), at_s=coaching.time_s)
            if self._parts.window is None:
                self._parts.announcer.wait(LAST_WORDS_S)
        return LiveResult(summary, lines, folder, self._stats, self.log.notice)

    # -- pictures -----------------------------------------------------------------------------------------------------

    def _take(self, shot: Shot, estimator: Estimator, people: PeopleWatch | None, fps: float | None) -> None:
        time_s = self.coaching.session_time_s(shot.frame.time_s)
        if time_s is None:
            return
        start_s = time.monotonic()
        frame = Frame(shot.frame.image, time_s, shot.frame.index)
        landmarks = estimator.estimate(frame)
        inferred_s = time.monotonic()
        facts = PictureFacts(self._count(frame, people), _brightness(frame.image), fps)
        moment = self.coaching.frame(landmarks, time_s, facts)
        self._stats.inference_s.append(inferred_s - start_s)
        self._stats.judging_s.append(time.monotonic() - inferred_s)
        self.shown = Shown(moment, shot.captured_s)
        self._speak(moment)
        self._note(moment)
        if self._recording is not None:
            self._recording.frame(frame, time_s, landmarks)
            self._recording.moment(moment, time_s)

    def _count(self, frame: Frame, people: PeopleWatch | None) -> int | None:
        if people is None:
            return None
        before = self.coaching.moment
        if before.landmarks is None:  # at the start the first landmarks are more urgent
            return people.people
        return people.update(frame, SETUP_COUNT_S if before.guidance.stage is Stage.SETUP else COUNT_S)

    # -- keys, and the camera's state ---------------------------------------------------------------------------------

    def _obey_keys(self) -> None:
        while not self._keys.empty():
            key = self._keys.get()
            stage = self.coaching.moment.guidance.stage
            command = _COMMANDS.get(key, Command.GO)
            if stage is Stage.SAFETY and command not in _AT_ANY_TIME:
                command = Command.GO
            elif key.digit is not None:
                self.coaching.digit(key.digit)
                continue
            elif command is Command.GO and not (stage is Stage.PAIN and key is Key.ENTER):
                continue
            moment = self.coaching.command(command)
            if self._recording is not None:
                self._recording.note(self.coaching.time_s, "key", text=command.value)
            self._announce(moment)

    def _watch(self, camera: Camera) -> None:
        lost = camera.state in (CameraState.STALLED, CameraState.GONE)
        if lost is not self._lost:
            self._lost = lost
            if self._recording is not None:
                self._recording.note(self.coaching.time_s, "camera lost" if lost else "camera back")
            self._announce(self.coaching.camera(lost=lost))

    # -- what is said, and what is kept -------------------------------------------------------------------------------

    def _announce(self, moment: Moment) -> None:
        self.shown = Shown(moment, self.shown.captured_s)
        self._speak(moment)
        self._note(moment)
        if self._recording is not None:
            self._recording.said(moment, self.coaching.time_s)

    def _speak(self, moment: Moment) -> None:
        for said in moment.announcements:
            self._hear(said)

    def _hear(self, said: Announcement) -> None:
        if said.tone is not None:
            self._parts.announcer.tone(ToneKind[said.tone.name], said.at_s)
        else:
            self._parts.announcer.say(said.text, urgent=said.urgent, at_s=said.at_s)
            self._stats.mark("words")

    def _keep(self) -> None:
        """Put what is finished into the history."""
        if self.coaching.finished != self._kept:
            self._kept = self.coaching.finished
            for done in self.coaching.done:
                self.log.holds(done.holds, done.item)
                self.log.counts(done.counts, done.item)

    def _note(self, moment: Moment) -> None:
        """Put what else is worth keeping into the history, and into the recording."""
        for each in moment.notes:
            if isinstance(each, Rating):
                self.log.rate_pain(each.moment, each.rating, each.time_s)
            else:
                self.log.event(each.kind, each.text, each.time_s)
            if self._recording is not None:
                self._recording.note(each.time_s, each.kind, text=each.text)


def _brightness(image: Image) -> float:
    return float(np.mean(image[::16, ::16]))
