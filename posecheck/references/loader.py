"""From a TOML file to a `Reference`, or to a clear list of what is wrong with it.

Two passes: first every key is read by kind and choice; then, once all of it could be read, `validate` looks for what
contradicts itself. Both tell all they find.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from posecheck.errors import InputError
from posecheck.measures.body import Side, View
from posecheck.measures.registry import all_measures
from posecheck.references.reader import Table, open_table
from posecheck.references.schema import (
    Camera,
    Check,
    Count,
    Effort,
    Gate,
    Hold,
    Limit,
    Phase,
    Provenance,
    Reference,
    Region,
    SidePolicy,
    Variant,
)
from posecheck.references.validate import contradictions

SCHEMA: Final = 1
"""The one version of the file format that this program reads."""

TUNED_NUMBERS: Final = ("clips", "pictures", "persons", "seconds", "spread_deg")
TUNED_TEXTS: Final = ("held_out", "date", "version")
"""What `[provenance.tuned]` may say."""


def load_reference(path: Path | str) -> Reference:
    """Read a reference pose from a TOML file.

    Raises:
        InputError: The file cannot be read, isn't TOML, or is wrong in some place; the message names the file, the
            place, what was expected and what was found.
    """
    reference, problems = _read(Path(path))
    if reference is None:
        more = f" (and {len(problems) - 1} more: run posecheck poses check on it)" if len(problems) > 1 else ""
        raise InputError(f"{path}: {problems[0]}{more}")
    return reference


def check_reference(path: Path) -> list[str]:
    """Return everything that is wrong with a reference file, one sentence each; nothing when it is good."""
    return _read(path)[1]


def _read(path: Path) -> tuple[Reference | None, list[str]]:
    file, problems = open_table(path, SCHEMA)
    if file is None:
        return None, problems
    reference = _reference(file)
    problems = file.problems or contradictions(reference)
    return (None if problems else reference), problems


def _reference(file: Table) -> Reference:
    reference = Reference(
        name=file.name(),
        title=file.text("title"),
        summary=file.text("summary"),
        safety=file.text("safety"),
        ending=file.text("ending"),
        repetitions=file.whole_number("repetitions", least=1),
        camera=_camera(file.table("camera")),
        variants=tuple(_variant(table) for table in file.tables("variants")),
        phases=tuple(_phase(table) for table in file.tables("phases")),
        provenance=_provenance(file.table("provenance")),
        sequence=file.texts_if_any("sequence"),
        also_rest=file.flag_if_any("also_rest"),
        rests_from=tuple(_effort(table) for table in file.tables_if_any("rests_from")),
    )
    file.close()
    return reference


def _camera(table: Table) -> Camera:
    names = table.texts("views")
    choices = [view.value for view in View]
    if any(name not in choices for name in names):
        table.wrong("views", f"some of {', '.join(choices)}")
    camera = Camera(
        views=frozenset(View(name) for name in names if name in choices),
        placement=table.text("placement"),
        turn=table.text("turn"),
    )
    table.close()
    return camera


def _variant(table: Table) -> Variant:
    camera = table.table_if_any("camera")
    variant = Variant(
        name=table.name(),
        title=table.text("title"),
        phases=table.texts("phases"),
        side=table.choice_if_any("side", Side),
        repetitions=table.whole_number("repetitions", least=1) if table.has("repetitions") else None,
        camera=_camera(camera) if camera else None,
    )
    table.close()
    return variant


def _phase(table: Table) -> Phase:
    hold, count = table.table_if_any("hold"), table.table_if_any("count")
    phase = Phase(
        name=table.name(),
        title=table.text("title"),
        instruction=table.text("instruction"),
        gates=tuple(_gate(gate) for gate in table.tables("gates")),
        checks=tuple(_check(check) for check in table.tables_if_any("checks")),
        hold=_hold(hold) if hold else None,
        limits=tuple(_limit(limit) for limit in table.tables_if_any("limits")),
        count=_count(count) if count else None,
    )
    table.close()
    return phase


def _count(table: Table) -> Count:
    count = Count(
        side=table.choice_if_any("side", Side),
        seconds=table.number("seconds", least=0.0) if table.has("seconds") else 0.0,
    )
    table.close()
    return count


def _gate(table: Table) -> Gate:
    measure = _measure(table)
    gate = Gate(
        measure=measure,
        enter=table.band("enter"),
        stay=table.band("stay"),
        side=_side(table, measure),
        variants=table.texts_if_any("variants"),
        unseen_passes=table.flag_if_any("unseen_passes"),
        hint=table.text_if_any("hint"),
    )
    table.close()
    return gate


def _effort(table: Table) -> Effort:
    effort = Effort(title=table.text("title"), gates=tuple(_effort_gate(gate) for gate in table.tables("gates")))
    table.close()
    return effort


def _effort_gate(table: Table) -> Gate:
    """Nobody is led into it, so that there is one band and nothing to say."""
    measure = _measure(table)
    value = table.band("value")
    gate = Gate(measure=measure, enter=value, stay=value, side=_side(table, measure))
    table.close()
    return gate


def _check(table: Table) -> Check:
    measure = _measure(table)
    check = Check(
        name=table.name(),
        title=table.text("title"),
        measure=measure,
        target=table.number("target"),
        green=table.band("green"),
        accept=table.band("accept"),
        weight=table.number("weight", least=0.0),
        region=table.choice("region", Region),
        side=_side(table, measure),
        cue_low=table.text_if_any("cue_low"),
        cue_high=table.text_if_any("cue_high"),
        variants=table.texts_if_any("variants"),
        low_confidence=table.flag_if_any("low_confidence"),
    )
    table.close()
    return check


def _limit(table: Table) -> Limit:
    measure = _measure(table)
    if measure and all_measures()[measure].sided:
        whole = ", ".join(name for name, each in all_measures().items() if not each.sided)
        table.wrong("measure", f"a measure of the whole body, one of {whole}")
    limit = Limit(
        measure=measure,
        cue=table.text("cue"),
        value=table.band_if_any("value"),
        speed=table.band_if_any("speed"),
    )
    if limit.value is None and limit.speed is None:
        table.missing("value", "a range for the value, or speed with a range for its change per second, or both")
    table.close()
    return limit


def _hold(table: Table) -> Hold:
    hold = Hold(seconds=table.number("seconds", least=0.0), range_s=table.band("range"))
    table.close()
    return hold


def _provenance(table: Table) -> Provenance:
    tuned = table.table_if_any("tuned")
    provenance = Provenance(
        sources=table.texts("sources"),
        note=table.text("note"),
        tuned=_tuned(tuned) if tuned else {},
    )
    table.close()
    return provenance


def _tuned(table: Table) -> dict[str, str | float]:
    """What a tuning run left: the evidence, how much clips differ, how it did on clips left out, when."""
    tuned: dict[str, str | float] = {}
    for key in TUNED_NUMBERS:
        if table.has(key):
            tuned[key] = table.number(key, least=0.0)
    for key in TUNED_TEXTS:
        if table.has(key):
            tuned[key] = table.text(key)
    table.close()
    return tuned


def _measure(table: Table) -> str:
    return table.one_of("measure", list(all_measures()))


def _side(table: Table, measure: str) -> SidePolicy:
    policy = table.choice_if_any("side", SidePolicy)
    if policy is not None and measure and not all_measures()[measure].sided:
        table.tell("side", f"not used here, because {measure} is taken of the whole body; leave it out")
    return policy or SidePolicy.NEAR
