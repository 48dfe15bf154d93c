"""Puts results into the scene, and updates what an earlier version placed there."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager

from maya import cmds

from ..camera import find_camera
from ..client import Footage, PegbarError, Placed, Placement, Result, prepare_footage
from .image_plane import place_image_plane
from .texture import place_texture

PLACEMENTS: tuple[Placement, ...] = (
    Placement("image_plane", "Image plane"),
    Placement("texture", "File texture"),
)
_PLACERS: dict[str, Callable[[Result, Footage], tuple[bool, str]]] = {
    "image_plane": place_image_plane,
    "texture": place_texture,
}


def place(result: Result, placement: str) -> Placed:
    """Places a result in the open scene. Raises PegbarError, with the scene as it was."""
    placer = _PLACERS.get(placement)
    if placer is None:
        raise PegbarError(f"Maya has no placement {placement}.", code="not_supported", hint="Choose another one.")
    # What can fail is done before the scene is changed.
    footage = prepare_footage(result)
    if placement == "image_plane" and find_camera() is None:
        raise PegbarError("The scene has no camera.", code="not_supported", hint="Add a camera, or place it as a file texture.")
    with _one_undo(f"Place {result.name}"):
        updated, name = placer(result, footage)
    return Placed(updated=updated, names=(name,), note=footage.note)


@contextmanager
def _one_undo(name: str) -> Generator[None, None, None]:
    cmds.undoInfo(openChunk=True, chunkName=name)
    try:
        yield
    finally:
        cmds.undoInfo(closeChunk=True)
