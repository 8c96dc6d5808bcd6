"""Pose estimation of a clip by several workers at once, given back in the order of time.

Workers are threads: inference is the work of C++ code that leaves the interpreter free. Each takes the next segment of
the plan, with a model of its own that has seen nothing else, so what comes out doesn't depend on how many there are.

A model that begins in the middle of a clip may read a folded body the wrong way round. So each segment is compared, at
its seam, with the one before it; when it doesn't carry on what that one saw, its own reading is dropped, and the run
that was right is continued through it.
"""

from __future__ import annotations

import math
import queue
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, closing, nullcontext
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from posecheck.media.frame import Frame
from posecheck.media.parts import PartedSource
from posecheck.media.video import VideoSource
from posecheck.pose.continuity import Moment, carries_on
from posecheck.pose.estimator import PoseEstimator
from posecheck.pose.people import PeopleCounter
from posecheck.results.recording import Recorder
from posecheck.sessions.background import ahead
from posecheck.sessions.keeping import KeptSegments, SegmentFacts
from posecheck.sessions.loading import Estimators
from posecheck.sessions.memory import give_back, share_heaps
from posecheck.sessions.segments import Segment, plan_segments

PEOPLE_PERIOD_S: Final = 4.0
"""People are counted this often: a count costs about as much as two frames. Whoever stays is still noticed at once."""

FRAMES_AHEAD: Final = 4
"""Frames that are decoded before they are needed, for each worker."""

SEGMENTS_AHEAD: Final = 2
"""Segments for each worker that may be begun before the first of them is used up; their landmarks wait in memory."""

SEAM_S: Final = 0.3
"""Over this time before a seam the reading of a segment is compared with that of the one before it."""


@dataclass(frozen=True)
class _Lead:
    """The last moments of a segment's warm-up, which belong to the segment before it."""

    moments: tuple[Moment, ...]


_Outcome = queue.SimpleQueue[_Lead | Moment | SegmentFacts | BaseException]
"""What one segment gives: its lead, its moments as they come, then its facts; or the error that ended it."""


class Inference:
    """Estimates the poses of a clip; a context manager. Iterate once for the moments of all frames in order.

    Attributes:
        people: The most people seen at once, in the segments that have been given so far.
    """

    def __init__(
        self,
        source: PartedSource,
        model_path: Path,
        estimators: Estimators,
        workers: int,
        kept: KeptSegments | None = None,
    ) -> None:
        """Make the plan; the workers begin with the block.

        Args:
            source: The clip.
            model_path: The pose model.
            estimators: Where each run of the model begins.
            workers: How many segments are looked at side by side.
            kept: Where finished segments are kept, and may be found from an earlier run.
        """
        self.people = 0
        self._source = source
        self._estimators = estimators
        self._plan = plan_segments(source.length_s)
        self._kept = kept if len(self._plan) > 1 else None
        self._outcomes: list[_Outcome] = [queue.SimpleQueue() for _ in self._plan]
        self._todo = iter(self._plan)
        self._taking = threading.Lock()
        self._room = threading.Semaphore(SEGMENTS_AHEAD * workers)
        self._stop = threading.Event()
        self._counter = _SharedCounter(model_path)
        count = min(workers, len(self._plan))
        self._workers = [threading.Thread(target=self._work, name=f"pose-{i}", daemon=True) for i in range(count)]

    def __enter__(self) -> Self:
        share_heaps()
        for worker in self._workers:
            worker.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._room.release(len(self._workers))
        for worker in self._workers:
            worker.join()
        self._counter.close()

    def __iter__(self) -> Iterator[Moment]:
        damaged_packets = 0
        tail: deque[Moment] = deque()
        with closing(_LongRun(self._source, self._estimators)) as run:
            for segment, outcome in zip(self._plan, self._outcomes, strict=True):
                lead = _take(outcome)
                assert isinstance(lead, _Lead)
                own = not tail or carries_on(tail, lead.moments)
                if own:
                    run.begin_at(segment.warm_up_s)
                else:
                    for moment in run.moments(segment):
                        yield moment
                        _keep_tail(tail, moment)
                while not isinstance(thing := _take(outcome), SegmentFacts):
                    assert not isinstance(thing, _Lead)
                    if own:
                        yield thing
                        _keep_tail(tail, thing)
                self.people = max(self.people, thing.people)
                damaged_packets += thing.damaged_packets
                self._room.release()
        if self._source.length_s is not None:  # otherwise it was read as a whole, and has noted the damage by itself
            self._source.note_damage(tail[-1][0] if tail else 0.0, damaged_packets)

    def _work(self) -> None:
        while True:
            self._room.acquire()
            with self._taking:
                segment = next(self._todo, None)
            if segment is None or self._stop.is_set():
                return
            outcome = self._outcomes[segment.index]
            try:
                facts = self._replay(segment, outcome) or self._look(segment, outcome)
                give_back()
                if facts is not None:
                    outcome.put(facts)
            except BaseException as error:  # noqa: BLE001 - handed over and raised where the moments are taken
                outcome.put(error)

    def _replay(self, segment: Segment, outcome: _Outcome) -> SegmentFacts | None:
        """Give the moments of a segment that an earlier run has finished; None when there is none."""
        found = self._kept.load(segment.index) if self._kept else None
        if found is None:
            return None
        moments = list(found.moments(self._source.info.width_px, self._source.info.height_px))
        outcome.put(_Lead(tuple(moment for moment in moments if moment[0] < segment.from_s)))
        for moment in moments:
            if moment[0] >= segment.from_s:
                outcome.put(moment)
        return found.facts

    def _look(self, segment: Segment, outcome: _Outcome) -> SegmentFacts | None:
        """Give the moments of a segment as they are found; None when the work was stopped in the middle."""
        people = damaged_before = 0
        count_at_s = segment.from_s
        lead: list[Moment] | None = []
        recorder = Recorder()
        with (
            self._estimators.fresh() as estimator,
            self._open(segment) as part,
            closing(ahead(part, FRAMES_AHEAD)) as frames,
        ):
            for frame in frames:
                if self._stop.is_set():
                    return None
                landmarks = estimator.estimate(frame)
                if self._kept is not None and frame.time_s >= segment.from_s - SEAM_S:
                    recorder.add(frame.time_s, landmarks)
                if lead is not None and frame.time_s < segment.from_s:
                    damaged_before = part.damaged_packets
                    if frame.time_s >= segment.from_s - SEAM_S:
                        lead.append((frame.time_s, landmarks))
                    continue
                if lead is not None:
                    outcome.put(_Lead(tuple(lead)))
                    lead = None
                if frame.time_s >= count_at_s:
                    people = max(people, self._counter.count(frame))
                    count_at_s = frame.time_s + PEOPLE_PERIOD_S
                outcome.put((frame.time_s, landmarks))
        if lead is not None:  # not a single frame in the segment itself
            outcome.put(_Lead(tuple(lead)))
        facts = SegmentFacts(people, part.damaged_packets - damaged_before)
        if self._kept is not None:
            self._kept.save(segment.index, recorder, facts)
        return facts

    def _open(self, segment: Segment) -> AbstractContextManager[VideoSource]:
        if self._source.length_s is None:
            return nullcontext(self._source)
        return self._source.part(segment.warm_up_s, segment.until_s)


