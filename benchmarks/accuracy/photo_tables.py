"""Tables of the verdicts on real photos and clips."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from benchmarks.accuracy.agreement import wilson
from benchmarks.accuracy.data import HARD_NEGATIVES
from benchmarks.accuracy.hold_tables import named
from benchmarks.accuracy.photos import EXPECTED, Verdict
from benchmarks.accuracy.real_clips import ClipVerdict
from benchmarks.accuracy.scoreboard import PHOTO_CLASSES
from benchmarks.accuracy.table import Table, percent

SIDEWAYS: Final = ("side", "oblique")


def recall_table(verdicts: Sequence[Verdict]) -> Table:
    """Photos of the stretches: accepted as what they are."""
    table = Table(
        "Photos: recall by class",
        ("class", "view", "half", "photos", "right pose", "right variant too", "recall", "95 % interval",
         "otherwise taken for"),
        notes=(("The halves are fixed by the files' content: `tune` may be looked at while bands are chosen, "
               "`report` is for telling. Views are those that the index states."),),
    )  # fmt: skip
    for label in EXPECTED:
        for views in (SIDEWAYS, ("front",)):
            for half in ("all", "tune", "report"):
                here = [
                    v
                    for v in verdicts
                    if v.photo.label == label and v.photo.view in views and half in ("all", v.photo.half)
                ]
                if here:
                    right = sum(v.right for v in here)
                    others = Counter(v.taken_for for v in here if not v.right)
                    table.add(
                        label, "/".join(views), half, str(len(here)), str(sum(v.right_pose for v in here)), str(right),
                        percent(right / len(here)), _interval(right, len(here)), _counts(others),
                    )  # fmt: skip
    return table


def negative_table(verdicts: Sequence[Verdict]) -> Table:
    """Photos of other poses: accepted as a stretch by mistake."""
    table = Table(
        "Photos: false accepts by class",
        ("class", "hard for", "photos", "accepted", "share", "95 % interval", "tune", "report", "taken for"),
        notes=(("`overhead` and `backbend` are taken into the negatives of each other: arms overhead without a bend is "
               "the reach, not the backbend."),),
    )  # fmt: skip
    negatives = [v for v in verdicts if v.photo.label.startswith("negative_")]
    labels = sorted({v.photo.label for v in negatives} | set(HARD_NEGATIVES))
    for label in labels:
        _negative_row(table, label, [v for v in negatives if v.photo.label == label], HARD_NEGATIVES.get(label, ""))
    _negative_row(table, "all negatives", negatives, "")
    overhead = [v for v in verdicts if v.photo.label == "overhead"]
    _negative_row(table, "overhead, as the backbend", overhead, "backbend", wrong_phase="bend")
    backbend = [v for v in verdicts if v.photo.label == "backbend"]
    _negative_row(table, "backbend, as the reach", backbend, "reach", wrong_phase="reach")
    return table


def mistake_table(verdicts: Sequence[Verdict]) -> Table:
    """Every photo that was taken for something else than it is."""
    table = Table("Photos: every mistake", ("photo", "class", "view", "view found", "half", "taken for", "score"))
    for v in verdicts:
        if not v.right and not (v.expected and v.photo.view == "front"):
            table.add(
                v.photo.path.stem, v.photo.label, v.photo.view, v.view.value if v.view else "–", v.photo.half,
                v.taken_for, "–" if v.score is None else f"{v.score:.0f}",
            )  # fmt: skip
    return table


def detection_table(verdicts: Sequence[Verdict]) -> Table:
    """In how many photos somebody was found."""
    table = Table("Photos: somebody found", ("class", "photos", "found", "share"))
    for label in sorted({v.photo.label for v in verdicts}):
        here = [v for v in verdicts if v.photo.label == label]
        found = sum(v.found for v in here)
        table.add(label, str(len(here)), str(found), percent(found / len(here)))
    return table


def changed_table(verdicts: Sequence[Verdict], changed: dict[str, list[Verdict]]) -> Table:
    """The photos after each change: right ones of the stretches, and negatives accepted."""
    table = Table(
        "Photos after a change",
        ("change", *(name for name, *_ in PHOTO_CLASSES), "negatives accepted", "verdicts that differ"),
    )
    for name, here in {"none": list(verdicts), **changed}.items():
        cells = []
        for _, labels, _ in PHOTO_CLASSES:
            shown = [v for v in here if v.photo.label in labels and v.photo.view != "front"]
            cells.append(f"{sum(v.right for v in shown)} of {len(shown)}")
        negatives = [v for v in here if v.photo.label.startswith("negative_")]
        differ = sum(v.taken_for != as_is.taken_for for v, as_is in zip(here, verdicts, strict=True))
        table.add(name, *cells, f"{sum(v.false_accept for v in negatives)} of {len(negatives)}", str(differ))
    return table


def real_clip_table(verdicts: Sequence[ClipVerdict]) -> Table:
    """Real clips: holds that are false, and the share of a held stretch that was held."""
    table = Table("Real clips", ("clip", "length (s)", "detected", "shows", "held share", "false holds", "which"))
    for v in verdicts:
        table.add(
            v.name, f"{v.duration_s:.0f}", percent(v.detected), v.shows or "no stretch", percent(v.held_share),
            str(len(v.false_holds)), "; ".join(named(hold) for hold in v.false_holds),
        )  # fmt: skip
    return table


def _negative_row(
    table: Table, label: str, verdicts: Sequence[Verdict], hard: str, wrong_phase: str | None = None
) -> None:
    if not verdicts:
        table.add(label, hard, "0", "–", "–", "–", "–", "–", "no photo of it")
        return
    wrong = [v for v in verdicts if v.false_accept and wrong_phase in (None, v.phase)]
    halves = []
    for half in ("tune", "report"):
        here = sum(v.photo.half == half for v in verdicts)
        halves.append(f"{sum(v.photo.half == half for v in wrong)} of {here}")
    table.add(
        label, hard, str(len(verdicts)), str(len(wrong)), percent(len(wrong) / len(verdicts), 1),
        _interval(len(wrong), len(verdicts)), *halves, _counts(Counter(v.taken_for for v in wrong)),
    )  # fmt: skip


def _interval(hits: int, total: int) -> str:
    low, high = wilson(hits, total)
    return f"{100 * low:.0f}-{100 * high:.0f} %"


def _counts(found: Counter[str]) -> str:
    return ", ".join(f"{name} ({count})" for name, count in found.most_common())
