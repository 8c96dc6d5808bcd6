from dataclasses import replace
from itertools import pairwise

import pytest

from posecheck.coach.judgement import Event, EventKind, Judgement, Sight, Status
from posecheck.coach.plan import make_plan
from posecheck.feedback import wording
from posecheck.feedback.captions import EVENT_SHOWN_S, LEAST_SHOWN_S, Caption, Captions, Heading
from posecheck.feedback.icons import Icon
from posecheck.references.library import shipped_folder
from posecheck.references.loader import load_reference
from tests.support.judging import CUE, corrected, judgement, result


@pytest.fixture
def captions() -> Captions:
    return Captions({})


def at(time_s: float, moment: Judgement) -> Judgement:
    return replace(moment, time_s=time_s)


def test_nothing_is_said_when_all_is_well(captions: Captions) -> None:
    assert captions.caption(judgement()) == Caption()


@pytest.mark.parametrize(("status", "icon"), [(Status.NEAR, Icon.NEAR), (Status.OFF, Icon.OFF)])
def test_a_cue_comes_with_the_shape_of_its_joint(captions: Captions, status: Status, icon: Icon) -> None:
    assert captions.caption(corrected(status)) == Caption(CUE, icon)


def test_an_instruction_has_no_icon(captions: Captions) -> None:
    assert captions.caption(judgement(cue="Kneel.", checks=())) == Caption("Kneel.", Icon.NONE)


def test_a_cue_that_the_body_has_overshot_keeps_no_shape(captions: Captions) -> None:
    overshot = replace(result(Status.NEAR), deviation=12.0)
    moment = judgement(
        checks=(replace(overshot, check=replace(overshot.check, cue_high="Ease up.")),), cue=CUE, cue_check="knees"
    )
    assert captions.caption(moment) == Caption(CUE, Icon.NONE)


@pytest.mark.parametrize("sight", [Sight.LOST, Sight.HIDDEN])
def test_what_hinders_seeing_is_always_told(captions: Captions, sight: Sight) -> None:
    assert captions.caption(judgement(sight=sight)).text == wording.SIGHT[sight]
    assert captions.caption(judgement(sight=sight, cue="Turn a little.")).text == "Turn a little."


@pytest.mark.parametrize("sight", [Sight.OBLIQUE, Sight.WRONG_VIEW])
def test_where_the_camera_stands_is_told_when_the_coach_tells_it(captions: Captions, sight: Sight) -> None:
    # A view may be mistaken for a moment, and which way to turn depends on the stretch: the coach waits before it says.
    moment = judgement(sight=sight, score=None)
    assert captions.caption(moment) == Caption()
    # One message has one icon, however far off the side the camera is.
    assert captions.caption(at(2.0, replace(moment, cue="Turn."))) == Caption("Turn.", Icon.TURN)


def test_who_has_turned_is_not_told_to_turn_any_more(captions: Captions) -> None:
    told = Event(EventKind.SIGHT, 2.0, text="Turn.")
    turn = captions.caption(at(2.0, judgement(sight=Sight.OBLIQUE, cue="Turn.", events=(told,))))
    assert turn == Caption("Turn.", Icon.TURN)
    assert captions.caption(at(2.1, judgement())) == Caption()


def test_praise_comes_and_goes_and_takes_turns(captions: Captions) -> None:
    started = Event(EventKind.HOLD_STARTED, 0.0)
    first = captions.caption(judgement(events=(started,)))
    assert first == Caption(wording.STARTED[0], Icon.GOOD)
    assert captions.caption(at(EVENT_SHOWN_S - 0.1, judgement())) == first
    assert captions.caption(at(EVENT_SHOWN_S + 0.1, judgement())) == Caption()
    second = captions.caption(at(9.0, judgement(events=(started,))))
    assert second.text in wording.STARTED
    assert second != first


def test_words_of_an_event_are_shown(captions: Captions) -> None:
    done = Event(EventKind.HOLD_DONE, 0.0, text="Come up slowly.")
    assert captions.caption(judgement(events=(done,))).text == "Come up slowly."


def test_repetitions_are_counted_by_dots_and_not_by_words(captions: Captions) -> None:
    counted = Event(EventKind.REPETITION, 0.0, text="3")
    assert captions.caption(judgement(events=(counted,))) == Caption()


def test_safety_comes_before_everything(captions: Captions) -> None:
    safety = Event(EventKind.SAFETY, 0.0, text="Slowly.")
    assert captions.caption(corrected(events=(safety,))) == Caption("Slowly.", Icon.OFF)
    assert captions.caption(at(1.0, judgement(sight=Sight.LOST))) == Caption("Slowly.", Icon.OFF)


def test_no_sentence_is_too_short_to_be_read(captions: Captions) -> None:
    captions.caption(corrected())
    assert captions.caption(at(LEAST_SHOWN_S / 2, judgement())).text == CUE
    assert captions.caption(at(LEAST_SHOWN_S + 0.1, judgement())).text == ""


