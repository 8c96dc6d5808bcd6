"""What a session writes into the history while it goes on: every finished hold is there as soon as it is known."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Final, Literal, Self, TypeVar

from posecheck.coach import pain
from posecheck.errors import PosecheckError
from posecheck.results.history import History, Practised
from posecheck.results.history_file import BUSY_S, open_for_writing, reason, transaction

if TYPE_CHECKING:
    from posecheck.coach.guidance import PainMoment
    from posecheck.coach.judgement import CountRecord, HoldRecord

Kind = Literal["live", "routine", "analysis"]

PATIENCE_S: Final = 0.05
"""While the session goes on, another process that is writing is waited for no longer than this; what could not be
written is kept and written with the next."""

_Write = Callable[[sqlite3.Connection, int], object]
"""Writes something about the session of this number."""

_Key = tuple[int, int, int]
"""Session, item, and place among the records of that item."""

_Record = TypeVar("_Record")


class SessionLog:
    """Writes one session; a context manager, to be used from any thread.

    It never raises because of the disk: a session must go on without its history. What could not be written is tried
    again with whatever comes next, and if nothing helps, `notice` says so in a sentence at the end.

        with SessionLog("live", "child-pose", datetime.now().astimezone(), history_file()) as log:
            log.rate_pain("before", 4)
            log.holds(judge.holds)      # again and again: all that are finished so far
            log.end(minutes=6.2, complete=True)
        if log.notice: ...

    Attributes:
        session: The session's number in the history; None as long as it isn't there.
    """

    def __init__(self, kind: Kind, name: str, started: datetime, path: Path | None) -> None:
        """Begin; the history is opened, and has the session, once there is something to write about it.

        Args:
            kind: What kind of session it is.
            name: Of the stretch, the routine or the clip.
            started: With its distance from UTC, which tells the day as the person has it.
            path: The history's file; None for keeping nothing.

        Raises:
            ValueError: The time says nothing about its distance from UTC.
        """
        if started.utcoffset() is None:
            raise ValueError("a session's start must be told with its distance from UTC: use .astimezone()")
        self.session: int | None = None
        self._begun = (kind, name, started.isoformat(timespec="seconds"))
        self._today = started.date()
        self._path = path
        self._connection: sqlite3.Connection | None = None
        self._lock = threading.RLock()
        self._waiting: list[_Write] = []
        self._held: dict[int, tuple[HoldRecord, ...]] = {}
        self._counted: dict[int, tuple[CountRecord, ...]] = {}
        self._forgotten = False
        self._problem: str | None = None
        self._told: str | None = None

    @property
    def notice(self) -> str | None:
        """What the person should know: that a damaged history was set aside, or that something could not be kept."""
        return self._problem or self._told

    def holds(self, records: Sequence[HoldRecord], item: int = 0) -> None:
        """Note which holds are finished. When nothing has changed nothing is written: call it as often as you like.

        Args:
            records: All of the item so far, in the order of time. One that was there before and isn't any more is taken
                out: a reach that turned out to be a part of a backbend.
            item: Which part of a routine it is, from 0.
        """
        self._keep("holds", self._held, tuple(records), item, _write_hold)

    def counts(self, records: Sequence[CountRecord], item: int = 0) -> None:
        """Note which counted movements are done; as with `holds`."""
        self._keep("counts", self._counted, tuple(records), item, _write_count)

    def event(self, kind: str, text: str = "", time_s: float = 0.0) -> None:
        """Note that something happened, such as a warning or a stretch that was left out.

        Args:
            kind: What, in a word or two.
            text: More about it.
            time_s: Session time.
        """
        self._write(
            lambda connection, session: connection.execute(
                "INSERT INTO events (session, time_s, kind, text) VALUES (?, ?, ?, ?)", (session, time_s, kind, text)
            )
        )

    def rate_pain(self, moment: PainMoment, rating: int, time_s: float | None = None) -> None:
        """Note how much it hurts. Before and after there is one rating, the last given; during there may be many.

        Args:
            moment: When.
            rating: 0 for no pain to 10 for the worst that can be imagined.
            time_s: Session time, where it is known.

        Raises:
            ValueError: The rating is off the scale.
        """
        if not pain.NONE <= rating <= pain.WORST:
            raise ValueError(f"pain is rated from {pain.NONE} to {pain.WORST}, not {rating}")

        def write(connection: sqlite3.Connection, session: int) -> None:
            if moment != "during":
                connection.execute("DELETE FROM pain WHERE session = ? AND moment = ?", (session, moment))
            connection.execute(
                "INSERT INTO pain (session, moment, rating, time_s) VALUES (?, ?, ?, ?)",
                (session, moment, rating, time_s),
            )

        self._write(write)

    def end(self, minutes: float, complete: bool) -> None:
        """Note how the session ended; one that is killed before that is taken to have ended with its last hold.

        Args:
            minutes: How long it took, pauses left out.
            complete: Whether everything that was planned was done.
        """
        self._write(
            lambda connection, session: connection.execute(
                "UPDATE sessions SET minutes = ?, complete = ? WHERE id = ?", (minutes, complete, session)
            ),
            patience_s=BUSY_S,
        )

    def last_time(self, pose: str) -> Practised | None:
        """Return what a stretch came to in the last session before this one; None when there was none to be read."""
        if self._path is None:
            return None
        try:
            with History(self._path) as history:
                return history.last_time(pose, but=self.session)
        except (PosecheckError, sqlite3.Error):
            return None  # a comparison that is missing is no reason to end a session with an error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._waiting:
            self._write(patience_s=BUSY_S)
        if self._connection is not None:
            self._connection.close()

    def _keep(
        self,
        table: str,
        kept: dict[int, tuple[_Record, ...]],
        records: tuple[_Record, ...],
        item: int,
        write_one: Callable[[sqlite3.Connection, _Key, _Record], None],
    ) -> None:
        """Write the records from the first that is new or different."""
        with self._lock:
            before = kept.get(item, ())
            if records == before:
                return
            kept[item] = records
            pairs = enumerate(zip(before, records, strict=False))
            same = next((place for place, (old, new) in pairs if old != new), min(len(before), len(records)))

            def write(connection: sqlite3.Connection, session: int) -> None:
                key = (session, item, same)
                connection.execute(f"DELETE FROM {table} WHERE session = ? AND item = ? AND place >= ?", key)
                for place, record in enumerate(records[same:], same):
                    write_one(connection, (session, item, place), record)

            self._write(write)

    def _write(self, write: _Write | None = None, *, patience_s: float = PATIENCE_S) -> None:
        """Write something, and all that waits, in one transaction; when that can't be, it waits on."""
        if self._path is None or self._forgotten:
            return
        with self._lock:
            if write is not None:
                self._waiting.append(write)
            try:
                if self._connection is None:
                    self._connection, self._told = open_for_writing(self._path, self._today, patience_s)
                self._connection.execute(f"PRAGMA busy_timeout = {round(1000 * patience_s)}")
                with transaction(self._connection):
                    session = self._session(self._connection)
                    if session is not None:
                        for each in self._waiting:
                            each(self._connection, session)
            except (PosecheckError, sqlite3.Error) as problem:
                told = str(problem) if isinstance(problem, PosecheckError) else reason(problem)
                self._problem = f"this session is not in the history: {told}"
            else:
                self._forgotten = session is None
                self.session = session
                self._waiting.clear()
                self._problem = None

    def _session(self, connection: sqlite3.Connection) -> int | None:
        """The number of the session, new if need be; None when the person has deleted it meanwhile."""
        if self.session is None:
            if self._begun[0] == "analysis":  # of the same clip, which has been analysed again
                connection.execute("DELETE FROM sessions WHERE (kind, name, started) = (?, ?, ?)", self._begun)
            return connection.execute(
                "INSERT INTO sessions (kind, name, started) VALUES (?, ?, ?)", self._begun
            ).lastrowid
        found = connection.execute("SELECT id FROM sessions WHERE id = ?", (self.session,)).fetchone()
        return self.session if found else None


def _write_hold(connection: sqlite3.Connection, key: _Key, hold: HoldRecord) -> None:
    row = connection.execute(
        "INSERT INTO holds (session, item, place, pose, variant, phase, side, start_s, end_s, held_s, score, complete)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *key,
            hold.pose,
            hold.variant,
            hold.phase,
            hold.side,
            hold.start_s,
            hold.end_s,
            hold.held_s,
            hold.score,
            hold.complete,
        ),
    ).lastrowid
    connection.executemany(
        "INSERT INTO faults (hold, name, cue, fraction) VALUES (?, ?, ?, ?)",
        [(row, fault.check, fault.cue, fault.fraction) for fault in hold.faults],
    )
    connection.executemany(
        "INSERT INTO measured (hold, name, measure, median, spread, moments) VALUES (?, ?, ?, ?, ?, ?)",
        [(row, each.check, each.measure, each.median, each.spread, each.moments) for each in hold.measured],
    )


def _write_count(connection: sqlite3.Connection, key: _Key, count: CountRecord) -> None:
    connection.execute(
        "INSERT INTO counts (session, item, place, pose, variant, phase, side, start_s, end_s, score)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (*key, count.pose, count.variant, count.phase, count.side, count.start_s, count.end_s, count.score),
    )
