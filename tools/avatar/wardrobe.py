"""The avatar in Blender: skin, eyes, hair and clothes, all slices of the one posed vertex array."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import texture
from .body import Body
from .contact import Posed
from .garment import Patch, cut, shirt_fields, trouser_fields
from .materials import link_mesh, material
from .people import Person
from .rotations import Array

bpy: Any = importlib.import_module("bpy")
mathutils: Any = importlib.import_module("mathutils")


@dataclass(frozen=True)
class Part:
    """A mesh of the avatar. `push_m`: distance its vertices are moved out along their normals, `(K,)`."""

    object: Any
    patch: Patch
    push_m: Array
    smoothing: int
    edges: NDArray[np.intp]
    rim: NDArray[np.bool_]


class Avatar:
    """A dressed body in the scene; `pose` moves it."""

    def __init__(self, body: Body, person: Person, work: Path) -> None:
        self.body = body
        self.parts: list[Part] = []
        self.extras: list[Any] = []
        skin_png = work / f"skin-{person.name}.png"
        texture.paint(body, person.skin, person.hair, skin_png)
        self._dress(person, skin_png)
        self._add_eyes()
        if person.hair.style != "bald":
            self._add_hair(person)

    @property
    def objects(self) -> list[Any]:
        """All Blender objects of the avatar."""
        return [part.object for part in self.parts] + self.extras

    def _add(self, name: str, patch: Patch, materials: list[Any], *, push_m: float | Array = 0.0, smoothing: int = 0,
             subdivide: int = 0, uv: Array | None = None, slots: list[int] | None = None) -> Part:  # fmt: skip
        rest = patch.positions(self.body.vertices)
        obj = link_mesh(name, rest, patch.faces, materials, uv=uv, slots=slots)
        if subdivide:
            modifier = obj.modifiers.new("subdivide", "SUBSURF")
            modifier.levels = modifier.render_levels = subdivide
            modifier.boundary_smooth = "PRESERVE_CORNERS"
        push = np.broadcast_to(np.asarray(push_m, dtype=np.float64), (len(rest),))
        part = Part(obj, patch, push, smoothing, patch.edges(), patch.rim())
        self.parts.append(part)
        return part

    def _dress(self, person: Person, skin_png: Path) -> None:
        body, clothes = self.body, person.clothes
        shirt, trousers = shirt_fields(body, clothes), trouser_fields(body, clothes)
        inside = np.minimum.reduce(shirt) > 0.025
        inside |= np.minimum.reduce(trousers) > 0.025
        faces = [f for f in body.groups["body"] if not all(inside[v] for v, _ in f)]
        uv = np.array([body.texture[t] for f in faces for _, t in f])
        whole = cut([[v for v, _ in f] for f in faces], [np.ones(len(body.vertices))])
        self._add("skin", whole, [material("skin", (0.8, 0.6, 0.5), 0.5, image=skin_png)], subdivide=1, uv=uv)
        tights = [[v for v, _ in f] for f in body.groups["helper-tights"]]
        for name, fields, rgb, loose, smoothing, stripes in (
            ("trousers", trousers, clothes.legs, clothes.leg_loose_m, 2, 0.0),
            ("shirt", shirt, clothes.shirt, clothes.loose_m, 5, clothes.stripes),
        ):
            cloth = material(name, rgb, 0.88, grain=(45.0, 0.22), stripes=stripes)
            part = self._add(name, cut(tights, fields), [cloth], push_m=loose, smoothing=smoothing, subdivide=1)
            solid = part.object.modifiers.new("solid", "SOLIDIFY")
            solid.thickness, solid.offset = 0.003, -1

    def _add_eyes(self) -> None:
        v = self.body.vertices
        colours = [
            material("eye", (0.93, 0.92, 0.9), 0.2),
            material("iris", (0.25, 0.17, 0.1), 0.2),
            material("pupil", (0.02, 0.02, 0.02), 0.2),
        ]
        everywhere = [np.ones(len(v))]
        for group in ("helper-l-eye", "helper-r-eye"):
            faces = [[i for i, _ in f] for f in self.body.groups[group]]
            ids = self.body.group_ids(group)
            front = v[ids][np.argmin(v[ids, 1])]
            off = [float(np.linalg.norm(v[f].mean(axis=0) - front)) for f in faces]
            slots = [2 if d < 0.0035 else 1 if d < 0.0075 else 0 for d in off]
            self._add(group, cut(faces, everywhere), colours, slots=slots)
        lash = material("lash", (0.06, 0.04, 0.04), 0.9)
        for group in (g for g in self.body.groups if "eyelashes" in g):
            self._add(group, cut([[i for i, _ in f] for f in self.body.groups[group]], everywhere), [lash])

    def _add_hair(self, person: Person) -> None:
        body, hair = self.body, person.hair
        scalp = texture.hairline_m(body, body.vertices) - 0.002
        column = body.order.index("head")
        faces = [[v for v, _ in f] for f in body.groups["body"]]
        faces = [f for f in faces if body.weights[f, column].min() > 0.05]
        patch = cut(faces, [scalp])
        cloth = material("hair", hair.rgb, 0.5, grain=(42.0, 0.6))
        rest = patch.positions(body.vertices)
        depth = np.clip(texture.hairline_m(body, rest) / 0.03, 0.12, 1.0)
        lumps = 1 + 0.12 * np.sin(rest[:, 0] * 90) * np.sin(rest[:, 1] * 70 + 1) * np.sin(rest[:, 2] * 80 + 2)
        self._add("hair", patch, [cloth], push_m=hair.thickness_m * depth * lumps, smoothing=3, subdivide=2)
        if hair.style in ("bun", "ponytail"):
            back = rest[np.argmax(rest[:, 1] + 0.5 * rest[:, 2])]
            tail = hair.style == "ponytail"
            self._knot_rest = back + (np.array([0, 0.035, -0.06]) if tail else np.array([0, 0.02, 0.01]))
            bpy.ops.mesh.primitive_uv_sphere_add(radius=0.042, segments=24, ring_count=16)
            knot = bpy.context.object
            knot.data.materials.append(cloth)
            bpy.ops.object.shade_smooth()
            knot.scale = (0.62, 0.62, 2.0) if tail else (1.0, 0.8, 0.9)
            self.extras.append(knot)

    def pose(self, posed: Posed) -> Array:
        """Move everything to a posed body; returns its vertices `(N, 3)` in metres."""
        vertices = posed.vertices(self.body)
        for part in self.parts:
            points = part.patch.positions(vertices)
            if part.push_m.any():
                points = points + _normals(points, part.patch.faces) * part.push_m[:, None]
            points = _smooth(points, part.edges, part.rim, part.smoothing)
            part.object.data.vertices.foreach_set("co", points.astype(np.float32).ravel())
            part.object.data.update()
        head = posed.rotations["head"]
        for knot in self.extras:
            knot.location = posed.joints["head"] + head @ (self._knot_rest - self.body.head["head"])
            knot.rotation_euler = mathutils.Matrix(head.tolist()).to_euler()
        return vertices


def _normals(points: Array, faces: list[list[int]]) -> Array:
    """Vertex normals `(K, 3)`, weighted by area."""
    normals = np.zeros_like(points)
    by_size: dict[int, list[list[int]]] = {}
    for face in faces:
        by_size.setdefault(len(face), []).append(face)
    for size, group in by_size.items():
        corners = np.array(group)
        facing = np.cross(points[corners[:, 2]] - points[corners[:, 0]], points[corners[:, -1]] - points[corners[:, 1]])
        if size == 3:
            facing = np.cross(
                points[corners[:, 1]] - points[corners[:, 0]], points[corners[:, 2]] - points[corners[:, 0]]
            )
        for k in range(size):
            np.add.at(normals, corners[:, k], facing)
    return np.asarray(normals / (np.linalg.norm(normals, axis=1, keepdims=True) + 1e-12))


def _smooth(points: Array, edges: NDArray[np.intp], rim: NDArray[np.bool_], rounds: int) -> Array:
    """Laplacian smoothing; rim vertices are smoothed first and along the rim only, so that hems run even."""
    if not rounds:
        return points
    along = edges[rim[edges[:, 0]] & rim[edges[:, 1]]]
    across = edges[~rim[edges[:, 0]]]
    for used, times in ((along, 3 * rounds), (across, rounds)):
        count = np.bincount(used[:, 0], minlength=len(points))
        share = np.where(count > 0, 0.4, 0.0)[:, None]
        for _ in range(times):
            total = np.zeros_like(points)
            np.add.at(total, used[:, 0], points[used[:, 1]])
            points = (1 - share) * points + share * total / np.maximum(count, 1)[:, None]
    return points
