"""Guides on scripts: a session with a clock, and somebody who does what the test says."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field, replace
from typing import Any, Final, Generic, TypeVar

from posecheck.coach.guidance import Announcement, Command, Guidance, Note, Rating, Stage, Tone, Upcoming
from posecheck.coach.guide import Guide
from posecheck.coach.judgement import Event, EventKind, HoldPhase, HoldState, Judgement, Sight
from posecheck.coach.plan import Plan
from posecheck.coach.routine_guide import RoutineGuide
from posecheck.coach.routine_plan import plan_routine
from posecheck.coach.setup import SetupFacts
from posecheck.measures.body import View
from posecheck.references.routine import Item, Routine
from tests.support.clips import shipped

STEP_S: Final = 0.1
WELL: Final = SetupFacts(seen=True, trunk=0.25, view=View.SIDE, people=1, brightness=120.0, fps=30.0)
NOBODY: Final = SetupFacts(brightness=120.0)

REFERENCES: Final = {reference.name: reference for reference in shipped()}
HUG: Final = Item("knee-hug", side="left", repetitions=1)
CHILD: Final = Item("child-pose", rest_s=30.0)
SALUTE: Final = Item("sun-salute-backbend", repetitions=1)

AnyGuide = TypeVar("AnyGuide", Guide, RoutineGuide)


@dataclass
class Session(ABC, Generic[AnyGuide]):
    """What every session has: the time, and what was said, shown and noted."""

    guide: AnyGuide = field(init=False)
    now_s: float = field(default=0.0, init=False)
    said: list[Announcement] = field(default_factory=list, init=False)
    shown: list[Guidance] = field(default_factory=list, init=False)
    notes: list[Note | Rating] = field(default_factory=list, init=False)

    @abstractmethod
    def judgement(self, *events: Event, **changes: Any) -> Judgement:
        """What the coach says of the moment."""

    def step(self, *events: Event, facts: SetupFacts = WELL, **changes: Any) -> Guidance:
        self.now_s += STEP_S
        self.said += self.guide.update(self.judgement(*events, **changes), facts)
        self.notes += self.guide.notes()
        self.shown.append(self.guide.guidance)
        return self.guide.guidance

    def wait(self, seconds: float, facts: SetupFacts = WELL, **changes: Any) -> Guidance:
        for _ in range(round(seconds / STEP_S)):
            self.step(facts=facts, **changes)
        return self.guide.guidance

    def press(self, command: Command) -> None:
        self.said += self.guide.command(command)
        self.notes += self.guide.notes()

    def at(self, stage: Stage) -> bool:
        return self.guide.guidance.stage is stage

    def paused(self) -> bool:
        return self.guide.guidance.paused

    def heard(self, part: str) -> bool:
        return any(part in text for text in self.words)

    @property
    def words(self) -> list[str]:
        return [each.text for each in self.said if each.text]

    @property
    def tones(self) -> list[Tone]:
        return [each.tone for each in self.said if each.tone is not None]


@dataclass
class StretchSession(Session[Guide]):
    """A session of a single stretch, whose holds last as long as is said here."""

    plan: Plan
    hold_s: float = 20.0
    voice: bool = True

    def __post_init__(self) -> None:
        self.guide = Guide(self.plan, voice=self.voice)

    def judgement(self, *events: Event, **changes: Any) -> Judgement:
        plain = Judgement(self.now_s, Sight.CLEAR, self.plan.reference.name, self.guide.guidance.variant, events=events)
        return replace(plain, **changes)

    def ready(self) -> None:
        """Go through safety and set-up."""
        self.step()
        self.press(Command.GO)
        self.wait(3)
        assert self.at(Stage.POSITION)

    def hold(self, phase: str, held_s: float | None = None, variant: str | None = None) -> None:
        """Start a hold and keep it up to its end, or a part of it."""
        changes: dict[str, Any] = {"phase": phase, "in_pose": True} | ({"variant": variant} if variant else {})
        until_s = self.hold_s if held_s is None else held_s
        start = Event(EventKind.HOLD_STARTED, self.now_s, phase)
        self.step(start, hold=HoldState(HoldPhase.HOLDING, 0.0, self.hold_s), **changes)
        held = 0.0
        while held < until_s - STEP_S / 2:
            held += STEP_S
            done = [Event(EventKind.HOLD_DONE, self.now_s, phase)] if held >= self.hold_s - STEP_S / 2 else []
            self.step(*done, hold=HoldState(HoldPhase.HOLDING, held, self.hold_s), **changes)

    def leave(self, phase: str) -> None:
        self.step(Event(EventKind.HOLD_PAUSED, self.now_s, phase))


@dataclass
class RoutineSession(Session[RoutineGuide]):
    """A session of a routine made up of these items."""

    items: tuple[Item, ...] = (HUG, CHILD, SALUTE)
    asks: bool = True

    def __post_init__(self) -> None:
        plan = plan_routine(Routine("mine", "Mine", "Mine.", self.items), REFERENCES)
        self.guide = RoutineGuide(plan, asks=self.asks)

    def judgement(self, *events: Event, **changes: Any) -> Judgement:
        reference = self.guide.step.plan.reference
        plain = Judgement(self.now_s, Sight.CLEAR, reference.name, self.guide.guidance.variant, events=events)
        return replace(plain, **changes)

    def wait_for(self, stage: Stage, facts: SetupFacts = WELL, at_most_s: float = 120.0) -> float:
        """Wait until a stage begins, and return how long that took."""
        start_s = self.now_s
        while not self.at(stage):
            assert self.now_s - start_s < at_most_s, f"never came to {stage}: {self.guide.guidance}"
            self.step(facts=facts)
        return self.now_s - start_s

    def rate(self, *digits: int) -> None:
        for digit in digits:
            self.guide.digit(digit)
            self.wait(0.5)
        self.wait(1.0)

    def begin(self, before: int | None = None) -> None:
        """Go to the announcement of the first stretch."""
        self.step()
        self.press(Command.GO)
        if before is None:
            self.press(Command.NEXT)
        else:
            self.rate(before)
        assert self.at(Stage.UPCOMING)

    def do(self) -> None:
        """Go through the stretch that comes, or that is under way."""
        if self.at(Stage.UPCOMING):
            self.press(Command.NEXT)
        while self.guide.doing:
            self.press(Command.NEXT)
            self.step()

    @property
    def upcoming(self) -> Upcoming:
        assert self.guide.guidance.upcoming is not None
        return self.guide.guidance.upcoming