def test_a_clip_that_starts_anew_forgets(captions: Captions) -> None:
    captions.caption(at(50.0, judgement(events=(Event(EventKind.HOLD_STARTED, 50.0),))))
    assert captions.caption(at(0.0, judgement())).text in ("", wording.STARTED[0])
    assert captions.caption(at(LEAST_SHOWN_S + 0.1, judgement())) == Caption()


def test_the_score_changes_once_a_second_at_most(captions: Captions) -> None:
    shown = [captions.heading(at(frame / 30, judgement(score=80.0 + frame % 7))).score for frame in range(90)]
    assert sum(a != b for a, b in pairwise(shown)) <= 2


def test_no_score_of_somebody_unseen(captions: Captions) -> None:
    captions.heading(judgement())
    assert captions.heading(judgement(sight=Sight.LOST)).score is None


class TestWithReferences:
    captions = Captions({"knee-hug": load_reference(shipped_folder() / "knee-hug.toml")})

    def test_side_and_repetitions_come_from_the_reference(self) -> None:
        heading = self.captions.heading(judgement(pose="knee-hug", variant="left", phase_title="Hug and breathe"))
        assert (heading.title, heading.side) == ("Hug and breathe", "Left knee")
        assert heading.of is not None

    def test_the_only_phase_is_not_announced(self) -> None:
        begun = Event(EventKind.PHASE, 0.0, phase="hug", text="Hug and breathe")
        assert self.captions.caption(judgement(pose="knee-hug", variant="both", events=(begun,))) == Caption()

    @pytest.mark.parametrize(
        ("pose", "variant", "phase"),
        [("dead-bug", "alternating", "ready"), ("mattress-edge", "rock", "right"), ("cat-cow", "flow", "cat")],
    )
    def test_a_phase_is_named_by_the_title_alone(self, pose: str, variant: str, phase: str) -> None:
        """While it lasts, and when the person comes out of it."""
        reference = load_reference(shipped_folder() / f"{pose}.toml")
        title = reference.phase(phase).title
        captions = Captions({pose: reference})
        begun = Event(EventKind.PHASE, 0.0, phase=phase, text=title)
        told = judgement(pose=pose, variant=variant, phase=phase, phase_title=title, hold=None, events=(begun,))
        outside = replace(told, time_s=0.5, phase=None, phase_title="", events=())
        assert (captions.heading(told).title, captions.caption(told)) == (title, Caption())
        assert (captions.heading(outside).title, captions.caption(outside)) == (reference.title, Caption())

    def test_outside_of_its_phases_the_stretch_is_named(self) -> None:
        heading = self.captions.heading(judgement(pose="knee-hug", variant="both", phase=None, phase_title=""))
        assert heading.title == "Knee hug"

    def test_of_several_stretches_none_is_named_before_it_has_been_recognised(self) -> None:
        known = {name: load_reference(shipped_folder() / f"{name}.toml") for name in ("cat-cow", "knee-hug")}
        captions = Captions(known)
        outside = judgement(pose="cat-cow", variant="flow", phase=None, phase_title="")
        assert captions.heading(outside) == Heading()
        captions.heading(replace(outside, phase="cat", phase_title="Round your back"))
        assert captions.heading(outside).title == "Cat and cow"

    def test_standing_tall_is_not_yet_a_sun_salute(self) -> None:
        names = ("sun-salute-backbend", "knee-hug")
        captions = Captions({name: load_reference(shipped_folder() / f"{name}.toml") for name in names})
        told = Event(EventKind.PHASE, 0.0, phase="stand", text="Stand tall")
        stands = judgement(
            pose="sun-salute-backbend", variant="with-bend", phase="stand", phase_title="Stand tall", events=(told,)
        )
        assert (captions.heading(stands), captions.caption(stands)) == (Heading(), Caption())
        reaches = replace(stands, phase="reach", phase_title="Reach up", events=())
        assert captions.heading(reaches).title == "Reach up"
        assert (captions.heading(stands).title, captions.caption(stands)) == ("Stand tall", Caption())

    def test_a_session_may_ask_for_other_repetitions(self) -> None:
        plan = make_plan(load_reference(shipped_folder() / "knee-hug.toml"), repetitions=7)
        captions = Captions({"knee-hug": plan.reference})
        assert captions.heading(judgement(pose="knee-hug", variant="left")).of == 7


@pytest.mark.parametrize(
    ("sentence", "headline", "aside"),
    [
        (CUE, "Let your hips sink toward your heels", "A cushion is fine"),
        ("Reach your arms forward.", "Reach your arms forward", ""),
        ("Lovely. Keep your arms by your ears.", "Lovely. Keep your arms by your ears.", ""),
        ("  Slowly \n now ", "Slowly now", ""),
        ("", "", ""),
    ],
)
def test_what_counts_and_what_softens_it(sentence: str, headline: str, aside: str) -> None:
    assert wording.headline_and_aside(sentence) == (headline, aside)


def test_the_words_are_kind_sentences() -> None:
    sentences = [*wording.SIGHT.values(), *wording.STARTED, *wording.FIXED, *wording.DONE]
    for sentence in sentences:
        assert sentence[0].isupper()
        assert sentence.endswith(".")
        assert not {"bad", "wrong", "fail", "error", "!"} & set(sentence.lower().replace(".", "").split())
