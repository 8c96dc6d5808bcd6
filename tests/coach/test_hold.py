"""The hold timer: by media time, forgiving a wobble, never generous."""

import itertools
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posecheck.coach.hold import (
    END_S,
    ENTER_MOVING_S,
    ENTER_S,
    GRACE_S,
    LOST_END_S,
    MAX_LEAVING_S,
    FinishedHold,
    HoldInput,
    HoldTimer,
)
from posecheck.coach.judgement import EventKind, HoldPhase

LONG_AGO_S = -100.0
EPS_S = 1e-6

Events = list[tuple[EventKind, float]]


@dataclass(frozen=True)
class Span:
    """Some seconds of one kind: `in` the pose, `weak` (good enough to stay only), `out`, `lost` or `stop`."""

    kind: str
    seconds: float
    moving: bool = False


def moment(time_s: float, kind: str, *, set_out_s: float | None = None) -> HoldInput:
    inside = kind in ("in", "weak", "stop")
    return HoldInput(
        time_s,
        met=inside and kind != "weak",
        kept=inside,
        seen=kind != "lost",
        set_out_s=set_out_s,
        still_since_s=LONG_AGO_S if set_out_s is None else None,
        stop=kind == "stop",
    )


def play(timer: HoldTimer, spans: list[Span], times_s: list[float]) -> Events:
    """Run the timer over spans of time, seen at some moments."""
    events: Events = []
    ends = list(itertools.accumulate(span.seconds for span in spans))
    set_out_s: float | None = None
    for time_s in times_s:
        place = next((index for index, end in enumerate(ends) if time_s < end - EPS_S), None)
        if place is None:
            break
        span = spans[place]
        if not span.moving:
            set_out_s = None
        elif set_out_s is None:
            set_out_s = ends[place] - span.seconds
        events += timer.update(moment(time_s, span.kind, set_out_s=set_out_s))
    return events


def at(fps: float, seconds: float) -> list[float]:
    return [index / fps for index in range(int(seconds * fps) + 1)]


def run(*spans: Span, target_s: float = 1000.0, fps: float = 100.0) -> tuple[list[FinishedHold], Events]:
    """The finished holds and the events of some spans, the last one closed by the end of the clip."""
    timer = HoldTimer(target_s)
    events = play(timer, list(spans), at(fps, sum(span.seconds for span in spans)))
    events += timer.finish()
    return timer.finished, events


def kinds(events: Events) -> list[EventKind]:
    return [kind for kind, _ in events]


FRAME = 0.011
"""One frame at 100 a second, and a little."""


# -- entering ---------------------------------------------------------------------------------------------------------


def test_a_hold_counts_from_when_its_conditions_were_first_met() -> None:
    (hold,), events = run(Span("out", 2), Span("in", 5), Span("out", 6))
    assert hold.start_s == pytest.approx(2)
    assert hold.end_s == pytest.approx(7, abs=FRAME)
    assert hold.held_s == pytest.approx(5, abs=FRAME)
    assert events[0] == (EventKind.HOLD_STARTED, hold.start_s)


def test_a_hold_is_sure_only_after_a_moment() -> None:
    timer = HoldTimer(10)
    assert play(timer, [Span("in", ENTER_S - 0.05)], at(100, 1)) == []
    assert (timer.state.value, timer.held_s) == ("entering", 0)
    assert timer.update(moment(ENTER_S + 0.01, "in")) == [(EventKind.HOLD_STARTED, 0.0)]
    assert timer.state.value == "holding"
    assert timer.held_s == pytest.approx(ENTER_S + 0.01)


@pytest.mark.parametrize("kind", ["out", "weak", "lost", "stop"])
def test_what_is_too_short_or_not_good_enough_is_no_hold(kind: str) -> None:
    assert run(Span(kind, 20)) == ([], [])
    assert run(Span("in", ENTER_S - 0.1), Span(kind, 2)) == ([], [])
    assert run(*(Span("in", 0.5), Span(kind, 0.5)) * 8) == ([], [])


def test_a_flicker_while_entering_is_noise() -> None:
    (hold,), _ = run(Span("in", 0.4), Span("out", 0.1), Span("in", 3))
    assert hold.start_s == 0
    assert hold.held_s == pytest.approx(3.5, abs=FRAME)


def test_the_clip_may_end_while_entering() -> None:
    timer = HoldTimer(10)
    play(timer, [Span("in", 0.5)], at(100, 1))
    assert timer.finish() == []
    assert timer.finished == []
    assert timer.state is HoldPhase.IDLE


def test_a_hold_counts_from_when_the_body_came_to_rest() -> None:
    timer = HoldTimer(10)
    for time_s in at(100, 3):
        still_since_s = 1.0 if time_s >= 1.0 else None
        timer.update(
            HoldInput(
                time_s, met=True, kept=True, seen=True, set_out_s=None if still_since_s else 0.0,
                still_since_s=still_since_s,
            )
        )  # fmt: skip
    assert timer.held_s == pytest.approx(2)
    timer.finish()
    assert timer.finished[0].start_s == 1.0


