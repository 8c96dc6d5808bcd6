"""Somebody who does what a session asks for, with the true joints of rendered motions: no picture and no pose model.

What is done follows from what is asked and said; the landmarks that come of it, one after another, are a film of the
whole session, which can be played before a camera.
"""

from __future__ import annotations

import bisect
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, field
from functools import cache
from typing import Final, Self

import numpy as np

from posecheck.coach.guidance import Command, Stage
from posecheck.coach.plan import Plan
from posecheck.feedback.announcer import RecordingAnnouncer
from posecheck.media.camera import Camera, CameraState, Shot
from posecheck.media.feeds import CameraSource
from posecheck.media.frame import Frame
from posecheck.media.keys import Key
from posecheck.media.terminal import TerminalKeys
from posecheck.pose.landmarks import Landmarks
from posecheck.sessions.coaching import Moment, PictureFacts
from posecheck.sessions.live import LiveSession
from posecheck.sessions.live_parts import LiveOptions, LiveParts, LiveResult
from posecheck.sessions.routine import RoutineCoaching
from tests.support.clips import CLIPS, ROOT, seen_by, true_clip
from tools.truth_landmarks import TruthSegment

FPS: Final = 10.0
GREY: Final = np.full((480, 640, 3), 120, np.uint8)
"""A picture of the clips' size."""
FACTS: Final = PictureFacts(brightness=120.0, fps=30.0)
WORKING: Final = (Stage.POSITION, Stage.HOLD, Stage.COUNT)
COMING_OUT: Final = (Stage.RELEASE, Stage.REST, Stage.EXIT)

KEYS: Final = {
    Command.GO: Key.ENTER,
    Command.NEXT: Key.NEXT,
    Command.PAUSE: Key.PAUSE,
    Command.RESTART: Key.RESTART,
    Command.SWITCH_SIDE: Key.SWITCH_SIDE,
    Command.PAIN: Key.PAIN,
    Command.SKIP: Key.SKIP,
    Command.AGAIN: Key.AGAIN,
}


@dataclass(frozen=True)
class Motion:
    """A stretch done well, from a clip.

    Attributes:
        clip: Its name.
        parts: What is held or counted in one repetition, in order.
        end_s: When the repetition is over.
        again_s: Where counted movements go on after the last of them; None for what is held.
    """

    clip: str
    parts: tuple[TruthSegment, ...]
    end_s: float
    again_s: float | None = None

    def at(self, time_s: float) -> Landmarks:
        """Where the joints are."""
        stream = seen_by(self.clip, next(iter(true_clip(self.clip).cameras)))
        return stream[max(0, bisect.bisect_right(stream, time_s + 1e-6, key=lambda each: each[0]) - 1)][1]

    def target_s(self, phase: str) -> float:
        """When a phase is held; the beginning for one that is only passed through."""
        found = [part for part in self.parts if part.phase in (None, phase)]
        return (found[0].from_s + found[0].to_s) / 2 if found else 0.0


@cache
def motion_of(pose: str, variant: str) -> Motion:
    """How a variant is done well."""
    for name in sorted(CLIPS, key=lambda name: (CLIPS[name].parent != ROOT / "samples", name)):
        clip = true_clip(name)
        parts = [part for part in clip.segments if (part.pose, part.variant) == (pose, variant)]
        if not parts or any(part.label.startswith("fault:") for part in clip.segments):
            continue
        first = [part for index, part in enumerate(parts) if part.phase not in [each.phase for each in parts[:index]]]
        again = next((part.from_s for part in parts[1:] if part.phase == parts[0].phase), None)
        if not parts[0].held:
            return Motion(name, tuple(first), parts[-1].to_s, again)
        # A repetition ends where the next one begins, that is before the way in to what is held.
        end_s = again - first[0].from_s if again is not None else float(clip.times_s[-1])
        return Motion(name, tuple(first), max(end_s, first[-1].to_s))
    raise LookupError(f"no clip shows {pose} {variant}")


