"""Progress on stderr: a bar on a terminal, nothing but the essential line elsewhere."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from posecheck.pose.fetch import FetchReport


def fetched(model: str) -> Path:
    """Return the file of a pose model, fetched first if need be.

    Args:
        model: Its name or path.

    Raises:
        ModelError: The model is unknown, or cannot be fetched.
        OutputError: The cache folder cannot be written.
    """
    from posecheck.pose.model import ensure_model

    with _fetch_report() as report:
        return ensure_model(model, report)


def telling() -> Callable[[str], None]:
    """Return what tells in a few words, on stderr, what takes time now."""
    from rich.console import Console

    errors = Console(stderr=True, highlight=False)
    return lambda text: errors.print(text, style="dim", soft_wrap=True)


@contextmanager
def _fetch_report() -> Iterator["FetchReport"]:
    """Give what `ensure_model` reports to: one line on where the model comes from, and a bar on a terminal."""
    with ExitStack() as stack:
        advance: Callable[[int, int | None], None] | None = None

        def report(origin: str, done_bytes: int, total_bytes: int | None) -> None:
            nonlocal advance
            if advance is None:
                advance = _begin(stack, origin)
            advance(done_bytes, total_bytes)

        yield report


def _begin(stack: ExitStack, origin: str) -> Callable[[int, int | None], None]:
    # Imported here: mostly the model is there already, and then there is nothing to report.
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TimeRemainingColumn, TransferSpeedColumn

    console = Console(stderr=True, highlight=False)
    columns = (BarColumn(), DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn())
    bar = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
    console.print(f"fetching the pose model, this once, from {origin}", soft_wrap=True)
    task = stack.enter_context(bar).add_task("")
    return lambda done_bytes, total_bytes: bar.update(task, completed=done_bytes, total=total_bytes)
