"""A live session without its threads: landmarks and keys in, moments out, each with what to show and to say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from posecheck.coach.guidance import Announcement, Command, Guidance, Stage
from posecheck.coach.guide import Guide
from posecheck.coach.judgement import Judgement, Sight
from posecheck.coach.plan import Plan
from posecheck.coach.setup import SetupFacts, look
from posecheck.pose.landmarks import Landmarks
from posecheck.results.recording import RecordingInfo
from posecheck.results.summary import Summary
from posecheck.sessions.judging import Asked, ClipJudge

CUTTING: Final = (Command.RESTART, Command.SWITCH_SIDE, Command.NEXT)
"""Keys that end an open hold."""

USUAL_PERIOD_S: Final = 1 / 30


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
        announcements: What is to be heard now.
        landmarks: Who is there, smoothed, for drawing.
    """

    judgement: Judgement
    guidance: Guidance
    announcements: tuple[Announcement, ...] = ()
    landmarks: Landmarks | None = None


class Coaching:
    """Judges and guides one person. Its time stands still while the session is paused.

    Attributes:
        plan: What to do.
        cuts_s: Times after which the person began anew by key.
        time_s: Session time of the last picture.
        moment: The last one.
    """

    def __init__(self, plan: Plan, *, hold_s: float | None = None, voice: bool = True) -> None:
        self.plan = plan
        self.cuts_s: list[float] = []
        self.time_s = 0.0
        self._guide = Guide(plan, voice=voice)
        self._judge = ClipJudge(Asked((plan.reference,), None, hold_s))
        self._paused = False
        self._away_s = 0.0
        self._left_s: float | None = None
        self._last_s: float | None = None
        nobody = Judgement(0.0, Sight.LOST, plan.reference.name, plan.steps[0].variants[0])
        said = self._guide.update(nobody, SetupFacts())
        self.moment = Moment(nobody, self._guide.guidance, said)

    @property
    def over(self) -> bool:
        """Whether nothing is left to do but the summary."""
        return self._guide.stage is Stage.SUMMARY

    @property
    def in_setup(self) -> bool:
        """Whether the set-up is being checked."""
        return self._guide.stage is Stage.SETUP

    def session_time_s(self, camera_s: float) -> float | None:
        """Return the session time of a picture, None while paused.

        Args:
            camera_s: The camera's time of the picture; must rise from call to call.
        """
        if self._paused:
            return None
        if self._left_s is not None:
            self._away_s += max(0.0, camera_s - self._left_s - USUAL_PERIOD_S)
            self._left_s = None
        self._last_s = camera_s
        return camera_s - self._away_s

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
        self.moment = Moment(judgement, guidance, said, observation.body.landmarks if observation.body else None)
        return self.moment

    def command(self, command: Command) -> Moment:
        """Do what a key asks for."""
        if command is Command.PAUSE:
            self._paused = not self._paused
            if self._paused:
                self._left_s = self._last_s
        elif command in CUTTING:
            self._judge.cut()
            self.cuts_s.append(self.time_s)
        return self._said(self._guide.command(command))

    def camera(self, *, lost: bool) -> Moment:
        """Take note that the pictures have stopped, or come again."""
        return self._said(self._guide.camera(lost=lost))

    def finish(self, info: RecordingInfo) -> Summary:
        """Close the open holds and sum up."""
        return self._judge.finish(info)

    def _said(self, announcements: tuple[Announcement, ...]) -> Moment:
        guidance = self._guide.guidance
        self.moment = Moment(self.moment.judgement, guidance, announcements, self.moment.landmarks)
        return self.moment
