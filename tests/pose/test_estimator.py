from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
import pytest

from posecheck.errors import ModelError
from posecheck.media.frame import Frame, Image
from posecheck.media.reader import open_source
from posecheck.pose import estimator as estimator_module
from posecheck.pose.continuity import is_folded_through
from posecheck.pose.estimator import TURNS_DEG, PoseEstimator
from posecheck.pose.landmarker import create_landmarker, mediapipe_image, people_found
from posecheck.pose.landmarks import Landmark, Landmarks
from posecheck.pose.looks import mirrored
from posecheck.pose.people import PeopleCounter

if TYPE_CHECKING:
    from tests.conftest import ClipMaker


def frames(images: list[Image], fps: float = 10) -> list[Frame]:
    return [Frame(image, index / fps, index) for index, image in enumerate(images)]


def distance_px(one: Landmarks, other: Landmarks) -> float:
    return float(np.linalg.norm(one.image_px - other.image_px, axis=1).mean())


@pytest.fixture
def reference(model_path: Path, standing: Image) -> Landmarks:
    with PoseEstimator(model_path, "image") as estimator:
        landmarks = estimator.estimate(Frame(standing, 0.0, 0))
    assert landmarks is not None
    return landmarks


def test_a_standing_person_is_read_as_one(reference: Landmarks) -> None:
    assert (reference.width_px, reference.height_px) == (640, 480)
    nose, ankle = reference.image_px[Landmark.NOSE], reference.image_px[Landmark.LEFT_ANKLE]
    assert 120 < nose[1] < 170
    assert 350 < ankle[1] < 450
    # She faces the camera, so her left is on the picture's right; y points down and z away in metres too.
    left, right = Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER
    assert reference.image_px[left, 0] > reference.image_px[right, 0]
    assert reference.world_m[left, 0] > reference.world_m[right, 0]
    assert reference.world_m[Landmark.NOSE, 1] < reference.world_m[Landmark.LEFT_ANKLE, 1]
    assert reference.world_m[Landmark.NOSE, 2] < reference.world_m[Landmark.LEFT_EAR, 2]
    assert reference.visibility.min() > 0.5


def test_numbers_survive_storing_as_float32(reference: Landmarks) -> None:
    for array in (reference.image_px, reference.world_m, reference.visibility, reference.presence):
        assert array.dtype == np.float64
        np.testing.assert_array_equal(array, array.astype(np.float32))


@pytest.mark.parametrize("turn_deg", [90, 180, 270])
def test_landmarks_of_a_turned_picture_are_mapped_back(model_path: Path, standing: Image, turn_deg: int) -> None:
    landmarker: Any = create_landmarker(model_path, video=False)
    try:
        upright, turned = (landmarker.detect(mediapipe_image(standing, turn)) for turn in (0, turn_deg))
    finally:
        landmarker.close()
    (reference,) = people_found(upright, 640, 480)
    (found,) = people_found(turned, 640, 480, turn_deg)
    assert distance_px(found, reference) < 5
    np.testing.assert_allclose(found.world_m[:, :2], reference.world_m[:, :2], atol=0.06)


def test_nobody_in_an_empty_picture(model_path: Path) -> None:
    empty = np.full((240, 320, 3), 128, np.uint8)
    for mode in ("video", "image"):
        with PoseEstimator(model_path, mode) as estimator:
            assert [estimator.estimate(frame) for frame in frames([empty] * 3)] == [None] * 3


def test_somebody_is_found_in_a_clip_854_wide(
    make_clip: "ClipMaker", model_path: Path, standing: Image, reference: Landmarks
) -> None:
    # The strides trap: MediaPipe ignores them, and the decoder pads rows of this width.
    wide = np.full((480, 854, 3), 128, np.uint8)
    wide[:, 107:747] = standing
    path = make_clip("wide.mp4", [wide] * 6)
    with open_source(path) as source, PoseEstimator(model_path) as estimator:
        found = [estimator.estimate(frame) for frame in source]
    assert len(found) == 6
    for landmarks in found:
        assert landmarks is not None
        assert np.linalg.norm(landmarks.image_px - (107, 0) - reference.image_px, axis=1).mean() < 8


