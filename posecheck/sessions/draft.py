"""Finding an unknown stretch in clips, and drafting its reference: what `posecheck poses new` does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from posecheck import __version__
from posecheck.errors import InputError, UsageError
from posecheck.files import whole_file
from posecheck.references.document import Words, document
from posecheck.references.draft import Judged, judge_features
from posecheck.references.library import find, shipped_folder, user_folder
from posecheck.references.loader import check_reference
from posecheck.references.reader import NAME_PATTERN
from posecheck.references.schema import Band, Reference
from posecheck.results.folder import RESULTS
from posecheck.sessions.common_pose import (
    common_pose,
    features_of,
    frontal_views,
    mostly_frontal,
    seconds_of,
    still_moments,
)
from posecheck.sessions.evidence import held_span
from posecheck.sessions.footage import Clip, Footage, FootageReader, Told

MIN_SECONDS: Final = 5.0
"""So long must the pose be held in all clips together."""


@dataclass(frozen=True)
class Draft:
    """A drafted reference, not yet written.

    Attributes:
        name: Of the reference.
        text: Of its file.
        judged: Its gates and checks, and what to review.
        spans: Clip, and from when to when the pose was taken to be held in it.
        seconds: How long in all.
        views: From where it was seen.
    """

    name: str
    text: str
    judged: Judged
    spans: tuple[tuple[str, float, float], ...]
    seconds: float
    views: tuple[str, ...]

    def write(self, folder: Path | None = None) -> Path:
        """Write it into a folder, the user's own when left out, and return the file.

        Raises:
            UsageError: There is a file of this name already.
            InputError: The draft contradicts itself, which is an error of posecheck.
            OutputError: It cannot be written.
        """
        target = (folder or user_folder()) / f"{self.name}.toml"
        if target.exists():
            raise UsageError(f"{target} is there already: choose another name, or take it away first")
        with whole_file(target) as partial:
            partial.write_text(self.text, encoding="utf-8")
            if wrong := check_reference(partial):
                raise InputError(f"nothing that could be used was drafted from these clips: {wrong[0]}")
        return target


def draft(
    name: str,
    clips: Iterable[Clip | str | Path],
    *,
    like: str | None = None,
    from_s: float | None = None,
    to_s: float | None = None,
    poses: Path | None = None,
    model: str = "full",
    results: Path = RESULTS,
    told: Told | None = None,
) -> Draft:
    """Draft the reference of a stretch from clips of it.

    Args:
        name: Of the new reference: small letters, digits and hyphens.
        clips: Clips or recordings in which it is held, or folders of them.
        like: A reference whose words and hold it takes over.
        from_s: With `to_s`: when it is held; found in the clips when left out.
        to_s: See `from_s`.
        poses: A folder of reference poses beside the shipped ones, for `like`.
        model: Pose model for clips without a recording.
        results: Folder in which recordings of the clips are looked for.
        told: Is told what takes time.

    Raises:
        UsageError: The name cannot be one or is that of a shipped pose, there is no pose to be `like`, or the hold
            ends before it begins.
        InputError: A clip cannot be used, or no steady pose is found in the clips.
        ModelError: There is no pose model, and it is needed.
    """
    if not NAME_PATTERN.fullmatch(name):
        raise UsageError(f'"{name}" cannot be the name of a pose: use small letters, digits and single hyphens')
    if like != name and (shipped_folder() / f"{name}.toml").is_file():
        raise UsageError(
            f"{name} comes with posecheck, and a draft in its place would lose its words on safety: choose another "
            f"name, or adapt it with posecheck tune {name}"
        )
    held_span(from_s, to_s)  # an impossible one is told before a clip is looked at
    model_of = find(like, poses) if like else None
    any_reference = model_of or find("child-pose")
    footage = FootageReader((any_reference,), model, results, told).read(clips)
    return draft_footage(name, footage, model_of, from_s=from_s, to_s=to_s)


def draft_footage(
    name: str,
    footage: Sequence[Footage],
    like: Reference | None = None,
    *,
    from_s: float | None = None,
    to_s: float | None = None,
) -> Draft:
    """Do what `draft` does with clips that were read already.

    Raises:
        UsageError: The hold ends before it begins.
        InputError: No steady pose is found in the clips.
    """
    frontal = mostly_frontal(footage)
    span = held_span(from_s, to_s)
    seen = [still_moments(each, frontal, span, given=from_s is not None or to_s is not None) for each in footage]
    picked, active = common_pose([each for each in seen if each.times_s.size])
    seconds = sum(seconds_of(each.times_s) for each in picked)
    if seconds < MIN_SECONDS:
        raise InputError(
            f"too little to draft from: one and the same pose, unlike standing or lying, is held for {seconds:.0f} s "
            f"in all; {MIN_SECONDS:.0f} s are needed. Say when it is held with --start and --end, or film it longer"
        )
    judged = judge_features(features_of(picked, active, frontal))
    views = frontal_views(footage) if frontal else ("side", "oblique")
    if len(picked) < len(footage):
        missing = {each.name for each in footage} - {each.footage.name for each in picked}
        judged = replace(judged, review=(*judged.review, f"not found in: {', '.join(sorted(missing))}"))
    tuned: dict[str, str | float] = {
        "clips": len(picked),
        "persons": len({each.footage.person for each in picked}),
        "seconds": round(seconds),
        "date": datetime.now(UTC).date().isoformat(),
        "version": __version__,
    }
    text = document(name, _words(name, like, frontal), views, judged, tuned, sided=active is not None)
    spans = tuple((each.footage.name, float(each.times_s[0]), float(each.times_s[-1])) for each in picked)
    return Draft(name, text, judged, spans, seconds, views)


def _words(name: str, like: Reference | None, frontal: bool) -> Words:
    title = name.replace("-", " ").capitalize()
    facing = "in front of you" if frontal else "at your side"
    turn = "Turn to face the camera." if frontal else "Turn so that your side faces the camera."
    plain = Words(
        title=title,
        summary=f"{title}: come into the pose slowly and hold it without forcing anything.",
        safety="With an injury or after surgery, ask a clinician first. Stay within what is comfortable.",
        ending="Come out of it slowly.",
        instruction="Come into it slowly, and hold it where it is comfortable.",
        placement=f"Camera {facing}, 2 to 3 metres away, your whole body in the picture.",
        turn=turn,
        hold_s=20,
        range_s=Band(5, 60),
    )
    if like is None:
        return plain
    held = next((phase for phase in like.phases if phase.hold is not None), like.phases[0])
    return replace(
        plain,
        summary=like.summary,
        safety=like.safety,
        ending=like.ending,
        instruction=held.instruction,
        hold_s=held.hold.seconds if held.hold else plain.hold_s,
        range_s=held.hold.range_s if held.hold else plain.range_s,
        repetitions=like.repetitions,
        sources=(f"drafted by posecheck from clips, with the words of {like.name}",),
    )
