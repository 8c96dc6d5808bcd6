import math
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posecheck.errors import InputError
from posecheck.measures.body import Side, View
from posecheck.measures.registry import all_measures
from posecheck.references.library import shipped_folder
from posecheck.references.loader import check_reference, load_reference
from posecheck.references.schema import Band, Hold, Region, SidePolicy

TABLE_TOP = Path(__file__).parents[1] / "data" / "table-top.toml"


@pytest.fixture
def good() -> str:
    return TABLE_TOP.read_text(encoding="utf-8")


def spoilt(folder: Path, text: str, old: str, new: str) -> Path:
    """Write a file that differs from a good one in one place."""
    assert text.count(old) >= 1, f"nothing to spoil: {old}"
    path = folder / "spoilt.toml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


def test_everything_is_read() -> None:
    reference = load_reference(TABLE_TOP)
    assert (reference.name, reference.title, reference.repetitions) == ("table-top", "Table top", 2)
    assert reference.camera.views == {View.SIDE, View.OBLIQUE}
    assert [variant.side for variant in reference.variants] == [None, Side.LEFT]
    rest, lift = reference.phases
    assert rest.hold == Hold(10, Band(5, 20))
    assert rest.gates[0].stay == Band(50, math.inf)
    assert rest.gates[0].side is SidePolicy.NEAR
    assert rest.checks[1].green == Band(-math.inf, 15)
    assert rest.checks[1].low_confidence
    assert rest.checks[1].region is Region.CORE
    assert lift.hold is None
    assert lift.gates[0].side is SidePolicy.OTHER
    assert lift.gates[0].unseen_passes
    assert lift.limits[0].value is None
    assert lift.limits[0].speed == Band(-60, 60)
    assert reference.provenance.tuned == {"clips": 3, "date": "2025-01-01"}


def test_a_stretch_that_is_also_a_rest_says_so(good: str, tmp_path: Path) -> None:
    assert not load_reference(TABLE_TOP).also_rest
    assert load_reference(spoilt(tmp_path, good, "repetitions = 2", "repetitions = 2\nalso_rest = true")).also_rest


EFFORT = """
[[rests_from]]
title = "sitting up"

[[rests_from.gates]]
measure = "trunk_elevation"
value = [50, inf]

[camera]"""


def test_what_shows_that_it_was_a_rest_is_read(good: str, tmp_path: Path) -> None:
    resting = good.replace("repetitions = 2", "repetitions = 2\nalso_rest = true", 1)
    (effort,) = load_reference(spoilt(tmp_path, resting, "[camera]", EFFORT)).rests_from
    (gate,) = effort.gates
    assert effort.title == "sitting up"
    assert (gate.measure, gate.enter, gate.stay) == ("trunk_elevation", Band(50, math.inf), Band(50, math.inf))
    for old, new, said in (
        ('title = "sitting up"', "", "rests_from[0].title: missing, expected a text"),
        ("value = [50, inf]", "enter = [50, inf]", 'rests_from[0].gates[0].value ("trunk_elevation"): missing'),
        ("trunk_elevation", "knee_spread", 'rests_from[0].gates[0].measure ("knee_spread"): expected a measure that'),
    ):
        path = spoilt(tmp_path, resting, "[camera]", EFFORT.replace(old, new, 1))
        assert check_reference(path)[0].startswith(said), check_reference(path)
    (problem,) = check_reference(spoilt(tmp_path, good, "[camera]", EFFORT))
    assert problem.startswith("rests_from: expected also_rest = true beside it")


@pytest.mark.parametrize("path", sorted(shipped_folder().glob("*.toml")), ids=lambda path: path.stem)
def test_shipped_references_are_right(path: Path) -> None:
    assert check_reference(path) == []
    assert load_reference(path).name == path.stem


