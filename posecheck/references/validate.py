"""What a reference that could be read may still get wrong: parts that contradict each other."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator

from posecheck.measures.registry import all_measures
from posecheck.references.reader import place, suggestion
from posecheck.references.schema import Band, Check, Gate, Hold, Phase, Reference, SidePolicy, Variant


def contradictions(reference: Reference) -> list[str]:
    """Return every contradiction in a reference, one sentence each, with its place in the file."""
    problems = [*_variants(reference)]
    for index in range(len(reference.phases)):
        problems.extend(_phase(reference, index))
    problems.extend(_efforts(reference))
    return list(dict.fromkeys(problems))  # two variants may show the same one


def band_text(band: Band) -> str:
    """Return a band as files write it: `[120, inf]`."""
    return f"[{band.low:g}, {band.high:g}]"


def _variants(reference: Reference) -> Iterator[str]:
    phases = [phase.name for phase in reference.phases]
    yield from _twice("variants", (variant.name for variant in reference.variants))
    yield from _twice("phases", phases)
    for index, variant in enumerate(reference.variants):
        for name in variant.phases:
            if name not in phases:
                yield (
                    f"{place(f'variants[{index}].phases', variant.name)}: expected names among the phases "
                    f'{", ".join(phases)}; found "{name}"{suggestion(name, phases)}'
                )
        held = [name for name in variant.phases if name in phases and reference.phase(name).hold is not None]
        counted = [name for name in variant.phases if name in phases and reference.phase(name).count is not None]
        if held and counted:
            yield (
                f"{place(f'variants[{index}].phases', variant.name)}: expected phases that are held or phases that are "
                f"counted, in a variant of its own each; found {held[0]} held and {counted[0]} counted"
            )
    yield from _sequence(reference)
    used = {name for variant in reference.variants for name in variant.phases}
    for index, phase in enumerate(reference.phases):
        if phase.name not in used:
            yield f"{place(f'phases[{index}]', phase.name)}: expected a variant that goes through it; found none"


def _sequence(reference: Reference) -> Iterator[str]:
    names = [variant.name for variant in reference.variants]
    for name in reference.sequence:
        if name not in names:
            yield (
                f"sequence: expected names among the variants {', '.join(names)}; "
                f'found "{name}"{suggestion(name, names)}'
            )
    cameras = {reference.camera_of(variant) for variant in reference.variants if variant.name in reference.sequence}
    if len(cameras) > 1:
        yield "sequence: expected variants that are filmed from one place, because nobody moves the camera between them"


def _phase(reference: Reference, index: int) -> Iterator[str]:
    phase = reference.phases[index]
    key = f"phases[{index}]"
    variants = [variant for variant in reference.variants if phase.name in variant.phases]
    if phase.hold is not None:
        yield from _hold(place(f"{key}.hold", phase.name), phase.hold)
        if phase.count is not None:
            yield f"{place(f'{key}.count', phase.name)}: expected either hold or count; found both"
    for number, gate in enumerate(phase.gates):
        where = f"{key}.gates[{number}]"
        yield from _condition(reference, variants, gate, where, gate.measure)
        if not gate.stay.encloses(gate.enter):
            yield (
                f"{place(f'{where}.stay', gate.measure)}: expected a range that encloses enter "
                f"{band_text(gate.enter)}, so that the gate doesn't flicker; found {band_text(gate.stay)}"
            )
    for number, check in enumerate(phase.checks):
        where = f"{key}.checks[{number}]"
        yield from _condition(reference, variants, check, where, check.name)
        yield from _check(check, where)
    for number, limit in enumerate(phase.limits):
        yield from _seen(reference, variants, limit.measure, f"{key}.limits[{number}]", limit.measure)
    for variant in variants:
        yield from _phase_of_variant(phase, key, variant)


def _phase_of_variant(phase: Phase, key: str, variant: Variant) -> Iterator[str]:
    """What only shows once the gates and checks of one variant stand together."""
    gates = [gate for gate in phase.gates if not gate.variants or variant.name in gate.variants]
    checks = [check for check in phase.checks if not check.variants or variant.name in check.variants]
    yield from _twice(f"{key}.checks", (check.name for check in checks))
    if not gates:
        yield f"{place(f'{key}.gates', phase.name)}: expected at least one gate for variant {variant.name}; found none"
    if (phase.hold or checks) and not any(check.weight > 0 for check in checks):
        yield (
            f"{place(f'{key}.checks', phase.name)}: expected at least one check with a weight above 0 for variant "
            f"{variant.name}; found none"
        )
    for check in checks:
        for gate in gates:
            if (gate.measure, gate.side) == (check.measure, check.side) and check.target not in gate.enter:
                number = phase.checks.index(check)
                yield (
                    f"{place(f'{key}.checks[{number}].target', check.name)}: expected a value that the gate on "
                    f"{gate.measure} lets in, {band_text(gate.enter)}; found {check.target:g}"
                )


def _efforts(reference: Reference) -> Iterator[str]:
    if reference.rests_from and not reference.also_rest:
        yield "rests_from: expected also_rest = true beside it, because only what is also a rest can be taken for one"
    for index, effort in enumerate(reference.rests_from):
        for number, gate in enumerate(effort.gates):
            where = f"rests_from[{index}].gates[{number}]"
            yield from _condition(reference, list(reference.variants), gate, where, gate.measure)


def _condition(
    reference: Reference, variants: list[Variant], condition: Gate | Check, key: str, label: str
) -> Iterator[str]:
    """What gates and checks have in common: a measure that can be seen, a side, and variants."""
    concerned = [variant for variant in variants if not condition.variants or variant.name in condition.variants]
    yield from _seen(reference, concerned, condition.measure, key, label)
    names = [variant.name for variant in variants]
    for name in condition.variants:
        if name not in names:
            yield (
                f"{place(f'{key}.variants', label)}: expected variants that go through this phase, "
                f'{", ".join(names) or "of which there are none"}; found "{name}"{suggestion(name, names)}'
            )
    if condition.side is SidePolicy.OTHER:
        sideless = [
            variant.name
            for variant in variants
            if variant.side is None and (not condition.variants or variant.name in condition.variants)
        ]
        if sideless:
            yield (
                f"{place(f'{key}.side', label)}: expected only variants with a side of their own, which "
                f"the other side is opposite to; {', '.join(sideless)} has none"
            )


def _seen(reference: Reference, variants: list[Variant], measure: str, key: str, label: str) -> Iterator[str]:
    views = all_measures()[measure].views
    for camera in [reference.camera_of(variant) for variant in variants] or [reference.camera]:
        if not views & camera.views:
            yield (
                f"{place(f'{key}.measure', label)}: expected a measure that can be taken in one of the camera's views, "
                f"{_sorted(camera.views)}; {measure} needs {_sorted(views)}"
            )


def _check(check: Check, key: str) -> Iterator[str]:
    if not check.accept.encloses(check.green):
        yield (
            f"{place(f'{key}.green', check.name)}: expected a range inside accept {band_text(check.accept)}; found "
            f"{band_text(check.green)}"
        )
    if check.target not in check.green:
        yield (
            f"{place(f'{key}.target', check.name)}: expected a value inside green {band_text(check.green)}; found "
            f"{check.target:g}"
        )
    for cue, end, text, where in (
        ("cue_low", check.green.low, check.cue_low, "below"),
        ("cue_high", check.green.high, check.cue_high, "above"),
    ):
        if math.isfinite(end) and not text:
            yield f"{place(f'{key}.{cue}', check.name)}: missing, expected what to say to somebody {where} green"
        if text and not math.isfinite(end):
            yield (
                f"{place(f'{key}.{cue}', check.name)}: never said, because green "
                f"{band_text(check.green)} has no end there; leave it out or give green an end"
            )


def _hold(where: str, hold: Hold) -> Iterator[str]:
    if not (hold.range_s.low > 0 and math.isfinite(hold.range_s.high)):
        yield f"{where}: expected a range of seconds above 0, such as [5, 60]; found {band_text(hold.range_s)}"
    elif hold.seconds not in hold.range_s:
        yield f"{where}: expected seconds within range {band_text(hold.range_s)}; found {hold.seconds:g}"


def _twice(key: str, names: Iterable[str]) -> Iterator[str]:
    for name, times in Counter(names).items():
        if times > 1:
            yield f"{key}: expected each name only once; found {name} {times} times"


def _sorted(values: Iterable[str]) -> str:
    return ", ".join(sorted(values))
