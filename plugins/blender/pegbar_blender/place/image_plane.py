"""A result as a plane that fills the camera's picture."""

from __future__ import annotations

from typing import Any

import bpy
from mathutils import Matrix, Vector

from ..client import Footage, Result
from ..versions import blender
from .image import KEY, set_frames, stamp

#: Distance from the camera in scene units, unless the camera does not see so far.
_DISTANCE = 10.0


def place_image_plane(
    scene: Any, image: Any, size: tuple[int, int], result: Result, footage: Footage
) -> tuple[bool, str]:
    """A plane that moves with the camera; an earlier version's keeps its place, material and visibility."""
    plane = next((one for one in scene.objects if one.get(KEY) == result.key), None)
    updated = plane is not None
    if plane is None:
        plane = _create_plane(scene, image, size, result)
    for node in _list_textures(plane):
        node.image = image
        set_frames(node.image_user, footage)
    plane.name = result.name
    stamp(plane, result)
    return updated, plane.name


def _create_plane(scene: Any, image: Any, size: tuple[int, int], result: Result) -> Any:
    camera = scene.camera
    mesh = bpy.data.meshes.new(result.name)
    mesh.from_pydata(_find_corners(scene, size), [], [(0, 1, 2, 3)])
    layer = mesh.uv_layers.new(name="UVMap")
    for loop, position in zip(layer.data, ((0, 0), (1, 0), (1, 1), (0, 1))):
        loop.uv = position
    mesh.materials.append(_create_material(image, result))
    plane = bpy.data.objects.new(result.name, mesh)
    scene.collection.objects.link(plane)
    plane.parent = camera
    plane.matrix_parent_inverse = Matrix.Identity(4)
    # It shows a picture; it is no part of the scene's light.
    plane.visible_shadow = False
    return plane


def _find_corners(scene: Any, size: tuple[int, int]) -> list[tuple[float, float, float]]:
    """Corners in the camera's space: bottom left, bottom right, top right, top left. Shift and lens are in the frame."""
    data = scene.camera.data
    frame = [Vector(corner) for corner in data.view_frame(scene=scene)]
    distance = min(_DISTANCE, (data.clip_start + data.clip_end) / 2)
    if data.type != "ORTHO":
        frame = [corner * (distance / -corner.z) for corner in frame]
    left, right = min(corner.x for corner in frame), max(corner.x for corner in frame)
    bottom, top = min(corner.y for corner in frame), max(corner.y for corner in frame)
    width, height = right - left, top - bottom
    # A picture of another shape fits inside.
    pixels = size[0] / size[1] * scene.render.pixel_aspect_x / scene.render.pixel_aspect_y
    if pixels > width / height:
        middle, half = (bottom + top) / 2, width / pixels / 2
        bottom, top = middle - half, middle + half
    else:
        middle, half = (left + right) / 2, height * pixels / 2
        left, right = middle - half, middle + half
    return [(left, bottom, -distance), (right, bottom, -distance), (right, top, -distance), (left, top, -distance)]


def _create_material(image: Any, result: Result) -> Any:
    """The picture's own colours: emission, transparent by its alpha."""
    material = bpy.data.materials.new(result.name)
    tree = blender().use_nodes(material)
    blender().set_blended(material)
    tree.nodes.clear()
    texture = tree.nodes.new("ShaderNodeTexImage")
    texture.image = image
    texture.extension = "CLIP"
    emission = tree.nodes.new("ShaderNodeEmission")
    transparent = tree.nodes.new("ShaderNodeBsdfTransparent")
    mix = tree.nodes.new("ShaderNodeMixShader")
    output = tree.nodes.new("ShaderNodeOutputMaterial")
    for index, node in enumerate((texture, emission, transparent, mix, output)):
        node.location = (index * 220, 0)
    tree.links.new(texture.outputs["Color"], emission.inputs["Color"])
    tree.links.new(texture.outputs["Alpha"], mix.inputs[0])
    tree.links.new(transparent.outputs[0], mix.inputs[1])
    tree.links.new(emission.outputs[0], mix.inputs[2])
    tree.links.new(mix.outputs[0], output.inputs["Surface"])
    return material


def _list_textures(plane: Any) -> list[Any]:
    """The image nodes of its materials that show a result."""
    return [
        node
        for slot in plane.material_slots
        if slot.material and slot.material.node_tree
        for node in slot.material.node_tree.nodes
        if node.type == "TEX_IMAGE" and (node.image is None or node.image.get(KEY))
    ]
