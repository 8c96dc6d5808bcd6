import tomllib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from posecheck.errors import InputError
from posecheck.references.edit import difference, edited
from posecheck.references.evidence import ClipValues, gather, spread_of
from posecheck.references.library import find, shipped_folder
from posecheck.references.loader import TUNED_NUMBERS, TUNED_TEXTS, check_reference, load_reference
from posecheck.references.profile import Comfort, Profile, apply_profile, load_profile
from posecheck.references.schema import Band, Check, Gate, Limit, Phase, Region
from posecheck.references.tuning import Proposal, propose, with_proposals

TABLE_TOP = Path(__file__).parents[1] / "data" / "table-top.toml"


def clip(name: str, value: float, frames: int = 50, seconds: float = 5.0, spread: float = 1.0) -> ClipValues:
    values = value + spread * np.linspace(-1, 1, frames)
    return ClipValues(name, name, values, seconds)


def clips(*values: float) -> list[ClipValues]:
    return [clip(f"clip{index}", value) for index, value in enumerate(values)]


def held(check: Check, *, gate: Gate | None = None, limit: Limit | None = None) -> Phase:
    gates = (gate,) if gate else (Gate("trunk_elevation", Band(), Band()),)
    return Phase("hold", "Hold", "Hold.", gates, (check,), limits=(limit,) if limit else ())


def knee(green: Band, accept: Band, target: float = 140.0) -> Check:
    return Check("knees", "knees", "knee_flexion", target, green, accept, 1.0, Region.LEGS)


def lean(green: Band, accept: Band, target: float = -18.0) -> Check:
    return Check("lean", "lean", "trunk_inclination", target, green, accept, 1.0, Region.CORE)


INF = float("inf")


def test_clips_weigh_the_same_however_long_they_are() -> None:
    short = [clip("a", 100, frames=5), clip("b", 100, frames=5)]
    found = gather([*short, clip("c", 140, frames=5000)])
    assert found is not None
    assert found.centre == pytest.approx(100, abs=0.5)


def test_unknown_frames_are_left_out_and_a_clip_that_hardly_saw_it_says_nothing() -> None:
    half = ClipValues("half", "half", np.array([100.0, np.nan, 102.0]), 1.0)
    blind = ClipValues("blind", "blind", np.array([10.0, np.nan, np.nan]), 1.0)
    found = gather([half, blind])
    assert found is not None
    assert [name for name, _ in found.clips] == ["half"]
    assert found.centre == 101
    assert gather([blind]) is None
    unseen = propose(held(knee(Band(130, INF), Band(120, INF))), 0, [blind])
    assert (unseen.changed, unseen.notes) == (False, ("could not be seen",))


def test_the_spread_of_few_values_is_not_underrated() -> None:
    chance = np.random.default_rng(1)
    for count in (2, 3, 5, 9, 20):
        spreads = [spread_of(chance.normal(0, 10, count)) for _ in range(4000)]
        assert np.mean(spreads) == pytest.approx(10, rel=0.12)
    assert spread_of(np.array([3.0])) == 0


def test_one_clip_out_of_line_among_five_moves_nothing_much_and_is_named() -> None:
    check = knee(Band(100, INF), Band(90, INF), 120)
    good = propose(held(check), 0, clips(118, 120, 121, 122, 124))
    bad = propose(held(check), 0, clips(118, 120, 121, 122, 40))
    assert abs(bad.new.target - good.new.target) <= 2
    assert abs(bad.new.green.low - good.new.green.low) <= 5
    assert any("clip4 lies apart (40°)" in note for note in bad.notes)


def test_green_is_opened_for_those_who_do_it_well() -> None:
    stiff = propose(held(knee(Band(130, INF), Band(120, INF))), 0, clips(118, 120, 122))
    assert stiff.new.green.low <= 105
    assert stiff.new.accept.low <= 95
    assert stiff.new.green.high == INF
    assert stiff.new.target == 120


def test_it_is_narrowed_on_many_clips_only_and_never_tightly() -> None:
    check = Check("elbows", "elbows", "elbow_flexion", 5, Band(-INF, 90), Band(-INF, 120), 1.0, Region.ARMS)
    few = propose(held(check), 0, clips(8, 9, 10), [60.0])
    assert few.new.green == check.green
    assert "not narrowed on fewer than 5 clips" in few.notes
    alone = propose(held(check), 0, clips(7, 8, 9, 10, 11))
    assert alone.new.green == check.green
    many = propose(held(check), 0, clips(7, 8, 9, 10, 11), [60.0])
    assert many.new.green.high == pytest.approx(34, abs=2)
    again = propose(held(many.new), 0, clips(7, 8, 9, 10, 11), [60.0])
    assert again.new == many.new


def test_a_supple_instructor_teaches_nobody_to_go_too_far() -> None:
    check = knee(Band(100, INF), Band(90, INF), 120)
    deep = propose(held(check), 0, clips(163, 164, 165, 166, 167))
    assert deep.new.green.low <= 133
    assert deep.new.target <= 150
    assert any("comfortable" in note for note in deep.notes)
    limit = Limit("trunk_inclination", "Ease up.", Band(-42, INF))
    back = propose(held(lean(Band(-30, -9), Band(-42, -5)), limit=limit), 0, clips(-50, -52, -54, -56, -58))
    assert back.new.green.low >= -30
    assert back.new.accept.low >= -42
    assert back.new.green.high >= -10
    assert back.new.target >= -20


