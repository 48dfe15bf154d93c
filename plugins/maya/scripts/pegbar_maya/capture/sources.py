"""What can be captured in Maya now, and why the rest can't."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ..client import AvailableSource, Source
from .images import list_images
from .render import explain_render
from .viewport import explain_viewport


def _explain_image() -> str:
    return "" if list_images() else "The scene has no file texture and no image plane. Choose a file instead."


#: Maya has no renderer-independent command that writes these passes. Arnold's AOVs have to be set up in the scene.
_PASS = "{} can't be captured in Maya. Render it as an AOV of your renderer, then choose the file."

_REASONS: dict[Source, Callable[[], str]] = {
    Source.VIEWPORT: explain_viewport,
    Source.RENDER: explain_render,
    Source.LAST_RENDER: lambda: "Maya's last render can't be read for every renderer. Choose Camera render, or save it and choose the file.",
    Source.DEPTH: lambda: _PASS.format("Depth"),
    Source.NORMAL: lambda: _PASS.format("Normals"),
    Source.OBJECT_MASK: lambda: _PASS.format("An object mask"),
    Source.IMAGE: _explain_image,
    Source.FILE: lambda: "",
}


def explain_source(source: Source) -> str:
    """Why a source can't be captured, and what to do; empty if it can."""
    return _REASONS[source]()


def list_sources() -> Sequence[AvailableSource]:
    return [AvailableSource(source, explain_source(source)) for source in _REASONS]
