"""The guide's sentences, and how long it takes to say them."""

from typing import Final

from posecheck.coach.plan import Plan, Step
from posecheck.plural import how_many
from posecheck.references.schema import GENERAL_SAFETY, Phase

WORDS_PER_S: Final = 2.5
PAUSE_S: Final = 0.4

GENERAL: Final = tuple(part.strip() for part in GENERAL_SAFETY.replace(". ", ".|").split("|"))
"""The safety text that goes for every stretch, a sentence or two an utterance."""
READY: Final = "When you are ready, stay in the picture, or press the space bar."
SEEN: Final = "Good, I can see all of you."
REST: Final = "Let go and rest a moment."
PAUSED: Final = "Paused; press the space bar to go on."
GOING_ON: Final = "Going on."
NO_OTHER_SIDE: Final = "There is no other side here."
CAMERA_LOST: Final = "The camera is gone; stay relaxed while I look for it."
CAMERA_BACK: Final = "The camera is back."
SEEN_AGAIN: Final = "I can see you again."
ALL_DONE: Final = "Well done, that was all."
SLOWLY: Final = "Come up slowly."

AWAY_FROM_PAIN: Final = "Always move away from pain, never towards it."
PAIN_STOP: Final = (
    "Let's stop here. Come out of it slowly, the way that doesn't hurt.",
    AWAY_FROM_PAIN,
    "Rest in whatever position is easiest, and breathe calmly.",
    "If it still hurts in a few days, or you feel numbness, tingling or weakness, ask a clinician before you go on.",
)
STOPPED_S: Final = 12.0
"""What is to be done when something hurts is shown at least this long, for whoever doesn't hear it."""

_NUMBERS: Final = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def spoken_s(text: str) -> float:
    """Return about how long it takes to say a text, in seconds."""
    return PAUSE_S + len(text.split()) / WORDS_PER_S


def number(count: int) -> str:
    """Return a small number in words, as speech engines say it best."""
    return _NUMBERS[count] if 0 <= count < len(_NUMBERS) else str(count)


def seconds(count: float) -> str:
    """Return `12 seconds`, or `1 second`."""
    return how_many(max(1, round(count)), "second")


def safety(plan: Plan) -> tuple[str, ...]:
    """Return the safety text, a sentence or two an utterance, and how to go on."""
    own = (plan.reference.safety,) if plan.reference.safety else ()
    return (*GENERAL, *own, READY)


def instruction(phase: Phase, step: Step, repetition: int) -> str:
    """Return how to get into a phase: which side and which repetition first, where there are several."""
    if repetition > 1:
        # Nobody needs to hear the whole of it again.
        again = f"Once more, {number(repetition)} of {number(step.repetitions)}"
        return f"{again}: {step.title.lower()}." if step.title and step.side else f"{again}. {phase.instruction}"
    return f"{step.title}: {_small(phase.instruction)}" if step.title and step.side else phase.instruction


def release(plan: Plan, step: Step, last_held: str) -> str:
    """Return how to come out of the last held phase: the phase after it, or the ending of the stretch."""
    phases = plan.phases(step)
    names = [phase.name for phase in phases]
    after = phases[names.index(last_held) + 1 :]
    return after[0].instruction if after and after[0].instruction else plan.reference.ending


def counted(repetition: int, following: Phase, of: int) -> str:
    """Return what is said after a counted movement: its number, where it ends a repetition, and what follows.

    Args:
        repetition: The repetition that it ended; 0 for none.
        following: What to do next.
        of: How many movements a repetition has; with a single one there is nothing else to ask for.
    """
    count = f"{number(repetition).capitalize()}." if repetition else ""
    return f"{count} {following.title}.".strip() if of > 1 else count


def repetition_done(step: Step, done: int, way_out: str) -> str:
    """Return what is said after a repetition that isn't the last of all."""
    of = step.repetitions
    if done >= of:
        return f"{step.title} done. {way_out}" if step.title and step.side else f"Done. {way_out}"
    return f"That's {number(done)} of {number(of)}. {way_out}"


def left_out(way_out: str) -> str:
    """Return what is said when a repetition is passed over."""
    return f"Left out. {way_out}"


def ending(way_out: str) -> str:
    """Return what is said after the last repetition of all."""
    slowly = "" if "slowly" in way_out.lower() else f" {SLOWLY}"
    return f"{ALL_DONE} {way_out}{slowly}"


def hold_started(target_s: float) -> str:
    """Return what is said when a hold begins; a short one leaves no time for more than a word."""
    return f"Hold, {seconds(target_s)}." if target_s >= 5 else "Hold."


def paused(why: str) -> str:
    """Return what is said when a hold pauses, with what to do about it where that is known."""
    return f"Paused. {why}".strip()


def resumed(left_s: float) -> str:
    """Return what is said when a hold goes on."""
    return f"Go on, {seconds(left_s)} left." if left_s > 0 else ""


def _small(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
