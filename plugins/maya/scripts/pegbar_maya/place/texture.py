"""A result as a file texture, for the artist's materials."""

from __future__ import annotations

from maya import cmds

from ..client import Footage, Result
from .nodes import find_node, rename, set_colour_space, show_footage, stamp

#: Attributes that a placement drives under the same names.
_SHARED = (
    "coverage", "translateFrame", "rotateFrame", "mirrorU", "mirrorV", "stagger", "wrapU", "wrapV", "repeatUV", "offset",
    "rotateUV", "noiseUV", "vertexUvOne", "vertexUvTwo", "vertexUvThree", "vertexCameraOne",
)  # fmt: skip


def place_texture(result: Result, footage: Footage) -> tuple[bool, str]:
    """An earlier version's node keeps its connections, so that materials show the new version."""
    node = find_node("file", result.key)
    updated = node is not None
    if node is None:
        node = cmds.shadingNode("file", asTexture=True, isColorManaged=True)
        placement = cmds.shadingNode("place2dTexture", asUtility=True)
        for name in _SHARED:
            cmds.connectAttr(f"{placement}.{name}", f"{node}.{name}")
        cmds.connectAttr(f"{placement}.outUV", f"{node}.uvCoord")
        cmds.connectAttr(f"{placement}.outUvFilterSize", f"{node}.uvFilterSize")
    show_footage(node, "fileTextureName", footage)
    set_colour_space(node, result.files[0].colour)
    stamp(node, result)
    return updated, rename(node, result.name)
