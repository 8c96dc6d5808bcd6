"""Clips drawn by lot: who does which stretch, how fast, before which camera and in which room. Nobody chose them.

Whoever has looked at them and changed something draws more: they are no longer held out.
"""

from __future__ import annotations

import random
from functools import partial
from typing import Final

from .camera import View
from .clip import Clip, Room
from .motion import Motion
from .people import PEOPLE, Rgb
from .samples import Score, child, hug, salute
from .study import DIM, FINE, HANDHELD

NUMBER: Final = 60
FPS: Final = 12.0
STRETCHES: Final[dict[str, partial[Motion]]] = {
    "child-pose-arms-forward": partial(child, arms="forward"),
    "child-pose-arms-back": partial(child, arms="back"),
    "knee-hug-both": partial(hug, side="both"),
    "knee-hug-left": partial(hug, side="left"),
    "knee-hug-right": partial(hug, side="right"),
    "sun-salute-backbend": partial(salute, repetitions=1),
}


def drawn(number: int) -> Clip:
    """The clip of a number: always the same one; stretches take turns."""
    lot = random.Random(number)
    stretch = list(STRETCHES)[number % len(STRETCHES)]
    view = View(
        lot.choice(["left", "right"]),
        lot.randrange(-20, 21, 2),
        lot.choice([0.4, 0.55, 0.7, 0.85]) + (0.3 if "salute" in stretch else 0.0),
        lot.randrange(56, 67, 2),
    )
    room = Room(
        mat=_colour(lot, 0.15, 0.55),
        wall=_colour(lot, 0.6, 0.85),
        floor=lot.choice(["wood", "boards", "carpet"]),
        key_watts=lot.choice([150.0, 190.0, 230.0]),
        key_side=lot.choice([-1.0, 1.0]),
        sky=lot.choice([0.6, 0.75, 0.9]),
        furniture=lot.choice(["none", "shelf", "window"]),
    )
    return Clip(
        f"drawn-{number:02}-{stretch}",
        lot.choice(list(PEOPLE)),
        _score(lot, stretch),
        {"main": view},
        room,
        lot.choice([HANDHELD, DIM, FINE]),
        FPS,
    )


def _score(lot: random.Random, stretch: str) -> Score:
    hold_s, move_s = lot.choice([4.0, 5.0, 6.0]), lot.choice([1.75, 2.0, 2.25, 2.5, 2.75])
    if "salute" in stretch:
        return partial(STRETCHES[stretch], bend_deg=lot.randrange(15, 23), reach_s=hold_s, bend_s=hold_s - 1.0)
    return partial(STRETCHES[stretch], hold_s=hold_s, move_s=move_s)


def _colour(lot: random.Random, darkest: float, brightest: float) -> Rgb:
    red, green, blue = (round(lot.uniform(darkest, brightest), 2) for _ in range(3))
    return red, green, blue


DRAWN: Final[dict[str, Clip]] = {clip.name: clip for clip in map(drawn, range(NUMBER))}
