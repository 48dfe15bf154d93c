"""What happens when Blender starts and when a file is opened or saved."""

from __future__ import annotations

from typing import Any

import bpy

from .preferences import fill_preferences
from .running import SITE, estimate, session, start


@bpy.app.handlers.persistent
def _file_changed(*_arguments: Any) -> None:
    """Another file was opened, or this one was saved under a new name."""
    running = session()
    if running:
        running.scene_changed()
        estimate()


def _begin() -> None:
    """After registration, because data is not available during it."""
    fill_preferences(SITE)
    start()


def register() -> None:
    bpy.app.handlers.load_post.append(_file_changed)
    bpy.app.handlers.save_post.append(_file_changed)
    # A background process has no timers; its script starts the session itself.
    if not bpy.app.background:
        bpy.app.timers.register(_begin, first_interval=0.1)


def unregister() -> None:
    for handlers in (bpy.app.handlers.load_post, bpy.app.handlers.save_post):
        if _file_changed in handlers:
            handlers.remove(_file_changed)
    if bpy.app.timers.is_registered(_begin):
        bpy.app.timers.unregister(_begin)
