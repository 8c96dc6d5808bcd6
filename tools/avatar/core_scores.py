"""Pilates and core exercises in time: each done well, and with one fault."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import Any

from . import core
from . import stretches as st
from .body import Body, Side
from .motion import FAULT_S, Motion, Segment, good_fault_good
from .negatives import all_fours
from .pose import Leg

BRIDGE, PLANK, CAT_COW, TILT, BUG = "shoulder-bridge", "plank", "cat-cow", "pelvic-tilt", "dead-bug"


@contextmanager
def one_segment(motion: Motion, label: str, **segment: Any) -> Iterator[None]:
    """Label all that is appended inside as one segment."""
    before, from_s = len(motion.segments), motion.end_s
    yield
    motion.segments[before:] = [Segment(from_s, motion.end_s, label, **segment)]


def bridging(body: Body, repetitions: int = 2, hold_s: float = 6.0, move_s: float = 1.75, hip: float = 2.0) -> Motion:
    """Lie with the knees up; lift the hips until `hip` degrees of flexion are left, hold, lower them; repeated."""
    down, up = core.hook(body), core.bridge(body, hip)
    motion = Motion("shoulders", down)
    motion.hold(1.5, "hook-lying")
    for _ in range(repetitions):
        motion.move(up, move_s, "lift")
        motion.hold(hold_s, "bridge", pose=BRIDGE, variant="both-feet", held=True)
        motion.move(down, move_s, "lower")
        motion.hold(1.0, "hook-lying")
    return motion


def bridge_fault(body: Body, name: str) -> Motion:
    """Lift the hips, then one fault of the bridge."""
    down, good = core.hook(body), core.bridge(body)
    fault = core.bridge(body, {"hips-low": 36.0, "over-arched": -26.0}[name])
    motion = Motion("shoulders", down)
    motion.hold(1.5, "hook-lying").move(good, 1.75, "lift")
    good_fault_good(motion, good, fault, name, pose=BRIDGE, variant="both-feet")
    return motion.move(down, 1.75, "lower")


STEPS_S = (0.375, 0.625, 0.375, 0.625, 0.375)


def planking_on_toes(body: Body, hold_s: float = 10.0) -> Motion:
    """All fours; step back into the plank on the hands, hold, step forward again."""
    steps = core.steps_to_plank(body)
    motion = Motion("hands", steps[0], breath_s=2.5)
    motion.hold(1.5, "all fours")
    for pose, seconds in zip(steps[1:], STEPS_S, strict=True):
        motion.move(pose, seconds, "step back")
    motion.hold(hold_s, "plank", pose=PLANK, variant="toes", held=True)
    for pose, seconds in zip(steps[-2::-1], STEPS_S[::-1], strict=True):
        motion.move(pose, seconds, "step forward")
    return motion.hold(1.0, "all fours")


def planking_from_lying(body: Body, hold_s: float = 6.0, move_s: float = 1.25, hinge: float = 4.0) -> Motion:
    """Lie face down on the forearms; lift hips and knees into the plank on the toes, hold, lie down again."""
    motion = Motion("hands", core.sphinx(body), breath_s=2.0)
    motion.hold(1.25, "sphinx").move(core.plank(body, "forearms", hinge=hinge), move_s, "lift")
    motion.hold(hold_s, "plank", pose=PLANK, variant="toes", held=True)
    motion.move(motion.start, move_s, "lower")
    return motion.hold(0.75, "sphinx")


def planking_on_knees(
    body: Body, hold_s: float = 10.0, move_s: float = 1.5, support: core.Support = "forearms"
) -> Motion:
    """Kneel; come down to the forearms or hands, hold the plank on the knees, sit back."""
    motion = Motion("knees", st.kneel(), breath_s=2.0)
    motion.hold(1.5, "kneel").move(core.plank(body, support, knees=True), move_s, "come down")
    motion.hold(hold_s, "plank", pose=PLANK, variant="knees", held=True)
    motion.move(st.kneel(), move_s, "sit back")
    return motion.hold(1.0, "kneel")


def plank_fault(body: Body, name: str, variant: str) -> Motion:
    """From all fours (on the toes) or kneeling (on the knees) to the plank, then one of its faults."""
    knees = variant == "knees"
    support: core.Support = "forearms" if knees else "hands"
    good = core.plank(body, support, knees=knees)
    fault = {
        "hips-sagging": lambda: core.plank(body, support, knees=knees, hinge=-22.0),
        "hips-piked": lambda: core.plank(body, support, knees=knees, hinge=34.0),
        "head-dropped": lambda: core.plank(body, support, knees=knees, neck=20.0),
    }[name]()
    motion = Motion("knees" if knees else "hands", st.kneel() if knees else core.steps_to_plank(body)[3])
    motion.hold(1.0, "before").move(good, 2.0, "into the plank")
    good_fault_good(motion, good, fault, name, pose=PLANK, variant=variant)
    return motion.move(motion.start, 2.0, "out of it")


def cat_and_cow(body: Body, cycles: int = 4, move_s: float = 1.5, rest_s: float = 0.5, amount: float = 1.0) -> Motion:
    """On hands and knees; round the back by `amount`, hollow it, and so on; round it once more, and back to level."""
    level, cat, cow = all_fours(body), core.arched(body, amount), core.arched(body, -amount)
    motion = Motion("knees", level)
    motion.hold(1.5, "all fours")
    with one_segment(motion, "cat", pose=CAT_COW, variant="flow", phase="cat"):
        motion.move(cat, 1.25, "round").hold(rest_s, "cat")
    for _ in range(cycles):
        for label, pose in (("cow", cow), ("cat", cat)):
            with one_segment(motion, label, pose=CAT_COW, variant="flow", phase=label):
                motion.move(pose, move_s, label).hold(rest_s, label)
    motion.move(level, 1.25, "level")
    return motion.hold(0.75, "all fours")


def cat_cow_fault(body: Body, name: str) -> Motion:
    """A cycle done well, then a cat with one fault, mended, and a cow."""
    options = {"elbows-bent": {"elbow": 0.86}, "sitting-back": {"back": 24.0}}[name]
    cow, cat, faulty = core.arched(body, -1), core.arched(body, 1), core.arched(body, 1, **options)
    motion = Motion("knees", all_fours(body))
    motion.hold(1.0, "all fours")
    for label, pose in (("cat", cat), ("cow", cow)):
        with one_segment(motion, label, pose=CAT_COW, variant="flow", phase=label):
            motion.move(pose, 1.75, label).hold(1.0, label)
    motion.move(faulty, 1.75, f"to {name}")
    motion.hold(FAULT_S, f"fault:{name}", pose=CAT_COW, variant="flow", phase="cat")
    motion.move(cat, 1.0, "mend").hold(2.0, "mended")
    with one_segment(motion, "cow", pose=CAT_COW, variant="flow", phase="cow"):
        motion.move(cow, 1.75, "hollow").hold(1.0, "cow")
    return motion.move(motion.start, 1.25, "level")


def tilting(body: Body, tilts: int = 3, tilted_s: float = 2.0, tilt_deg: float = 10.0) -> Motion:
    """Lie flat, draw the feet up, tilt the pelvis gently a few times, stretch the legs."""
    flat, hook, tilted = st.lie(body), core.hook(body), core.hook(body, tilt_deg)
    motion = Motion("back", flat)
    motion.hold(1.25, "lie").move(hook, 1.5, "draw the feet up")
    with one_segment(motion, "pelvic tilts", pose=TILT, variant="hook-lying", held=True):
        motion.hold(1.0, "rest")
        for _ in range(tilts):
            motion.move(tilted, 0.75, "tilt").hold(tilted_s, "tilted").move(hook, 0.75, "let go").hold(0.75, "rest")
    motion.move(flat, 1.5, "stretch the legs")
    return motion.hold(0.75, "lie")


SIDES: tuple[tuple[Side, str], ...] = (("R", "right"), ("L", "left"))


def dead_bugs(
    body: Body, pairs: int = 2, move_s: float = 1.25, lowered: Leg = core.LOWERED, first: Side = "R"
) -> Motion:
    """Arms and thighs upright; lower the first leg with the other arm and raise them, then the other leg; repeated."""
    flat, ready = st.lie(body), core.dead_bug(body)
    motion = Motion("back", flat)
    motion.hold(1.0, "lie").move(ready, 1.25, "arms and knees up").hold(1.0, "table-top")
    for _ in range(pairs):
        for side, phase in SIDES if first == "R" else SIDES[::-1]:
            with one_segment(motion, "lowered", pose=BUG, variant="alternating", side=phase, phase=phase):
                motion.move(core.dead_bug(body, side, lowered=lowered), move_s, "lower").hold(0.5, "lowered")
            motion.move(ready, move_s, "raise").hold(0.5, "table-top")
    motion.move(flat, 1.25, "let down")
    return motion.hold(0.75, "lie")


def dead_bug_fault(body: Body, name: str) -> Motion:
    """Both legs lowered well, one after the other; then the right one with one fault, and the left one well."""
    ready, good = core.dead_bug(body), core.dead_bug(body, "R")
    fault = {
        "leg-not-lowered": lambda: core.dead_bug(body, "R", lowered=Leg(flex=50, knee=18, abduct=4, plantar=20)),
        "knee-drawn-in": lambda: replace(good, leg_l=Leg(flex=128, knee=125, abduct=4, plantar=20)),
    }[name]()
    motion = Motion("back", ready)
    motion.hold(1.0, "table-top")
    for side, phase in SIDES:
        with one_segment(motion, "lowered", pose=BUG, variant="alternating", side=phase, phase=phase):
            motion.move(core.dead_bug(body, side), 1.5, "lower").hold(0.75, "lowered")
        motion.move(ready, 1.5, "raise").hold(0.5, "table-top")
    motion.move(fault, 1.5, f"to {name}")
    motion.hold(FAULT_S, f"fault:{name}", pose=BUG, variant="alternating", side="right", phase="right")
    motion.move(good, 1.0, "mend").hold(2.0, "mended").move(ready, 1.5, "raise").hold(0.5, "table-top")
    with one_segment(motion, "lowered", pose=BUG, variant="alternating", side="left", phase="left"):
        motion.move(core.dead_bug(body, "L"), 1.5, "lower").hold(0.75, "lowered")
    return motion.move(ready, 1.5, "raise")


def both_together(body: Body) -> Motion:
    """No dead bug: both arms and both legs are lowered at once."""
    ready = core.dead_bug(body)
    lowered = replace(core.dead_bug(body, "L"), leg_r=core.LOWERED, arm_l=core.ARM_OVERHEAD)
    motion = Motion("back", ready)
    with one_segment(motion, "negative:both-together"):
        for _ in range(2):
            motion.hold(0.75, "table-top").move(lowered, 1.5, "lower").hold(1.0, "lowered").move(ready, 1.5, "raise")
    return motion


MOTIONS: dict[str, Callable[[Body], Motion]] = {
    "shoulder-bridge-hips-low": partial(bridge_fault, name="hips-low"),
    "shoulder-bridge-over-arched": partial(bridge_fault, name="over-arched"),
    "plank-hips-sagging": partial(plank_fault, name="hips-sagging", variant="toes"),
    "plank-hips-piked": partial(plank_fault, name="hips-piked", variant="knees"),
    "plank-head-dropped": partial(plank_fault, name="head-dropped", variant="toes"),
    "cat-cow-elbows-bent": partial(cat_cow_fault, name="elbows-bent"),
    "cat-cow-sitting-back": partial(cat_cow_fault, name="sitting-back"),
    "dead-bug-leg-not-lowered": partial(dead_bug_fault, name="leg-not-lowered"),
    "dead-bug-knee-drawn-in": partial(dead_bug_fault, name="knee-drawn-in"),
    "negative-both-together": both_together,
}
"""Each fault on its own, and what is near but something else."""
