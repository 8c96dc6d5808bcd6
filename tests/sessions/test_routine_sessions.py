"""Routines from the first word to the last: somebody who does what is asked, the history, recordings, and pain."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from posecheck.coach import phrases, routine_phrases
from posecheck.coach.growth import PastHold, PastSession
from posecheck.coach.guidance import STOPPED, Command, Note, Stage
from posecheck.coach.plan import make_plan
from posecheck.coach.routine_guide import LEFT_OUT, REPEATED, STRETCH
from posecheck.coach.routine_plan import RoutinePlan, plan_routine
from posecheck.feedback.announcer import RecordingAnnouncer
from posecheck.media.feeds import CameraSource
from posecheck.media.frame import Image
from posecheck.media.window import Window
from posecheck.media.writer import VideoWriter
from posecheck.references.library import shipped_folder
from posecheck.references.routine import Item, Routine, held_phases, load_routine
from posecheck.references.routines import DEFAULT
from posecheck.results.history import History
from posecheck.results.recording import Recording, RecordingInfo
from posecheck.results.session_log import SessionLog
from posecheck.results.summary import Summary
from posecheck.sessions.asked import Asked
from posecheck.sessions.coaching import Moment, PictureFacts
from posecheck.sessions.judging import judge_recording
from posecheck.sessions.live import LiveSession
from posecheck.sessions.live_parts import LiveOptions, LiveParts
from posecheck.sessions.routine import RoutineCoaching
from posecheck.sessions.stretch import StretchCoaching
from tests.support.clips import shipped
from tests.support.history import hold
from tests.support.live import TrueEstimator
from tests.support.performer import Film, Performer, perform, play

REFERENCES = {reference.name: reference for reference in shipped()}
SHORT = (
    Item("knee-hug", side="left", hold_s=5, repetitions=1, rest_s=0),
    Item("sun-salute-backbend", variant="reach-only", hold_s=5, repetitions=1),
)


def planned(*items: Item) -> RoutinePlan:
    return plan_routine(Routine("mine", "Mine", "Mine.", items or SHORT), REFERENCES)


def rating(before: int, after: int) -> Callable[[Moment], Command | int | None]:
    """Somebody who goes on by key, and rates pain before and after."""
    asked: list[int] = []

    def wish(moment: Moment) -> Command | int | None:
        guidance = moment.guidance
        if guidance.stage is Stage.SAFETY:
            return Command.NEXT
        if guidance.stage is not Stage.PAIN or guidance.scale is None or guidance.scale.rating is not None:
            return None
        asked.append(before if not asked else after)
        return asked[-1]

    return wish


def finished(coaching: RoutineCoaching) -> Summary:
    return coaching.finish(RecordingInfo("film", "video", 640, 480, coaching.time_s, "full"))


def expected_holds(plan: RoutinePlan) -> list[tuple[Any, ...]]:
    """What the routine's file asks to have held: stretch, variants, phase and seconds, in order."""
    return [
        (step.plan.reference.name, side.variants, phase.name, phase.hold.seconds)
        for step in plan.steps
        for side in step.plan.steps
        for _ in range(side.repetitions)
        for phase in step.plan.phases(side)
        if phase.hold is not None
    ]


def expected_counts(plan: RoutinePlan) -> dict[tuple[int, str], int]:
    """What it asks to have counted, by item and phase."""
    return {
        (index, phase.name): side.repetitions
        for index, step in enumerate(plan.steps)
        for side in step.plan.steps
        for phase in step.plan.phases(side)
        if phase.count is not None
    }


# -- the whole of it


def test_the_usual_routine_is_led_from_the_first_word_to_the_last(tmp_path: Path) -> None:
    plan = plan_routine(shipped_routine(DEFAULT), REFERENCES)
    coaching = RoutineCoaching(plan)
    film = perform(coaching, rating(4, 3))
    assert film.frames[-1][0] / 60 == pytest.approx(plan.minutes, rel=0.25, abs=1.0)
    # The same film before the camera of a live session, with its history and its recording.
    file, folder = tmp_path / "history.db", tmp_path / "kept"
    options = LiveOptions(CameraSource(index=0), plan, history=file, record=folder)
    result, words = play(film, options)
    assert result.summary.holds == finished(coaching).holds
    assert words[: len(film.words)] == film.words
    assert words[len(film.words) :] == [" ".join(result.lines)]
    assert_led_as_the_file_says(plan, film)
    assert_kept_as_the_file_says(plan, file)
    assert_recorded_by_stretch(plan, folder, result.summary)
    assert result.lines[0] == f"{plan.routine.title}: {len(plan.steps)} of {len(plan.steps)} stretches."
    assert "Pain 4 before, 3 after." in result.lines


