"""`landmarks.npz`: all that pose estimation gave for a clip, to be judged again without the video or the model."""

import json
import os
import weakref
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import Any, Final, Literal, Self

import numpy as np
from numpy.typing import NDArray

from posecheck import __version__
from posecheck.errors import InputError, OutputError
from posecheck.files import whole_file
from posecheck.pose.centres import HIP_AHEAD, SHOULDER_UP
from posecheck.pose.landmarks import LANDMARK_COUNT, Landmarks

FORMAT: Final = 2
"""Goes up when older versions could not read the file any more."""

ARRAY_SHAPES: Final[Mapping[str, tuple[int, ...]]] = {
    "image_px": (LANDMARK_COUNT, 2),
    "world_m": (LANDMARK_COUNT, 3),
    "visibility": (LANDMARK_COUNT,),
    "presence": (LANDMARK_COUNT,),
    "flow_px_s": (LANDMARK_COUNT, 2),
}

MAY_BE_UNKNOWN: Final = frozenset({"flow_px_s"})
"""Arrays that may hold NaN where somebody was found."""

ROW: Final = np.dtype(
    [("times_s", np.float64), ("found", np.bool_), *((name, np.float32, shape) for name, shape in ARRAY_SHAPES.items())]
)
"""All that is kept of a frame."""

UNREADABLE: Final = (
    OSError,
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    EOFError,
    RuntimeError,
    zipfile.BadZipFile,
    zlib.error,
)
"""What reading raises where a file is no recording, or is damaged: one bit may make it look encrypted, even."""

IN_MEMORY_BYTES: Final = 4 * 2**20
"""What a recorder holds in memory: more goes to a temporary file, so that memory doesn't grow with the clip."""

ROWS_AT_ONCE: Final = 2000


@dataclass(frozen=True)
class RecordingInfo:
    """What a recording says about where it comes from.

    Attributes:
        source: File name of the clip or picture.
        kind: What it was.
        width_px: Width of its upright frames.
        height_px: Height of its upright frames.
        duration_s: How long the clip is as far as it was read; 0 for a picture.
        model: Name or file name of the pose model.
        people: The most people that were seen at once; None when nobody counted.
        complete: False when the work was broken off before the end.
        warnings: Sentences about what was wrong with the clip.
        cuts_s: Times after which the person began anew by key: open holds end there.
        version: The posecheck that wrote it.
        joints: How far the model's shoulders and hips were moved to the centres of the joints, in trunk lengths (see
            `posecheck.pose.centres`); None in recordings of before that was kept.
        identity: What the clip or picture is known by, as `media/identity.py` tells; None when there is no file of it.
    """

    source: str
    kind: Literal["video", "image"]
    width_px: int
    height_px: int
    duration_s: float
    model: str
    people: int | None = None
    complete: bool = True
    warnings: tuple[str, ...] = ()
    cuts_s: tuple[float, ...] = ()
    version: str = __version__
    joints: tuple[float, float] | None = (SHOULDER_UP, HIP_AHEAD)
    identity: str | None = None


