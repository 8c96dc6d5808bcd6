"""What is asked for at the end, and what there is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from benchmarks.accuracy.agreement import agreement, wilson
from benchmarks.accuracy.angle_tables import TARGET_YAW_DEG, TARGETS_DEG, held_errors
from benchmarks.accuracy.faults import WITHIN_S, blamed_in, fault_rows
from benchmarks.accuracy.groups import VIEW_BINS, held_parts, view_bin
from benchmarks.accuracy.hold_tables import AGAINST_LABEL_S, AGAINST_TRUTH_S
from benchmarks.accuracy.holds import HoldError, count_rows, hold_rows
from benchmarks.accuracy.observe import Observed
from benchmarks.accuracy.photos import Verdict
from benchmarks.accuracy.table import Table
from posecheck.coach.judgement import Sight
from posecheck.measures.body import Side

PHOTO_CLASSES: Final = (
    ("child poses in the right variant", ("child_pose", "child_pose_arms_back"), 0.97),
    ("backbends", ("backbend",), 0.95),
    ("knee hugs with their side", ("knee_hug_left", "knee_hug_right", "knee_hug_figure4"), 1.0),
)
"""What is asked for of photos: in words, which classes, and the least share."""

LYING_DEG: Final = 45.0
"""A trunk that is farther from the vertical lies."""


def scoreboard(
    title: str, cases: Sequence[Observed], faulty: Sequence[Observed] = (), verdicts: Sequence[Verdict] = ()
) -> Table:
    """Every requirement that can be measured on some data, taken together."""
    table = Table(title, ("requirement", "limit", "found", "of", "met"))
    if cases:
        _angles(table, [case for case in cases if case.off_side_deg <= TARGET_YAW_DEG])
        _holds(table, [case for case in cases if case.off_side_deg <= TARGET_YAW_DEG])
        _refusals(table, [case for case in cases if view_bin(case) == VIEW_BINS[-1][1] and _on_the_floor(case)])
    if faulty:
        _faults(table, faulty)
    good = [case for case in cases if case.labelled and case.off_side_deg <= TARGET_YAW_DEG]
    if good:
        blamed = sum(bool(blamed_in(case)) for case in good)
        table.add(
            "clips of good form in which something is blamed", "0", str(blamed), f"{len(good)} clips", _met(not blamed)
        )
    if verdicts:
        _photos(table, verdicts)
    return table


def _angles(table: Table, cases: Sequence[Observed]) -> None:
    for measure, limit in TARGETS_DEG.items():
        for calibrated in (False, True):
            found = agreement(held_errors(cases, measure, spatial=False, calibrated=calibrated))
            parts = [agreement(held_errors([case], measure, spatial=False, calibrated=calibrated)) for case in cases]
            by_clip = [part.mae for part in parts if part is not None]
            if found is not None:
                mean = sum(by_clip) / len(by_clip)
                table.add(
                    f"{measure}, projected, {'calibrated' if calibrated else 'as it is'}: MAE (degrees)",
                    f"{limit:.0f}", f"{found.mae:.1f}; {mean:.1f}; {max(by_clip):.1f}",
                    f"{found.n} frames; mean of {len(by_clip)} clips; worst clip", _met(max(found.mae, mean) <= limit),
                )  # fmt: skip


def _holds(table: Table, cases: Sequence[Observed]) -> None:
    rows = hold_rows(cases)
    if not rows:
        return
    found = [row for row in rows if row.found is not None]
    table.add("held stretches found", "all", str(len(found)), str(len(rows)), _met(len(found) == len(rows)))
    against_truth = [error for row in rows if (error := row.against_truth) is not None]
    against_label = [error for row in rows if (error := row.against_label) is not None]
    _errors(table, "hold start, end, held time against the coach on truth", AGAINST_TRUTH_S, against_truth)
    _errors(table, "hold start, end, held time against labels", AGAINST_LABEL_S, against_label)
    counts = count_rows(cases)
    exact = sum(row.counted == row.true for row in counts)
    table.add("repetitions exact", "all", str(exact), f"{len(counts)} clips", _met(exact == len(counts)))
    extra = sum(bool(row.extra) for row in counts)
    table.add("clips with holds of what isn't held", "0", str(extra), f"{len(counts)} clips", _met(extra == 0))
    hugs = [row for row in rows if row.segment.pose == "knee-hug"]
    if hugs:
        right = sum(row.variant_right for row in hugs)
        table.add("knee-hug sides exact", "all", str(right), f"{len(hugs)} hugs", _met(right == len(hugs)))


def _errors(table: Table, name: str, limit_s: float, errors: Sequence[HoldError]) -> None:
    if errors:
        inside = sum(error.largest_s <= limit_s + 1e-6 for error in errors)
        worst = max(error.largest_s for error in errors)
        table.add(
            f"{name}: largest error (s)", f"{limit_s}", f"{worst:.2f}", f"{inside} of {len(errors)} inside",
            _met(inside == len(errors)),
        )  # fmt: skip


def _refusals(table: Table, cases: Sequence[Observed]) -> None:
    if not cases:
        return
    judgements = [judgement for case in cases for judgement in case.run.judgements if judgement.view is not None]
    refused = sum(judgement.sight is Sight.WRONG_VIEW for judgement in judgements)
    held = sum(bool(case.run.holds) for case in cases)
    table.add(
        "front views of floor poses refused (frames)", "all", str(refused), str(len(judgements)),
        _met(refused == len(judgements)),
    )  # fmt: skip
    table.add("front views of floor poses with a hold", "0", str(held), f"{len(cases)} clips", _met(held == 0))


def _faults(table: Table, faulty: Sequence[Observed]) -> None:
    rows = fault_rows(faulty)
    right = sum(row.right for row in rows)
    table.add(
        f"faults named with their own cue within {WITHIN_S:.0f} s, nothing else blamed", "all", str(right),
        f"{len(rows)} faults", _met(right == len(rows)),
    )  # fmt: skip


def _on_the_floor(case: Observed) -> bool:
    """Whether the trunk lies in what is held; who stands with the arms up may be judged from the front."""
    parts = held_parts([case])
    return bool(parts) and all(
        np.median(case.truth.spatial["trunk_inclination"][Side.LEFT][part.frames]) > LYING_DEG for part in parts
    )


def _photos(table: Table, verdicts: Sequence[Verdict]) -> None:
    for name, labels, limit in PHOTO_CLASSES:
        for half in ("all", "report"):
            here = [v for v in verdicts if v.photo.label in labels and half in ("all", v.photo.half)]
            sideways = [v for v in here if v.photo.view != "front"]
            if sideways:
                right = sum(v.right for v in sideways)
                share = right / len(sideways)
                table.add(
                    f"photos: {name}, side and oblique ({half})", f"{100 * limit:.0f} %", f"{100 * share:.0f} %",
                    f"{right} of {len(sideways)}", _met(share >= limit),
                )  # fmt: skip
    negatives = [v for v in verdicts if v.photo.label.startswith("negative_")]
    if negatives:
        wrong = sum(v.false_accept for v in negatives)
        high = wilson(wrong, len(negatives))[1]
        table.add(
            "photos: negatives accepted", "1 %", f"{100 * wrong / len(negatives):.1f} %",
            f"{wrong} of {len(negatives)}; 95 % interval up to {100 * high:.1f} %",
            _met(wrong <= 0.01 * len(negatives)),
        )  # fmt: skip


def _met(met: bool) -> str:
    return "yes" if met else "NO"
