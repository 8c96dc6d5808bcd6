"""The guide on scripts of events: what is said when, and that nothing needed is only shown."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

import pytest

from posecheck.coach import phrases
from posecheck.coach.guidance import Announcement, Command, Guidance, Stage, Tone
from posecheck.coach.guide import LONG_HOLD_S, REST_S, Guide
from posecheck.coach.judgement import Event, EventKind, HoldPhase, HoldState, Judgement, Sight
from posecheck.coach.plan import Plan, make_plan
from posecheck.coach.setup import SetupFacts
from posecheck.coach.waiting import STAND_S
from posecheck.measures.body import View
from tests.support.live import shipped_reference

STEP_S = 0.1
WELL = SetupFacts(seen=True, trunk=0.25, view=View.SIDE, people=1, brightness=120.0, fps=30.0)
NOBODY = SetupFacts(brightness=120.0)


@dataclass
class Session:
    """A guide with a clock and somebody who does what the test says."""

    plan: Plan
    hold_s: float = 20.0
    voice: bool = True
    guide: Guide = field(init=False)
    now_s: float = 0.0
    said: list[Announcement] = field(default_factory=list)
    shown: list[Guidance] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.guide = Guide(self.plan, voice=self.voice)

    def judgement(self, *events: Event, **changes: Any) -> Judgement:
        plain = Judgement(
            self.now_s, Sight.CLEAR, self.plan.reference.name, self.guide.guidance.variant, events=tuple(events)
        )
        return replace(plain, **changes)

    def step(self, *events: Event, facts: SetupFacts = WELL, **changes: Any) -> Guidance:
        self.now_s += STEP_S
        self.said += self.guide.update(self.judgement(*events, **changes), facts)
        self.shown.append(self.guide.guidance)
        return self.guide.guidance

    def wait(self, seconds: float, facts: SetupFacts = WELL, **changes: Any) -> Guidance:
        for _ in range(round(seconds / STEP_S)):
            self.step(facts=facts, **changes)
        return self.guide.guidance

    def press(self, command: Command) -> None:
        self.said += self.guide.command(command)

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

    def at(self, stage: Stage) -> bool:
        return self.guide.stage is stage

    def paused(self) -> bool:
        return self.guide.guidance.paused

    @property
    def words(self) -> list[str]:
        return [each.text for each in self.said if each.text]

    @property
    def tones(self) -> list[Tone]:
        return [each.tone for each in self.said if each.tone is not None]

    def heard(self, part: str) -> bool:
        return any(part in text for text in self.words)


def child(**options: Any) -> Session:
    return Session(make_plan(shipped_reference("child-pose")), **options)


def knee_hug(repetitions: int = 1) -> Session:
    return Session(make_plan(shipped_reference("knee-hug"), repetitions=repetitions))


# -- before the start


def test_the_safety_text_is_said_and_shown_sentence_by_sentence() -> None:
    session = child()
    session.wait(60, facts=NOBODY)
    safety = phrases.safety(session.plan)
    assert session.words[: len(safety)] == list(safety)
    assert session.guide.guidance.lines == safety
    times = [each.at_s for each in session.said[: len(safety)]]
    gaps = [after - before for before, after in pairwise(times)]
    spoken = [phrases.spoken_s(text) for text in safety[:-1]]
    assert all(gap >= length - 1e-6 for gap, length in zip(gaps, spoken, strict=True))


def test_safety_is_acknowledged_by_a_key() -> None:
    session = child()
    session.step()
    session.press(Command.GO)
    assert session.at(Stage.SETUP)


def test_safety_is_acknowledged_by_standing_in_the_picture_once_it_was_said() -> None:
    session = child()
    said_s = sum(phrases.spoken_s(text) for text in phrases.safety(session.plan))
    session.wait(said_s - 1)
    assert session.at(Stage.SAFETY)
    session.wait(STAND_S + 2)
    assert not session.at(Stage.SAFETY)


def test_without_a_voice_there_is_time_to_read() -> None:
    session = child(voice=False)
    session.wait(7)
    assert session.at(Stage.SAFETY)
    session.wait(2)
    assert session.at(Stage.SETUP)


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        (NOBODY, "step into the picture"),
        (replace(NOBODY, brightness=10.0), "turn on a light"),
        (replace(WELL, brightness=250.0), "away from the light"),
        (replace(WELL, people=2), "one at a time"),
        (replace(WELL, trunk=0.6), "take a step back"),
        (replace(WELL, cut_off="feet"), "I can't see your feet"),
        (replace(WELL, trunk=0.05), "come a step closer"),
        (replace(WELL, view=View.FRONT), "your side faces the camera"),
        (replace(WELL, fps=6.0), "camera is slow"),
    ],
)
def test_the_set_up_gives_one_instruction_and_goes_on_when_it_is_followed(facts: SetupFacts, told: str) -> None:
    session = child()
    session.step(facts=facts)
    session.press(Command.GO)
    before = len(session.words)
    guidance = session.wait(3, facts=facts)
    assert len(session.words) == before + 1
    assert told in session.words[-1]
    assert told in guidance.headline
    assert guidance.figure is not None
    session.wait(3)
    assert session.at(Stage.POSITION)


def test_what_only_helps_does_not_keep_from_starting() -> None:
    session = child()
    session.step()
    session.press(Command.GO)
    session.wait(8, facts=replace(WELL, people=2))
    assert session.at(Stage.POSITION)


def test_somebody_who_is_in_the_pose_already_is_not_kept_waiting() -> None:
    session = child()
    session.wait(1)
    session.hold("rest", 2)
    assert session.at(Stage.HOLD)
    (instruction,) = {phase.instruction for phase in session.plan.phases(session.plan.steps[0])}
    assert session.heard(instruction), "nor kept from hearing what to do"


# -- holds


def test_a_hold_is_counted_aloud() -> None:
    session = child()
    session.ready()
    start_s = session.now_s
    session.hold("rest")
    counts = [
        (round(each.at_s - start_s, 1), each.text)
        for each in session.said
        if each.text in ("Hold, 20 seconds.", "Half-way, 10 seconds left.", "Three.", "Two.", "One.")
    ]
    assert [text for _, text in counts] == ["Hold, 20 seconds.", "Half-way, 10 seconds left.", "Three.", "Two.", "One."]
    for (at_s, _), expected_s in zip(counts, (0.0, 10.0, 17.0, 18.0, 19.0), strict=True):
        assert at_s == pytest.approx(expected_s, abs=2.5 * STEP_S)
    assert session.tones == [Tone.IN_POSE, Tone.DONE]
    assert session.heard("Come up slowly: walk your hands back, head last.")


def test_a_pause_is_heard_with_its_reason_and_so_is_going_on() -> None:
    session = child()
    session.ready()
    session.hold("rest", 5)
    cue = "Let your hips sink toward your heels; a cushion is fine."
    session.step(Event(EventKind.HOLD_PAUSED, session.now_s, "rest"), cue=cue, phase="rest")
    assert session.words[-1] == f"Paused. {cue}"
    resumed = HoldState(HoldPhase.HOLDING, 5.0, 20.0)
    session.step(Event(EventKind.HOLD_RESUMED, session.now_s, "rest"), hold=resumed, phase="rest")
    assert session.words[-1] == "Go on, 15 seconds left."
    assert session.tones == [Tone.IN_POSE, Tone.PAUSED, Tone.IN_POSE]


def test_a_lost_person_is_told_to_stay_relaxed() -> None:
    session = child()
    session.ready()
    session.hold("rest", 5)
    lost: dict[str, Any] = {"sight": Sight.LOST, "phase": "rest"}
    session.step(Event(EventKind.HOLD_PAUSED, session.now_s, "rest"), **lost)
    session.step(Event(EventKind.SIGHT, session.now_s, None, "I can't see you. Stay relaxed."), **lost)
    assert session.words[-1] == "I can't see you. Stay relaxed."
    session.step(Event(EventKind.SIGHT, session.now_s, None, ""))
    assert session.words[-1] == phrases.SEEN_AGAIN


def test_an_attempt_that_ended_early_is_asked_for_again() -> None:
    session = child()
    session.ready()
    session.hold("rest", 5)
    session.step(Event(EventKind.HOLD_ENDED, session.now_s, "rest"))
    assert session.at(Stage.POSITION)
    assert session.words[-1].startswith("Begin again when you are ready. Kneel")


def test_cues_and_what_is_mended_are_heard() -> None:
    session = child()
    session.ready()
    session.hold("rest", 3)
    session.step(Event(EventKind.CUE, session.now_s, "rest", "Reach your arms forward.", "arms"), phase="rest")
    session.step(Event(EventKind.FIXED, session.now_s, "rest", "Good.", "arms"), phase="rest")
    session.step(Event(EventKind.SAFETY, session.now_s, "rest", "That's far enough, ease up."), phase="rest")
    assert session.words[-3:] == ["Reach your arms forward.", "Good.", "That's far enough, ease up."]
    assert session.tones[-1] is Tone.FIXED
    assert session.said[-1].urgent


def test_a_hint_is_said_where_one_thing_keeps_from_the_pose() -> None:
    session = child()
    session.ready()
    session.wait(20, hint="Reach your arms forward.")
    said = [each.at_s for each in session.said if each.text == "Reach your arms forward."]
    assert len(said) in (2, 3)
    assert all(after - before >= 6 for before, after in pairwise(said))


def test_an_instruction_is_repeated_for_whoever_missed_it() -> None:
    session = child()
    session.ready()
    session.wait(60)
    assert sum("forehead rests on the floor" in text for text in session.words) in (2, 3)


# -- sides and repetitions


def test_knee_hug_goes_left_then_right_and_says_so() -> None:
    session = knee_hug(repetitions=2)
    session.ready()
    held: list[str | None] = []
    for _ in range(4):
        held.append(session.guide.guidance.side)
        session.hold("hug")
        session.leave("hug")
        session.wait(REST_S + 8)
    assert held == ["left", "left", "right", "right"]
    for part in (
        "Left knee: lie on your back",
        "That's one of two.",
        "Once more, two of two: left knee.",
        "Left knee done.",
        "Right knee: lie on your back",
        "Well done, that was all.",
    ):
        assert session.heard(part), part
    assert session.heard("slowly")
    assert session.at(Stage.EXIT) or session.at(Stage.SUMMARY)


def test_the_other_side_first_is_fine() -> None:
    session = knee_hug()
    session.ready()
    session.hold("hug", variant="right")
    assert session.heard("Right knee first, that's fine.")
    session.leave("hug")
    session.wait(REST_S + 8)
    assert session.guide.guidance.side == "left"


def test_whoever_goes_on_holding_is_asked_to_let_go() -> None:
    session = knee_hug(repetitions=2)
    session.ready()
    session.hold("hug")
    session.leave("hug")
    session.wait(REST_S - 1)
    over = HoldState(HoldPhase.HOLDING, 25.0, 20.0)
    session.wait(9, hold=over, phase="hug", in_pose=True)
    assert session.at(Stage.RELEASE)
    session.wait(1)
    assert session.at(Stage.REST)


@pytest.mark.parametrize(("hold_s", "stage"), [(LONG_HOLD_S - 1, Stage.POSITION), (LONG_HOLD_S, Stage.REST)])
def test_there_is_a_rest_after_a_long_hold_only_as_it_was_asked_for(hold_s: float, stage: Stage) -> None:
    plan = make_plan(shipped_reference("child-pose"), repetitions=2, hold_s=hold_s)
    session = Session(plan, hold_s)
    session.ready()
    session.hold("rest")
    assert session.at(Stage.RELEASE)
    session.wait(1)
    assert session.at(stage)


def test_the_sun_salute_is_led_through_its_phases() -> None:
    session = Session(make_plan(shipped_reference("sun-salute-backbend"), repetitions=2), hold_s=5.0)
    session.ready()
    for repetition in (1, 2):
        session.wait(9, phase="stand", in_pose=True)
        assert session.words[-1].startswith("Lift your arms")
        session.hold("reach")
        assert session.words[-1].startswith("Good. Gently lean back")
        session.hold("bend")
        if repetition == 1:
            assert session.words[-1].startswith("That's one of two. Gently come forward")
            session.wait(3, phase="return", in_pose=True)
    assert session.words[-1].startswith("Well done, that was all. Gently come forward")
    assert session.words[-1].endswith("Come up slowly.")
    session.wait(15)
    assert session.at(Stage.SUMMARY)


@pytest.mark.parametrize(
    ("pose", "variant", "side", "steps"),
    [
        ("child-pose", None, None, [(("arms-forward", "arms-back"), None)]),
        ("child-pose", "arms-back", None, [(("arms-back",), None)]),
        ("knee-hug", None, None, [(("left",), "left"), (("right",), "right")]),
        ("knee-hug", None, "both", [(("left",), "left"), (("right",), "right")]),
        ("knee-hug", None, "right", [(("right",), "right")]),
        ("knee-hug", "both", None, [(("both",), "both")]),
        ("sun-salute-backbend", None, None, [(("with-bend",), None)]),
    ],
)
def test_plans(
    pose: str, variant: str | None, side: str | None, steps: list[tuple[tuple[str, ...], str | None]]
) -> None:
    plan = make_plan(shipped_reference(pose), variant, side)
    assert [(step.variants, step.side) for step in plan.steps] == steps
    assert {each.name for each in plan.reference.variants} == {name for names, _ in steps for name in names}


# -- keys and camera


def test_keys() -> None:
    session = knee_hug()
    session.ready()
    session.press(Command.SWITCH_SIDE)
    assert session.guide.guidance.side == "right"
    assert session.words[-1].startswith("Changing sides. Right knee:")
    session.press(Command.NEXT)
    assert session.at(Stage.RELEASE)
    session.wait(REST_S + 8)
    assert session.guide.guidance.side == "left"
    session.press(Command.RESTART)
    assert session.words[-1].startswith("From the start. Left knee:")
    session.press(Command.PAUSE)
    assert session.paused()
    session.press(Command.PAUSE)
    assert not session.paused()
    assert session.words[-2:] == [phrases.PAUSED, phrases.GOING_ON]


def test_switching_sides_where_there_are_none_is_answered() -> None:
    session = child()
    session.ready()
    session.press(Command.SWITCH_SIDE)
    assert session.words[-1] == phrases.NO_OTHER_SIDE


def test_a_camera_that_goes_and_comes_back_is_heard_once_each() -> None:
    session = child()
    session.ready()
    for lost in (True, True, False, False):
        session.said += session.guide.camera(lost=lost)
    assert session.words[-2:] == [phrases.CAMERA_LOST, phrases.CAMERA_BACK]
