"""Which words are on the screen now: one sentence, long enough to be read, and a score that doesn't flicker."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from posecheck.coach.judgement import Event, EventKind, Judgement, Sight
from posecheck.feedback import wording
from posecheck.feedback.icons import Icon
from posecheck.feedback.skeleton import cued_result
from posecheck.references.schema import Reference, Variant

EVENT_SHOWN_S: Final = 3.0
SAFETY_SHOWN_S: Final = 4.0
LEAST_SHOWN_S: Final = 1.2
"""A sentence that vanishes sooner cannot be read."""

SCORE_EVERY_S: Final = 1.0

SHOWN_OTHERWISE: Final = (EventKind.CUE, EventKind.SIGHT, EventKind.PHASE, EventKind.REPETITION)
"""The judgement carries a cue, and trouble with seeing, for as long as it counts; the title names the phase, and the
dots count repetitions."""


@dataclass(frozen=True)
class Caption:
    """A sentence and the icon beside it; an empty text shows nothing."""

    text: str = ""
    icon: Icon = Icon.NONE


@dataclass(frozen=True)
class Heading:
    """What the title panel says.

    Attributes:
        title: The phase, or the stretch outside of its phases.
        side: The side or variant in words; empty where there is none.
        score: 0 to 100; None when there is none.
        done: Repetitions finished.
        of: Repetitions asked for; None when unknown.
    """

    title: str = ""
    side: str = ""
    score: int | None = None
    done: int = 0
    of: int | None = None


class Captions:
    """Follows the judgements of a clip or a session."""

    def __init__(self, references: Mapping[str, Reference]) -> None:
        self._references = references
        self._event = Caption()
        self._event_until_s = -1.0
        self._shown = Caption()
        self._since_s = 0.0
        self._praised = 0
        self._recognised: set[str] = set()
        self._score: int | None = None
        self._score_s = 0.0
        self._time_s = 0.0

    def caption(self, judgement: Judgement) -> Caption:
        """Return the sentence for this moment."""
        if judgement.time_s < self._time_s:  # the clip was started anew
            self._event_until_s, self._since_s, self._score_s = -1.0, judgement.time_s, 0.0
        self._time_s = judgement.time_s
        for event in judgement.events:
            self._take(event)
        wanted = self._wanted(judgement)
        too_soon = judgement.time_s - self._since_s < LEAST_SHOWN_S
        if wanted.text == "" and self._shown.text and too_soon and self._shown.icon is not Icon.TURN:
            return self._shown
        if wanted != self._shown:
            self._shown, self._since_s = wanted, judgement.time_s
        return wanted

    def heading(self, judgement: Judgement) -> Heading:
        """Return the title panel's words for this moment; none while nobody knows which of several stretches it is."""
        if not self._is_known(judgement):
            return Heading()
        reference = self._references.get(judgement.pose)
        title = judgement.phase_title or (reference.title if reference else wording.title_from_name(judgement.pose))
        variant = _variant(judgement, reference)
        of = reference.repetitions_of(variant) if reference and variant else None
        return Heading(title, self._side(judgement, reference), self._calm_score(judgement), judgement.repetitions, of)

    def _take(self, event: Event) -> None:
        praise = {
            EventKind.HOLD_STARTED: wording.STARTED,
            EventKind.FIXED: wording.FIXED,
            EventKind.HOLD_DONE: wording.DONE,
        }.get(event.kind, ())
        if event.kind in SHOWN_OTHERWISE:
            return
        text = event.text
        if not text and praise:
            text = praise[self._praised % len(praise)]
            self._praised += 1
        if not text:
            return
        safety = event.kind is EventKind.SAFETY
        icon = Icon.OFF if safety else Icon.GOOD if praise else Icon.NONE
        self._event = Caption(text, icon)
        self._event_until_s = self._time_s + (SAFETY_SHOWN_S if safety else EVENT_SHOWN_S)

    def _wanted(self, judgement: Judgement) -> Caption:
        event = self._event if judgement.time_s < self._event_until_s else Caption()
        if event.icon is Icon.OFF:  # safety before everything
            return event
        trouble = "" if judgement.sight is Sight.CLEAR else judgement.cue or wording.SIGHT.get(judgement.sight, "")
        if trouble:
            turn = judgement.sight in (Sight.OBLIQUE, Sight.WRONG_VIEW)
            return Caption(trouble, Icon.TURN if turn else Icon.EYE)
        if judgement.cue:
            return Caption(judgement.cue, _icon_of_cue(judgement))
        return event

    def _is_known(self, judgement: Judgement) -> bool:
        """Whether it is the only stretch, or has been recognised: by what is held or counted in it.

        A phase that is only passed through, such as standing tall, belongs to many things that people do.
        """
        if len(self._references) < 2:
            return True
        reference = self._references.get(judgement.pose)
        phase = next((each for each in reference.phases if each.name == judgement.phase), None) if reference else None
        if phase is not None and (phase.hold is not None or phase.count is not None):
            self._recognised.add(judgement.pose)
        return judgement.pose in self._recognised

    def _side(self, judgement: Judgement, reference: Reference | None) -> str:
        if reference is None:
            return wording.title_from_name(judgement.variant)
        variant = _variant(judgement, reference)
        if variant is None or len(reference.variants) == 1 or variant.title.lower() in reference.title.lower():
            return ""  # the title says it all
        return variant.title

    def _calm_score(self, judgement: Judgement) -> int | None:
        if judgement.score is None or judgement.sight is not Sight.CLEAR:
            self._score = None
        elif self._score is None or judgement.time_s - self._score_s >= SCORE_EVERY_S:
            self._score, self._score_s = round(judgement.score), judgement.time_s
        return self._score


def _variant(judgement: Judgement, reference: Reference | None) -> Variant | None:
    variants = reference.variants if reference else ()
    return next((each for each in variants if each.name == judgement.variant), None)


def _icon_of_cue(judgement: Judgement) -> Icon:
    cued = cued_result(judgement)
    return Icon.NONE if cued is None else Icon(cued.status.value)