class _LongRun:
    """The run that is continued through segments whose own readings were dropped.

    It is begun again where the last segment that was used began, and then goes on from segment to segment.
    """

    def __init__(self, source: PartedSource, estimators: Estimators) -> None:
        self._source = source
        self._estimators = estimators
        self._from_s = 0.0
        self._open = ExitStack()
        self._frames: Iterator[Frame] = iter(())
        self._estimator: PoseEstimator | None = None

    def begin_at(self, time_s: float) -> None:
        """Note that the run in force is another one, which began at this time."""
        self.close()
        self._from_s = time_s

    def moments(self, segment: Segment) -> Iterator[Moment]:
        """Give the moments of a segment."""
        if self._estimator is None:
            self._frames = iter(self._open.enter_context(self._source.part(self._from_s, math.inf)))
            self._estimator = self._open.enter_context(self._estimators.fresh())
        for frame in self._frames:
            if frame.time_s >= segment.until_s:
                self._frames = chain((frame,), self._frames)
                return
            landmarks = self._estimator.estimate(frame)
            if frame.time_s >= segment.from_s:
                yield frame.time_s, landmarks

    def close(self) -> None:
        """Give the model's memory back."""
        self._open.close()
        self._estimator = None


def _take(outcome: _Outcome) -> _Lead | Moment | SegmentFacts:
    thing = outcome.get()
    if isinstance(thing, BaseException):
        raise thing
    return thing


def _keep_tail(tail: deque[Moment], moment: Moment) -> None:
    tail.append(moment)
    while moment[0] - tail[0][0] > SEAM_S:
        tail.popleft()


class _SharedCounter:
    """One counter of people for all workers: it is asked so seldom that they hardly ever wait for each other."""

    def __init__(self, model_path: Path) -> None:
        self._model_path = model_path
        self._counter: PeopleCounter | None = None
        self._lock = threading.Lock()

    def count(self, frame: Frame) -> int:
        with self._lock:
            if self._counter is None:
                self._counter = PeopleCounter(self._model_path)
            return self._counter.count(frame)

    def close(self) -> None:
        if self._counter is not None:
            self._counter.close()
