"""The overlay: everything that is drawn over a frame, of a clip or of the live picture."""

from collections.abc import Mapping
from typing import Final

import numpy as np

from posecheck.coach.judgement import HoldPhase, HoldState, Judgement, Sight
from posecheck.feedback.alignment import alignment_for, draw_room, draw_shift
from posecheck.feedback.captions import Caption, Captions, Heading
from posecheck.feedback.correction import correction_for, draw_target, draw_way
from posecheck.feedback.layout import Arrangement, CueSlot, StickyLayout
from posecheck.feedback.panels import cue_panel, title_panel
from posecheck.feedback.patch import Patch, PatchCache
from posecheck.feedback.person import Person
from posecheck.feedback.ring import draw_arc, face_of, ring_patch
from posecheck.feedback.skeleton import cued_result, draw_skeleton
from posecheck.feedback.theme import Theme
from posecheck.media.frame import Image
from posecheck.pose.landmarks import Landmarks
from posecheck.references.schema import Reference

KEPT_PATCHES: Final = 24
"""Composed panels that are kept: those of a moment and of the last few, some megabytes at 4K."""

FULL_SIZE_SHARE: Final = 0.75
"""A body of this length (in units of the theme) gets lines of full width; smaller ones get finer lines."""

FINEST: Final = 0.5
SCALE_S: Final = 1.0
"""Time constant with which line widths follow the body's size."""


class Overlay:
    """Draws over the frames of one clip or session, in their order.

    It remembers where the panels are and since when a sentence is shown, so a new clip needs a new overlay.
    """

    def __init__(
        self,
        width_px: int,
        height_px: int,
        *,
        references: Mapping[str, Reference] | None = None,
    ) -> None:
        """Prepare for pictures of one size.

        Args:
            width_px: Width of the pictures.
            height_px: Their height.
            references: By name, for titles, sides and repetitions; without them the names are shown.

        Raises:
            ValueError: The size isn't one of a picture.
        """
        if width_px < 1 or height_px < 1:
            raise ValueError(f"a picture of {width_px} by {height_px} pixels cannot be drawn on")
        self._theme = Theme(width_px, height_px)
        self._layout = StickyLayout(self._theme)
        self._captions = Captions(references or {})
        self._patches = PatchCache(KEPT_PATCHES)
        self._scale: float | None = None
        self._scale_s = 0.0

    def draw(self, image: Image, landmarks: Landmarks | None, judgement: Judgement, *, worded: bool = True) -> Image:
        """Draw over one frame.

        A mirrored picture is mirrored first, with its landmarks (`person.mirrored`), and drawn on then.

        Args:
            image: Array of shape `(height, width, 3)`, uint8, BGR; drawn on in place when it is contiguous.
            landmarks: Of this frame; None when nobody is there. They may come from a frame of another size.
            judgement: Of this frame.
            worded: Whether the sentence of this moment is shown; not where something else lies in its place.

        Returns:
            The picture that was drawn on: `image` itself when it is contiguous and writeable, else a copy.

        Raises:
            ValueError: The picture has another size, or isn't uint8 BGR.
        """
        theme = self._theme
        if image.shape != (theme.height_px, theme.width_px, 3) or image.dtype != np.uint8:
            raise ValueError(
                f"the overlay was made for uint8 pictures of shape {(theme.height_px, theme.width_px, 3)}, "
                f"not for {image.dtype} of shape {image.shape}"
            )
        canvas: Image = np.require(image, requirements=["C", "W"])
        person = None if landmarks is None else Person.of(landmarks, judgement, theme.width_px, theme.height_px)
        places = self._layout.update(person.parts if person else (), judgement.time_s)
        if person is not None:
            self._draw_body(canvas, person, judgement)
        heading = self._captions.heading(judgement)
        caption = self._captions.caption(judgement)
        if heading.title:
            self._draw_title(canvas, heading, places)
        if judgement.hold is not None:
            self._draw_ring(canvas, _frozen(judgement.hold, judgement.sight), judgement, places)
        if worded and caption.text:
            self._draw_cue(canvas, caption, places)
        return canvas

    def draw_person(self, image: Image, landmarks: Landmarks, judgement: Judgement) -> None:
        """Draw the body alone in place, for who sees a panel over everything else; arguments as for `draw`."""
        person = Person.of(landmarks, judgement, self._theme.width_px, self._theme.height_px)
        self._draw_body(image, person, judgement)

    def _draw_body(self, image: Image, person: Person, judgement: Judgement) -> None:
        cued = cued_result(judgement) if judgement.sight is Sight.CLEAR else None
        correction = None if cued is None else correction_for(cued, person)
        alignment = None if cued is None else alignment_for(cued, person)
        if correction is not None:
            draw_target(image, correction, self._theme)
        if alignment is not None:
            draw_room(image, alignment, self._theme)
        draw_skeleton(image, person, judgement, self._theme, self._line_scale(person, judgement.time_s))
        if correction is not None:
            draw_way(image, correction, self._theme)
        if alignment is not None:
            draw_shift(image, alignment, self._theme)

    def _line_scale(self, person: Person, time_s: float) -> float:
        wanted = min(1.0, max(FINEST, person.length_px / (FULL_SIZE_SHARE * self._theme.unit)))
        elapsed_s = abs(time_s - self._scale_s)
        self._scale_s = time_s
        if self._scale is None:
            self._scale = wanted
        else:
            self._scale += (wanted - self._scale) * min(1.0, elapsed_s / SCALE_S)
        return self._scale

    def _draw_title(self, image: Image, heading: Heading, places: Arrangement) -> None:
        room, corner = places.title, places.title_corner
        patch = self._patches.get(("title", heading), lambda: title_panel(heading, room, self._theme))
        x = room.left if corner.left else room.right - patch.width_px
        y = room.top if corner.top else room.bottom - patch.height_px
        patch.lay_on(image, round(x), round(y))

    def _draw_ring(self, image: Image, hold: HoldState, judgement: Judgement, places: Arrangement) -> None:
        face, size = face_of(hold, judgement), self._theme.ring
        x, y = round(places.ring.left), round(places.ring.top)
        self._patches.get(face, lambda: ring_patch(face, size)).lay_on(image, x, y)
        draw_arc(image, hold, x, y, size)

    def _draw_cue(self, image: Image, caption: Caption, places: Arrangement) -> None:
        slot, room = places.cue_slot, places.cue
        patch = self._patches.get((caption, slot, room), lambda: cue_panel(caption, room, slot, self._theme))
        patch.lay_on(image, *cue_place(patch, places))


def cue_place(patch: Patch, places: Arrangement) -> tuple[int, int]:
    """Return the top left corner of a cue's panel: centred along an edge, at the picture's side in a column."""
    slot, room = places.cue_slot, places.cue
    x = {CueSlot.LEFT: room.left, CueSlot.RIGHT: room.right - patch.width_px}.get(
        slot, (room.left + room.right - patch.width_px) / 2
    )
    if slot in (CueSlot.HEADER, CueSlot.FOOTER):
        y = (room.top + room.bottom - patch.height_px) / 2
    else:
        y = room.top if slot in (CueSlot.TOP, CueSlot.UNDER) else room.bottom - patch.height_px
    return round(x), round(y)


def _frozen(hold: HoldState, sight: Sight) -> HoldState:
    """While the person cannot be judged the ring shows a pause, whatever grace the hold still has."""
    if sight is Sight.CLEAR or hold.state is not HoldPhase.HOLDING:
        return hold
    return HoldState(HoldPhase.PAUSED, hold.held_s, hold.target_s)
