"""How an input of a form is captured, as properties."""

from __future__ import annotations

from typing import Any

import bpy

from ..client import (
    COLOUR_LABELS,
    DATA_SOURCES,
    SOURCE_LABELS,
    ColourSpace,
    Source,
    SourceSpec,
    WorkflowFormInput,
    choose_default_source,
    list_input_sources,
)
from .changed import estimate_again

#: Source → its explanation and icon.
_SOURCES: dict[Source, tuple[str, str]] = {
    Source.VIEWPORT: ("What the 3D view shows now", "VIEW3D"),
    Source.RENDER: ("Renders the scene's camera with its engine", "RENDER_STILL"),
    Source.LAST_RENDER: ("The picture that was rendered last", "RENDER_RESULT"),
    Source.DEPTH: ("Distance from the camera: near is white", "MOD_OPACITY"),
    Source.NORMAL: ("Directions of the surfaces, seen from the camera", "NORMALS_FACE"),
    Source.OBJECT_MASK: ("The chosen objects are white", "MOD_MASK"),
    Source.IMAGE: ("An image that is open in Blender", "IMAGE_DATA"),
    Source.FILE: ("A file on disk", "FILE_IMAGE"),
}
_ITEMS = {
    source: (source.value, SOURCE_LABELS[source], *explained, number)
    for number, (source, explained) in enumerate(_SOURCES.items())
}
_COLOURS = [
    (colour.value, COLOUR_LABELS[colour], explained)
    for colour, explained in {
        ColourSpace.DISPLAY: "Through the view transform, 8-bit PNG",
        ColourSpace.LINEAR: "Light without a view transform, half-float OpenEXR",
    }.items()
]
#: Sources with a choice of colours.
_PICTURES = frozenset(SOURCE_LABELS) - DATA_SOURCES - {Source.FILE}


def name_of(one: WorkflowFormInput, what: str) -> str:
    """Name of a property of an input. Fields of forms have no double underscore at the beginning of a suffix."""
    return f"{one.name}__{what}"


def input_annotations(one: WorkflowFormInput) -> dict[str, Any]:
    """The properties of an input."""
    sources = [_ITEMS[source] for source in list_input_sources(one)]
    default = choose_default_source(one).value
    return {
        name_of(one, "source"): bpy.props.EnumProperty(
            name=one.label, description=one.help or "", items=sources, default=default, update=estimate_again
        ),
        name_of(one, "colour"): bpy.props.EnumProperty(name="Colours", items=_COLOURS, update=estimate_again),
        name_of(one, "image"): bpy.props.PointerProperty(name="Image", type=bpy.types.Image, update=estimate_again),
        name_of(one, "file"): bpy.props.StringProperty(name="File", subtype="FILE_PATH", update=estimate_again),
        name_of(one, "objects"): bpy.props.PointerProperty(
            name="Collection",
            description="Objects of this collection are white. Without one, the selected objects",
            type=bpy.types.Collection,
            update=estimate_again,
        ),
        name_of(one, "auto_range"): bpy.props.BoolProperty(
            name="Automatic range", description="From the nearest to the farthest surface of all frames", default=True,
            update=estimate_again,
        ),
        name_of(one, "near"): bpy.props.FloatProperty(name="White at", default=0.1, min=0.0, unit="LENGTH", update=estimate_again),
        name_of(one, "far"): bpy.props.FloatProperty(name="Black at", default=100.0, min=0.0, unit="LENGTH", update=estimate_again),
    }  # fmt: skip


def read_source(form: Any, one: WorkflowFormInput) -> SourceSpec:
    """How a person wants an input captured."""
    source = Source(getattr(form, name_of(one, "source")))
    colour = ColourSpace(getattr(form, name_of(one, "colour"))) if source in _PICTURES else ColourSpace.DATA
    if source is Source.FILE:
        return SourceSpec(source, ColourSpace.DISPLAY, name=bpy.path.abspath(getattr(form, name_of(one, "file"))))
    if source is Source.IMAGE:
        image = getattr(form, name_of(one, "image"))
        return SourceSpec(source, colour, name=image.name if image else "")
    if source is Source.OBJECT_MASK:
        return SourceSpec(source, colour, objects=_list_objects(getattr(form, name_of(one, "objects"))))
    if source is Source.DEPTH and not getattr(form, name_of(one, "auto_range")):
        near, far = getattr(form, name_of(one, "near")), getattr(form, name_of(one, "far"))
        return SourceSpec(source, colour, near=near, far=far)
    return SourceSpec(source, colour)


def _list_objects(collection: Any) -> tuple[str, ...]:
    if collection:
        return tuple(sorted(one.name for one in collection.all_objects))
    view_layer = bpy.context.view_layer
    return tuple(sorted(one.name for one in view_layer.objects.selected)) if view_layer else ()


def draw_source(layout: Any, form: Any, one: WorkflowFormInput, reasons: dict[Source, str]) -> None:
    """The properties of an input, and why its source cannot be captured."""
    layout.prop(form, name_of(one, "source"))
    source = Source(getattr(form, name_of(one, "source")))
    if source is Source.FILE:
        layout.prop(form, name_of(one, "file"))
    elif source is Source.IMAGE:
        layout.template_ID(form, name_of(one, "image"), open="image.open")
    elif source is Source.OBJECT_MASK:
        layout.prop(form, name_of(one, "objects"))
    elif source is Source.DEPTH:
        layout.prop(form, name_of(one, "auto_range"))
        if not getattr(form, name_of(one, "auto_range")):
            layout.prop(form, name_of(one, "near"))
            layout.prop(form, name_of(one, "far"))
    if source in _PICTURES:
        layout.prop(form, name_of(one, "colour"))
    reason = reasons.get(source, "")
    if reason:
        draw_note(layout, reason, "ERROR")


def draw_note(layout: Any, text: str, icon: str = "INFO") -> None:
    """A sentence over as many lines as it needs, because labels are cut off."""
    words, line, first = text.split(), "", True
    column = layout.column(align=True)
    column.scale_y = 0.8
    for word in [*words, ""]:
        if word and len(line) + len(word) < 44:
            line = f"{line} {word}".strip()
            continue
        if line:
            column.label(text=line, icon=icon if first else "BLANK1")
            first = False
        line = word
