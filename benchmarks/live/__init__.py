"""How fast the live session is, apart from inference and with it: `python -m benchmarks.live`."""
