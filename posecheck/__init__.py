"""Checks stretches in a clip or before a webcam, and says in plain words what to correct.

The names below are loaded when they are first used, because the pose model's library takes a second to import:

    from posecheck import Coach, PoseEstimator, ensure_model, find_reference, open_source

    coach = Coach(find_reference("child-pose"), "arms-forward")
    with open_source(path) as clip, PoseEstimator(ensure_model("full")) as estimator:
        for frame in clip:
            judgement = coach.update(estimator.estimate(frame), frame.time_s)
    coach.finish()
    print(coach.holds)
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from posecheck.coach.coach import Coach
    from posecheck.coach.judgement import CountRecord, Event, HoldRecord, Judgement
    from posecheck.coach.recogniser import Recogniser
    from posecheck.errors import PosecheckError
    from posecheck.measures.registry import all_measures
    from posecheck.media.reader import open_source
    from posecheck.pose.estimator import PoseEstimator
    from posecheck.pose.landmarks import Landmark, Landmarks
    from posecheck.pose.model import ensure_model
    from posecheck.references.library import find as find_reference
    from posecheck.references.loader import load_reference
    from posecheck.references.schema import Reference
    from posecheck.results.recording import Recording
    from posecheck.sessions.analyze import Analyzer
    from posecheck.sessions.asked import Asked
    from posecheck.sessions.judging import judge_recording
    from posecheck.sessions.tune import tune
    from posecheck.sessions.tune_report import TuneReport

__version__ = "0.1.0"

__all__ = [
    "Analyzer",
    "Asked",
    "Coach",
    "CountRecord",
    "Event",
    "HoldRecord",
    "Judgement",
    "Landmark",
    "Landmarks",
    "PoseEstimator",
    "PosecheckError",
    "Recogniser",
    "Recording",
    "Reference",
    "TuneReport",
    "all_measures",
    "ensure_model",
    "find_reference",
    "judge_recording",
    "load_reference",
    "open_source",
    "tune",
]

_HOMES = {
    "Analyzer": "posecheck.sessions.analyze",
    "Asked": "posecheck.sessions.asked",
    "Coach": "posecheck.coach.coach",
    "CountRecord": "posecheck.coach.judgement",
    "Event": "posecheck.coach.judgement",
    "HoldRecord": "posecheck.coach.judgement",
    "Judgement": "posecheck.coach.judgement",
    "Landmark": "posecheck.pose.landmarks",
    "Landmarks": "posecheck.pose.landmarks",
    "PoseEstimator": "posecheck.pose.estimator",
    "PosecheckError": "posecheck.errors",
    "Recogniser": "posecheck.coach.recogniser",
    "Recording": "posecheck.results.recording",
    "Reference": "posecheck.references.schema",
    "all_measures": "posecheck.measures.registry",
    "ensure_model": "posecheck.pose.model",
    "judge_recording": "posecheck.sessions.judging",
    "load_reference": "posecheck.references.loader",
    "open_source": "posecheck.media.reader",
    "tune": "posecheck.sessions.tune",
    "TuneReport": "posecheck.sessions.tune_report",
}


if not TYPE_CHECKING:  # with it, no name would be a wrong one to a type checker

    def __getattr__(name: str) -> Any:
        if name == "find_reference":
            return import_module("posecheck.references.library").find
        if name in _HOMES:
            return getattr(import_module(_HOMES[name]), name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
