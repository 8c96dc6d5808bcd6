"""Frames in (clips, pictures, cameras) with their true times, and annotated video and a window out."""

# Before PyAV anywhere: where the libxcb that comes with PyAV is loaded first, OpenCV's first window hangs for ever on
# Linux (opencv issue 29195, PyAV issue 1050).
import cv2  # noqa: F401