def test_every_stretch_of_the_other_routines_is_led_to_its_end() -> None:
    """With short holds and few repetitions: how long they are is for the file to say."""
    others = [path.stem for path in shipped_folder("routines").glob("*.toml") if path.stem != DEFAULT]
    usual = shipped_routine(DEFAULT).items
    items = {
        (item.pose, item.variant): replace(item, hold_s=shortest(item), repetitions=1, rest_s=0.0)
        for name in sorted(others)
        for item in shipped_routine(name).items
        if item.pose not in [each.pose for each in usual]
    }
    plan = planned(*items.values())
    coaching = RoutineCoaching(plan)
    film = perform(coaching, rating(0, 0))
    assert finished(coaching).holds != ()
    assert coaching.closing(finished(coaching))[0] == f"Mine: {len(items)} of {len(items)} stretches."
    told = {moment.guidance.upcoming.title for moment in film.moments if moment.guidance.upcoming}
    assert told == {step.title for step in plan.steps}


def shipped_routine(name: str) -> Routine:
    return load_routine(shipped_folder("routines") / f"{name}.toml", REFERENCES)


def shortest(item: Item) -> float | None:
    """The shortest hold that suits all phases of an item; None where nothing is held."""
    held = held_phases(REFERENCES[item.pose], item.variant)
    return max((hold.range_s.low for _, hold in held), default=None)


def assert_led_as_the_file_says(plan: RoutinePlan, film: Film) -> None:
    """What is shown and said: each stretch with its rest, the camera where its place changes, every instruction."""
    shown = [(moment.guidance.upcoming.number, moment) for moment in film.moments if moment.guidance.upcoming]
    boards = [next(group)[1].guidance for _, group in groupby(shown, key=lambda each: each[0])]
    standing, rest_s = "", 0.0
    for step, board, number in zip(plan.steps, boards, range(1, len(plan.steps) + 1), strict=True):
        assert board.upcoming is not None
        assert (board.upcoming.title, board.upcoming.number, board.upcoming.of) == (
            step.title,
            number,
            len(plan.steps),
        )
        moved = step.camera.placement != standing
        assert board.upcoming.camera == (step.camera.placement if moved else "")
        assert any(step.camera.placement in line for line in board.lines) is moved
        assert (routine_phrases.STAYS in board.lines) is not moved
        assert (board.ring.total_s if board.ring else 0.0) == rest_s
        assert (f"Rest, {phrases.seconds(rest_s)}." in board.lines) is (rest_s >= 1)
        assert step.plan.reference.safety in board.lines
        assert all(line in film.words for line in board.lines)
        standing, rest_s = step.camera_after.placement, step.item.rest_s
    for step in plan.steps:
        for side in step.plan.steps:
            for phase in step.plan.phases(side):
                if phase.hold is not None or phase.count is not None:
                    assert any(phase.instruction[1:] in text or phase.title in text for text in film.words), phase


def assert_kept_as_the_file_says(plan: RoutinePlan, file: Path) -> None:
    with History(file) as history:
        (session,) = history.everything()["sessions"]
    assert (session["kind"], session["name"], session["complete"]) == ("routine", plan.routine.name, True)
    assert [(each["moment"], each["rating"]) for each in session["pain"]] == [("before", 4), ("after", 3)]
    stretches = [event["text"] for event in session["events"] if event["kind"] == STRETCH]
    assert stretches == [item.pose for item in plan.routine.items]
    held = session["holds"]
    assert len(held) == len(expected_holds(plan))
    for each, (pose, variants, phase, seconds) in zip(held, expected_holds(plan), strict=True):
        assert (each["pose"], each["phase"], each["complete"]) == (pose, phase, True)
        assert each["variant"] in variants
        assert each["held_s"] >= seconds - 0.5
        assert plan.routine.items[each["item"]].pose == pose
        assert each["score"] > 90
    counted = {(each["item"], each["phase"]): 0 for each in session["counts"]}
    for each in session["counts"]:
        counted[each["item"], each["phase"]] += 1
    assert counted.keys() == expected_counts(plan).keys()
    assert all(counted[key] >= asked for key, asked in expected_counts(plan).items())