def test_views_of_an_array_are_as_good_as_copies(model_path: Path, standing: Image, reference: Landmarks) -> None:
    wide = np.zeros((480, 900, 3), np.uint8)
    wide[:, 100:740] = standing
    with PoseEstimator(model_path, "image") as estimator:
        found = estimator.estimate(Frame(wide[:, 100:740], 0.0, 0))
    assert found is not None
    assert distance_px(found, reference) == 0


def test_a_person_who_is_only_found_turned(model_path: Path, standing: Image) -> None:
    # Lying and small: found by this model in a picture turned upside down, and in no other.
    lying = np.ascontiguousarray(np.rot90(standing))
    picture = np.full_like(lying, 128)
    small = cv2.resize(lying, None, fx=0.4, fy=0.4)
    picture[: small.shape[0], : small.shape[1]] = small
    landmarker: Any = create_landmarker(model_path, video=False)
    try:
        seen = {turn: landmarker.detect(mediapipe_image(picture, turn)).pose_landmarks for turn in TURNS_DEG}
    finally:
        landmarker.close()
    assert [turn for turn, people in seen.items() if people] == [180]
    with PoseEstimator(model_path) as estimator:
        found = [estimator.estimate(frame) for frame in frames([picture] * 4)]
    for landmarks in found:
        assert landmarks is not None
        # Turned counter-clockwise, her head is on the left: all within the small picture.
        nose, ankle = landmarks.image_px[Landmark.NOSE], landmarks.image_px[Landmark.LEFT_ANKLE]
        assert 0 < nose[0] < ankle[0] < small.shape[1]
        assert landmarks.world_m[Landmark.NOSE, 0] < landmarks.world_m[Landmark.LEFT_ANKLE, 0]


def test_a_picture_and_its_mirror_image_are_read_alike(model_path: Path, standing: Image) -> None:
    with PoseEstimator(model_path, "image") as estimator:
        here = estimator.estimate(Frame(standing, 0.0, 0))
        there = estimator.estimate(Frame(np.ascontiguousarray(standing[:, ::-1]), 0.0, 0))
    assert here is not None
    assert there is not None
    assert distance_px(here, mirrored(there)) < 0.5


def test_a_folded_body_that_is_first_read_the_wrong_way_round_is_found_again(model_path: Path) -> None:
    # A run that begins at this moment takes the head for the hips, and would follow that to the end.
    clip = Path(__file__).parents[2] / "samples" / "child-pose-arms-back.mp4"
    with open_source(clip) as source, PoseEstimator(model_path) as estimator:
        found = [estimator.estimate(frame) for frame in source if 8.0 <= frame.time_s < 9.5]
    first, last = found[0], found[-1]
    assert first is not None
    assert last is not None
    assert is_folded_through(first)
    assert not is_folded_through(last)
    # The head is on the picture's right.
    shoulder, hip = Landmark.RIGHT_SHOULDER, Landmark.RIGHT_HIP
    assert first.image_px[shoulder, 0] < first.image_px[hip, 0] - 50
    assert last.image_px[shoulder, 0] > last.image_px[hip, 0] + 50


def test_equal_and_odd_times_are_taken(model_path: Path, standing: Image) -> None:
    with PoseEstimator(model_path) as estimator:
        for time_s in (0.0, 0.0, 0.0001, 0.0004, 2.0):
            assert estimator.estimate(Frame(standing, time_s, 0)) is not None


def test_the_same_numbers_on_every_run_and_in_parallel(model_path: Path, standing: Image) -> None:
    images = [np.roll(standing, 3 * index, axis=1) for index in range(8)]

    def run(_: int) -> list[Landmarks | None]:
        with PoseEstimator(model_path) as estimator:
            return [estimator.estimate(frame) for frame in frames(images)]

    alone = run(0)
    with ThreadPoolExecutor(2) as pool:
        for together in pool.map(run, range(2)):
            for one, other in zip(alone, together, strict=True):
                assert one is not None
                assert other is not None
                np.testing.assert_array_equal(one.image_px, other.image_px)
                np.testing.assert_array_equal(one.world_m, other.world_m)


