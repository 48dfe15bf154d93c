"""Blender 4.2 to 4.5. Observed in PyPI's bpy 4.2.23."""

from __future__ import annotations

from typing import Any

import bpy

from .r3_4 import Blender34


class Blender42(Blender34):
    since = (4, 2)

    #: 4.2.23; BLENDER_EEVEE again in 5.0.1.
    eevee = "BLENDER_EEVEE_NEXT"
    #: 4.2.23: the add-on bl_pkg, and blender_manifest.toml.
    has_extensions = True
    #: 4.2.23 has no "Linear".
    linear_names = ("Linear Rec.709", "scene_linear", "Linear")

    def is_online_allowed(self) -> bool:
        """4.2.23: Preferences → System → Allow Online Access."""
        return bpy.app.online_access

    def set_blended(self, material: Any) -> None:
        """4.2.23 has surface_render_method; shadow_method is gone in 5.0.1, and blend_method is deprecated."""
        material.surface_render_method = "BLENDED"
        material.use_transparent_shadow = True

    def draw_progress(self, layout: Any, fraction: float, text: str) -> None:
        """4.2.23 has UILayout.progress."""
        layout.progress(factor=fraction, text=text, type="BAR")

    def scene_uid(self, scene: Any) -> int:
        """4.2.23 has session_uid, 3.4.1 has not."""
        return scene.session_uid
