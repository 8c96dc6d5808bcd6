"""The guide of a routine on scripts: what is said when, camera moves, keys, and pain."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from posecheck.coach import phrases, routine_phrases
from posecheck.coach.guidance import STOPPED, Announcement, Command, Guidance, Note, Rating, Stage, Upcoming
from posecheck.coach.interval import MOVE_S
from posecheck.coach.judgement import Judgement, Sight
from posecheck.coach.pain import WAIT_S
from posecheck.coach.phrases import STOPPED_S
from posecheck.coach.routine_guide import LEFT_OUT, REPEATED, STRETCH, RoutineGuide
from posecheck.coach.routine_plan import plan_routine
from posecheck.coach.setup import SetupFacts
from posecheck.measures.body import View
from posecheck.references.routine import Item, Routine
from tests.support.clips import shipped

STEP_S = 0.1
WELL = SetupFacts(seen=True, trunk=0.25, view=View.SIDE, people=1, brightness=120.0, fps=30.0)
NOBODY = SetupFacts(brightness=120.0)
REFERENCES = {reference.name: reference for reference in shipped()}
HUG, CHILD = Item("knee-hug", side="left", repetitions=1), Item("child-pose", rest_s=30.0)
SALUTE = Item("sun-salute-backbend", repetitions=1)
LYING = REFERENCES["knee-hug"].camera.placement
STANDING = REFERENCES["sun-salute-backbend"].camera.placement


@dataclass
class Session:
    """A guide with a clock and somebody who does what the test says."""

    items: tuple[Item, ...] = (HUG, CHILD, SALUTE)
    options: dict[str, Any] = field(default_factory=dict)
    now_s: float = 0.0
    said: list[Announcement] = field(default_factory=list)
    shown: list[Guidance] = field(default_factory=list)
    notes: list[Note | Rating] = field(default_factory=list)

    def __post_init__(self) -> None:
        plan = plan_routine(Routine("mine", "Mine", "Mine.", self.items), REFERENCES)
        self.guide = RoutineGuide(plan, **self.options)

    def step(self, facts: SetupFacts = WELL) -> Guidance:
        self.now_s += STEP_S
        guidance = self.guide.guidance
        judgement = Judgement(self.now_s, Sight.CLEAR, self.guide.step.plan.reference.name, guidance.variant)
        self.said += self.guide.update(judgement, facts)
        self.notes += self.guide.notes()
        self.shown.append(self.guide.guidance)
        return self.guide.guidance

    def wait(self, seconds: float, facts: SetupFacts = WELL) -> Guidance:
        for _ in range(round(seconds / STEP_S)):
            self.step(facts)
        return self.guide.guidance

    def wait_for(self, stage: Stage, facts: SetupFacts = WELL, at_most_s: float = 120.0) -> float:
        """Wait until a stage begins, and return how long that took."""
        start_s = self.now_s
        while self.guide.guidance.stage is not stage:
            assert self.now_s - start_s < at_most_s, f"never came to {stage}: {self.guide.guidance}"
            self.step(facts)
        return self.now_s - start_s

    def press(self, command: Command) -> None:
        self.said += self.guide.command(command)
        self.notes += self.guide.notes()

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

    def at(self, stage: Stage) -> bool:
        return self.guide.guidance.stage is stage

    def paused(self) -> bool:
        return self.guide.guidance.paused

    @property
    def upcoming(self) -> Upcoming:
        assert self.guide.guidance.upcoming is not None
        return self.guide.guidance.upcoming

    @property
    def words(self) -> list[str]:
        return [each.text for each in self.said if each.text]

    def heard(self, part: str) -> bool:
        return any(part in text for text in self.words)


# -- the way through


def test_general_safety_is_said_once_and_a_stretch_s_own_before_it() -> None:
    session = Session()
    session.wait_for(Stage.PAIN)
    assert session.heard("Mine. Three stretches, about")
    for item in session.items:
        session.wait_for(Stage.UPCOMING)
        session.wait_for(Stage.SETUP)
        assert session.words.count(REFERENCES[item.pose].safety) == 1
        session.do()
    assert session.words.count("Stop at any pain, numbness, tingling or dizziness.") == 1


def test_everything_goes_on_without_a_key() -> None:
    session = Session()
    session.wait_for(Stage.PAIN)
    assert session.wait_for(Stage.UPCOMING) == pytest.approx(
        phrases.spoken_s(routine_phrases.RATE_BEFORE) + WAIT_S, abs=1.0
    )
    assert session.words[-1] == routine_phrases.NO_RATING
    session.wait_for(Stage.SETUP)
    session.wait_for(Stage.POSITION)
    assert session.words[-1].startswith(phrases.SEEN)


def test_what_comes_next_is_said_and_shown_with_its_place_in_the_routine() -> None:
    session = Session()
    session.begin()
    told = []
    while not session.guide.over:
        if session.at(Stage.UPCOMING):
            session.wait_for(Stage.SETUP)
            session.do()
            continue
        if session.shown[-1].upcoming is None and session.at(Stage.PAIN):
            session.press(Command.NEXT)
        session.step()
    for shown in session.shown:
        if shown.upcoming is not None and (shown.upcoming.number, shown.upcoming.title) not in told:
            told.append((shown.upcoming.number, shown.upcoming.title))
    assert told == [
        (1, "Knee hug: left knee"),
        (2, "Child pose"),
        (3, "Sun salute, reach and gentle backbend"),
    ]
    for words in ("First: Knee hug: left knee, one of three.", "Next: Child pose, two of three.", "Last: Sun salute"):
        assert session.heard(words)
    assert session.guide.done == [0, 1, 2]
    assert [note.text for note in session.notes if note.kind == STRETCH] == [item.pose for item in session.items]


def test_the_camera_is_placed_first_and_moved_only_where_its_place_changes() -> None:
    session = Session()
    session.begin()
    placed = []
    for _ in session.items:
        placed.append(session.upcoming.camera)
        session.wait_for(Stage.SETUP)
        session.do()
    assert placed == [LYING, "", STANDING]
    assert [text for text in session.words if "Camera at your side" in text or "camera stays" in text] == [
        LYING,
        routine_phrases.STAYS,
        f"Move the camera first. {STANDING}",
    ]
    assert session.words.count(routine_phrases.COME_BACK) == 2


def test_there_is_time_to_move_the_camera() -> None:
    # Whoever goes to the camera is out of its sight, or very near, and back again.
    for away in (NOBODY, replace(WELL, trunk=0.8)):
        session = Session((HUG, replace(SALUTE, repetitions=1)))
        session.begin()
        session.do()
        session.wait(15)
        session.wait(10, facts=away)
        assert session.at(Stage.UPCOMING)
        assert session.wait_for(Stage.SETUP) < 20
    # Somebody who doesn't go, or moves it from where it doesn't show, isn't kept for ever.
    session = Session((HUG, SALUTE))
    session.begin()
    session.do()
    said_s = sum(phrases.spoken_s(text) for text in session.guide.guidance.lines)
    assert session.wait_for(Stage.SETUP) == pytest.approx(said_s + MOVE_S, abs=2.0)


def test_whoever_stays_away_is_asked_back_now_and_then() -> None:
    session = Session()
    session.begin()
    session.wait(90, facts=NOBODY)
    assert session.at(Stage.UPCOMING)
    assert session.words.count(routine_phrases.COME_BACK_WHEN_READY) in (2, 3)
    assert session.wait_for(Stage.SETUP) < 8


def test_a_rest_is_counted_down_and_lasts_as_long_as_the_routine_says() -> None:
    session = Session((replace(HUG, rest_s=40.0), CHILD))
    session.begin()
    session.do()
    assert session.wait_for(Stage.SETUP) == pytest.approx(40.0, abs=0.3)
    assert session.heard("Rest, 40 seconds.")
    rings = [shown.ring for shown in session.shown if shown.ring is not None]
    assert rings[-1].total_s == 40
    assert rings[-1].passed_s == pytest.approx(40.0, abs=0.2)
    assert session.words[-3:] == ["Three.", "Two.", "One."]


def test_the_set_up_is_checked_before_each_stretch() -> None:
    session = Session()
    session.begin()
    session.do()
    session.wait_for(Stage.SETUP)
    session.wait(5, facts=replace(WELL, view=View.FRONT))
    assert session.at(Stage.SETUP)
    assert session.heard("Turn so that your side faces the camera.")
    session.wait(3)
    assert session.at(Stage.POSITION)


def test_nothing_that_is_needed_to_go_on_is_only_shown() -> None:
    session = Session()
    while not session.guide.over:
        if session.guide.doing and not session.at(Stage.SETUP):
            session.do()
        session.step()
    spoken = " ".join(session.words)
    asked = {shown.headline for shown in session.shown} | {line for shown in session.shown for line in shown.lines}
    assert {text for text in asked if text not in spoken} == set()


# -- keys


def test_a_stretch_is_left_out() -> None:
    session = Session()
    session.begin()
    session.press(Command.SKIP)
    assert session.upcoming.number == 2
    # The camera was never placed for the first.
    assert session.upcoming.camera == LYING
    session.wait_for(Stage.SETUP)
    session.press(Command.SKIP)
    assert (session.upcoming.number, session.guide.guidance.ring) == (3, None)
    session.press(Command.SKIP)
    assert session.at(Stage.PAIN)
    assert [note.text for note in session.notes if note.kind == LEFT_OUT] == [item.pose for item in session.items]
    assert session.guide.done == []


def test_a_stretch_is_done_once_more() -> None:
    session = Session()
    session.begin()
    session.press(Command.AGAIN)  # there is nothing to be done again
    assert session.upcoming.number == 1
    session.do()
    session.press(Command.AGAIN)
    assert session.guide.index == 0
    session.wait_for(Stage.POSITION)
    assert session.heard(routine_phrases.AGAIN)
    session.press(Command.AGAIN)
    assert session.at(Stage.SETUP)
    session.do()
    assert (session.upcoming.number, session.guide.runs, session.guide.done) == (2, 3, [0])
    assert [note.kind for note in session.notes].count(REPEATED) == 2


def test_a_pause_is_told_and_a_key_that_goes_elsewhere_ends_it() -> None:
    session = Session()
    session.begin()
    session.press(Command.PAUSE)
    assert session.paused()
    assert session.words[-1] == phrases.PAUSED
    session.press(Command.SKIP)
    assert not session.paused()
    for _ in range(2):
        session.press(Command.PAUSE)
    assert session.words[-1] == phrases.GOING_ON


def test_the_keys_of_a_stretch_work_in_a_routine() -> None:
    session = Session((Item("knee-hug", repetitions=1),))
    session.begin()
    session.press(Command.NEXT)
    session.wait_for(Stage.POSITION)
    session.press(Command.SWITCH_SIDE)
    assert session.guide.guidance.side == "right"
    session.press(Command.RESTART)
    assert session.words[-1].startswith("From the start. Right knee")


def test_a_camera_that_goes_and_comes_back_is_heard_once_each() -> None:
    session = Session()
    session.begin()
    for lost in (True, True, False, False):
        session.said += session.guide.camera(lost=lost)
    assert session.words[-2:] == [phrases.CAMERA_LOST, phrases.CAMERA_BACK]


# -- pain


@pytest.mark.parametrize(("digits", "rating"), [((0,), 0), ((4,), 4), ((1, 0), 10), ((3, 5), 5), ((1,), 1)])
def test_pain_is_rated_with_number_keys(digits: tuple[int, ...], rating: int) -> None:
    session = Session()
    session.step()
    session.press(Command.GO)
    session.rate(*digits)
    assert session.guide.pain_before == rating
    assert session.notes == [Rating("before", rating, session.notes[0].time_s)]
    assert session.heard(f"{phrases.number(rating).capitalize()}, thank you.")


def test_what_is_typed_is_shown_and_enter_confirms_it_at_once() -> None:
    session = Session()
    session.step()
    session.press(Command.GO)
    session.guide.digit(4)
    scale = session.guide.guidance.scale
    assert scale is not None
    assert (scale.rating, scale.before) == (4, None)
    session.press(Command.GO)
    assert session.guide.pain_before == 4
    for _ in session.items:
        session.do()
    scale = session.guide.guidance.scale
    assert scale is not None
    assert scale.before == 4


def test_nobody_is_asked_who_could_not_answer() -> None:
    session = Session(options={"asks": False})
    session.wait_for(Stage.UPCOMING)
    for _ in session.items:
        session.do()
    assert session.guide.over
    assert not session.heard("How is your pain")


@pytest.mark.parametrize(("before", "after", "stops"), [(3, 5, True), (3, 4, False), (5, 2, False), (None, 8, False)])
def test_a_routine_after_which_it_hurts_more_ends_kindly(before: int | None, after: int, stops: bool) -> None:
    session = Session((HUG,))
    session.begin(before)
    session.do()
    session.rate(after)
    assert session.guide.stopped is stops
    if stops:
        assert session.at(Stage.STOPPED)
        assert session.guide.guidance.hurt
        assert session.heard("Your pain has gone up, from three to five.")
        session.wait(STOPPED_S + 25)
        assert all(sentence in session.words for sentence in phrases.PAIN_STOP)
    assert session.guide.over
    assert [note.kind for note in session.notes].count(STOPPED) == stops


@pytest.mark.parametrize("where", [Stage.PAIN, Stage.UPCOMING, Stage.SETUP, Stage.POSITION])
def test_the_pain_key_stops_at_any_moment(where: Stage) -> None:
    session = Session()
    session.step()
    session.press(Command.GO)
    if where is not Stage.PAIN:
        session.rate(2)
        session.wait_for(where)
    session.press(Command.PAUSE)
    session.press(Command.PAIN)
    assert session.at(Stage.STOPPED)
    assert not session.guide.guidance.paused
    assert session.words[-1] == phrases.PAIN_STOP[0]
    assert session.said[-1].urgent
    assert STOPPED in [note.kind for note in session.notes]
    session.wait_for(Stage.PAIN)
    assert all(sentence in session.words for sentence in phrases.PAIN_STOP)
    session.rate(8)
    assert session.guide.over
    assert session.guide.pain_after == 8


def test_pain_that_rises_on_the_way_stops_and_pain_that_does_not_is_noted() -> None:
    session = Session()
    session.begin(3)
    session.press(Command.NEXT)
    session.wait_for(Stage.POSITION)
    session.wait(8)
    session.rate(4)
    assert session.guide.doing
    assert session.words[-1] == "Four, thank you."
    session.rate(1, 0)
    assert session.at(Stage.STOPPED)
    ratings = [(note.moment, note.rating) for note in session.notes if isinstance(note, Rating)]
    assert ratings == [("before", 3), ("during", 4), ("during", 10)]
