"""The live picture: mirrored, with the overlay, the body to step into, and the large panels."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Final

import cv2
import numpy as np

from posecheck.coach.guidance import Figure, Guidance, Stage, Upcoming
from posecheck.coach.judgement import HoldPhase, HoldState, Judgement, Sight
from posecheck.coach.plan import Plan
from posecheck.coach.routine_phrases import STAYS
from posecheck.feedback.boards import Board, banner_patch, board_patch, chip_patch, keys_patch, lit_line
from posecheck.feedback.icons import Icon
from posecheck.feedback.overlay import Overlay
from posecheck.feedback.patch import Patch, PatchCache
from posecheck.feedback.person import mirrored
from posecheck.feedback.ring import draw_arc
from posecheck.feedback.routine_boards import figure_room, rest_patch, ring_room, scale_patch, upcoming_patch
from posecheck.feedback.silhouette import Silhouette, figure_patch, silhouette
from posecheck.feedback.theme import Theme
from posecheck.measures.body import Body
from posecheck.media.frame import Image
from posecheck.pose.landmarks import Landmarks

KEPT_PATCHES: Final = 8


class Screen:
    """Draws the pictures of one stretch of a live session.

    Attributes:
        plan: What it goes through.
    """

    def __init__(
        self, width_px: int, height_px: int, plan: Plan, *, mirror: bool = True, routine: bool = False
    ) -> None:
        """Prepare for pictures of one size.

        Args:
            width_px: Width of the pictures.
            height_px: Their height.
            plan: What the session goes through.
            mirror: Whether the picture is shown as in a mirror.
            routine: Whether the stretch is one of a routine, which has keys of its own.
        """
        self._routine = routine
        self._theme = Theme(width_px, height_px)
        self.plan = plan
        self._mirror = mirror
        references = {plan.reference.name: plan.reference}
        self._overlay = Overlay(width_px, height_px, references=references)
        self._patches = PatchCache(KEPT_PATCHES)
        self._silhouettes: dict[tuple[Figure, bool], Silhouette] = {}
        self._figure: Figure | None = None
        self._faces_left = False

    def draw(
        self,
        image: Image,
        landmarks: Landmarks | None,
        judgement: Judgement,
        guidance: Guidance,
        *,
        lines: tuple[str, ...] = (),
        show_help: bool = False,
        muted: bool = False,
        notice: str | None = None,
    ) -> Image:
        """Return a picture with everything on it; the one given stays as it is.

        Args:
            image: Array of shape `(height, width, 3)`, BGR, as the camera gave it.
            landmarks: Who was seen last, as the camera saw them.
            judgement: What the coach said last.
            guidance: What to show.
            lines: The summary, at the end.
            show_help: Whether the keys are shown.
            muted: Whether the sound is off.
            notice: What doesn't work; shown before the start.
        """
        canvas: Image = np.asarray(cv2.flip(image, 1), np.uint8) if self._mirror else image.copy()
        board = _board(guidance, lines, notice or "")
        over = bool(lines) or guidance.stage is Stage.STOPPED
        between = guidance.upcoming is not None or guidance.scale is not None
        if guidance.stage is Stage.SAFETY and landmarks is not None:
            seen = mirrored(landmarks) if self._mirror else landmarks
            self._overlay.draw_person(canvas, seen, shown_judgement(judgement, guidance))
        elif not over and ((board is None and not between) or guidance.paused or guidance.camera_lost):
            self._draw_figure(canvas, landmarks, guidance)
            if landmarks is not None and self._mirror:
                landmarks = mirrored(landmarks)
            shown = shown_judgement(judgement, guidance)
            free = not show_help and board is None  # otherwise a panel lies where the words would be
            canvas = self._overlay.draw(canvas, landmarks, shown, worded=free and guidance.figure is None)
            if free and guidance.figure is not None:
                self._lay_banner(canvas, shown.cue)
        if show_help:
            keys = self._patches.get("keys", lambda: keys_patch(self._theme, routine=self._routine))
            self._lay_in_middle(canvas, keys)
        elif board is not None:
            chosen = board
            self._lay_in_middle(canvas, self._patches.get(board, lambda: board_patch(chosen, self._theme)))
        elif guidance.scale is not None:
            question, scale = guidance.headline, guidance.scale
            self._lay_in_middle(
                canvas, self._patches.get((question, scale), lambda: scale_patch(question, scale, self._theme))
            )
        elif guidance.upcoming is not None:
            self._lay_upcoming(canvas, guidance.upcoming, guidance)
        if muted:
            chip = self._patches.get("muted", lambda: chip_patch("Sound off", self._theme))
            chip.lay_on(canvas, self._theme.margin, round(0.4 * self._theme.height_px))
        return canvas

    def _draw_figure(self, canvas: Image, landmarks: Landmarks | None, guidance: Guidance) -> None:
        figure = guidance.figure
        if figure is None:
            self._figure = None
            return
        if figure != self._figure and landmarks is not None:
            # Kept for as long as the figure is shown: one that turns to and fro confuses.
            self._figure, self._faces_left = figure, (Body(landmarks).facing < 0) is not self._mirror
        key = (figure, self._faces_left)
        if key not in self._silhouettes:
            drawn = silhouette(self.plan.reference, figure, self._theme, faces_left=self._faces_left)
            self._silhouettes[key] = drawn
        ghost = self._silhouettes[key]
        ghost.patch.lay_on(canvas, ghost.x, ghost.y)

    def _lay_upcoming(self, canvas: Image, upcoming: Upcoming, guidance: Guidance) -> None:
        theme, figure = self._theme, guidance.figure
        board = self._patches.get(upcoming, lambda: upcoming_patch(upcoming, theme, figure=figure is not None))
        x, y = (theme.width_px - board.width_px) // 2, theme.margin
        board.lay_on(canvas, x, y)
        if figure is not None:
            room, reference = figure_room(theme), self.plan.reference
            drawn = self._patches.get(figure, lambda: figure_patch(reference, figure, room.width, room.height, theme))
            free = max(0, room.width - drawn.width_px)
            # In the middle, unless it would stand in the ring.
            aside = max(free // 2, min(free, ring_room(theme).width))
            drawn.lay_on(canvas, x + room.x + aside, y + room.y + room.height - drawn.height_px)
        if guidance.ring is not None:
            rest = HoldState(HoldPhase.HOLDING, guidance.ring.passed_s, guidance.ring.total_s)
            left_s, place = math.ceil(rest.left_s), ring_room(theme)
            patch = self._patches.get(("rest", left_s), lambda: rest_patch(left_s, theme))
            patch.lay_on(canvas, x + place.x, y + place.y)
            draw_arc(canvas, rest, x + place.x, y + place.y, place.width)
        told = (guidance.headline, STAYS, upcoming.camera or STAYS)  # on the panel already
        if not any(part in guidance.caption for part in told):
            self._lay_banner(canvas, guidance.caption)

    def _lay_banner(self, canvas: Image, text: str) -> None:
        if text:
            patch = self._patches.get(("banner", text), lambda: banner_patch(text, self._theme))
            y = self._theme.height_px - self._theme.margin - patch.height_px
            patch.lay_on(canvas, (self._theme.width_px - patch.width_px) // 2, y)

    def _lay_in_middle(self, canvas: Image, patch: Patch) -> None:
        patch.lay_on(
            canvas, (self._theme.width_px - patch.width_px) // 2, (self._theme.height_px - patch.height_px) // 2
        )


def shown_judgement(judgement: Judgement, guidance: Guidance) -> Judgement:
    """Return the judgement as the overlay is to show it: with the guide's words, where it has some."""
    said = guidance.caption or guidance.headline
    if guidance.stage in (Stage.HOLD, Stage.COUNT):
        check = judgement.cue_check if said in ("", judgement.cue) else None
        return replace(
            judgement, cue=said or judgement.cue, cue_check=check, repetitions=guidance.repetition - 1, events=()
        )
    hold = None
    if guidance.ring is not None:
        hold = HoldState(HoldPhase.IDLE, min(guidance.ring.passed_s, guidance.ring.total_s), guidance.ring.total_s)
    elif judgement.hold is not None and judgement.hold.state is not HoldPhase.IDLE:
        hold = judgement.hold
    return replace(
        judgement,
        sight=Sight.CLEAR,
        variant=guidance.variant,
        checks=(),
        hold=hold,
        score=None,
        cue=said,
        cue_check=None,
        repetitions=guidance.repetition - 1,
        events=(),
    )


def _board(guidance: Guidance, lines: tuple[str, ...], notice: str) -> Board | None:
    if lines:
        return Board("Rest now" if guidance.hurt else "Until next time", lines, footer="Press any key to close.")
    if guidance.stage is Stage.STOPPED:
        return Board("We stop here", guidance.lines, lit_line(guidance.lines, guidance.caption))
    if guidance.camera_lost:
        return Board("The camera is gone", ("Stay relaxed; I'm looking for it.",), icon=Icon.EYE)
    if guidance.paused:
        return Board("Paused", ("Press the space bar to go on.",), icon=Icon.PAUSE)
    if guidance.stage is Stage.SAFETY:
        text = guidance.lines[:-1]
        return Board("Before you start", text, lit_line(text, guidance.caption), guidance.lines[-1], notice)
    return None
