"""A live session without its threads: landmarks and keys in, moments out, each with what to show and to say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from posecheck.coach.guidance import STOPPED, Announcement, Command, Guidance, Note, Rating, Stage
from posecheck.coach.guide import Guide
from posecheck.coach.judgement import CountRecord, HoldRecord, Judgement, Sight
from posecheck.coach.plan import Plan
from posecheck.coach.setup import SetupFacts, look
from posecheck.pose.landmarks import Landmarks
from posecheck.results.recording import RecordingInfo
from posecheck.results.session_log import Kind
from posecheck.results.summary import Summary
from posecheck.sessions.judging import Asked, ClipJudge
from posecheck.sessions.session_time import SessionTime

CUTTING: Final = (Command.RESTART, Command.SWITCH_SIDE, Command.NEXT, Command.PAIN)
"""Keys that end an open hold."""


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


class Coaching:
    """Judges and guides one person. Its time stands still while the session is paused.

    Attributes:
        plan: What to do.
        kind: What the history calls such a session.
        name: Of the stretch.
        cuts_s: Times after which the person began anew by key.
        time_s: Session time of the last picture.
        moment: The last one.
    """

    kind: Final[Kind] = "live"

    def __init__(self, plan: Plan, *, hold_s: float | None = None, voice: bool = True) -> None:
        self.plan = plan
        self.cuts_s: list[float] = []
        self.time_s = 0.0
        self._guide = Guide(plan, voice=voice)
        self._judge = ClipJudge(Asked((plan.reference,), None, hold_s))
        self._clock = SessionTime()
        nobody = Judgement(0.0, Sight.LOST, plan.reference.name, plan.steps[0].variants[0])
        said = self._guide.update(nobody, SetupFacts())
        self.moment = Moment(nobody, self._guide.guidance, plan, said)

    @property
    def name(self) -> str:
        """The name of the stretch."""
        return self.plan.reference.name

    @property
    def over(self) -> bool:
        """Whether nothing is left to do but the summary."""
        return self._guide.stage is Stage.SUMMARY

    @property
    def cut_short(self) -> bool:
        """Whether it was ended because something hurt."""
        return self._guide.guidance.hurt

    @property
    def done(self) -> tuple[Done, ...]:
        """What is finished so far."""
        return (Done(0, self._judge.holds, self._judge.counts),)

    @property
    def finished(self) -> int:
        """A number that changes whenever `done` may have."""
        return self._judge.finished

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
        observation, judgement = self._judge.frame(landmarks, time_s)
        seen = look(observation.body, people=facts.people, brightness=facts.brightness, fps=facts.fps)
        said = self._guide.update(judgement, seen)
        guidance = self._guide.guidance
        self._judge.expect(guidance.variant)
        person = observation.body.landmarks if observation.body else None
        self.moment = Moment(judgement, guidance, self.plan, said, person)
        return self.moment

    def command(self, command: Command) -> Moment:
        """Do what a key asks for."""
        if command in CUTTING:
            self._judge.cut()
            self.cuts_s.append(self.time_s)
        said = self._guide.command(command)
        self._clock.pause(paused=self._guide.guidance.paused)
        hurts = command is Command.PAIN and self._guide.stage is Stage.STOPPED
        return self._said(said, (Note(STOPPED, self.time_s, self.name),) if hurts else ())

    def digit(self, digit: int) -> None:
        """Take a number key, which means nothing here."""

    def camera(self, *, lost: bool) -> Moment:
        """Take note that the pictures have stopped, or come again."""
        return self._said(self._guide.camera(lost=lost))

    def finish(self, info: RecordingInfo) -> Summary:
        """Close the open holds and sum up."""
        return self._judge.finish(info)

    def _said(self, announcements: tuple[Announcement, ...], notes: tuple[Note, ...] = ()) -> Moment:
        before, guidance = self.moment, self._guide.guidance
        self.moment = Moment(before.judgement, guidance, self.plan, announcements, before.landmarks, notes)
        return self.moment
