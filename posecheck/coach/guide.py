"""The guide: leads through a session, from the safety text to "come up slowly".

Pure, as the coach is: judgements, set-up facts and keys with their times in; what to show and what to say out. Nothing
that is needed to go on is shown without being said, because the person may lie face down.
"""

from __future__ import annotations

import math
from typing import Final

from posecheck.coach import phrases
from posecheck.coach.company import Company
from posecheck.coach.countdown import HoldCounts
from posecheck.coach.guidance import (
    STOPPED,
    Announcement,
    Command,
    Countdown,
    Figure,
    Guidance,
    Note,
    Rating,
    Stage,
    Tone,
)
from posecheck.coach.interruptions import Interruptions
from posecheck.coach.judgement import Event, EventKind, HoldPhase, Judgement, Sight
from posecheck.coach.plan import Plan
from posecheck.coach.progress import Progress
from posecheck.coach.setup import SetupCheck, SetupFacts
from posecheck.coach.speaking import Speaking
from posecheck.coach.waiting import PATIENCE_S, Acknowledgement, Hints
from posecheck.references.schema import Phase

REST_S: Final = 5.0
LONG_HOLD_S: Final = 10.0
"""Shorter holds need no rest between the repetitions."""

PATIENT_SHARE: Final = 0.4
"""An instruction may be said to its end for this share of a hold: that leaves time for a word before half of it. The
safety text may take all of it: the tone has told that the time runs, and nothing else matters as much."""

EXIT_S: Final = 3.0
STAY_S: Final = 30.0
"""Whoever stays in the pose after the end is left in peace this long before the summary."""

_INTRO: Final = (Stage.SAFETY, Stage.SETUP)
_WORKING: Final = (Stage.POSITION, Stage.HOLD, Stage.COUNT, Stage.RELEASE, Stage.REST)
_ENDED: Final = (Stage.EXIT, Stage.STOPPED, Stage.SUMMARY)


