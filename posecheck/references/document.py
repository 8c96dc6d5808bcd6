"""A drafted reference as the text of a TOML file, laid out as the shipped ones are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from posecheck.references.draft import Judged
from posecheck.references.literals import plain_number, quoted
from posecheck.references.schema import Band, Check, Gate, SidePolicy


@dataclass(frozen=True)
class Words:
    """What a reference says in words; plain defaults where nobody has written any.

    Attributes:
        title: As a person would call it.
        summary: How it is done.
        safety: What to say before.
        ending: How to come out of it.
        instruction: What to say to get the person there.
        placement: How to place the camera.
        turn: What to say in a wrong view.
        hold_s: Seconds to hold.
        range_s: The shortest and the longest sensible hold.
        repetitions: How often.
        sources: Where the words and numbers come from.
    """

    title: str
    summary: str
    safety: str
    ending: str
    instruction: str
    placement: str
    turn: str
    hold_s: float
    range_s: Band
    repetitions: int = 1
    sources: tuple[str, ...] = field(default=("drafted by posecheck from clips",))


def document(
    name: str, words: Words, views: tuple[str, ...], judged: Judged, tuned: dict[str, str | float], *, sided: bool
) -> str:
    """Return the text of a reference file.

    Args:
        name: Of the reference.
        words: What it says.
        views: The camera views in which it can be judged.
        judged: Gates and checks.
        tuned: What the draft rests on.
        sided: Whether it is done on one side, so that it gets a left and a right variant.
    """
    return "\n".join(_lines(name, words, views, judged, tuned, sided)) + "\n"


def _lines(
    name: str, words: Words, views: tuple[str, ...], judged: Judged, tuned: dict[str, str | float], sided: bool
) -> Iterator[str]:
    yield f"# {words.title}, drafted by posecheck from clips. Have what is marked REVIEW read by one who teaches it."
    yield from ("", "schema = 1", f"name = {quoted(name)}", f"title = {quoted(words.title)}")
    yield "# REVIEW: how it is done, who should not do it, how to come out of it."
    for key in ("summary", "safety", "ending"):
        yield f"{key} = {quoted(getattr(words, key))}"
    yield f"repetitions = {words.repetitions}"
    yield from ("", "[camera]", f"views = [{', '.join(quoted(view) for view in views)}]")
    yield from (f"placement = {quoted(words.placement)}", f"turn = {quoted(words.turn)}")
    for side in ("left", "right") if sided else (None,):
        yield from ("", "[[variants]]", f"name = {quoted(side or 'plain')}")
        yield f"title = {quoted(f'{words.title}, {side} side' if side else words.title)}"
        if side:
            yield f"side = {quoted(side)}"
        yield 'phases = ["hold"]'
    yield from ("", "[[phases]]", 'name = "hold"', f"title = {quoted(words.title)}")
    yield "# REVIEW: what to say to get somebody there, and how long it is held."
    yield f"instruction = {quoted(words.instruction)}"
    yield f"hold = {{ seconds = {plain_number(words.hold_s)}, range = {_band(words.range_s)} }}"
    yield from (
        "",
        "# ---- Is it this pose at all? What decides is how the body lies and what is unlike standing or lying.",
    )
    for gate in judged.gates:
        yield from _gate(gate)
    yield from ("", "# ---- How well?")
    for check in judged.checks:
        yield from _check(check)
    yield from ("", "[provenance]", "sources = [", *(f"    {quoted(source)}," for source in words.sources), "]")
    yield 'note = "The bands are those of the clips, widened for other bodies. Nobody has reviewed them yet."'
    yield from ("", "[provenance.tuned]")
    for key, value in tuned.items():
        yield f"{key} = {quoted(value) if isinstance(value, str) else plain_number(value)}"


def _gate(gate: Gate) -> Iterator[str]:
    yield from ("", "[[phases.gates]]", f"measure = {quoted(gate.measure)}", *_side(gate.side))
    yield from (f"enter = {_band(gate.enter)}", f"stay = {_band(gate.stay)}")
    if gate.hint:
        yield f"hint = {quoted(gate.hint)}"


def _check(check: Check) -> Iterator[str]:
    yield from ("", "[[phases.checks]]", f"name = {quoted(check.name)}", f"title = {quoted(check.title)}")
    yield from (f"measure = {quoted(check.measure)}", *_side(check.side), f"target = {plain_number(check.target)}")
    yield from (f"green = {_band(check.green)}", f"accept = {_band(check.accept)}")
    yield from (f"weight = {check.weight:.2f}", f"region = {quoted(check.region.value)}")
    for key in ("cue_low", "cue_high"):
        if text := getattr(check, key):
            yield f"{key} = {quoted(text)}"


def _side(side: SidePolicy) -> Iterator[str]:
    if side is not SidePolicy.NEAR:
        yield f"side = {quoted(side.value)}"


def _band(band: Band) -> str:
    return f"[{plain_number(band.low)}, {plain_number(band.high)}]"
