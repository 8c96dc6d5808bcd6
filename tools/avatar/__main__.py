"""Runs the command line: `python -m tools.avatar`."""

import sys

from .cli import main

sys.exit(main())
