"""The history's file: its tables, how older ones are brought up to date, and what is done about one that is damaged."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import Final

from platformdirs import user_data_path

from posecheck.errors import InputError, OutputError

APPLICATION_ID: Final = 0x706F7365
"""Says in the file's header that it is a history of posecheck: `pose` in ASCII."""

MIGRATIONS: Final = (
    (
        # `started` is local time with its distance from UTC: its first ten characters are the day as the person had it.
        """CREATE TABLE sessions (
            id INTEGER PRIMARY KEY,
            kind TEXT NOT NULL CHECK (kind IN ('live', 'routine', 'analysis')),
            name TEXT NOT NULL,
            started TEXT NOT NULL,
            minutes REAL,
            complete INTEGER NOT NULL DEFAULT 0
        )""",
        """CREATE TABLE holds (
            id INTEGER PRIMARY KEY,
            session INTEGER NOT NULL REFERENCES sessions ON DELETE CASCADE,
            item INTEGER NOT NULL,
            place INTEGER NOT NULL,
            pose TEXT NOT NULL,
            variant TEXT NOT NULL,
            phase TEXT NOT NULL,
            side TEXT,
            start_s REAL NOT NULL,
            end_s REAL NOT NULL,
            held_s REAL NOT NULL,
            score REAL,
            complete INTEGER NOT NULL,
            UNIQUE (session, item, place)
        )""",
        "CREATE INDEX holds_of_a_pose ON holds (pose)",
        """CREATE TABLE faults (
            hold INTEGER NOT NULL REFERENCES holds ON DELETE CASCADE,
            name TEXT NOT NULL,
            cue TEXT NOT NULL,
            fraction REAL NOT NULL,
            PRIMARY KEY (hold, name)
        )""",
        """CREATE TABLE measured (
            hold INTEGER NOT NULL REFERENCES holds ON DELETE CASCADE,
            name TEXT NOT NULL,
            measure TEXT NOT NULL,
            median REAL NOT NULL,
            spread REAL NOT NULL,
            moments INTEGER NOT NULL,
            PRIMARY KEY (hold, name)
        )""",
        """CREATE TABLE counts (
            session INTEGER NOT NULL REFERENCES sessions ON DELETE CASCADE,
            item INTEGER NOT NULL,
            place INTEGER NOT NULL,
            pose TEXT NOT NULL,
            variant TEXT NOT NULL,
            phase TEXT NOT NULL,
            side TEXT,
            start_s REAL NOT NULL,
            end_s REAL NOT NULL,
            score REAL,
            PRIMARY KEY (session, item, place)
        ) WITHOUT ROWID""",
        """CREATE TABLE events (
            id INTEGER PRIMARY KEY,
            session INTEGER NOT NULL REFERENCES sessions ON DELETE CASCADE,
            time_s REAL NOT NULL,
            kind TEXT NOT NULL,
            text TEXT NOT NULL
        )""",
        "CREATE INDEX events_of_a_session ON events (session)",
        """CREATE TABLE pain (
            id INTEGER PRIMARY KEY,
            session INTEGER NOT NULL REFERENCES sessions ON DELETE CASCADE,
            moment TEXT NOT NULL CHECK (moment IN ('before', 'during', 'after')),
            rating INTEGER NOT NULL CHECK (rating BETWEEN 0 AND 10),
            time_s REAL
        )""",
        "CREATE INDEX pain_of_a_session ON pain (session)",
    ),
)
"""What brings a file from each version to the next. A published one is never changed: a new version is a new entry."""

VERSION: Final = len(MIGRATIONS)

BUSY_S: Final = 5.0
"""How long another process that is writing is waited for."""

MAGIC: Final = b"SQLite format 3\0"

COMPANIONS: Final = ("-wal", "-shm")
"""Files that SQLite keeps beside its own. They go where the file goes: read beside a new one they would spoil it."""


class _DamagedError(Exception):
    """The file is no history, or is damaged."""


def history_file() -> Path:
    """Return where the history is kept; it need not exist."""
    return user_data_path("posecheck", appauthor=False) / "history.db"


