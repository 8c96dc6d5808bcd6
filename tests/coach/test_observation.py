"""A moment as the coach sees it: its measures, and whether the body is still."""

import itertools
import math
from collections.abc import Callable
from dataclasses import replace
from typing import Final

import numpy as np
import pytest

from posecheck.coach.observation import Observation, Observer
from posecheck.coach.stillness import LASTING_S, PAUSE_S, SPEED_WINDOW_S
from posecheck.measures.body import Body, Side, Unknown
from posecheck.measures.inclinations import NOSE_AHEAD
from posecheck.pose.landmarks import LANDMARK_COUNT, Landmark, Landmarks
from tests.support.bodies import TO_THE_CAMERA, Limbs, StickBody, hidden, moved, side_landmark

SHOULDER_TO_HIP_PX: Final = Body(StickBody().landmarks()).trunk_px


def watch(body_at: Callable[[float], StickBody | None], to_s: float, fps: float = 30.0) -> list[Observation]:
    observer = Observer()
    seen = []
    for index in range(round(to_s * fps)):
        body = body_at(index / fps)
        seen.append(observer.observe(None if body is None else body.landmarks(), index / fps))
    return seen


def folding(from_s: float, to_s: float, speed_deg_s: float = 40.0) -> Callable[[float], StickBody]:
    def body(time_s: float) -> StickBody:
        return StickBody(trunk=speed_deg_s * (min(max(time_s, from_s), to_s) - from_s))

    return body


def test_a_measure_is_taken_when_it_is_asked_for_and_kept() -> None:
    seen = Observation(0.0, Body(StickBody(right=Limbs(knee=30)).landmarks()))
    knee = seen.measure("knee_flexion", Side.RIGHT)
    assert knee.value == pytest.approx(30)
    assert seen.measure("knee_flexion", Side.RIGHT) is knee
    assert seen.measure("knee_flexion", Side.LEFT).value == pytest.approx(0, abs=1e-6)


def test_of_nobody_nothing_is_known() -> None:
    seen = Observation(0.0, None)
    assert seen.measure("knee_flexion", Side.RIGHT).reason is Unknown.NO_PERSON
    assert seen.measure("trunk_inclination").reason is Unknown.NO_PERSON


def test_an_unknown_name_is_no_measure() -> None:
    with pytest.raises(KeyError):
        Observation(0.0, None).measure("courage")


def test_somebody_who_is_still_has_been_so_since_the_beginning() -> None:
    for seen in watch(lambda _time_s: StickBody(), 2):
        assert seen.still_since_s == 0.0
        assert seen.moving_since_s is None


@pytest.mark.parametrize("fps", [8, 15, 30, 60])
def test_movement_and_rest_are_dated_back_to_when_they_began(fps: float) -> None:
    seen = watch(folding(2, 4), 6, fps)
    moving = [observation for observation in seen if observation.moving_since_s is not None]
    assert moving
    assert moving[0].moving_since_s == pytest.approx(2, abs=SPEED_WINDOW_S / 2 + 1 / fps)
    assert {observation.moving_since_s for observation in moving} == {moving[0].moving_since_s}
    after = seen[-1]
    assert after.moving_since_s is None
    assert after.still_since_s == pytest.approx(4, abs=SPEED_WINDOW_S / 2 + 2 / fps)


@pytest.mark.parametrize("fps", [5, 8, 12])
def test_a_low_frame_rate_dates_them_as_a_high_one_does(fps: float) -> None:
    # No frame falls on the moment itself: the time between two frames is shared out by the speeds.
    def dates(rate: float) -> tuple[float | None, float | None]:
        seen = watch(folding(2.03, 4.07), 6, rate)
        return next(s.moving_since_s for s in seen if s.time_s > 1 and s.moving_since_s), seen[-1].still_since_s

    assert dates(fps) == pytest.approx(dates(60), abs=0.07)