def test_a_body_that_never_quite_stops_is_holding_after_a_while() -> None:
    (hold,), events = run(Span("in", ENTER_MOVING_S + 2, moving=True))
    assert hold.start_s == 0
    assert events[0][0] is EventKind.HOLD_STARTED
    assert run(Span("in", ENTER_MOVING_S - 0.2, moving=True)) == ([], [])


# -- holding ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["out", "lost"])
@pytest.mark.parametrize("wobble_s", [0.05, 0.5, 0.9, GRACE_S - 0.02])
def test_a_wobble_of_up_to_a_second_is_counted(kind: str, wobble_s: float) -> None:
    (hold,), events = run(Span("in", 3), Span(kind, wobble_s), Span("in", 3))
    assert hold.held_s == pytest.approx(6 + wobble_s, abs=FRAME)
    assert kinds(events) == [EventKind.HOLD_STARTED, EventKind.HOLD_ENDED]


@pytest.mark.parametrize("away_s", [GRACE_S + 0.05, 2.0, 3.0, END_S - 0.05])
def test_a_longer_break_pauses_and_nothing_of_it_is_counted(away_s: float) -> None:
    (hold,), events = run(Span("in", 3), Span("out", away_s), Span("in", 3))
    assert hold.held_s == pytest.approx(6, abs=3 * FRAME)
    assert kinds(events) == [
        EventKind.HOLD_STARTED, EventKind.HOLD_PAUSED, EventKind.HOLD_RESUMED, EventKind.HOLD_ENDED
    ]  # fmt: skip
    assert events[1][1] == pytest.approx(3, abs=FRAME), "it paused when the pose was left"
    assert events[2][1] == pytest.approx(3 + away_s, abs=FRAME)


def test_a_break_of_more_than_four_seconds_ends_the_attempt_and_keeps_what_was_held() -> None:
    first, second = run(Span("in", 3), Span("out", END_S + 0.1), Span("in", 2))[0]
    assert first.start_s == 0
    assert first.held_s == pytest.approx(3, abs=FRAME)
    assert first.end_s == pytest.approx(3, abs=FRAME)
    assert second.start_s == pytest.approx(7.1, abs=2 * FRAME)
    assert second.held_s == pytest.approx(2, abs=2 * FRAME)


def test_weak_form_keeps_a_hold_that_was_entered() -> None:
    (hold,), _ = run(Span("in", 1), Span("weak", 10))
    assert hold.held_s == pytest.approx(11, abs=FRAME)


@pytest.mark.parametrize("lost_s", [GRACE_S + 0.1, 5.0, LOST_END_S - 0.1])
def test_out_of_sight_the_timer_is_frozen_and_the_attempt_goes_on(lost_s: float) -> None:
    (hold,), events = run(Span("in", 3), Span("lost", lost_s), Span("in", 3))
    assert hold.held_s == pytest.approx(6, abs=3 * FRAME)
    assert hold.end_s == pytest.approx(6 + lost_s, abs=FRAME)
    assert EventKind.HOLD_RESUMED in kinds(events)


def test_too_long_out_of_sight_ends_the_attempt_where_it_was_last_seen() -> None:
    (hold,), _ = run(Span("in", 3), Span("lost", LOST_END_S + 2))
    assert hold.end_s == pytest.approx(3, abs=FRAME)
    assert hold.held_s == pytest.approx(3, abs=FRAME)


def test_time_out_of_sight_is_no_time_out_of_the_pose() -> None:
    (hold,), _ = run(Span("in", 3), Span("lost", 6), Span("out", 1.5), Span("in", 3))
    assert hold.held_s == pytest.approx(6, abs=3 * FRAME)


def test_a_safety_stop_has_no_grace() -> None:
    timer = HoldTimer(10)
    play(timer, [Span("in", 3)], at(100, 3))
    assert timer.update(moment(3.0, "stop"))[0][0] is EventKind.HOLD_PAUSED
    assert timer.state is HoldPhase.PAUSED
    held_s = timer.held_s
    assert timer.update(moment(3.3, "stop")) == []
    assert timer.held_s == held_s
    assert timer.update(moment(3.4, "in")) == [(EventKind.HOLD_RESUMED, 3.4)]
    assert timer.held_s == held_s


def test_no_hold_begins_beyond_a_safety_limit() -> None:
    assert run(Span("stop", 5)) == ([], [])


def test_a_long_safety_stop_ends_the_attempt() -> None:
    (hold,), _ = run(Span("in", 3), Span("stop", END_S + 1))
    assert hold.held_s == pytest.approx(3, abs=FRAME)


