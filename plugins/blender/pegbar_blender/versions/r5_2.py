"""Blender 5.2. Observed in PyPI's bpy 5.2.3."""

from __future__ import annotations

from .r5_0 import Blender50


class Blender52(Blender50):
    since = (5, 2)

    #: 5.2.3 names it sRGB too, and lists encodings of other gamuts as "sRGB Encoded …".
    srgb_names = ("sRGB",)
