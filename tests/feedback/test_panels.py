import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posecheck.coach.judgement import HoldPhase, HoldState, Sight, Status
from posecheck.feedback.box import Box
from posecheck.feedback.captions import Caption, Heading
from posecheck.feedback.icons import Icon
from posecheck.feedback.layout import CueSlot, arrange, cue_rows
from posecheck.feedback.panels import cue_lines, cue_panel, title_panel
from posecheck.feedback.person import Person
from posecheck.feedback.ring import draw_arc, face_of, ring_patch
from posecheck.feedback.text import ELLIPSIS
from posecheck.feedback.theme import Theme
from posecheck.references.library import shipped_folder
from posecheck.references.loader import load_reference
from tests.support.bodies import StickBody
from tests.support.judging import CUE, corrected, judgement, result

SIZES = [(640, 480), (1280, 720), (720, 1280), (3840, 2160)]

ALL_CUES = sorted(
    {
        sentence
        for reference in (load_reference(path) for path in shipped_folder().glob("*.toml"))
        for phase in reference.phases
        for sentence in (
            phase.instruction,
            *(check.cue_low for check in phase.checks),
            *(check.cue_high for check in phase.checks),
        )
        if sentence
    }
)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("icon", [Icon.NONE, Icon.OFF])
@pytest.mark.parametrize("body", [None, StickBody()])
def test_every_cue_of_every_stretch_fits_its_room(size: tuple[int, int], icon: Icon, body: StickBody | None) -> None:
    theme = Theme(*size)
    parts = () if body is None else Person.of(body.landmarks(), judgement(), *size).parts
    places = arrange(theme, parts)
    for sentence in ALL_CUES:
        patch = cue_panel(Caption(sentence, icon), places.cue, places.cue_slot, theme)
        assert patch.width_px <= places.cue.width
        assert patch.height_px <= places.cue.height + 1


@pytest.mark.parametrize("size", [(640, 480), (480, 640), (720, 720), (1280, 720), (720, 1280)])
def test_no_cue_of_any_stretch_is_cut_anywhere(size: tuple[int, int]) -> None:
    theme = Theme(*size)
    rooms = {(places.cue_slot, places.cue.width) for x in range(5) for places in [arrange(theme, _body(size, x))]}
    for slot, width in rooms:
        beside = 0 if slot in (CueSlot.LEFT, CueSlot.RIGHT) else round(1.15 * theme.cue) + theme.padding
        inner = int(width) - 2 * theme.padding - beside
        for sentence in ALL_CUES:
            assert not any(ELLIPSIS in line.text for line in cue_lines(sentence, inner, cue_rows(theme, slot), theme))


def _body(size: tuple[int, int], place: int) -> tuple[Box, ...]:
    """Nobody, standing, lying low, lying high, on the left."""
    shares = [None, (0.4, 0.1, 0.6, 0.97), (0.1, 0.62, 0.9, 0.99), (0.1, 0.02, 0.9, 0.5), (0.1, 0.1, 0.3, 0.97)][place]
    if shares is None:
        return ()
    return (Box(shares[0] * size[0], shares[1] * size[1], shares[2] * size[0], shares[3] * size[1]),)


@settings(max_examples=40, deadline=None)
@given(text=st.text(min_size=1, max_size=300), size=st.sampled_from(SIZES[:3]))
def test_any_cue_keeps_to_its_room(text: str, size: tuple[int, int]) -> None:
    theme = Theme(*size)
    places = arrange(theme, ())
    patch = cue_panel(Caption(text, Icon.NEAR), places.cue, places.cue_slot, theme)
    assert patch.width_px <= places.cue.width
    assert patch.height_px <= places.cue.height + 1