@pytest.mark.parametrize("content", [None, b"", b"no model", bytes(5000)])
def test_a_file_that_is_no_model_is_one_sentence(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "odd.task"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ModelError) as caught:
        PoseEstimator(path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_people_are_counted(model_path: Path, standing: Image) -> None:
    woman = standing[:, 220:420]
    background = standing[:, :200]
    with PeopleCounter(model_path) as counter:
        assert counter.count(Frame(np.hstack([background, woman, background]), 0.0, 0)) == 1
        assert counter.count(Frame(np.hstack([woman, background, woman]), 0.0, 0)) == 2
        assert counter.count(Frame(np.full_like(standing, 128), 0.0, 0)) == 0


@dataclass
class FakeModel:
    """Finds somebody when the picture is turned by one of `seen_at`; notes what it was asked."""

    seen_at: set[int]
    asked: list[tuple[int, int]] = field(default_factory=list)

    def detect_for_video(self, turn_deg: int, time_ms: int) -> bool:
        self.asked.append((turn_deg, time_ms))
        return turn_deg in self.seen_at

    def detect(self, turn_deg: int) -> bool:
        self.asked.append((turn_deg, 0))
        return turn_deg in self.seen_at

    def close(self) -> None:
        pass

    def turns(self) -> Iterator[int]:
        for turn_deg, _ in self.asked:
            yield turn_deg
        self.asked.clear()


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> FakeModel:
    model = FakeModel(set())
    somebody = Landmarks(np.zeros((33, 2)), np.zeros((33, 3)), np.zeros(33), np.zeros(33), 4, 4)
    monkeypatch.setattr(estimator_module, "create_landmarker", lambda path, video: model)
    monkeypatch.setattr(estimator_module, "mediapipe_image", lambda image, turn_deg, order: turn_deg)
    monkeypatch.setattr(estimator_module, "people_found", lambda result, *_: [somebody] if result else [])
    return model


def test_the_turn_that_works_is_kept_until_another_one_does(fake: FakeModel) -> None:
    estimator = PoseEstimator(Path("any"))
    picture = np.zeros((4, 4, 3), np.uint8)

    def asked_at(time_s: float) -> list[int]:
        estimator.estimate(Frame(picture, time_s, 0))
        return list(fake.turns())

    assert asked_at(0.0) == [0, 90, 270, 180]
    assert asked_at(0.1) == [0]  # searched a moment ago
    fake.seen_at = {270}
    assert asked_at(0.4) == [0]
    assert asked_at(0.5) == [0, 90, 270]
    assert asked_at(0.6) == [270]
    fake.seen_at = {0}
    assert asked_at(0.7) == [270]
    assert asked_at(1.0) == [270, 0]
    assert asked_at(1.1) == [0]


def test_times_given_to_mediapipe_rise_in_a_search_too(fake: FakeModel) -> None:
    estimator = PoseEstimator(Path("any"))
    for time_s in (0.0, 0.001, 0.002, 1.0, 1.001):
        estimator.estimate(Frame(np.zeros((4, 4, 3), np.uint8), time_s, 0))
    assert [time_ms for _, time_ms in fake.asked] == [0, 1, 2, 3, 4, 5, 1000, 1001, 1002, 1003, 1004]


def test_every_still_is_searched_from_upright(fake: FakeModel) -> None:
    estimator = PoseEstimator(Path("any"), "image")
    fake.seen_at = {90, 270}
    for _ in range(2):
        assert estimator.estimate(Frame(np.zeros((4, 4, 3), np.uint8), 0.0, 0)) is not None
        # And looked at in three more ways in the turn that worked: the mirrored body lies the other way round.
        assert list(fake.turns()) == [0, 90, 270, 90, 270]


@pytest.mark.parametrize(("seen_at", "looks"), [({0}, 1 + 3), ({90}, 2 + 3 + 8), (set(), 4 + 3 + 8)])
def test_a_still_is_looked_at_more_often_unless_every_look_finds_somebody(
    fake: FakeModel, seen_at: set[int], looks: int
) -> None:
    estimator = PoseEstimator(Path("any"), "image")
    fake.seen_at = seen_at
    found = estimator.estimate(Frame(np.zeros((4, 4, 3), np.uint8), 0.0, 0))
    assert (found is None) == (not seen_at)
    assert len(fake.asked) == looks
