import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from posecheck.cli import poses
from posecheck.errors import UsageError
from posecheck.references import library
from posecheck.references.schema import GENERAL_SAFETY

TABLE_TOP = Path(__file__).parents[1] / "data" / "table-top.toml"


@pytest.fixture(autouse=True)
def user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder in place of the user's own, and a terminal of 80 columns."""
    folder = tmp_path / "user"
    folder.mkdir()
    monkeypatch.setattr(library, "user_folder", lambda: folder)
    monkeypatch.setenv("COLUMNS", "80")
    return folder


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(poses.app, list(arguments))
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def flat(text: str) -> str:
    """Text without its line breaks."""
    return " ".join(text.split())


def test_the_list_has_names_variants_and_holds(user: Path) -> None:
    result = run()
    assert result.exit_code == 0
    assert result.stderr == ""
    for word in ("child-pose", "arms-forward", "knee-hug", "30 s × 1", "sun-salute-backbend", "bend 3 s", "shipped"):
        assert word in result.stdout
    assert str(user) in result.stdout
    assert max(len(line.rstrip()) for line in result.stdout.splitlines() if str(user) not in line) <= 80


def test_in_a_narrow_terminal_names_and_variants_stay_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    lines = run().stdout.splitlines()
    for words in ("child-pose arms-forward 30 s × 1 shipped", "dead-bug alternating counted × 5 shipped"):
        assert words in [flat(line) for line in lines]


def test_own_poses_are_listed_with_what_they_replace_and_broken_ones_told(user: Path) -> None:
    (user / "table-top.toml").write_text(TABLE_TOP.read_text(encoding="utf-8"), encoding="utf-8")
    mine = TABLE_TOP.read_text(encoding="utf-8").replace('name = "table-top"', 'name = "child-pose"')
    (user / "child.toml").write_text(mine, encoding="utf-8")
    (user / "broken.toml").write_text("schema = 9", encoding="utf-8")
    result = run()
    assert result.exit_code == 0
    assert "table-top" in result.stdout
    assert "yours" in result.stdout
    assert "instead of" in result.stdout
    assert result.stderr.startswith(f"posecheck: not used: {user / 'broken.toml'}: schema: expected 1")


def test_the_sheet_leaves_out_what_only_the_drawing_needs() -> None:
    checks = [check for phase in library.find("cat-cow").phases for check in phase.checks]
    told = flat(run("show", "cat-cow").stdout)
    assert not all(check.judges for check in checks)
    assert all(check.title in told for check in checks if check.judges)
    assert "any any 0 %" not in told


def test_the_list_as_json(user: Path) -> None:
    (user / "broken.toml").write_text("schema = 9", encoding="utf-8")
    listed = json.loads(run("--json").stdout)
    assert listed["schema"] == 1
    first = next(each for each in listed["poses"] if each["name"] == "child-pose")
    assert (first["name"], first["variants"]) == ("child-pose", ["arms-forward", "arms-back"])
    assert first["holds"] == {"rest": 30}
    assert first["overrides"] is None
    assert listed["broken"][0]["path"] == str(user / "broken.toml")


def test_a_pose_is_shown_as_a_person_wants_to_read_it() -> None:
    result = run("show", "child-pose")
    text = flat(result.stdout)
    for words in (
        "Child pose",
        GENERAL_SAFETY,
        "With a knee or ankle injury",
        "Camera at your side",
        "Arms stretched forward (arms-forward)",
        "hold 30 s (20 to 180 s)",
        "Kneel, sink back onto your heels",
        "at least 130°",
        "30 %",
        "hip heel gap in % of the shank",
        "hard to see",
        "(arms-forward only)",
        "below: Lower your hips.",
        "No published joint angles were found",
        "Hemmerich",
        "Come up slowly",
    ):
        assert words in text
    assert "inf" not in text.split()
    assert max(len(line.rstrip()) for line in result.stdout.splitlines() if "File:" not in line) <= 80


