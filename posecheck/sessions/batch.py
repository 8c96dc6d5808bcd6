"""Thousands of clips: what is done is skipped, what cannot be used is noted, and the rest is analysed.

Every clip has a folder of its own, called after its content, and a note in it that tells with what settings it was
made. Nothing else is remembered, so a batch can be killed and started again, moved, or run on another machine.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from posecheck import __version__
from posecheck.errors import InputError, OutputError, PosecheckError
from posecheck.files import whole_file
from posecheck.media.identity import file_identity
from posecheck.sessions.analyze import Analyzer, Interrupted

CLIPS_FOLDER: Final = "clips"
NOTE_FILE: Final = "batch.json"

READERS: Final = 8
"""Files whose identity is found at once: it is a matter of waiting for the disk or the network."""

IDENTITY_DIGITS: Final = 16

STEM_BYTES: Final = 120
"""So much of a clip's name goes into that of its folder: file systems take 255 bytes at most, some of them only 143."""


@dataclass(frozen=True)
class BatchClip:
    """A file of the batch.

    Attributes:
        path: As it was named.
        identity: What it is known by; None when it cannot be read.
        folder: Where its results are or will be; None when it cannot be read.
        problem: Why it cannot be used; None as long as nobody knows of anything.
    """

    path: Path
    identity: str | None = None
    folder: Path | None = None
    problem: str | None = None


@dataclass(frozen=True)
class Task:
    """What a worker is told: a clip, where to put its results, and how; it can be sent to another machine.

    Attributes:
        path: The clip.
        folder: For its results.
        analyzer: With the settings of the batch.
        made_with: What the note shall say.
    """

    path: Path
    folder: Path
    analyzer: Analyzer
    made_with: str

    def run(self) -> str | None:
        """Analyse the clip, or the rest of it; returns a sentence when it cannot be used.

        Raises:
            OutputError: The results cannot be written, so that there is no point in going on with other clips.
            KeyboardInterrupt: Ctrl-C.
        """
        try:
            self.analyzer.analyze(self.path, self.folder)
        except OutputError:
            raise
        except Interrupted:
            raise KeyboardInterrupt from None  # whose summary needs not travel between processes
        except PosecheckError as error:
            return str(error)
        except Exception as error:  # noqa: BLE001 - whatever one clip does to a library, the others are analysed
            return f"{self.path} made {type(error).__name__}: {error}"
        with whole_file(self.folder / NOTE_FILE) as partial:
            partial.write_text(json.dumps({"made_with": self.made_with}) + "\n", encoding="utf-8")
        return None


@dataclass(frozen=True)
class BatchPlan:
    """What a batch has before it.

    Attributes:
        clips: All files, in their order; copies of one clip share a folder.
        tasks: One for each clip that is not done.
    """

    clips: tuple[BatchClip, ...]
    tasks: tuple[Task, ...]


def plan_batch(paths: Iterable[Path], out: Path, analyzer: Analyzer) -> BatchPlan:
    """Find out which clips are to be analysed.

    Args:
        paths: The files.
        out: Folder of the batch.
        analyzer: With the settings of the batch.

    Raises:
        InputError: The pose model cannot be read.
    """
    made_with = settings_key(analyzer)
    known = {folder.name.rpartition("-")[2]: folder for folder in (out / CLIPS_FOLDER).glob("*-*")}
    clips: list[BatchClip] = []
    tasks: dict[str, Task] = {}
    for path, identity, problem in _identified(paths):
        if identity is None:
            clips.append(BatchClip(path, problem=problem))
            continue
        # Cut by bytes, and never within a character: one letter may be four of them.
        stem = os.fsencode(path.stem)[:STEM_BYTES].decode(errors="ignore")
        folder = known.setdefault(identity, out / CLIPS_FOLDER / f"{stem}-{identity}")
        clips.append(BatchClip(path, identity, folder))
        if identity not in tasks and not _is_done(folder, made_with):
            tasks[identity] = Task(path, folder, analyzer, made_with)
    return BatchPlan(tuple(clips), tuple(tasks.values()))


def settings_key(analyzer: Analyzer) -> str:
    """Return what the results of a clip depend on besides the clip: version, model, and what is looked for.

    Raises:
        InputError: The pose model cannot be read.
    """
    asked = json.dumps(asdict(analyzer.asked), default=_as_json, sort_keys=True)
    made_with = f"{__version__} {file_identity(analyzer.model_path)} {analyzer.video} {analyzer.every_frame} {asked}"
    return hashlib.sha256(made_with.encode()).hexdigest()[:IDENTITY_DIGITS]


def _identified(paths: Iterable[Path]) -> Iterator[tuple[Path, str | None, str | None]]:
    def identify(path: Path) -> tuple[Path, str | None, str | None]:
        try:
            return path, file_identity(path)[:IDENTITY_DIGITS], None
        except InputError as error:
            return path, None, str(error)

    with ThreadPoolExecutor(READERS) as readers:
        yield from readers.map(identify, paths)


def _is_done(folder: Path, made_with: str) -> bool:
    try:
        note = json.loads((folder / NOTE_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(note, dict) and note.get("made_with") == made_with


def _as_json(value: Any) -> Any:
    # A set has no order of its own, and another one in every process.
    return sorted(map(str, value)) if isinstance(value, (set, frozenset)) else str(value)
