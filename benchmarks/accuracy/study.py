"""The whole study for one pose model: what was found, as sections of tables and sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.accuracy import angle_tables, hold_tables, photo_tables, words
from benchmarks.accuracy.angle_tables import TARGET_YAW_DEG
from benchmarks.accuracy.cache import LandmarkCache
from benchmarks.accuracy.calibration import Calibration, calibrate
from benchmarks.accuracy.changed import CHANGES, Change
from benchmarks.accuracy.confusion import confusion_table, motion_clips
from benchmarks.accuracy.data import clip_cases, photos_in, real_clips_in
from benchmarks.accuracy.faults import fault_table, has_fault
from benchmarks.accuracy.joint_centres import joint_centre_table
from benchmarks.accuracy.observe import Observed, observe
from benchmarks.accuracy.photos import Verdict, judge_photos
from benchmarks.accuracy.real_clips import judge_clips
from benchmarks.accuracy.scoreboard import scoreboard
from benchmarks.accuracy.stills import judge_moments, moment_table
from benchmarks.accuracy.table import Table
from posecheck.references.schema import Reference


@dataclass(frozen=True)
class Sources:
    """Where the data is.

    Attributes:
        rendered: Folders of rendered clips with their truth.
        held_out: Those of which nothing was looked at when something was chosen.
        photos: Folders of photos with an `index.csv`.
        real: Folders of real clips.
        motions: Folders of truth without a clip.
    """

    rendered: tuple[Path, ...]
    held_out: tuple[Path, ...]
    photos: tuple[Path, ...]
    real: tuple[Path, ...]
    motions: tuple[Path, ...] = ()


@dataclass
class Section:
    """A part of the report.

    Attributes:
        title: Its heading.
        words: Paragraphs under it.
        tables: Its tables.
    """

    title: str
    words: list[str] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)


def run_study(
    sources: Sources, cache: LandmarkCache, references: tuple[Reference, ...], changes: Sequence[Change] = CHANGES
) -> list[Section]:
    """Measure everything there is data for; what is missing is said in a sentence."""
    observed, calibration = observe_clips((*sources.rendered, *sources.held_out), cache, references)
    cases = [case for case in observed if not has_fault(case)]
    faulty = [case for case in observed if has_fault(case)]
    held_out = [case for case in cases if case.case.data in {folder.name for folder in sources.held_out}]
    photos = [photo for folder in sources.photos for photo in photos_in(folder)]
    verdicts = judge_photos(photos, cache, references)
    changed = {change.name: judge_photos(photos, cache, references, change) for change in changes}
    sections = [
        Section(
            "Against what must hold at the end",
            [words.HOW_SCORED, words.HOW_TUNED],
            [
                *([scoreboard("What must hold, held out", held_out)] if held_out else []),
                scoreboard("What must hold, all data", cases, faulty, verdicts),
            ],
        )
    ]
    if cases:
        sections += _rendered(cases, calibration)
    else:
        sections.append(Section("Rendered clips", [_skipped("rendered clips with truth files", sources.rendered)]))
    if faulty:
        sections.append(Section("Faults on rendered clips", [words.HOW_FAULTS], [fault_table(faulty)]))
    sections.append(_confused(cases, sources.motions, references))
    if cases:
        moments = judge_moments([case for case in cases if case.off_side_deg <= TARGET_YAW_DEG], cache, references)
        sections.append(Section("Rendered pictures", [words.HOW_MOMENTS], [moment_table(moments)]))
    sections += [_photos(sources.photos, verdicts, changed), _real(sources.real, cache, references)]
    return sections


def observe_clips(
    folders: Sequence[Path], cache: LandmarkCache, references: tuple[Reference, ...]
) -> tuple[list[Observed], Calibration]:
    """Judge all rendered clips in some folders, with the joint-centre offsets of those in which somebody stands."""
    cases = [case for folder in folders for case in clip_cases(folder)]
    recorded = [(case, cache.recording(case.video)) for case in cases]
    calibration = calibrate(recorded)
    return [
        observe(case, recording, references, calibration.of(case.body)) for case, recording in recorded
    ], calibration


def _rendered(cases: Sequence[Observed], calibration: Calibration) -> list[Section]:
    unlabelled = sorted({case.case.data for case in cases if not case.labelled})
    told = [words.HOW_ANGLES, words.HOW_CALIBRATED]
    if unlabelled:
        told.append(
            f"The clips of {', '.join(unlabelled)} have no labelled segments: there, *held* is what the coach itself "
            "finds on the true joints seen by the camera nearest the side, and there is no error against labels."
        )
    if calibration.of(None) is None:
        told.append("Nobody stands seen from the side in these clips: nothing is calibrated.")
    return [
        Section(
            "Angles on rendered clips",
            told,
            [
                angle_tables.target_table(cases),
                angle_tables.agreement_table(cases, held=True),
                angle_tables.agreement_table(cases, held=False),
                angle_tables.clip_table(cases),
                angle_tables.offsets_table(calibration),
            ],
        ),
        Section("Joint centres", [words.HOW_CENTRES], [joint_centre_table(cases)]),
        Section("View, sides and detection on rendered clips", [words.HOW_VIEWS], [angle_tables.view_table(cases)]),
        Section(
            "Ways to measure",
            [words.HOW_WAYS],
            [angle_tables.candidate_table(cases, spatial=False), angle_tables.candidate_table(cases, spatial=True)],
        ),
        Section(
            "Holds, repetitions, sides and refusals on rendered clips",
            [words.HOW_HOLDS],
            [
                hold_tables.hold_summary(cases),
                hold_tables.hold_table(cases),
                hold_tables.side_summary(cases),
                hold_tables.count_table(cases),
                hold_tables.refusal_table(cases),
            ],
        ),
    ]


def _confused(cases: Sequence[Observed], folders: Sequence[Path], references: tuple[Reference, ...]) -> Section:
    motions = [clip for folder in folders for clip in motion_clips(folder)]
    return Section(
        "Which stretch is taken for which", [words.HOW_CONFUSED], [confusion_table(cases, motions, references)]
    )


def _photos(folders: Sequence[Path], verdicts: Sequence[Verdict], changed: dict[str, list[Verdict]]) -> Section:
    if not verdicts:
        return Section("Photos of real people", [_skipped("photos", folders)])
    return Section(
        "Photos of real people",
        [words.HOW_PHOTOS, words.HOW_CHANGED],
        [
            photo_tables.recall_table(verdicts),
            photo_tables.negative_table(verdicts),
            photo_tables.changed_table(verdicts, changed),
            photo_tables.mistake_table(verdicts),
            photo_tables.detection_table(verdicts),
        ],
    )


def _real(folders: Sequence[Path], cache: LandmarkCache, references: tuple[Reference, ...]) -> Section:
    paths = [path for folder in folders for path in real_clips_in(folder)]
    if not paths:
        return Section("Real clips", [_skipped("real clips", folders)])
    verdicts = judge_clips(paths, cache, references)
    return Section("Real clips", [words.HOW_CLIPS], [photo_tables.real_clip_table(verdicts)])


def _skipped(what: str, folders: Sequence[Path]) -> str:
    places = ", ".join(f"`{folder.name}`" for folder in folders) or "no folder named"
    return f"Skipped: there are no {what} ({places})."
