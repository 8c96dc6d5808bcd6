"""The command line in a process of its own, which ends as soon as landmarks are shown: `start` measures it.

`python -m benchmarks.live.started live child-pose --camera FILE` prints as JSON when what came, by the
monotonic clock.
"""

import json
import signal
import sys


def main() -> None:
    """Run the command that is named by the arguments."""
    from posecheck.cli.app import app
    from posecheck.sessions.live_stats import LiveStats

    mark = LiveStats.mark

    def watched(self: LiveStats, what: str) -> None:
        mark(self, what)
        if what == "landmarks" and "told" not in self.firsts_s:
            print(json.dumps(self.firsts_s), flush=True)
            self.firsts_s["told"] = 0.0
            signal.raise_signal(signal.SIGINT)

    LiveStats.mark = watched  # type: ignore[method-assign]  # the command line gives no other way to look inside
    app(sys.argv[1:])


if __name__ == "__main__":
    main()
