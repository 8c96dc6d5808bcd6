"""`posecheck doctor`: is everything there that a live session needs?"""

import typer


def doctor() -> None:
    """Look at the pose model, cameras, screen, speech, tones and speed, and say what to do about what is missing.

    Cameras are opened for a moment. Nothing is fetched and nothing is changed. The exit status is 1 when something is
    missing.
    """
    from rich.console import Console
    from rich.markup import escape

    from posecheck.sessions.checkup import check_up

    console = Console(highlight=False, soft_wrap=True)
    missing = False
    for finding in check_up():
        sign = "[green]✓[/green]" if finding.good else "[yellow]✗[/yellow]"
        console.print(f"{sign} {finding.name:12} {escape(finding.detail)}")
        if finding.advice:
            console.print(f"  {'':12} [yellow]{escape(finding.advice)}[/yellow]")
        missing = missing or not finding.good
    if missing:
        raise typer.Exit(1)
    console.print("Everything is ready: posecheck live child-pose")
