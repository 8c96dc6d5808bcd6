"""The first pose model is loaded while the clip is opened, and each one is used once."""

import threading
from pathlib import Path
from typing import Any

import pytest

from posecheck.errors import InputError, ModelError
from posecheck.media.parts import PartedSource
from posecheck.sessions import loading
from posecheck.sessions.analyze import Analyzer
from posecheck.sessions.asked import Asked
from posecheck.sessions.loading import Estimators
from tests.support.clips import shipped


class FakeEstimator:
    """Notes where it was made, and whether it was closed."""

    made: list["FakeEstimator"]
    about_to_be_made: threading.Event
    may_be_made: threading.Event

    def __init__(self, model_path: Path) -> None:
        self.about_to_be_made.set()
        assert self.may_be_made.wait(10)
        if not model_path.name.endswith(".task"):
            raise ModelError(f"{model_path} is no model")
        self.thread = threading.current_thread()
        self.closed = False
        self.made.append(self)

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> type[FakeEstimator]:
    monkeypatch.setattr(FakeEstimator, "made", [], raising=False)
    for name in ("about_to_be_made", "may_be_made"):
        monkeypatch.setattr(FakeEstimator, name, threading.Event(), raising=False)
    monkeypatch.setattr(loading, "PoseEstimator", FakeEstimator)
    return FakeEstimator


def test_the_first_is_made_beside_and_the_others_when_they_are_asked_for(fake: type[FakeEstimator]) -> None:
    fake.may_be_made.set()
    with Estimators(Path("any.task")) as estimators:
        all_of_them: list[Any] = [estimators.fresh() for _ in range(3)]
    assert all_of_them == fake.made
    first, *others = fake.made
    assert first.thread is not threading.current_thread()
    assert {each.thread for each in others} == {threading.current_thread()}
    assert not any(each.closed for each in fake.made)  # whoever took one closes it


def test_one_that_nobody_took_is_closed(fake: type[FakeEstimator]) -> None:
    fake.may_be_made.set()
    with Estimators(Path("any.task")):
        pass
    assert [each.closed for each in fake.made] == [True]


def test_a_wrong_model_is_told_to_whoever_takes_it_and_to_nobody_else(fake: type[FakeEstimator]) -> None:
    fake.may_be_made.set()
    with Estimators(Path("wrong")) as estimators, pytest.raises(ModelError, match="wrong is no model"):
        estimators.fresh()
    with Estimators(Path("wrong")):
        pass


def test_the_model_is_being_loaded_before_the_clip_is_open(
    fake: type[FakeEstimator], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def opens(self: PartedSource, path: Path, **_: object) -> None:
        assert fake.about_to_be_made.wait(10)  # would never come if the clip were opened first
        assert not fake.made
        fake.may_be_made.set()
        raise InputError(f"{path} is not what it was")

    monkeypatch.setattr(PartedSource, "__init__", opens)
    clip = tmp_path / "clip.mp4"
    clip.write_bytes(b"a clip")
    with pytest.raises(InputError, match="not what it was"):
        Analyzer(Asked(shipped()), Path("any.task"), "any").analyze(clip, tmp_path / "out")
    assert [each.closed for each in fake.made] == [True]
