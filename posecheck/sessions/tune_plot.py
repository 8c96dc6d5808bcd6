"""Drawing what a tuning measured."""

from __future__ import annotations

from pathlib import Path

from posecheck.feedback.distributions import Strip, distributions_image
from posecheck.feedback.sheet import save_sheet
from posecheck.measures.registry import all_measures
from posecheck.references.words import measure_words, side_words, unit_words
from posecheck.sessions.evidence import check_values
from posecheck.sessions.trial import nearest_values
from posecheck.sessions.tune_report import TuneReport


def save_plot(path: Path, report: TuneReport) -> None:
    """Write a picture of each check's values in the clips, and of the bands as they are and as proposed.

    Raises:
        UsageError: The file's name doesn't end in .png.
        OutputError: It cannot be written.
    """
    strips = plot_strips(report)
    seconds = f"{len(report.used)} clips, {report.seconds:.0f} s held"
    save_sheet(path, distributions_image(f"{report.reference.title}: what was measured", seconds, strips))


def plot_strips(report: TuneReport) -> list[Strip]:
    """Return what is drawn: a strip for each check that some clip speaks of."""
    values = check_values(report.used, report.reference)
    others = nearest_values(report.negatives, report.reference)
    several = sum(phase.hold is not None for phase in report.reference.phases) > 1
    strips = []
    for proposal in report.proposals:
        if proposal.evidence is None:
            continue
        key = (proposal.phase, proposal.index)
        old, new = proposal.old, proposal.new
        measure = f"{measure_words(old.measure)}{unit_words(old.measure)}{side_words(old.measure, old.side)}"
        strips.append(
            Strip(
                name=f"{old.title} ({proposal.phase})" if several else old.title,
                note=measure,
                ratio=all_measures()[old.measure].unit != "deg",
                clips=[clip.values for clip in values[key] if clip.known],
                others=others.get(key, []),
                old=(old.target, old.green, old.accept),
                new=(new.target, new.green, new.accept),
            )
        )
    return strips
