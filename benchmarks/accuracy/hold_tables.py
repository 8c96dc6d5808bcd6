"""Tables of hold times, counts, sides and refusals."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np

from benchmarks.accuracy.groups import VIEW_BINS, view_bin
from benchmarks.accuracy.holds import HoldError, count_rows, hold_rows
from benchmarks.accuracy.observe import Observed, refused
from benchmarks.accuracy.table import Table, percent
from posecheck.coach.judgement import HoldRecord

AGAINST_TRUTH_S: Final = 0.2
"""Hold start, end and held time against the same coach on the true joints."""

AGAINST_LABEL_S: Final = 0.5
"""Against the labelled segment."""


def hold_summary(cases: Sequence[Observed]) -> Table:
    """Hold errors by data and view."""
    table = Table(
        "Holds by view: share within the limits, and mean / largest absolute error in seconds",
        ("data", "view", "held", "found", "variant right", f"all within {AGAINST_TRUTH_S} s of truth", "start", "end",
         "held time", f"all within {AGAINST_LABEL_S} s of label", "start ", "end ", "held time "),
        notes=(("The first three errors are against the same coach on the true joints seen by the true camera, the "
               "last three against the labelled segment."),),
    )  # fmt: skip
    rows = hold_rows(cases)
    for data in dict.fromkeys(row.observed.case.data for row in rows):
        for _, view in VIEW_BINS:
            here = [row for row in rows if row.observed.case.data == data and view_bin(row.observed) == view]
            if not here:
                continue
            found = [row for row in here if row.found is not None]
            truth = [error for row in here if (error := row.against_truth) is not None]
            label = [error for row in here if (error := row.against_label) is not None]
            table.add(
                data, view, str(len(here)), str(len(found)), str(sum(row.variant_right for row in found)),
                _within(truth, AGAINST_TRUTH_S), *_means(truth), _within(label, AGAINST_LABEL_S), *_means(label),
            )  # fmt: skip
    return table


def hold_table(cases: Sequence[Observed]) -> Table:
    """Every hold: start, end and held time."""
    table = Table(
        "Every hold: errors of start / end / held time in seconds",
        ("data", "clip", "view", "held", "from-to (s)", "found as", "against truth", "against label",
         "coach on truth against label"),
    )  # fmt: skip
    for row in hold_rows(cases):
        segment = row.segment
        table.add(
            row.observed.case.data, row.observed.case.name, view_bin(row.observed),
            f"{segment.label} {segment.variant or ''}".strip(), f"{segment.from_s:.1f}-{segment.to_s:.1f}",
            row.found.variant if row.found else "missed", _error(row.against_truth), _error(row.against_label),
            _error(row.truth_against_label) if row.on_truth or not row.observed.labelled else "missed",
        )  # fmt: skip
    return table


def count_table(cases: Sequence[Observed]) -> Table:
    """Repetitions, sides and holds that should not be, by clip."""
    table = Table(
        "Repetitions, and holds of what isn't held",
        ("data", "clip", "view", "repetitions", "coach on truth", "counted", "error", "holds too many"),
    )
    for row in count_rows(cases):
        table.add(
            row.observed.case.data, row.observed.case.name, view_bin(row.observed), str(row.true), str(row.on_truth),
            str(row.counted), f"{row.counted - row.true:+d}" if row.counted != row.true else "0",
            "; ".join(named(hold) for hold in row.extra) or "0",
        )  # fmt: skip
    return table


def side_summary(cases: Sequence[Observed]) -> Table:
    """Knee hugs whose side was told right or wrong."""
    table = Table("Sides of the knee hug", ("data", "view", "held", "found", "side right", "side wrong", "missed"))
    rows = [row for row in hold_rows(cases) if row.segment.pose == "knee-hug"]
    for data in dict.fromkeys(row.observed.case.data for row in rows):
        for _, view in VIEW_BINS:
            here = [row for row in rows if row.observed.case.data == data and view_bin(row.observed) == view]
            if here:
                found = sum(row.found is not None for row in here)
                right = sum(row.variant_right for row in here)
                table.add(
                    data, view, str(len(here)), str(found), str(right), str(found - right), str(len(here) - found)
                )
    return table


def refusal_table(cases: Sequence[Observed]) -> Table:
    """What becomes of views that cannot be judged."""
    table = Table(
        "Views from the front and the rear: refused or judged",
        ("data", "clip", "off side", "refused (of frames with a person)", "judged as in a pose", "holds", "told"),
    )
    for case in cases:
        if view_bin(case) != VIEW_BINS[-1][1]:
            continue
        seen = case.found
        in_pose = np.array([judgement.in_pose for judgement in case.run.judgements], dtype=np.float64)
        told = {judgement.cue for judgement in case.run.judgements if judgement.cue and not judgement.in_pose}
        table.add(
            case.case.data, case.case.name, f"{case.off_side_deg:.0f}",
            percent(float(refused(case.run)[seen].mean()) if seen.any() else None),
            percent(float(in_pose[seen].mean()) if seen.any() else None), str(len(case.run.holds)),
            " ".join(sorted(told)),
        )  # fmt: skip
    return table


def named(hold: HoldRecord) -> str:
    """Return a hold in words."""
    return f"{hold.pose} {hold.variant} {hold.phase} {hold.start_s:.1f}-{hold.end_s:.1f} s"


def _within(errors: Sequence[HoldError], limit_s: float) -> str:
    # Frame times are whole fractions of the frame rate: a hair more than the limit is the limit.
    return f"{sum(error.largest_s <= limit_s + 1e-6 for error in errors)} of {len(errors)}" if errors else "–"


def _means(errors: Sequence[HoldError]) -> list[str]:
    parts: tuple[Callable[[HoldError], float], ...] = (
        lambda error: error.start_s,
        lambda error: error.end_s,
        lambda error: error.held_s,
    )
    if not errors:
        return ["–"] * len(parts)
    sizes = [[abs(part(error)) for error in errors] for part in parts]
    return [f"{np.mean(size):.2f} / {max(size):.2f}" for size in sizes]


def _error(error: HoldError | None) -> str:
    return "–" if error is None else f"{error.start_s:+.2f} / {error.end_s:+.2f} / {error.held_s:+.2f}"
