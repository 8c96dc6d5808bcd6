"""Learning from clips how a stretch is done well: what `posecheck tune` and `posecheck.tune` do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

from posecheck.plural import how_many
from posecheck.references.library import find_variant, find_with_origin
from posecheck.references.schema import Reference
from posecheck.references.search import Found
from posecheck.references.tuning import Proposal, propose, with_proposals
from posecheck.results.folder import RESULTS
from posecheck.sessions.evidence import ClipEvidence, Key, check_values, find_evidence, held_span, require_holds
from posecheck.sessions.footage import Clip, Footage, FootageReader, Told
from posecheck.sessions.trial import acceptance_curve, nearest_values, separations, try_on
from posecheck.sessions.tune_report import Against, HeldOut, TuneReport

MIN_CLIPS: Final = 2
MIN_SECONDS: Final = 5.0
"""Two clips and five seconds of the pose are the least that is tuned from: one clip cannot show how clips differ."""

MIN_PICTURES: Final = 5
"""Pictures alone must be this many: each is one moment."""


def tune(
    pose: str,
    clips: Iterable[Clip | str | Path],
    *,
    variant: str | None = None,
    from_s: float | None = None,
    to_s: float | None = None,
    against: Iterable[Clip | str | Path] = (),
    poses: Path | None = None,
    model: str = "full",
    results: Path = RESULTS,
    told: Told | None = None,
) -> TuneReport:
    """Learn from clips how a stretch is done well, and propose new bands for its reference.

    Args:
        pose: Name of the reference.
        clips: Clips, pictures, recordings or folders in which it is done well; `PERSON=CLIP` names who is in it.
        variant: Only this variant; found for each clip when left out.
        from_s: With `to_s`: when it is held; found in each clip when left out.
        to_s: See `from_s`.
        against: Clips, pictures or folders that must not be accepted.
        poses: A folder of reference poses beside the shipped ones.
        model: Pose model for clips without a recording.
        results: Folder in which recordings of the clips are looked for.
        told: Is told what takes time.

    Returns:
        The report; its `write` puts the proposal into a file.

    Raises:
        UsageError: No such pose or variant, it is counted rather than held, or the hold ends before it begins.
        InputError: A clip cannot be used.
        ModelError: There is no pose model, and it is needed.
    """
    found = find_with_origin(pose, poses)
    require_holds(found.content, variant)
    held_span(from_s, to_s)  # an impossible one is told before a clip is looked at
    reader = FootageReader((found.content,), model, results, told)
    return tune_footage(found, reader.read(clips), reader.read(against), variant=variant, from_s=from_s, to_s=to_s)


def tune_footage(
    found: Found[Reference],
    footage: Sequence[Footage],
    against: Sequence[Footage] = (),
    *,
    variant: str | None = None,
    from_s: float | None = None,
    to_s: float | None = None,
) -> TuneReport:
    """Do what `tune` does with clips that were read already.

    Raises:
        UsageError: No such variant, or the hold ends before it begins.
    """
    reference = found.content
    if variant is not None:
        find_variant(reference, variant)
    clips = tuple(find_evidence(each, reference, variant, from_s, to_s) for each in footage)
    wrong = nearest_values(against, reference, let_in=True)
    proposals = _proposals(reference, clips, wrong)
    tuned = with_proposals(reference, proposals)
    shortage = _shortage(clips)
    return TuneReport(
        found=found,
        tuned=tuned,
        proposals=proposals,
        clips=clips,
        held_out=() if shortage else _leave_out(reference, clips, wrong, variant),
        against=_against(reference, tuned, clips, against, variant) if against else None,
        negatives=tuple(against),
        shortage=shortage,
    )


def _proposals(
    reference: Reference, clips: Sequence[ClipEvidence], wrong: Mapping[Key, Sequence[float]]
) -> tuple[Proposal, ...]:
    values = check_values([clip for clip in clips if clip.held], reference)
    return tuple(
        propose(phase, index, values[phase.name, index], wrong.get((phase.name, index), ()))
        for phase in reference.phases
        for index in range(len(phase.checks))
    )


def _shortage(clips: Sequence[ClipEvidence]) -> str:
    used = [clip for clip in clips if clip.held]
    if not used:
        reasons = "; ".join(clip.problem for clip in clips) or "no clip was given"
        return f"nothing can be learned: {reasons}"
    films = [clip for clip in used if not clip.footage.picture]
    seconds = sum(clip.seconds for clip in films)
    if len(used) - len(films) >= MIN_PICTURES or (len(films) >= MIN_CLIPS and seconds >= MIN_SECONDS):
        return ""
    pictures = len(used) - len(films)
    shown = f" and shown by {how_many(pictures, 'picture')}" if pictures else ""
    return (
        f"too little to tune from: the pose is held in {how_many(len(films), 'clip')} for {seconds:.0f} s in all"
        f"{shown}; at least {MIN_CLIPS} clips with {MIN_SECONDS:.0f} s, or {MIN_PICTURES} pictures, are needed"
    )


def _leave_out(
    reference: Reference,
    clips: Sequence[ClipEvidence],
    wrong: Mapping[Key, Sequence[float]],
    variant: str | None,
) -> tuple[HeldOut, ...]:
    """Tune without each person in turn, and judge their clips by that. Clips that taught nothing are no test."""
    used = [clip for clip in clips if clip.held]
    groups = dict.fromkeys(clip.footage.person for clip in used)
    if len(groups) < 2:
        return ()
    found = []
    for group in groups:
        others = [clip for clip in used if clip.footage.person != group]
        without = with_proposals(reference, _proposals(reference, others, wrong))
        own = [clip.footage for clip in used if clip.footage.person == group]
        old = tuple(try_on(each, reference, variant) for each in own)
        new = tuple(try_on(each, without, variant) for each in own)
        found.append(HeldOut(group, old, new))
    return tuple(found)


def _against(
    reference: Reference,
    tuned: Reference,
    clips: Sequence[ClipEvidence],
    negatives: Sequence[Footage],
    variant: str | None,
) -> Against:
    positives = [try_on(clip.footage, tuned, variant) for clip in clips if clip.held]
    new = tuple(try_on(each, tuned, variant) for each in negatives)
    return Against(
        old=tuple(try_on(each, reference, variant) for each in negatives),
        new=new,
        separations=tuple(separations(negatives, tuned, variant)),
        curve=acceptance_curve(positives, new),
    )
