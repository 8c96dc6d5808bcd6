import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from posecheck.feedback import channel as channel_module
from posecheck.feedback.channel import Channel, ChannelState
from posecheck.feedback.programs import Program
from tests.support.sound import Stage, is_there, until

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the pretended programs are POSIX scripts")

Opener = Callable[..., Channel]


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return Stage(tmp_path)


@pytest.fixture
def opened() -> Iterator[Opener]:
    channels: list[Channel] = []

    def open_channel(*programs: Program) -> Channel:
        channels.append(Channel("test", lambda: programs))
        return channels[-1]

    yield open_channel
    for each in channels:
        each.close()


def test_texts_are_given_one_after_the_other(stage: Stage, opened: Opener) -> None:
    channel = opened(Program("voice", stage.program("voice")))
    channel.ask("long one")
    until(lambda: stage.diary() == ["voice begins long one"])
    channel.ask("two")
    stage.go_on()
    assert channel.wait(10)
    assert stage.diary() == ["voice begins long one", "voice ends long one", "voice begins two", "voice ends two"]


def test_two_at_once_are_both_given(stage: Stage, opened: Opener) -> None:
    channel = opened(Program("voice", stage.program("voice")))
    channel.ask("one")
    channel.ask("two")
    assert channel.wait(10)
    assert stage.diary() == ["voice begins one", "voice ends one", "voice begins two", "voice ends two"]


def test_text_as_the_last_argument(stage: Stage, opened: Opener) -> None:
    channel = opened(Program("voice", stage.program("voice", text_last=True), text_last=True))
    channel.ask("can't; 3, 2, 1")
    assert channel.wait(10)
    assert stage.diary() == ["voice begins can't; 3, 2, 1", "voice ends can't; 3, 2, 1"]


def test_only_the_newest_waits(stage: Stage, opened: Opener) -> None:
    channel = opened(Program("voice", stage.program("voice")))
    channel.ask("long one")
    until(lambda: len(stage.diary()) == 1)
    for index in range(1000):
        channel.ask(f"number {index}")
    stage.go_on()
    assert channel.wait(10)
    assert stage.diary()[2:] == ["voice begins number 999", "voice ends number 999"]


def test_an_urgent_text_interrupts_and_replaces(stage: Stage, opened: Opener) -> None:
    channel = opened(Program("voice", stage.program("voice")))
    channel.ask("long one")
    until(lambda: len(stage.diary()) == 1)
    channel.ask("two")
    channel.ask("ease up", urgent=True)
    channel.ask("three")  # does not push the urgent one out
    until(lambda: "voice ends ease up" in stage.diary())
    assert channel.wait(10)
    assert stage.diary() == ["voice begins long one", "voice begins ease up", "voice ends ease up"]
    assert stage.alive() == []


def test_an_interruption_takes_a_moment_only(stage: Stage, opened: Opener) -> None:
    channel = opened(Program("voice", stage.program("voice")))
    channel.ask("long one")
    until(lambda: len(stage.diary()) == 1)
    channel.ask("ease up", urgent=True)
    begun_s = time.monotonic()
    until(lambda: "voice begins ease up" in stage.diary())
    assert time.monotonic() - begun_s < 1  # the start of a Python script, for the most part


