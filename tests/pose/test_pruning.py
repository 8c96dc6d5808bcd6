"""The pose network without its mask gives the landmarks that it gives with it."""

import io
import zipfile
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from mediapipe.tasks.metadata import schema_py_generated as schema

from posecheck.media.reader import open_source
from posecheck.pose import landmarker as landmarker_module
from posecheck.pose.estimator import PoseEstimator
from posecheck.pose.model import MEMBERS
from posecheck.pose.pruning import without_mask

SAMPLE = Path(__file__).parents[2] / "samples" / "knee-hug-left.mp4"

FRAMES = 4

DETECTOR_NETWORK, LANDMARK_NETWORK = MEMBERS


def network(bundle: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(bundle)) as archive:
        return archive.read(LANDMARK_NETWORK)


def largest_outputs(data: bytes) -> list[int]:
    """How many numbers each operator gives."""
    graph = schema.Model.GetRootAsModel(data, 0).Subgraphs(0)
    operators = [graph.Operators(index) for index in range(graph.OperatorsLength())]
    return [int(np.prod(graph.Tensors(operator.Outputs(0)).ShapeAsNumpy())) for operator in operators]


def landmarks(model_path: Path) -> list[np.ndarray[Any, Any]]:
    """All numbers of a few frames, followed from one to the next."""
    with open_source(SAMPLE) as source, PoseEstimator(model_path) as estimator:
        found = [estimator.estimate(frame) for frame in islice(source, FRAMES)]
    assert None not in found
    return [array for each in found if each for array in (each.image_px, each.world_m, each.visibility, each.presence)]


def test_landmarks_are_the_same_to_the_last_bit(model_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lean = landmarks(model_path)
    monkeypatch.setattr(landmarker_module, "_bundle", lambda path, _changed_ns: path.read_bytes())
    whole = landmarks(model_path)
    assert len(lean) == 4 * FRAMES
    assert all(np.array_equal(one, other) for one, other in zip(lean, whole, strict=True))


def test_what_only_the_mask_needs_is_left_out(model_path: Path) -> None:
    bundle = model_path.read_bytes()
    whole, lean = largest_outputs(network(bundle)), largest_outputs(network(without_mask(bundle)))
    for mask_layer in (256 * 256, 256 * 256 * 8):
        assert mask_layer in whole
        assert mask_layer not in lean
    assert len(whole) - 60 < len(lean) < len(whole)
    assert zipfile.ZipFile(io.BytesIO(without_mask(bundle))).testzip() is None


def bundle_of(networks: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data in networks.items():
            archive.writestr(name, data)
    return packed.getvalue()


def test_other_bundles_are_left_as_they_are(model_path: Path) -> None:
    bundle = model_path.read_bytes()
    lean = without_mask(bundle)
    assert without_mask(lean) == lean  # there is no mask in it any more
    with zipfile.ZipFile(io.BytesIO(bundle)) as archive:
        detector = archive.read(DETECTOR_NETWORK)
    damaged = (b"", b"TFL3" * 100, b"\xff\xff\xff\x7fTFL3", bytes(4) + b"TFL3" + bytes(100), network(bundle)[:5000])
    for odd in (b"", b"no model", bundle[:1000], *(bundle_of({LANDMARK_NETWORK: odd}) for odd in (detector, *damaged))):
        assert without_mask(odd) == odd