@dataclass(frozen=True, eq=False)
class Recording:
    """The landmarks of every frame of a clip. Iterating gives `(time_s, landmarks)`, None where nobody was found.

    Attributes:
        info: Where it comes from.
        times_s: Array of shape `(frames,)`, strictly rising.
        found: Array of shape `(frames,)`: whether somebody was found; the arrays below hold NaN where not.
        image_px: Array of shape `(frames, 33, 2)`, float32, as in `Landmarks`.
        world_m: Array of shape `(frames, 33, 3)`, float32.
        visibility: Array of shape `(frames, 33)`, float32.
        presence: Array of shape `(frames, 33)`, float32.
        flow_px_s: Array of shape `(frames, 33, 2)`, float32; NaN where it isn't known, as in all recordings of before
            it was kept.
    """

    info: RecordingInfo
    times_s: NDArray[np.float64]
    found: NDArray[np.bool_]
    image_px: NDArray[np.float32]
    world_m: NDArray[np.float32]
    visibility: NDArray[np.float32]
    presence: NDArray[np.float32]
    flow_px_s: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.times_s)

    def __iter__(self) -> Iterator[tuple[float, Landmarks | None]]:
        for index, time_s in enumerate(self.times_s):
            yield float(time_s), self._at(index) if self.found[index] else None

    def save(self, path: Path) -> None:
        """Write the recording, whole or not at all.

        Raises:
            OutputError: The file cannot be written.
        """
        arrays = {item.name: getattr(self, item.name) for item in fields(self) if item.name != "info"}
        with whole_file(path) as partial, partial.open("wb") as file:
            np.savez_compressed(file, info=np.array(_info_json(self.info)), **arrays)

    @classmethod
    def load(cls, path: Path | str) -> Self:
        """Read a recording.

        Raises:
            InputError: The file is missing, is no recording, or is damaged.
        """
        path = Path(path)
        try:
            with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
                info = _info(json.loads(str(stored["info"])))
                arrays = {
                    item.name: stored[item.name]
                    for item in fields(cls)
                    if item.name != "info" and (item.name in stored or item.name not in MAY_BE_UNKNOWN)
                }
        except FileNotFoundError as error:
            raise InputError(f"{path} does not exist: name a landmarks.npz or the folder that it is in") from error
        except _NewerFormatError as error:
            raise InputError(f"{path} was written by posecheck {error}: update posecheck to read it") from error
        except UNREADABLE as error:
            raise InputError(f"{path} is not a recording of posecheck, or is damaged") from error
        if reason := _inconsistency(arrays):
            raise InputError(f"{path} is damaged: {reason}")
        for name in MAY_BE_UNKNOWN - arrays.keys():  # it wasn't kept from the beginning
            arrays[name] = np.full((len(arrays["times_s"]), *ARRAY_SHAPES[name]), np.nan, np.float32)
        return cls(info, **arrays)

    def _at(self, index: int) -> Landmarks:
        stored = {name: getattr(self, name)[index] for name in ARRAY_SHAPES}
        return _landmarks(stored, self.info.width_px, self.info.height_px)


def row_landmarks(row: np.void, width_px: int, height_px: int) -> Landmarks | None:
    """Return the landmarks in a row of `ROW`, of a picture of this size; None when nobody was found."""
    return _landmarks({name: row[name] for name in ARRAY_SHAPES}, width_px, height_px) if row["found"] else None


