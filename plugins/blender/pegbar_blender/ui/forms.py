"""A property group for each workflow, made from its form: a new workflow needs no new add-on."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Sequence
from typing import Any

import bpy

from ..client import Workflow, WorkflowFormField, default_values, integer_range
from .changed import estimate_again
from .sources import input_annotations

#: Blender's integers have 32 bits.
_LARGEST = 2**31 - 1
_registered: dict[str, type] = {}
#: Dynamic items of enums must be referenced by Python while Blender shows them.
_items: dict[str, list[tuple[str, str, str, int]]] = {}


def attribute_of(workflow: Workflow) -> str:
    """Name of the scene's property with the values of a workflow's form."""
    return f"pegbar_form_{re.sub(r'[^a-z0-9]', '_', workflow.slug.lower())}"


def number_of(identifier: str) -> int:
    """The number that a .blend file stores for an item of an enum. Positions would change with the list."""
    return zlib.crc32(identifier.encode()) & 0x7FFFFFFF


def find_form(scene: Any, workflow: Workflow) -> Any | None:
    """The values of a workflow's form in a scene."""
    return getattr(scene, attribute_of(workflow), None)


def register_forms(workflows: Sequence[Workflow]) -> None:
    """Replaces the property groups. Values in scenes stay."""
    unregister_forms()
    for workflow in workflows:
        attribute = attribute_of(workflow)
        annotations = {field.name: _annotate(workflow, field) for field in workflow.form.fields}
        for one in workflow.form.inputs:
            annotations.update(input_annotations(one))
        group = type(
            f"PEGBAR_PG_{attribute}",
            (bpy.types.PropertyGroup,),
            {"__annotations__": annotations, "__doc__": f"The form of {workflow.name}."},
        )
        bpy.utils.register_class(group)
        setattr(bpy.types.Scene, attribute, bpy.props.PointerProperty(type=group))
        _registered[attribute] = group


def unregister_forms() -> None:
    for attribute, group in _registered.items():
        delattr(bpy.types.Scene, attribute)
        bpy.utils.unregister_class(group)
    _registered.clear()
    _items.clear()


def is_text_integer(field: WorkflowFormField) -> bool:
    """Whether an integer is entered as text, because Blender's own end at 2^31 − 1."""
    low, high = integer_range(field)
    return low < -_LARGEST or high > _LARGEST


def _annotate(workflow: Workflow, field: WorkflowFormField) -> Any:
    default = default_values(workflow)[field.name]
    common: dict[str, Any] = {"name": field.label, "description": field.help or "", "update": estimate_again}
    if field.type == "boolean":
        return bpy.props.BoolProperty(default=bool(default), **common)
    if field.type == "number":
        low, high = _bounds(field)
        step = min(100.0, max(0.01, (field.step or 0.01) * 100))
        return bpy.props.FloatProperty(default=float(str(default)), min=low, max=high, step=int(step) or 1, precision=3, **common)
    if field.type == "integer" and not is_text_integer(field):
        low_int, high_int = integer_range(field)
        return bpy.props.IntProperty(
            default=int(str(default)), min=low_int, max=high_int, step=max(1, int(field.step or 1)), **common
        )
    if field.type in ("choice", "model") and field.choices:
        items = make_items(f"{workflow.version_id}.{field.name}", field.choices)
        known = str(default) if str(default) in field.choices else field.choices[0]
        return bpy.props.EnumProperty(items=items, default=known, **common)
    return bpy.props.StringProperty(default=str(default), **common)


def _bounds(field: WorkflowFormField) -> tuple[float, float]:
    low = field.minimum if field.minimum is not None else -3.4e38
    high = field.maximum if field.maximum is not None else 3.4e38
    # Blender's floats have 32 bits: larger limits would become infinite.
    return max(-3.4e38, float(low)), min(3.4e38, float(high))


def make_items(key: str, choices: Sequence[str]) -> list[tuple[str, str, str, int]]:
    """Items of an enum, which this module keeps referenced."""
    _items[key] = [(choice, choice, "", number_of(choice)) for choice in choices]
    return _items[key]


def read_values(form: Any, workflow: Workflow) -> dict[str, object]:
    """The values of a form by field name."""
    readers: dict[str, Callable[[Any], object]] = {"number": _read_float, "boolean": bool}
    return {
        field.name: readers.get(field.type, lambda value: value)(getattr(form, field.name))
        for field in workflow.form.fields
    }


def _read_float(value: Any) -> float:
    """A 32-bit float as it was entered: 0.6 instead of 0.6000000238418579."""
    return float(f"{value:.7g}")


def write_values(form: Any, workflow: Workflow, values: dict[str, object]) -> None:
    """Sets values of a form; those that it does not have, or that do not fit any more, are left out."""
    for field in workflow.form.fields:
        if field.name in values:
            value = values[field.name]
            try:
                setattr(form, field.name, str(value) if is_text(field) else value)
            except (TypeError, ValueError):
                # A choice that a newer version of the workflow has no more.
                continue


def is_text(field: WorkflowFormField) -> bool:
    return field.type == "string" or (field.type == "integer" and is_text_integer(field))