def test_one_variant_is_shown_alone() -> None:
    text = flat(run("show", "child-pose", "--variant", "arms-back").stdout)
    assert "arms resting beside the legs" in text
    assert "arms reaching forward" not in text
    assert "only)" not in text
    reach = run("show", "sun-salute-backbend", "--variant", "reach-only").stdout
    assert "2. Reach up" in reach
    assert "Lean back gently" not in reach


def test_what_tells_a_rest_from_the_stretch_is_shown() -> None:
    text = flat(run("show", "pelvic-tilt").stdout)
    assert "Once lifting the hips was seen for some seconds, a shorter hold than planned counts as rest." in text
    assert "trunk elevation −70° to −13°" in text
    assert "Also a way to rest" not in run("show", "child-pose").stdout


def test_limits_tuning_and_what_is_replaced_are_shown(user: Path) -> None:
    text = TABLE_TOP.read_text(encoding="utf-8")
    for folder in (user, user / "extra"):
        folder.mkdir(exist_ok=True)
        (folder / "table-top.toml").write_text(text, encoding="utf-8")
    shown = flat(run("show", "table-top", "--poses", str(user / "extra")).stdout)
    assert "Safety limit: trunk elevation −60° to 60° a second. Slowly." in shown
    assert "Tuned: clips 3, on 2025-01-01" in shown
    assert "It takes the place of" in shown
    assert "Done 2 times for each side by default." in shown


def test_a_pose_as_json_and_options_before_the_command(tmp_path: Path) -> None:
    for arguments in (
        ("show", "table-top", "--json", "--poses", str(TABLE_TOP.parent)),
        ("--json", "--poses", str(TABLE_TOP.parent), "show", "table-top"),
    ):
        shown = json.loads(run(*arguments).stdout)
        assert (shown["schema"], shown["name"], shown["origin"]) == (1, "table-top", "extra folder")
        assert shown["phases"][0]["checks"][1]["green"] == [None, 15]
    image = tmp_path / "target.png"
    assert json.loads(run("show", "child-pose", "--json", "--image", str(image)).stdout)["name"] == "child-pose"
    assert image.exists()


def test_the_target_is_drawn(tmp_path: Path) -> None:
    image = tmp_path / "target.png"
    result = run("show", "knee-hug", "--variant", "left", "--image", str(image))
    assert image.read_bytes().startswith(b"\x89PNG")
    assert f"The target is drawn in {image}" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("show", "chld-pose"), 'did you mean "child-pose"?'),
        (("show", "child-pose", "--variant", "arms-fwd"), "There are: arms-forward, arms-back"),
        (("show", "child-pose", "--image", "target.txt"), r"the image is a PNG picture: end target\.txt in \.png"),
        (("show", "child-pose", "--image", "target.jpg"), r"the image is a PNG picture: end target\.jpg in \.png"),
        (("--poses", "nowhere"), "no folder of reference poses at nowhere"),
    ],
)
def test_wrong_calls(arguments: tuple[str, ...], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        run(*arguments)


def test_files_are_checked_one_by_one(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.toml"
    text = TABLE_TOP.read_text(encoding="utf-8")
    wrong.write_text(text.replace("target = 90", "target = 1").replace("seconds = 10", "seconds = 1"), encoding="utf-8")
    result = run("check", str(wrong), str(TABLE_TOP))
    assert result.exit_code == 1
    first, second, third = result.stdout.splitlines()
    assert first.startswith(f'{wrong}: phases[0].hold ("rest"): expected seconds within range')
    assert second.startswith(f"{wrong}: phases[0].checks[0].target")
    assert third == f"{TABLE_TOP}: ok"
    assert run("check", str(TABLE_TOP)).exit_code == 0


def test_the_module_loads_nothing_heavy() -> None:
    code = (
        "import sys, posecheck.cli.poses; "
        "print([m for m in ('numpy', 'cv2', 'mediapipe', 'av', 'rich.table', 'platformdirs') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
