"""Blender meshes and materials."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import numpy as np

from .people import Rgb
from .rotations import Array

bpy: Any = importlib.import_module("bpy")


def linear(rgb: Rgb) -> tuple[float, float, float, float]:
    """Blender's linear RGBA of an sRGB colour."""
    r, g, b = (channel**2.2 for channel in rgb)
    return (r, g, b, 1.0)


def material(
    name: str,
    rgb: Rgb,
    roughness: float = 0.6,
    *,
    image: Path | None = None,
    grain: tuple[float, float] | None = None,
    stripes: float = 0.0,
) -> Any:
    """A principled material.

    Args:
        name: its name.
        rgb: base colour, sRGB 0..1.
        roughness: 0 mirror .. 1 chalk.
        image: a texture file for the colour.
        grain: scale and strength of a noise that stays fixed to the rest surface.
        stripes: white stripes a metre, along the rest height.
    """
    made = bpy.data.materials.new(name)
    made.use_nodes = True
    nodes, links = made.node_tree.nodes, made.node_tree.links
    shader = nodes["Principled BSDF"]
    shader.inputs["Base Color"].default_value = linear(rgb)
    shader.inputs["Roughness"].default_value = roughness
    if image:
        picture = nodes.new("ShaderNodeTexImage")
        picture.image = bpy.data.images.load(str(image))
        links.new(picture.outputs["Color"], shader.inputs["Base Color"])
    if grain:
        rest = nodes.new("ShaderNodeAttribute")
        rest.attribute_name = "rest"
        noise = nodes.new("ShaderNodeTexNoise")
        noise.inputs["Scale"].default_value = grain[0]
        links.new(rest.outputs["Vector"], noise.inputs["Vector"])
        mix = nodes.new("ShaderNodeMixRGB")
        mix.blend_type = "MULTIPLY"
        mix.inputs[0].default_value = grain[1]
        mix.inputs[1].default_value = linear(rgb)
        if stripes:
            links.new(_striped(nodes, links, rest, rgb, stripes), mix.inputs[1])
        links.new(noise.outputs["Color"], mix.inputs[2])
        links.new(mix.outputs[0], shader.inputs["Base Color"])
        bump = nodes.new("ShaderNodeBump")
        bump.inputs["Strength"].default_value = 0.2
        bump.inputs["Distance"].default_value = 0.005
        links.new(noise.outputs[0], bump.inputs["Height"])
        links.new(bump.outputs[0], shader.inputs["Normal"])
    return made


def _striped(nodes: Any, links: Any, rest: Any, rgb: Rgb, stripes: float) -> Any:
    parts = nodes.new("ShaderNodeSeparateXYZ")
    links.new(rest.outputs["Vector"], parts.inputs[0])
    times = nodes.new("ShaderNodeMath")
    times.operation = "MULTIPLY"
    times.inputs[1].default_value = stripes
    links.new(parts.outputs["Z"], times.inputs[0])
    part = nodes.new("ShaderNodeMath")
    part.operation = "FRACT"
    links.new(times.outputs[0], part.inputs[0])
    above = nodes.new("ShaderNodeMath")
    above.operation = "GREATER_THAN"
    above.inputs[1].default_value = 0.62
    links.new(part.outputs[0], above.inputs[0])
    colour = nodes.new("ShaderNodeMixRGB")
    colour.inputs[1].default_value = linear(rgb)
    colour.inputs[2].default_value = linear((0.16, 0.20, 0.34))
    links.new(above.outputs[0], colour.inputs[0])
    return colour.outputs[0]


def link_mesh(
    name: str,
    points: Array,
    faces: list[list[int]],
    materials: list[Any],
    *,
    uv: Array | None = None,
    slots: list[int] | None = None,
    smooth: bool = True,
) -> Any:
    """A mesh object in the scene.

    Args:
        name: its name.
        points: rest positions `(K, 3)`, also kept as the attribute `rest` for textures.
        faces: polygons.
        materials: the material slots.
        uv: texture coordinates per face corner, `(corners, 2)`.
        slots: material slot per face.
        smooth: smooth shading.
    """
    mesh = bpy.data.meshes.new(name)
    mesh.from_pydata(points.tolist(), [], faces)
    for slot in materials:
        mesh.materials.append(slot)
    if slots is not None:
        mesh.polygons.foreach_set("material_index", np.array(slots, np.int32))
    if uv is not None:
        mesh.uv_layers.new(name="uv").data.foreach_set("uv", uv.astype(np.float32).ravel())
    rest = mesh.attributes.new("rest", "FLOAT_VECTOR", "POINT")
    rest.data.foreach_set("vector", points.astype(np.float32).ravel())
    mesh.polygons.foreach_set("use_smooth", np.full(len(faces), smooth))
    obj = bpy.data.objects.new(name, mesh)
    bpy.context.collection.objects.link(obj)
    return obj
