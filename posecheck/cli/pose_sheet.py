"""How the list of poses and the sheet of one look in a terminal, from 80 columns on. Imported when they are printed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from posecheck.cli.tables import HEADING, QUIET, plain_table
from posecheck.references.schema import GENERAL_SAFETY, Check, Gate, Limit, Phase, Reference, Variant
from posecheck.references.search import Found
from posecheck.references.words import band_words, hold_words, measure_words, side_words, unit_words, value_words

INDENT = 2

_TUNED = {
    "clips": "clips {}",
    "pictures": "pictures {}",
    "persons": "people {}",
    "seconds": "seconds held {}",
    "spread_deg": "spread {}°",
    "held_out": "left out in turn {}",
    "date": "on {}",
    "version": "with posecheck {}",
}
"""How what tuning left behind is told."""


def pose_list(poses: Iterable[Found[Reference]], *, titled: bool) -> Table:
    """Return a table of poses: name, variants, holds, where it comes from, and where there is room the title."""
    table = plain_table()
    table.add_column("Name", no_wrap=True, style="bold")
    if titled:
        table.add_column("Title")
    table.add_column("Variants", no_wrap=True)
    table.add_column("Hold", no_wrap=True)
    table.add_column("From")
    for found in poses:
        reference = found.content
        table.add_row(
            reference.name,
            *([reference.title] if titled else []),
            "\n".join(variant.name for variant in reference.variants),
            _holds(reference),
            f"{found.origin}, instead of {found.overrides.origin}" if found.overrides else found.origin.value,
        )
    return table


def pose_sheet(found: Found[Reference], variant: str | None = None) -> RenderableType:
    """Return everything about a pose, or about one variant of it, as a person would want to read it."""
    reference = found.content
    chosen = reference.variants if variant is None else (reference.variant(variant),)
    names = [each.name for each in chosen]
    phases = [phase for phase in reference.phases if any(phase.name in each.phases for each in chosen)]
    parts: list[RenderableType] = [
        Text.assemble((reference.title, "bold"), "  ", (reference.name, QUIET)),
        Text(reference.summary),
        *_section("Safety", Text(f"{GENERAL_SAFETY} {reference.safety}")),
        *_section("Camera", *_cameras(reference, chosen)),
        *_section(
            "Variants" if len(chosen) > 1 else "Variant", *(Text(f"{each.title} ({each.name})") for each in chosen)
        ),
    ]
    for phase in phases:
        parts += _section(_phase_heading(phase, numbered=phases), *_phase(reference, phase, names))
    if reference.also_rest:
        parts += _section("Also a way to rest", *_rest(reference))
    parts += _section("Afterwards", Text(f"{reference.ending} {_done(reference, chosen)}"))
    parts += _section("Where the numbers come from", *_provenance(found))
    return Group(*parts)


def _section(heading: str, *content: RenderableType) -> Iterator[RenderableType]:
    yield Text()
    yield Text(heading, style=HEADING)
    for each in content:
        yield Padding(each, (0, 0, 0, INDENT))


def _phase_heading(phase: Phase, numbered: list[Phase]) -> str:
    number = f"{numbered.index(phase) + 1}. " if len(numbered) > 1 else ""
    held = f", hold {hold_words(phase.hold)}" if phase.hold else ""
    counted = f", counted{f' for the {phase.count.side} side' if phase.count.side else ''}" if phase.count else ""
    return f"{number}{phase.title}{held}{counted}"


def _cameras(reference: Reference, chosen: Sequence[Variant]) -> Iterator[Text]:
    """Where the camera stands: for each variant by itself where they differ."""
    placements = [reference.camera_of(each).placement for each in chosen]
    if len(set(placements)) == 1:
        yield Text(placements[0])
    else:
        yield from (Text(f"{each.title}: {where}") for each, where in zip(chosen, placements, strict=True))


def _done(reference: Reference, chosen: Sequence[Variant]) -> str:
    """How often it is done: of each variant by itself where they differ."""
    repetitions = [reference.repetitions_of(each) for each in chosen]
    each_side = " for each side" if any(each.side for each in chosen) else ""
    if len(set(repetitions)) == 1:
        return f"Done {_times(repetitions[0])}{each_side} by default."
    done = (f"{each.title.lower()} {_times(count)}" for each, count in zip(chosen, repetitions, strict=True))
    return f"By default: {', '.join(done)}{each_side}."


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _phase(reference: Reference, phase: Phase, variants: list[str]) -> Iterator[RenderableType]:
    gates = [gate for gate in phase.gates if _concerns(gate, variants)]
    checks = [check for check in phase.checks if check.judges and _concerns(check, variants)]
    yield Text(phase.instruction)
    if checks:
        yield Text()
        yield _checks(reference, phase, checks, variants)
    if gates:
        yield Text()
        yield _gates(gates, variants)
    for limit in phase.limits:
        yield Text()
        yield _limit(limit)


def _checks(reference: Reference, phase: Phase, checks: list[Check], variants: list[str]) -> Table:
    table = _sheet_table(leading=1)
    table.add_column("What counts", ratio=1)
    table.add_column("Target", justify="right", no_wrap=True)
    table.add_column("Full score", no_wrap=True)
    table.add_column("Accepted", no_wrap=True)
    table.add_column("Weight", justify="right", no_wrap=True)
    for check in checks:
        faint = ", hard to see" if check.low_confidence else ""
        measured = f"{measure_words(check.measure)}{unit_words(check.measure)}{side_words(check.measure, check.side)}"
        notes = f"{measured}{faint}{_only(check, variants)}"
        what = Text.assemble((check.title, "bold"), "\n", (notes, QUIET))
        for cue in _cues(check):
            what.append(f"\n{cue}", style="italic")
        table.add_row(
            what,
            value_words(check.measure, check.target),
            band_words(check.measure, check.green),
            band_words(check.measure, check.accept),
            _share(reference, phase, check, variants),
        )
    return table


def _sheet_table(leading: int = 0) -> Table:
    return plain_table(header_style=QUIET, expand=True, leading=leading)


def _cues(check: Check) -> list[str]:
    if check.cue_low and check.cue_high and check.cue_low != check.cue_high:
        return [f"below: {check.cue_low}", f"above: {check.cue_high}"]
    return [check.cue_low or check.cue_high] if check.cue_low or check.cue_high else []


def _share(reference: Reference, phase: Phase, check: Check, variants: list[str]) -> str:
    """The check's part of the score: a range where the variants shown have different other checks beside it."""
    shares = set()
    for name in variants:
        own = [each for each in reference.phases_of(reference.variant(name)) if each.name == phase.name]
        for checks in (each.checks for each in own if check in each.checks):
            shares.add(round(100 * check.weight / sum(each.weight for each in checks)))
    return f"{min(shares)} %" if len(shares) == 1 else f"{min(shares)} to {max(shares)} %"