# What is replaced, by what, and what the message must say: place, expectation, finding, choices.
WRONG = {
    "unknown key": ("cue_low =", "cue_lo =", ["phases[0].checks[0].cue_lo", "thighs", "unknown", '"cue_low"']),
    "unknown key at the top": ("title =", "titel =", ["titel: unknown key", 'did you mean "title"?']),
    "unknown key in camera": ("turn =", "turns =", ["camera.turns", "placement, turn"]),
    "missing key": ("weight = 0.5\n", "", ["phases[0].checks[0].weight", "missing", "number of 0 or more"]),
    "missing text": ('instruction = "Come onto hands and knees."\n', "", ["phases[0].instruction", "missing"]),
    "missing table": (
        '[provenance]\nsources = ["a textbook"]\nnote = "Made for tests."\ntuned =',
        "other =",
        ["provenance: missing, expected a table"],
    ),
    "table that is a text": ("hold = { seconds = 10, range = [5, 20] }", 'hold = "10 s"', ["hold", "table", '"10 s"']),
    "text that is a number": ('title = "Table top"', "title = 7", ["title: expected a text", "found 7"]),
    "empty text": ('title = "Table top"', 'title = " "', ["title: expected a text that isn't empty"]),
    "name with blanks": ('name = "table-top"', 'name = "Table top"', ["name", "small letters", '"Table top"']),
    "number that is a text": ("target = 90", 'target = "90"', ["checks[0].target", "expected a number", '"90"']),
    "number that is true": ("target = 90", "target = true", ["checks[0].target", "found true"]),
    "infinite number": ("target = 90", "target = inf", ["checks[0].target", "found inf"]),
    "negative weight": ("weight = 0.5", "weight = -1", ["checks[0].weight", "0 or more", "found -1"]),
    "half a repetition": ("repetitions = 2", "repetitions = 2.5", ["repetitions", "whole number of 1 or more", "2.5"]),
    "flag that is a number": ("low_confidence = true", "low_confidence = 1", ["low_confidence", "true or false"]),
    "unknown measure": (
        '"knee_flexion"',
        '"knee_flexoin"',
        ["phases[0].gates[0].measure", "elbow_flexion", 'did you mean "knee_flexion"?'],
    ),
    "unknown view": ('["side", "oblique"]', '["side", "top"]', ["camera.views", "side, oblique, front, rear", "top"]),
    "no view": ('["side", "oblique"]', "[]", ["camera.views", "one or more"]),
    "view twice": ('["side", "oblique"]', '["side", "side"]', ["camera.views", "only once"]),
    "unknown side": ('side = "left"', 'side = "lefft"', ["variants[1].side", "left, right", 'did you mean "left"?']),
    "unknown policy": ('side = "other"', 'side = "others"', ["near, far, active, other", "others"]),
    "unknown region": ('region = "legs"', 'region = "leg"', ["region", "core, legs, arms, head", '"legs"?']),
    "unknown variant": ('["lifted-left"]', '["lifted-lft"]', ["phases[1].gates[0].variants", "lifted-left"]),
    "variant without the phase": ('["lifted-left"]', '["plain"]', ["phases[1].gates[0].variants", '"plain"']),
    "unknown phase": ('["rest", "lift"]', '["rest", "lit"]', ["variants[1].phases", "rest, lift", '"lift"?']),
    "unused phase": ('["rest", "lift"]', '["rest"]', ['phases[1] ("lift")', "variant that goes through it"]),
    "phase twice in a variant": ('["rest", "lift"]', '["rest", "rest"]', ["variants[1].phases", "only once"]),
    "side of an unsided measure": (
        'measure = "trunk_elevation"',
        'measure = "trunk_elevation"\nside = "near"',
        ["phases[0].checks[1].side", "trunk_elevation", "whole body", "leave it out"],
    ),
    "other side where each variant has one": (
        'side = "other"\nvariants = ["lifted-left"]\n',
        'side = "other"\n',
        [],  # lifted-left is the only variant with this phase, so this one is right
    ),
    "other side where a variant has none": (
        'measure = "knee_flexion"',
        'measure = "knee_flexion"\nside = "other"',
        ["phases[0].gates[0].side", "a side of their own", "plain has none"],
    ),
    "measure that the views cannot show": (
        'measure = "hip_flexion"\ntarget',
        'measure = "shoulder_abduction"\ntarget',
        ["phases[0].checks[0].measure", "oblique, side", "shoulder_abduction needs front, rear"],
    ),
    "band of one": ("green = [80, 100]", "green = [80]", ["checks[0].green", "range [low, high]", "[80]"]),
    "band of texts": ("green = [80, 100]", 'green = ["80", 100]', ["checks[0].green", "range [low, high]"]),
    "band with no number": ("green = [80, 100]", "green = [nan, 100]", ["checks[0].green", "[nan, 100]"]),
    "band upside down": ("green = [80, 100]", "green = [100, 80]", ["checks[0].green", "lower number first"]),
    "green outside accept": ("green = [80, 100]", "green = [50, 100]", ["checks[0].green", "[60, 120]", "[50, 100]"]),
    "target outside green": ("target = 90", "target = 101", ["checks[0].target", "[80, 100]", "found 101"]),
    "stay inside enter": ("stay = [50, inf]", "stay = [70, inf]", ["gates[0].stay", "[60, 120]", "[70, inf]"]),
    "target outside the gate": (
        'measure = "knee_flexion"',
        'measure = "hip_flexion"\nenter = [95, 99]\nstay = [95, 99]\n[[phases.gates]]\nmeasure = "knee_flexion"',
        ["phases[0].checks[0].target", "hip_flexion", "[95, 99]", "found 90"],
    ),
    "one check without weight": ("weight = 0.5", "weight = 0", []),  # the other check still has one
    "no cue": ('cue_high = "Knees further back."\n', "", ["checks[0].cue_high", "missing", "above green"]),
    "cue that is never said": (
        'cue_high = "Lower your shoulders."',
        'cue_high = "Lower your shoulders."\ncue_low = "Lift them."',
        ["checks[1].cue_low", "never said", "[-inf, 15]"],
    ),
    "check twice": ('name = "trunk"', 'name = "thighs"', ["phases[0].checks", "only once", "thighs"]),
    "variant twice": ('name = "lifted-left"', 'name = "plain"', ["variants", "only once", "plain 2 times"]),
    "phase twice": ('name = "lift"', 'name = "rest"', ["phases", "only once", "rest 2 times"]),
    "hold outside its range": ("seconds = 10", "seconds = 30", ["phases[0].hold", "[5, 20]", "found 30"]),
    "hold without end": ("range = [5, 20]", "range = [5, inf]", ["phases[0].hold", "seconds above 0", "[5, inf]"]),
    "hold from nothing": ("range = [5, 20]", "range = [0, 20]", ["phases[0].hold", "seconds above 0"]),
    "held and counted": (
        "hold = { seconds = 10, range = [5, 20] }",
        "hold = { seconds = 10, range = [5, 20] }\ncount = {}",
        ["phases[0].count", "rest", "either hold or count"],
    ),
    "held and counted phases in a variant": (
        'instruction = "Lift your left leg."',
        'instruction = "Lift your left leg."\ncount = { side = "left", seconds = 1.5 }',
        ["variants[1].phases", "lifted-left", "a variant of its own", "rest held and lift counted"],
    ),
    "counted on no side": (
        "hold = { seconds = 10, range = [5, 20] }",
        'count = { side = "up" }',
        ["phases[0].count.side", "left, right", '"up"'],
    ),
    "counted in no time": (
        "hold = { seconds = 10, range = [5, 20] }",
        "count = { seconds = -1 }",
        ["phases[0].count.seconds", "0 or more", "-1"],
    ),
    "counted": ("hold = { seconds = 10, range = [5, 20] }", 'count = { side = "left" }', []),
    "repetitions of a variant": (
        'title = "Plain"',
        'title = "Plain"\nrepetitions = 0',
        ["variants[0].repetitions", "1"],
    ),
    "sequence of what there isn't": (
        "repetitions = 2",
        'repetitions = 2\nsequence = ["plain", "lifted"]',
        ["sequence", "plain, lifted-left", '"lifted"', 'did you mean "lifted-left"?'],
    ),
    "camera of a variant": (
        'side = "left"',
        'side = "left"\ncamera = { views = ["side"], placement = "There.", turn = "Turn." }',
        [],
    ),
    "camera of a variant that cannot show a measure": (
        'side = "left"',
        'side = "left"\ncamera = { views = ["front"], placement = "There.", turn = "Turn." }',
        ["phases[0].gates[0].measure", "the camera's views, front", "knee_flexion needs"],
    ),
    "limit of a sided measure": (
        'measure = "trunk_elevation"\nspeed',
        'measure = "knee_flexion"\nspeed',
        ["phases[1].limits[0].measure", "whole body", "trunk_inclination"],
    ),
    "limit of nothing": ("speed = [-60, 60]\n", "", ["phases[1].limits[0].value", "missing", "speed"]),
    "no sources": ('sources = ["a textbook"]', "sources = []", ["provenance.sources", "one or more"]),
    "tuned by a list": ("clips = 3", "clips = [3]", ["provenance.tuned.clips", "number", "[3]"]),
    "another schema": ("schema = 1", "schema = 2", ["schema: expected 1", "found 2"]),
    "schema that is true": ("schema = 1", "schema = true", ["schema: expected 1", "found true"]),
    "no schema": ("schema = 1", "", ["schema: missing", "schema = 1"]),
    "not TOML": ('name = "table-top"', "name = table-top", ["expected TOML", "line 4"]),
}


