"""The results of many clips as one Parquet data set: `files`, `holds`, `counts` and `frames`, and a table to look at.

Each is a folder of Parquet files, as pandas, Polars, DuckDB and Spark read them. The rows come in the order of the
files, so that the same clips give the same data set wherever they were analysed.
"""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from posecheck.errors import InputError, OutputError, UsageError
from posecheck.files import whole_file
from posecheck.results.folder import FRAMES_FILE, SUMMARY_FILE
from posecheck.results.frames_table import TEXT_COLUMNS, columns

try:
    import pyarrow as pa
    import pyarrow.csv as pa_csv
    import pyarrow.parquet as pq
except ImportError as missing:
    raise UsageError("a batch needs pyarrow: pip install 'posecheck[batch]'") from missing

DATASET_FOLDER: Final = "dataset"
TABLE_FILE: Final = "summary.csv"

ROWS_PER_FILE: Final = 250_000
"""Some two hours of frames, which take about 100 MB in memory while they are gathered."""

FILES: Final = pa.schema(
    [
        *((name, pa.string()) for name in ("clip", "path", "problem", "results", "kind")),
        ("complete", pa.bool_()),
        ("duration_s", pa.float64()),
        *((name, pa.int64()) for name in ("frames", "detected_frames")),
        ("view", pa.string()),
        ("yaw_deg", pa.float64()),
        *((name, pa.string()) for name in ("pose", "variant")),
        ("accepted", pa.bool_()),
        ("score", pa.float64()),
        ("holds", pa.int64()),
        ("held_s", pa.float64()),
        ("counts", pa.int64()),
        ("repetitions", pa.int64()),
        ("warnings", pa.list_(pa.string())),
    ]
)

_WHAT: Final = [(name, pa.string()) for name in ("clip", "path", "pose", "variant", "phase", "side")]

_FAULTS: Final = pa.list_(pa.struct([("check", pa.string()), ("cue", pa.string()), ("fraction", pa.float64())]))

_MEASURED: Final = pa.list_(
    pa.struct(
        [
            *((name, pa.string()) for name in ("check", "measure")),
            *((name, pa.float64()) for name in ("median", "spread")),
            ("moments", pa.int64()),
        ]
    )
)

HOLDS: Final = pa.schema(
    [
        *_WHAT,
        *((name, pa.float64()) for name in ("start_s", "end_s", "held_s")),
        ("complete", pa.bool_()),
        ("score", pa.float64()),
        ("faults", _FAULTS),
        ("measured", _MEASURED),
    ]
)

COUNTS: Final = pa.schema(
    [*_WHAT, *((name, pa.float64()) for name in ("start_s", "end_s", "score")), ("faults", _FAULTS)]
)

_FRAME_TYPES: Final = {name: pa.string() if name in TEXT_COLUMNS else pa.float64() for name in columns()}

FRAMES: Final = pa.schema([("clip", pa.string()), *_FRAME_TYPES.items()])


@dataclass(frozen=True)
class Entry:
    """A file of a batch.

    Attributes:
        path: As it was named.
        clip: What it is known by: copies of a clip share it; None when the file cannot be read.
        folder: Its results; None when there are none.
        problem: Why there are none.
    """

    path: Path
    clip: str | None
    folder: Path | None
    problem: str | None = None


