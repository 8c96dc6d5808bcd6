"""One thing at a time through another program: how speech and tones are made without ever holding up a frame.

Every utterance and every tone is one run of a program, started and watched by a thread. So an interruption is the end
of a process, a program that crashes or hangs takes nothing with it, and nothing is left behind at the end.
"""

import atexit
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from posecheck.feedback.programs import Program, end, hand_over, silence, start

STALE_S: Final = 2.0
"""What has not had its turn by then is about a moment that is gone."""

RETRY_S: Final = 20.0
"""When every program has failed, they are tried again after this time: headphones may be back in."""

CLOSE_S: Final = 1.5
"""Longest wait for the thread at the end."""

POLL_S: Final = 0.02


@dataclass(frozen=True)
class ChannelState:
    """How a channel is doing.

    Attributes:
        found: Names of the programs that were found, best first; None while they are being looked for.
        failed: Names of those that crashed or hung.
    """

    found: tuple[str, ...] | None
    failed: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Job:
    text: str
    asked_s: float
    urgent: bool
    least_s: float
    most_s: float


class _Outcome(Enum):
    DONE = auto()
    STOPPED = auto()
    CRASHED = auto()
    HUNG = auto()


class Channel:
    """Gives texts to the best program that works, one after the other; none of its methods blocks or raises.

    At most one text waits while another has its turn: a newer one replaces it, an urgent one also interrupts.
    """

    def __init__(self, name: str, find: Callable[[], Sequence[Program]]) -> None:
        self._find = find
        self._programs: tuple[Program, ...] | None = None
        self._failed: dict[Program, float] = {}
        self._spare: subprocess.Popen[bytes] | None = None
        self._changed = threading.Condition()
        self._current: _Job | None = None
        self._waiting: _Job | None = None
        self._interrupted = False
        self._closed = False
        self._thread = threading.Thread(target=self._work, name=name, daemon=True)
        self._thread.start()
        atexit.register(self.close)

    @property
    def state(self) -> ChannelState:
        """What was found and what has failed."""
        with self._changed:
            if self._programs is None:
                return ChannelState(None)
            failed = tuple(program.name for program in self._programs if program in self._failed)
            return ChannelState(tuple(program.name for program in self._programs), failed)

    def wait_found(self, at_most_s: float) -> bool:
        """Wait until the programs have been looked for; return whether that was done in time."""
        with self._changed:
            return self._changed.wait_for(lambda: self._programs is not None, at_most_s)

    def ask(self, text: str, *, urgent: bool = False, least_s: float = 0.0, most_s: float = 10.0) -> None:
        """Give a text its turn.

        Args:
            text: What to say or to play, in the programs' own terms.
            urgent: Whether to interrupt what goes on and to replace what waits.
            least_s: A run that ends sooner was not heard: some programs end well without a sound device.
            most_s: A run that takes longer hangs.
        """
        job = _Job(text, time.monotonic(), urgent, least_s, most_s)
        with self._changed:
            if self._closed:
                return
            if self._current is None:
                self._current = job
            elif self._current.text == text and not self._interrupted:
                return  # it is being said
            elif urgent or self._waiting is None or not self._waiting.urgent:
                self._waiting = job
                self._interrupted |= urgent
            self._changed.notify_all()

    def hush(self) -> None:
        """Stop what goes on and forget what waits."""
        with self._changed:
            self._waiting = None
            self._interrupted = self._current is not None
            self._changed.notify_all()

    def wait(self, at_most_s: float) -> bool:
        """Wait until nothing goes on and nothing waits; return whether that came about in time."""
        with self._changed:
            return self._changed.wait_for(lambda: self._current is None, at_most_s)

    def close(self) -> None:
        """Stop at once and end every process."""
        atexit.unregister(self.close)
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        if self._thread is not threading.current_thread():
            self._thread.join(CLOSE_S)

    def _work(self) -> None:
        found = tuple(self._find())
        with self._changed:
            self._programs = found
            self._changed.notify_all()
        try:
            while (job := self._next()) is not None:
                self._perform(job)
                with self._changed:
                    self._current, self._waiting, self._interrupted = self._waiting, None, False
                    self._changed.notify_all()
        finally:
            self._drop_spare()

    def _next(self) -> _Job | None:
        if (program := self._choose()) is not None:
            self._start_spare(program)
        with self._changed:
            self._changed.wait_for(lambda: self._current is not None or self._closed)
            return None if self._closed else self._current

    def _perform(self, job: _Job) -> None:
        while not self._cut_short() and time.monotonic() - job.asked_s <= STALE_S:
            program = self._choose()
            if program is None:
                return
            outcome = self._run(program, job)
            with self._changed:
                if outcome is _Outcome.DONE:
                    self._failed.pop(program, None)
                elif outcome is not _Outcome.STOPPED:
                    self._failed[program] = time.monotonic()
            if outcome in (_Outcome.DONE, _Outcome.STOPPED):
                return
            self._drop_spare()

    def _choose(self) -> Program | None:
        programs = self._programs or ()
        fresh = next((program for program in programs if program not in self._failed), None)
        if fresh is not None or not self._failed:
            return fresh
        first = min(self._failed, key=lambda program: self._failed[program])
        return first if time.monotonic() - self._failed[first] >= RETRY_S else None

    def _run(self, program: Program, job: _Job) -> _Outcome:
        spare, self._spare = self._spare, None
        was_spare = spare is not None
        process = spare or start(program, job.text)
        if process is None:
            return _Outcome.CRASHED
        try:
            outcome = self._watch(process, job) if hand_over(process, program, job.text) else _Outcome.CRASHED
        finally:
            if process.poll() is None:
                end(process)
                silence(program)
        if outcome is _Outcome.CRASHED and was_spare:
            # It may have waited for long, and the sound device it found when it started be gone.
            self._drop_spare()
            return self._run(program, job)
        return outcome

    def _watch(self, process: subprocess.Popen[bytes], job: _Job) -> _Outcome:
        begun_s = time.monotonic()
        while process.poll() is None:
            if self._cut_short(POLL_S):
                return _Outcome.STOPPED
            if time.monotonic() - begun_s > job.most_s:
                return _Outcome.HUNG
        unheard = time.monotonic() - begun_s < job.least_s
        return _Outcome.CRASHED if process.returncode or unheard else _Outcome.DONE

    def _cut_short(self, within_s: float = 0.0) -> bool:
        with self._changed:
            return self._changed.wait_for(lambda: self._interrupted or self._closed, within_s)

    def _start_spare(self, program: Program) -> None:
        if self._spare is not None and self._spare.poll() is not None:
            self._drop_spare()
        if program.slow_start and self._spare is None:
            self._spare = start(program, "")

    def _drop_spare(self) -> None:
        spare, self._spare = self._spare, None
        if spare is not None:
            end(spare)
