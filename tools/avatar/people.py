"""The people: shape, skin, hair and clothes of each avatar. Colours are sRGB, 0..1 (clothes) or 0..255 (skin)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from .body import Body, Shape

Rgb = tuple[float, float, float]


@dataclass(frozen=True)
class Skin:
    """Colours of the skin texture, 0..255."""

    tone: tuple[int, int, int]
    lips: tuple[int, int, int]
    nails: tuple[int, int, int]
    ears: tuple[int, int, int]


LIGHT = Skin((214, 160, 130), (176, 92, 88), (232, 190, 172), (205, 135, 112))
PALE = Skin((226, 178, 154), (186, 104, 98), (238, 200, 186), (216, 148, 128))
OLIVE = Skin((190, 138, 104), (156, 88, 78), (214, 170, 144), (178, 118, 90))
BROWN = Skin((150, 102, 72), (128, 72, 62), (188, 142, 114), (138, 88, 62))
DARK = Skin((98, 66, 48), (96, 54, 48), (150, 110, 90), (88, 56, 40))


@dataclass(frozen=True)
class Hair:
    """Hair: a cap over the scalp, with a bun or a ponytail; `bald` has none."""

    style: Literal["bun", "ponytail", "short", "bald"]
    rgb: Rgb
    thickness_m: float = 0.012


@dataclass(frozen=True)
class Clothes:
    """A shirt and trousers cut out of the clothing helper mesh.

    Attributes:
        sleeve: where the sleeve ends, in upper arm lengths from the shoulder (1.9 is the wrist).
        hem: shirt hem over the hip joints, metres. leg_end_m: where the trousers end, metres over the floor.
        loose_m: distance of the shirt from the body; leg_loose_m: of the trousers.
        stripes: stripes a metre on the shirt, 0 for plain.
    """

    shirt: Rgb
    legs: Rgb
    sleeve: float = 0.55
    hem: float = 0.06
    leg_end_m: float = 0.10
    loose_m: float = 0.008
    leg_loose_m: float = 0.0015
    stripes: float = 0.0


@dataclass(frozen=True)
class Person:
    """One avatar."""

    name: str
    shape: Shape
    skin: Skin
    hair: Hair
    clothes: Clothes


BLACK: Rgb = (0.06, 0.05, 0.05)
PEOPLE: dict[str, Person] = {
    person.name: person
    for person in (
        Person(
            "ana",
            Shape("female"),
            LIGHT,
            Hair("bun", (0.16, 0.10, 0.06)),
            Clothes((0.85, 0.85, 0.82), (0.13, 0.17, 0.30)),
        ),
        Person(
            "paul",
            Shape("male", old=0.6, weight=0.35, height=0.1),
            PALE,
            Hair("short", (0.62, 0.61, 0.58), 0.007),
            Clothes((0.16, 0.26, 0.46), (0.36, 0.34, 0.30), sleeve=0.75, loose_m=0.012, leg_loose_m=0.006),
        ),
        Person(
            "kofi",
            Shape("male", {"african": 1.0}, muscle=0.4, height=-0.15),
            DARK,
            Hair("short", BLACK, 0.006),
            Clothes((0.80, 0.56, 0.12), (0.16, 0.17, 0.19), sleeve=0.62, leg_end_m=0.60, leg_loose_m=0.007),
        ),
        Person(
            "leila",
            Shape("female", {"caucasian": 0.5, "african": 0.3, "asian": 0.2}, old=0.1, weight=0.2, height=-0.1),
            BROWN,
            Hair("ponytail", (0.10, 0.07, 0.06)),
            Clothes((0.72, 0.22, 0.34), (0.16, 0.16, 0.18), sleeve=0.50, leg_end_m=0.30),
        ),
        Person(
            "ruth",
            Shape("female", old=0.55, weight=0.45, height=-0.2),
            PALE,
            Hair("short", (0.66, 0.64, 0.62), 0.016),
            Clothes((0.16, 0.42, 0.42), (0.22, 0.20, 0.24), sleeve=1.75, loose_m=0.011, leg_loose_m=0.006),
        ),
        Person(
            "jun",
            Shape("male", {"asian": 1.0}, old=0.15, muscle=0.1, height=-0.1),
            OLIVE,
            Hair("short", BLACK, 0.012),
            Clothes((0.62, 0.13, 0.12), (0.27, 0.28, 0.31), loose_m=0.010, leg_loose_m=0.004),
        ),
        Person(
            "mei",
            Shape("female", {"asian": 1.0}, weight=-0.3, height=0.1),
            LIGHT,
            Hair("ponytail", BLACK),
            Clothes((0.88, 0.87, 0.84), (0.10, 0.30, 0.26), sleeve=0.60, stripes=16.0, loose_m=0.010),
        ),
        Person(
            "zola",
            Shape("female", {"african": 1.0}, old=0.1, muscle=0.3, height=-0.05),
            DARK,
            Hair("bun", BLACK),
            Clothes((0.52, 0.44, 0.70), (0.12, 0.12, 0.14), sleeve=0.50, leg_end_m=0.28),
        ),
        Person(
            "tom",
            Shape("male", old=0.2, weight=0.6, height=0.2),
            PALE,
            Hair("short", (0.42, 0.27, 0.14), 0.011),
            Clothes((0.30, 0.42, 0.30), (0.14, 0.16, 0.24), sleeve=0.75, loose_m=0.013, leg_loose_m=0.006),
        ),
        Person(
            "omar",
            Shape("male", {"caucasian": 0.6, "african": 0.4}, old=0.35, muscle=-0.3, weight=-0.2),
            OLIVE,
            Hair("bald", (0.10, 0.08, 0.07)),
            Clothes((0.78, 0.76, 0.72), (0.30, 0.26, 0.22), sleeve=1.7, loose_m=0.010, leg_loose_m=0.006),
        ),
        Person(
            "ines",
            Shape("female", old=0.3, muscle=-0.2, weight=0.6),
            OLIVE,
            Hair("bun", (0.30, 0.18, 0.10)),
            Clothes((0.20, 0.22, 0.28), (0.36, 0.16, 0.24), sleeve=0.70, loose_m=0.011, leg_loose_m=0.004),
        ),
    )
}


@lru_cache(maxsize=4)
def body_of(name: str) -> Body:
    """The rigged body of a person.

    Raises:
        KeyError: there's nobody of that name.
    """
    if name not in PEOPLE:
        raise KeyError(f"no person {name!r}; there are {', '.join(PEOPLE)}")
    return Body(PEOPLE[name].shape)
