"""Holds, repetitions and sides: what the coach reports against the labels, and against itself on the true joints."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from benchmarks.accuracy.observe import Observed, Run
from posecheck.coach.judgement import HoldRecord
from tools.truth_landmarks import TruthSegment


@dataclass(frozen=True)
class HoldError:
    """A hold as the coach reported it, minus what it should have been, in seconds."""

    start_s: float
    end_s: float
    held_s: float

    @property
    def largest_s(self) -> float:
        """The largest of the three, without sign."""
        return max(abs(self.start_s), abs(self.end_s), abs(self.held_s))


@dataclass(frozen=True)
class HoldRow:
    """One held segment of a clip.

    Attributes:
        observed: The clip.
        segment: What is held.
        found: The coach's hold of the same stretch that overlaps most; None when it was missed.
        on_truth: The same of the coach on the true joints.
    """

    observed: Observed
    segment: TruthSegment
    found: HoldRecord | None
    on_truth: HoldRecord | None

    @property
    def against_truth(self) -> HoldError | None:
        """Against the same coach on the true joints; None when one of the two found nothing."""
        if self.found is None or self.on_truth is None:
            return None
        return HoldError(
            self.found.start_s - self.on_truth.start_s,
            self.found.end_s - self.on_truth.end_s,
            self.found.held_s - self.on_truth.held_s,
        )

    @property
    def against_label(self) -> HoldError | None:
        """Against the labelled segment; None without a label or a hold."""
        if self.found is None or not self.observed.labelled:
            return None
        return _against(self.found, self.segment)

    @property
    def truth_against_label(self) -> HoldError | None:
        """The coach on the true joints against the labelled segment: what the rules alone do to it."""
        if self.on_truth is None or not self.observed.labelled:
            return None
        return _against(self.on_truth, self.segment)

    @property
    def variant_right(self) -> bool:
        """Whether the hold was taken for the right variant: the side of a knee hug, where the arms lie."""
        return self.found is not None and self.found.variant == self.segment.variant


@dataclass(frozen=True)
class CountRow:
    """What was counted in a clip.

    Attributes:
        observed: The clip.
        true: Repetitions as labelled (or as the coach counts them on the true joints).
        on_truth: As the coach counts them on the true joints.
        counted: As the coach counts them on the landmarks.
        extra: Holds that belong to no held segment.
    """

    observed: Observed
    true: int
    on_truth: int
    counted: int
    extra: tuple[HoldRecord, ...]


def hold_rows(cases: Iterable[Observed]) -> list[HoldRow]:
    """Return a row for every held segment."""
    return [
        HoldRow(case, segment, _match(case.run, segment), _match(case.true_run, segment))
        for case in cases
        for segment in case.segments
    ]


def count_rows(cases: Iterable[Observed]) -> list[CountRow]:
    """Return a row for every clip."""
    rows = []
    for case in cases:
        last = {segment.pose: segment.phase for segment in case.segments}
        labelled = sum(segment.phase == last[segment.pose] for segment in case.segments)
        labelled += _cycles(case.case.truth.segments)
        extra = tuple(hold for hold in case.run.holds if not any(_is_same(hold, segment) for segment in case.segments))
        rows.append(CountRow(case, labelled, case.true_run.repetitions, case.run.repetitions, extra))
    return rows


def _cycles(segments: Sequence[TruthSegment]) -> int:
    """How often a movement was gone through in which nothing is held, such as a turn to the left and to the right."""
    held = {(segment.pose, segment.variant) for segment in segments if segment.held}
    reached = Counter(
        (segment.pose, segment.variant, segment.phase)
        for segment in segments
        if segment.variant and segment.phase and (segment.pose, segment.variant) not in held
    )
    movements = {key[:2] for key in reached}
    return sum(min(count for key, count in reached.items() if key[:2] == movement) for movement in movements)


def overlap_s(hold: HoldRecord, segment: TruthSegment) -> float:
    """Return for how long both last."""
    return max(0.0, min(hold.end_s, segment.to_s) - max(hold.start_s, segment.from_s))


def _match(run: Run, segment: TruthSegment) -> HoldRecord | None:
    same = [hold for hold in run.holds if _is_same(hold, segment)]
    return max(same, key=lambda hold: overlap_s(hold, segment), default=None)


def _is_same(hold: HoldRecord, segment: TruthSegment) -> bool:
    right_phase = segment.phase is None or hold.phase == segment.phase
    return hold.pose == segment.pose and right_phase and overlap_s(hold, segment) > 0


def _against(hold: HoldRecord, segment: TruthSegment) -> HoldError:
    return HoldError(
        hold.start_s - segment.from_s,
        hold.end_s - segment.to_s,
        hold.held_s - (segment.to_s - segment.from_s),
    )