class Performer:
    """Does what it has been told, not before it was said."""

    def __init__(self) -> None:
        self._heard: set[str] = set()
        self._for: tuple[Plan, str] | None = None
        self._cursor_s = 0.0

    def follow(self, moment: Moment, dt_s: float) -> Landmarks:
        """Return where the joints are after another moment."""
        guidance = moment.guidance
        self._heard.update(said.text for said in moment.announcements)
        motion = motion_of(moment.plan.reference.name, guidance.variant)
        if (moment.plan, guidance.variant) != self._for:
            self._for, self._cursor_s = (moment.plan, guidance.variant), 0.0
        if guidance.stage in COMING_OUT:
            self._cursor_s = min(max(motion.end_s, self._cursor_s), self._cursor_s + dt_s)
        elif guidance.stage not in WORKING:
            self._cursor_s = 0.0
        elif motion.again_s is not None:
            self._cursor_s += dt_s
            if self._cursor_s >= motion.end_s:
                self._cursor_s = motion.again_s
        elif guidance.stage is Stage.POSITION and guidance.headline in self._heard:
            # Without a figure, as from the front, there is a single position to get into.
            target_s = motion.target_s(guidance.figure.phase if guidance.figure else motion.parts[0].phase or "")
            self._cursor_s = min(target_s, self._cursor_s + dt_s) if self._cursor_s <= target_s else 0.0
        return motion.at(self._cursor_s)


@dataclass
class Film:
    """A whole session.

    Attributes:
        frames: Times and landmarks.
        keys: Keys, by the number of the frame before which they are pressed.
        moments: What came of it, the beginning first.
    """

    frames: list[tuple[float, Landmarks]] = field(default_factory=list)
    keys: dict[int, list[Key]] = field(default_factory=dict)
    moments: list[Moment] = field(default_factory=list)

    @property
    def words(self) -> list[str]:
        """All that was said, in order."""
        return [said.text for moment in self.moments for said in moment.announcements if said.text]


def perform(coaching: RoutineCoaching, wish: Callable[[Moment], Command | int | None] = lambda moment: None) -> Film:
    """Go through a routine to its end.

    Args:
        coaching: Of the routine.
        wish: Which key to press, or which number, if any, at a moment.
    """
    film, performer, time_s = Film(moments=[coaching.moment]), Performer(), 0.0
    while not coaching.over:
        assert time_s < 1800, f"stuck: {coaching.moment.guidance}"
        pressed = wish(coaching.moment)
        if isinstance(pressed, Command):
            film.keys[len(film.frames)] = [KEYS[pressed]]
            film.moments.append(coaching.command(pressed))
        elif pressed is not None:
            film.keys[len(film.frames)] = [Key(digit) for digit in str(pressed)]
            for digit in str(pressed):
                coaching.digit(int(digit))
        time_s += 1 / FPS
        film.frames.append((time_s, performer.follow(coaching.moment, 1 / FPS)))
        film.moments.append(coaching.frame(film.frames[-1][1], time_s, FACTS))
    return film


class FilmCamera(Camera):
    """Shows a film picture by picture, each as soon as the one before was taken, so that none is lost."""

    def __init__(self, source: CameraSource, film: Film, press: Callable[[Key], None]) -> None:
        self.source = source
        self._film, self._press = film, press
        self._over = False
        self._pressed: set[int] = set()

    @property
    def state(self) -> CameraState:
        return CameraState.ENDED if self._over else CameraState.CONNECTED

    @property
    def fps(self) -> float | None:
        return 30.0

    def newest(self, after: int, timeout_s: float) -> Shot | None:
        index = after + 1
        if index >= len(self._film.frames):
            self._over = True
            return None
        if after >= 0 or index in self._pressed:
            for key in self._film.keys.get(index, ()):
                self._press(key)
        self._pressed.add(index)
        return Shot(Frame(GREY, self._film.frames[index][0], index), 0.0)

    def close(self) -> None:
        pass


@dataclass
class FilmEstimator:
    """Knows where the joints are in each picture of a film."""

    film: Film

    def estimate(self, frame: Frame) -> Landmarks:
        return self.film.frames[frame.index][1]


class NoKeys(TerminalKeys):
    """A terminal at which nobody presses anything."""

    def keys(self) -> list[Key]:
        return []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        pass


def play(film: Film, options: LiveOptions) -> tuple[LiveResult, list[str]]:
    """Run a live session before a film; returns what it came to, and all that was said."""
    announcer = RecordingAnnouncer()
    sessions: list[LiveSession] = []
    parts = LiveParts(
        estimator=lambda: nullcontext(FilmEstimator(film)),
        announcer=announcer,
        camera=lambda source: FilmCamera(source, film, sessions[0].press),
        typed=NoKeys(),
    )
    sessions.append(LiveSession(options, parts))
    result = sessions[0].run()
    return result, [each.text for each in announcer.announcements if each.kind != "tone"]
