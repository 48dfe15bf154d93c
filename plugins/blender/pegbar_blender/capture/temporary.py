"""Temporary data blocks of a capture. The artist's scene is never changed: copies are rendered.

So nothing has to be restored if Blender crashes, the file is saved, or the scene is switched during a render, and the
artist's last render stays, because Blender keeps one per scene. Copying a scene copies no objects.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import bpy

from ..versions import blender

#: Marks data blocks that may be removed when no capture runs. Names with a dot are hidden in menus.
MARK = "pegbar_temporary"
_COLLECTIONS = ("scenes", "objects", "cameras", "node_groups", "images")


@contextmanager
def copied_scene(original: Any) -> Iterator[Any]:
    """A copy that shares all objects, and that is removed with everything that was marked for it."""
    scene = original.copy()
    scene.name = ".Pegbar capture"
    mark(scene)
    try:
        yield scene
    finally:
        remove_all()


@contextmanager
def empty_scene(name: str) -> Iterator[Any]:
    scene = bpy.data.scenes.new(f".Pegbar {name}")
    mark(scene)
    try:
        yield scene
    finally:
        remove_all(only=scene.name)


def mark(block: Any) -> None:
    block[MARK] = True


def is_temporary(block: Any) -> bool:
    return MARK in block.keys()


def remove_all(only: str = "") -> None:
    """Removes marked data blocks, or the one scene. A render of a scene is cancelled first, or Blender crashes."""
    for scene in _marked("scenes"):
        if not only or scene.name == only:
            _remove_scene(scene)
    if not only:
        for kind in _COLLECTIONS[1:]:
            for block in _marked(kind):
                getattr(bpy.data, kind).remove(block)


def _marked(kind: str) -> list[Any]:
    return [block for block in getattr(bpy.data, kind) if is_temporary(block)]


def _remove_scene(scene: Any) -> None:
    tree = blender().compositor(scene)
    for node in tree.nodes if tree else ():
        # A node that refers to its own scene would keep it in use.
        if getattr(node, "scene", None) == scene:
            node.scene = None
    if not bpy.app.background and bpy.app.is_job_running("RENDER"):
        # Unlike scenes.remove, the operator ends the render of this scene and waits for it (3.4.1).
        with bpy.context.temp_override(scene=scene):
            bpy.ops.scene.delete()
    else:
        bpy.data.batch_remove([scene])
