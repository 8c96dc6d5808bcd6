"""The way in, for the command `posecheck` and for `python -m posecheck`."""

import sys

from posecheck.errors import INTERRUPTED_STATUS


def main() -> None:
    """Run the command line and end the process with its exit status."""
    try:
        # Imported here, so that Ctrl-C in the first moment ends like Ctrl-C at any other.
        from posecheck.cli.app import main as run

        run()
    except KeyboardInterrupt:
        sys.stderr.write("posecheck: stopped\n")
        sys.exit(INTERRUPTED_STATUS)


if __name__ == "__main__":
    main()
