"""Progress in Blender's status bar."""

from __future__ import annotations

from typing import Any

import bpy

from .running import state


def _draw(self: Any, _context: Any) -> None:
    running = [view for view in state().requests if not view.request.is_final and view.request.error is None]
    if not running:
        return
    newest = running[0]
    percent = f" {round(newest.fraction * 100)} %" if newest.fraction is not None else ""
    more = f" (+{len(running) - 1})" if len(running) > 1 else ""
    self.layout.label(text=f"Pegbar: {newest.text}{percent}{more}", icon="RENDER_STILL")


def register() -> None:
    bpy.types.STATUSBAR_HT_header.append(_draw)


def unregister() -> None:
    bpy.types.STATUSBAR_HT_header.remove(_draw)
