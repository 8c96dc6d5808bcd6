"""A clip that lies on its side or upside down and doesn't say so: told from what would be seen if it were turned.

Files lose the note on how the phone was held when they are cut, converted or sent.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

import numpy as np

from posecheck.coach.judgement import CountRecord, HoldRecord
from posecheck.coach.recogniser import Recogniser
from posecheck.pose.landmarks import FloatArray, Landmarks
from posecheck.results.summary import Summary, main_stretch
from posecheck.sessions.asked import Asked

TOLD_S: Final = 5.0
"""A turned clip must show a stretch for this long: moments of one are seen in many a body that is turned."""

LOOK_S: Final = 0.5
"""A moment each time is enough for that, and costs little."""

_TURNS: Final = {
    1: ("by a quarter to the left", "if the clip lies on its side"),
    3: ("by a quarter to the right", "if the clip lies on its side"),
    2: ("by half", "if the clip is upside down"),
}
"""Quarter turns counter-clockwise, in words, and when they are right."""


def told_if_sideways(summary: Summary, moments: Iterable[tuple[float, Landmarks | None]], asked: Asked) -> Summary:
    """Return the summary, with a word on how the clip lies if a stretch is seen in it only when it is turned.

    Whether the clip really lies on its side can't be known from a body alone (who lies and reaches overhead looks like
    somebody who stands and does): so this is told as an "if", and only where nothing was recognised.

    Args:
        summary: What the clip came to as it lies.
        moments: Its landmarks, from the beginning.
        asked: What was asked for.
    """
    # What is also a way to rest is too easily seen in a body that is turned.
    references = [
        reference
        for reference in asked.references
        if not reference.also_rest and any(asked.variant in (None, variant.name) for variant in reference.variants)
    ]
    if summary.accepted or summary.detected_frames == 0 or not references:
        return summary
    recognisers = {quarters: Recogniser(references, asked.variant) for quarters in _TURNS}
    next_s = 0.0
    for time_s, landmarks in moments:
        if time_s < next_s:
            continue
        next_s = time_s + LOOK_S
        for quarters, recogniser in recognisers.items():
            recogniser.update(None if landmarks is None else turned(landmarks, quarters), time_s)
    found: list[tuple[float, float, int, str]] = []
    for quarters, recogniser in recognisers.items():
        recogniser.finish()
        records: list[HoldRecord | CountRecord] = [*recogniser.holds, *recogniser.counts]
        pose, variant, score = main_stretch(records)
        held_s = sum(each.held_s for each in records if (each.pose, each.variant) == (pose, variant))
        if pose is not None and held_s >= TOLD_S:
            found.append((score or 0.0, held_s, quarters, pose))
    if not found:
        return summary
    _, _, quarters, pose = max(found)
    turn, when = _TURNS[quarters]
    told = f"no stretch is seen as the picture lies; turned {turn}, it is {pose}: {when}, turn it and analyze it again"
    return replace(summary, warnings=(*summary.warnings, told))


def turned(landmarks: Landmarks, quarters: int) -> Landmarks:
    """Return the landmarks as they are in the picture turned counter-clockwise by quarters of a circle."""
    width_px, height_px = landmarks.width_px, landmarks.height_px
    image_px, world_m, flow_px_s = landmarks.image_px, landmarks.world_m, landmarks.flow_px_s
    for _ in range(quarters):
        image_px, world_m = _turned_once(image_px) + np.array((0, width_px)), _turned_once(world_m)
        flow_px_s = None if flow_px_s is None else _turned_once(flow_px_s)
        width_px, height_px = height_px, width_px
    return Landmarks(image_px, world_m, landmarks.visibility, landmarks.presence, width_px, height_px, flow_px_s)


def _turned_once(points: FloatArray) -> FloatArray:
    # As seen, with y pointing down: what pointed right points up.
    return np.column_stack((points[:, 1], -points[:, 0], points[:, 2:]))
