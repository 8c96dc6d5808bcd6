"""Cutting garments out of a mesh: polygons are clipped along smooth lines, so that hems aren't jagged."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .body import Body
from .people import Clothes
from .rotations import Array

Polygon = list[int]


@dataclass(frozen=True)
class Patch:
    """A piece of surface whose vertices are mixtures of the body's vertices.

    Attributes:
        sources: `(K, M)` body vertex indices. shares: `(K, M)`, each row sums to 1.
        faces: polygons over the K vertices.
    """

    sources: NDArray[np.intp]
    shares: Array
    faces: list[Polygon]

    def positions(self, vertices: Array) -> Array:
        """Positions `(K, 3)` for posed body vertices `(N, 3)`."""
        return np.asarray((vertices[self.sources] * self.shares[..., None]).sum(axis=1))

    def edges(self) -> NDArray[np.intp]:
        """Both directions of every edge, `(E, 2)`."""
        pairs = {p for f in self.faces for a, b in zip(f, f[1:] + f[:1], strict=True) for p in ((a, b), (b, a))}
        return np.array(sorted(pairs), dtype=np.intp)

    def rim(self) -> NDArray[np.bool_]:
        """Which vertices lie on an open edge, `(K,)`."""
        count: dict[tuple[int, int], int] = {}
        for face in self.faces:
            for a, b in zip(face, face[1:] + face[:1], strict=True):
                key = (min(a, b), max(a, b))
                count[key] = count.get(key, 0) + 1
        on_rim = np.zeros(len(self.sources), dtype=np.bool_)
        for (a, b), times in count.items():
            if times == 1:
                on_rim[[a, b]] = True
        return on_rim


def cut(faces: list[Polygon], fields: list[Array]) -> Patch:
    """Keep the part of a surface where every field is positive, clipping polygons where one changes sign.

    Args:
        faces: polygons over the body's vertices.
        fields: values per body vertex, each `(N,)`.
    """
    mixes: list[dict[int, float]] = []
    index: dict[tuple[tuple[int, float], ...], int] = {}

    def add(mix: dict[int, float]) -> int:
        key = tuple(sorted((v, round(share, 6)) for v, share in mix.items() if share > 1e-6))
        if key not in index:
            index[key] = len(mixes)
            mixes.append(dict(key))
        return index[key]

    kept: list[Polygon] = []
    for face in faces:
        if any(max(field[face]) <= 0 for field in fields):
            continue
        ring: list[dict[int, float]] = [{v: 1.0} for v in face]
        for field in fields:
            ring = _clip(ring, field)
            if len(ring) < 3:
                break
        else:
            polygon = [add(mix) for mix in ring]
            polygon = [v for i, v in enumerate(polygon) if v != polygon[i - 1]]
            if len(polygon) >= 3:
                kept.append(polygon)
    width = max((len(mix) for mix in mixes), default=1)
    sources = np.zeros((len(mixes), width), dtype=np.intp)
    shares = np.zeros((len(mixes), width))
    for row, mix in enumerate(mixes):
        for column, (vertex, share) in enumerate(mix.items()):
            sources[row, column], shares[row, column] = vertex, share
    shares /= shares.sum(axis=1, keepdims=True)
    return Patch(sources, shares, kept)


def _clip(ring: list[dict[int, float]], field: Array) -> list[dict[int, float]]:
    """Clip one polygon (Sutherland-Hodgman) at the zero line of a field."""
    values = [sum(share * float(field[v]) for v, share in mix.items()) for mix in ring]
    kept: list[dict[int, float]] = []
    for i, (mix, value) in enumerate(zip(ring, values, strict=True)):
        before, value_before = ring[i - 1], values[i - 1]
        if (value > 0) != (value_before > 0):
            t = value_before / (value_before - value)
            crossing = {v: share * (1 - t) for v, share in before.items()}
            for v, share in mix.items():
                crossing[v] = crossing.get(v, 0.0) + share * t
            kept.append(crossing)
        if value > 0:
            kept.append(mix)
    return kept


def shirt_fields(body: Body, clothes: Clothes) -> list[Array]:
    """Fields `(N,)` in metres, positive inside the shirt: over the hem, under the neckline, before the cuff."""
    v, neck = body.vertices, body.head["neck01"]
    x, y, z = v[:, 0], v[:, 1], v[:, 2]
    hem = z - (body.head["upperleg01.L"][2] + clothes.hem)
    front = np.clip((neck[1] + 0.02 - y) / 0.05, 0, 1)
    neckline = neck[2] + 0.012 - 0.06 * front * np.clip(1 - np.abs(x) / 0.09, 0, 1) + 0.3 * np.abs(x) - z
    arm = body.weight_of(lambda b: any(k in b for k in ("upperarm", "lowerarm", "wrist", "finger", "metacarpal")))
    cuff = np.full(len(v), 0.2)
    for side, sign in (("L", 1), ("R", -1)):
        shoulder, elbow, wrist = body.limb("arm", "L" if side == "L" else "R")
        upper, lower = elbow - shoulder, wrist - elbow
        length, forearm = float(np.linalg.norm(upper)), float(np.linalg.norm(lower))
        along = (v - shoulder) @ upper / length
        along = np.where(along > length, length + np.maximum((v - elbow) @ lower / forearm, 0), along)
        end = clothes.sleeve * length if clothes.sleeve < 1 else length + (clothes.sleeve - 1) * forearm
        mine = (arm > 0.3) & (x * sign > 0)
        cuff = np.where(mine, np.minimum(end - along, 0.2), cuff)
    hem = np.where(arm > 0.3, 0.2, hem)
    return [hem, neckline, cuff]


def trouser_fields(body: Body, clothes: Clothes) -> list[Array]:
    """Fields `(N,)` in metres, positive inside the trousers: under the waist and over the leg ends."""
    z = body.vertices[:, 2]
    arm = body.weight_of(lambda b: any(k in b for k in ("clavicle", "shoulder", "arm", "wrist", "finger", "meta")))
    waist = np.where(arm > 0.3, -1.0, body.head["spine03"][2] + 0.02 - z)
    return [waist, z - clothes.leg_end_m]
