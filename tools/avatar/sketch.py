"""Stick figures of a truth, to look at without rendering."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from .truth import JOINT_NAMES, Truth

Colour = tuple[int, int, int]
CHAINS = (
    ("wrist", "elbow", "shoulder", "hip", "knee", "ankle", "heel", "toe", "ankle"),
    ("wrist", "index", "pinky", "wrist"),
)
SPINE = ("spine05", "spine04", "spine03", "spine02", "spine01", "neck01", "head", "nose")


def strip(truth: Truth, times_s: list[float], camera: str, path: Path) -> None:
    """Draw moments of a truth side by side: the left limbs red, the right ones blue, the floor line grey."""
    width, height = truth.size_px
    sheet = Image.new("RGB", (width * len(times_s), height), (250, 250, 248))
    draw = ImageDraw.Draw(sheet)
    eye = truth.cameras[camera]
    for column, time_s in enumerate(times_s):
        joints = truth.joints_m[int(np.argmin(np.abs(truth.times_s - time_s)))]
        offset = np.array([column * width, 0])
        pixels = eye.project(joints) + offset
        at = dict(zip(JOINT_NAMES, map(tuple, pixels), strict=True))
        floor = eye.project(np.array([[0.0, -1.2, 0.0], [0.0, 1.2, 0.0]])) + offset
        draw.line([tuple(p) for p in floor], fill=(170, 170, 170), width=2)
        sides: tuple[tuple[str, Colour], ...] = (("R", (60, 90, 200)), ("L", (210, 60, 50)))
        for side, colour in sides:
            for chain in CHAINS:
                draw.line([at[joint + side] for joint in chain], fill=colour, width=4)
            x, y = at["ear" + side]
            draw.ellipse([x - 4, y - 4, x + 4, y + 4], fill=colour)
        draw.line([at[joint] for joint in SPINE], fill=(60, 60, 60), width=3)
        draw.text((column * width + 10, 8), f"{truth.clip}  {time_s:.1f} s  {camera}", fill=(0, 0, 0))
    sheet.save(path)
