"""The guide of a routine: from the first question to the last, through stretches, rests and camera moves.

Pure, as the guide of a single stretch, which it hands each stretch to. Keys are never needed: questions time out, and a
camera that was moved is told by the person who has been away and is back.
"""

from __future__ import annotations

import math
from dataclasses import replace
from enum import Enum, auto
from typing import Final

from posecheck.coach import phrases, routine_phrases
from posecheck.coach.guidance import (
    STOPPED,
    Announcement,
    Command,
    Figure,
    Guidance,
    Note,
    PainMoment,
    Rating,
    Scale,
    Stage,
    Tone,
    Upcoming,
)
from posecheck.coach.guide import Guide
from posecheck.coach.interruptions import Interruptions
from posecheck.coach.interval import Interval
from posecheck.coach.judgement import Judgement
from posecheck.coach.pain import WAIT_S, Typing, has_risen
from posecheck.coach.plan import Plan
from posecheck.coach.routine_plan import RoutinePlan, RoutineStep
from posecheck.coach.setup import SetupFacts
from posecheck.coach.speaking import Speaking
from posecheck.coach.waiting import Acknowledgement
from posecheck.measures.body import View

STRETCH: Final = "stretch"
LEFT_OUT: Final = "left out"
REPEATED: Final = "done again"
"""Kinds of notes."""


class _Place(Enum):
    """Where a routine is."""

    WELCOME = auto()
    RATING_BEFORE = auto()
    UPCOMING = auto()
    DOING = auto()
    STOPPED = auto()
    RATING_AFTER = auto()
    OVER = auto()


_MOMENTS: Final[dict[_Place, PainMoment]] = {_Place.RATING_BEFORE: "before", _Place.RATING_AFTER: "after"}


