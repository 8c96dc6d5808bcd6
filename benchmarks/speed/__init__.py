"""Speed against peers and against the machine's floor: `python -m benchmarks.speed`."""
