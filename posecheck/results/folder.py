"""A folder of results: what the files in it are called, and where it is looked for."""

from pathlib import Path
from typing import Final

RESULTS: Final = Path("posecheck-results")
"""Where `posecheck analyze` puts its results by default, a folder for each clip."""

LANDMARKS_FILE: Final = "landmarks.npz"
FRAMES_FILE: Final = "frames.csv"
SUMMARY_FILE: Final = "summary.json"
ANNOTATED_VIDEO: Final = "annotated.mp4"
ANNOTATED_PICTURE: Final = "annotated.jpg"
ANALYSIS_FILES: Final = (ANNOTATED_VIDEO, ANNOTATED_PICTURE, FRAMES_FILE, LANDMARKS_FILE, SUMMARY_FILE)

EVENTS_FILE: Final = "events.jsonl"
CAMERA_VIDEO: Final = "video.mp4"
"""What a live session keeps beside landmarks and summary: what happened, and the pictures where that is wanted."""
