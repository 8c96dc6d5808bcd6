"""How long commands take that do next to nothing."""

import subprocess
import sys
import time
from pathlib import Path
from typing import Final

BARE_TYPER: Final = """
from typing import Annotated
import typer
app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode="markdown")
@app.command()
def one(path: str) -> None:
    "One."
@app.command()
def two(path: str) -> None:
    "Two."
app()
"""

POSECHECK: Final = str(Path(sys.executable).with_name("posecheck"))

COMMANDS: Final = {
    "a bare typer app, --help": [sys.executable, "-c", BARE_TYPER, "--help"],
    "posecheck --help": [POSECHECK, "--help"],
    "posecheck --version": [POSECHECK, "--version"],
    "posecheck poses": [POSECHECK, "poses"],
}


def startup_ms(rounds: int) -> dict[str, list[float]]:
    """Return the times of each command, taken in turns."""
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(rounds):
        for name, command in COMMANDS.items():
            start = time.perf_counter()
            subprocess.run(command, check=True, capture_output=True)
            times[name].append(1000 * (time.perf_counter() - start))
    return times
