"""A made-up history: somebody who takes up two stretches in autumn, now and then skips a week, and loosens a little.

`python -m tools.example_history FOLDER` writes FOLDER/posecheck/history.db, in which posecheck looks with
XDG_DATA_HOME=FOLDER. The picture in the README is drawn from it:

    python -m tools.example_history /tmp/example
    XDG_DATA_HOME=/tmp/example posecheck history knee-hug --plot docs/history.png
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import numpy as np

from posecheck.coach.checks import score_of
from posecheck.coach.judgement import Fault, HoldRecord, Measured
from posecheck.measures.registry import all_measures
from posecheck.references.library import find
from posecheck.references.schema import Check
from posecheck.results.session_log import SessionLog

UNTIL = date(2026, 11, 22)
DAYS = 52
SEED = 7
DAY_TO_DAY = 3.0
"""How much a body and where the camera stands differ from day to day, in degrees or hundredths of a length."""

BREATH = 1.4
"""How much a value wanders within a hold."""


@dataclass(frozen=True)
class Stretch:
    """What is held in a session, and how it comes along.

    Attributes:
        pose: The stretch.
        variants: Each held twice, with its side.
        held_s: Seconds that a hold takes at the beginning and at the end.
        start: By check: how far from full score its value begins, and how far beyond it ends, in its unit.
    """

    pose: str
    variants: tuple[tuple[str, str | None], ...]
    held_s: tuple[float, float]
    start: dict[str, tuple[float, float]]


STRETCHES = (
    Stretch("child-pose", (("arms-forward", None),), (22.0, 44.0), {"knees": (-5, 9), "hips": (-6, 8)}),
    Stretch("knee-hug", (("left", "left"), ("right", "right")), (14.0, 24.0), {"hip": (-7, 8)}),
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the example."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    folder: Path = parser.parse_args(arguments).folder
    path = folder / "posecheck" / "history.db"
    path.unlink(missing_ok=True)
    chance = np.random.default_rng(SEED)
    for day in range(DAYS):
        today = UNTIL - timedelta(days=DAYS - 1 - day)
        # Eager at first, a cold in the fifth week, and steady from then on.
        eager = 0.05 if 28 <= day < 34 else 0.55
        if day not in (0, DAYS - 1) and chance.random() > eager:
            continue
        write_session(path, datetime.combine(today, time(7, 10), UTC), day / (DAYS - 1), chance)


def write_session(path: Path, started: datetime, way: float, chance: np.random.Generator) -> None:
    """Write one session, `way` (0 to 1) along the weeks."""
    with SessionLog("routine", "morning", started, path) as log:
        before = round(float(np.clip(chance.normal(5.2 - 2.2 * way, 0.7), 0, 10)))
        log.rate_pain("before", before)
        time_s = 40.0
        for item, stretch in enumerate(STRETCHES):
            holds = []
            for variant, side in stretch.variants:
                for _ in range(2):
                    held_s = float(np.interp(way, (0, 1), stretch.held_s) * chance.normal(1.0, 0.06))
                    holds.append(hold(stretch, variant, side, (time_s, held_s), way, chance))
                    time_s += held_s + 25.0
            log.holds(holds, item)
        log.rate_pain("after", max(0, before - round(float(chance.uniform(0.3, 1.8)))))
        log.end(time_s / 60, complete=True)


def hold(
    stretch: Stretch,
    variant: str,
    side: str | None,
    when: tuple[float, float],
    way: float,
    chance: np.random.Generator,
) -> HoldRecord:
    """One hold, `when` it began and how long it took in seconds."""
    reference = find(stretch.pose)
    phase = next(each for each in reference.phases_of(reference.variant(variant)) if each.hold is not None)
    measured, faults, scores, weights = [], [], [], []
    for check in phase.checks:
        middle = value(check, stretch, way, side, chance)
        score = score_of(middle, check.green, check.accept)
        spread = BREATH * abs(chance.normal(1.0, 0.25)) * unit(check)
        measured.append(Measured(check.name, check.measure, middle, spread, round(10 * when[1])))
        scores.append(score)
        weights.append(check.weight)
        if score < 1:
            faults.append(Fault(check.name, check.cue_low or check.cue_high, 1 - score))
    mean = 100 * float(np.average(scores, weights=weights))
    target_s = 0.0 if phase.hold is None else phase.hold.seconds
    start_s, held_s = when
    return HoldRecord(
        stretch.pose,
        variant,
        phase.name,
        side,
        start_s,
        start_s + held_s,
        held_s,
        mean,
        tuple(faults),
        held_s >= target_s,
        tuple(measured),
    )


def value(check: Check, stretch: Stretch, way: float, side: str | None, chance: np.random.Generator) -> float:
    """What a check measures: it comes from short of full score, and the right side a little later than the left."""
    low, high = check.green.low, check.green.high
    edge, more = (low, 1) if np.isfinite(low) else (high, -1)
    short, beyond = stretch.start.get(check.name, (-2.5, 6.0))
    late = 2.5 if side == "right" else 0.0
    wanted = np.interp(1 - np.exp(-1.2 * way), (0, 0.7), (short - late, beyond - late))
    return float(edge + more * unit(check) * (wanted + chance.normal(0.0, DAY_TO_DAY)))


def unit(check: Check) -> float:
    """What stands for a degree: a hundredth of a length where it isn't degrees."""
    return 1.0 if all_measures()[check.measure].unit == "deg" else 0.01


if __name__ == "__main__":
    main()
