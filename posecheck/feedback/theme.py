"""How the overlay looks: its colours, and its sizes as shares of the picture."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

from posecheck.coach.judgement import Status

Color = tuple[int, int, int]
"""Blue, green, red, 0 to 255."""

TEAL: Final[Color] = (165, 204, 58)
AMBER: Final[Color] = (72, 178, 245)
CORAL: Final[Color] = (92, 116, 246)
"""The farthest from good. Deliberately no alarm red: nobody relaxes under an alarm."""

WHITE: Final[Color] = (242, 247, 249)
MUTED: Final[Color] = (204, 211, 214)
"""Secondary text, and limbs that nothing is said about."""

INK: Final[Color] = (38, 32, 27)
"""Panels and outlines: a blue-black that keeps skin and wood warm beside it."""

STATUS_COLORS: Final[dict[Status, Color]] = {
    Status.GOOD: TEAL,
    Status.NEAR: AMBER,
    Status.OFF: CORAL,
    Status.UNKNOWN: MUTED,
}

PANEL_OPACITY: Final = 0.74
"""White text on it keeps a contrast of 7 to 1 even over a white studio wall."""

WEDGE_OPACITY: Final = 0.45
DIM_OPACITY: Final = 0.55
"""Of the skeleton of somebody who cannot be judged just now."""

HEADLINE_WEIGHT: Final = 600
BODY_WEIGHT: Final = 400

PORTRAIT_GAIN: Final = 1.15
"""A portrait picture has height to spare: its unit is larger than its width by this factor."""


@dataclass(frozen=True)
class Theme:
    """The overlay's sizes for one picture, in pixels.

    Attributes:
        width_px: Width of the picture.
        height_px: Its height.
    """

    width_px: int
    height_px: int

    @cached_property
    def unit(self) -> float:
        """What every size is a share of: a landscape's height, a little more than a portrait's width."""
        return min(float(self.height_px), PORTRAIT_GAIN * self.width_px)

    @property
    def narrow(self) -> bool:
        """Whether the picture is upright or square: it has more room for lines than for words."""
        return 1.2 * self.height_px > self.width_px

    def share(self, of_unit: float, least: int = 1) -> int:
        """Return a share of the unit in whole pixels, `least` or more."""
        return max(least, round(of_unit * self.unit))

    @cached_property
    def margin(self) -> int:
        """Between panels and the picture's edge, and from panel to panel."""
        return self.share(0.035, 2)

    @cached_property
    def padding(self) -> int:
        """Between a panel's edge and what is in it."""
        return self.share(0.028, 2)

    @cached_property
    def corner(self) -> int:
        """Radius of a panel's corners."""
        return self.share(0.034, 2)

    @cached_property
    def ring(self) -> int:
        """Diameter of the hold ring's panel."""
        return self.share(0.31, 12)

    @cached_property
    def cue(self) -> int:
        """Type size of the cue."""
        return self.share(0.060, 7)

    @cached_property
    def cue_least(self) -> int:
        """What the cue's type shrinks to before its words are cut."""
        return self.share(0.034, 6)

    @cached_property
    def title(self) -> int:
        """Type size of the phase's title."""
        return self.share(0.042, 6)

    @cached_property
    def small(self) -> int:
        """Type size of side and score."""
        return self.share(0.031, 5)
