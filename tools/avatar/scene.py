"""The room around the avatar in Blender: floor, mat, walls, furniture, light, camera and render settings."""

from __future__ import annotations

import importlib
import math
from typing import Any

import numpy as np

from .camera import Camera
from .clip import Room
from .contact import BED_TOP_M, MAT_TOP_M
from .materials import linear, link_mesh, material

bpy: Any = importlib.import_module("bpy")
mathutils: Any = importlib.import_module("mathutils")

Vector = tuple[float, float, float]

BACK_WALL_M = 1.9
SIDE_WALL_M = 3.3
WALL_HEIGHT_M = 3.3
DOOR_AHEAD_M = 0.06
"""How far the frame's near edge stands before the line of the feet."""


def start(size_px: tuple[int, int], threads: int) -> Any:
    """Empty the scene and set Cycles up for few samples with denoising; returns the scene."""
    scene = bpy.context.scene
    for obj in list(bpy.data.objects):
        bpy.data.objects.remove(obj)
    importlib.import_module("addon_utils").enable("cycles")
    render = scene.render
    render.engine = "CYCLES"
    render.resolution_x, render.resolution_y = size_px
    render.resolution_percentage = 100
    render.threads_mode, render.threads = "FIXED", threads
    render.use_persistent_data = True
    render.image_settings.file_format = "PNG"
    render.image_settings.compression = 15
    scene.view_settings.view_transform = "AgX"
    cycles = scene.cycles
    cycles.device = "CPU"
    cycles.use_denoising, cycles.denoiser = True, "OPENIMAGEDENOISE"
    cycles.denoising_quality = cycles.denoising_prefilter = "FAST"
    cycles.use_adaptive_sampling, cycles.adaptive_threshold = True, 0.05
    cycles.max_bounces, cycles.diffuse_bounces, cycles.glossy_bounces = 4, 2, 2
    cycles.caustics_reflective = cycles.caustics_refractive = False
    return scene


def add_camera(camera: Camera) -> Any:
    """The Blender camera of an OpenCV one."""
    data = bpy.data.cameras.new("camera")
    obj = bpy.data.objects.new("camera", data)
    bpy.context.collection.objects.link(obj)
    data.sensor_fit = "HORIZONTAL"
    data.angle = math.radians(camera.hfov_deg)
    pose = np.linalg.inv(camera.world_to_cam) @ np.diag([1.0, -1.0, -1.0, 1.0])
    obj.matrix_world = mathutils.Matrix(pose.tolist())
    return obj


def build_room(room: Room, camera_x: float) -> None:
    """Build the room; the back wall stands opposite to the camera's side (the sign of `camera_x`)."""
    side = 1.0 if camera_x > 0 else -1.0
    _quad("floor", [(-4, -4, 0), (4, -4, 0), (4, 4, 0), (-4, 4, 0)], _floor(room.floor))
    wall = material("wall", room.wall, 0.9)
    skirting = material("skirting", (0.9, 0.9, 0.88), 0.5)
    back, far, high = -side * BACK_WALL_M, SIDE_WALL_M, WALL_HEIGHT_M
    for (x0, y0), (x1, y1) in (
        ((back, -far), (back, far)),
        ((back, far), (side * 4, far)),
        ((back, -far), (side * 4, -far)),
    ):
        _quad("wall", [(x0, y0, 0), (x1, y1, 0), (x1, y1, high), (x0, y0, high)], wall)
        k = 0.99
        _quad(
            "skirting",
            [(x0 * k, y0 * k, 0), (x1 * k, y1 * k, 0), (x1 * k, y1 * k, 0.1), (x0 * k, y0 * k, 0.1)],
            skirting,
        )
    if room.bed_edge_m is not None:
        _bed(room.bed_edge_m, material("cover", room.mat, 0.95, grain=(80.0, 0.3)))
    elif room.lintel_m:
        _doorway(room.lintel_m)
    else:
        _box((0.68, 1.9, 0.008), (0, 0, MAT_TOP_M - 0.004), material("mat", room.mat, 0.95, grain=(80.0, 0.3)))
    _furnish(room.furniture, side)
    _light(room, side)


def _doorway(lintel_m: float) -> None:
    """Two posts and a lintel, in front of the feet, where the hands hold it."""
    wood = material("door frame", (0.86, 0.84, 0.80), 0.5)
    thick, wide = 0.09, 1.06
    ahead = -(DOOR_AHEAD_M + thick / 2)
    _box((wide + 2 * thick, thick, thick), (0, ahead, lintel_m - thick / 2), wood)
    for aside in (-1, 1):
        _box((thick, thick, lintel_m - thick), (aside * (wide + thick) / 2, ahead, (lintel_m - thick) / 2), wood)


