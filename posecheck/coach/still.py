"""Judging a single picture: which stretch it shows, if any, and how well. There is no hold in a picture.

Nor is there a before and after, which is all that tells an exercise from a rest in the same position: what is also a
way to rest is only told of a picture when it is asked for by itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from posecheck.coach.checks import Gating, is_oblique, judge_checks, judge_gates, overall_score
from posecheck.coach.cues import urgency
from posecheck.coach.judgement import CheckResult, Judgement, Sight
from posecheck.coach.observation import Observation
from posecheck.measures.body import Body, View
from posecheck.pose.landmarks import Landmarks
from posecheck.references.schema import Phase, Reference, Variant


@dataclass(frozen=True)
class _Candidate:
    reference: Reference
    variant: Variant
    phase: Phase
    depth: int
    score: float | None
    checks: tuple[CheckResult, ...]


def judge_still(references: Iterable[Reference], landmarks: Landmarks | None, variant: str | None = None) -> Judgement:
    """Judge a picture against every held or counted phase of the references given.

    Args:
        references: The stretches to choose from.
        landmarks: The person, or None when nobody was found.
        variant: Only this variant, where a reference has one of that name.

    Returns:
        The judgement of the stretch that the picture shows; with `in_pose` False and empty names when it shows none.
    """
    choices = list(references)
    if landmarks is None:
        return Judgement(0.0, Sight.LOST, "", "", cue="I can't see anybody.")
    body = Body(landmarks)
    seen = Observation(0.0, body)
    told = [reference for reference in choices if len(choices) == 1 or not reference.also_rest]
    candidates = [candidate for reference in told for candidate in _candidates(reference, seen, body.view, variant)]
    if not candidates:
        cameras = [reference.camera_of(choice) for reference in choices for choice in _choices(reference, variant)]
        wrong = [camera for camera in cameras if body.view not in camera.views]
        # Where stretches are filmed from different sides, the advice is that of most of them.
        sight, cue = (Sight.WRONG_VIEW, wrong[0].turn) if 2 * len(wrong) > len(cameras) else (Sight.CLEAR, "")
        return Judgement(0.0, sight, "", "", cue=cue, view=body.view, yaw_deg=body.yaw_deg, near=body.near)
    # A phase that lies farther along its variant's way says more; a variant that needs fewer phases explains the same
    # picture more simply (a reach alone is the reach, not the first half of a backbend).
    best = max(candidates, key=lambda found: (found.depth, -len(found.variant.phases), found.score or 0.0))
    oblique = is_oblique(seen)
    first = next(iter(to_work_on(best.checks)), None)
    return Judgement(
        time_s=0.0,
        sight=Sight.OBLIQUE if oblique else Sight.CLEAR,
        pose=best.reference.name,
        variant=best.variant.name,
        phase=best.phase.name,
        phase_title=best.phase.title,
        in_pose=True,
        score=best.score,
        checks=best.checks,
        cue=best.reference.camera_of(best.variant).turn if oblique else first.cue if first else "",
        cue_check=first.check.name if first else None,
        view=body.view,
        yaw_deg=body.yaw_deg,
        near=body.near,
    )


def to_work_on(checks: Iterable[CheckResult]) -> list[CheckResult]:
    """Return what a picture shows to be mended, in the order in which it is spoken of, the worst of a kind first."""
    return sorted((check for check in checks if check.cue), key=lambda check: (*urgency(check), check.score or 0.0))


def _choices(reference: Reference, only: str | None) -> list[Variant]:
    return [variant for variant in reference.variants if only is None or variant.name == only]


def _candidates(reference: Reference, seen: Observation, view: View, only: str | None) -> list[_Candidate]:
    found: list[_Candidate] = []
    for variant in _choices(reference, only):
        if view not in reference.camera_of(variant).views:
            continue
        for depth, phase in enumerate(reference.phases_of(variant)):
            if phase.hold is None and phase.count is None:
                continue
            if judge_gates(phase, seen, variant.side, inside=False).gating is Gating.PASSED:
                checks = judge_checks(phase, seen, variant.side)
                found.append(_Candidate(reference, variant, phase, depth, overall_score(checks), checks))
    return found
