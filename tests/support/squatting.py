"""A coach that watches stick bodies do a stretch made up for the purpose: a squat, held."""

from __future__ import annotations

from collections.abc import Callable

from posecheck.coach.coach import Coach
from posecheck.coach.judgement import Event, EventKind, Judgement
from posecheck.coach.recogniser import Recogniser
from posecheck.pose.landmarks import Landmarks
from tests.support.bodies import Limbs, StickBody
from tests.support.references import check, gate, phase

Scene = Callable[[float], StickBody | Landmarks | None]

SQUAT = phase(
    "squat",
    gate("knee_flexion", (60, 120), (50, 130)),
    checks=(
        check("knees", "knee_flexion", green=(80, 100), accept=(60, 120)),
        check("elbows", "elbow_flexion", green=(-5, 20), accept=(-5, 60)),
    ),
    hold_s=5,
)

STAND = phase("stand", gate("knee_flexion", (-5, 20), (-5, 30)))
HALF = phase("half", gate("knee_flexion", (30, 55), (25, 58)), checks=(check("knees", green=(30, 55)),), hold_s=3)
REST = phase("rest", gate("knee_flexion", (-5, 20), (-5, 30)))


def watch(coach: Coach | Recogniser, scene: Scene, from_s: float, to_s: float, fps: float = 20.0) -> list[Judgement]:
    """What a coach says of a scene, moment by moment."""
    judgements = []
    for index in range(round((to_s - from_s) * fps)):
        time_s = from_s + index / fps
        body = scene(time_s)
        judgements.append(coach.update(body.landmarks() if isinstance(body, StickBody) else body, time_s))
    return judgements


def events(judgements: list[Judgement], *kinds: EventKind) -> list[Event]:
    """The events of these kinds, in order."""
    return [event for judgement in judgements for event in judgement.events if event.kind in kinds]


def knees(angle: float, elbow: float = 0.0) -> StickBody:
    """A body with both knees bent so far."""
    return StickBody.even(Limbs(knee=angle, elbow=elbow))


def still(angle: float, elbow: float = 0.0) -> Scene:
    """Somebody who keeps the knees bent so far."""
    return lambda _time_s: knees(angle, elbow)


def nobody(_time_s: float) -> None:
    """Nobody is there."""
    return
