"""The summary: what a clip came to, and what kept it from being judged."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from posecheck.coach.judgement import CountRecord, Fault, HoldRecord, Judgement, Measured, Sight
from posecheck.errors import OutputError
from posecheck.measures.body import View
from posecheck.results.summary import SCHEMA, TOLD_SHARE, Seen, Summary, main_stretch


def hold(pose: str, variant: str, start_s: float, held_s: float, score: float | None = 90.0, **more: Any) -> HoldRecord:
    return HoldRecord(pose, variant, "rest", None, start_s, start_s + held_s, held_s, score, **more)


def judged(
    sight: Sight = Sight.CLEAR, *, view: View | None = View.SIDE, yaw: float | None = 5.0, cue: str = ""
) -> Judgement:
    return Judgement(0.0, sight, "any", "any", view=view, yaw_deg=yaw, cue=cue)


def counted(*judgements: Judgement) -> Seen:
    seen = Seen()
    for judgement in judgements:
        seen.add(judgement)
    return seen


# -- what was held ----------------------------------------------------------------------------------------------------


def test_without_holds_there_is_no_stretch() -> None:
    assert main_stretch(()) == (None, None, None)


def test_the_stretch_of_a_clip_is_the_one_that_was_held_longest_in_all() -> None:
    holds = (hold("a", "x", 0, 10), hold("b", "y", 20, 7), hold("b", "y", 30, 7))
    assert main_stretch(holds)[:2] == ("b", "y")
    assert main_stretch(holds[:2])[:2] == ("a", "x")


def test_the_score_is_the_mean_by_length_over_the_holds_of_the_stretch() -> None:
    holds = (hold("a", "x", 0, 10, 80), hold("a", "z", 20, 5, 50), hold("b", "y", 30, 5, 0))
    assert main_stretch(holds)[2] == pytest.approx((10 * 80 + 5 * 50) / 15)


def test_holds_without_a_score_do_not_count_towards_it() -> None:
    assert main_stretch((hold("a", "x", 0, 10, None), hold("a", "x", 20, 5, 60)))[2] == pytest.approx(60)
    assert main_stretch((hold("a", "x", 0, 10, None),)) == ("a", "x", None)


def test_a_hold_of_no_time_has_no_say() -> None:
    assert main_stretch((hold("a", "x", 0, 0, 60),)) == ("a", "x", None)


# -- what was seen ----------------------------------------------------------------------------------------------------


def test_the_view_is_the_commonest_with_the_median_yaw_and_the_shares() -> None:
    seen = counted(
        *[judged(yaw=10.0)] * 3,
        judged(view=View.OBLIQUE, yaw=40.0),
        judged(Sight.LOST, view=None, yaw=None),
    )
    assert (seen.frames, seen.detected) == (5, 4)
    assert seen.view() == {"kind": "side", "yaw_deg": 10.0, "shares": {"oblique": 0.25, "side": 0.75}}


def test_nobody_has_no_view() -> None:
    seen = counted(judged(Sight.LOST, view=None, yaw=None))
    assert seen.view() == {"kind": None, "yaw_deg": None, "shares": {}}
    assert seen.warnings() == ["nobody was found: film one person, whole body in the picture, in good light"]


def test_of_a_picture_no_share_of_frames_is_told() -> None:
    assert counted(judged(Sight.OBLIQUE, cue="Turn.")).warnings() == [
        "seen at an angle, so that form is not scored. Turn."
    ]


def test_no_frames_give_no_warnings() -> None:
    assert Seen().warnings() == []


@pytest.mark.parametrize(
    ("sight", "word", "what_to_do"),
    [
        (Sight.WRONG_VIEW, "direction", "Turn a little."),
        (Sight.OBLIQUE, "at an angle", "Turn a little."),
        (Sight.HIDDEN, "hidden", "Turn a little."),
        (Sight.LOST, "nobody was found", "Film the whole body, in good light."),  # and nothing that is said live
    ],
)
def test_trouble_with_seeing_is_told_with_its_share_and_what_to_do(sight: Sight, word: str, what_to_do: str) -> None:
    trouble = judged(sight, cue="Turn a little.")
    (warning,) = counted(*[judged()] * 7, *[trouble] * 3).warnings()
    assert word in warning
    assert "30%" in warning
    assert warning.endswith(what_to_do)


def test_a_little_trouble_is_not_worth_a_word() -> None:
    few = round(TOLD_SHARE * 10)
    assert counted(*[judged()] * (10 - few), *[judged(Sight.LOST)] * few).warnings() == []


# -- as a file --------------------------------------------------------------------------------------------------------


@pytest.fixture
def summary() -> Summary:
    fault = Fault("knees", "Sink.", 0.12345)
    knees = Measured("knees", "knee_flexion", 128.1234, 1.9876, 105)
    return Summary(
        source="Übung.mp4",
        kind="video",
        duration_s=18.45831,
        frames=444,
        detected_frames=440,
        view={"kind": "side", "yaw_deg": 4.0, "shares": {"side": 1.0}},
        pose="child-pose",
        variant="arms-back",
        accepted=True,
        score=93.26,
        holds=(
            hold("child-pose", "arms-back", 4.81234, 10.3, 93.26, faults=(fault,), complete=True, measured=(knees,)),
        ),
        repetitions=1,
        warnings=("Mind the cat.",),
    )


def test_the_json_has_what_the_schema_promises(summary: Summary) -> None:
    data = summary.to_json()
    assert data["schema"] == SCHEMA == 1
    assert list(data) == [
        *("schema", "source", "kind", "complete", "duration_s", "frames", "detected_frames", "view", "pose", "variant"),
        *("accepted", "score", "holds", "counts", "counted", "repetitions", "faults", "warnings"),
    ]
    assert (data["duration_s"], data["score"], data["complete"]) == (18.458, 93.3, True)
    (held,) = data["holds"]
    assert held == {
        "pose": "child-pose", "variant": "arms-back", "phase": "rest", "side": None, "start_s": 4.812,
        "end_s": 15.112, "held_s": 10.3, "complete": True, "score": 93.3,
        "faults": [{"check": "knees", "cue": "Sink.", "fraction": 0.123}],
        "measured": [
            {"check": "knees", "measure": "knee_flexion", "median": 128.123, "spread": 1.988, "moments": 105}
        ],
    }  # fmt: skip


def test_counts_are_told_one_by_one_and_by_side(summary: Summary) -> None:
    def turn(side: str | None, start_s: float) -> CountRecord:
        slowly = (Fault("pace", "Slowly.", 1.0),)
        return CountRecord("child-pose", "turns", f"turn-{side}", side, start_s, start_s + 1, None, slowly)

    counted = replace(summary, counts=(turn("left", 1), turn("right", 3), turn("left", 5), turn(None, 7)))
    data = counted.to_json()
    assert data["counted"] == {"left": 2, "right": 1, "turn-None": 1}
    assert data["counts"][1] == {
        "pose": "child-pose", "variant": "turns", "phase": "turn-right", "side": "right", "start_s": 3, "end_s": 4,
        "score": None, "faults": [{"check": "pace", "cue": "Slowly.", "fraction": 1.0}],
    }  # fmt: skip


def test_a_saved_summary_reads_as_it_was(summary: Summary, tmp_path: Path) -> None:
    path = tmp_path / "new" / "summary.json"
    summary.save(path)
    text = path.read_text(encoding="utf-8")
    assert json.loads(text) == summary.to_json()
    assert "Übung" in text
    assert text.endswith("}\n")
    assert list(path.parent.iterdir()) == [path]


def test_a_summary_that_cannot_be_saved_says_so(summary: Summary, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="cannot write"):
        summary.save(tmp_path / "file" / "summary.json")