def test_a_movement_that_begins_slowly_is_dated_back_to_its_beginning() -> None:
    def drawn_away(time_s: float) -> StickBody:
        return StickBody(trunk=10 * max(0.0, time_s - 2) ** 2)

    seen = next(seen for seen in watch(drawn_away, 4) if seen.time_s > 1 and seen.moving_since_s)
    assert seen.time_s > 2.4
    assert seen.moving_since_s == pytest.approx(2, abs=0.1)


def test_a_drift_before_a_movement_dates_it_back_a_little_only() -> None:
    # Slower than what counts as movement, but not by much, as the landmarks of a hidden arm may drift.
    def body(time_s: float) -> StickBody:
        return StickBody(trunk=3.5 * min(max(0.0, time_s - 1.5), 0.5) + 30.0 * max(0.0, time_s - 2.0))

    seen = next(seen for seen in watch(body, 4) if seen.moving_since_s)
    assert seen.moving_since_s == pytest.approx(2, abs=0.25)


def facing(turn_deg: float, shoulder_deg: float = 0.0) -> Landmarks:
    """A face that is turned over the shoulders, seen from the front; the arms hang, or are lifted."""
    front = StickBody.even(Limbs(shoulder=shoulder_deg), heading=TO_THE_CAMERA)
    landmarks = front.landmarks()
    ahead_px = NOSE_AHEAD * front.breadth_m * front.px_per_m
    x_px, y_px = landmarks.image_px[Landmark.NOSE]
    return moved(landmarks, {Landmark.NOSE: (x_px + ahead_px * math.sin(math.radians(turn_deg)), y_px)})


def turning(from_s: float, to_s: float, speed_deg_s: float) -> Callable[[float], Landmarks]:
    """A face that turns over the shoulders; nothing else moves in the picture."""
    return lambda time_s: facing(speed_deg_s * (min(max(time_s, from_s), to_s) - from_s))


@pytest.mark.parametrize("fps", [8, 30])
def test_a_turn_along_the_line_of_sight_is_a_movement(fps: float) -> None:
    at, observer = turning(2, 4, 15.0), Observer()
    seen = [observer.observe(at(index / fps), index / fps) for index in range(round(6 * fps))]
    since_s = next(each.moving_since_s for each in seen if each.time_s > 1 and each.moving_since_s)
    assert since_s == pytest.approx(2, abs=SPEED_WINDOW_S / 2 + 1 / fps)
    assert seen[-1].still_since_s == pytest.approx(4, abs=SPEED_WINDOW_S / 2 + 2 / fps)


def test_a_turn_that_begins_slowly_is_dated_back_to_its_beginning() -> None:
    observer = Observer()
    for index in range(120):
        time_s = index / 30
        seen = observer.observe(facing(min(40.0, 20 * max(0.0, time_s - 2) ** 2)), time_s)
        if time_s > 1 and seen.moving_since_s:
            break
    assert time_s > 2.4
    assert seen.moving_since_s == pytest.approx(2, abs=0.1)


def test_a_face_that_wanders_is_stillness() -> None:
    at, observer = turning(0, 6, 3.0), Observer()
    assert all(observer.observe(at(index / 30), index / 30).moving_since_s is None for index in range(180))


@pytest.mark.parametrize(("aside_deg", "straight_deg"), [(6.0, 0.0), (-9.0, 0.0), (20.0, 20.0)])
def test_a_turn_is_counted_from_where_somebody_at_ease_looks(aside_deg: float, straight_deg: float) -> None:
    # Twenty degrees aside is no looking ahead.
    at, observer = turning(0, 0.5, 2 * aside_deg), Observer()
    seen = [observer.observe(at(index / 30), index / 30) for index in range(90)]
    assert seen[-1].measure("upper_turn").value == pytest.approx(straight_deg, abs=0.5)
    assert seen[-1].still_since_s == pytest.approx(0.5, abs=SPEED_WINDOW_S), "learning it isn't a movement"


