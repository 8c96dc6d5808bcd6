"""How a tuning is told in a terminal, from 80 columns on. Imported when it is printed."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from posecheck.cli.tables import HEADING, QUIET, plain_table
from posecheck.references.schema import Check
from posecheck.references.tuning import Proposal
from posecheck.references.words import band_words, measure_words, side_words, value_words
from posecheck.sessions.trial import Outcome, Separation
from posecheck.sessions.tune_report import Against, HeldOut, TuneReport


def print_report(console: Console, report: TuneReport) -> None:
    """Print what clips taught: old and proposed bands with their evidence, trials, and the difference in the file."""
    console.print(Text.assemble((report.reference.title, "bold"), f"  {_evidence(report)}"))
    for problem in report.problems:
        console.print(f"  {problem}", style="yellow", soft_wrap=True)
    if not report.used:
        return
    console.print()
    console.print(_proposals(report.proposals))
    for proposal in report.proposals:
        if proposal.notes:
            console.print(f"{proposal.old.title}: {'; '.join(proposal.notes)}", style=QUIET)
    if report.held_out:
        console.print(_heading("Each left out in turn, and judged by what the others taught"))
        console.print(_held_out(report.held_out))
    if report.against is not None:
        _print_against(console, report.against)
    if not report.shortage:
        console.print(_heading("In the file"))
        console.print(Text(report.diff or "Nothing changes."), soft_wrap=True)
        console.print()


def _evidence(report: TuneReport) -> str:
    persons = len({clip.footage.person for clip in report.used})
    return f"{len(report.used)} of {len(report.clips)} clips, {persons} persons, {report.seconds:.0f} s held"


def _heading(text: str) -> Text:
    return Text(f"\n{text}", style=HEADING)


def _table(*columns: str) -> Table:
    table = plain_table()
    for index, column in enumerate(columns):
        table.add_column(column, justify="left" if index == 0 else "right", no_wrap=index > 0)
    return table


def _proposals(proposals: Sequence[Proposal]) -> Table:
    table = _table("check", "measured", "clips", "target", "full score", "accepted")
    for proposal in proposals:
        old, new = proposal.old, proposal.new
        what = Text.assemble(old.title, (f"  {proposal.phase}", QUIET))
        table.add_row(
            what,
            _measured(proposal),
            str(len(proposal.evidence.clips)) if proposal.evidence else "-",
            _change(value_words(old.measure, old.target), value_words(old.measure, new.target)),
            _change(band_words(old.measure, old.green), band_words(old.measure, new.green)),
            _change(band_words(old.measure, old.accept), band_words(old.measure, new.accept)),
        )
    return table


def _measured(proposal: Proposal) -> str:
    if proposal.evidence is None:
        return "-"
    measure = proposal.old.measure
    centre = value_words(measure, proposal.evidence.centre)
    return f"{centre} ± {value_words(measure, proposal.evidence.spread)}"


def _change(old: str, new: str) -> Text:
    return Text(old, style=QUIET) if old == new else Text.assemble((f"{old}\n", QUIET), (new, "bold"))


def _held_out(groups: Sequence[HeldOut]) -> Table:
    table = _table("left out", "accepted now", "proposed", "score now", "proposed")
    for group in groups:
        table.add_row(group.group, *_pair(group.old, group.new))
    if len(groups) > 1:
        old = [outcome for group in groups for outcome in group.old]
        new = [outcome for group in groups for outcome in group.new]
        table.add_row("all", *_pair(old, new), style="bold")
    return table


def _pair(old: Sequence[Outcome], new: Sequence[Outcome]) -> tuple[str, str, str, str]:
    return _accepted(old), _accepted(new), _score(old), _score(new)


def _accepted(outcomes: Sequence[Outcome]) -> str:
    return f"{sum(each.accepted for each in outcomes)} of {len(outcomes)}"


def _score(outcomes: Sequence[Outcome]) -> str:
    scores = [each.score for each in outcomes if each.score is not None]
    return f"{sum(scores) / len(scores):.0f}" if scores else "-"


def _print_against(console: Console, against: Against) -> None:
    console.print(_heading("Against clips that must not be accepted"))
    wrong = against.false_accepts
    before = sum(each.accepted for each in against.old)
    console.print(f"{len(wrong)} of {len(against.new)} accepted by the proposal, {before} by the reference as it is")
    for each in wrong:
        console.print(f"  {each.name}: held {each.held_s:.0f} s, score {_score([each])}", style="yellow")
    console.print()
    table = _table("what keeps them out", "seen", "outside", "it alone")
    for one in against.separations:
        table.add_row(_condition(one), str(one.seen), str(one.outside), str(one.alone))
    console.print(table)
    console.print()
    curve = _table("asking for a score of", *(str(point.score) for point in against.curve))
    curve.add_row("accepted of the good", *(f"{point.positives:.0%}" for point in against.curve))
    curve.add_row("accepted of the others", *(f"{point.negatives:.0%}" for point in against.curve))
    console.print(curve)


def _condition(each: Separation) -> Text:
    condition = each.condition
    kind = f"check {condition.name}" if isinstance(condition, Check) else "gate"
    words = f"{measure_words(condition.measure)}{side_words(condition.measure, condition.side)}"
    return Text.assemble(words, (f"  {kind}, {each.variant}: {each.phase}", QUIET))
