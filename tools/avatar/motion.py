"""Motions: keyed poses in time with eased transitions, breathing, sway and labelled segments."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from .contact import Anchor
from .pose import Pose, alive, blend, ease

ROUND_UP = 0.3
"""A hold gets one more breath than fits when no more than this share of it is missing."""


@dataclass(frozen=True)
class Segment:
    """What the person does from `from_s` to `to_s`. `held`: fully in the pose from the first to the last moment."""

    from_s: float
    to_s: float
    label: str
    pose: str | None = None
    variant: str | None = None
    side: str | None = None
    phase: str | None = None
    held: bool = False

    def to_dict(self) -> dict[str, Any]:
        """The segment as it stands in a truth file."""
        return {
            "from_s": round(self.from_s, 3),
            "to_s": round(self.to_s, 3),
            "label": self.label,
            "pose": self.pose,
            "variant": self.variant,
            "side": self.side,
            "phase": self.phase,
            "held": self.held,
        }


@dataclass
class Motion:
    """A growing score: `hold` and `move` append to it; `poses` plays it.

    Attributes:
        anchor: what stays on the floor.
        start: the first pose.
        breath_s: about the length of a breath. A hold is a whole number of breaths, and the sway has their period, so
            that it repeats itself exactly; transitions and short rests are without, so that one backwards equals the
            other. Renders use both.
    """

    anchor: Anchor
    start: Pose
    breath_s: float = 3.4
    breath_deg: float = 0.7
    sway_deg: float = 0.15
    keys: list[tuple[float, Pose]] = field(default_factory=list)
    segments: list[Segment] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.keys = self.keys or [(0.0, self.start)]

    @property
    def end_s(self) -> float:
        """Length of the motion so far."""
        return self.keys[-1][0]

    def hold(self, seconds: float, label: str, **segment: Any) -> Motion:
        """Stay in the last pose. `segment`: further fields of its `Segment`."""
        return self.move(self.keys[-1][1], seconds, label, **segment)

    def move(self, target: Pose, seconds: float, label: str, **segment: Any) -> Motion:
        """Go to a pose in the given time, starting and ending at rest."""
        self.segments.append(Segment(self.end_s, self.end_s + seconds, label, **segment))
        self.keys.append((self.end_s + seconds, target))
        return self

    def pose_at(self, time_s: float) -> Pose:
        """The pose at a moment, breathing included."""
        later = bisect_right([key_s for key_s, _ in self.keys], time_s)
        (t0, a), (t1, b) = self.keys[min(later, len(self.keys) - 1) - 1 :][:2]
        share = min(max((time_s - t0) / (t1 - t0), 0.0), 1.0)
        if a is not b:
            pose = blend(a, b, ease(share))
            assert isinstance(pose, Pose)
            return pose
        breaths = int((t1 - t0) / self.breath_s + ROUND_UP)
        return alive(a, (share * breaths) % 1.0, self.sway_deg, self.breath_deg) if breaths else a

    def poses(self, fps: float) -> Iterator[tuple[float, Pose]]:
        """Times in seconds and poses, frame by frame."""
        for i in range(round(self.end_s * fps)):
            yield i / fps, self.pose_at(i / fps)


GOOD_S, FAULT_S, CHANGE_S = 4.0, 5.0, 1.4


def good_fault_good(motion: Motion, good: Pose, fault: Pose, name: str, **segment: str) -> Motion:
    """Append: good held, the one fault, good again. The motion has arrived in the good pose already."""
    motion.hold(GOOD_S, "good", held=True, **segment)
    motion.move(fault, CHANGE_S, f"to {name}")
    motion.hold(FAULT_S, f"fault:{name}", **segment)
    motion.move(good, CHANGE_S, "mend")
    return motion.hold(GOOD_S, "good again", held=True, **segment)
