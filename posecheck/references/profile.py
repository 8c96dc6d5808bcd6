"""A person's own comfortable range, and a reference relaxed to it.

A stiff back is coached gently: where a full score asks for more than is comfortable, it asks for what is. Nothing
is ever made harder, no end that keeps from going too far is moved, and gates give way a little only.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Final

from platformdirs import user_data_path

from posecheck.errors import InputError, UsageError
from posecheck.files import whole_file
from posecheck.references.evidence import scale_of
from posecheck.references.ranges import RANGES, Range
from posecheck.references.reader import NAME_PATTERN, suggestion
from posecheck.references.schema import Band, Check, Gate, Phase, Reference
from posecheck.references.targets import is_about

FORMAT: Final = 1

EASE_DEG: Final = 5.0
"""Green begins this far short of what is comfortable, so that nobody has to give their most every day."""

MAX_GATE_EASE_DEG: Final = 20.0
"""A gate gives way by no more than this: beyond, it would be another pose."""

Place = tuple[str, str, str]
"""Reference, phase and check, by their names."""


@dataclass(frozen=True)
class Comfort:
    """What somebody holds in comfort.

    Attributes:
        value: In the measure's unit.
        holds: How many holds it was measured in.
        seconds: How long they were.
    """

    value: float
    holds: int
    seconds: float


@dataclass(frozen=True)
class Profile:
    """A person's comfortable ranges.

    Attributes:
        name: How commands call it.
        measured: By reference, phase and check.
        date: When it was last measured, ISO.
    """

    name: str
    measured: Mapping[Place, Comfort]
    date: str

    def with_measured(self, measured: Mapping[Place, Comfort], date: str) -> Profile:
        """Return the profile with new values in the place of old ones."""
        return replace(self, measured={**self.measured, **measured}, date=date)

    def save(self, folder: Path | None = None) -> Path:
        """Write it, and return where.

        Raises:
            OutputError: It cannot be written.
        """
        path = (folder or profile_folder()) / f"{self.name}.json"
        rows = [
            {"pose": pose, "phase": phase, "check": check, **asdict(comfort)}
            for (pose, phase, check), comfort in sorted(self.measured.items())
        ]
        stored = {"format": FORMAT, "name": self.name, "date": self.date, "measured": rows}
        with whole_file(path) as partial:
            partial.write_text(json.dumps(stored, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        return path


def apply_profile(reference: Reference, profile: Profile) -> Reference:
    """Return a reference relaxed to what somebody holds in comfort; where they hold more than it asks, as it is."""
    return replace(reference, phases=tuple(_relaxed(reference.name, phase, profile) for phase in reference.phases))


def gentlest(reference: Reference) -> Reference:
    """Return a reference that asks for as little as it ever does: nobody has to go far for being recognised by it."""
    measured: dict[Place, Comfort] = {}
    for phase in reference.phases:
        for check in eased(phase):
            range_ = RANGES[check.measure]
            asked = _asked(check.green, range_)
            if asked is not None:
                easy = asked - range_.more * MAX_GATE_EASE_DEG
                measured[reference.name, phase.name, check.name] = Comfort(easy, 0, 0.0)
    return apply_profile(reference, Profile("", measured, ""))


def load_profile(name: str, folder: Path | None = None) -> Profile:
    """Read the profile of this name.

    Raises:
        UsageError: There is none; the message lists those there are.
        InputError: Its file is damaged.
    """
    place = folder or profile_folder()
    path = place / f"{name}.json"
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        return Profile(name, dict(_rows(stored)), str(stored["date"]))
    except FileNotFoundError as error:
        names = sorted(each.stem for each in place.glob("*.json"))
        there = f"There are: {', '.join(names)}" if names else "Make one with posecheck calibrate"
        raise UsageError(f'no profile is called "{name}"{suggestion(name, names) or "."} {there}') from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(f"{path} is no profile of posecheck, or is damaged: calibrate again") from error


def check_name(name: str) -> None:
    """See that a profile can have this name.

    Raises:
        UsageError: It cannot.
    """
    if not NAME_PATTERN.fullmatch(name):
        raise UsageError(f'"{name}" cannot be the name of a profile: use small letters, digits and single hyphens')


def profile_folder() -> Path:
    """Return the folder of the user's profiles; it need not exist."""
    return user_data_path("posecheck", appauthor=False) / "profiles"


def eased(phase: Phase) -> list[Check]:
    """Return the checks of a phase for which a full score asks for some range of motion."""
    found = []
    for check in phase.checks:
        range_ = RANGES.get(check.measure)
        if range_ is not None and _asked(check.green, range_) is not None:
            found.append(check)
    return found


def _rows(stored: dict[str, Any]) -> Iterable[tuple[Place, Comfort]]:
    if stored["format"] > FORMAT:
        raise ValueError("of a newer version")
    for row in stored["measured"]:
        comfort = Comfort(float(row["value"]), int(row["holds"]), float(row["seconds"]))
        yield (str(row["pose"]), str(row["phase"]), str(row["check"])), comfort


def _relaxed(pose: str, phase: Phase, profile: Profile) -> Phase:
    checks, gates = list(phase.checks), list(phase.gates)
    for index, check in enumerate(checks):
        range_ = RANGES.get(check.measure)
        comfort = profile.measured.get((pose, phase.name, check.name))
        if range_ is None or comfort is None:
            continue
        easy = comfort.value - range_.more * EASE_DEG
        own = [place for place, gate in enumerate(phase.gates) if is_about(gate, check)]
        for place in own:
            gates[place] = _relaxed_gate(phase.gates[place], easy, range_)
        checks[index] = _relaxed_check(check, comfort.value, easy, range_, [gates[place].enter for place in own])
    return replace(phase, checks=tuple(checks), gates=tuple(gates))


def _relaxed_check(check: Check, comfort: float, easy: float, range_: Range, gates: Iterable[Band]) -> Check:
    green, accept = _asked(check.green, range_), _asked(check.accept, range_)
    if green is None or accept is None or range_.more * (easy - green) >= 0:
        return check
    for gate in gates:  # what doesn't count as the pose any more cannot be a full score
        easy = min(max(easy, gate.low), gate.high)
    moved = easy - green
    step = scale_of(check.measure).step
    new_green = _with_asked(check.green, round(easy / step) * step, range_)
    new_accept = _with_asked(check.accept, round((accept + moved) / step) * step, range_)
    target = min(comfort, check.target) if range_.more > 0 else max(comfort, check.target)
    return replace(
        check, green=new_green, accept=new_accept, target=min(max(round(target), new_green.low), new_green.high)
    )


def _relaxed_gate(gate: Gate, easy: float, range_: Range) -> Gate:
    enter, stay = _asked(gate.enter, range_), _asked(gate.stay, range_)
    if enter is None or stay is None:
        return gate
    # A gate lets in what is near to green as well, as it did before.
    short = min(MAX_GATE_EASE_DEG, max(0.0, range_.more * (enter - easy) + EASE_DEG))
    ease = -range_.more * short
    return replace(
        gate, enter=_with_asked(gate.enter, enter + ease, range_), stay=_with_asked(gate.stay, stay + ease, range_)
    )


def _asked(band: Band, range_: Range) -> float | None:
    """The end of a band that asks for range; None where it is open."""
    end = band.low if range_.more > 0 else band.high
    return None if end in (float("inf"), float("-inf")) else end


def _with_asked(band: Band, end: float, range_: Range) -> Band:
    return Band(end, band.high) if range_.more > 0 else Band(band.low, end)
