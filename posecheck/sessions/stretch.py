"""A session of a single stretch, without its threads."""

from __future__ import annotations

from posecheck.coach.guide import Guide
from posecheck.coach.judgement import Judgement
from posecheck.coach.observation import Observation
from posecheck.coach.plan import Plan
from posecheck.pose.landmarks import Landmarks
from posecheck.results.closing import closing_lines
from posecheck.results.history import Practised
from posecheck.results.recording import RecordingInfo
from posecheck.results.summary import Summary
from posecheck.sessions.asked import Asked
from posecheck.sessions.coaching import Coaching, Done
from posecheck.sessions.judging import ClipJudge


class StretchCoaching(Coaching[Guide]):
    """Judges and guides one person through a stretch.

    Args:
        plan: What to do.
        voice: Whether the words are spoken, which takes the time it takes.

    Attributes:
        plan: What to do.
    """

    kind = "live"

    def __init__(self, plan: Plan, *, voice: bool = True) -> None:
        self.plan = plan
        self._judging = ClipJudge(Asked((plan.reference,)))
        self._cuts_s: list[float] = []
        super().__init__(plan.reference.name, Guide(plan, voice=voice))

    @property
    def cut_short(self) -> bool:
        """Whether it was ended because something hurt, or a repetition was left out."""
        return self._guide.guidance.hurt or self._guide.left_out

    @property
    def cuts_s(self) -> list[float]:
        """Times after which the person began anew by key."""
        return self._cuts_s

    @property
    def done(self) -> tuple[Done, ...]:
        """What is finished so far: a stretch is a single item."""
        return (Done(0, self._judging.holds, self._judging.counts),)

    @property
    def finished(self) -> int:
        """A number that changes whenever `done` may have."""
        return self._judging.finished

    def digit(self, digit: int) -> None:
        """Take a number key, which means nothing here."""

    def finish(self, info: RecordingInfo) -> Summary:
        """Close the open holds and sum up."""
        return self._judging.finish(info)

    def closing(self, summary: Summary, last: Practised | None = None) -> tuple[str, ...]:
        """Return what the session came to in words."""
        return closing_lines(summary, last, form=self.plan.asks_form)

    def _judge(self, landmarks: Landmarks | None, time_s: float) -> tuple[Observation, Judgement]:
        return self._judging.frame(landmarks, time_s)

    def _expect(self, variant: str) -> None:
        self._judging.expect(variant)

    def _cut(self) -> None:
        self._judging.cut()
        self._cuts_s.append(self.time_s)
