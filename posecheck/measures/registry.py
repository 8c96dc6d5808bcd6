"""The measures by name, and the one way to take one: a value, or unknown with a reason."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from posecheck.measures.body import Body, CannotMeasure, Side, Unknown, View

SAGITTAL_VIEWS: Final = frozenset({View.SIDE, View.OBLIQUE})
"""Where bending and straightening can be seen."""

FRONTAL_VIEWS: Final = frozenset({View.FRONT, View.REAR})
"""Where widths and left-right differences can be seen."""

ALL_VIEWS: Final = frozenset(View)

SidedFunction = Callable[[Body, Side], float]
MiddleFunction = Callable[[Body], float]


@dataclass(frozen=True)
class Measurement:
    """What a measure gave: `value` in the measure's unit, or None and the reason why it is unknown."""

    value: float | None
    reason: Unknown | None = None


@dataclass(frozen=True)
class Measure:
    """A named function of a body.

    Attributes:
        name: How references and tables call it, such as `knee_flexion`.
        unit: `deg`, or the length that a distance is divided by: `trunk`, `shank`, `shoulder width`, `hip width`.
        sided: Whether it is taken of one side (left, right, near) or of the body as a whole.
        views: The camera views in which it can be trusted.
        function: Takes a `Body`, and a `Side` when `sided`.
    """

    name: str
    unit: str
    sided: bool
    views: frozenset[View]
    function: Callable[..., float]

    @property
    def definition(self) -> str:
        """The docstring of its function: what is measured, with sign and source."""
        return inspect.getdoc(self.function) or ""

    def take(self, body: Body, side: Side | None = None) -> Measurement:
        """Measure a body.

        Args:
            body: The body in one frame.
            side: Needed by a sided measure; ignored by the others.

        Raises:
            ValueError: A sided measure is asked for without a side.
        """
        if self.sided and side is None:
            raise ValueError(f"measure {self.name} needs a side")
        if body.view not in self.views:
            return Measurement(None, Unknown.WRONG_VIEW)
        try:
            value = self.function(body, side) if self.sided else self.function(body)
        except CannotMeasure as error:
            return Measurement(None, error.reason)
        except (ValueError, ZeroDivisionError):  # two landmarks in one spot: there is no angle and no ratio
            return Measurement(None, Unknown.IMPLAUSIBLE)
        return Measurement(value)


_measures: dict[str, Measure] = {}


def sided_measure(unit: str, views: frozenset[View]) -> Callable[[SidedFunction], SidedFunction]:
    """Register a function of a body and a side as a measure named after it."""

    def register(function: SidedFunction) -> SidedFunction:
        _measures[function.__name__] = Measure(function.__name__, unit, True, views, function)
        return function

    return register


def middle_measure(unit: str, views: frozenset[View]) -> Callable[[MiddleFunction], MiddleFunction]:
    """Register a function of a body as a whole as a measure named after it."""

    def register(function: MiddleFunction) -> MiddleFunction:
        _measures[function.__name__] = Measure(function.__name__, unit, False, views, function)
        return function

    return register


def all_measures() -> dict[str, Measure]:
    """Return every registered measure by name, in the order of their definition."""
    # The modules register their functions when they are imported; here is the one place that makes sure they are.
    from posecheck.measures import angles, distances, inclinations  # noqa: F401

    return dict(_measures)
