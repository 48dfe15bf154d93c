"""How an input of a form is captured, as properties."""

from __future__ import annotations

from typing import Any

import bpy

from ..client import ColourSpace, Source, SourceSpec, WorkflowFormInput

_SOURCES: list[tuple[str, str, str, str, int]] = [
    (Source.VIEWPORT.value, "Viewport", "What the 3D view shows now", "VIEW3D", 0),
    (Source.RENDER.value, "Camera render", "Renders the scene's camera with its engine", "RENDER_STILL", 1),
    (Source.LAST_RENDER.value, "Last render", "The picture that was rendered last", "RENDER_RESULT", 2),
    (Source.DEPTH.value, "Depth", "Distance from the camera: near is white", "MOD_OPACITY", 3),
    (Source.NORMAL.value, "Normals", "Directions of the surfaces, seen from the camera", "NORMALS_FACE", 4),
    (Source.OBJECT_MASK.value, "Object mask", "The chosen objects are white", "MOD_MASK", 5),
    (Source.IMAGE.value, "Image", "An image that is open in Blender", "IMAGE_DATA", 6),
    (Source.FILE.value, "File", "A file on disk", "FILE_IMAGE", 7),
]
_COLOURS: list[tuple[str, str, str]] = [
    (ColourSpace.DISPLAY.value, "As displayed (sRGB)", "Through the view transform, 8-bit PNG"),
    (ColourSpace.LINEAR.value, "Scene-linear", "Light without a view transform, half-float OpenEXR"),
]
_PICTURES = frozenset({Source.VIEWPORT, Source.RENDER, Source.LAST_RENDER, Source.IMAGE})


def _changed(_self: Any, _context: Any) -> None:
    from .running import estimate

    estimate()


def name_of(one: WorkflowFormInput, what: str) -> str:
    """Name of a property of an input. Fields of forms have no double underscore at the beginning of a suffix."""
    return f"{one.name}__{what}"


def input_annotations(one: WorkflowFormInput) -> dict[str, Any]:
    """The properties of an input."""
    mask = one.kind == "mask"
    only_files = one.kind not in ("image", "mask")
    sources = [item for item in _SOURCES if not only_files or item[0] == Source.FILE.value]
    default = Source.FILE.value if only_files else Source.OBJECT_MASK.value if mask else Source.RENDER.value
    return {
        name_of(one, "source"): bpy.props.EnumProperty(
            name=one.label, description=one.help or "", items=sources, default=default, update=_changed
        ),
        name_of(one, "colour"): bpy.props.EnumProperty(name="Colours", items=_COLOURS, update=_changed),
        name_of(one, "image"): bpy.props.PointerProperty(name="Image", type=bpy.types.Image, update=_changed),
        name_of(one, "file"): bpy.props.StringProperty(name="File", subtype="FILE_PATH", update=_changed),
        name_of(one, "objects"): bpy.props.PointerProperty(
            name="Collection",
            description="Objects of this collection are white. Without one, the selected objects",
            type=bpy.types.Collection,
            update=_changed,
        ),
        name_of(one, "auto_range"): bpy.props.BoolProperty(
            name="Automatic range", description="From the nearest to the farthest surface of all frames", default=True,
            update=_changed,
        ),
        name_of(one, "near"): bpy.props.FloatProperty(name="White at", default=0.1, min=0.0, unit="LENGTH", update=_changed),
        name_of(one, "far"): bpy.props.FloatProperty(name="Black at", default=100.0, min=0.0, unit="LENGTH", update=_changed),
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
