from pathlib import Path

import pytest

from posecheck.errors import InputError, UsageError
from posecheck.references import library
from posecheck.references.library import all_references, find, find_with_origin
from posecheck.references.search import Origin

TABLE_TOP = Path(__file__).parents[1] / "data" / "table-top.toml"


@pytest.fixture
def user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder in place of the user's own."""
    folder = tmp_path / "user"
    folder.mkdir()
    monkeypatch.setattr(library, "user_folder", lambda: folder)
    return folder


@pytest.fixture
def extra(tmp_path: Path) -> Path:
    folder = tmp_path / "extra"
    folder.mkdir()
    return folder


def put(folder: Path, *, name: str = "table-top", title: str = "Table top", file: str = "") -> Path:
    text = TABLE_TOP.read_text(encoding="utf-8")
    text = text.replace('name = "table-top"', f'name = "{name}"').replace('title = "Table top"', f'title = "{title}"')
    path = folder / (file or f"{name}.toml")
    path.write_text(text, encoding="utf-8")
    return path


def test_shipped_references_are_found_without_any_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library, "user_folder", lambda: tmp_path / "never made")
    found = all_references().found
    assert [each.content.name for each in found] == [
        "cat-cow",
        "child-pose",
        "dead-bug",
        "door-sill-stretch",
        "knee-hug",
        "mattress-edge",
        "pelvic-tilt",
        "plank",
        "shoulder-bridge",
        "sun-salute-backbend",
    ]
    assert {each.origin for each in found} == {Origin.SHIPPED}
    assert all_references().broken == ()


def test_later_places_override_earlier_ones_and_say_so(user: Path, extra: Path) -> None:
    put(user, name="child-pose", title="Mine")
    put(user, name="cobra")
    mine = find_with_origin("child-pose", extra)
    assert (mine.content.title, mine.origin) == ("Mine", Origin.USER)
    assert mine.overrides is not None
    assert mine.overrides.origin is Origin.SHIPPED

    put(extra, name="child-pose", title="The clinic's")
    theirs = find_with_origin("child-pose", extra)
    assert (theirs.content.title, theirs.origin) == ("The clinic's", Origin.EXTRA)
    assert theirs.overrides is not None
    assert theirs.overrides.path == user / "child-pose.toml"
    assert find_with_origin("cobra", extra).overrides is None
    assert find("child-pose").title == "Mine"


def test_a_broken_file_is_told_and_the_others_work(user: Path) -> None:
    (user / "broken.toml").write_text("schema = 1", encoding="utf-8")
    put(user, name="cobra")
    found = all_references()
    assert "cobra" in [each.content.name for each in found.found]
    (broken,) = found.broken
    assert broken.path == user / "broken.toml"
    assert broken.problem.startswith(str(broken.path))


def test_a_broken_file_is_not_silently_replaced_by_what_it_meant_to_override(user: Path) -> None:
    (user / "child-pose.toml").write_text("schema = 1", encoding="utf-8")
    with pytest.raises(InputError, match=r"child-pose\.toml: name: missing"):
        find("child-pose")


def test_a_broken_file_does_not_keep_what_overrides_it_from_being_used(user: Path, extra: Path) -> None:
    broken = user / "child-pose.toml"
    broken.write_text("schema = 1", encoding="utf-8")
    put(extra, name="child-pose", title="The clinic's")
    theirs = find_with_origin("child-pose", extra)
    assert (theirs.content.title, theirs.origin) == ("The clinic's", Origin.EXTRA)
    assert [each.path for each in all_references(extra).broken] == [broken]

    (extra / "child-pose.toml").write_text("schema = 1", encoding="utf-8")
    put(user, name="child-pose", title="Mine")
    with pytest.raises(InputError, match=r"extra.child-pose\.toml: name: missing"):
        find("child-pose", extra)


def test_in_one_folder_a_broken_file_matters_where_it_would_have_had_the_name(user: Path) -> None:
    put(user, file="a.toml")
    put(user, title="Another")
    assert find("table-top").title == "Table top"
    (user / "table-top.toml").write_text("schema = 1", encoding="utf-8")
    assert find("table-top").title == "Table top"
    (user / "a.toml").rename(user / "z.toml")
    with pytest.raises(InputError, match=r"table-top\.toml: name: missing"):
        find("table-top")


def test_a_name_taken_twice_in_one_folder_is_told(user: Path) -> None:
    put(user, file="a.toml")
    put(user, file="b.toml", title="Another")
    assert find("table-top").title == "Table top"
    (broken,) = all_references().broken
    assert broken.path.name == "b.toml"
    assert "taken already by a.toml" in broken.problem


@pytest.mark.parametrize(
    ("name", "hint"),
    [("chld-pose", ', did you mean "child-pose"? There are: cat-cow, child-pose'), ("zzz", '"zzz". There are')],
)
def test_an_unknown_name_gets_the_names_there_are(user: Path, name: str, hint: str) -> None:
    with pytest.raises(UsageError, match="no pose is called") as error:
        find(name, user)
    assert hint in str(error.value)


def test_an_extra_folder_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no folder of reference poses at .*none"):
        all_references(tmp_path / "none")


def test_the_installed_package_comes_before_the_checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "posecheck"
    package.mkdir()
    monkeypatch.setattr(library, "PACKAGE", package)
    with pytest.raises(InputError, match="install posecheck again"):
        library.shipped_folder()
    (tmp_path / "reference_poses").mkdir()
    assert library.shipped_folder() == tmp_path / "reference_poses"
    (package / "reference_poses").mkdir()
    assert library.shipped_folder() == package / "reference_poses"


def test_the_user_folder_is_the_platforms() -> None:
    assert library.user_folder().parts[-2:] == ("posecheck", "poses")


@pytest.mark.parametrize("name", ["knee-hug", "pelvic-tilt", "dead-bug", "shoulder-bridge"])
def test_what_is_done_on_the_back_names_the_middle_of_pregnancy(name: str) -> None:
    assert "after the middle of" in find(name).safety.lower()
    assert "pregna" in find(name).safety.lower()


def test_what_leans_back_names_blood_pressure_and_the_back_itself() -> None:
    safety = find("sun-salute-backbend").safety
    for reason in ("stenosis", "spondylolisthesis", "back or neck injury", "dizziness", "blood pressure", "pregnancy"):
        assert reason in safety
