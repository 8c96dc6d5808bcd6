"""Leaving out of a pose network what nobody asks for: the mask of the person's outline.

MediaPipe calculates the mask in every frame and throws it away. Its layers are a tenth of the network's
multiplications, but the ones on the largest pictures: without them a frame takes two thirds of the time. What is left
is calculated as before, by the same layers in the same order, so the landmarks are the same to the last bit.
"""

import io
import struct
import zipfile
from collections.abc import Iterable
from typing import Final

import numpy as np
from flatbuffers.table import Table

LANDMARK_NETWORK: Final = "pose_landmarks_detector.tflite"

OUTPUTS: Final = 5
MASK_OUTPUT: Final = 2
"""MediaPipe knows the outputs by their place: landmarks, whether somebody is there, mask, heat map, metres."""

IDENTIFIER: Final = b"TFL3"

# Numbers of the fields in TFLite's schema.fbs.
MODEL_SUBGRAPHS: Final = 2
GRAPH_TENSORS: Final = 0
GRAPH_OUTPUTS: Final = 2
GRAPH_OPERATORS: Final = 3
TENSOR_SHAPE: Final = 0
OPERATOR_INPUTS: Final = 1
OPERATOR_OUTPUTS: Final = 2


def without_mask(bundle: bytes) -> bytes:
    """Return the `.task` bundle with a landmark network that calculates no mask.

    A bundle that isn't built as expected is returned as it is: whether it is of any use is for MediaPipe to say.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(bundle)) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
        members[LANDMARK_NETWORK] = _pruned(members[LANDMARK_NETWORK])
    except (zipfile.BadZipFile, KeyError, IndexError, NotImplementedError, struct.error, ValueError):
        return bundle
    lean = io.BytesIO()
    with zipfile.ZipFile(lean, "w", zipfile.ZIP_STORED) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data)
    return lean.getvalue()


def _pruned(network: bytes) -> bytes:
    """Return the landmark network without the layers that only the mask needs.

    In the place of the mask there is an output that is calculated anyway; nothing else in the file is moved.

    Args:
        network: A TFLite flatbuffer.

    Raises:
        ValueError: It is no landmark network of BlazePose. One that is damaged may raise IndexError or struct.error.
    """
    data = bytearray(network)
    if data[4:8] != IDENTIFIER:
        raise ValueError("no TFLite network")
    model = Table(data, struct.unpack_from("<I", data)[0])
    graph = _tables(model, MODEL_SUBGRAPHS)[0]
    outputs = _numbers(graph, GRAPH_OUTPUTS)
    tensors, operators = _tables(graph, GRAPH_TENSORS), _tables(graph, GRAPH_OPERATORS)
    if len(outputs) != OUTPUTS or not _is_mask(_numbers(tensors[outputs[MASK_OUTPUT]], TENSOR_SHAPE)):
        raise ValueError("no landmark network")
    outputs[MASK_OUTPUT] = outputs[0]
    needed = _needed(operators, outputs)
    struct.pack_into(f"<{OUTPUTS}i", data, _start(graph, GRAPH_OUTPUTS), *outputs)
    first = _start(graph, GRAPH_OPERATORS)
    struct.pack_into("<I", data, first - 4, len(needed))
    for place, operator in zip(range(first, first + 4 * len(needed), 4), needed, strict=True):
        struct.pack_into("<I", data, place, operator.Pos - place)  # a table is referred to by its distance
    return bytes(data)


def _is_mask(shape: list[int]) -> bool:
    """Whether an output of this shape is a picture of one channel."""
    return len(shape) == 4 and shape[1] == shape[2] > 1 and shape[3] == 1


def _needed(operators: list[Table], outputs: Iterable[int]) -> list[Table]:
    """The operators that some output depends on, in their order."""
    wanted = set(outputs)
    needed = []
    for operator in reversed(operators):  # they come in the order of calculation
        if wanted.intersection(_numbers(operator, OPERATOR_OUTPUTS)):
            needed.append(operator)
            wanted.update(_numbers(operator, OPERATOR_INPUTS))
    return needed[::-1]


def _start(table: Table, field: int) -> int:
    """Where the elements of a field that is a vector begin; their number is just before."""
    offset = table.Offset(4 + 2 * field)
    if not offset:
        raise ValueError("a field is missing")
    return int(table.Vector(offset))


def _numbers(table: Table, field: int) -> list[int]:
    start = _start(table, field)
    (count,) = struct.unpack_from("<I", table.Bytes, start - 4)
    numbers: list[int] = np.frombuffer(table.Bytes, "<i4", count, start).tolist()
    return numbers


def _tables(table: Table, field: int) -> list[Table]:
    start = _start(table, field)
    return [Table(table.Bytes, start + 4 * index + away) for index, away in enumerate(_numbers(table, field))]