@pytest.mark.parametrize(("kept_s", "counted_deg"), [(1.2, 15.0), (2.5, 0.0)])
def test_straight_ahead_is_learnt_anew_from_arms_that_stay_up(kept_s: float, counted_deg: float) -> None:
    # Lifted arms move the shoulders as the model has them. Who turns aside doesn't stay there for as long.
    observer = Observer()
    for index in range(30):
        observer.observe(facing(6.0), index / 30)
    for index in range(30, 30 + round(kept_s * 30)):
        seen = observer.observe(facing(-9.0, shoulder_deg=180.0), index / 30)
    assert seen.measure("upper_turn").value == pytest.approx(-counted_deg, abs=0.5)


def test_breathing_is_stillness() -> None:
    for seen in watch(lambda time_s: StickBody(trunk=90 + 1.5 * math.sin(time_s * math.pi / 2)), 8):
        assert seen.moving_since_s is None


@pytest.mark.parametrize(("visibility", "still"), [(0.05, True), (0.9, False)])
def test_a_hand_that_the_model_is_guessing_does_not_move_the_body(visibility: float, still: bool) -> None:
    observer = Observer()
    for index in range(60):
        seen = StickBody().landmarks()
        shaken = seen.image_px.copy()
        shaken[[Landmark.LEFT_WRIST, Landmark.LEFT_ELBOW]] += (-1) ** (index // 3) * 0.1 * SHOULDER_TO_HIP_PX
        moment = observer.observe(
            hidden(replace(seen, image_px=shaken), Landmark.LEFT_WRIST, Landmark.LEFT_ELBOW, visibility=visibility),
            index / 30,
        )
    assert (moment.still_since_s == 0.0) is still


def test_far_limbs_that_are_half_guessed_come_to_rest_with_the_body() -> None:
    # The model's idea of the far arm and leg goes on moving for a while after the body has stopped.
    far = (Landmark.LEFT_ELBOW, Landmark.LEFT_WRIST, Landmark.LEFT_KNEE, Landmark.LEFT_ANKLE)

    def dated(visibility: float) -> float | None:
        observer = Observer()
        for index in range(120):
            time_s = index / 30
            landmarks = folding(1, 2)(time_s).landmarks()
            drift_px = 0.2 * SHOULDER_TO_HIP_PX * min(max(0.0, time_s - 2), 1.0)
            drifted = {point: (landmarks.image_px[point][0] + drift_px, landmarks.image_px[point][1]) for point in far}
            seen = observer.observe(hidden(moved(landmarks, drifted), *far, visibility=visibility), time_s)
        return seen.still_since_s

    assert dated(1.0) == pytest.approx(3, abs=SPEED_WINDOW_S / 2)
    assert dated(0.4) == pytest.approx(2, abs=SPEED_WINDOW_S / 2)


def flowing(landmarks: Landmarks, px_s: tuple[float, float], *unknown: Landmark) -> Landmarks:
    """Landmarks in a picture that moves like this at every joint but those where it isn't known."""
    flow_px_s = np.tile(px_s, (LANDMARK_COUNT, 1))
    flow_px_s[list(unknown)] = np.nan
    return replace(landmarks, flow_px_s=flow_px_s)


def test_the_picture_tells_when_a_body_stops_though_its_landmarks_wander_on() -> None:
    observer = Observer()
    for index in range(90):
        time_s = index / 30
        wandering = folding(0, 1.4)(time_s).landmarks()
        flow = (60.0, 0.0) if time_s < 1 else (0.0, 0.0)
        seen = observer.observe(flowing(wandering, flow), time_s)
    assert seen.still_since_s == pytest.approx(1, abs=0.1)


def test_the_picture_tells_when_a_body_sets_out_though_its_landmarks_come_late() -> None:
    observer = Observer()
    for index in range(90):
        time_s = index / 30
        late = folding(1.3, 3)(time_s).landmarks()
        flow = (60.0 * min(2.0 * max(0.0, time_s - 1), 1.0), 0.0)
        seen = observer.observe(flowing(late, flow), time_s)
        if seen.moving_since_s is not None:
            break
    assert seen.moving_since_s == pytest.approx(1, abs=0.1)


@pytest.mark.parametrize(("at_rest", "still"), [(True, True), (False, False)])
def test_legs_that_change_places_in_a_picture_at_rest_are_still(at_rest: bool, still: bool) -> None:
    observer = Observer()
    drawn_up = StickBody(right=Limbs(hip=90, knee=90)).landmarks()
    legs = [side_landmark(side, name) for side in Side for name in ("knee", "ankle")]
    others = [side_landmark(side.other, name) for side in Side for name in ("knee", "ankle")]
    exchanged = moved(drawn_up, dict(zip(legs, map(tuple, drawn_up.image_px[others]), strict=True)))
    for index in range(60):
        taken = drawn_up if index % 3 else exchanged
        seen = observer.observe(flowing(taken, (0.0, 0.0)) if at_rest else taken, index / 30)
    assert (seen.still_since_s == 0.0) is still


@pytest.mark.parametrize(("known", "still"), [(True, True), (False, False)])
def test_where_the_flow_is_not_known_landmarks_tell(known: bool, still: bool) -> None:
    observer = Observer()
    for index in range(60):
        landmarks = folding(1, 2)(index / 30).landmarks()
        seen = observer.observe(flowing(landmarks, (0.0, 0.0), *([] if known else Landmark)), index / 30)
        if not still and seen.moving_since_s is not None:
            return
    assert still
    assert seen.still_since_s == 0.0


def test_a_movement_goes_on_where_one_part_of_it_passes_into_the_next() -> None:
    def body(time_s: float) -> StickBody:
        return StickBody(trunk=30 * (min(max(0.0, time_s - 1), 1.0) + max(0.0, time_s - 2.2)))

    seen = watch(body, 4)
    before = next(each.moving_since_s for each in seen if each.time_s > 1.5 and each.moving_since_s)
    assert seen[-1].moving_since_s == before


def test_a_body_that_has_just_come_to_rest_may_be_moving_still() -> None:
    seen = watch(folding(1, 2), 4)
    before = next(each.moving_since_s for each in seen if each.time_s > 1.5 and each.moving_since_s)
    rest = [each for each in seen if each.time_s > 2 and each.still_since_s is not None]
    at_first = [each.time_s for each in rest if each.set_out_s == before]
    assert at_first == [each.time_s for each in rest[: len(at_first)]]
    assert len(at_first) / 30 == pytest.approx(PAUSE_S, abs=0.05)
    assert all(each.set_out_s is None for each in rest[len(at_first) :])


def test_a_tremble_just_after_a_movement_is_no_part_of_it() -> None:
    def dated(tremble_deg: float) -> float | None:
        def body(time_s: float) -> StickBody:
            return StickBody(trunk=30 * min(max(0.0, time_s - 1), 1.0) + tremble_deg * (2.3 < time_s < 2.36))

        return watch(body, 4)[-1].still_since_s

    assert dated(2.5) == dated(0.0)


@pytest.mark.parametrize(("lasts_s", "still"), [(0.1, True), (0.6, False)])
def test_a_moment_of_trembling_is_no_movement(lasts_s: float, still: bool) -> None:
    # A little faster than what is sure to be stillness, for a moment or for longer.
    def body(time_s: float) -> StickBody:
        return StickBody(trunk=12.0 * min(max(0.0, time_s - 2.0), lasts_s))

    seen = watch(body, 4)
    assert (seen[-1].still_since_s == 0.0) is still


@pytest.mark.parametrize(("leaping", "still"), [(["ANKLE"], True), (["ANKLE", "KNEE", "ELBOW"], False)])
def test_a_joint_that_leaps_alone_moves_nobody(leaping: list[str], still: bool) -> None:
    # The model loses a joint and finds it again; a body that moves takes more than one joint along.
    observer = Observer()
    for index in range(60):
        landmarks = StickBody().landmarks()
        points = {point: landmarks.image_px[point] for name in leaping for point in (Landmark[f"LEFT_{name}"],)}
        aside_px = (index // 5) % 2 * 0.3 * SHOULDER_TO_HIP_PX
        seen = observer.observe(moved(landmarks, {p: (x + aside_px, y) for p, (x, y) in points.items()}), index / 30)
    assert (seen.still_since_s == 0.0) is still


def settling(time_s: float, found_s: float) -> Landmarks:
    """What the model makes of somebody who keeps still, and whom it found a moment ago."""
    landmarks = StickBody().landmarks()
    off_px = 0.06 * SHOULDER_TO_HIP_PX * math.exp(-(time_s - found_s) / 0.1)
    return replace(landmarks, image_px=landmarks.image_px + off_px)


def test_landmarks_that_settle_when_somebody_is_found_are_no_movement() -> None:
    observer = Observer()
    for index in range(120):
        time_s = index / 30
        lost = 59 <= index < 61
        landmarks = None if lost else settling(time_s, 0.0 if index < 60 else 61 / 30)
        assert observer.observe(landmarks, time_s).still_since_s == 0.0


def test_somebody_who_moves_when_found_has_moved_since_then_and_goes_on_when_lost_for_a_moment() -> None:
    seen = watch(lambda time_s: None if 1.5 < time_s < 1.6 else folding(0, 4)(time_s), 3)
    noticed = next(observation for observation in seen if observation.moving_since_s is not None)
    assert noticed.time_s < 0.5
    assert {each.moving_since_s for each in seen if each.time_s >= noticed.time_s} == {0.0}


def test_a_larger_picture_moves_no_more() -> None:
    def at(px_per_m: float) -> list[float | None]:
        def body(time_s: float) -> StickBody:
            return StickBody(trunk=20 * time_s, px_per_m=px_per_m)

        return [seen.moving_since_s for seen in watch(body, 3)]

    assert at(100) == pytest.approx(at(240), abs=0.002)


@pytest.mark.parametrize("speed_deg_s", [10.0, 40.0])
def test_somebody_is_either_still_or_moving_and_for_a_moment_it_is_not_known(speed_deg_s: float) -> None:
    seen = watch(folding(1, 2, speed_deg_s), 4)
    assert all(each.still_since_s is None or each.moving_since_s is None for each in seen)
    unknown = [each.time_s for each in seen if each.still_since_s is None and each.moving_since_s is None]
    assert all(1 < time_s < 1.5 for time_s in unknown), "only where the movement begins"
    assert len(unknown) / 30 <= LASTING_S


def test_times_since_never_lie_in_the_future_and_never_go_back() -> None:
    seen = watch(lambda time_s: None if 2 < time_s < 3 else folding(1, 4)(time_s), 6)
    for observation in seen:
        since_s = observation.still_since_s if observation.moving_since_s is None else observation.moving_since_s
        assert since_s is None or since_s <= observation.time_s
    for earlier, later in itertools.pairwise(seen):
        if earlier.moving_since_s is not None and later.moving_since_s is not None:
            assert later.moving_since_s >= earlier.moving_since_s


def test_the_body_is_smoothed_and_the_one_that_is_lost_is_none() -> None:
    observer = Observer()
    observer.observe(StickBody(trunk=0).landmarks(), 0.0)
    assert observer.observe(None, 0.03).body is None
    later = observer.observe(StickBody(trunk=2).landmarks(), 0.06)
    inclination = later.measure("trunk_inclination").value
    assert inclination is not None
    assert 0 < inclination < 2
