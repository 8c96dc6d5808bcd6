"""Which cue is said, and when: one at a time, in the order of importance, never too often."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posecheck.coach.cues import INTERVAL_S, REPEAT_S, SUSTAINED_S, CueChooser, Said
from posecheck.coach.judgement import CheckResult, Status
from posecheck.references.schema import Region
from tests.support.references import check

GOOD, NEAR, OFF, UNKNOWN = Status.GOOD, Status.NEAR, Status.OFF, Status.UNKNOWN
REGIONS = {"core": Region.CORE, "legs": Region.LEGS, "arms": Region.ARMS, "head": Region.HEAD}


def result(name: str, status: Status, *, weight: float = 1.0, below: bool = False) -> CheckResult:
    deviation = 0.0 if status in (GOOD, UNKNOWN) else -5.0 if below else 5.0
    return CheckResult(check(name, region=REGIONS[name], weight=weight), status, deviation=deviation)


def say(
    chooser: CueChooser, from_s: float, to_s: float, *results: CheckResult, fps: float = 20.0
) -> list[tuple[float, Said]]:
    """What is said while the checks stay as they are."""
    said = []
    for index in range(round((to_s - from_s) * fps)):
        time_s = from_s + index / fps
        if (now := chooser.update(results, time_s)) is not None:
            said.append((time_s, now))
    return said


def test_good_form_needs_no_words() -> None:
    chooser = CueChooser()
    assert say(chooser, 0, 30, result("core", GOOD), result("legs", GOOD)) == []
    assert chooser.current is None


def test_a_fault_is_told_when_it_has_lasted_a_moment() -> None:
    ((time_s, said),) = say(CueChooser(), 0, 3, result("legs", OFF))
    assert time_s == pytest.approx(SUSTAINED_S, abs=0.06)
    assert said == Said("legs less", "legs")


def test_the_cue_says_in_which_direction() -> None:
    ((_, said),) = say(CueChooser(), 0, 3, result("legs", NEAR, below=True))
    assert said.text == "legs more"


def test_a_wobble_shorter_than_that_is_not_told() -> None:
    chooser = CueChooser()
    for start_s in (0.0, 1.0, 2.0, 3.0):
        assert say(chooser, start_s, start_s + 0.5, result("legs", OFF)) == []
        assert say(chooser, start_s + 0.5, start_s + 1.0, result("legs", GOOD)) == []


@pytest.mark.parametrize(("good_of_four", "told"), [(1, True), (2, False), (3, False)])
def test_a_fault_that_flickers_is_told_when_it_is_there_more_often_than_not(good_of_four: int, told: bool) -> None:
    chooser, said = CueChooser(), []
    for index in range(80):
        status = GOOD if index % 4 < good_of_four else NEAR
        said += say(chooser, index / 20, (index + 1) / 20, result("legs", status))
    assert bool(said) is told
    if told:
        assert said[0][0] == pytest.approx(2 * SUSTAINED_S, abs=0.2)


@pytest.mark.parametrize("status", [NEAR, OFF])
def test_core_before_legs_before_arms_before_head(status: Status) -> None:
    names = ["head", "arms", "legs", "core"]
    for count in range(1, 5):
        ((_, said),) = say(CueChooser(), 0, 2, *(result(name, status) for name in names[:count]))
        assert said.check == names[count - 1]


def test_what_is_off_comes_before_what_is_nearly_right() -> None:
    ((_, said),) = say(CueChooser(), 0, 2, result("core", NEAR), result("arms", OFF))
    assert said.check == "arms"


def test_one_thing_at_a_time() -> None:
    chooser = CueChooser()
    said = say(chooser, 0, 11, result("core", OFF), result("legs", OFF), result("arms", OFF))
    assert [item.check for _, item in said] == ["core"]
    assert chooser.current == Said("core less", "core")


def test_the_same_cue_is_repeated_only_after_a_while() -> None:
    times_s = [time_s for time_s, _ in say(CueChooser(), 0, 30, result("core", OFF))]
    assert len(times_s) == 3
    assert all(later - earlier >= REPEAT_S - 1e-6 for earlier, later in pairwise(times_s))


def test_a_fault_that_is_mended_is_reported_once_and_the_next_one_is_told() -> None:
    chooser = CueChooser()
    say(chooser, 0, 5, result("core", OFF), result("legs", OFF))
    said = say(chooser, 5, 9, result("core", GOOD), result("legs", OFF))
    assert [(item.check, item.fixed) for _, item in said] == [("core", True), ("legs", False)]
    assert said[0][0] == pytest.approx(5 + SUSTAINED_S, abs=0.06)
    assert chooser.current == Said("legs less", "legs")


def test_what_was_never_told_is_not_reported_as_mended() -> None:
    chooser = CueChooser()
    say(chooser, 0, 0.4, result("core", OFF))
    assert say(chooser, 0.4, 10, result("core", GOOD)) == []


def test_a_new_and_worse_fault_takes_over_after_the_interval() -> None:
    chooser = CueChooser()
    say(chooser, 0, 2, result("legs", NEAR))
    said = say(chooser, 2, 8, result("legs", NEAR), result("core", OFF))
    assert [item.check for _, item in said] == ["core"]
    assert said[0][0] >= SUSTAINED_S + INTERVAL_S - 0.06


def test_a_new_fault_that_is_no_worse_waits_for_its_turn() -> None:
    chooser = CueChooser()
    say(chooser, 0, 2, result("arms", NEAR))
    assert say(chooser, 2, 10, result("arms", NEAR), result("core", NEAR)) == []


def test_unknown_is_never_told() -> None:
    assert say(CueChooser(), 0, 30, result("core", UNKNOWN), result("legs", UNKNOWN)) == []


def test_unknown_is_neither_bad_nor_mended() -> None:
    chooser = CueChooser()
    assert say(chooser, 0, 0.5, result("core", OFF)) == []
    assert say(chooser, 0.5, 1.5, result("core", UNKNOWN)) == []
    assert say(chooser, 1.5, 2.0, result("core", OFF)) == [], "it was not bad all the time"
    say(chooser, 2.0, 4.0, result("core", OFF))
    assert say(chooser, 4.0, 4.3, result("core", GOOD)) == []
    assert say(chooser, 4.3, 8.0, result("core", UNKNOWN)) == [], "it was not good all the time"


def test_a_check_without_weight_informs_and_is_not_told() -> None:
    assert say(CueChooser(), 0, 10, result("core", OFF, weight=0.0)) == []


def test_without_checks_everything_is_forgotten() -> None:
    chooser = CueChooser()
    say(chooser, 0, 2, result("core", OFF))
    say(chooser, 2, 2.3, result("core", GOOD))
    assert say(chooser, 2.3, 5) == [], "nobody who left the pose has mended it"
    assert chooser.current is None


def test_what_was_just_said_is_not_said_again_after_forgetting() -> None:
    chooser = CueChooser()
    say(chooser, 0, 2, result("core", OFF))
    chooser.forget()
    said = say(chooser, 2, 20, result("core", OFF))
    assert said[0][0] >= REPEAT_S


statuses = st.sampled_from([GOOD, NEAR, OFF, UNKNOWN])
timeline = st.lists(
    st.tuples(st.integers(1, 60), st.fixed_dictionaries(dict.fromkeys(REGIONS, statuses)), st.booleans()),
    min_size=1,
    max_size=15,
)


@settings(max_examples=200)
@given(timeline=timeline, fps=st.floats(5, 60))
def test_whatever_happens_cues_keep_their_distance_and_speak_of_what_is_wrong(
    timeline: list[tuple[int, dict[str, Status], bool]], fps: float
) -> None:
    chooser = CueChooser()
    frame = 0
    cues: list[tuple[float, str]] = []
    bad_since: dict[str, float] = {}
    lately: dict[str, list[float]] = {}  # the times between frames, below zero where the check was good
    for frames, states, seen in timeline:
        for _ in range(frames):
            time_s = frame / fps
            frame += 1
            results = [result(name, status) for name, status in states.items()] if seen else []
            shown = chooser.current
            said = chooser.update(results, time_s)
            for name, status in states.items():
                if seen and status in (NEAR, OFF):
                    lately.setdefault(name, []).append(1 / fps if name in lately else 0.0)
                    bad_since.setdefault(name, time_s)
                    continue
                bad_since.pop(name, None)
                if seen and status is GOOD and name in lately:
                    lately[name].append(-1 / fps)
                else:
                    lately.pop(name, None)
            if said is None:
                continue
            if said.fixed:
                assert shown is not None
                assert said.check == shown.check, "only what was asked for is reported as mended"
                assert states[said.check] is GOOD
                continue
            assert said.check in bad_since
            worst_s = max(sum(lately[said.check][first:]) for first in range(len(lately[said.check])))
            assert worst_s >= SUSTAINED_S - 1e-6, "it was there that much longer than it wasn't"
            if states[said.check] is NEAR:
                assert not [
                    name for name, since in bad_since.items() if states[name] is OFF and time_s - since >= SUSTAINED_S
                ]
            cues.append((time_s, said.text))
            assert chooser.current == said
    for (earlier_s, _), (later_s, _) in pairwise(cues):
        assert later_s - earlier_s >= INTERVAL_S
    for text in {text for _, text in cues}:
        times_s = [time_s for time_s, other in cues if other == text]
        assert all(later - earlier >= REPEAT_S for earlier, later in pairwise(times_s))
