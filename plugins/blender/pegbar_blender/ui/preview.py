"""The newest preview as an image of Blender."""

from __future__ import annotations

from typing import Any

import bpy

from ..client import State

#: Name of the image that shows previews.
NAME = "Pegbar preview"
_shown = ""


def update(state: State) -> None:
    """Shows the newest preview of the newest running submission."""
    global _shown
    path = next((str(view.preview) for view in state.requests if view.preview and not view.request.is_final), "")
    if not path or path == _shown:
        return
    _shown = path
    image = bpy.data.images.get(NAME)
    if image is None:
        image = bpy.data.images.load(path)
        image.name = NAME
        _show_in_editors(image)
    else:
        image.filepath = path
        image.reload()


def _show_in_editors(image: Any) -> None:
    """Opens the preview in image editors that show nothing else."""
    manager = bpy.context.window_manager
    for window in manager.windows if manager else ():
        for area in window.screen.areas:
            if area.type == "IMAGE_EDITOR" and area.spaces.active.image is None:
                area.spaces.active.image = image


def register() -> None:
    """Nothing to register: the image is made with the first preview."""


def unregister() -> None:
    global _shown
    _shown = ""
