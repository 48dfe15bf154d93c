"""The image of a result: one data block per result, which every placement uses."""

from __future__ import annotations

from typing import Any

import bpy

from ..client import Footage, PegbarError, Result
from ..scene.colours import set_colour_space

KEY = "pegbar.key"


def find_image(result: Result) -> Any | None:
    """The image that an earlier version of the result uses."""
    return next((image for image in bpy.data.images if image.get(KEY) == result.key), None)


def load_image(result: Result, footage: Footage) -> tuple[Any, tuple[int, int]]:
    """Loads a result, into the image of its earlier version if there is one. All placements then show it.

    Returns the image and its size in pixels, which Blender does not know of a sequence before it is drawn. Raises PegbarError ``file_unreadable`` with the image as it was.
    """
    image = find_image(result)
    fresh = bpy.data.images.load(str(footage.path), check_existing=False)
    size = (fresh.size[0], fresh.size[1])
    if 0 in size:
        # 0 × 0 without an exception: AVIF before Blender 5.2, for example.
        bpy.data.images.remove(fresh)
        raise PegbarError(
            f"Blender cannot read {footage.path.name}.",
            code="file_unreadable",
            hint="Choose a workflow that saves PNG or EXR, or open the file elsewhere.",
        )
    if image is None:
        image = fresh
    else:
        bpy.data.images.remove(fresh)
        image.filepath = str(footage.path)
    image.source = "FILE" if footage.first is None else "SEQUENCE"
    image.name = result.name
    set_colour_space(image, result.files[0].colour)
    # A linked file is never lost on save; the data block itself must not be dropped either.
    image.use_fake_user = True
    stamp(image, result)
    image.reload()
    _update_users(image, footage)
    return image, size


def stamp(block: Any, result: Result) -> None:
    """Writes ids, so that a later version finds it. Never tokens: the scene may be given to anybody."""
    for name, value in result.stamp.items():
        block[name] = value
    block[KEY] = result.key
    block["pegbar.version"] = result.version


def set_frames(user: Any, footage: Footage) -> None:
    """Shows the sequence at its frames: the first file at the first frame. For image users and compositor nodes."""
    if footage.first is None:
        return
    user.frame_start = footage.first
    user.frame_duration = footage.length
    user.frame_offset = 0
    user.use_cyclic = False
    user.use_auto_refresh = True


def _update_users(image: Any, footage: Footage) -> None:
    """A new version may have other frames: every place that shows it learns of them."""
    for camera in bpy.data.cameras:
        for background in camera.background_images:
            if background.image == image:
                set_frames(background.image_user, footage)
    for material in bpy.data.materials:
        for node in material.node_tree.nodes if material.node_tree else ():
            if node.type == "TEX_IMAGE" and node.image == image:
                set_frames(node.image_user, footage)


def show_image(_scene: Any, image: Any, _size: tuple[int, int], _result: Result, footage: Footage) -> tuple[bool, str]:
    """Shows it in the image editors that are open."""
    manager = bpy.context.window_manager
    for window in manager.windows if manager else ():
        for area in window.screen.areas:
            if area.type == "IMAGE_EDITOR":
                area.spaces.active.image = image
                set_frames(area.spaces.active.image_user, footage)
    return True, image.name
