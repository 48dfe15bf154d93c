"""What an input of a form can be made from, and what people call it."""

from __future__ import annotations

from ..host.interface import ColourSpace, Source
from ..models import WorkflowFormInput

SOURCE_LABELS: dict[Source, str] = {
    Source.VIEWPORT: "Viewport",
    Source.RENDER: "Camera render",
    Source.LAST_RENDER: "Last render",
    Source.DEPTH: "Depth",
    Source.NORMAL: "Normals",
    Source.OBJECT_MASK: "Object mask",
    Source.IMAGE: "Image",
    Source.FILE: "File",
}
COLOUR_LABELS: dict[ColourSpace, str] = {
    ColourSpace.DISPLAY: "As displayed (sRGB)",
    ColourSpace.LINEAR: "Scene-linear",
}
#: Not colour.
DATA_SOURCES = frozenset({Source.DEPTH, Source.NORMAL, Source.OBJECT_MASK})


def list_input_sources(one: WorkflowFormInput) -> list[Source]:
    """Pictures and masks have every source; video, audio, 3D models and latents are files."""
    return list(SOURCE_LABELS) if one.kind in ("image", "mask") else [Source.FILE]


def choose_default_source(one: WorkflowFormInput) -> Source:
    """The source of an input before a person chooses."""
    if one.kind not in ("image", "mask"):
        return Source.FILE
    return Source.OBJECT_MASK if one.kind == "mask" else Source.RENDER
