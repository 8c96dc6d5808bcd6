"""Progress on stderr: a bar on a terminal, nothing but the essential line elsewhere."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from posecheck.pose.model import FetchReport


@contextmanager
def fetch_report() -> Iterator["FetchReport"]:
    """Give what `ensure_model` reports to: one line on where the model comes from, and a bar on a terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TaskID, TimeRemainingColumn, TransferSpeedColumn

    console = Console(stderr=True, highlight=False)
    columns = (BarColumn(), DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn())
    bar = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
    task: TaskID | None = None

    def report(origin: str, done_bytes: int, total_bytes: int | None) -> None:
        nonlocal task
        if task is None:
            console.print(f"fetching the pose model, this once, from {origin}", soft_wrap=True)
            bar.start()
            task = bar.add_task("", total=total_bytes)
        bar.update(task, completed=done_bytes, total=total_bytes)

    try:
        yield report
    finally:
        bar.stop()