@pytest.mark.parametrize(("old", "new", "said"), WRONG.values(), ids=list(WRONG))
def test_a_wrong_file_is_refused_with_place_expectation_and_finding(
    good: str, tmp_path: Path, old: str, new: str, said: list[str]
) -> None:
    path = spoilt(tmp_path, good, old, new)
    problems = check_reference(path)
    assert bool(problems) == bool(said)
    if not said:
        load_reference(path)
        return
    assert any(all(part in problem for part in said) for problem in problems), problems
    with pytest.raises(InputError, match=re.escape(f"{path}: {problems[0]}")):
        load_reference(path)


def test_weights_may_not_all_be_zero(good: str, tmp_path: Path) -> None:
    path = tmp_path / "weightless.toml"
    path.write_text(good.replace("weight = 0.5", "weight = 0"), encoding="utf-8")
    problems = check_reference(path)
    assert len(problems) == 2  # one for each variant
    assert "phases[0].checks" in problems[0]
    assert "weight above 0" in problems[0]


def test_a_variant_needs_a_gate_of_its_own(good: str, tmp_path: Path) -> None:
    path = spoilt(tmp_path, good, 'measure = "knee_flexion"', 'measure = "knee_flexion"\nvariants = ["plain"]')
    (problem,) = check_reference(path)
    assert 'phases[0].gates ("rest")' in problem
    assert "lifted-left" in problem


