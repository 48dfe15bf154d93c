"""One render, without freezing the interface."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

import bpy

from ..client import Cancelled, Steps, capture_failed


def render_scene(scene: Any, *, write: bool) -> Steps[None]:
    """Renders a scene's current frame. ``write``: to its ``filepath``.

    Raises Cancelled if the person presses Esc.
    """
    # Not with the operator's own `scene`: that sets the scene's frame to the one of the open scene (3.4.1 to 5.2.3).
    if bpy.app.background:
        with bpy.context.temp_override(scene=scene):
            bpy.ops.render.render(write_still=write)
        yield
        return
    ended: list[str] = []
    with _listening(scene, ended), _without_window():
        if bpy.app.is_job_running("RENDER"):
            raise capture_failed("Blender is rendering already.", "Wait until it has finished, then submit again.")
        with bpy.context.temp_override(scene=scene):
            bpy.ops.render.render("INVOKE_DEFAULT", write_still=write)
        while not ended or bpy.app.is_job_running("RENDER"):
            yield
    if "cancel" in ended:
        raise Cancelled()


@contextmanager
def _listening(scene: Any, ended: list[str]) -> Generator[None, None, None]:
    """Collects how the render of this scene ends."""

    def complete(rendered: Any, *_more: Any) -> None:
        if rendered == scene:
            ended.append("complete")

    def cancel(rendered: Any, *_more: Any) -> None:
        if rendered == scene:
            ended.append("cancel")

    handlers = bpy.app.handlers
    handlers.render_complete.append(complete)
    handlers.render_cancel.append(cancel)
    try:
        yield
    finally:
        handlers.render_complete.remove(complete)
        handlers.render_cancel.remove(cancel)


@contextmanager
def _without_window() -> Generator[None, None, None]:
    """The render opens no window and changes no editor."""
    preferences = bpy.context.preferences
    before, is_dirty = preferences.view.render_display_type, preferences.is_dirty
    preferences.view.render_display_type = "NONE"
    try:
        yield
    finally:
        preferences.view.render_display_type = before
        # Otherwise Blender would ask to save preferences that nobody has changed.
        preferences.is_dirty = is_dirty
