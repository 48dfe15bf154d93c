"""Images that are open in Blender, and the last render."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import bpy

from ..client import CapturedFile, SourceSpec, capture_failed
from ..scene.colours import use_plain_view
from .render import save_image
from .temporary import empty_scene


def capture_image(_scene: Any, name: str, spec: SourceSpec, folder: Path) -> CapturedFile:
    """An image as it is in Blender, painted changes included."""
    image = bpy.data.images.get(spec.name)
    if image is None:
        raise capture_failed(f"Image not found: {spec.name}.", "Choose another image.")
    if not image.has_data and 0 in tuple(image.size):
        raise capture_failed(f"{spec.name} has no pixels.", "Reload it, or choose another image.")
    with empty_scene("image") as scene:
        # Values are only encoded: an image is not a render that needs a look.
        use_plain_view(scene)
        # Dithering would shift values of an image: 128 becomes 129 (3.4.1 and 5.2.3).
        scene.render.dither_intensity = 0.0
        return save_image(image, scene, name, spec, None, folder)


def capture_last_render(scene: Any, name: str, spec: SourceSpec, folder: Path) -> CapturedFile:
    """What was rendered last in this scene."""
    result = bpy.data.images.get("Render Result")
    if result is None:
        raise capture_failed("Nothing has been rendered yet.", "Render the scene (F12), or choose Camera render.")
    settings = scene.render.image_settings
    # The result belongs to this scene, so that its settings are changed and restored within this call.
    names = ("file_format", "color_mode", "color_depth", "exr_codec", "compression", "media_type")
    before = {one: getattr(settings, one) for one in names if hasattr(settings, one)}
    try:
        return save_image(result, scene, name, spec, None, folder)
    except RuntimeError as error:
        raise capture_failed(
            "Nothing has been rendered yet.", "Render the scene (F12), or choose Camera render."
        ) from error
    finally:
        for one in ("media_type", *names):
            if one in before:
                setattr(settings, one, before[one])

