"""Routine files: what is read, what is refused and how that is told, where they are found, and what is written."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from posecheck.coach.routine_plan import plan_routine
from posecheck.errors import InputError, UsageError
from posecheck.references import routines
from posecheck.references.library import shipped_folder
from posecheck.references.routine import REST_S, Item, check_routine, load_routine
from posecheck.references.routines import COMMANDS, DEFAULT, all_routines, find_routine, parse_item, write_routine
from posecheck.references.search import Origin
from tests.support.clips import shipped

REFERENCES = {reference.name: reference for reference in shipped()}
GOOD = """
schema = 1
title = "Mine"
summary = "A few."

[[items]]
pose = "knee-hug"
side = "both"
hold = 15
repetitions = 3
rest = 20

[[items]]
pose = "sun-salute-backbend"
variant = "reach-only"
deeper = "with-bend"
"""


@pytest.fixture
def user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder in place of the user's own."""
    folder = tmp_path / "user"
    monkeypatch.setattr(routines, "user_folder", lambda: folder)
    return folder


def put(folder: Path, text: str = GOOD, name: str = "mine") -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_everything_is_read(tmp_path: Path) -> None:
    routine = load_routine(put(tmp_path), REFERENCES)
    assert (routine.name, routine.title, routine.summary) == ("mine", "Mine", "A few.")
    assert routine.items == (
        Item("knee-hug", side="both", hold_s=15, repetitions=3, rest_s=20),
        Item("sun-salute-backbend", variant="reach-only", deeper="with-bend", rest_s=REST_S),
    )


