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

BARE: Final = [sys.executable, "-c", BARE_TYPER]
BARE_HELP: Final = "a bare typer app, --help"
BARE_COMMAND: Final = "a bare typer app, a command that does nothing"

POSECHECK: Final = str(Path(sys.executable).with_name("posecheck"))

COMMANDS: Final = {
    BARE_HELP: [*BARE, "--help"],
    BARE_COMMAND: [*BARE, "one", "path"],
    "posecheck --help": [POSECHECK, "--help"],
    "posecheck --version": [POSECHECK, "--version"],
    "posecheck poses": [POSECHECK, "poses"],
}

PEERS: Final = {
    "posecheck --help": BARE_HELP,
    "posecheck --version": BARE_HELP,
    # Typer loads pydantic when it runs a command, and not for its help.
    "posecheck poses": BARE_COMMAND,
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
