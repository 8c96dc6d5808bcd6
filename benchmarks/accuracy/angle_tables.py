"""Tables of angle errors."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np

from benchmarks.accuracy.agreement import LARGE_DEG, agreement
from benchmarks.accuracy.angles import JOINTS, MEASURES, fold, limbs_of
from benchmarks.accuracy.calibration import Calibration
from benchmarks.accuracy.candidates import WAYS, measured_by
from benchmarks.accuracy.groups import ALL_POSES, VIEW_BINS, Part, held_parts, poses_of, whole_parts
from benchmarks.accuracy.observe import Observed
from benchmarks.accuracy.table import Table, number, percent, signed
from benchmarks.accuracy.truth import of_side
from posecheck.pose.landmarks import FloatArray

TARGETS_DEG: Final = dict(zip(MEASURES, (4.0, 4.0, 8.0, 6.0, 4.0), strict=True))
"""What is asked for: mean absolute error in held poses from the side and up to 20 degrees off it, near limb."""

TARGET_YAW_DEG: Final = 20.5

KINDS: Final = ((False, False), (False, True), (True, False), (True, True))
"""(in space, calibrated): the four truths that an angle is compared with."""


def target_table(cases: Sequence[Observed]) -> Table:
    """The angles that a limit is set to."""
    table = Table(
        "Angles in held poses, side view and up to 20 degrees off, near limb: mean absolute error in degrees",
        ("data", "measure", "target", "clips", "frames", "projected", "calibrated", "in space", "calibrated ",
         "worst clip, calibrated projection"),
    )  # fmt: skip
    parts = [part for part in held_parts(cases) if part.observed.off_side_deg <= TARGET_YAW_DEG]
    for data in _unique(part.observed.case.data for part in parts):
        here = [part for part in parts if part.observed.case.data == data]
        for measure, limit in TARGETS_DEG.items():
            found = [agreement(_errors(here, measure, *kind)) for kind in KINDS]
            table.add(
                data, measure, number(limit, 0), str(len({part.observed.case.name for part in here})),
                str(found[0].n if found[0] else 0), *(_flagged(f.mae if f else None, limit) for f in found),
                _worst(here, measure),
            )  # fmt: skip
    return table


def held_errors(cases: Sequence[Observed], measure: str, *, spatial: bool, calibrated: bool) -> FloatArray:
    """Return the errors of all held frames, degrees, NaN where unknown, shape `(frames,)`."""
    return _errors(held_parts(cases), measure, spatial, calibrated)


def agreement_table(cases: Sequence[Observed], *, held: bool) -> Table:
    """Every pose, view and measure."""
    table = Table(
        f"Angles of the near limb in {'held poses' if held else 'whole clips'}, degrees",
        ("pose", "view", "measure", "clips", "n", "bias", "MAE", "limits of agreement", f"> {LARGE_DEG:.0f}", "unknown",
         "bias cal.", "MAE cal.", "bias space", "MAE space", "MAE space cal."),
    )  # fmt: skip
    parts = held_parts(cases) if held else whole_parts(cases)
    for pose, view, here in _by_pose_and_view(parts):
        if not any(
            np.isfinite(part.observed.angles[measure][part.frames]).any() for part in here for measure in MEASURES
        ):
            table.add(pose, view, "all five", str(len(here)), "0", *("–",) * 4, percent(1.0), *("–",) * 5)
            continue
        for measure in MEASURES:
            errors = _errors(here, measure, *KINDS[0])
            flat, flat_cal, space, space_cal = (agreement(_errors(here, measure, *kind)) for kind in KINDS)
            table.add(
                pose, view, measure, str(len(here)), str(flat.n if flat else 0), signed(flat.bias if flat else None),
                number(flat.mae if flat else None),
                f"{flat.limits[0]:+.1f} to {flat.limits[1]:+.1f}" if flat else "–",
                percent(flat.large if flat else None), percent(float(np.isnan(errors).mean())),
                signed(flat_cal.bias if flat_cal else None), number(flat_cal.mae if flat_cal else None),
                signed(space.bias if space else None), number(space.mae if space else None),
                number(space_cal.mae if space_cal else None),
            )  # fmt: skip
    return table


def clip_table(cases: Sequence[Observed]) -> Table:
    """Every clip in its held poses."""
    table = Table(
        "Bias by clip in held poses against the projected angle, as it is and calibrated, degrees",
        ("data", "clip", "pose", "body", "off side", "detected", *(m.replace("_", " ") for m in MEASURES)),
    )
    for part in held_parts(cases):
        seen = part.observed
        cells = []
        for measure in MEASURES:
            plain, calibrated = (agreement(_errors([part], measure, *kind)) for kind in KINDS[:2])
            cells.append(f"{signed(plain.bias if plain else None)} / {signed(calibrated.bias if calibrated else None)}")
        table.add(
            seen.case.data, seen.case.name, part.pose, seen.case.body, number(seen.off_side_deg, 0),
            percent(float(seen.found.mean())), *cells,
        )  # fmt: skip
    return table


def candidate_table(cases: Sequence[Observed], *, spatial: bool) -> Table:
    """Every way of measuring, by view and measure, over the held frames."""
    table = Table(
        f"Ways to measure: bias / MAE in held poses against the {'angle in space' if spatial else 'projected angle'}, "
        "calibrated, degrees",
        ("pose", "view", "measure", *WAYS),
        notes=tuple(f"`{way}`: {meaning}." for way, meaning in WAYS.items()) if not spatial else (),
    )
    ways = {id(case): measured_by(case) for case in cases}
    parts = held_parts(cases)
    parts = [part for part in parts if part.view != VIEW_BINS[-1][1]]
    for pose, view, here in [*_by_view(parts), *_by_pose_and_view(parts)]:
        for measure in MEASURES:
            cells = []
            for way in WAYS:
                errors = [_way_errors(part, ways[id(part.observed)][way][measure], measure, spatial) for part in here]
                found = agreement(np.concatenate(errors))
                cells.append(f"{signed(found.bias, 0)} / {number(found.mae)}" if found else "–")
            table.add(pose, view, measure, *cells)
    return table


def offsets_table(calibration: Calibration) -> Table:
    """Where posecheck finds the joints of a standing body, beside the avatar's."""
    table = Table(
        "Offsets that are left, avatar to posecheck, per cent of the trunk: up the segment / towards the front",
        ("body", "clips", *JOINTS),
    )
    for body, (offsets, clips) in calibration.own.items():
        table.add(body, str(clips), *_offset_cells(offsets))
    if mean := calibration.of(None):
        table.add("mean", str(sum(clips for _, clips in calibration.own.values())), *_offset_cells(mean))
    return table