class RoutineGuide:
    """Leads one person through one routine.

    Args:
        plan: What to do.
        voice: Whether the words are spoken; otherwise they are given time to be read.
        asks: Whether pain is asked for; somebody without keys could not answer.

    Attributes:
        plan: What to do.
        index: Which stretch it is about, from 0.
        runs: How many stretches were begun; one that is done again counts again.
        obeyed: Whether the last key meant something where the routine was.
        stopped: Whether the routine was ended because of pain.
        done: Indices of the stretches that were led to their end.
        left_out: Whether a repetition in one of them was passed over by key.
        pain_before: As it was rated before the first stretch; None when it wasn't.
        pain_after: As it was rated at the end.
    """

    def __init__(self, plan: RoutinePlan, *, voice: bool = True, asks: bool = True) -> None:
        self.plan = plan
        self.index = 0
        self.runs = 0
        self.obeyed = False
        self.stopped = False
        self.done: list[int] = []
        self.left_out = False
        self.pain_before: int | None = None
        self.pain_after: int | None = None
        self._voice, self._asks = voice, asks
        self._place = _Place.WELCOME
        self._since_s = -math.inf
        self._now_s = 0.0
        self._headline = ""
        self._lines: tuple[str, ...] = ()
        self._guide: Guide | None = None
        self._words = Speaking()
        self._interruptions = Interruptions(self._words)
        self._acknowledged = Acknowledgement(voice=voice)
        self._typing = Typing()
        self._interval: Interval | None = None
        self._standing: str | None = None
        self._notes: list[Note | Rating] = []

    # -- what goes in and comes out -----------------------------------------------------------------------------------

    @property
    def step(self) -> RoutineStep:
        """The stretch that it is about."""
        return self.plan.steps[self.index]

    @property
    def stretch(self) -> Plan:
        """The stretch that it is about, as a plan."""
        return self.step.plan

    @property
    def over(self) -> bool:
        """Whether nothing is left to do."""
        return self._place is _Place.OVER

    @property
    def doing(self) -> bool:
        """Whether a stretch is under way."""
        return self._place is _Place.DOING

    @property
    def guidance(self) -> Guidance:
        """What to show now."""
        if self.doing and self._guide is not None:
            shown = self._guide.guidance
            caption = self._words.caption or shown.caption
            return replace(
                shown, caption=caption, paused=self._interruptions.paused, camera_lost=self._interruptions.camera_lost
            )
        stages = {
            _Place.WELCOME: Stage.SAFETY,
            _Place.UPCOMING: Stage.UPCOMING,
            _Place.STOPPED: Stage.STOPPED,
            _Place.OVER: Stage.SUMMARY,
        }
        shown = Guidance(
            stage=stages.get(self._place, Stage.PAIN),
            headline=self._headline,
            caption=self._words.caption,
            lines=self._lines,
            variant=self.step.plan.steps[0].variants[0],
            hurt=self.stopped,
            paused=self._interruptions.paused,
            camera_lost=self._interruptions.camera_lost,
        )
        if self._place in _MOMENTS:
            before = self.pain_before if self._place is _Place.RATING_AFTER else None
            return replace(shown, scale=Scale(self._typing.rating, before))
        if self._place is not _Place.UPCOMING:
            return shown
        return replace(
            shown,
            upcoming=Upcoming(
                self.step.title,
                self.index + 1,
                len(self.plan.steps),
                self.step.camera.placement if self._moves else "",
            ),
            ring=self._interval.rest(self._now_s) if self._interval else None,
            figure=_figure(self.step.plan),
        )

    def notes(self) -> tuple[Note | Rating, ...]:
        """Return what is worth keeping of what has happened since this was last asked."""
        notes, self._notes = tuple(self._notes), []
        return notes

    def update(self, judgement: Judgement, facts: SetupFacts) -> tuple[Announcement, ...]:
        """Take the next moment and return what is to be heard now.

        Args:
            judgement: Of the moment, by the coach of the stretch that is under way.
            facts: What the set-up check looks at.
        """
        self._now_s = judgement.time_s
        self._words.tick(self._now_s)
        if self._since_s == -math.inf:
            self._enter(_Place.WELCOME, phrases.READY, routine_phrases.welcome(self.plan))
        said: tuple[Announcement, ...] = ()
        if self._typing.settled(self._now_s):
            self._take_rating()
        match self._place:
            case _Place.WELCOME if self._acknowledged.update(self._now_s, seen=facts.seen, said=self._words.done):
                self._ask_before()
            case _Place.RATING_BEFORE | _Place.RATING_AFTER if self._typing.rating is None:
                if self._words.quiet_s >= WAIT_S:
                    self._take_rating()
            case _Place.UPCOMING if self._interval and self._interval.update(facts, self._now_s):
                self._do()
            case _Place.DOING if self._guide is not None:
                said = self._guide.update(judgement, facts)
                if self._guide.over:
                    self.left_out = self.left_out or self._guide.left_out
                    self._finish_stretch()
            case _Place.STOPPED if self._words.done and self._now_s - self._since_s >= phrases.STOPPED_S:
                self._ask_after()
        return (*said, *self._words.flush())

    def command(self, command: Command) -> tuple[Announcement, ...]:
        """Do what a key asks for and return what is to be heard now."""
        self.obeyed = True
        match command:
            case Command.PAUSE:
                self._interruptions.toggle_pause()
            case Command.PAIN if self._place not in (_Place.STOPPED, _Place.OVER):
                self._stop(phrases.PAIN_STOP)
            case Command.SKIP if self._place in (_Place.UPCOMING, _Place.DOING):
                self._interruptions.paused = False
                self._note(LEFT_OUT, self.step.plan.reference.name)
                self._words.now(routine_phrases.SKIPPED)
                self._go_on(rest_s=0.0)
            case Command.AGAIN if self._place is _Place.DOING:
                self._again()
            case Command.AGAIN if self._place is _Place.UPCOMING and self.index > 0:
                self.index -= 1
                self._again()
            case Command.GO | Command.NEXT if self._place is _Place.WELCOME:
                self._ask_before()
            case Command.GO | Command.NEXT if self._place in _MOMENTS:
                self._take_rating()
            case Command.NEXT if self._place is _Place.UPCOMING:
                self._do()
            case Command.NEXT if self._place is _Place.STOPPED:
                self._ask_after()
            case _ if self.doing and self._guide is not None:
                said = self._guide.command(command)
                self.obeyed = self._guide.obeyed
                return (*self._words.flush(), *said)
            case _:
                self.obeyed = False
        return self._words.flush()

    def digit(self, digit: int) -> None:
        """Take a number key: pain may be rated whenever something is being done, not only when it is asked for."""
        if self._place in (*_MOMENTS, _Place.UPCOMING, _Place.DOING):
            self._typing.digit(digit, self._now_s)

    def camera(self, *, lost: bool) -> tuple[Announcement, ...]:
        """Take note that the pictures have stopped, or come again."""
        self._interruptions.camera(lost=lost)
        return self._words.flush()

    # -- places -------------------------------------------------------------------------------------------------------

    @property
    def _moves(self) -> bool:
        """Whether the camera stands elsewhere than the next stretch needs it."""
        return self.step.camera.placement != self._standing

    def _ask_before(self) -> None:
        if self._asks:
            self._enter(_Place.RATING_BEFORE, routine_phrases.RATE_BEFORE, (routine_phrases.RATE_BEFORE,))
        else:
            self._announce(0, rest_s=0.0)

    def _ask_after(self) -> None:
        if self._asks:
            self._enter(_Place.RATING_AFTER, routine_phrases.RATE_AFTER, (routine_phrases.RATE_AFTER,))
        else:
            self._enter(_Place.OVER)

    def _announce(self, index: int, rest_s: float) -> None:
        """Say what comes next, during the rest."""
        self.index = index
        # Before the first stretch the camera stands already, and the set-up check says whether well.
        moved = self._moves and self._standing is not None
        self._interval = Interval(self._words, self._now_s, rest_s, moved=moved, voice=self._voice)
        words = routine_phrases.upcoming(self.plan, index, rest_s, moved=self._moves)
        self._enter(_Place.UPCOMING, next(text for text in words if self.step.title in text), words)

    def _do(self) -> None:
        """Hand the stretch to a guide of its own."""
        self.runs += 1
        self._standing = self.step.camera_after.placement
        self._guide = Guide(self.step.plan, voice=self._voice, part=True)
        self._note(STRETCH, self.step.plan.reference.name)
        self._enter(_Place.DOING)

    def _finish_stretch(self) -> None:
        if self.index not in self.done:
            self.done.append(self.index)
        self._go_on(self.step.item.rest_s)

    def _go_on(self, rest_s: float) -> None:
        if self.index + 1 < len(self.plan.steps):
            self._announce(self.index + 1, rest_s)
        else:
            self._ask_after()

    def _again(self) -> None:
        self._interruptions.paused = False
        self._note(REPEATED, self.step.plan.reference.name)
        self._words.now(routine_phrases.AGAIN)
        self._do()

    # -- pain ---------------------------------------------------------------------------------------------------------

    def _take_rating(self) -> None:
        """Take the rating that was typed, or the lack of one, for an answer."""
        rating, self._typing = self._typing.rating, Typing()
        when = _MOMENTS.get(self._place, "during")
        if rating is not None:
            self._notes.append(Rating(when, rating, self._now_s))
        before = self.pain_before
        if when == "before":
            self.pain_before = rating
        elif when == "after":
            self.pain_after = rating
        if before is not None and rating is not None and has_risen(before, rating) and not self.stopped:
            self._stop(routine_phrases.pain_risen(before, rating))
        elif when == "during":
            self._words.maybe(routine_phrases.rated(rating))
        elif when == "before":
            self._words.now(routine_phrases.rated(rating))
            self._announce(0, rest_s=0.0)
        else:
            self._words.now(routine_phrases.rated(rating))
            self._enter(_Place.OVER)

    def _stop(self, words: tuple[str, ...]) -> None:
        """Stop kindly because of pain."""
        self.stopped = True
        self._interruptions.paused = False
        self._note(STOPPED, self.step.plan.reference.name if self.runs else "")
        self._words.tone(Tone.PAUSED)
        rated = self._place is _Place.RATING_AFTER
        self._enter(_Place.STOPPED, words[0])
        self._lines = words
        self._words.in_turn(words)
        self._asks = self._asks and not rated

    def _note(self, kind: str, text: str = "") -> None:
        self._notes.append(Note(kind, self._now_s, text))

    def _enter(self, place: _Place, headline: str = "", words: tuple[str, ...] = ()) -> None:
        self._place = place
        self._since_s = self._now_s
        self._headline = headline
        self._lines = words
        self._typing = Typing()
        self._words.forget()
        for sentence in words:
            self._words.later(sentence)


def _figure(plan: Plan) -> Figure | None:
    """The position that a stretch is about: the last that is held, or the first that is counted.

    None where it isn't seen from the side, from where figures are drawn.
    """
    step = plan.steps[0]
    if View.SIDE not in plan.camera(step).views:
        return None
    phases = plan.phases(step)
    held = [phase for phase in phases if phase.hold is not None]
    counted = [phase for phase in phases if phase.count is not None]
    shown = held[-1] if held else counted[0] if counted else phases[-1]
    return Figure(step.variants[0], shown.name)
