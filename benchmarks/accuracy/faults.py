"""Faults on rendered clips: whether each is named with its own cue, how soon, and whether anything else is blamed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from benchmarks.accuracy.observe import Observed, Run
from benchmarks.accuracy.table import Table
from posecheck.coach.judgement import Event, EventKind
from tools.truth_landmarks import TruthSegment

WITHIN_S: Final = 2.0
"""A fault is named no later than this after it is fully made."""

OWN_CHECKS: Final = {
    "hips-high": {"knees", "hip-heel-gap"},
    "head-lifted": {"head"},
    "elbows-bent": {"elbows"},
    "loose-hug": {"hug"},
    "head-off-mat": {"head"},
    "knees-bent": {"knees"},
    "arms-fallen": {"arms"},
    "bend-too-deep": {"lean"},
    "hips-low": {"hips", "height"},
    "over-arched": {"hips", "height"},
    "hips-sagging": {"hips"},
    "hips-piked": {"hips"},
    "head-dropped": {"head"},
    "sitting-back": {"hips"},
    "leg-not-lowered": {"leg"},
    "knee-drawn-in": {"other-knee"},
    "hips-too-far": {"drop"},
}
"""Fault to the checks that may speak of it; those of one fault say the same."""

LIMITED: Final = {"bend-too-deep"}
"""Faults that a safety limit of the same measure may warn of: it comes at once, and without a check's name."""


@dataclass(frozen=True)
class FaultRow:
    """A fault that is made in a clip.

    Attributes:
        observed: The clip.
        segment: While it is fully made.
        begun_s: When the movement into it began.
        named: The first cue of its own since then, a warning of a safety limit included; None for none.
        blamed: Cues for what was in order: of other checks whenever in the clip, of its own before it was begun.
        named_on_truth: As `named`, of the coach on the true joints.
    """

    observed: Observed
    segment: TruthSegment
    begun_s: float
    named: Event | None
    blamed: tuple[Event, ...]
    named_on_truth: Event | None

    @property
    def after_s(self) -> float | None:
        """How long after the fault was fully made it was named; negative on the way into it."""
        return None if self.named is None else self.named.time_s - self.segment.from_s

    @property
    def right(self) -> bool:
        """Whether it was named in time, and nothing else was blamed."""
        return self.after_s is not None and self.after_s <= WITHIN_S and not self.blamed


def has_fault(case: Observed) -> bool:
    """Return whether a fault is made in a clip."""
    return any(segment.fault for segment in case.case.truth.segments)


def fault_rows(cases: Iterable[Observed]) -> list[FaultRow]:
    """Return a row for every fault that is made."""
    rows = []
    for case in cases:
        segments = case.case.truth.segments
        for before, segment in pairwise(segments):
            if segment.fault:
                named, on_truth = (_first(run, segment, before.from_s) for run in (case.run, case.true_run))
                blamed = [said for said in blamed_in(case) if not _is_own(said, segment) or said.time_s < before.from_s]
                rows.append(FaultRow(case, segment, before.from_s, named, tuple(blamed), on_truth))
    return rows


def blamed_in(case: Observed) -> list[Event]:
    """Return the cues of a clip, and what limits warn of; in one of good form there should be none."""
    return _said(case.run)


def fault_table(cases: Sequence[Observed]) -> Table:
    """Every fault: when it was named, and what else was blamed."""
    table = Table(
        "Every fault: when its own cue comes, in seconds after it is fully made",
        ("clip", "body", "off side", "fault", "named", "on true joints", "said", "something else blamed"),
    )
    for row in fault_rows(cases):
        truth_s = None if row.named_on_truth is None else row.named_on_truth.time_s - row.segment.from_s
        table.add(
            row.observed.case.name, row.observed.case.body, f"{row.observed.off_side_deg:.0f}", row.segment.fault or "",
            _after(row.after_s), _after(truth_s), row.named.text if row.named else "–",
            "; ".join(f"{cue.text} ({cue.time_s:.1f} s)" for cue in row.blamed) or "nothing",
        )  # fmt: skip
    return table


def _first(run: Run, segment: TruthSegment, begun_s: float) -> Event | None:
    said = (each for each in _said(run) if begun_s <= each.time_s <= segment.to_s)
    return next((each for each in said if _is_own(each, segment)), None)


def _is_own(said: Event, segment: TruthSegment) -> bool:
    """Whether this is about the fault that is made."""
    fault = segment.fault or ""
    return fault in LIMITED if said.kind is EventKind.SAFETY else said.check in OWN_CHECKS[fault]


def _said(run: Run) -> list[Event]:
    spoken = (EventKind.CUE, EventKind.SAFETY)
    return [event for judgement in run.judgements for event in judgement.events if event.kind in spoken]


def _after(seconds: float | None) -> str:
    return "never" if seconds is None else f"{seconds:+.1f}"
