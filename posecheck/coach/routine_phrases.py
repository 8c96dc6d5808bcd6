"""What is said between the stretches of a routine, and when something hurts."""

from __future__ import annotations

from typing import Final

from posecheck.coach.phrases import AWAY_FROM_PAIN, GENERAL, PAIN_STOP, READY, number, seconds
from posecheck.coach.routine_plan import RoutinePlan, RoutineStep

HURTS: Final = f"{AWAY_FROM_PAIN} If something hurts, press P, and we stop."

RATE_BEFORE: Final = (
    "How is your pain now, from zero, none, to ten, the worst you can imagine? Press a number, or simply wait."
)
RATE_AFTER: Final = "How is your pain now, from zero to ten? Press a number, or simply wait."
NO_RATING: Final = "No number, that's fine."

STAYS: Final = "The camera stays where it is."
COME_BACK: Final = "Then come back into the picture."
COME_BACK_WHEN_READY: Final = "Come back into the picture when you are ready."
SKIPPED: Final = "Left out."
AGAIN: Final = "Once more, from the start."


def welcome(plan: RoutinePlan) -> tuple[str, ...]:
    """Return what is said before a routine, a sentence or two an utterance, and how to go on."""
    extent = f"{plan.extent[:1].upper()}{plan.extent[1:]}."
    return (f"{plan.routine.title}. {extent}", *GENERAL, HURTS, READY)


def rated(rating: int | None) -> str:
    """Return what is answered to a rating."""
    return NO_RATING if rating is None else f"{number(rating).capitalize()}, thank you."


def pain_risen(before: int, now: int) -> tuple[str, ...]:
    """Return what is said when pain has risen."""
    return (f"Your pain has gone up, from {number(before)} to {number(now)}.", *PAIN_STOP)


def upcoming(plan: RoutinePlan, index: int, rest_s: float, *, moved: bool) -> tuple[str, ...]:
    """Return what is said before a stretch: the rest, what comes, where the camera belongs, what to take care of.

    Args:
        plan: The routine.
        index: Which of its stretches comes.
        rest_s: How long the rest is; 0 for none.
        moved: Whether the camera must be placed or moved.
    """
    step, count = plan.steps[index], len(plan.steps)
    rest = (f"Rest, {seconds(rest_s)}.",) if rest_s >= 1 else ()
    order = "First" if index == 0 else "Last" if index == count - 1 else "Next"
    place = f", {number(index + 1)} of {number(count)}" if count > 1 else ""
    return (*rest, f"{order}: {step.title}{place}.", *_camera(step, index, moved), *_changes(step), *_safety(step))


def _camera(step: RoutineStep, index: int, moved: bool) -> tuple[str, ...]:
    if not moved:
        return (STAYS,)
    first = "" if index == 0 else "Move the camera first. "
    return (f"{first}{step.camera.placement}", COME_BACK)


def _changes(step: RoutineStep) -> tuple[str, ...]:
    """What is new about the stretch because it has gone well for weeks."""
    if step.deeper:
        return ("This goes a little further than last time; stay where it is comfortable.",)
    return (f"Today you hold it {seconds(step.longer_s)} longer than at first.",) if step.longer_s >= 1 else ()


def _safety(step: RoutineStep) -> tuple[str, ...]:
    return (step.plan.reference.safety,) if step.plan.reference.safety else ()
