"""A result as the background of the camera's view."""

from __future__ import annotations

from typing import Any

from ..client import Footage, Result
from .image import set_frames


def place_background(scene: Any, image: Any, _size: tuple[int, int], _result: Result, footage: Footage) -> tuple[bool, str]:
    """A background image of the scene's camera; an earlier version's keeps its opacity and offset."""
    camera = scene.camera.data
    background = next((one for one in camera.background_images if one.image == image), None)
    updated = background is not None
    if background is None:
        background = camera.background_images.new()
        background.image = image
        background.alpha = 1.0
        background.display_depth = "BACK"
        background.frame_method = "FIT"
    camera.show_background_images = True
    set_frames(background.image_user, footage)
    return updated, image.name