class Recorder:
    """Gathers landmarks frame by frame; a good kilobyte a frame, of which only the first minutes are kept in memory.

    Example:
        recorder = Recorder()
        for frame in source:
            recorder.add(frame.time_s, estimator.estimate(frame))
        recorder.save(path, info)
    """

    def __init__(self) -> None:
        self._count = 0
        self._file = SpooledTemporaryFile(max_size=IN_MEMORY_BYTES)  # noqa: SIM115 - closed with the recorder, below
        weakref.finalize(self, self._file.close)
        self._nobody = np.zeros((), ROW)
        for name in ARRAY_SHAPES:
            self._nobody[name] = np.nan

    def __len__(self) -> int:
        return self._count

    def add(self, time_s: float, landmarks: Landmarks | None) -> None:
        """Note the next frame.

        Args:
            time_s: Its time, later than that of the frame before.
            landmarks: Who was found in it.

        Raises:
            OutputError: The disk is full.
        """
        row = self._nobody.copy()
        row["times_s"] = time_s
        if landmarks is not None:
            row["found"] = True
            for name in ARRAY_SHAPES:
                array = getattr(landmarks, name)
                row[name] = np.nan if array is None else array
        try:
            self._file.write(row.tobytes())
        except OSError as error:
            raise OutputError(f"cannot keep the landmarks in the temporary folder: {error.strerror}") from error
        self._count += 1

    def rows(self) -> Iterator[NDArray[np.void]]:
        """Give what was gathered so far in arrays of `ROW`, a minute or so in each."""
        for first in range(0, self._count, ROWS_AT_ONCE):
            count = min(ROWS_AT_ONCE, self._count - first)
            self._file.seek(first * ROW.itemsize)
            yield np.frombuffer(self._file.read(count * ROW.itemsize), ROW)
        self._file.seek(0, os.SEEK_END)

    def moments(self, width_px: int, height_px: int) -> Iterator[tuple[float, Landmarks | None]]:
        """Give time and landmarks of each frame so far, for a picture of this size."""
        for rows in self.rows():
            for row in rows:
                yield float(row["times_s"]), row_landmarks(row, width_px, height_px)

    def recording(self, info: RecordingInfo) -> Recording:
        """Return what was gathered so far."""
        rows = np.concatenate([np.zeros(0, ROW), *self.rows()])
        return Recording(info, **{name: np.ascontiguousarray(rows[name]) for name in ROW.names or ()})

    def save(self, path: Path, info: RecordingInfo) -> None:
        """Write what was gathered so far as `Recording.save` would, without holding all of it in memory.

        Raises:
            OutputError: The file cannot be written.
        """
        with whole_file(path) as partial, zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as archive:
            with archive.open("info.npy", "w") as member:
                np.lib.format.write_array(member, np.array(_info_json(info)))
            for name in ROW.names or ():
                field = ROW[name]
                header = {
                    "descr": field.base.str,
                    "fortran_order": False,
                    "shape": (self._count, *field.shape),
                }
                with archive.open(f"{name}.npy", "w", force_zip64=True) as member:
                    np.lib.format.write_array_header_1_0(member, header)
                    for rows in self.rows():
                        member.write(rows[name].tobytes())


def _landmarks(stored: Mapping[str, NDArray[np.float32]], width_px: int, height_px: int) -> Landmarks:
    # Judging counts in float64; the numbers are the ones that were stored, so that it comes to the same again.
    arrays = {name: array.astype(np.float64) for name, array in stored.items()}
    return Landmarks(**arrays, width_px=width_px, height_px=height_px)


class _NewerFormatError(Exception):
    """The file was written by a newer posecheck, whose version is the argument."""


def _info_json(info: RecordingInfo) -> str:
    return json.dumps({"format": FORMAT, **asdict(info)}, ensure_ascii=False)


def _info(stored: dict[str, Any]) -> RecordingInfo:
    if stored.pop("format") > FORMAT:
        raise _NewerFormatError(stored.get("version", "of a newer version"))
    lists = {name: tuple(stored.get(name, ())) for name in ("warnings", "cuts_s")}
    joints = tuple(stored["joints"]) if stored.get("joints") else None
    info = RecordingInfo(**{**stored, **lists, "joints": joints})
    if info.kind not in ("video", "image") or min(info.width_px, info.height_px) < 1:
        raise ValueError("a recording of no picture")
    return info


def _inconsistency(arrays: Mapping[str, NDArray[Any]]) -> str | None:
    times_s, found = arrays["times_s"], arrays["found"]
    if times_s.ndim != 1 or times_s.dtype.kind != "f" or not np.all(np.diff(times_s) > 0):
        return "its times do not rise"
    if found.shape != times_s.shape or found.dtype.kind != "b":
        return "it does not say for every time whether somebody was found"
    for name, shape in ARRAY_SHAPES.items():
        if name not in arrays:
            continue
        array = arrays[name]
        if array.shape != (len(times_s), *shape) or array.dtype.kind != "f":
            return f"{name} has the shape {array.shape}, expected {(len(times_s), *shape)}"
        known = array[found] if name not in MAY_BE_UNKNOWN else array[~np.isnan(array)]
        if not np.all(np.isfinite(known)):
            return f"{name} has values that are no numbers"
    return None
