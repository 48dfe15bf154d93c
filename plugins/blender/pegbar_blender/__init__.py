"""Pegbar in Blender: submit from the scene, and get results back into it."""

from __future__ import annotations

# Blender reads this before it runs the file, so that it must be literal. Blender 4.2 reads blender_manifest.toml instead.
bl_info = {
    "name": "Pegbar",
    "author": "Pegbar",
    "version": (0, 1, 0),
    "blender": (3, 4, 0),
    "location": "3D view and image editor > Sidebar > Pegbar",
    "description": "Runs your studio's ComfyUI workflows from the scene, with price, progress and certificate",
    "category": "Render",
}


def register() -> None:
    from . import ui

    ui.register()


def unregister() -> None:
    from . import ui

    ui.unregister()