def _gates(gates: list[Gate], variants: list[str]) -> Table:
    table = _sheet_table()
    table.add_column("In the pose while", ratio=1)
    table.add_column("To get in", no_wrap=True)
    table.add_column("To stay in", no_wrap=True)
    for gate in gates:
        hidden = ", or hidden" if gate.unseen_passes else ""
        table.add_row(
            f"{measure_words(gate.measure)}{side_words(gate.measure, gate.side)}{hidden}{_only(gate, variants)}",
            band_words(gate.measure, gate.enter),
            band_words(gate.measure, gate.stay),
        )
    return table


def _rest(reference: Reference) -> Iterator[RenderableType]:
    yield Text("Among other stretches it is told only where nothing else was done.")
    for effort in reference.rests_from:
        yield Text(f"Once {effort.title} was seen for some seconds, a shorter hold than planned counts as rest.")
        yield Text()
        table = _sheet_table()
        table.add_column(f"Seen as {effort.title} while", ratio=1)
        table.add_column("Within", no_wrap=True)
        for gate in effort.gates:
            table.add_row(
                f"{measure_words(gate.measure)}{side_words(gate.measure, gate.side)}",
                band_words(gate.measure, gate.enter),
            )
        yield table


def _limit(limit: Limit) -> Text:
    words = [] if limit.value is None else [band_words(limit.measure, limit.value)]
    if limit.speed is not None:
        words.append(f"{band_words(limit.measure, limit.speed)} a second")
    return Text.assemble(
        ("Safety limit: ", "bold"), f"{measure_words(limit.measure)} {', and '.join(words)}. ", (limit.cue, "italic")
    )


def _provenance(found: Found[Reference]) -> Iterator[RenderableType]:
    provenance = found.content.provenance
    yield Text(provenance.note)
    for source in provenance.sources:
        bullet = Table.grid(padding=(0, 1))
        bullet.add_row("•", source)
        yield bullet
    if provenance.tuned:
        left_by_tuning = (
            _TUNED[key].format(value if isinstance(value, str) else f"{value:g}")
            for key, value in provenance.tuned.items()
        )
        yield Text(f"Tuned: {', '.join(left_by_tuning)}")
    yield Text(f"File: {found.path} ({found.origin})", style=QUIET, overflow="fold")
    if found.overrides is not None:
        yield Text(
            f"It takes the place of {found.overrides.path} ({found.overrides.origin})", style=QUIET, overflow="fold"
        )


def _holds(reference: Reference) -> str:
    held = [phase for phase in reference.phases if phase.hold]
    lines = []
    for phase in (phase for phase in reference.phases if phase.hold or phase.count):
        variant = next(each for each in reference.variants if phase.name in each.phases)
        name = f"{phase.name} " if phase.hold and len(held) > 1 else ""
        what = f"{phase.hold.seconds:g} s" if phase.hold else "counted"
        lines.append(f"{name}{what} × {reference.repetitions_of(variant)}")
    return "\n".join(dict.fromkeys(lines))  # both sides are counted alike


def _concerns(condition: Gate | Check, variants: list[str]) -> bool:
    return not condition.variants or any(name in variants for name in condition.variants)


def _only(condition: Gate | Check, variants: list[str]) -> str:
    """For which of the variants shown it counts, unless for all of them."""
    concerned = [name for name in variants if name in condition.variants]
    return f" ({', '.join(concerned)} only)" if concerned and concerned != variants else ""
