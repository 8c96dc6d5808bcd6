"""A session of a routine, without its threads: a judge of its own for each stretch, and one guide over all."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from posecheck.coach.guidance import Command
from posecheck.coach.judgement import CountRecord, HoldRecord, Judgement
from posecheck.coach.observation import Observation, Observer
from posecheck.coach.plan import Plan
from posecheck.coach.routine_guide import RoutineGuide
from posecheck.coach.routine_plan import RoutinePlan
from posecheck.pose.landmarks import Landmarks
from posecheck.results.history import Practised
from posecheck.results.recording import RecordingInfo
from posecheck.results.routine_closing import RoutineEnd, routine_closing_lines
from posecheck.results.summary import Summary, main_stretch
from posecheck.sessions.asked import Asked
from posecheck.sessions.coaching import Coaching, Done, Moment, PictureFacts
from posecheck.sessions.judging import ClipJudge


@dataclass
class Run:
    """A stretch that was begun; one that is done again is another run.

    Attributes:
        item: Which of the routine's stretches it is, from 0.
        plan: What to do.
        judge: Its judge.
        start_s: Session time of its first picture.
        end_s: Of its last one.
        cuts_s: Times after which the person began anew by key.
        complete: Whether it was led to its end.
    """

    item: int
    plan: Plan
    judge: ClipJudge
    start_s: float
    end_s: float
    cuts_s: list[float] = field(default_factory=list)
    complete: bool = False


class RoutineCoaching(Coaching[RoutineGuide]):
    """Judges and guides one person through a routine.

    Args:
        plan: What to do.
        voice: Whether the words are spoken, which takes the time it takes.
        asks: Whether pain is asked for; somebody without keys could not answer.

    Attributes:
        runs: The stretches that were begun, in order.
        judged: The one that the last picture was judged for; None between the stretches.
    """

    kind = "routine"

    def __init__(self, plan: RoutinePlan, *, voice: bool = True, asks: bool = True) -> None:
        self.runs: list[Run] = []
        self.judged: Run | None = None
        self._observer = Observer()
        super().__init__(plan.routine.name, RoutineGuide(plan, voice=voice, asks=asks))

    @property
    def cuts_s(self) -> list[float]:
        """Times after which the person began anew by key."""
        return [cut_s for run in self.runs for cut_s in run.cuts_s]

    @property
    def cut_short(self) -> bool:
        """Whether it was ended because something hurt, or a stretch or a repetition was left out."""
        guide = self._guide
        return guide.stopped or guide.left_out or len(self._practised) < len(guide.plan.steps)

    @property
    def done(self) -> tuple[Done, ...]:
        """What is finished so far, of each item that was begun."""
        items = dict.fromkeys(run.item for run in self.runs)
        return tuple(Done(item, self._holds(item), self._counts(item)) for item in items)

    @property
    def finished(self) -> int:
        """A number that changes whenever `done` may have."""
        return sum(run.judge.finished for run in self.runs) + len(self.runs)

    def frame(self, landmarks: Landmarks | None, time_s: float, facts: PictureFacts) -> Moment:
        """Take the next picture, as in `Coaching`."""
        moment = super().frame(landmarks, time_s, facts)
        self._close_finished()
        return moment

    def command(self, command: Command) -> Moment:
        """Do what a key asks for."""
        moment = super().command(command)
        self._close_finished()
        return moment

    def digit(self, digit: int) -> None:
        """Take a number key: a rating of pain."""
        self._guide.digit(digit)

    def finish(self, info: RecordingInfo) -> Summary:
        """Close the open holds and sum up."""
        parts = [self.summary(run, info) for run in self.runs]
        holds = tuple(hold for part in parts for hold in part.holds)
        counts = tuple(count for part in parts for count in part.counts)
        pose, variant, score = main_stretch((*holds, *counts))
        seen = max(parts, key=lambda part: part.detected_frames, default=None)
        return Summary(
            source=info.source,
            kind="video",
            duration_s=info.duration_s,
            frames=sum(part.frames for part in parts),
            detected_frames=sum(part.detected_frames for part in parts),
            view=seen.view if seen else {"kind": None, "yaw_deg": None, "shares": {}},
            pose=pose,
            variant=variant,
            accepted=pose is not None,
            score=score,
            holds=holds,
            repetitions=sum(part.repetitions for part in parts),
            warnings=tuple(dict.fromkeys(warning for part in parts for warning in part.warnings)),
            complete=info.complete,
            counts=counts,
        )

    def closing(self, summary: Summary, last: Practised | None = None) -> tuple[str, ...]:  # noqa: ARG002
        """Return what the routine came to in words; routines differ too much from day to day to be compared."""
        guide = self._guide
        steps = guide.plan.steps
        end = RoutineEnd(
            title=guide.plan.routine.title,
            done=len(self._practised),
            of=len(steps),
            left_out=[step.title for index, step in enumerate(steps) if index not in self._practised],
            stopped=guide.stopped,
            before=guide.pain_before,
            after=guide.pain_after,
        )
        return routine_closing_lines(end, summary)

    def summary(self, run: Run, info: RecordingInfo) -> Summary:
        """Sum up one stretch; `info` is about the session."""
        return replace(run.judge.finish(info), duration_s=run.end_s - run.start_s, complete=run.complete)

    def _judge(self, landmarks: Landmarks | None, time_s: float) -> tuple[Observation, Judgement]:
        run = self.judged = self._run()
        if run is None:
            return self._observer.observe(landmarks, time_s), self._nobody(time_s)
        run.end_s = time_s
        return run.judge.frame(landmarks, time_s)

    def _expect(self, variant: str) -> None:
        if self.judged is not None:
            self.judged.judge.expect(variant)

    def _cut(self) -> None:
        # A stretch that is over is closed by `_close_finished`, and one without a picture has nothing to be ended.
        if self._guide.doing and len(self.runs) == self._guide.runs:
            self.runs[-1].judge.cut()
            self.runs[-1].cuts_s.append(self.time_s)

    # -- stretches ----------------------------------------------------------------------------------------------------

    def _run(self) -> Run | None:
        """The stretch that is under way, begun if need be; None between the stretches."""
        if not self._guide.doing:
            return None
        if len(self.runs) < self._guide.runs:
            plan = self._guide.step.plan
            judge = ClipJudge(Asked((plan.reference,)))
            self.runs.append(Run(self._guide.index, plan, judge, self.time_s, self.time_s))
        return self.runs[-1]

    def _close_finished(self) -> None:
        """End what is still held when a stretch is over: what comes belongs to the rest."""
        if self.runs and (not self._guide.doing or len(self.runs) < self._guide.runs):
            run = self.runs[-1]
            run.judge.cut()
            run.complete = run.complete or run.item in self._guide.done

    @property
    def _practised(self) -> list[int]:
        """The stretches that were led to their end, not only by key."""
        return [item for item in self._guide.done if self._holds(item) or self._counts(item)]

    def _holds(self, item: int) -> tuple[HoldRecord, ...]:
        return tuple(hold for run in self.runs if run.item == item for hold in run.judge.holds)

    def _counts(self, item: int) -> tuple[CountRecord, ...]:
        return tuple(count for run in self.runs if run.item == item for count in run.judge.counts)
