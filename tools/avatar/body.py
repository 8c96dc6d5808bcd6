"""One body: the MakeHuman mesh under shape targets, with its rig and skinning (numpy only)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import product
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from . import assets
from .rotations import Array, quat_multiply, to_quaternion, unit

Side = Literal["L", "R"]
SIDES: tuple[Side, Side] = ("L", "R")
SIGN: dict[Side, int] = {"L": 1, "R": -1}
"""The person's left is +X."""

ARM_WORDS = ("upperarm", "lowerarm", "wrist", "finger", "metacarpal")
LINEAR_SHARE = 0.35
"""Share of linear skinning; the rest is dual quaternion, which keeps the volume of deep bends but bulges."""


@dataclass(frozen=True)
class Shape:
    """What a body looks like: MakeHuman's macro parameters, each -1..1 around the average unless stated."""

    gender: Literal["female", "male"]
    origins: dict[str, float] = field(default_factory=lambda: {"caucasian": 1.0})
    """Shares of `african`, `asian`, `caucasian` (sum 1)."""
    old: float = 0.0
    """0 = young adult (25), 1 = old (90)."""
    muscle: float = 0.0
    weight: float = 0.0
    height: float = 0.0
    ideal: float = 0.5

    def targets(self) -> list[tuple[str, float]]:
        """The shape targets to add, with their weights."""
        ages = [("young", 1 - self.old), ("old", self.old)]
        muscles = [("average", 1 - abs(self.muscle)), ("max" if self.muscle > 0 else "min", abs(self.muscle))]
        weights = [("average", 1 - abs(self.weight)), ("max" if self.weight > 0 else "min", abs(self.weight))]
        tall = "max" if self.height > 0 else "min"
        g, found = self.gender, []
        for (age, a), (origin, o) in product(ages, self.origins.items()):
            found.append((f"macrodetails/{origin}-{g}-{age}", a * o))
        for (age, a), (muscle, m), (weight, w) in product(ages, muscles, weights):
            kind = f"{g}-{age}-{muscle}muscle-{weight}weight"
            found.append((f"macrodetails/universal-{kind}", a * m * w))
            found.append((f"macrodetails/proportions/{kind}-idealproportions", a * m * w * self.ideal))
            found.append((f"macrodetails/height/{kind}-{tall}height", a * m * w * abs(self.height)))
        return [(name, share) for name, share in found if share > 1e-6]


@dataclass(frozen=True)
class Cloud:
    """Vertices to skin: rest positions `(K, 3)`, weights `(K, B)` of the B bones that move them, each bone's parent."""

    rest_m: Array
    weights: Array
    bones: list[str]
    above: list[int]


