"""Finding the pose that clips hold still in common, of a stretch that nobody has described yet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from posecheck.coach.observation import Observation
from posecheck.errors import InputError
from posecheck.measures.body import Side, View
from posecheck.measures.registry import all_measures
from posecheck.pose.landmarks import FloatArray
from posecheck.references.draft import Feature, unlikeness
from posecheck.references.draft_words import DRAFTABLE, FRONTAL, SAGITTAL
from posecheck.references.evidence import ClipValues
from posecheck.references.schema import Band, Region, SidePolicy
from posecheck.sessions.footage import Footage

BoolArray = NDArray[np.bool_]

MAX_SEEDS: Final = 60
"""So many moments are tried as the pose that all clips have in common."""

ENOUGH_S: Final = 10.0
"""More than this of one clip doesn't count in the search: a clip with a long wrong part must not outvote the others."""

AGREES: Final = 0.9
"""How far two moments of the same pose may differ, in `Draftable.unlike` or, for the trunk, in `TRUNK_AGREES_DEG`."""

TRUNK_AGREES_DEG: Final = 30.0

UNEVEN: Final = 0.9
"""Left and right differ by at least this, in `Draftable.unlike`, in a pose that is done on one side."""


@dataclass(frozen=True, eq=False)
class Still:
    """The moments of a clip that can be judged: times, and every measure of both sides, NaN where unknown."""

    footage: Footage
    times_s: FloatArray
    columns: dict[tuple[str, Side | None], FloatArray]

    def mirrored(self) -> Still:
        """Return the same with left for right."""
        swapped = {(name, side.other if side else None): column for (name, side), column in self.columns.items()}
        return replace(self, columns=swapped)


def mostly_frontal(footage: Iterable[Footage]) -> bool:
    """Return whether more is seen from the front or the rear than from the side.

    Raises:
        InputError: Nobody is found in any of the clips.
    """
    views = [seen.body.view for each in footage for seen in each.observations if seen.body is not None]
    if not views:
        raise InputError("nobody was found in the clips: film one person, whole body in the picture, in good light")
    frontal = sum(view in (View.FRONT, View.REAR) for view in views)
    return frontal > sum(view is View.SIDE for view in views)


def frontal_views(footage: Iterable[Footage]) -> tuple[str, ...]:
    """Return from which of front and rear the person is seen for a good part of the clips."""
    seen = [seen.body.view for each in footage for seen in each.observations if seen.body is not None]
    # A view that came up now and then is the model's doubt, not the camera's place.
    return tuple(view.value for view in (View.FRONT, View.REAR) if seen.count(view) > 0.1 * len(seen))


def still_moments(footage: Footage, frontal: bool, span: Band, *, given: bool) -> Still:
    """The moments in which the body is still, well seen, and unlike standing or lying straight."""
    views = {View.FRONT, View.REAR} if frontal else {View.SIDE}
    table = FRONTAL if frontal else SAGITTAL
    moments = [
        seen
        for seen in footage.observations
        if seen.body is not None
        and seen.body.view in views
        and seen.time_s in span
        and (given or footage.picture or seen.still_since_s is not None)
    ]
    columns = {
        (name, side): np.array([_value(seen, name, side) for seen in moments], dtype=np.float64)
        for name in table
        for side in (tuple(Side) if all_measures()[name].sided else (None,))
    }
    keep = np.zeros(len(moments), dtype=bool)
    for index, seen in enumerate(moments):
        near = seen.body.near if seen.body else Side.LEFT
        # From the side the far limbs are guessed, and prove nothing.
        sides = (*Side, None) if frontal else (near, None)
        keep[index] = given or any(
            unlikeness(name, columns[name, side][index]) >= 1.0 for name, side in columns if side in sides
        )
    times = np.array([seen.time_s for seen in moments], dtype=np.float64)
    return Still(footage, times[keep], {key: column[keep] for key, column in columns.items()})


def _value(seen: Observation, name: str, side: Side | None) -> float:
    value = seen.measure(name, side).value
    return float("nan") if value is None else value


