"""The study as a Markdown file: command, machine, versions, date and all tables."""

from __future__ import annotations

import os
import platform
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Final

from rich.console import Console

from benchmarks.accuracy.study import Section
from posecheck import __version__
from posecheck.files import whole_file

VERSIONS_OF: Final = ("mediapipe", "numpy", "opencv-contrib-python", "av")


def show(console: Console, results: Mapping[str, Sequence[Section]]) -> None:
    """Print everything."""
    for model, sections in results.items():
        for section in sections:
            console.rule(f"{section.title} (model {model})")
            for words in section.words:
                console.print(words, markup=False)
            for table in section.tables:
                table.show(console)


def write(
    path: Path, command: str, results: Mapping[str, Sequence[Section]], skipped: Sequence[str], took_s: float
) -> None:
    """Write the report.

    Raises:
        OutputError: The file cannot be written.
    """
    with whole_file(path) as partial:
        partial.write_text(markdown(command, results, skipped, took_s), encoding="utf-8")


def markdown(command: str, results: Mapping[str, Sequence[Section]], skipped: Sequence[str], took_s: float) -> str:
    """Return the report as Markdown: all of the first model, and of the others how they do against what must hold."""
    lines = [
        "# How right posecheck is",
        "",
        "Made by one command; nothing is tuned inside of it. `benchmarks/accuracy` says how every number comes about.",
        "",
        f"- Command: `{command}`",
        f"- Date: {datetime.now(UTC):%Y-%m-%d}",
        f"- Machine: {_machine()}",
        f"- Versions: posecheck {__version__}, Python {platform.python_version()}, "
        + ", ".join(f"{name} {version(name)}" for name in VERSIONS_OF),
        f"- Time: {took_s:.0f} s (landmarks are kept between runs)",
        *(f"- {sentence}" for sentence in skipped),
        "",
    ]
    for place, (model, sections) in enumerate(results.items()):
        lines += [f"# Model {model}", ""]
        for section in sections if place == 0 else sections[:1]:
            lines += [f"## {section.title}", ""]
            for words in section.words if place == 0 else ():
                lines += [words, ""]
            lines += [table.markdown() for table in section.tables]
    return "\n".join(lines).rstrip() + "\n"


def _machine() -> str:
    return f"{_processor()}, {os.cpu_count()} cores, {platform.system()} {platform.machine()}"


def _processor() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or "unknown processor"
