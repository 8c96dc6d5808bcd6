"""The overlay's own words. The coach's cues come from the reference poses; these fill in where it says nothing."""

from typing import Final

from posecheck.coach.judgement import Sight

SIGHT: Final[dict[Sight, str]] = {
    Sight.LOST: "I can't see you; stay relaxed.",
    Sight.HIDDEN: "I can't see all of you; a step back may help.",
}

STARTED: Final = ("Lovely, stay here.", "That's it, breathe out.", "Good, let it soften.")
FIXED: Final = ("That's better.", "Just right.", "Lovely.")
DONE: Final = ("Well done.", "Beautifully held.")


def headline_and_aside(sentence: str) -> tuple[str, str]:
    """Split a cue such as "Let your hips sink; a cushion is fine." into what counts and what softens it.

    A single sentence loses its full stop, as captions do. The aside is empty where there is none.
    """
    text = " ".join(sentence.split())
    if text.endswith(".") and not any(mark in text[:-1] for mark in ".!?…"):
        text = text[:-1]
    headline, _, aside = text.partition("; ")
    return headline, aside[:1].upper() + aside[1:]


def title_from_name(name: str) -> str:
    """Return a readable title for a name such as `child-pose`."""
    return name.replace("-", " ").replace("_", " ").capitalize()
