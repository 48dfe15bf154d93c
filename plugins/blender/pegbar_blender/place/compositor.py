"""A result as a node of the compositor."""

from __future__ import annotations

from typing import Any

from ..client import Footage, Result
from ..versions import blender
from .image import KEY, set_frames, stamp


def place_in_compositor(scene: Any, image: Any, _size: tuple[int, int], result: Result, footage: Footage) -> tuple[bool, str]:
    """An image node, not connected yet; an earlier version's node keeps its place and connections."""
    tree = blender().compositor(scene) if blender().is_compositor_used(scene) else None
    if tree is None:
        tree = blender().create_compositor(scene)
    node = next((one for one in tree.nodes if one.get(KEY) == result.key), None)
    updated = node is not None
    if node is None:
        node = tree.nodes.new("CompositorNodeImage")
        node.location = _find_place(tree)
    node.image = image
    node.label = result.name
    set_frames(node, footage)
    stamp(node, result)
    return updated, node.name


def _find_place(tree: Any) -> tuple[float, float]:
    """Under the lowest node, so that it covers nothing."""
    others = [node for node in tree.nodes if node.location != (0, 0)] or list(tree.nodes)
    if not others:
        return (0.0, 0.0)
    left = min(node.location.x for node in others)
    bottom = min(node.location.y - max(node.height, 300.0) for node in others)
    return (left, bottom - 40.0)