class Body:
    """A shaped and rigged body at rest.

    Attributes:
        vertices: rest positions `(N, 3)` in metres, feet on z = 0; the helper meshes for clothes included.
        order: bone names, parents first. `head[bone]` is the joint at the bone's start, `(3,)` in metres.
        weights: skinning weights `(N, bones)`, columns in the order of `order`.
        skin_ids: indices of the vertices that are skin. `points[name]`: vertices whose mean is a truth point.
    """

    def __init__(self, shape: Shape) -> None:
        self._clouds: dict[bytes, Cloud] = {}
        mesh = assets.read_mesh()
        raw = mesh.vertices.copy()
        for name, share in shape.targets():
            ids, offsets = assets.read_target(name)
            raw[ids] += share * offsets
        self.vertices: Array = np.stack([raw[:, 0], -raw[:, 2], raw[:, 1]], axis=1) * 0.1
        self.texture = mesh.texture
        self.groups = mesh.groups
        self.skin_ids = self.group_ids("body")
        self.vertices[:, 2] -= self.vertices[self.skin_ids, 2].min()
        self._read_rig()
        self.points = self._find_points()
        arms = self.weight_of(lambda bone: any(word in bone for word in ARM_WORDS))
        self.trunk_and_leg_ids = self.skin_ids[arms[self.skin_ids] < 0.05]
        self.hand_ids: dict[Side, NDArray[np.intp]] = {}
        for side in SIDES:
            hand = self.weight_of(lambda b: b.endswith("." + side) and any(w in b for w in ARM_WORDS[2:]))  # noqa: B023
            self.hand_ids[side] = self.skin_ids[hand[self.skin_ids] > 0.6]

    @property
    def height_m(self) -> float:
        """Standing height."""
        return float(self.vertices[self.skin_ids, 2].max())

    def group_ids(self, group: str) -> NDArray[np.intp]:
        """Sorted indices of the vertices of a face group."""
        return np.unique([v for face in self.groups[group] for v, _ in face])

    def weight_of(self, wanted: Callable[[str], bool]) -> NDArray[np.float32]:
        """Summed skinning weight `(N,)` of the bones whose names are wanted."""
        columns = [i for i, bone in enumerate(self.order) if wanted(bone)]
        return np.asarray(self.weights[:, columns].sum(axis=1), dtype=np.float32)

    def limb(self, kind: Literal["arm", "leg"], side: Side) -> tuple[Array, Array, Array]:
        """Rest positions of (shoulder, elbow, wrist) or (hip, knee, ankle), each `(3,)` in metres."""
        bones = ("upperarm01", "lowerarm01", "wrist") if kind == "arm" else ("upperleg01", "lowerleg01", "foot")
        a, b, c = (self.head[f"{bone}.{side}"] for bone in bones)
        return a, b, c

    def _read_rig(self) -> None:
        rig, pairs = assets.read_rig()
        cubes = {g: self.vertices[self.group_ids(g)].mean(axis=0) for g in self.groups if g.startswith("joint")}

        def place(rule: dict[str, Any]) -> Array:
            if rule["strategy"] == "CUBE":
                return np.asarray(cubes[rule["cube_name"]])
            ids = rule["vertex_index"] if rule["strategy"] == "VERTEX" else rule["vertex_indices"]
            return np.asarray(self.vertices[ids].reshape(-1, 3).mean(axis=0))

        self.parent: dict[str, str] = {bone: rule["parent"] for bone, rule in rig.items()}
        self.head: dict[str, Array] = {bone: place(rule["head"]) for bone, rule in rig.items()}
        self.order: list[str] = []

        def visit(bone: str) -> None:
            if bone not in self.order:
                if self.parent[bone]:
                    visit(self.parent[bone])
                self.order.append(bone)

        for bone in rig:
            visit(bone)
        self.weights: NDArray[np.float32] = np.zeros((len(self.vertices), len(self.order)), np.float32)
        for column, bone in enumerate(self.order):
            for vertex, weight in pairs.get(bone, []):
                self.weights[vertex, column] += weight
        self.weights /= self.weights.sum(axis=1, keepdims=True)

    def _find_points(self) -> dict[str, NDArray[np.intp]]:
        """Truth points on the skin: nose tip, eyeballs, ears (outermost), heels (rearmost), toes (foremost)."""
        v, skin = self.vertices, self.skin_ids
        face = skin[v[skin, 2] > self.head["head"][2] - 0.02]
        middle = face[np.abs(v[face, 0]) < 0.012]
        points = {"nose": middle[[np.argmin(v[middle, 1])]]}
        for side in SIDES:
            eye = self.group_ids(f"helper-{side.lower()}-eye")
            points["eye" + side] = eye
            level = v[eye, 2].mean() - 0.01
            flank = face[(np.abs(v[face, 2] - level) < 0.035) & (v[face, 0] * SIGN[side] > 0)]
            points["ear" + side] = flank[[np.argmax(v[flank, 0] * SIGN[side])]]
            foot = skin[(v[skin, 2] < 0.10) & (v[skin, 0] * SIGN[side] > 0)]
            points["heel" + side] = foot[[np.argmax(v[foot, 1] - 0.3 * v[foot, 2])]]
            points["toe" + side] = foot[[np.argmin(v[foot, 1])]]
        return points

    def chain(self, turns: dict[str, Array]) -> tuple[dict[str, Array], dict[str, Array]]:
        """Pose the bones, the root joint at the origin.

        Args:
            turns: world rotation `(3, 3)` relative to rest per bone; a bone left out follows its parent.

        Returns:
            World rotations `(3, 3)` and joint positions `(3,)` in metres, per bone.
        """
        rotations: dict[str, Array] = {}
        joints: dict[str, Array] = {}
        for bone in self.order:
            up = self.parent[bone]
            rotations[bone] = turns.get(bone, rotations[up] if up else np.eye(3))
            joints[bone] = joints[up] + rotations[up] @ (self.head[bone] - self.head[up]) if up else np.zeros(3)
        return rotations, joints

    def skin(self, rotations: dict[str, Array], joints: dict[str, Array], ids: NDArray[np.intp] | None = None) -> Array:
        """Posed vertices `(K, 3)` in metres of all vertices or of `ids`.

        A mixture of linear and dual quaternion skinning (Kavan et al. 2007), `LINEAR_SHARE` of the former.
        """
        cloud = self._cloud(ids)
        rest, weights = cloud.rest_m, cloud.weights
        matrices = np.array([rotations[bone] for bone in cloud.bones])
        shifts = np.array([joints[bone] - rotations[bone] @ self.head[bone] for bone in cloud.bones])
        blended = (weights @ matrices.reshape(-1, 9)).reshape(-1, 3, 3)
        linear = np.einsum("vij,vj->vi", blended, rest) + weights @ shifts

        quats = to_quaternion(matrices)
        for i, up in enumerate(cloud.above):
            if up >= 0 and quats[i] @ quats[up] < 0:
                quats[i] *= -1
        duals = 0.5 * quat_multiply(np.concatenate([np.zeros((len(shifts), 1)), shifts], axis=1), quats)
        q, dual = weights @ quats, weights @ duals
        length = np.linalg.norm(q, axis=1, keepdims=True)
        q, dual = q / length, dual / length
        mirror = q * np.array([1.0, -1, -1, -1])
        moved = 2 * quat_multiply(dual, mirror)[:, 1:]
        spread = np.concatenate([np.zeros((len(rest), 1)), rest], axis=1)
        turned = quat_multiply(quat_multiply(q, spread), mirror)[:, 1:]
        return np.asarray(LINEAR_SHARE * linear + (1 - LINEAR_SHARE) * (turned + moved), dtype=np.float64)

    def _cloud(self, ids: NDArray[np.intp] | None) -> Cloud:
        """What skinning needs of some vertices, kept for the next frame."""
        key = b"" if ids is None else ids.tobytes()
        if key not in self._clouds:
            chosen = np.arange(len(self.vertices)) if ids is None else ids
            used = [i for i in range(len(self.order)) if self.weights[chosen, i].any()]
            bones = [self.order[i] for i in used]
            above = []
            for bone in bones:
                up = self.parent[bone]
                while up and up not in bones:
                    up = self.parent[up]
                above.append(bones.index(up) if up else -1)
            weights = self.weights[chosen][:, used].astype(np.float64)
            self._clouds[key] = Cloud(self.vertices[chosen], weights, bones, above)
        return self._clouds[key]

    def knuckle_axis(self, side: Side) -> Array:
        """Axis `(3,)` along the knuckles at rest; a positive turn about it curls the fingers to the palm."""
        index, little = self.head[f"finger2-1.{side}"], self.head[f"finger5-1.{side}"]
        axis = unit(little - index)
        fingers = unit((index + little) / 2 - self.head[f"wrist.{side}"])
        normal = np.cross(axis, fingers)
        thumb = self.head[f"finger1-3.{side}"] - (index + little) / 2
        return axis if normal @ (normal * np.sign(normal @ thumb)) > 0 else -axis