def common_pose(clips: Sequence[Still]) -> tuple[list[Still], Side | None]:
    """The moments of each clip that show the pose they have in common, and its active side (None: both alike).

    Every so often a moment is taken as the pose, and the one that most time of most clips agrees with wins. A clip may
    show it on the other side, or filmed from the other side: it is mirrored then.
    """
    best: tuple[float, list[tuple[Still, BoolArray]]] = (0.0, [])
    total = sum(clip.times_s.size for clip in clips)
    for clip in clips:
        count = max(3, round(MAX_SEEDS * clip.times_s.size / max(1, total)))
        for index in np.unique(np.linspace(0, clip.times_s.size - 1, count).round().astype(int)):
            seed = {key: float(column[index]) for key, column in clip.columns.items()}
            found = [_best_side(each, seed) for each in clips]
            score = sum(min(ENOUGH_S, seconds_of(each.times_s[same])) for each, same in found)
            if score > best[0]:
                best = (score, found)
    picked = [
        replace(each, times_s=each.times_s[same], columns={key: column[same] for key, column in each.columns.items()})
        for each, same in best[1]
        if same.any()
    ]
    return picked, _active_side(picked)


def _best_side(clip: Still, seed: dict[tuple[str, Side | None], float]) -> tuple[Still, BoolArray]:
    as_is, turned = _agreeing(clip, seed), _agreeing(clip.mirrored(), seed)
    # What is the same on both sides agrees either way, but for noise.
    return (clip.mirrored(), turned) if turned.sum() > 1.2 * as_is.sum() else (clip, as_is)


def _agreeing(clip: Still, seed: dict[tuple[str, Side | None], float]) -> BoolArray:
    """Which moments show the pose of the seed: trunk and legs alike, and the arms where they are a part of it."""
    same = np.ones(clip.times_s.size, dtype=bool)
    for (name, side), value in seed.items():
        words = DRAFTABLE[name]
        if not np.isfinite(value) or (words.region is Region.ARMS and unlikeness(name, value) < 1.0):
            continue
        limit = TRUNK_AGREES_DEG if words.rest is None else AGREES * words.unlike
        column = clip.columns[name, side]
        same &= ~(np.abs(column - value) > limit)  # an unknown value doesn't contradict
    return same


def _active_side(clips: Sequence[Still]) -> Side | None:
    """The side that is less like standing, where the two sides differ through and through."""
    difference = 0.0
    if not clips:
        return None
    for name, side in clips[0].columns:
        words = DRAFTABLE[name]
        if side is not Side.LEFT or words.rest is None or words.region is Region.ARMS:
            continue
        left, right = (np.concatenate([clip.columns[name, each] for clip in clips]) for each in Side)
        both = np.isfinite(left) & np.isfinite(right)
        # A far leg that is hardly ever seen is guessed.
        if both.mean() < 0.5:
            continue
        more = float(np.median(np.abs(left[both] - words.rest) - np.abs(right[both] - words.rest)))
        if abs(more) / words.unlike > abs(difference):
            difference = more / words.unlike
    if abs(difference) < UNEVEN:
        return None
    return Side.LEFT if difference > 0 else Side.RIGHT


def features_of(clips: Sequence[Still], active: Side | None, frontal: bool) -> dict[Feature, list[ClipValues]]:
    """Return what each clip measured of each feature that a draft may use."""
    found: dict[Feature, list[ClipValues]] = {}
    for clip in clips:
        for feature, values in _clip_features(clip, active, frontal).items():
            spoken = ClipValues(clip.footage.name, clip.footage.person, values, seconds_of(clip.times_s))
            found.setdefault(feature, []).append(spoken)
    return found


def _clip_features(clip: Still, active: Side | None, frontal: bool) -> dict[Feature, FloatArray]:
    values: dict[Feature, FloatArray] = {}
    for name in dict.fromkeys(name for name, _ in clip.columns):
        if (name, None) in clip.columns:
            values[Feature(name)] = clip.columns[name, None]
            continue
        left, right = clip.columns[name, Side.LEFT], clip.columns[name, Side.RIGHT]
        words = DRAFTABLE[name]
        if active is not None and words.region is not Region.ARMS:
            own, other = (left, right) if active is Side.LEFT else (right, left)
            values[Feature(name, SidePolicy.ACTIVE)] = own
            values[Feature(name, SidePolicy.OTHER)] = other
        elif frontal:
            values[Feature(name, SidePolicy.BOTH)] = np.concatenate([left, right])
        else:
            values[Feature(name)] = _near_values(clip, name)
    return values


def _near_values(clip: Still, name: str) -> FloatArray:
    """The limb nearer to the camera, whichever side the clip was mirrored to."""
    times = set(clip.times_s.tolist())
    near = [
        _value(seen, name, seen.body.near)
        for seen in clip.footage.observations
        if seen.time_s in times and seen.body is not None
    ]
    return np.array(near, dtype=np.float64)


def seconds_of(times_s: FloatArray) -> float:
    """How long moments last together: the time between neighbours, breaks left out."""
    steps = np.diff(times_s)
    return float(steps[steps <= 0.5].sum())
