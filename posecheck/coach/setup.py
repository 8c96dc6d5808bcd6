"""Is the picture good enough to start? Facts about it in, one instruction at a time out."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from posecheck.measures.body import Body, CannotMeasure, View
from posecheck.pose.landmarks import Landmark
from posecheck.references.schema import Camera

TOO_NEAR_TRUNK: Final = 0.50
"""A trunk longer than this share of the picture's smaller side leaves no room for arms and legs."""

TOO_FAR_TRUNK: Final = 0.11
"""At about 4 metres a trunk is this share of the picture's smaller side; pose estimation is out of its scope beyond."""

TRUNK_OF_SEGMENT: Final = 1.17
"""Length of the trunk over that of a thigh or shank (Winter's segment lengths: 0.288 and 0.246 of the height)."""

DARK: Final = 40.0
BRIGHT: Final = 235.0
"""Mean brightness of the picture, 0 to 255, beyond which there is too little to see."""

SLOW_FPS: Final = 12.0
EDGE: Final = 0.01
"""A joint nearer to the picture's edge than this share of its size is taken to be cut off."""

SETTLED_S: Final = 1.0
"""The set-up must be right, or wrong in the same way, this long before it is believed."""

ADVICE_S: Final = 5.0
"""A problem that doesn't keep from starting is told, and the session goes on after this long."""

REPEAT_S: Final = 10.0
"""Before the same instruction is given again."""

_PARTS: Final = (("head", ("ear",)), ("hands", ("wrist",)), ("hips", ("hip",)), ("feet", ("ankle", "foot_index")))


@dataclass(frozen=True)
class SetupFacts:
    """What the set-up check looks at; None where a fact isn't known.

    Attributes:
        seen: Whether somebody is in the picture.
        cut_off: The part of the body that is out of the picture: head, hands, hips, feet; empty for none.
        trunk: Length of the trunk, were it square to the camera, as a share of the picture's smaller side.
        view: From where the camera sees the person.
        people: How many people are in the picture.
        brightness: Mean of the picture, 0 to 255.
        fps: Pictures a second that the camera gives.
    """

    seen: bool = False
    cut_off: str = ""
    trunk: float | None = None
    view: View | None = None
    people: int | None = None
    brightness: float | None = None
    fps: float | None = None


@dataclass(frozen=True)
class SetupProblem:
    """What is wrong with the set-up.

    Attributes:
        text: What to do about it.
        blocking: Whether nothing can be judged until it is mended; otherwise it is told and the session goes on.
    """

    text: str
    blocking: bool = True


def look(
    body: Body | None, *, people: int | None = None, brightness: float | None = None, fps: float | None = None
) -> SetupFacts:
    """Return the facts of a moment."""
    if body is None:
        return SetupFacts(people=people, brightness=brightness, fps=fps)
    smaller_px = min(body.landmarks.width_px, body.landmarks.height_px)
    try:
        # Who lies with the feet to the camera shows little of the trunk: then the legs tell how far away it is.
        trunk = max(body.trunk_px, TRUNK_OF_SEGMENT * body.longest_segment_px) / smaller_px
    except CannotMeasure:
        trunk = None
    return SetupFacts(True, _cut_off(body), trunk, body.view, people, brightness, fps)


def first_problem(facts: SetupFacts, camera: Camera) -> SetupProblem | None:
    """Return what to mend first, or None when the session can start."""
    if facts.brightness is not None and facts.brightness < DARK:
        return SetupProblem("It's too dark to see you well; turn on a light.", blocking=not facts.seen)
    if facts.brightness is not None and facts.brightness > BRIGHT:
        return SetupProblem("The picture is too bright; move the camera away from the light.", blocking=not facts.seen)
    if not facts.seen:
        return SetupProblem("I can't see you yet; step into the picture.")
    if facts.people is not None and facts.people > 1:
        return SetupProblem("I see more than one person; just one at a time, please.", blocking=False)
    if facts.trunk is not None and facts.trunk > TOO_NEAR_TRUNK:
        return SetupProblem("You are very near; take a step back.")
    if facts.cut_off:
        return SetupProblem(f"I can't see your {facts.cut_off}; take a step back, or tilt the camera.")
    if facts.trunk is not None and facts.trunk < TOO_FAR_TRUNK:
        return SetupProblem("You are far away; come a step closer.")
    if facts.view is not None and facts.view not in camera.views:
        return SetupProblem(camera.turn)
    if facts.fps is not None and facts.fps < SLOW_FPS:
        return SetupProblem("The camera is slow; more light may help.", blocking=False)
    return None


def _cut_off(body: Body) -> str:
    width, height = body.landmarks.width_px, body.landmarks.height_px
    for part, names in _PARTS:
        for name in names:
            index = _index(body, name)
            x, y = (float(value) for value in body.landmarks.image_px[index])
            if not (EDGE * width <= x <= (1 - EDGE) * width and EDGE * height <= y <= (1 - EDGE) * height):
                return part
    return ""


def _index(body: Body, name: str) -> int:
    return int(Landmark[f"{body.near.value}_{name}".upper()])


class SetupCheck:
    """Follows the set-up until it is right, with one instruction at a time.

    Attributes:
        ready: Whether the session can go on.
    """

    def __init__(self, camera: Camera) -> None:
        self._camera = camera
        self._problem: SetupProblem | None = None
        self._since_s: float | None = None
        self._told_s: dict[str, float] = {}
        self.ready = False

    def update(self, facts: SetupFacts, time_s: float) -> str:
        """Take a moment and return what is to be said now; empty for nothing."""
        problem = first_problem(facts, self._camera)
        if self._since_s is None or problem != self._problem:
            self._problem, self._since_s = problem, time_s
        lasted_s = time_s - self._since_s
        if lasted_s < SETTLED_S:
            return ""
        self.ready = problem is None or (not problem.blocking and lasted_s >= ADVICE_S)
        if problem is None or time_s - self._told_s.get(problem.text, -math.inf) < REPEAT_S:
            return ""
        first = not self._told_s
        self._told_s[problem.text] = time_s
        return f"{problem.text} {self._camera.placement}" if first else problem.text