def write_dataset(entries: Iterable[Entry], out: Path) -> list[dict[str, Any]]:
    """Collect the results of many clips into `out/dataset/` and `out/summary.csv`, replacing what was there.

    Returns:
        The rows of `files`.

    Raises:
        InputError: The results of a clip are damaged.
        OutputError: The data set cannot be written.
    """
    partial = out / f".{DATASET_FOLDER}.partial"
    rows: list[dict[str, Any]] = []
    counted: set[str] = set()
    try:
        shutil.rmtree(partial, ignore_errors=True)
        with (
            _Table(partial / "files", FILES) as files,
            _Table(partial / "holds", HOLDS) as holds,
            _Table(partial / "counts", COUNTS) as counts,
            _Table(partial / "frames", FRAMES) as frames,
        ):
            for entry in entries:
                row, held, movements = _clip_rows(entry, out)
                rows.append(row)
                # Copies of a clip are listed in `files`, but count once.
                if entry.clip is not None and entry.folder is not None and entry.clip not in counted:
                    counted.add(entry.clip)
                    holds.add(pa.Table.from_pylist(held, HOLDS))
                    counts.add(pa.Table.from_pylist(movements, COUNTS))
                    frames.add(_frames(entry.clip, entry.folder / FRAMES_FILE))
            files.add(pa.Table.from_pylist(rows, FILES))
        shutil.rmtree(out / DATASET_FOLDER, ignore_errors=True)
        partial.rename(out / DATASET_FOLDER)
        _write_table(out / TABLE_FILE, rows)
    except OSError as error:
        raise OutputError(f"cannot write {out / DATASET_FOLDER}: {error.strerror or error}") from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return rows


class _Table:
    """Writes rows into files of a bounded size; a context manager. There is a file even without a row."""

    def __init__(self, folder: Path, schema: pa.Schema) -> None:
        self._folder = folder
        self._schema = schema
        self._waiting: list[pa.Table] = []
        self._rows = 0
        self._count = 0
        folder.mkdir(parents=True)

    def add(self, rows: pa.Table) -> None:
        self._waiting.append(rows)
        self._rows += rows.num_rows
        if self._rows >= ROWS_PER_FILE:
            self._flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None and (self._waiting or not self._count):
            self._flush()

    def _flush(self) -> None:
        table = pa.concat_tables([self._schema.empty_table(), *self._waiting])
        pq.write_table(table, self._folder / f"part-{self._count:05}.parquet", compression="zstd")
        self._count += 1
        self._waiting = []
        self._rows = 0


def _clip_rows(entry: Entry, out: Path) -> tuple[dict[str, Any], list[dict[str, Any]], list[dict[str, Any]]]:
    row: dict[str, Any] = dict.fromkeys(FILES.names)
    row |= {"clip": entry.clip, "path": str(entry.path), "problem": entry.problem}
    if entry.folder is None:
        return row, [], []
    try:
        summary = json.loads((entry.folder / SUMMARY_FILE).read_text(encoding="utf-8"))
        named = {"clip": entry.clip, "path": str(entry.path)}
        held = [{**named, **hold} for hold in summary["holds"]]
        movements = [{**named, **count} for count in summary.get("counts", [])]  # earlier versions had none
        row |= {
            **{name: summary[name] for name in summary.keys() & set(FILES.names) - {"holds", "counts", "view"}},
            "results": entry.folder.relative_to(out).as_posix(),
            "view": summary["view"]["kind"],
            "yaw_deg": summary["view"]["yaw_deg"],
            "holds": len(held),
            "held_s": sum(hold["held_s"] for hold in held),
            "counts": len(movements),
        }
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(f"the results in {entry.folder} are damaged: remove that folder and run again") from error
    return row, held, movements


def _frames(clip: str, path: Path) -> pa.Table:
    options = pa_csv.ConvertOptions(column_types=_FRAME_TYPES, strings_can_be_null=True)
    try:
        table = pa_csv.read_csv(path, convert_options=options)
        clips = pa.array([clip] * table.num_rows, pa.string())
        return table.add_column(0, "clip", clips).select(FRAMES.names).cast(FRAMES)
    except (OSError, pa.ArrowInvalid, KeyError) as error:
        raise InputError(f"{path} is damaged: remove its folder and run again") from error


def _write_table(path: Path, rows: list[dict[str, Any]]) -> None:
    with whole_file(path) as partial, partial.open("w", newline="", encoding="utf-8") as file:
        table = csv.DictWriter(file, FILES.names, lineterminator="\n")
        table.writeheader()
        table.writerows(_spelled(rows))


def _spelled(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for row in rows:
        yield {**row, "warnings": " ".join(row["warnings"] or ())}
