"""A result as an image plane of the camera."""

from __future__ import annotations

from maya import cmds

from ..camera import find_camera
from ..client import Footage, Result
from .nodes import find_node, rename, set_colour_space, show_footage, stamp

#: ``imagePlane.type``: an image file, not a texture or a movie.
_IMAGE_FILE = 0
#: ``imagePlane.fit``: inside the film gate, whole.
_BEST = 1


def place_image_plane(result: Result, footage: Footage) -> tuple[bool, str]:
    """An earlier version's plane keeps its camera, depth, size and visibility."""
    shape = find_node("imagePlane", result.key)
    updated = shape is not None
    if shape is None:
        _transform, created = cmds.imagePlane(
            camera=find_camera(), fileName=footage.path.as_posix(), showInAllViews=False
        )
        # With several nodes of this name Maya returns a part of the path.
        [shape] = cmds.ls(created, long=True)
        cmds.setAttr(f"{shape}.type", _IMAGE_FILE)
        cmds.setAttr(f"{shape}.fit", _BEST)
    show_footage(shape, "imageName", footage)
    set_colour_space(shape, result.files[0].colour)
    stamp(shape, result)
    [transform] = cmds.listRelatives(shape, parent=True, fullPath=True)
    return updated, rename(transform, result.name)
