"""`summary.json`: what a clip or a picture came to, for programs and for people."""

from __future__ import annotations

import json
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any, Final

from posecheck.coach.judgement import CountRecord, Fault, HoldRecord, Judgement, Sight
from posecheck.files import whole_file

SCHEMA: Final = 1

TOLD_SHARE: Final = 0.2
"""Trouble with seeing the person is a warning when it took more than this share of the frames."""

TOLD_FRACTION: Final = 0.1
"""A fault that took less of a hold than this is not worth a word."""

TOLD_FRACTION_OF_MOVEMENT: Final = 0.3
"""The same of a counted movement, whose way in and out leads through what would be a fault if one stayed there."""


@dataclass
class Seen:
    """What is counted over the frames of a clip.

    Attributes:
        frames: All of them.
        detected: Those in which somebody was found.
        views: Frames per view.
        sights: Frames per kind of sight.
    """

    frames: int = 0
    detected: int = 0
    views: Counter[str] = field(default_factory=Counter)
    sights: Counter[Sight] = field(default_factory=Counter)
    sight_texts: dict[Sight, str] = field(default_factory=dict)
    yaws_deg: array[float] = field(default_factory=lambda: array("d"))

    def add(self, judgement: Judgement) -> None:
        """Count a frame."""
        self.frames += 1
        self.sights[judgement.sight] += 1
        # What is said to somebody out of sight is of no use to whoever looks at the recording.
        if judgement.sight not in (Sight.CLEAR, Sight.LOST) and judgement.cue:
            self.sight_texts[judgement.sight] = judgement.cue
        if judgement.view is not None:
            self.detected += 1
            self.views[judgement.view.value] += 1
        if judgement.yaw_deg is not None:
            self.yaws_deg.append(judgement.yaw_deg)

    def view(self) -> dict[str, Any]:
        """The commonest view, the median yaw, and the share of each view among the frames with somebody in them."""
        if not self.detected:
            return {"kind": None, "yaw_deg": None, "shares": {}}
        return {
            "kind": self.views.most_common(1)[0][0],
            "yaw_deg": round(median(self.yaws_deg), 1),
            "shares": {view: round(count / self.detected, 3) for view, count in sorted(self.views.items())},
        }

    def warnings(self) -> list[str]:
        """Sentences on what kept the person from being judged for a good part of the clip."""
        if not self.frames:
            return []
        if not self.detected:
            return ["nobody was found: film one person, whole body in the picture, in good light"]
        found = []
        for sight, reason in _REASONS.items():
            share = self.sights[sight] / self.frames
            if share > TOLD_SHARE:
                where = f", in {share:.0%} of the frames" if self.frames > 1 else ""  # and not of a picture
                found.append(f"{reason}{where}. {self.sight_texts.get(sight, _UNTOLD.get(sight, ''))}".strip())
        return found


_REASONS: Final = {
    Sight.WRONG_VIEW: "not judged, because of the direction it is seen from",
    Sight.OBLIQUE: "seen at an angle, so that form is not scored",
    Sight.HIDDEN: "not judged, because a part of the body that decides is hidden",
    Sight.LOST: "not judged, because nobody was found",
}
_UNTOLD: Final = {Sight.LOST: "Film the whole body, in good light."}


