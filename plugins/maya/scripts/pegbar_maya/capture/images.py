"""Images of the scene: file textures and image planes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from maya import cmds
from maya.api import OpenMaya

from ..client import CapturedFile, SourceSpec, capture_failed

#: Node type → attribute with the path.
_PATHS = {"file": "fileTextureName", "imagePlane": "imageName"}


def list_images() -> Sequence[str]:
    """Names of the nodes that show a file."""
    return [
        node for kind, attribute in _PATHS.items() for node in cmds.ls(type=kind) or [] if cmds.getAttr(f"{node}.{attribute}")
    ]


def capture_image(name: str, spec: SourceSpec, folder: Path) -> CapturedFile:
    """The file of a node as an 8-bit PNG, whatever its format is. A sequence gives the file that the node names."""
    kind = cmds.nodeType(spec.name) if cmds.objExists(spec.name) else ""
    if kind not in _PATHS:
        raise capture_failed(f"Image not found: {spec.name}.", "Choose another image.")
    source = cmds.getAttr(f"{spec.name}.{_PATHS[kind]}")
    image = OpenMaya.MImage()
    try:
        image.readFromFile(source)
    except RuntimeError as error:
        raise capture_failed(f"Maya can't read {source}.", "Correct the path of the image, or choose a file.") from error
    width, height = image.getSize()
    path = folder / f"{name}.png"
    image.writeToFile(str(path), "png")
    return CapturedFile(name, None, path, width, height, spec.colour)