def open_for_writing(path: Path, today: date, busy_s: float = BUSY_S) -> tuple[sqlite3.Connection, str | None]:
    """Open the history, begun anew where there is none. It may be used from any thread, by one at a time.

    A damaged file is set aside under a name with the date, and a new one is begun.

    Args:
        path: The file.
        today: For that name.
        busy_s: How long another process that is writing is waited for.

    Returns:
        The connection, and a sentence about a file that was set aside.

    Raises:
        InputError: A newer posecheck has written the file.
        OutputError: There is no place to write, or another process keeps the file locked.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            return _open(path, busy_s), None
        except _DamagedError:
            aside = _set_aside(path, today)
        opened = _open(path, busy_s)
    except (OSError, sqlite3.Error, _DamagedError) as error:
        raise OutputError(f"cannot keep a history in {path}: {reason(error)}") from error
    told = f"the history was damaged: it is now {aside}, and a new one has been begun" if aside else None
    return opened, told


def open_for_reading(path: Path, today: date) -> tuple[sqlite3.Connection, str | None]:
    """Open the history; where there is none, an empty one in memory. Arguments and returns as of `open_for_writing`.

    Raises:
        InputError: A newer posecheck has written the file, or it cannot be read.
        OutputError: It is damaged, and cannot be set aside.
    """
    if not path.exists():
        return _prepared(sqlite3.connect(":memory:", isolation_level=None)), None
    try:
        return open_for_writing(path, today)
    except OutputError as unwritable:
        # On a read-only disk SQLite cannot make its companion files, and reads the file as one that nobody writes.
        try:
            connection = sqlite3.connect(f"{path.absolute().as_uri()}?immutable=1", uri=True, isolation_level=None)
            if _version(connection) == VERSION:
                return connection, None
        except sqlite3.Error:
            pass
        raise unwritable


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """Do all that the block does, or nothing of it when it raises or the process is killed.

    Raises:
        sqlite3.Error: It cannot be done.
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield connection
        connection.execute("COMMIT")
    except BaseException:
        with suppress(sqlite3.Error):  # SQLite has done so by itself, such as when the disk is full
            connection.execute("ROLLBACK")
        raise


def reason(error: Exception) -> str:
    """Return in words why the file cannot be used."""
    if isinstance(error, OSError):
        return error.strerror or str(error)
    known = {
        sqlite3.SQLITE_BUSY: "another program keeps it locked",
        sqlite3.SQLITE_FULL: "the disk is full",
        sqlite3.SQLITE_READONLY: "it cannot be written",
        sqlite3.SQLITE_CANTOPEN: "it cannot be opened",
        sqlite3.SQLITE_IOERR: "the disk is full, or cannot be written",
    }
    return known.get(_code(error), str(error) or "it is damaged")


def _open(path: Path, busy_s: float) -> sqlite3.Connection:
    if _is_foreign(path):
        raise _DamagedError
    connection = sqlite3.connect(path, timeout=busy_s, isolation_level=None, check_same_thread=False)
    try:
        return _prepared(connection)
    except InputError as error:
        connection.close()
        raise InputError(f"{path} {error}") from error
    except BaseException as error:
        connection.close()
        if isinstance(error, sqlite3.Error) and _code(error) in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            raise _DamagedError from error
        raise


def _is_foreign(path: Path) -> bool:
    """Whether the file isn't one of SQLite's, or shorter than its first page.

    SQLite itself takes a file that is too short for an empty one: it would write over it, and delete the log beside it.
    """
    try:
        with path.open("rb") as file:
            header = file.read(100)
    except FileNotFoundError:
        return False
    if not header:
        return False
    page = int.from_bytes(header[16:18])
    return not header.startswith(MAGIC) or path.stat().st_size < (page if page > 1 else 65536)


def _prepared(connection: sqlite3.Connection) -> sqlite3.Connection:
    """The connection, its file checked and brought up to date."""
    if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
        raise _DamagedError
    if _version(connection) < VERSION:
        # Only one process can be the first to make the file one with a log beside it.
        with suppress(sqlite3.OperationalError):
            connection.execute("PRAGMA journal_mode = WAL")
        with transaction(connection):
            # Another process may have been faster; and nobody can be now.
            for migration in MIGRATIONS[_version(connection) :]:
                for statement in migration:
                    connection.execute(statement)
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {VERSION}")
    # What is committed outlives the process; only a power cut may take the last moments, and never the file.
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")
    return connection


def _version(connection: sqlite3.Connection) -> int:
    """The version of the file; 0 when there is nothing in it."""
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if not tables and not version:
        return 0
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise _DamagedError
    if version > VERSION:
        raise InputError(
            f"was written by a newer posecheck (its version is {version}, this one knows {VERSION}): update posecheck"
        )
    return version


def _set_aside(path: Path, today: date) -> Path | None:
    """Rename the damaged file; returns its new name, or None when another process has just done so."""
    guard = sqlite3.connect(path.with_name(f"{path.stem}-damaged-lock{path.suffix}"), BUSY_S, isolation_level=None)
    with closing(guard):
        # One process at a time: the second must not take the new file that the first has begun for the damaged one.
        guard.execute("BEGIN EXCLUSIVE")
        try:
            _open(path, BUSY_S).close()
        except _DamagedError:
            return _renamed(path, today)
        return None


def _renamed(path: Path, today: date) -> Path:
    aside = path.with_name(f"{path.stem}-damaged-{today.isoformat()}{path.suffix}")
    number = 2
    while aside.exists():
        aside = path.with_name(f"{path.stem}-damaged-{today.isoformat()}-{number}{path.suffix}")
        number += 1
    for ending in COMPANIONS:
        with suppress(FileNotFoundError):
            Path(f"{path}{ending}").rename(f"{aside}{ending}")
    path.rename(aside)
    return aside


def set_aside_files(path: Path) -> list[Path]:
    """Return the damaged files that were set aside beside the history, with all that belongs to them."""
    return sorted(path.parent.glob(f"{path.stem}-damaged-*{path.suffix}*"))


def _code(error: Exception) -> int:
    """The primary SQLite error code; 0 when there is none."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF
