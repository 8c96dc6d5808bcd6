"""What was practised, read from the history: sessions, the progress of a stretch, and what is deleted when asked.

`SessionLog` writes it.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from statistics import median
from types import TracebackType
from typing import Any, Final, NamedTuple, Self

from posecheck.coach import growth
from posecheck.coach.guidance import STOPPED
from posecheck.errors import OutputError
from posecheck.results.history_file import history_file, open_for_reading, reason, set_aside_files, transaction
from posecheck.results.history_weeks import Practice

EXPORT_SCHEMA: Final = 1
"""Version of what `everything` returns."""


@dataclass(frozen=True)
class KeptSession:
    """A session as a whole.

    Attributes:
        number: In the history.
        kind: `live`, `routine` or `analysis`.
        name: Of the stretch, the routine or the clip.
        started: With the distance from UTC that the person's clock had.
        minutes: How long it took. One that was killed is taken to have ended with its last hold.
        complete: Whether everything that was planned was done.
        holds: How many holds were finished.
        counts: How many counted movements were done.
        held_s: Seconds held in all.
        pain_before: Rated 0 to 10; None when it wasn't rated.
        pain_after: As before.
    """

    number: int
    kind: str
    name: str
    started: datetime
    minutes: float
    complete: bool
    holds: int
    counts: int
    held_s: float
    pain_before: int | None
    pain_after: int | None

    @property
    def practice(self) -> Practice:
        """The session as the weeks see it."""
        return Practice(
            self.started.date(),
            self.minutes,
            self.holds,
            self.counts,
            self.held_s,
            self.pain_before,
            self.pain_after,
        )


class Aspect(NamedTuple):
    """What of a stretch is measured: a check, on a side, in a phase of a variant."""

    variant: str
    phase: str
    side: str | None
    check: str
    measure: str


@dataclass(frozen=True)
class Range:
    """What a check measured in a session.

    Attributes:
        median: Of its holds' medians, in the measure's unit.
        spread: Of its holds' median absolute deviations, the middle one: how steady the holds were.
        holds: How many there were.
    """

    median: float
    spread: float
    holds: int


@dataclass(frozen=True)
class Practised:
    """What a session came to in one stretch.

    Attributes:
        number: The session's in the history.
        kind: `live`, `routine` or `analysis`.
        started: With its distance from UTC.
        holds: How many holds were finished.
        counts: How many counted movements were done.
        held_s: Seconds held in all.
        longest_s: The longest hold; 0 when there was none.
        score: Mean of holds and counted movements by their length, 0 to 100; None when nothing could be scored.
        measured: By what was measured.
    """

    number: int
    kind: str
    started: datetime
    holds: int
    counts: int
    held_s: float
    longest_s: float
    score: float | None
    measured: dict[Aspect, Range] = field(default_factory=dict)


class History:
    """The history, open for reading and deleting; a context manager.

    Attributes:
        notice: A sentence about a damaged file that has been set aside; None when all was well.
    """

    def __init__(self, path: Path | None = None) -> None:
        """Open it; where there is none yet it is empty, and none is made.

        Args:
            path: The file; the user's own when left out.

        Raises:
            InputError: A newer posecheck has written it.
            OutputError: It is damaged and cannot be set aside.
        """
        self.path = path or history_file()
        self._connection, self.notice = open_for_reading(self.path, datetime.now().astimezone().date())
        self._connection.row_factory = sqlite3.Row

    def sessions(self) -> tuple[KeptSession, ...]:
        """Return all sessions in the order of time."""
        rows = self._connection.execute(
            """
            SELECT id, kind, name, started, complete,
                coalesce(minutes, max(
                    coalesce((SELECT max(end_s) FROM holds WHERE session = sessions.id), 0),
                    coalesce((SELECT max(end_s) FROM counts WHERE session = sessions.id), 0)
                ) / 60) AS minutes,
                (SELECT count(*) FROM holds WHERE session = sessions.id) AS holds,
                (SELECT count(*) FROM counts WHERE session = sessions.id) AS counts,
                (SELECT total(held_s) FROM holds WHERE session = sessions.id) AS held_s,
                (SELECT rating FROM pain WHERE session = sessions.id AND moment = 'before') AS pain_before,
                (SELECT rating FROM pain WHERE session = sessions.id AND moment = 'after') AS pain_after
            FROM sessions ORDER BY julianday(started), id
            """
        )
        return tuple(
            KeptSession(
                number=row["id"],
                kind=row["kind"],
                name=row["name"],
                started=datetime.fromisoformat(row["started"]),
                minutes=row["minutes"],
                complete=bool(row["complete"]),
                holds=row["holds"],
                counts=row["counts"],
                held_s=row["held_s"],
                pain_before=row["pain_before"],
                pain_after=row["pain_after"],
            )
            for row in rows
        )

    def practice(self) -> tuple[growth.PastSession, ...]:
        """Return the sessions as a routine that grows looks at them, in the order of time; clips are no practice."""
        rows = self._connection.execute(
            """
            SELECT sessions.id, substr(started, 1, 10) AS day,
                EXISTS (
                    SELECT 1 FROM pain AS first JOIN pain AS later USING (session)
                    WHERE session = sessions.id AND first.moment = 'before' AND later.moment <> 'before'
                        AND later.rating > first.rating
                ) AS worse,
                (SELECT text FROM events WHERE session = sessions.id AND events.kind = ?) AS stopped_at,
                pose, variant, phase, held_s, holds.complete
            FROM sessions LEFT JOIN holds ON holds.session = sessions.id
            WHERE sessions.kind <> 'analysis'
            ORDER BY julianday(started), sessions.id, item, place
            """,
            (STOPPED,),
        )
        return tuple(_past(list(own)) for _, own in groupby(rows, key=itemgetter("id")))

    def poses(self) -> tuple[str, ...]:
        """Return the names of the stretches that were practised, by name."""
        rows = self._connection.execute("SELECT pose FROM holds UNION SELECT pose FROM counts ORDER BY pose")
        return tuple(row["pose"] for row in rows)

    def progress(self, pose: str) -> tuple[Practised, ...]:
        """Return what each session came to in a stretch, in the order of time; sessions without it are left out."""
        return self._progress(pose, None)

    def last_time(self, pose: str, *, but: int | None = None) -> Practised | None:
        """Return what the last session of a stretch came to; None when there was none.

        Args:
            pose: The stretch.
            but: The number of a session to leave out: the one that is going on.
        """
        found = self._connection.execute(
            """
            SELECT id FROM sessions WHERE id IS NOT :but AND (
                EXISTS (SELECT 1 FROM holds WHERE session = sessions.id AND pose = :pose)
                OR EXISTS (SELECT 1 FROM counts WHERE session = sessions.id AND pose = :pose)
            )
            ORDER BY julianday(started) DESC, id DESC LIMIT 1
            """,
            {"pose": pose, "but": but},
        ).fetchone()
        return None if found is None else self._progress(pose, found["id"])[0]

    def everything(self) -> dict[str, Any]:
        """Return all that is kept as plain values: a list of sessions, each with its holds, counts, events and pain."""
        sessions = []
        for past in self.sessions():
            holds = self._plain("holds", past.number, "item, place")
            for hold in holds:
                key = hold.pop("id")
                hold["complete"] = bool(hold["complete"])
                hold["faults"] = self._details(
                    "SELECT name AS 'check', cue, fraction FROM faults WHERE hold = ? ORDER BY rowid", key
                )
                hold["measured"] = self._details(
                    "SELECT name AS 'check', measure, median, spread, moments FROM measured"
                    " WHERE hold = ? ORDER BY rowid",
                    key,
                )
            events, pain = self._plain("events", past.number, "id"), self._plain("pain", past.number, "id")
            for row in (*events, *pain):
                del row["id"]
            sessions.append(
                {
                    "kind": past.kind,
                    "name": past.name,
                    "started": past.started.isoformat(),
                    "minutes": past.minutes,
                    "complete": past.complete,
                    "holds": holds,
                    "counts": self._plain("counts", past.number, "item, place"),
                    "events": events,
                    "pain": pain,
                }
            )
        return {"schema": EXPORT_SCHEMA, "sessions": sessions}

    def forget(self, before: date | None = None) -> int:
        """Delete sessions for good, so that the file does not hold them any more.

        Args:
            before: Only those of the days before this one; None for all, and for damaged files that were set aside.

        Returns:
            How many sessions were deleted.

        Raises:
            OutputError: They cannot be deleted.
        """
        try:
            for path in set_aside_files(self.path) if before is None else ():
                path.unlink()
            if not self.path.exists():
                return 0
            with transaction(self._connection):
                gone = self._connection.execute(
                    "DELETE FROM sessions WHERE ? IS NULL OR substr(started, 1, 10) < ?",
                    (None if before is None else before.isoformat(),) * 2,
                ).rowcount
            # What was deleted is still in the log beside the file, and perhaps in pages that are not used any more.
            self._connection.execute("VACUUM")
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except (OSError, sqlite3.Error) as error:
            raise OutputError(f"cannot delete from {self.path}: {reason(error)}") from error
        return gone

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def _progress(self, pose: str, only: int | None) -> tuple[Practised, ...]:
        """What each session came to in a stretch, or the one of that number."""
        asked = {"pose": pose, "only": only}
        measured = self._measured(asked)
        rows = self._connection.execute(
            """
            WITH done AS (
                SELECT session, 1 AS held, held_s AS seconds, score FROM holds
                WHERE pose = :pose AND session = ifnull(:only, session)
                UNION ALL SELECT session, 0, end_s - start_s, score FROM counts
                WHERE pose = :pose AND session = ifnull(:only, session)
            )
            SELECT sessions.id, kind, started, sum(held) AS holds, sum(1 - held) AS counts,
                total(seconds) FILTER (WHERE held) AS held_s, max(seconds * held) AS longest_s,
                sum(score * seconds) / sum(seconds) FILTER (WHERE score IS NOT NULL) AS score
            FROM done JOIN sessions ON sessions.id = done.session
            GROUP BY sessions.id ORDER BY julianday(started), sessions.id
            """,
            asked,
        )
        return tuple(
            Practised(
                number=row["id"],
                kind=row["kind"],
                started=datetime.fromisoformat(row["started"]),
                holds=row["holds"],
                counts=row["counts"],
                held_s=row["held_s"],
                longest_s=row["longest_s"],
                score=row["score"],
                measured=measured.get(row["id"], {}),
            )
            for row in rows
        )

    def _measured(self, asked: dict[str, Any]) -> dict[int, dict[Aspect, Range]]:
        """By session, what a stretch's checks measured."""
        rows = self._connection.execute(
            """
            SELECT session, variant, phase, side, name, measure, median, spread FROM measured
            JOIN holds ON holds.id = measured.hold
            WHERE pose = :pose AND session = ifnull(:only, session)
            ORDER BY session, item, place, measured.rowid
            """,
            asked,
        )
        found: dict[int, dict[Aspect, list[tuple[float, float]]]] = {}
        for session, *aspect, middle, spread in rows:
            found.setdefault(session, {}).setdefault(Aspect(*aspect), []).append((middle, spread))
        return {
            session: {
                aspect: Range(median(m for m, _ in values), median(s for _, s in values), len(values))
                for aspect, values in aspects.items()
            }
            for session, aspects in found.items()
        }

    def _plain(self, table: str, session: int, order: str) -> list[dict[str, Any]]:
        """The rows of a session as dictionaries."""
        rows = self._details(f"SELECT * FROM {table} WHERE session = ? ORDER BY {order}", session)
        for row in rows:
            del row["session"]
        return rows

    def _details(self, query: str, key: int) -> list[dict[str, Any]]:
        return [dict(row) for row in self._connection.execute(query, (key,))]


def _past(rows: list[sqlite3.Row]) -> growth.PastSession:
    """A session from its holds; one without a hold is a single row that names none."""
    return growth.PastSession(
        day=date.fromisoformat(rows[0]["day"]).toordinal(),
        hurt=bool(rows[0]["worse"]) or rows[0]["stopped_at"] is not None,
        holds=tuple(
            growth.PastHold(row["pose"], row["variant"], row["phase"], row["held_s"], bool(row["complete"]))
            for row in rows
            if row["pose"] is not None
        ),
        stopped_at=rows[0]["stopped_at"] or None,
    )
