"""Choosing what to say: one cue at a time, core before legs before arms, and not too often."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from posecheck.coach.judgement import CheckResult, Status
from posecheck.references.schema import Region

SUSTAINED_S: Final = 0.6
"""A fault must last this long before it is spoken of; shorter ones are wobbles or noise. A moment without it takes back
as much time as it lasts: at the edge of its band a trembling angle comes and goes."""

TOLERANCE_S: Final = 1e-6
"""Times are sums of frame times, so that they may come out as a little less."""

INTERVAL_S: Final = 4.0
"""Between two cues, as people need time to hear and to do (Eyes-Free Yoga, Rector et al. 2013)."""

REPEAT_S: Final = 12.0
"""Before the same cue is said again."""

_ORDER: Final = {Region.CORE: 0, Region.LEGS: 1, Region.ARMS: 2, Region.HEAD: 3}


@dataclass(frozen=True)
class Said:
    """A cue that is given now.

    Attributes:
        text: What to say.
        check: Name of the check it is about.
        fixed: Whether it reports that the fault is mended, rather than asks for it.
    """

    text: str
    check: str
    fixed: bool = False


def urgency(result: CheckResult) -> tuple[bool, int]:
    """Return what puts checks in the order in which they are spoken of: what is off first, then the core."""
    return result.status is not Status.OFF, _ORDER[result.check.region]


class CueChooser:
    """Chooses the cue of each moment from the checks that are not good.

    Attributes:
        current: The check that the person is being asked to mend, with its cue; None when there is none.
    """

    def __init__(self) -> None:
        self.current: Said | None = None
        self._bad_for_s: dict[str, float] = {}
        self._good_since_s: dict[str, float] = {}
        self._said_s: dict[str, float] = {}
        self._last_said_s = -math.inf
        self._last_s: float | None = None

    def update(self, results: Sequence[CheckResult], time_s: float) -> Said | None:
        """Take the checks of a moment and return what is to be said now, if anything."""
        if not results:
            self.forget()
            return None
        passed_s = 0.0 if self._last_s is None else time_s - self._last_s
        self._last_s = time_s
        for result in results:
            name = result.check.name
            if result.status in (Status.NEAR, Status.OFF):
                self._bad_for_s[name] = min(self._bad_for_s.get(name, -passed_s) + passed_s, SUSTAINED_S)
                self._good_since_s.pop(name, None)
            elif result.status is Status.GOOD:
                self._good_since_s.setdefault(name, time_s)
                if self._bad_for_s.get(name, 0.0) > passed_s:
                    self._bad_for_s[name] -= passed_s
                else:
                    self._bad_for_s.pop(name, None)
            else:  # neither bad nor mended
                self._bad_for_s.pop(name, None)
                self._good_since_s.pop(name, None)
        if self.current and time_s - self._good_since_s.get(self.current.check, math.inf) >= SUSTAINED_S:
            mended = Said("Good.", self.current.check, fixed=True)
            self.current = None
            return mended
        if self.current and self.current.check in self._good_since_s:
            return None  # about to be mended, or only a moment's luck
        candidates = [
            result
            for result in results
            if result.cue
            and result.check.weight > 0
            and self._bad_for_s.get(result.check.name, 0.0) >= SUSTAINED_S - TOLERANCE_S
        ]
        if not candidates:
            return None
        chosen = min(candidates, key=urgency)
        if self.current and any(result.check.name == self.current.check for result in candidates):
            worse = chosen.status is Status.OFF and not self._is_off(candidates, self.current.check)
            if not worse and time_s - self._said_s.get(self.current.text, -math.inf) < REPEAT_S:
                return None
            if not worse:
                chosen = next(result for result in candidates if result.check.name == self.current.check)
        if time_s - self._last_said_s < INTERVAL_S:
            return None
        self.current = Said(chosen.cue, chosen.check.name)
        if time_s - self._said_s.get(chosen.cue, -math.inf) < REPEAT_S:
            return None
        self._said_s[chosen.cue] = self._last_said_s = time_s
        return self.current

    def forget(self) -> None:
        """Start afresh, such as after leaving the pose; what was said a moment ago is still not repeated."""
        self.current = None
        self._bad_for_s.clear()
        self._good_since_s.clear()
        self._last_s = None

    @staticmethod
    def _is_off(results: Sequence[CheckResult], name: str) -> bool:
        return any(result.check.name == name and result.status is Status.OFF for result in results)
