"""Skin texture painted from the CC0 masks of the MakeHuman assets; brows and hairline by rules in rest space."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike
from PIL import Image

from .assets import data_folder
from .body import Body
from .people import Hair, Skin
from .rotations import Array

SIZE_PX = 1024


def hairline_m(body: Body, points: Array) -> Array:
    """Roughly the signed distance `(...)` of rest positions `(..., 3)` to the hairline, positive in the hair."""
    eye = body.vertices[body.points["eyeL"]].mean(axis=0)
    ear = body.vertices[body.points["earL"][0]]
    y, aside = points[..., 1], np.abs(points[..., 0])
    front = eye[2] + 0.062 - np.maximum(0, aside - 0.05) * 0.9
    temple = np.clip((y - (ear[1] - 0.045)) / 0.03, 0, 1)
    line = front * (1 - temple) + (ear[2] + 0.030) * temple
    nape = np.clip((y - (ear[1] + 0.010)) / 0.03, 0, 1)
    line = line * (1 - nape) + (ear[2] - 0.060) * nape
    inside = (aside < 0.2) & (points[..., 2] > body.head["head"][2] - 0.12)
    return np.asarray(np.where(inside, points[..., 2] - line, -1.0))


def paint(body: Body, skin: Skin, hair: Hair, path: Path) -> None:
    """Paint a skin texture and save it as PNG."""
    noise = _noise()
    image = np.array(skin.tone, dtype=np.float64)[None, None] * (1 + 0.05 * noise[..., None])
    for name, colour, strength in (
        ("lips", skin.lips, 0.85),
        ("fingernails", skin.nails, 0.6),
        ("toenails", skin.nails, 0.6),
        ("ears", skin.ears, 0.35),
        ("eyelids", skin.ears, 0.35),
        ("inside-mouth", (120, 50, 50), 0.8),
    ):
        image = _mix(image, colour, _mask(name) * strength)
    rest, known = _head_positions(body)
    dark = np.array(hair.rgb) * 255
    image = _mix(image, dark, _brows(body, rest) * known * 0.85)
    if hair.style != "bald":
        image = _mix(image, dark, np.clip(hairline_m(body, rest) / 0.004 + 0.5 + 1.5 * noise, 0, 1) * known)
    Image.fromarray(np.clip(image, 0, 255).astype(np.uint8)).save(path)


def _mix(image: Array, colour: ArrayLike, share: Array) -> Array:
    return np.asarray(image * (1 - share[..., None]) + np.asarray(colour) * share[..., None])


def _noise() -> Array:
    """Blotches of four sizes, `(SIZE_PX, SIZE_PX)` around zero."""
    rng = np.random.default_rng(1)
    total = np.zeros((SIZE_PX, SIZE_PX))
    for cells in (4, 16, 64, 256):
        grain = Image.fromarray((rng.random((cells, cells)) * 255).astype(np.uint8))
        total += np.asarray(grain.resize((SIZE_PX, SIZE_PX), Image.Resampling.BICUBIC)) / 255 - 0.5
    return total


def _mask(name: str) -> Array:
    image = Image.open(data_folder() / "textures" / f"mpfb_{name}.jpg").convert("L")
    return np.asarray(image.resize((SIZE_PX, SIZE_PX)), dtype=np.float64) / 255


def _brows(body: Body, rest: Array) -> Array:
    eye = body.vertices[body.points["eyeL"]].mean(axis=0)
    aside = np.abs(rest[..., 0])
    along = np.clip((aside - (eye[0] - 0.018)) / 0.044, 0, 1)
    middle = eye[2] + 0.0205 + 0.007 * np.sin(np.pi * np.clip(along * 0.95 + 0.12, 0, 1))
    above = np.abs(rest[..., 2] - middle) - 0.0042 * (1 - 0.6 * along)
    beside = np.maximum(eye[0] - 0.018 - aside, aside - (eye[0] + 0.026))
    share = np.clip(1 - np.maximum(above, beside) / 0.0012, 0, 1)
    return np.asarray(share * (rest[..., 1] < eye[1] + 0.03))


def _head_positions(body: Body) -> tuple[Array, Array]:
    """Rest position `(SIZE, SIZE, 3)` of every texel of the head, and whether it's known `(SIZE, SIZE)`."""
    rest = np.full((SIZE_PX, SIZE_PX, 3), np.nan)
    for face in body.groups["body"]:
        if body.vertices[[v for v, _ in face], 2].min() < body.height_m - 0.34:
            continue
        for corners in ((0, 1, 2), (0, 2, 3)) if len(face) == 4 else ((0, 1, 2),):
            points = body.vertices[[face[k][0] for k in corners]]
            uv = (body.texture[[face[k][1] for k in corners]] * [1, -1] + [0, 1]) * SIZE_PX - 0.5
            _fill(rest, points, uv)
    known = ~np.isnan(rest[..., 0])
    return np.where(known[..., None], rest, 0), known.astype(np.float64)


def _fill(rest: Array, points: Array, uv: Array) -> None:
    """Write the interpolated points of one triangle into the texels it covers."""
    low, high = np.floor(uv.min(axis=0)).astype(int) - 1, np.ceil(uv.max(axis=0)).astype(int) + 2
    x, y = (grid.ravel() for grid in np.meshgrid(np.arange(low[0], high[0]), np.arange(low[1], high[1])))
    edges = np.array([uv[1] - uv[0], uv[2] - uv[0]]).T
    if abs(np.linalg.det(edges)) < 1e-9:
        return
    share = np.linalg.solve(edges, np.stack([x - uv[0, 0], y - uv[0, 1]]))
    inside = (share[0] > -0.1) & (share[1] > -0.1) & (share.sum(axis=0) < 1.1)
    inside &= (x >= 0) & (x < SIZE_PX) & (y >= 0) & (y < SIZE_PX)
    rest[y[inside], x[inside]] = points[0] + share[:, inside].T @ np.array(
        [points[1] - points[0], points[2] - points[0]]
    )
