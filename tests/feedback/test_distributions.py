"""The picture of what was measured in clips: its legend names what is drawn, and nothing else."""

import math
from collections.abc import Sequence

import numpy as np
import pytest

from posecheck.feedback.distributions import Strip, distributions_image
from posecheck.feedback.sheet import Sheet, Style
from posecheck.measures.geometry import Point
from posecheck.references.schema import Band

OTHERS = "clips that must not pass"


def strip(others: Sequence[float]) -> Strip:
    bands = (140.0, Band(130.0, math.inf), Band(110.0, math.inf))
    return Strip("knees", "knee flexion", False, [np.array([128.0, 129.0])], others, bands, bands)


@pytest.mark.parametrize(("others", "named"), [(([], []), False), (([90.0], [95.0]), True), (([], [95.0]), True)])
def test_clips_that_must_not_pass_are_in_the_legend_where_there_are_any(
    others: tuple[list[float], list[float]], named: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []
    write = Sheet.write

    def note(self: Sheet, text: str, baseline: Point, style: Style) -> float:
        written.append(text)
        return write(self, text, baseline, style)

    monkeypatch.setattr(Sheet, "write", note)
    distributions_image("Child pose", "2 clips", [strip(each) for each in others])
    assert (OTHERS in written) is named
    assert {"clips done well", "full score", "accepted", "bands until now"} <= set(written)