def test_a_stale_text_is_dropped(stage: Stage, opened: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    channel = opened(Program("voice", stage.program("voice")))
    channel.ask("long one")
    until(lambda: len(stage.diary()) == 1)
    channel.ask("two")
    monkeypatch.setattr(channel_module, "STALE_S", 0.0)
    stage.go_on()
    assert channel.wait(10)
    monkeypatch.undo()
    channel.ask("three")
    assert channel.wait(10)
    assert stage.diary()[2:] == ["voice begins three", "voice ends three"]


def test_what_is_being_said_is_not_repeated(stage: Stage, opened: Opener) -> None:
    channel = opened(Program("voice", stage.program("voice")))
    channel.ask("long one")
    until(lambda: len(stage.diary()) == 1)
    channel.ask("long one")
    channel.ask("long one", urgent=True)
    stage.go_on()
    assert channel.wait(10)
    assert stage.diary() == ["voice begins long one", "voice ends long one"]


def test_hush_stops_and_forgets(stage: Stage, opened: Opener) -> None:
    channel = opened(Program("voice", stage.program("voice")))
    channel.hush()
    channel.ask("long one")
    until(lambda: len(stage.diary()) == 1)
    channel.ask("two")
    channel.hush()
    assert channel.wait(10)
    channel.ask("three")
    assert channel.wait(10)
    assert stage.diary() == ["voice begins long one", "voice begins three", "voice ends three"]


def test_a_crash_hands_the_text_to_the_next_best(stage: Stage, opened: Opener) -> None:
    stage.crashes("best")
    channel = opened(Program("best", stage.program("best")), Program("other", stage.program("other")))
    channel.ask("one")
    assert channel.wait(10)
    assert channel.state == ChannelState(("best", "other"), ("best",))
    channel.ask("two")
    assert channel.wait(10)
    assert stage.diary() == [
        *("best begins one", "other begins one", "other ends one"),
        *("other begins two", "other ends two"),
    ]


def test_a_program_that_cannot_be_started_is_replaced(stage: Stage, opened: Opener) -> None:
    gone = Program("gone", (str(stage.folder / "nowhere"),))
    channel = opened(gone, Program("other", stage.program("other")))
    channel.ask("one")
    assert channel.wait(10)
    assert channel.state.failed == ("gone",)
    assert stage.diary() == ["other begins one", "other ends one"]


def test_a_hanging_program_is_ended_and_replaced(stage: Stage, opened: Opener) -> None:
    stage.hangs("best")
    channel = opened(
        Program("best", stage.program("best", stubborn=True)),
        Program("other", stage.program("other")),
    )
    channel.ask("one", most_s=0.3)
    assert channel.wait(10)
    assert channel.state.failed == ("best",)
    assert stage.alive() == []
    channel.ask("two")
    assert channel.wait(10)
    assert stage.diary()[-2:] == ["other begins two", "other ends two"]


def test_a_run_that_is_too_short_to_be_heard_is_a_failure(stage: Stage, opened: Opener) -> None:
    channel = opened(Program("best", stage.program("best")), Program("other", stage.program("other", seconds=0.7)))
    channel.ask("one", least_s=0.6)
    assert channel.wait(10)
    assert channel.state.failed == ("best",)


def test_failed_programs_are_tried_again(stage: Stage, opened: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    stage.crashes("best")
    stage.crashes("other")
    channel = opened(Program("best", stage.program("best")), Program("other", stage.program("other")))
    channel.ask("one")
    assert channel.wait(10)
    assert channel.state == ChannelState(("best", "other"), ("best", "other"))
    stage.works("best")
    channel.ask("two")  # too soon
    assert channel.wait(10)
    assert len(stage.diary()) == 2
    monkeypatch.setattr(channel_module, "RETRY_S", 0.0)
    channel.ask("three")
    assert channel.wait(10)
    assert stage.diary()[2:] == ["best begins three", "best ends three"]
    assert channel.state == ChannelState(("best", "other"), ("other",))


def test_without_programs_nothing_happens(opened: Opener) -> None:
    channel = opened()
    channel.ask("one")
    assert channel.wait(10)
    assert channel.state == ChannelState(())


def test_what_is_found_late_is_not_waited_for(stage: Stage) -> None:
    found = threading.Event()
    program = Program("voice", stage.program("voice"))

    def find() -> tuple[Program, ...]:
        found.wait(10)
        return (program,)

    channel = Channel("test", find)
    channel.ask("one")
    assert channel.state == ChannelState(None)
    found.set()
    assert channel.wait(10)
    channel.close()
    assert stage.diary() == ["voice begins one", "voice ends one"]


def test_nothing_blocks_when_the_program_hangs(stage: Stage, opened: Opener) -> None:
    stage.hangs("voice")
    channel = opened(Program("voice", stage.program("voice", stubborn=True)))
    channel.ask("one")
    until(lambda: len(stage.diary()) == 1)
    took_s = []
    for index in range(200):
        begun_s = time.perf_counter()
        channel.ask(f"number {index}", urgent=index % 10 == 0)
        assert channel.state.failed == ()
        if index % 50 == 49:
            channel.hush()
        took_s.append(time.perf_counter() - begun_s)
    assert sorted(took_s)[len(took_s) * 95 // 100] < 0.003


def test_nothing_is_left_after_the_end(stage: Stage, opened: Opener) -> None:
    channel = opened(Program("voice", stage.program("voice", stubborn=True), slow_start=True))
    until(lambda: len(stage.pids()) == 1)
    channel.ask("long one")
    until(lambda: len(stage.diary()) == 1)
    assert len(stage.alive()) == 1
    channel.close()
    assert stage.alive() == []
    assert "test" not in [thread.name for thread in threading.enumerate()]
    channel.close()
    channel.ask("two")
    channel.hush()
    assert stage.diary() == ["voice begins long one"]


def test_what_a_script_runs_ends_with_it(stage: Stage, opened: Opener) -> None:
    script = stage.folder / "voice"
    script.write_text(f"#!/bin/sh\nsleep 60 &\necho $! > {stage.folder}/child\nwait\n")
    script.chmod(0o755)
    child = stage.folder / "child"
    channel = opened(Program("voice", (str(script),)))
    channel.ask("one")
    until(lambda: child.exists() and child.read_text().endswith("\n"))
    channel.close()
    # The system's first process reaps it, and not every container has one that does.
    until(lambda: not is_there(int(child.read_text())) or _is_zombie(int(child.read_text())))


def _is_zombie(pid: int) -> bool:
    told = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout
    return told.startswith("Z")


def test_it_ends_with_the_interpreter(stage: Stage) -> None:
    code = f"""
        import time
        from posecheck.feedback.channel import Channel
        from posecheck.feedback.programs import Program
        channel = Channel("test", lambda: (Program("voice", {stage.program("voice")!r}),))
        channel.ask("long one")
        while not channel._current or not open({str(stage.folder / "diary.txt")!r}, "a+").tell():
            time.sleep(0.01)
    """
    subprocess.run([sys.executable, "-c", textwrap.dedent(code)], check=True, timeout=20)
    assert len(stage.pids()) == 1
    assert stage.alive() == []


def test_ctrl_c_is_not_for_the_programs(stage: Stage, opened: Opener) -> None:
    channel = opened(Program("voice", stage.program("voice")))
    channel.ask("long one")
    until(lambda: len(stage.diary()) == 1)
    assert os.getpgid(stage.pids()[0]) != os.getpgid(0)


def test_one_is_started_ahead_where_the_start_is_slow(stage: Stage, opened: Opener) -> None:
    channel = opened(Program("voice", stage.program("voice"), slow_start=True))
    until(lambda: len(stage.pids()) == 1)
    channel.ask("one")
    until(lambda: len(stage.pids()) == 2)
    assert stage.diary() == ["voice begins one", "voice ends one"]
    assert len(stage.alive()) == 1


def test_one_that_ended_while_it_waited_is_no_failure(stage: Stage, opened: Opener) -> None:
    channel = opened(Program("voice", stage.program("voice"), slow_start=True))
    until(lambda: len(stage.pids()) == 1)
    os.kill(stage.pids()[0], signal.SIGKILL)
    channel.ask("one")
    assert channel.wait(10)
    assert channel.state.failed == ()
    assert stage.diary() == ["voice begins one", "voice ends one"]


def test_one_that_waited_in_vain_is_started_anew(stage: Stage, opened: Opener) -> None:
    channel = opened(Program("voice", stage.program("voice"), slow_start=True))
    until(lambda: len(stage.pids()) == 1)
    stage.crashes("voice", once=True)  # as when the headphones it found are gone
    channel.ask("one")
    assert channel.wait(10)
    assert channel.state.failed == ()
    assert stage.diary() == ["voice begins one", "voice begins one", "voice ends one"]


def test_what_a_server_still_says_is_cancelled(stage: Stage, opened: Opener) -> None:
    cancel = (*stage.program("cancel", text_last=True), "now")
    channel = opened(Program("voice", stage.program("voice"), cancel=cancel))
    channel.ask("long one")
    until(lambda: len(stage.diary()) == 1)
    channel.hush()
    assert channel.wait(10)
    assert stage.diary()[1:] == ["cancel begins now", "cancel ends now"]