class Guide:
    """Leads one person through one plan.

    Args:
        plan: What to do.
        voice: Whether the words are spoken; otherwise they are given time to be read.
        part: Whether it is one stretch of several: the safety text was said before, and its end is not the end.

    Attributes:
        plan: What to do.
        stage: Where the session is.
        obeyed: Whether the last key meant something where the session was.
    """

    def __init__(self, plan: Plan, *, voice: bool = True, part: bool = False) -> None:
        self.plan = plan
        self._part = part
        self.stage = Stage.SETUP if part else Stage.SAFETY
        self.obeyed = False
        self._since_s = -math.inf
        self._now_s = 0.0
        self._headline = ""
        self._progress = Progress(plan)
        self._words = Speaking()
        self._interruptions = Interruptions(self._words)
        self._counts = HoldCounts()
        self._setup = SetupCheck(plan.camera(plan.steps[0]))
        self._acknowledged = Acknowledgement(voice=voice)
        self._hints = Hints()
        self._company = Company()
        self._hurt = False
        self._unsaid: str | None = None  # what comes before the words for a hold that wait for the instruction's end
        self._notes: list[Note | Rating] = []

    # -- what goes in and comes out -----------------------------------------------------------------------------------

    @property
    def stretch(self) -> Plan:
        """The stretch that is being done."""
        return self.plan

    @property
    def over(self) -> bool:
        """Whether nothing is left to do but the summary."""
        return self.stage is Stage.SUMMARY

    @property
    def left_out(self) -> bool:
        """Whether a repetition was passed over by key."""
        return self._progress.left_out > 0

    @property
    def guidance(self) -> Guidance:
        """What to show now."""
        progress = self._progress
        standing = Figure() if progress.from_side else None
        figure = {Stage.SETUP: standing, Stage.POSITION: progress.figure}.get(self.stage)
        resting = self.stage is Stage.REST
        return Guidance(
            stage=self.stage,
            headline=self._headline,
            caption=self._words.caption,
            lines=self._lines,
            ring=Countdown(self._now_s - self._since_s, REST_S) if resting else None,
            variant=progress.variant,
            side=progress.side,
            repetition=min(progress.done + 1, progress.step.repetitions),
            repetitions=progress.step.repetitions,
            figure=figure,
            hurt=self._hurt,
            paused=self._interruptions.paused,
            camera_lost=self._interruptions.camera_lost,
        )

    @property
    def _lines(self) -> tuple[str, ...]:
        if self.stage is Stage.SAFETY:
            return phrases.safety(self.plan)
        return phrases.PAIN_STOP if self.stage is Stage.STOPPED else ()

    def notes(self) -> tuple[Note | Rating, ...]:
        """Return what is worth keeping of what has happened since this was last asked, beside holds and counts."""
        notes, self._notes = tuple(self._notes), []
        return notes

    def update(self, judgement: Judgement, facts: SetupFacts) -> tuple[Announcement, ...]:
        """Take the next moment and return what is to be heard now.

        Args:
            judgement: Of the moment, by the coach that fits best.
            facts: What the set-up check looks at.
        """
        self._now_s = judgement.time_s
        self._words.tick(self._now_s)
        if self._since_s == -math.inf:
            self._begin()
        for event in judgement.events:
            if self.stage not in _ENDED:
                self._take(event, judgement)
        match self.stage:
            case Stage.SAFETY if self._acknowledged.update(self._now_s, seen=facts.seen, said=self._words.done):
                self._enter(Stage.SETUP)
            case Stage.SETUP:
                self._in_setup(facts)
            case Stage.POSITION:
                self._in_position(judgement)
            case Stage.HOLD:
                self._in_hold(judgement)
            case Stage.COUNT:
                self._remind(judgement, self._progress.goal.instruction)
            case Stage.RELEASE:
                self._in_release(judgement)
            case Stage.REST if self._now_s - self._since_s >= REST_S and self._words.done:
                self._start_repetition()
            case Stage.EXIT:
                self._in_exit(judgement)
            case Stage.STOPPED if self._words.done and self._now_s - self._since_s >= phrases.STOPPED_S:
                self._enter(Stage.SUMMARY)
        free = self.stage in _WORKING and self._words.quiet_s > 0
        self._words.later(self._company.update(facts.people, self._now_s, free=free))
        return self._words.flush()

    def command(self, command: Command) -> tuple[Announcement, ...]:
        """Do what a key asks for and return what is to be heard now."""
        working = self.stage in _WORKING
        self.obeyed = True
        match command:
            case Command.PAUSE:
                self._interruptions.toggle_pause()
            case Command.GO if self.stage is Stage.SAFETY:
                self._enter(Stage.SETUP)
            case Command.NEXT:
                self._next()
            case Command.PAIN if self.stage not in (Stage.STOPPED, Stage.SUMMARY):
                self._stop()
            case Command.RESTART if working:
                self._ask_for(self._progress.phases[0], "From the start.")
            case Command.SWITCH_SIDE if working and self._progress.other_side():
                self._ask_for(self._progress.phases[0], "Changing sides.")
            case Command.SWITCH_SIDE if working and len(self._progress.counted) > 1:
                self._ask_for(self._progress.following_counted(self._progress.goal.name), "Now the other one.")
            case Command.SWITCH_SIDE if working:
                self.obeyed = False
                self._words.now(phrases.NO_OTHER_SIDE)
            case _:
                self.obeyed = False
        return self._words.flush()

    def camera(self, *, lost: bool) -> tuple[Announcement, ...]:
        """Take note that the pictures have stopped, or come again."""
        self._interruptions.camera(lost=lost)
        return self._words.flush()

    # -- events of the coach ------------------------------------------------------------------------------------------

    def _take(self, event: Event, judgement: Judgement) -> None:
        kind, words, holding = event.kind, self._words, self.stage is Stage.HOLD
        if kind is EventKind.HOLD_STARTED:
            self._hold_started(judgement)
        elif kind is EventKind.SAFETY:
            words.now(event.text)
        elif self.stage in _INTRO:
            return  # the set-up check has its own words for what is wrong
        elif kind is EventKind.SIGHT:
            words.now(event.text or phrases.SEEN_AGAIN)
        elif kind is EventKind.CUE:
            words.maybe(event.text)
        elif kind is EventKind.FIXED:
            words.tone(Tone.FIXED)
            words.maybe(event.text)
        elif kind is EventKind.HOLD_PAUSED and holding:
            self._unsaid = None  # how much is left is said when it goes on
            words.tone(Tone.PAUSED)
            if judgement.sight is Sight.CLEAR:  # otherwise the coach says what is wrong with the sight
                words.now(phrases.paused(judgement.cue or judgement.hint))
        elif kind is EventKind.HOLD_RESUMED and holding:
            words.tone(Tone.IN_POSE)
            words.now(phrases.resumed(judgement.hold.left_s) if judgement.hold else "")
        elif kind is EventKind.HOLD_DONE and event.phase is not None:
            self._hold_done(event.phase, judgement.variant)
        elif kind is EventKind.COUNTED and event.phase is not None:
            self._counted(event.phase, judgement.variant)
        elif kind is EventKind.HOLD_ENDED and holding:
            self._ask_for(self._progress.phase(event.phase), "Begin again when you are ready.")

    def _hold_started(self, judgement: Judgement) -> None:
        if not self._progress.asked_for(judgement.variant):
            return  # another part of the stretch, which isn't due now
        swapped = self._progress.accept(judgement.variant, judgement.phase)
        before = f"{self._progress.step.title} first, that's fine. " if swapped else ""
        unheard = self._progress.phase(judgement.phase).instruction if self.stage in _INTRO else ""
        self._words.skip(phrases.READY)
        target_s = judgement.hold.target_s if judgement.hold else 0.0
        share = {Stage.SAFETY: 1.0, Stage.POSITION: PATIENT_SHARE}.get(self.stage, 0.0)
        patient = 0.0 < self._words.left_s <= share * target_s
        self._counts.start()
        self._enter(Stage.HOLD, hush=not patient)
        self._words.tone(Tone.IN_POSE)
        if patient:
            self._unsaid = before  # whoever is in the pose so soon is to hear what to look out for and what to do there
        else:
            self._words.now(before + phrases.hold_started(target_s))
        self._words.later(unheard)  # for whoever was in the pose before it was asked for

    def _hold_done(self, phase: str, variant: str) -> None:
        if not self._progress.asked_for(variant) or all(phase != each.name for each in self._progress.phases):
            return  # held again, though something else is due by now
        self._words.tone(Tone.DONE)
        if phase == self._progress.last_held.name:
            self._repetition_over()
        else:
            self._ask_for(self._progress.following(phase), "Good.")

    def _counted(self, phase: str, variant: str) -> None:
        progress = self._progress
        if not progress.asked_for(variant) or self.stage is Stage.RELEASE:
            return
        progress.accept(variant, phase)
        repeated = progress.count_movement(phase)
        self._words.tone(Tone.IN_POSE)
        if progress.side_over:
            self._words.tone(Tone.DONE)
            self._go_on()
            return
        # It may have been the other side first: what follows is asked for from what was done.
        progress.goal = progress.following_counted(phase)
        self._enter(Stage.COUNT)
        self._headline = phrases.counted(progress.done if repeated else 0, progress.goal, of=len(progress.counted))
        self._words.now(self._headline)

    # -- stages -------------------------------------------------------------------------------------------------------

    def _begin(self) -> None:
        self._enter(self.stage)
        if self._part:
            return
        for sentence in phrases.safety(self.plan):
            self._words.later(sentence)
        self._headline = phrases.READY

    def _in_setup(self, facts: SetupFacts) -> None:
        said = self._setup.update(facts, self._now_s)
        if said:
            self._headline = said
            self._words.now(said)
        if self._setup.ready:
            self._ask_for(self._progress.phases[0], phrases.SEEN)

    def _in_position(self, judgement: Judgement) -> None:
        progress, words = self._progress, self._words
        over = _holding(judgement) and judgement.hold is not None and judgement.hold.left_s <= 0
        if over and judgement.phase == progress.last_held.name:
            # Still in the last repetition's hold: without letting go there is no next one.
            self._enter(Stage.RELEASE)
            self._headline = phrases.release(self.plan, progress.step, progress.last_held.name)
            words.later(self._headline)
            return
        passed_through = progress.goal.hold is None and progress.goal.count is None
        if judgement.phase == progress.goal.name and passed_through:
            self._ask_for(progress.following(progress.goal.name))
        self._remind(judgement, self._headline)

    def _remind(self, judgement: Judgement, what: str) -> None:
        """Say what is in the way of what is asked for, or ask again when nothing happens."""
        words = self._words
        if hint := self._hints.update(judgement.hint, self._now_s, free=words.quiet_s > 0):
            words.later(hint)
        elif not judgement.hint and words.quiet_s >= PATIENCE_S and judgement.sight is Sight.CLEAR:
            words.later(what)

    def _in_hold(self, judgement: Judgement) -> None:
        if self._unsaid is not None and judgement.hold is not None and self._words.done:
            self._words.now(self._unsaid + phrases.hold_started(judgement.hold.left_s))
            self._unsaid = None
        if judgement.hold is not None and (count := self._counts.due(judgement.hold)):
            self._words.now(count)

    def _in_release(self, judgement: Judgement) -> None:
        last = self._progress.last_held
        if _holding(judgement) and judgement.phase == last.name:
            if self._words.quiet_s >= PATIENCE_S:
                self._words.later(self._headline)
        elif last.hold is not None and last.hold.seconds < LONG_HOLD_S:
            self._start_repetition()
        else:
            self._enter(Stage.REST)
            self._headline = phrases.REST
            self._words.later(phrases.REST)

    def _in_exit(self, judgement: Judgement) -> None:
        said = self._words.done and self._now_s >= self._since_s + EXIT_S
        if (said and not _holding(judgement)) or self._now_s - self._since_s >= STAY_S:
            self._enter(Stage.SUMMARY)

    # -- going on -----------------------------------------------------------------------------------------------------

    def _repetition_over(self) -> None:
        self._progress.count_repetition()
        self._go_on()

    def _leave_out(self, repetitions: int = 1) -> None:
        self._progress.leave_out(repetitions)
        self._go_on(left_out=True)

    def _go_on(self, *, left_out: bool = False) -> None:
        """Go on after a repetition, or after it was left out."""
        progress = self._progress
        way_out = phrases.release(self.plan, progress.step, progress.last_held.name)
        if progress.all_over:
            self._enter(Stage.EXIT)
            if progress.nothing_done:
                self._headline = phrases.left_out(way_out)
            else:
                self._headline = f"Good. {way_out}" if self._part else phrases.ending(way_out)
        elif progress.side_over and progress.step.side is None:
            # The next part of a sequence is done from where the person is.
            progress.go_on()
            self._ask_for(progress.phases[0], "Good.")
            return
        else:
            self._enter(Stage.RELEASE)
            done = phrases.repetition_done(progress.step, progress.done, way_out)
            self._headline = phrases.left_out(way_out) if left_out else done
        self._words.now(self._headline)

    def _start_repetition(self) -> None:
        self._progress.go_on()
        self._ask_for(self._progress.phases[0])

    def _ask_for(self, phase: Phase, before: str = "") -> None:
        """Ask the person to get into a phase; right away where it answers to something that has just happened."""
        progress = self._progress
        progress.goal = phase
        self._enter(Stage.POSITION)
        words = phase.instruction
        if phase.name == progress.phases[0].name:
            words = phrases.instruction(phase, progress.step, progress.done + 1)
        self._headline = f"{before} {words}".strip()
        (self._words.now if before else self._words.later)(self._headline)

    def _next(self) -> None:
        match self.stage:
            case Stage.SAFETY:
                self._enter(Stage.SETUP)
            case Stage.SETUP:
                self._ask_for(self._progress.phases[0], "Here we go.")
            case Stage.RELEASE | Stage.REST:
                self._start_repetition()
            case Stage.POSITION | Stage.COUNT if self._progress.counted:
                self._leave_out(self._progress.step.repetitions - self._progress.done)
            case Stage.POSITION | Stage.HOLD:
                self._leave_out()
            case _:
                self._enter(Stage.SUMMARY)

    def _stop(self) -> None:
        """Stop because something hurts."""
        self._hurt = True
        self._notes.append(Note(STOPPED, self._now_s, self.plan.reference.name))
        self._interruptions.paused = False
        self._enter(Stage.STOPPED)
        self._words.tone(Tone.PAUSED)
        self._words.in_turn(phrases.PAIN_STOP)

    def _enter(self, stage: Stage, *, hush: bool = True) -> None:
        self.stage = stage
        self._since_s = self._now_s
        self._headline = ""
        self._unsaid = None
        if hush:
            self._words.forget()


def _holding(judgement: Judgement) -> bool:
    return judgement.hold is not None and judgement.hold.state is HoldPhase.HOLDING
