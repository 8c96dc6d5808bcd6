"""Truth-only motions that prove the coach on exact joints: one fault at a time, switches, and negatives."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from . import core, core_scores, doorway, mattress
from . import stretches as st
from .body import Body
from .camera import View
from .clip import Clip
from .motion import Motion, good_fault_good
from .negatives import NEGATIVES
from .samples import CHILD, HUG, SALUTE, Score, salute

VIEWS = {
    "side": View("right", 0, 0.6),
    "side20": View("right", 20, 0.6),
    "left": View("left", 0, 0.6),
}
STATIC = NEGATIVES | core.NEGATIVES
STANDING_VIEWS = {name: View(view.faces, view.yaw_deg, 1.0) for name, view in VIEWS.items()}


def child_fault(body: Body, name: str, arms: st.ChildArms) -> Motion:
    """Kneel, fold, then one fault of the child pose."""
    good = st.child(body, arms)
    fault = {
        "hips-high": lambda: st.child(body, arms, knee=113.0),
        "head-lifted": lambda: st.child_head_lifted(good),
        "elbows-bent": lambda: st.child(body, arms, elbow_extend=0.72),
    }[name]()
    motion = Motion("knees", st.kneel())
    motion.hold(1.5, "kneel").move(good, 2.5, "fold")
    good_fault_good(motion, good, fault, name, pose=CHILD, variant=f"arms-{arms}")
    return motion.move(st.kneel(), 2.2, "come up")


def hug_fault(body: Body, name: str, side: st.HugSide) -> Motion:
    """Lie, draw in, then one fault of the knee hug."""
    flat, good = st.lie(body), st.knee_hug(body, side)
    fault = {
        "loose-hug": lambda: st.hug_loose(body, good),
        "head-off-mat": lambda: st.hug_head_up(good),
    }[name]()
    motion = Motion("back", flat)
    motion.hold(1.5, "lie").move(good, 2.4, "draw in")
    good_fault_good(motion, good, fault, name, pose=HUG, variant=side, side=side)
    return motion.move(flat, 2.2, "release")


def bend_fault(body: Body, name: str) -> Motion:
    """Stand, reach, bend, then one fault of the backbend; ends in the bend."""
    good = st.bend_to(body, 20)
    fault = {
        "knees-bent": lambda: st.bend_to(body, 20, knee=36.0),
        "arms-fallen": lambda: st.bend_to(body, 20, arm_flex=127.0),
        "bend-too-deep": lambda: st.bend_to(body, 51, arm_flex=161.0),
    }[name]()
    motion = Motion("feet", st.stand(), sway_deg=0.2)
    motion.hold(1.4, "stand", phase="stand").move(st.reach(), 1.2, "arms up", phase="reach")
    motion.hold(5.0, "reach", pose=SALUTE, variant="with-bend", phase="reach", held=True)
    motion.move(good, 1.6, "bend back", phase="bend")
    return good_fault_good(motion, good, fault, name, pose=SALUTE, variant="with-bend", phase="bend")


def hug_switch(body: Body, hold_s: float = 6.0) -> Motion:
    """Left knee, lie, right knee."""
    flat = st.lie(body)
    motion = Motion("back", flat)
    motion.hold(1.5, "lie")
    sides: tuple[st.HugSide, st.HugSide] = ("left", "right")
    for side in sides:
        motion.move(st.knee_hug(body, side), 2.2, "draw in")
        motion.hold(hold_s, "knee hug", pose=HUG, variant=side, side=side, held=True)
        motion.move(flat, 2.0, "release")
        motion.hold(1.2, "lie")
    return motion


def static(body: Body, name: str) -> Motion:
    """One of the poses that aren't a stretch, held for 4 s with breathing and a small sway."""
    anchor, make = STATIC[name]
    motion = Motion(anchor, make(body), sway_deg=0.3)
    return motion.hold(4.0, f"negative:{name}")


def _clip(name: str, person: str, score: Score, fps: float = 12.0, standing: bool = False) -> Clip:
    return Clip(name, person, score, STANDING_VIEWS if standing else VIEWS, fps=fps)


