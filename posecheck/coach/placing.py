"""Whether somebody is filmed as what they do wants it: which coach speaks of who does nothing now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from posecheck.coach.checks import Gating, PhaseGates
from posecheck.coach.coach import Coach
from posecheck.coach.observation import Observation
from posecheck.measures.body import Side, View
from posecheck.measures.registry import FRONTAL_VIEWS

TRUNK_OVER_SHANKS: Final = (0.9, 1.6)
"""Trunk over shanks in the picture, of somebody who stands: 1.1 to 1.3. Whoever lies with the feet towards the camera
has less with the shanks upright and more with them along the floor, as has who kneels."""

MAX_LEG_DEG: Final = -60.0
"""Elevation of the thighs and shanks of somebody who stands, at most; -90 is straight down."""


class Placing:
    """Chooses who speaks while nothing fits, so that nobody is told to turn who is filmed as their stretch wants it.

    Where some stretches are filmed from the side and some from the front, nobody who stands is told to turn for the
    others. Whoever is on the floor, seen from the front, most likely does one that is filmed from the side, as most
    are; but not who has done one there that is filmed from the front, or is about to.

    Args:
        coaches: Of all variants.
    """

    def __init__(self, coaches: Sequence[Coach]) -> None:
        own = [coach.reference.camera_of(coach.variant).views for coach in coaches]
        # Among several stretches a variant that is filmed from elsewhere than its stretch says nothing about the place.
        several = len({coach.reference.name for coach in coaches}) > 1
        usual = [coach.reference.camera.views for coach in coaches] if several else own
        self._rare = {view for view in FRONTAL_VIEWS if 2 * sum(view in views for views in usual) < len(usual)}
        # From each view, those that can judge from there and those that can't.
        self._able = {view: [index for index, views in enumerate(own) if view in views] for view in View}
        self._unable = {view: [index for index, views in enumerate(own) if view not in views] for view in View}
        self._between = [_Between(coach) for coach in coaches]
        self._done_from: dict[View, int] = {}

    def learn(self, seen: Observation, doing: int) -> None:
        """Take note that something is held or counted, which is filmed as it should be.

        Args:
            seen: The moment.
            doing: Which coach says so.
        """
        view = seen.body.view if seen.body is not None else None
        if view in FRONTAL_VIEWS and self._done_from.get(view) != doing and not _stands(seen):
            self._done_from[view] = doing

    def speaker(self, seen: Observation, shown: int) -> int:
        """Return which coach speaks of somebody who does nothing now.

        Args:
            seen: The moment.
            shown: Which spoke before; it goes on where it can.
        """
        if seen.body is None:
            return shown
        view = seen.body.view
        fitting = self._able[view]
        if view in self._rare and not _stands(seen):
            beginning = (index for index, each in enumerate(self._between) if each.holds(seen, view))
            doing = next(beginning, self._done_from.get(view))
            if doing is not None:
                return doing
            fitting = self._unable[view]
        return shown if shown in fitting or not fitting else fitting[0]


class _Between:
    """Whether somebody is between two counted movements that are filmed from the front, or about to make one.

    Args:
        coach: Of the movements.
    """

    def __init__(self, coach: Coach) -> None:
        self._views = coach.reference.camera_of(coach.variant).views & FRONTAL_VIEWS
        counted = [phase for phase in coach.phases if phase.count is not None]
        # What all of them ask for is the position that they are made from; the rest is the movement.
        shared = [gate for gate in (counted[0].gates if counted else ()) if all(gate in each.gates for each in counted)]
        self._position = PhaseGates(shared, coach.variant.side) if shared else None

    def holds(self, seen: Observation, view: View) -> bool:
        """Return whether that is so, seen from this view."""
        if self._position is None or view not in self._views:
            return False
        return self._position.gating(seen, False) is Gating.PASSED


def _stands(seen: Observation) -> bool:
    """Whether somebody seen from the front or the rear stands: the legs are down, and the trunk doesn't point at the
    camera.
    """
    trunk = seen.measure("trunk_foreshortening").value
    legs = [seen.measure(name, side).value for name in ("shank_elevation", "thigh_elevation") for side in Side]
    upright = all(leg is not None and leg <= MAX_LEG_DEG for leg in legs)
    return upright and trunk is not None and TRUNK_OVER_SHANKS[0] <= trunk <= TRUNK_OVER_SHANKS[1]
