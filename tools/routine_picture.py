"""Draws `docs/routine.png`: four moments of a routine as the person sees them.

    python -m tools.routine_picture docs/routine.png

Somebody goes through a short routine: the pictures and the true joints are those of a sample clip, the rest is the
program's own. Needs no camera, no pose model and no renderer.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from posecheck.coach.guidance import Command, Stage
from posecheck.coach.routine_plan import RoutinePlan, plan_routine
from posecheck.feedback.screen import Screen
from posecheck.media.frame import Image
from posecheck.media.reader import open_source
from posecheck.pose.landmarks import Landmarks
from posecheck.references.library import all_references
from posecheck.references.routine import Item, Routine
from posecheck.results.recording import RecordingInfo
from posecheck.sessions.coaching import PictureFacts
from posecheck.sessions.routine import RoutineCoaching
from tools.truth_landmarks import TrueClip

SAMPLES: Final = Path(__file__).parent.parent / "samples"
CLIP: Final = "knee-hug-left"
ITEMS: Final = (
    Item("knee-hug", side="left", hold_s=8.0, repetitions=1, rest_s=20.0),
    Item("sun-salute-backbend"),
)
MOVING: Final = (Stage.POSITION, Stage.HOLD, Stage.EXIT)
GAP_PX: Final = 12


class Walk:
    """Goes through the routine with the pictures of the clip, and draws what the person sees."""

    def __init__(self, plan: RoutinePlan) -> None:
        self.plan = plan
        self.coaching = RoutineCoaching(plan)
        self._frames = frames_of_clip()
        self._time_s = 0.0
        self._picture, self._landmarks = next(self._frames)

    def until(self, reached: Callable[[], bool]) -> None:
        """Go on until something is reached."""
        while not reached():
            self._time_s += 1 / 24
            if self.coaching.moment.guidance.stage in MOVING:
                self._picture, self._landmarks = next(self._frames, (self._picture, self._landmarks))
            self.coaching.frame(self._landmarks, self._time_s, PictureFacts(brightness=120.0, fps=24.0))

    def wait(self, seconds: float) -> None:
        """Go on for some seconds."""
        end_s = self._time_s + seconds
        self.until(lambda: self._time_s >= end_s)

    def at(self, stage: Stage) -> bool:
        """Return whether a stage has begun."""
        return self.coaching.moment.guidance.stage is stage

    def drawn(self, lines: tuple[str, ...] = ()) -> Image:
        """Draw the moment."""
        height_px, width_px = self._picture.shape[:2]
        moment = self.coaching.moment
        screen = Screen(width_px, height_px, moment.plan, mirror=False, routine=True)
        return screen.draw(self._picture, moment.landmarks, moment.judgement, moment.guidance, lines=lines)


def frames_of_clip() -> Iterator[tuple[Image, Landmarks]]:
    """Give the pictures of the clip with its true joints."""
    truth = TrueClip.load(SAMPLES / f"{CLIP}.truth.json")
    with open_source(SAMPLES / f"{CLIP}.mp4") as source:
        for frame, (_, landmarks) in zip(source, truth.landmarks(next(iter(truth.cameras))), strict=True):
            yield frame.image, landmarks


def moments() -> list[Image]:
    """Return the four pictures: pain before, a hold, what comes next, the end."""
    references = {reference.name: reference for reference in all_references().contents}
    walk = Walk(plan_routine(Routine("evening", "My evening", "Two stretches.", ITEMS), references))
    walk.wait(0.1)
    walk.coaching.command(Command.NEXT)
    walk.coaching.digit(4)
    walk.wait(0.1)
    pictures = [walk.drawn()]
    walk.until(lambda: walk.at(Stage.HOLD))
    walk.wait(5.0)
    pictures.append(walk.drawn())
    walk.until(lambda: walk.at(Stage.UPCOMING))
    walk.wait(7.0)
    pictures.append(walk.drawn())
    walk.coaching.command(Command.SKIP)
    walk.coaching.digit(3)
    walk.until(lambda: walk.coaching.over)
    summary = walk.coaching.finish(RecordingInfo(CLIP, "video", 640, 480, walk.coaching.time_s, "full"))
    pictures.append(walk.drawn(walk.coaching.closing(summary)))
    return pictures


def main(path: str) -> None:
    """Write the picture."""
    first, second, third, fourth = moments()
    height_px, width_px = first.shape[:2]
    sheet = np.full((2 * height_px + GAP_PX, 2 * width_px + GAP_PX, 3), 255, np.uint8)
    for index, picture in enumerate((first, second, third, fourth)):
        y, x = (index // 2) * (height_px + GAP_PX), (index % 2) * (width_px + GAP_PX)
        sheet[y : y + height_px, x : x + width_px] = picture
    cv2.imwrite(path, sheet, [cv2.IMWRITE_PNG_COMPRESSION, 9])


if __name__ == "__main__":
    main(sys.argv[1])
