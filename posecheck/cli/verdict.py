"""What a clip or a picture came to, as a person reads it in a terminal."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from posecheck.plural import how_many
from posecheck.results.folder import ANALYSIS_FILES
from posecheck.results.summary import told_faults

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import Console

    from posecheck.results.summary import Summary


def print_verdict(console: Console, summary: Summary, folder: Path | None = None) -> None:
    """Print the verdict on one input: a line for a picture, a table of holds for a clip.

    Args:
        console: Where to print.
        summary: What it came to.
        folder: Where the results are; None when nothing was written.
    """
    from rich.markup import escape

    console.print(f"\n[bold]{escape(summary.source)}[/bold]  {_facts(summary)}")
    if summary.kind == "image":
        _print_picture(console, summary)
    elif summary.holds or summary.counts:
        if summary.holds:
            _print_holds(console, summary)
        if summary.counts:
            _print_counts(console, summary)
    else:
        console.print("No stretch was held.")
    for warning in summary.warnings:
        console.print(f"[yellow]Note:[/yellow] {escape(warning)}")
    if not summary.complete:
        console.print("[yellow]Note:[/yellow] broken off; this is what was measured until then")
    if folder is not None:
        names = ", ".join(name for name in ANALYSIS_FILES if (folder / name).exists())
        console.print(f"[dim]Results in {escape(str(folder))}: {names}[/dim]", soft_wrap=True)


def stretch_title(pose: str, variant: str | None) -> str:
    """Return a pose and its variant as one phrase: `child-pose, arms forward`."""
    return f"{pose}, {variant.replace('-', ' ')}" if variant else pose


def _facts(summary: Summary) -> str:
    view = summary.view["kind"]
    seen = f"seen from the {view}" if view in ("side", "front", "rear") else "seen at an angle" if view else ""
    length = "" if summary.kind == "image" else f"{summary.duration_s:.0f} s"
    return "[dim]" + ", ".join(part for part in (length, seen) if part) + "[/dim]"


def _print_picture(console: Console, summary: Summary) -> None:
    if not summary.accepted or summary.pose is None:
        console.print("None of the stretches.")
        return
    score = "" if summary.score is None else f", score {summary.score:.0f} of 100"
    console.print(f"{stretch_title(summary.pose, summary.variant)}{score}")
    for fault in summary.faults:
        console.print(f"  {fault.cue}")


def _print_holds(console: Console, summary: Summary) -> None:
    """A table of the holds; what all of them share is said once above it."""
    from rich import box
    from rich.table import Table

    stretches = {stretch_title(hold.pose, hold.variant) for hold in summary.holds}
    several = len(stretches) > 1
    sided = any(hold.side for hold in summary.holds)
    phased = len({hold.phase for hold in summary.holds}) > 1
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    if several:
        table.add_column("stretch", overflow="fold")
    if phased:
        table.add_column("phase", no_wrap=True)
    if sided:
        table.add_column("side", no_wrap=True)
    for name in ("from", "to", "held", "score"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("what to work on")
    for hold in summary.holds:
        fault = next(iter(told_faults(hold)), None)
        row = [stretch_title(hold.pose, hold.variant)] if several else []
        row += [hold.phase] if phased else []
        row += [hold.side or ""] if sided else []
        asked = "" if hold.complete else f" of {hold.target_s:g}"
        row += [_clock(hold.start_s), _clock(hold.end_s), f"{hold.held_s:.1f}{asked} s"]
        row += ["-" if hold.score is None else f"{hold.score:.0f}"]
        row += [f"{fault.cue} [dim]({fault.fraction:.0%} of the time)[/dim]" if fault else "[green]nothing[/green]"]
        table.add_row(*row)
    if not several:
        # With counted movements beside the holds, those are what the repetitions are of.
        times = "" if summary.counts else f", {how_many(summary.repetitions, 'time')}"
        console.print(f"{stretches.pop()}{times}")
    console.print(table)


def _print_counts(console: Console, summary: Summary) -> None:
    """A line for each stretch that was counted, and what to work on."""
    for pose, variant in dict.fromkeys((count.pose, count.variant) for count in summary.counts):
        own = [count for count in summary.counts if (count.pose, count.variant) == (pose, variant)]
        done = Counter(count.side or count.phase for count in own)
        told = ", ".join(f"{number} {name.replace('-', ' ')}" for name, number in done.items())
        scores = [count.score for count in own if count.score is not None]
        form = f", score {sum(scores) / len(scores):.0f} of 100" if scores else ""
        console.print(f"{stretch_title(pose, variant)}: {told}{form}")
        faults = Counter(cue for count in own for cue in {each.cue for each in told_faults(count)})
        for cue, number in faults.most_common():
            console.print(f"  {cue} [dim]({how_many(number, 'time')})[/dim]")


def _clock(time_s: float) -> str:
    minutes, seconds = divmod(time_s, 60)
    return f"{int(minutes)}:{seconds:04.1f}"