def test_a_short_cue_has_a_small_panel_and_large_type() -> None:
    theme = Theme(1280, 720)
    room = arrange(theme, ()).cue
    short = cue_panel(Caption("Slowly", Icon.OFF), room, CueSlot.BOTTOM, theme)
    long = cue_panel(Caption(CUE, Icon.OFF), room, CueSlot.BOTTOM, theme)
    assert short.width_px < long.width_px / 2


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    "heading",
    [
        Heading("Hug and breathe", "Left knee", 93, 1, 2),
        Heading("Sun salute, reach and gentle backbend", "Reach and gentle backbend", 100, 4, 5),
        Heading("Rest", "", None, 0, None),
        Heading("Rest", "", 50, 23, 20),
        Heading("W" * 200, "M" * 200, 7, 3, 99),
        Heading("", "", None, 0, 1),
    ],
)
def test_titles_keep_to_their_room(size: tuple[int, int], heading: Heading) -> None:
    theme = Theme(*size)
    room = arrange(theme, ()).title
    patch = title_panel(heading, room, theme)
    assert patch.width_px <= room.width
    assert patch.height_px <= room.height


def hold(state: HoldPhase, held_s: float, target_s: float = 30.0) -> HoldState:
    return HoldState(state, held_s, target_s)


@pytest.mark.parametrize(
    ("state", "number", "icon", "done"),
    [
        (hold(HoldPhase.IDLE, 0.0), "30", Icon.NONE, False),
        (hold(HoldPhase.ENTERING, 0.0), "30", Icon.WAIT, False),
        (hold(HoldPhase.HOLDING, 12.3), "18", Icon.GOOD, False),
        (hold(HoldPhase.HOLDING, 29.99), "1", Icon.GOOD, False),
        (hold(HoldPhase.PAUSED, 12.3), "18", Icon.PAUSE, False),
        (hold(HoldPhase.HOLDING, 34.2), "34", Icon.GOOD, True),
    ],
)
def test_the_ring_counts_whole_seconds(state: HoldState, number: str, icon: Icon, done: bool) -> None:
    face = face_of(state, judgement())
    assert (face.number, face.icon, face.done) == (number, icon, done)


def test_the_ring_shows_how_the_form_stands() -> None:
    holding = hold(HoldPhase.HOLDING, 5.0)
    assert face_of(holding, judgement(checks=(result(Status.NEAR), result(Status.OFF)))).icon is Icon.OFF
    assert face_of(holding, corrected(Status.NEAR)).icon is Icon.NEAR
    assert face_of(holding, judgement(sight=Sight.LOST)).icon is Icon.PAUSE


@pytest.mark.parametrize("number", ["1", "8", "10", "18", "30", "111", "180"])
def test_numbers_are_centred_by_their_ink(number: str) -> None:
    """Where a number's ink is lighter than the ground, its middle is the ring's."""
    size = 240
    face = face_of(hold(HoldPhase.HOLDING, 0.0, float(number)), judgement())
    inner = ring_patch(face, size).ink[60:150, 40:200].max(axis=2) > 200
    columns = np.flatnonzero(inner.any(axis=0)) + 40
    assert (columns[0] + columns[-1]) / 2 == pytest.approx((size - 1) / 2, abs=1.0)


def test_each_state_has_a_ring_of_its_own_shape() -> None:
    pictures = []
    for state in HoldPhase:
        image = np.zeros((240, 240, 3), np.uint8)
        draw_arc(image, hold(state, 0.0 if state in (HoldPhase.IDLE, HoldPhase.ENTERING) else 20.0), 0, 0, 240)
        pictures.append(image.any(axis=2))
    for index, picture in enumerate(pictures):
        for other in pictures[index + 1 :]:
            assert (picture ^ other).sum() > 500


@pytest.mark.parametrize("state", [hold(HoldPhase.HOLDING, 5.0, 0.0), hold(HoldPhase.HOLDING, 1e6, 30.0)])
def test_odd_holds_are_drawn(state: HoldState) -> None:
    image = np.zeros((240, 240, 3), np.uint8)
    draw_arc(image, state, 0, 0, 240)
    ring_patch(face_of(state, judgement()), 240)