def test_a_gap_without_frames_is_not_held() -> None:
    timer = HoldTimer(1000)
    for time_s in (0.0, 0.5, 1.0, 6.0, 6.5, 7.0):
        timer.update(moment(time_s, "in"))
    assert timer.held_s == pytest.approx(2)
    timer = HoldTimer(1000)
    for time_s in (0.0, 5.0, 10.0):
        assert timer.update(moment(time_s, "in")) == []


# -- done -------------------------------------------------------------------------------------------------------------


def test_done_comes_once_when_the_target_is_reached() -> None:
    (hold,), events = run(Span("in", 6), Span("out", 2), Span("in", 20), target_s=5)
    done = [time_s for kind, time_s in events if kind is EventKind.HOLD_DONE]
    assert done == [pytest.approx(5, abs=FRAME)]
    assert hold.reached


def test_done_waits_for_held_time_not_for_time() -> None:
    _, events = run(Span("in", 3), Span("out", 3), Span("in", 3), target_s=5)
    assert dict(events)[EventKind.HOLD_DONE] == pytest.approx(8, abs=3 * FRAME)


def test_every_attempt_may_be_done() -> None:
    holds, events = run(Span("in", 6), Span("out", 5), Span("in", 6), target_s=5)
    assert [hold.reached for hold in holds] == [True, True]
    assert kinds(events).count(EventKind.HOLD_DONE) == 2


def test_a_hold_that_was_too_short_is_not_reached() -> None:
    (hold,), events = run(Span("in", 4), target_s=5)
    assert not hold.reached
    assert EventKind.HOLD_DONE not in kinds(events)


def test_a_target_shorter_than_the_moment_of_entering_is_done_at_once() -> None:
    _, events = run(Span("in", 2), target_s=0.1)
    assert kinds(events[:2]) == [EventKind.HOLD_STARTED, EventKind.HOLD_DONE]


# -- leaving ----------------------------------------------------------------------------------------------------------


def test_the_movement_that_leads_out_of_the_pose_is_no_hold() -> None:
    (hold,), events = run(Span("in", 5), Span("in", 0.8, moving=True), Span("out", 6))
    assert hold.end_s == pytest.approx(5, abs=FRAME)
    assert hold.held_s == pytest.approx(5, abs=FRAME)
    assert (EventKind.HOLD_ENDED, hold.end_s) in events


def test_only_so_much_is_taken_off_for_leaving() -> None:
    (hold,), _ = run(Span("in", 5), Span("in", 10, moving=True), Span("out", 6))
    assert hold.end_s == pytest.approx(15 - MAX_LEAVING_S, abs=FRAME)
    assert hold.held_s == pytest.approx(15 - MAX_LEAVING_S, abs=FRAME)


def test_a_movement_that_comes_to_rest_in_the_pose_is_held() -> None:
    (hold,), _ = run(Span("in", 5), Span("in", 1, moving=True), Span("in", 2), Span("out", 6))
    assert hold.held_s == pytest.approx(8, abs=FRAME)


def test_at_the_end_of_the_clip_nothing_is_taken_off() -> None:
    (hold,), _ = run(Span("in", 5), Span("in", 1, moving=True))
    assert hold.end_s == pytest.approx(6, abs=FRAME)
    assert hold.held_s == pytest.approx(6, abs=FRAME)


def test_a_pause_is_not_taken_off_twice() -> None:
    (hold,), _ = run(
        Span("in", 10), Span("out", 2, moving=True), Span("in", 0.2, moving=True), Span("out", 6, moving=True)
    )
    assert hold.held_s == pytest.approx(10, abs=3 * FRAME)
    assert hold.end_s >= 10 - FRAME


def test_finish_ends_a_paused_attempt_where_it_was_left_and_only_once() -> None:
    timer = HoldTimer(100)
    play(timer, [Span("in", 3), Span("out", 2)], at(100, 5))
    ((kind, ended_s),) = timer.finish()
    assert (kind, ended_s) == (EventKind.HOLD_ENDED, timer.finished[0].end_s)
    assert ended_s == pytest.approx(3, abs=FRAME)
    assert timer.finish() == []
    assert len(timer.finished) == 1


# -- any frame rate ---------------------------------------------------------------------------------------------------

AWAY = (
    *(("out", seconds) for seconds in (0.3, 1.7, 5.3)),
    *(("lost", seconds) for seconds in (0.4, 3.1, 12.7)),
    *(("stop", seconds) for seconds in (0.45, 2.6, 5.1)),
)
"""Breaks that are clear of every limit, so that one frame more or less does not change their kind."""

scripts = st.lists(st.tuples(st.floats(1.5, 6), st.sampled_from(AWAY)), min_size=1, max_size=5)