def _faults() -> list[Clip]:
    cast = ("ana", "jun", "ruth", "kofi", "leila", "mei", "omar", "zola")
    kinds: list[tuple[str, Callable[..., Motion], dict[str, str], bool]] = [
        ("child-pose-hips-high", child_fault, {"name": "hips-high", "arms": "forward"}, False),
        ("child-pose-head-lifted", child_fault, {"name": "head-lifted", "arms": "back"}, False),
        ("child-pose-elbows-bent", child_fault, {"name": "elbows-bent", "arms": "forward"}, False),
        ("knee-hug-loose-hug", hug_fault, {"name": "loose-hug", "side": "both"}, False),
        ("knee-hug-head-off-mat", hug_fault, {"name": "head-off-mat", "side": "both"}, False),
        ("sun-salute-knees-bent", bend_fault, {"name": "knees-bent"}, True),
        ("sun-salute-arms-fallen", bend_fault, {"name": "arms-fallen"}, True),
        ("sun-salute-bend-too-deep", bend_fault, {"name": "bend-too-deep"}, True),
    ]
    return [
        _clip(name, person, partial(score, **options), standing=standing)
        for (name, score, options, standing), person in zip(kinds, cast, strict=True)
    ]


def _negatives() -> list[Clip]:
    cast = ("ana", "jun", "leila", "mei", "paul", "zola")
    return [
        _clip(f"negative-{name}", cast[i % len(cast)], partial(static, name=name), standing=anchor == "feet")
        for i, (name, (anchor, _)) in enumerate(STATIC.items())
    ]


def _core() -> list[Clip]:
    cast = ("kofi", "ruth", "omar", "leila", "jun", "tom", "paul", "zola", "ines", "mei")
    return [
        _clip(name, person, score, fps=8.0)
        for (name, score), person in zip(core_scores.MOTIONS.items(), cast, strict=True)
    ]


LOOKING_DOWN = {"feet-first": View("right", -20, 0.95, 56), "from-above": View("left", 0, 1.2, 66)}
"""Cameras for which the far side of the floor is high up in the picture."""


def _planks() -> list[Clip]:
    scores = {
        "plank-toes-on-forearms": ("ruth", partial(core_scores.planking_from_lying, hold_s=3.25, hinge=0.0)),
        "plank-knees-on-hands": ("paul", partial(core_scores.planking_on_knees, hold_s=3.25, support="hands")),
    }
    return [Clip(name, person, score, LOOKING_DOWN, fps=12.0) for name, (person, score) in scores.items()]


FRONT = View("left", 90, 1.15, 62)
FRONT_VIEWS = {"front": FRONT, "front10": View("left", 80, 1.3, 62)}
FOOT_END_VIEWS = {"foot-end": View("left", 90, 1.0, 62), "foot-end10": View("left", 80, 1.4, 62)}
BED_SIDE_VIEWS = {"side": View("right", 0, 0.75, 60), "side20": View("left", 20, 0.9, 60)}


def _doorway() -> list[Clip]:
    cast = ("mei", "paul", "ana", "jun", "zola", "tom")
    return [
        Clip(name, person, score, FRONT_VIEWS, fps=8.0)
        for (name, score), person in zip(doorway.MOTIONS.items(), cast, strict=True)
    ]


def _mattress() -> list[Clip]:
    cast = ("jun", "ruth", "leila", "omar", "mei")
    return [
        Clip(name, person, score, BED_SIDE_VIEWS if "far" in name else FOOT_END_VIEWS, fps=8.0)
        for (name, score), person in zip(mattress.MOTIONS.items(), cast, strict=True)
    ]


MOTIONS: dict[str, Clip] = {
    clip.name: clip
    for clip in (
        *_faults(),
        _clip("knee-hug-switch", "leila", hug_switch),
        _clip(
            "backbend-x3",
            "jun",
            partial(salute, repetitions=3, reach_s=5.0, bend_s=3.0, stand_s=1.2),
            fps=7.0,
            standing=True,
        ),
        *_core(),
        *_planks(),
        *_doorway(),
        *_mattress(),
        *_negatives(),
    )
}