def assert_recorded_by_stretch(plan: RoutinePlan, folder: Path, summary: Summary) -> None:
    """Each stretch has a recording that comes to the same when it is judged again."""
    parts = sorted(path for path in folder.iterdir() if path.is_dir())
    assert [path.name for path in parts] == [
        f"{number:02d}-{step.plan.reference.name}" for number, step in enumerate(plan.steps, start=1)
    ]
    holds = iter(summary.holds)
    for step, part in zip(plan.steps, parts, strict=True):
        recording = Recording.load(part / "landmarks.npz")
        assert recording.times_s[0] == 0.0
        again = judge_recording(recording, Asked((step.plan.reference,)))
        kept = json.loads((part / "summary.json").read_text())
        assert kept["complete"]
        for each, told in zip(again.holds, kept["holds"], strict=True):
            assert (each.start_s, each.held_s) == pytest.approx((told["start_s"], told["held_s"]), abs=1e-3)
            assert each.held_s == pytest.approx(next(holds).held_s, abs=1e-3)
    assert next(holds, None) is None
    events = [json.loads(line) for line in (folder / "events.jsonl").read_text().splitlines()]
    assert [event["text"] for event in events if event["kind"] == STRETCH] == [item.pose for item in plan.routine.items]
    assert json.loads((folder / "summary.json").read_text())["complete"]


def test_a_routine_before_a_file_camera(tmp_path: Path) -> None:
    """The real camera with a real file, faster than it was filmed: the same is done, kept and shown."""
    plan = planned()
    film = perform(RoutineCoaching(plan))
    clip, file = tmp_path / "clip.mp4", tmp_path / "history.db"
    with VideoWriter(clip) as writer:
        for time_s, _ in film.frames:
            writer.write(np.full((48, 64, 3), 120, np.uint8), time_s)
    stream = [(time_s - film.frames[0][0], landmarks) for time_s, landmarks in film.frames]
    options = LiveOptions(CameraSource(path=clip, pace=40.0), plan, history=file, summary_s=0.0)
    window = SomeWindow()
    parts = LiveParts(
        lambda: nullcontext(TrueEstimator(stream)), RecordingAnnouncer(), window=lambda width, height: window
    )
    result = LiveSession(options, parts).run()
    with History(file) as history:
        (session,) = history.everything()["sessions"]
    assert [(each["pose"], each["item"], each["complete"]) for each in session["holds"]] == [
        ("knee-hug", 0, True),
        ("sun-salute-backbend", 1, True),
    ]
    assert result.lines[0] == "Mine: 2 of 2 stretches."
    assert len(window.shown) > 20


class SomeWindow(Window):
    """Keeps a digest of each picture that is shown and another than the one before."""

    def __init__(self) -> None:
        self.shown: list[int] = []

    @property
    def closed(self) -> bool:
        return False

    def show(self, image: Image) -> None:
        digest = hash(image.tobytes())
        if digest not in self.shown[-1:]:
            self.shown.append(digest)

    def key(self, wait_ms: int = 1) -> None:
        return None

    def close(self) -> None:
        pass


# -- keys and pain


def test_a_routine_that_was_gone_through_by_key_alone_was_not_done(tmp_path: Path) -> None:
    plan = planned(Item("knee-hug", side="left", repetitions=2), Item("child-pose"))
    coaching, time_s = RoutineCoaching(plan, asks=False), 0.0
    while not coaching.over:
        time_s += 0.5
        coaching.frame(None, time_s, PictureFacts())
        coaching.command(Command.NEXT)
    summary = finished(coaching)
    assert (summary.holds, coaching.cut_short) == ((), True)
    assert coaching.closing(summary)[0] == "Mine: 0 of 2 stretches."


def when(stage: Stage, *commands: Command) -> Callable[[Moment], Command | int | None]:
    """Somebody who presses these keys, one each time that a stage of a stretch begins."""
    left = list(commands)
    before: list[Stage] = []

    def wish(moment: Moment) -> Command | int | None:
        guidance = moment.guidance
        begun = guidance.stage is stage and (not before or before[-1] is not stage)
        before.append(guidance.stage)
        if guidance.stage is Stage.SAFETY or (guidance.stage is Stage.PAIN and not left):
            return Command.NEXT
        return left.pop(0) if begun and left else None

    return wish


def test_the_pain_key_ends_a_hold_and_the_routine_and_is_kept(tmp_path: Path) -> None:
    plan = planned(Item("knee-hug", side="left", repetitions=2), Item("child-pose"))
    file = tmp_path / "history.db"
    film = perform(RoutineCoaching(plan), when(Stage.HOLD, Command.PAIN))
    result, words = play(film, LiveOptions(CameraSource(index=0), plan, history=file))
    assert all(sentence in words for sentence in phrases.PAIN_STOP)
    assert result.lines[0] == "Mine: 0 of 2 stretches."
    assert any("that was right" in line for line in result.lines)
    with History(file) as history:
        (session,) = history.everything()["sessions"]
        (past,) = history.practice()
    assert [(event["kind"], event["text"]) for event in session["events"]] == [
        (STRETCH, "knee-hug"),
        (STOPPED, "knee-hug"),
    ]
    assert [(each["pose"], each["complete"]) for each in session["holds"]] == [("knee-hug", False)]
    assert (past.hurt, past.stopped_at) == (True, "knee-hug")
    assert not session["complete"]