def expected_holds(script: list[tuple[float, tuple[str, float]]]) -> list[tuple[float, float, float]]:
    """Start, end and held seconds by the rules, in continuous time."""
    holds: list[list[float]] = []
    now = forgiven = 0.0
    begun = False
    for in_s, (kind, away_s) in script:
        if not begun:
            holds.append([now, now, 0.0])
        begun = True
        holds[-1][2] += forgiven + in_s
        now += in_s
        holds[-1][1] = now
        now += away_s
        forgiven = away_s if kind != "stop" and away_s <= GRACE_S else 0.0
        begun = away_s <= (LOST_END_S if kind == "lost" else END_S)
    return [(start, end, held) for start, end, held in holds]


@settings(max_examples=150)
@given(script=scripts, fps=st.floats(5, 60), jitter=st.floats(0, 0.8), seed=st.integers(0, 1000))
def test_the_frame_rate_changes_a_hold_by_no_more_than_a_frame_at_each_turn(
    script: list[tuple[float, tuple[str, float]]], fps: float, jitter: float, seed: int
) -> None:
    spans = [span for in_s, away in script for span in (Span("in", in_s), Span(*away))]
    steps = np.random.default_rng(seed).uniform(1 - jitter, 1, 5000) / fps
    timer = HoldTimer(1000)
    play(timer, spans, [0.0, *np.cumsum(steps).tolist()])
    timer.finish()
    expected = expected_holds(script)
    assert len(timer.finished) == len(expected)
    frame_s = 1 / fps + EPS_S
    for hold, (start_s, end_s, held_s) in zip(timer.finished, expected, strict=True):
        assert hold.start_s == pytest.approx(start_s, abs=2 * frame_s)
        assert hold.end_s == pytest.approx(end_s, abs=frame_s)
        assert hold.held_s == pytest.approx(held_s, abs=2 * frame_s * len(script))


# -- whatever happens -------------------------------------------------------------------------------------------------

FOLLOWS = {
    None: {EventKind.HOLD_STARTED},
    EventKind.HOLD_STARTED: {EventKind.HOLD_PAUSED, EventKind.HOLD_ENDED},
    EventKind.HOLD_PAUSED: {EventKind.HOLD_RESUMED, EventKind.HOLD_ENDED},
    EventKind.HOLD_RESUMED: {EventKind.HOLD_PAUSED, EventKind.HOLD_ENDED},
    EventKind.HOLD_ENDED: {EventKind.HOLD_STARTED},
}

steps = st.lists(
    st.tuples(
        st.floats(0.01, 3.0),
        st.sampled_from(["in", "in", "in", "weak", "out", "lost", "stop"]),
        st.booleans(),
        st.integers(1, 40),
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=300)
@given(steps=steps, target_s=st.floats(0.1, 10))
def test_whatever_happens_no_more_is_held_than_has_passed(
    steps: list[tuple[float, str, bool, int]], target_s: float
) -> None:
    timer = HoldTimer(target_s)
    events: Events = []
    now = 0.0
    set_out_s: float | None = None
    started_s = 0.0
    for dt, kind, moving, times in steps:
        set_out_s = (set_out_s if set_out_s is not None else now) if moving else None
        for _ in range(times):
            before_s, was = timer.held_s, timer.state
            happened = timer.update(moment(now, kind, set_out_s=set_out_s))
            events += happened
            started_s = next((time_s for event, time_s in happened if event is EventKind.HOLD_STARTED), started_s)
            assert timer.held_s <= now - started_s + EPS_S
            if was is HoldPhase.HOLDING and timer.state is HoldPhase.HOLDING:
                assert timer.held_s >= before_s
            if kind in ("out", "lost", "stop"):
                assert timer.held_s <= before_s, "nothing is held outside of the pose"
            if kind == "stop":
                assert timer.state is not HoldPhase.HOLDING
            now += dt
    events += timer.finish()

    last: EventKind | None = None
    done = 0
    for event, _ in events:
        if event is EventKind.HOLD_DONE:
            done += 1
            assert done == 1, "done is told once"
            assert last in (EventKind.HOLD_STARTED, EventKind.HOLD_RESUMED)
            continue
        assert event in FOLLOWS[last]
        if event is EventKind.HOLD_STARTED:
            done = 0
        last = event
    assert last in (None, EventKind.HOLD_ENDED), "finish leaves nothing open"
    assert len(timer.finished) == kinds(events).count(EventKind.HOLD_ENDED)
    assert sum(hold.reached for hold in timer.finished) == kinds(events).count(EventKind.HOLD_DONE)
    earlier_s = 0.0
    for hold in timer.finished:
        assert earlier_s - EPS_S <= hold.start_s <= hold.end_s <= now
        assert 0.0 <= hold.held_s <= hold.end_s - hold.start_s + EPS_S
        earlier_s = hold.end_s