# What is replaced, by what, and what the message must say: place, expectation, finding, choices.
WRONG = {
    "unknown key": ("rest = 20", "rests = 20", ['items[0].rests ("knee-hug")', "unknown key", 'did you mean "rest"?']),
    "unknown pose": ('"knee-hug"', '"knee-hugs"', ["items[0].pose", "child-pose", 'did you mean "knee-hug"?']),
    "unknown variant": ('"reach-only"', '"reach"', ["items[1].variant", "with-bend", 'found "reach"']),
    "unknown deeper": ('deeper = "with-bend"', 'deeper = "bend"', ["items[1].deeper", "with-bend"]),
    "deeper as before": ('deeper = "with-bend"', 'deeper = "reach-only"', ["items[1].deeper", "beside another"]),
    "unknown side": ('side = "both"', 'side = "top"', ["items[0].side", "left, right, both", 'found "top"']),
    "side of none": ('variant = "reach-only"\ndeeper = "with-bend"', 'side = "left"', ["items[1].side", "no sides"]),
    "side and variant": (
        'side = "both"',
        'side = "left"\nvariant = "left"',
        ["items[0].side", "leave one of them out"],
    ),
    "too long": ("hold = 15", "hold = 31", ["items[0].hold", '"Hug and breathe"', "5 to 30 s", "found 31"]),
    "too short": ("hold = 15", "hold = 4", ["items[0].hold", "5 to 30 s", "found 4"]),
    "no repetitions": ("repetitions = 3", "repetitions = 0", ["items[0].repetitions", "1 or more", "found 0"]),
    "negative rest": ("rest = 20", "rest = -1", ["items[0].rest", "0 or more", "found -1"]),
    "no items": (GOOD[GOOD.index("[[items]]") :], "", ["items", "missing", "[[items]]"]),
    "no title": ('title = "Mine"', "", ["title", "missing"]),
    "no schema": ("schema = 1", "", ["schema", "missing"]),
    "other schema": ("schema = 1", "schema = 2", ["schema", "expected 1", "found 2"]),
    "no TOML": ("schema = 1", "schema", ["expected TOML"]),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_told_with_its_place(tmp_path: Path, name: str) -> None:
    old, new, told = WRONG[name]
    assert GOOD.count(old) == 1
    path = put(tmp_path, GOOD.replace(old, new))
    problems = check_routine(path, REFERENCES)
    assert len(problems) == 1
    assert all(part in problems[0] for part in told), problems[0]
    with pytest.raises(InputError) as error:
        load_routine(path, REFERENCES)
    assert str(error.value) == f"{path}: {problems[0]}"


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    path = put(tmp_path, GOOD.replace("hold = 15", "hold = 99").replace('"reach-only"', '"x"'), "My Routine")
    assert len(check_routine(path, REFERENCES)) == 3
    with pytest.raises(InputError, match=r"file name of small letters.*2 more: run posecheck routine check on it"):
        load_routine(path, REFERENCES)


def test_missing_files_are_told(tmp_path: Path) -> None:
    assert check_routine(tmp_path / "none.toml", REFERENCES) == ["there is no such file"]


# -- the shipped ones


@pytest.mark.parametrize("path", sorted(shipped_folder("routines").glob("*.toml")), ids=lambda path: path.stem)
def test_shipped_routines_are_right_and_move_the_camera_as_little_as_can_be(path: Path) -> None:
    assert check_routine(path, REFERENCES) == []
    plan = plan_routine(load_routine(path, REFERENCES), REFERENCES)
    placements = Counter(step.camera.placement for step in plan.steps)
    moves = sum(a.camera_after.placement != b.camera.placement for a, b in pairwise(plan.steps))
    assert moves == len(placements) - 1


def test_the_default_is_there_and_takes_about_ten_minutes(user: Path) -> None:
    assert {each.name for each in all_routines(REFERENCES).contents} == {"back-care", "morning", "bed", "core"}
    assert 9 <= plan_routine(find_routine(DEFAULT, REFERENCES).content, REFERENCES).minutes <= 11


# -- the user's own


def test_ones_own_override_the_shipped_visibly(user: Path) -> None:
    shipped_path = find_routine(DEFAULT, REFERENCES).path
    mine = put(user, name=DEFAULT)
    found = find_routine(DEFAULT, REFERENCES)
    assert (found.path, found.origin) == (mine, Origin.USER)
    assert found.overrides is not None
    assert found.overrides.path == shipped_path
    assert found.content.title == "Mine"


def test_a_broken_one_is_told_and_not_silently_replaced_by_what_it_meant_to_override(user: Path) -> None:
    put(user, "schema = 1", DEFAULT)
    with pytest.raises(InputError, match=r"back-care\.toml: title: missing"):
        find_routine(DEFAULT, REFERENCES)
    (broken,) = all_routines(REFERENCES).broken
    assert broken.path == user / f"{DEFAULT}.toml"


def test_an_unknown_name_gets_the_names_there_are(user: Path) -> None:
    with pytest.raises(
        UsageError, match=r'no routine is called "backcare", did you mean "back-care"[?] There are: back'
    ):
        find_routine("backcare", REFERENCES)


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("child-pose", Item("child-pose")),
        ("child-pose:arms-back", Item("child-pose", variant="arms-back")),
        (
            "knee-hug:side=left, hold=15,reps=2,rest=0",
            Item("knee-hug", side="left", hold_s=15, repetitions=2, rest_s=0),
        ),
        ("plank:knees,deeper=toes", Item("plank", variant="knees", deeper="toes")),
    ],
)
def test_items_are_typed(text: str, item: Item) -> None:
    assert parse_item(text) == item


@pytest.mark.parametrize(
    "text", ["knee-hug:holds=3", "knee-hug:hold=", "knee-hug:hold=x", "knee-hug:reps=1.5", "a:b,c"]
)
def test_items_that_cannot_be_read_are_told(text: str) -> None:
    with pytest.raises(UsageError, match="cannot read"):
        parse_item(text)


def test_what_is_written_is_read_again(user: Path) -> None:
    items = [Item("knee-hug", side="left", hold_s=15, repetitions=2, rest_s=0), Item("child-pose", "arms-back")]
    found = write_routine("my-evening", 'The "evening"', items, REFERENCES)
    assert found.path == user / "my-evening.toml"
    assert (found.content.title, list(found.content.items)) == ('The "evening"', items)


@pytest.mark.parametrize(
    ("name", "item", "told"),
    [
        ("My evening", "child-pose", "cannot be the name"),
        *((command, "child-pose", "cannot be the name") for command in COMMANDS),
        ("mine", "child-poses", "did you mean"),
        ("mine", "knee-hug:hold=100", "5 to 30 s"),
    ],
)
def test_what_cannot_be_is_not_written(user: Path, name: str, item: str, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        write_routine(name, "Mine", [parse_item(item)], REFERENCES)
    assert not user.exists() or list(user.iterdir()) == []