def test_the_pain_key_works_in_a_session_of_one_stretch(tmp_path: Path) -> None:
    coaching = StretchCoaching(make_plan(REFERENCES["child-pose"]))
    performer, time_s = Performer(), 0.0
    while not coaching.over:
        if coaching.moment.guidance.stage is Stage.HOLD and coaching.time_s > 60:
            (note,) = coaching.command(Command.PAIN).notes
            assert note == Note(STOPPED, coaching.time_s, "child-pose")
        time_s += 0.1
        coaching.frame(performer.follow(coaching.moment, 0.1), time_s, PictureFacts())
    assert coaching.moment.guidance.hurt
    (held,) = coaching.finish(RecordingInfo("film", "video", 640, 480, time_s, "full")).holds
    assert not held.complete
    assert coaching.cuts_s == [pytest.approx(held.end_s, abs=0.2)]


@pytest.mark.parametrize(
    ("command", "complete"),
    [(Command.SWITCH_SIDE, [True]), (Command.RESTART, [False, True])],  # child pose has no other side
)
def test_a_key_ends_a_hold_of_a_routine_only_where_it_means_something(command: Command, complete: list[bool]) -> None:
    coaching = RoutineCoaching(planned(Item("child-pose", hold_s=20)), asks=False)
    film = perform(coaching, when(Stage.HOLD, command))
    holds = finished(coaching).holds
    assert [hold.complete for hold in holds] == complete
    assert coaching.cuts_s == [pytest.approx(hold.end_s, abs=0.2) for hold in holds[:-1]]
    assert (phrases.NO_OTHER_SIDE in film.words) is (command is Command.SWITCH_SIDE)


def test_a_stretch_that_is_done_again_is_recorded_again_and_kept_with_its_item(tmp_path: Path) -> None:
    plan = planned()
    file, folder = tmp_path / "history.db", tmp_path / "kept"
    film = perform(RoutineCoaching(plan), when(Stage.EXIT, Command.AGAIN, Command.SKIP))
    result, _ = play(film, LiveOptions(CameraSource(index=0), plan, history=file, record=folder))
    with History(file) as history:
        (session,) = history.everything()["sessions"]
    assert [event["kind"] for event in session["events"]] == [STRETCH, REPEATED, STRETCH, LEFT_OUT, STRETCH]
    assert [(each["item"], each["pose"]) for each in session["holds"]] == [
        (0, "knee-hug"),
        (0, "knee-hug"),
        (1, "sun-salute-backbend"),
    ]
    parts = {path.name: json.loads((path / "summary.json").read_text()) for path in folder.iterdir() if path.is_dir()}
    assert {name: part["complete"] for name, part in sorted(parts.items())} == {
        "01-knee-hug": False,
        "02-knee-hug": False,
        "03-sun-salute-backbend": True,
    }
    assert "Left for another day: Knee hug: left knee." in result.lines
    assert not session["complete"]


def test_paused_time_does_not_count_and_a_skip_ends_the_pause() -> None:
    coaching = RoutineCoaching(planned())
    assert coaching.session_time_s(1.0) == 1.0
    coaching.command(Command.PAUSE)
    assert coaching.session_time_s(2.0) is None
    coaching.command(Command.PAIN)
    assert coaching.session_time_s(31.0) == pytest.approx(1.0, abs=0.05)


# -- over weeks


@pytest.mark.parametrize(
    ("after", "events", "hurt"), [(3, (), False), (2, (), False), (4, (), True), (None, (STOPPED,), True)]
)
def test_the_history_says_what_a_routine_may_grow_by(
    tmp_path: Path, after: int | None, events: tuple[str, ...], hurt: bool
) -> None:
    file = tmp_path / "history.db"
    with SessionLog("routine", "mine", datetime(2026, 11, 2, 7, tzinfo=UTC), file) as log:
        log.rate_pain("before", 3)
        log.holds([hold()], item=0)
        for event in events:
            log.event(event)
        if after is not None:
            log.rate_pain("after", after)
        log.end(5.0, complete=True)
    with SessionLog("analysis", "clip.mp4", datetime(2026, 11, 3, 7, tzinfo=UTC), file) as log:
        log.holds([hold()])
    with History(file) as history:
        (past,) = history.practice()
    assert past == PastSession(
        date(2026, 11, 2).toordinal(), hurt, (PastHold("child-pose", "arms-forward", "rest", 20.0, True),)
    )
