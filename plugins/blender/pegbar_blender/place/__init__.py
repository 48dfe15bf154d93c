"""Puts results into the scene, and updates what an earlier version placed there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import bpy

from ..client import Footage, PegbarError, Placed, Placement, Result, prepare_footage
from .background import place_background
from .compositor import place_in_compositor
from .image import find_image, load_image, show_image
from .image_plane import place_image_plane

PLACEMENTS: tuple[Placement, ...] = (
    Placement("compositor", "Compositor"),
    Placement("image_plane", "Image plane"),
    Placement("background", "Camera background"),
    Placement("image", "Image editor"),
)

_PLACERS: dict[str, Callable[[Any, Any, tuple[int, int], Result, Footage], tuple[bool, str]]] = {
    "compositor": place_in_compositor,
    "image_plane": place_image_plane,
    "background": place_background,
    "image": show_image,
}


def place(result: Result, placement: str) -> Placed:
    """Places a result in the current scene. Raises PegbarError, with the scene as it was."""
    placer = _PLACERS.get(placement)
    if placer is None:
        raise PegbarError(f"Blender has no placement {placement}.", code="not_supported", hint="Choose another one.")
    # Everything that can fail is done before the scene is changed.
    footage = prepare_footage(result)
    scene = bpy.context.scene
    if placement in ("image_plane", "background") and scene.camera is None:
        raise PegbarError("The scene has no camera.", code="not_supported", hint="Add a camera, or place it elsewhere.")
    updated = find_image(result) is not None
    image, size = load_image(result, footage)
    placed_before, name = placer(scene, image, size, result, footage)
    if not bpy.app.background:
        bpy.ops.ed.undo_push(message=f"Place {result.name}")
    return Placed(updated=updated and placed_before, names=(name,), note=footage.note)