def _bed(edge_m: float, cover: Any) -> None:
    """A bed with its foot end at `edge_m`, the rest of it towards +Y."""
    length, wide = 2.0, 1.5
    wood = material("bed", (0.40, 0.28, 0.18), 0.6)
    _box((wide, length, 0.22), (0, edge_m + length / 2, BED_TOP_M - 0.11), cover)
    _box((wide - 0.06, length - 0.06, BED_TOP_M - 0.22), (0, edge_m + 0.03 + length / 2, (BED_TOP_M - 0.22) / 2), wood)


def _floor(kind: str) -> Any:
    """Wooden strips, wide grey boards, or a plain carpet."""
    if kind == "carpet":
        return material("carpet", (0.55, 0.52, 0.50), 1.0, grain=(110.0, 0.45))
    made = material("floor", (0.62, 0.46, 0.32), 0.45)
    nodes, links = made.node_tree.nodes, made.node_tree.links
    brick = nodes.new("ShaderNodeTexBrick")
    place = nodes.new("ShaderNodeTexCoord")
    brick.inputs["Scale"].default_value = 1
    wide = kind == "boards"
    brick.inputs["Brick Width"].default_value = 2.1 if wide else 1.4
    brick.inputs["Row Height"].default_value = 0.21 if wide else 0.14
    brick.inputs["Mortar Size"].default_value = 0.002
    first, second = (
        ((0.34, 0.32, 0.29, 1), (0.27, 0.25, 0.23, 1)) if wide else ((0.36, 0.20, 0.10, 1), (0.28, 0.15, 0.075, 1))
    )
    brick.inputs["Color1"].default_value, brick.inputs["Color2"].default_value = first, second
    brick.inputs["Mortar"].default_value = (0.1, 0.06, 0.04, 1)
    links.new(place.outputs["Object"], brick.inputs["Vector"])
    links.new(brick.outputs["Color"], nodes["Principled BSDF"].inputs["Base Color"])
    return made


def _furnish(kind: str, side: float) -> None:
    back = -side * BACK_WALL_M
    if kind == "shelf":
        wood = material("shelf", (0.42, 0.30, 0.20), 0.6)
        _box((0.35, 1.1, 0.75), (back + side * 0.2, 1.9, 0.375), wood)
        for i, rgb in enumerate(((0.6, 0.2, 0.18), (0.2, 0.35, 0.5), (0.75, 0.7, 0.55), (0.25, 0.42, 0.28))):
            _box((0.18, 0.07, 0.26 - 0.02 * i), (back + side * 0.2, 1.55 + 0.08 * i, 0.87), material("book", rgb, 0.7))
    elif kind == "window":
        glass = material("glass", (0.85, 0.92, 1.0), 0.4)
        shader = glass.node_tree.nodes["Principled BSDF"]
        shader.inputs["Emission Color"].default_value = linear((0.85, 0.92, 1.0))
        shader.inputs["Emission Strength"].default_value = 0.8
        frame = material("frame", (0.92, 0.92, 0.90), 0.5)
        _box((0.03, 1.3, 1.1), (back + side * 0.015, -1.5, 1.6), frame)
        for dy in (-0.31, 0.31):
            _box((0.02, 0.56, 1.0), (back + side * 0.035, -1.5 + dy, 1.6), glass)


def _light(room: Room, side: float) -> None:
    light = bpy.data.lights.new("key", "AREA")
    light.energy, light.size, light.color = room.key_watts, 2.4, (1, 0.95, 0.88)
    key = bpy.data.objects.new("key", light)
    key.location = (side * 2.2, room.key_side * 2.6, 3.0)
    aim = mathutils.Vector((0, 0, 0.6)) - key.location
    key.rotation_euler = aim.to_track_quat("-Z", "Y").to_euler()
    bpy.context.collection.objects.link(key)
    world = bpy.data.worlds.new("world")
    bpy.context.scene.world = world
    world.use_nodes = True
    sky = world.node_tree.nodes["Background"]
    sky.inputs[0].default_value = (0.82, 0.9, 1, 1)
    sky.inputs[1].default_value = room.sky


def _quad(name: str, corners: list[Vector], surface: Any) -> None:
    link_mesh(name, np.array(corners, dtype=np.float64), [[0, 1, 2, 3]], [surface], smooth=False)


def _box(size_m: Vector, centre_m: Vector, surface: Any) -> None:
    low, high = np.array(centre_m) - np.array(size_m) / 2, np.array(centre_m) + np.array(size_m) / 2
    corners = np.array([[x, y, z] for z in (low[2], high[2]) for y in (low[1], high[1]) for x in (low[0], high[0])])
    faces = [[0, 2, 3, 1], [4, 5, 7, 6], [0, 1, 5, 4], [2, 6, 7, 3], [0, 4, 6, 2], [1, 3, 7, 5]]
    link_mesh("box", corners, faces, [surface], smooth=False)
