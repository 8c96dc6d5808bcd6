"""A session before the camera without its threads: landmarks and keys in, moments out, with what to show and to say."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar, Final, Generic, Protocol, TypeVar

from posecheck.coach.guidance import Announcement, Command, Guidance, Note, Rating
from posecheck.coach.judgement import CountRecord, HoldRecord, Judgement, Sight
from posecheck.coach.observation import Observation
from posecheck.coach.plan import Plan
from posecheck.coach.setup import SetupFacts, look
from posecheck.pose.landmarks import Landmarks
from posecheck.results.history import Practised
from posecheck.results.recording import RecordingInfo
from posecheck.results.session_log import Kind
from posecheck.results.summary import Summary
from posecheck.sessions.session_time import SessionTime

CUTTING: Final = (Command.RESTART, Command.SWITCH_SIDE, Command.NEXT, Command.PAIN)
"""Keys that end an open hold where they mean something."""


@dataclass(frozen=True)
class PictureFacts:
    """What is known of a picture apart from the person; None where it isn't.

    Attributes:
        people: How many people are in it.
        brightness: Its mean, 0 to 255.
        fps: Pictures a second that the camera gives.
    """

    people: int | None = None
    brightness: float | None = None
    fps: float | None = None


@dataclass(frozen=True, eq=False)
class Moment:
    """What came of one picture.

    Attributes:
        judgement: What the coach says.
        guidance: What to show.
        plan: What it belongs to.
        announcements: What is to be heard now.
        landmarks: Who is there, smoothed, for drawing.
        notes: What of it is worth keeping, beside holds and counted movements.
    """

    judgement: Judgement
    guidance: Guidance
    plan: Plan
    announcements: tuple[Announcement, ...] = ()
    landmarks: Landmarks | None = None
    notes: tuple[Note | Rating, ...] = ()


@dataclass(frozen=True)
class Done:
    """What was finished so far of one item of a session, of which a session of a single stretch has just one.

    Attributes:
        item: Its number, from 0.
        holds: The finished holds, in the order of time.
        counts: The counted movements, in the order of time.
    """

    item: int
    holds: tuple[HoldRecord, ...]
    counts: tuple[CountRecord, ...]


class Leader(Protocol):
    """What leads through a session: the guide of a stretch, or of a routine."""

    @property
    def stretch(self) -> Plan:
        """The stretch that it is about now."""

    @property
    def over(self) -> bool:
        """Whether nothing is left to do but the summary."""

    @property
    def guidance(self) -> Guidance:
        """What to show now."""

    @property
    def obeyed(self) -> bool:
        """Whether the last key meant something where the session was."""

    def notes(self) -> tuple[Note | Rating, ...]:
        """Return what is worth keeping of what has happened since this was last asked."""

    def update(self, judgement: Judgement, facts: SetupFacts) -> tuple[Announcement, ...]:
        """Take the next moment and return what is to be heard now."""

    def command(self, command: Command) -> tuple[Announcement, ...]:
        """Do what a key asks for and return what is to be heard now."""

    def camera(self, *, lost: bool) -> tuple[Announcement, ...]:
        """Take note that the pictures have stopped, or come again."""


AnyGuide = TypeVar("AnyGuide", bound=Leader)


class Coaching(ABC, Generic[AnyGuide]):
    """Judges and guides one person. Its time stands still while the session is paused.

    Attributes:
        kind: What the history calls such a session.
        name: Of the stretch or the routine.
        time_s: Session time of the last picture.
        moment: The last one.
    """

    kind: ClassVar[Kind]

    def __init__(self, name: str, guide: AnyGuide) -> None:
        self.name = name
        self.time_s = 0.0
        self._guide = guide
        self._clock = SessionTime()
        nobody = self._nobody(0.0)
        said = guide.update(nobody, SetupFacts())
        self.moment = self._moment(nobody, said, None)

    @property
    def over(self) -> bool:
        """Whether nothing is left to do but the summary."""
        return self._guide.over

    @property
    @abstractmethod
    def cut_short(self) -> bool:
        """Whether it was ended because something hurt, or a part of it was left out."""

    @property
    @abstractmethod
    def cuts_s(self) -> list[float]:
        """Times after which the person began anew by key."""

    @property
    @abstractmethod
    def done(self) -> tuple[Done, ...]:
        """What is finished so far, of each item that was begun."""

    @property
    @abstractmethod
    def finished(self) -> int:
        """A number that changes whenever `done` may have."""

    def session_time_s(self, camera_s: float) -> float | None:
        """Return the session time of a picture, None while paused.

        Args:
            camera_s: The camera's time of the picture; must rise from call to call.
        """
        return self._clock.of(camera_s)

    def frame(self, landmarks: Landmarks | None, time_s: float, facts: PictureFacts) -> Moment:
        """Take the next picture.

        Args:
            landmarks: Who was found in it.
            time_s: Its session time.
            facts: What is known of it besides.
        """
        self.time_s = time_s
        observation, judgement = self._judge(landmarks, time_s)
        seen = look(observation.body, people=facts.people, brightness=facts.brightness, fps=facts.fps)
        said = self._guide.update(judgement, seen)
        self._expect(self._guide.guidance.variant)
        person = observation.body.landmarks if observation.body else None
        self.moment = self._moment(judgement, said, person)
        return self.moment

    def command(self, command: Command) -> Moment:
        """Do what a key asks for."""
        said = self._guide.command(command)
        if command in CUTTING and self._guide.obeyed:
            self._cut()
        self._clock.pause(paused=self._guide.guidance.paused)
        return self._say(said)

    @abstractmethod
    def digit(self, digit: int) -> None:
        """Take a number key."""

    def camera(self, *, lost: bool) -> Moment:
        """Take note that the pictures have stopped, or come again."""
        return self._say(self._guide.camera(lost=lost))

    @abstractmethod
    def finish(self, info: RecordingInfo) -> Summary:
        """Close the open holds and sum up."""

    @abstractmethod
    def closing(self, summary: Summary, last: Practised | None = None) -> tuple[str, ...]:
        """Return what the session came to in words.

        Args:
            summary: What it came to.
            last: What the last session of this name did, to compare it with; None where there is none.
        """

    @abstractmethod
    def _judge(self, landmarks: Landmarks | None, time_s: float) -> tuple[Observation, Judgement]:
        """Judge a picture."""

    @abstractmethod
    def _expect(self, variant: str) -> None:
        """Let the variant that is asked for speak for as long as no other fits better."""

    @abstractmethod
    def _cut(self) -> None:
        """End the open holds, because the person begins anew."""

    def _nobody(self, time_s: float) -> Judgement:
        plan = self._guide.stretch
        return Judgement(time_s, Sight.LOST, plan.reference.name, plan.steps[0].variants[0])

    def _say(self, announcements: tuple[Announcement, ...]) -> Moment:
        """The last moment once more, with something else to be heard and shown."""
        self.moment = self._moment(self.moment.judgement, announcements, self.moment.landmarks)
        return self.moment

    def _moment(self, judgement: Judgement, said: tuple[Announcement, ...], person: Landmarks | None) -> Moment:
        guide = self._guide
        return Moment(judgement, guide.guidance, guide.stretch, said, person, guide.notes())
