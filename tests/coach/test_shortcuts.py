"""The recogniser looks no further than it must, and comes to the same as by the long way."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from posecheck.coach.checks import Gating, PhaseGates
from posecheck.coach.coach import Coach
from posecheck.coach.judgement import EventKind, Sight
from posecheck.coach.observation import Observation, Observer
from posecheck.coach.recogniser import Recogniser
from posecheck.pose.landmarks import Landmarks
from tests.support.clips import off_side, positives, seen_by, shipped, shots, with_faults

Stream = tuple[tuple[float, Landmarks | None], ...]


def badly_seen(stream: Stream, seed: int) -> Stream:
    """The same with trembling landmarks, hidden ones, moments without anybody, and half a minute later once more."""
    random = np.random.default_rng(seed)

    def moments() -> Iterator[tuple[float, Landmarks | None]]:
        for again_s in (0.0, 30.0):
            for time_s, landmarks in stream:
                lost = landmarks is None or random.random() < 0.03 or 4.0 < time_s < 6.5
                yield time_s + again_s, None if lost or landmarks is None else trembling(landmarks)

    def trembling(landmarks: Landmarks) -> Landmarks:
        return replace(
            landmarks,
            image_px=landmarks.image_px + random.normal(0, 3, landmarks.image_px.shape),
            world_m=landmarks.world_m + random.normal(0, 0.03, landmarks.world_m.shape),
            visibility=np.where(random.random(landmarks.visibility.shape) < 0.03, 0.05, landmarks.visibility),
        )

    return tuple(moments())


def streams() -> list[Stream]:
    (one, camera), (faulty, faulty_camera) = shots(positives()[0])[0], shots(with_faults()[-1])[0]
    return [
        badly_seen(seen_by(one, camera), 1),
        badly_seen(seen_by(faulty, faulty_camera), 2),
        seen_by(faulty, faulty_camera),
        off_side(one, 45),
        off_side(one, 90),
        seen_by(positives()[-1], shots(positives()[-1])[0][1]),
    ]


@pytest.mark.parametrize("stream", streams(), ids=lambda _: "")
def test_every_coach_judges_as_by_the_long_way(stream: Stream, monkeypatch: pytest.MonkeyPatch) -> None:
    def every_gate(self: PhaseGates, observation: Observation, inside: bool) -> Gating:
        return self.verdict(observation, inside=inside).gating

    def coaches() -> list[Coach]:
        return [Coach(reference, variant.name) for reference in shipped() for variant in reference.variants]

    observer = Observer()
    moments = [observer.observe(landmarks, time_s) for time_s, landmarks in stream]
    short, long = coaches(), coaches()
    by_shortcuts = [[coach.judge(seen) for coach in short] for seen in moments]
    monkeypatch.setattr(PhaseGates, "gating", every_gate)
    monkeypatch.setattr(PhaseGates, "fail", lambda self, seen: every_gate(self, seen, False) is Gating.FAILED)
    monkeypatch.setattr(Coach, "_is_elsewhere", lambda self, seen, place: False)
    for seen, judgements in zip(moments, by_shortcuts, strict=True):
        assert [coach.judge(seen) for coach in long] == judgements
    for one, other in zip(short, long, strict=True):
        assert one.finish() == other.finish()
        assert (one.holds, one.counting.records) == (other.holds, other.counting.records)


def test_the_streams_show_what_shortcuts_might_get_wrong() -> None:
    told = [recogniser_of.update(landmarks, time_s) for recogniser_of, time_s, landmarks in _all_moments()]
    assert {judgement.sight for judgement in told} == set(Sight)
    kinds = {event.kind for judgement in told for event in judgement.events}
    assert kinds >= {EventKind.PHASE, EventKind.HOLD_STARTED, EventKind.HOLD_PAUSED, EventKind.CUE, EventKind.SIGHT}
    assert any(judgement.hint for judgement in told)


def _all_moments() -> Iterator[tuple[Recogniser, float, Landmarks | None]]:
    for stream in streams():
        recogniser = Recogniser(shipped())
        for time_s, landmarks in stream:
            yield recogniser, time_s, landmarks


def test_nobody_is_judged_before_the_first_moment() -> None:
    with pytest.raises(ValueError, match="nothing to judge"):
        Coach(shipped()[0]).judgement()