def view_table(cases: Sequence[Observed]) -> Table:
    """Detection, view, facing and sides over whole clips."""
    table = Table(
        "Detection, view and sides in whole clips",
        ("pose", "view", "clips", "frames", "detected", "yaw bias", "yaw MAE", "off-axis bias", "off-axis MAE",
         "near side wrong", "facing wrong",
         "left/right swapped"),
    )  # fmt: skip
    for pose, view, here in _by_pose_and_view(whole_parts(cases)):
        seen = [part.observed for part in here]
        found = np.concatenate([one.found for one in seen])
        turned = agreement(np.concatenate([one.yaw_deg - one.truth.yaw_deg for one in seen]))
        off_axis = agreement(np.concatenate([one.yaw_deg - one.truth.off_axis_deg for one in seen]))
        near = np.concatenate([(one.near_left != one.truth.near_left)[one.found] for one in seen])
        facing = np.concatenate([(one.facing != one.truth.facing)[one.found] for one in seen])
        swaps = np.concatenate([_swapped(one) for one in seen])
        table.add(
            pose, view, str(len(here)), str(found.size), percent(float(found.mean()), 1),
            signed(turned.bias if turned else None), number(turned.mae if turned else None),
            signed(off_axis.bias if off_axis else None), number(off_axis.mae if off_axis else None),
            _share(near), _share(facing),
            _share(swaps[np.isfinite(swaps)]),
        )  # fmt: skip
    return table


SEPARATE_TRUNKS: Final = 0.25
"""Left and right joints that lie this far apart in the picture, in trunk lengths, can be told apart."""


def _swapped(observed: Observed) -> FloatArray:
    """1 where a pair of joints was found crosswise, 0 where straight, NaN where it cannot be told."""
    truth = observed.truth.image
    image = observed.recording.image_px.astype(np.float64)
    seen = limbs_of(image)
    pairs = []
    for joint in JOINTS:
        apart = _way(truth.left[joint], truth.right[joint]) > SEPARATE_TRUNKS * observed.truth.trunk_px
        straight = _way(seen.left[joint], truth.left[joint]) + _way(seen.right[joint], truth.right[joint])
        crosswise = _way(seen.left[joint], truth.right[joint]) + _way(seen.right[joint], truth.left[joint])
        pairs.append(np.where(apart & observed.found, (crosswise < straight).astype(np.float64), np.nan))
    return np.concatenate(pairs)


def _way(a: FloatArray, b: FloatArray) -> FloatArray:
    return np.asarray(np.linalg.norm(a - b, axis=-1))


def _errors(parts: Iterable[Part], measure: str, spatial: bool, calibrated: bool) -> FloatArray:
    found = [p.observed.errors(measure, spatial=spatial, calibrated=calibrated)[p.frames] for p in parts]
    return np.concatenate(found) if found else np.array([])


def _way_errors(part: Part, measured: FloatArray, measure: str, spatial: bool) -> FloatArray:
    truth = part.observed.calibrated or part.observed.truth
    true = of_side((truth.spatial if spatial else truth.projected)[measure], truth.near_left)
    return (measured - fold(true))[part.frames]


def _by_pose_and_view(parts: Sequence[Part]) -> list[tuple[str, str, list[Part]]]:
    return [
        (pose, view, here)
        for pose in poses_of(parts)
        for _, view in VIEW_BINS
        if (here := [part for part in parts if part.pose == pose and part.view == view])
    ]


def _by_view(parts: Sequence[Part]) -> list[tuple[str, str, list[Part]]]:
    return [(ALL_POSES, view, here) for _, view in VIEW_BINS if (here := [part for part in parts if part.view == view])]


def _worst(parts: Sequence[Part], measure: str) -> str:
    found = [(agreement(_errors([part], measure, *KINDS[1])), part) for part in parts]
    known = [(errors.mae, part) for errors, part in found if errors is not None]
    if not known:
        return "–"
    mae, part = max(known, key=lambda pair: pair[0])
    return f"{mae:.1f} {part.observed.case.name} {part.pose}"


def _flagged(value: float | None, limit: float) -> str:
    return f"{number(value)}{' missed' if value is not None and value > limit else ''}"


def _offset_cells(offsets: dict[str, tuple[float, float]]) -> list[str]:
    return [f"{100 * offsets[joint][0]:+.0f} / {100 * offsets[joint][1]:+.0f}" for joint in JOINTS]


def _share(flags: FloatArray) -> str:
    return percent(float(np.mean(flags)), 1) if flags.size else "–"


def _unique(items: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(items))