def test_all_problems_are_told_and_the_first_is_raised(good: str, tmp_path: Path) -> None:
    path = tmp_path / "two.toml"
    path.write_text(good.replace("target = 90", "target = 1").replace("target = 0", "target = 99"), encoding="utf-8")
    assert len(check_reference(path)) == 2
    with pytest.raises(InputError, match=r"checks\[0\]\.target.*and 1 more"):
        load_reference(path)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xff\xfe\x00", "UTF-8"),
        (b"name = ", "expected TOML"),
        (b"", "schema: missing"),
    ],
)
def test_what_is_not_a_reference_at_all(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "odd.toml"
    path.write_bytes(content)
    assert said in check_reference(path)[0]
    with pytest.raises(InputError, match=said):
        load_reference(path)


def test_missing_files_and_folders(tmp_path: Path) -> None:
    assert check_reference(tmp_path / "none.toml") == ["there is no such file"]
    assert check_reference(tmp_path) == ["this is a folder; expected a TOML file"]


def test_a_byte_order_mark_does_no_harm(good: str, tmp_path: Path) -> None:
    path = tmp_path / "marked.toml"
    path.write_text(good, encoding="utf-8-sig")
    assert load_reference(path) == load_reference(TABLE_TOP)


@given(
    line=st.integers(0, 200), garbage=st.sampled_from(["", "x = 1", "[phases]", "[[phases]]", "name = 3", "]", "= "])
)
def test_no_file_makes_it_stumble(tmp_path_factory: pytest.TempPathFactory, line: int, garbage: str) -> None:
    lines = TABLE_TOP.read_text(encoding="utf-8").splitlines()
    lines[line % len(lines)] = garbage
    path = tmp_path_factory.mktemp("fuzz") / "fuzz.toml"
    path.write_text("\n".join(lines), encoding="utf-8")
    problems = check_reference(path)
    assert all(problem and "\n" not in problem for problem in problems)


@given(measure=st.sampled_from(sorted(all_measures())), side=st.sampled_from([*SidePolicy, None]))
def test_a_side_goes_with_sided_measures_only(
    tmp_path_factory: pytest.TempPathFactory, measure: str, side: SidePolicy | None
) -> None:
    text = TABLE_TOP.read_text(encoding="utf-8")
    given_side = "" if side is None else f'\nside = "{side}"'
    path = spoilt(
        tmp_path_factory.mktemp("sides"), text, 'measure = "knee_flexion"', f'measure = "{measure}"{given_side}'
    )
    told = any("gates[0].side" in problem and "whole body" in problem for problem in check_reference(path))
    assert told == (side is not None and not all_measures()[measure].sided)


def test_a_sequence_is_filmed_from_one_place(good: str, tmp_path: Path) -> None:
    camera = '{ views = ["side"], placement = "There.", turn = "Turn." }'
    text = good.replace('side = "left"', f'side = "left"\ncamera = {camera}', 1)
    path = spoilt(tmp_path, text, "repetitions = 2", 'repetitions = 2\nsequence = ["plain", "lifted-left"]')
    (problem,) = check_reference(path)
    assert problem.startswith("sequence: expected variants that are filmed from one place")
