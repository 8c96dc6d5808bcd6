"""The table of frames: every measure a number or empty, and the verdict."""

import csv
from pathlib import Path

import pytest

from posecheck.coach.coach import Coach
from posecheck.coach.judgement import Judgement, Sight
from posecheck.coach.observation import Observation, Observer
from posecheck.errors import OutputError
from posecheck.measures.body import Body, Side
from posecheck.measures.registry import all_measures
from posecheck.pose.landmarks import Landmark, Landmarks
from posecheck.results.frames_table import VERDICT_COLUMNS, FramesTable, columns
from tests.support.bodies import Limbs, StickBody, hidden
from tests.support.references import check, gate, phase, reference

SQUAT = phase(
    "squat", gate("knee_flexion", (60, 120)), checks=(check("knees", green=(80, 100), accept=(60, 120)),), hold_s=5
)
SQUATTING = StickBody(left=Limbs(knee=80), right=Limbs(knee=90)).landmarks()


def table(path: Path, *frames: Landmarks | None) -> list[dict[str, str]]:
    observer, coach = Observer(), Coach(reference(SQUAT))
    with FramesTable(path) as rows:
        for index, landmarks in enumerate(frames):
            seen = observer.observe(landmarks, index / 30)
            rows.write(seen, coach.judge(seen))
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_there_is_a_column_for_every_measure_and_side() -> None:
    names = columns()
    assert len(set(names)) == len(names)
    for name, measure in all_measures().items():
        wanted = [f"{name}_left", f"{name}_right"] if measure.sided else [name]
        assert [column for column in names if column in wanted] == wanted
    assert names[0] == "time_s"
    assert tuple(names[-len(VERDICT_COLUMNS) :]) == VERDICT_COLUMNS


def test_a_row_has_the_measures_and_the_verdict(tmp_path: Path) -> None:
    *_, row = table(tmp_path / "frames.csv", *[SQUATTING] * 31)
    assert list(row) == columns()
    assert row["time_s"] == "1.0000"
    assert (row["view"], row["near"], row["yaw_deg"]) == ("side", "right", "0.00")
    assert (float(row["knee_flexion_left"]), float(row["knee_flexion_right"])) == (80.0, 90.0)
    assert (row["pose"], row["variant"], row["phase"]) == ("made-up", "only", "squat")
    assert (row["in_pose"], row["score"], row["held_s"], row["sight"]) == ("1", "100.00", "1.00", "clear")


def test_what_is_unknown_is_empty(tmp_path: Path) -> None:
    (row,) = table(tmp_path / "frames.csv", hidden(SQUATTING, Landmark.LEFT_KNEE))
    assert row["knee_flexion_left"] == ""
    assert row["knee_flexion_right"] == "90.00"
    assert row["shoulder_abduction_left"] == "", "cannot be seen from the side"


def test_a_frame_without_anybody_is_a_row_without_numbers(tmp_path: Path) -> None:
    (row,) = table(tmp_path / "frames.csv", None)
    filled = {column for column, cell in row.items() if cell}
    assert filled == {"time_s", "in_pose", "sight"}
    assert (row["in_pose"], row["sight"]) == ("0", "lost")


def test_outside_of_the_pose_no_pose_is_named(tmp_path: Path) -> None:
    (row,) = table(tmp_path / "frames.csv", StickBody().landmarks())
    assert (row["pose"], row["variant"], row["phase"], row["score"], row["held_s"]) == ("", "", "", "", "")


def test_every_cell_of_a_measure_is_that_measure(tmp_path: Path) -> None:
    (row,) = table(tmp_path / "frames.csv", SQUATTING)
    seen = Observation(0.0, Observer().observe(SQUATTING, 0.0).body)
    for name, measure in all_measures().items():
        for column, side in [(f"{name}_{side}", side) for side in Side] if measure.sided else [(name, None)]:
            value = seen.measure(name, side).value
            assert row[column] == ("" if value is None else f"{value:.2f}")


def test_the_table_has_its_name_only_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "frames.csv"
    with FramesTable(path):
        assert not path.exists()
    assert path.read_text(encoding="utf-8").splitlines() == [",".join(columns())]
    path.unlink()
    with pytest.raises(KeyError), FramesTable(path):
        raise KeyError
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="cannot write"):
        FramesTable(tmp_path / "file" / "frames.csv")


@pytest.mark.parametrize(
    ("body", "facing", "orientation"),
    [
        (StickBody(), "right", "upright"),
        (StickBody(heading=180.0), "left", "upright"),
        (StickBody(trunk=90.0), "right", "prone"),
        (StickBody(trunk=-90.0), "right", "supine"),
        (StickBody(heading=90.0), "", "upright"),
        (StickBody(heading=90.0, roll=90.0), "", "on the side"),
    ],
)
def test_facing_and_orientation_are_told_where_they_can_be(
    body: StickBody, facing: str, orientation: str, tmp_path: Path
) -> None:
    path = tmp_path / "frames.csv"
    with FramesTable(path) as rows:
        rows.write(Observation(0.0, Body(body.landmarks())), Judgement(0.0, Sight.CLEAR, "", ""))
    with path.open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["facing"], row["orientation"]) == (facing, orientation)