def test_a_target_stays_inside_of_its_gate() -> None:
    check = knee(Band(100, INF), Band(90, INF), 120)
    gate = Gate("knee_flexion", Band(115, INF), Band(105, INF))
    found = propose(held(check, gate=gate), 0, clips(98, 100, 102))
    assert found.new.target == 115
    assert any("gate" in note for note in found.notes)


def test_clips_that_differ_too_much_say_nothing() -> None:
    found = propose(held(knee(Band(100, INF), Band(90, INF), 120)), 0, clips(40, 90, 140))
    assert not found.changed
    assert found.notes[0] == "the clips differ too much to say anything"


def proposal(**changes: object) -> Proposal:
    check = load_reference(TABLE_TOP).phases[0].checks[0]
    return Proposal("rest", 0, check, replace(check, **changes), None)  # type: ignore[arg-type]


def test_comments_and_order_of_the_file_are_kept() -> None:
    for path in [*shipped_folder().glob("*.toml"), TABLE_TOP]:
        text = path.read_text(encoding="utf-8")
        reference = load_reference(path)
        phase = next(phase for phase in reversed(reference.phases) if phase.checks)
        last = len(phase.checks) - 1
        check = phase.checks[last]
        wider = replace(check, accept=Band(check.accept.low - 1, check.accept.high + 1))
        new = edited(text, [Proposal(phase.name, last, check, wider, None)], {"clips": 2})
        assert [line for line in new.splitlines() if line.startswith("#")] == [
            line for line in text.splitlines() if line.startswith("#")
        ]
        removed = [line for line in difference(text, new, "x").splitlines() if line.startswith("-")]
        tuned = (*TUNED_NUMBERS, *TUNED_TEXTS)
        assert all(
            "accept" in line or "(now)" in line or "tuned" in line or line[1:].startswith(tuned) for line in removed
        )
        assert tomllib.loads(new)["provenance"]["tuned"] == {"clips": 2}


def test_an_edited_file_is_what_was_proposed_and_can_be_edited_again(tmp_path: Path) -> None:
    change = proposal(target=95.0, green=Band(82, 100.5), accept=Band(60, INF))
    text = edited(TABLE_TOP.read_text(encoding="utf-8"), [change], {"clips": 3, "date": "2025-02-03"})
    text = edited(text, [], {"clips": 4, "held_out": "4 of 4 accepted"})
    path = tmp_path / "table-top.toml"
    path.write_text(text, encoding="utf-8")
    assert check_reference(path) == []
    reference = load_reference(path)
    assert reference.phases[0].checks[0] == change.new
    assert reference.provenance.tuned == {"clips": 4, "held_out": "4 of 4 accepted"}
    assert "green = [82, 100.5]" in text
    assert with_proposals(load_reference(TABLE_TOP), [change]).phases == reference.phases


def test_another_file_than_the_tuned_one_is_refused() -> None:
    with pytest.raises(InputError, match="not the one that was tuned"):
        edited((shipped_folder() / "child-pose.toml").read_text(encoding="utf-8"), [proposal(target=91.0)], {})


@pytest.mark.parametrize("entry", ["{ clips = -1 }", '{ clips = "3" }', "{ date = 2025 }", "{ felt = 1 }"])
def test_what_tuning_leaves_is_read_strictly(tmp_path: Path, entry: str) -> None:
    path = tmp_path / "table-top.toml"
    text = TABLE_TOP.read_text(encoding="utf-8").replace('{ clips = 3, date = "2025-01-01" }', entry)
    path.write_text(text, encoding="utf-8")
    assert len(check_reference(path)) == 1
    assert "provenance.tuned" in check_reference(path)[0]


def profile(**measured: float) -> Profile:
    comforts = {("child-pose", "rest", name): Comfort(value, 3, 15.0) for name, value in measured.items()}
    return Profile("me", comforts, "2025-01-01")


def test_a_profile_relaxes_what_is_asked_and_nothing_else() -> None:
    reference = find("child-pose")
    relaxed = apply_profile(reference, profile(knees=112.0))
    old, new = reference.phases[0].checks[0], relaxed.phases[0].checks[0]
    assert new.green.low == 107
    assert new.target == 112
    assert new.accept.low == old.accept.low - (old.green.low - 107)
    gates = [gate for gate in relaxed.phases[0].gates if gate.measure == "knee_flexion"]
    assert gates[0].enter.low < 107
    assert gates[0].stay.low < gates[0].enter.low
    assert relaxed.phases[0].checks[1:] == reference.phases[0].checks[1:]


def test_a_profile_makes_nothing_harder_and_no_other_pose_of_it() -> None:
    reference = find("child-pose")
    assert apply_profile(reference, profile(knees=149.0, hips=154.0)) == reference
    stiffest = apply_profile(reference, profile(knees=20.0)).phases[0]
    gate = next(gate for gate in stiffest.gates if gate.measure == "knee_flexion")
    assert gate.enter.low == 95
    assert stiffest.checks[0].target in gate.enter
    assert stiffest.checks[0].green.low >= 95


def test_a_profile_is_kept(tmp_path: Path) -> None:
    mine = profile(knees=112.0)
    mine.save(tmp_path)
    assert load_profile("me", tmp_path) == mine
    (tmp_path / "me.json").write_text('{"format": 9}', encoding="utf-8")
    with pytest.raises(InputError, match="damaged"):
        load_profile("me", tmp_path)