@dataclass(frozen=True)
class Summary:
    """What a clip or a picture came to.

    Attributes:
        source: The file it was made from.
        kind: `video` or `image`.
        duration_s: How long the clip is said to be; at least the time of the last frame.
        frames: Number of frames that were looked at.
        detected_frames: Those with somebody in them.
        view: See `Seen.view`.
        pose: The stretch that was done longest, or that the picture shows; None when there was none.
        variant: Its variant.
        accepted: Whether there is such a stretch.
        score: 0 to 100, the mean over holds and counted movements by their length; None when nothing could be scored.
        holds: In the order of time.
        repetitions: How often a stretch was gone through.
        warnings: Sentences.
        complete: False when the analysis was broken off.
        counts: The counted movements, in the order of time.
        faults: Of a picture: what there is to work on, what matters most first; holds and counts have their own.
    """

    source: str
    kind: str
    duration_s: float
    frames: int
    detected_frames: int
    view: dict[str, Any]
    pose: str | None
    variant: str | None
    accepted: bool
    score: float | None
    holds: tuple[HoldRecord, ...]
    repetitions: int
    warnings: tuple[str, ...]
    complete: bool = True
    counts: tuple[CountRecord, ...] = ()
    faults: tuple[Fault, ...] = ()

    @property
    def counted(self) -> dict[str, int]:
        """How often the stretch's counted movements were done: by side, or by phase where they have none."""
        return dict(Counter(count.side or count.phase for count in self.counts if count.pose == self.pose))

    def to_json(self) -> dict[str, Any]:
        """Return the summary as plain values, times to the millisecond and scores to a tenth."""
        return {
            "schema": SCHEMA,
            "source": self.source,
            "kind": self.kind,
            "complete": self.complete,
            "duration_s": round(self.duration_s, 3),
            "frames": self.frames,
            "detected_frames": self.detected_frames,
            "view": self.view,
            "pose": self.pose,
            "variant": self.variant,
            "accepted": self.accepted,
            "score": _rounded(self.score),
            "holds": [_hold_json(hold) for hold in self.holds],
            "counts": [_count_json(count) for count in self.counts],
            "counted": self.counted,
            "repetitions": self.repetitions,
            "faults": _faults_json(self.faults),
            "warnings": list(self.warnings),
        }

    def save(self, path: Path) -> None:
        """Write it as JSON, whole or not at all.

        Raises:
            OutputError: The file cannot be written.
        """
        with whole_file(path) as partial:
            partial.write_text(json.dumps(self.to_json(), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def told_faults(record: HoldRecord | CountRecord) -> tuple[Fault, ...]:
    """Return the faults of a hold or a counted movement that are worth a word, the most frequent first."""
    least = TOLD_FRACTION if isinstance(record, HoldRecord) else TOLD_FRACTION_OF_MOVEMENT
    if isinstance(record, HoldRecord) and record.score is not None and round(record.score) == 100:
        return ()  # what costs nothing: a full score with something to work on would contradict itself
    return tuple(fault for fault in record.faults if fault.fraction >= least)


def main_stretch(records: Sequence[HoldRecord | CountRecord]) -> tuple[str | None, str | None, float | None]:
    """Return the pose and variant that were done longest, and the mean score of all that was done of it by length."""
    if not records:
        return None, None, None
    done: Counter[tuple[str, str]] = Counter()
    for each in records:
        done[each.pose, each.variant] += each.held_s  # type: ignore[assignment]  # seconds count as well as integers
    pose, variant = max(done, key=lambda key: done[key])
    return pose, variant, mean_score([each for each in records if each.pose == pose])


def mean_score(records: Iterable[HoldRecord | CountRecord]) -> float | None:
    """Return the mean score of holds and counted movements by their length; None when nothing could be scored."""
    scored = [(each.held_s, each.score) for each in records if each.score is not None]
    total_s = sum(held_s for held_s, _ in scored)
    return sum(held_s * score for held_s, score in scored) / total_s if total_s else None


def _hold_json(hold: HoldRecord) -> dict[str, Any]:
    return {
        "pose": hold.pose,
        "variant": hold.variant,
        "phase": hold.phase,
        "side": hold.side,
        "start_s": round(hold.start_s, 3),
        "end_s": round(hold.end_s, 3),
        "held_s": round(hold.held_s, 3),
        "complete": hold.complete,
        "score": _rounded(hold.score),
        "faults": _faults_json(hold.faults),
        "measured": [
            {
                "check": each.check,
                "measure": each.measure,
                "median": round(each.median, 3),
                "spread": round(each.spread, 3),
                "moments": each.moments,
            }
            for each in hold.measured
        ],
    }


def _count_json(count: CountRecord) -> dict[str, Any]:
    return {
        "pose": count.pose,
        "variant": count.variant,
        "phase": count.phase,
        "side": count.side,
        "start_s": round(count.start_s, 3),
        "end_s": round(count.end_s, 3),
        "score": _rounded(count.score),
        "faults": _faults_json(count.faults),
    }


def _faults_json(faults: tuple[Fault, ...]) -> list[dict[str, Any]]:
    return [{"check": fault.check, "cue": fault.cue, "fraction": round(fault.fraction, 3)} for fault in faults]


def _rounded(score: float | None) -> float | None:
    return None if score is None else round(score, 1)
