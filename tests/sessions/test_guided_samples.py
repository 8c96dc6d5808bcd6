"""A session over every sample clip, seen thrice over: whatever is done again or too late, the guide goes on."""

import pytest

from posecheck.coach.plan import make_plan
from posecheck.references.library import find
from posecheck.results.recording import RecordingInfo
from posecheck.sessions.coaching import PictureFacts
from posecheck.sessions.stretch import StretchCoaching
from tests.support.clips import CLIPS, seen_by, shots, true_clip, with_faults

INFO = RecordingInfo("camera", "video", 640, 480, 0.0, "true joints")
FACTS = PictureFacts(people=1, brightness=120.0, fps=30.0)
DONE_WELL = [
    name for name in CLIPS if name not in with_faults() and any(part.pose for part in true_clip(name).segments)
]


@pytest.mark.parametrize(("name", "camera"), shots(*DONE_WELL))
def test_a_clip_that_is_seen_over_and_over_is_led_through(name: str, camera: str) -> None:
    stream = seen_by(name, camera)
    length_s = stream[-1][0] + 1 / 24
    pose, variant = next((part.pose, part.variant) for part in true_clip(name).segments if part.pose)
    plan = make_plan(find(pose), hold_s=2.0)
    if all(variant not in step.variants for step in plan.steps):
        plan = make_plan(find(pose), variant, hold_s=2.0)
    coaching = StretchCoaching(plan, voice=False)
    said = list(coaching.moment.announcements)
    for turn in range(3):
        for time_s, landmarks in stream:
            said += coaching.frame(landmarks, turn * length_s + time_s, FACTS).announcements
    summary = coaching.finish(INFO)
    assert summary.pose == pose
    assert summary.holds or summary.counts
    assert any(each.text.endswith("Hold.") or "One." in each.text for each in said)
