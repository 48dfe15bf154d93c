"""Checks what was entered into the fields of a workflow's form. The server checks again."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..models import Workflow, WorkflowFormField

#: Largest integer that every JSON client reads exactly; larger ones travel as text.
_LARGEST_SAFE = 2**53 - 1


def default_values(workflow: Workflow) -> dict[str, object]:
    """The form's values before anything is entered. Integers are exact, however the server sent them."""
    return {field.name: _read_default(field) for field in workflow.form.fields}


def _read_default(field: WorkflowFormField) -> object:
    if field.type == "integer":
        return int(str(field.default))
    if field.type == "number" and isinstance(field.default, int):
        return float(field.default)
    return field.default


def integer_range(field: WorkflowFormField) -> tuple[int, int]:
    """Smallest and largest value of an integer field, exact beyond 2^53."""
    low = field.exact_minimum if field.exact_minimum is not None else field.minimum
    high = field.exact_maximum if field.exact_maximum is not None else field.maximum
    return int(low if low is not None else -_LARGEST_SAFE), int(high if high is not None else _LARGEST_SAFE)


def check_value(field: WorkflowFormField, value: object) -> str:
    """What is wrong with a value and what to do; empty if it is right."""
    if field.type == "integer":
        return _check_integer(field, value)
    if field.type == "number":
        return _check_number(field, value)
    if field.type == "boolean":
        return "" if isinstance(value, bool) else "Choose on or off."
    text = str(value)
    if field.type == "choice" or (field.type == "model" and field.choices):
        return "" if text in (field.choices or []) else f"{text} is not available. Choose another."
    if field.max_length is not None and len(text) > field.max_length:
        return f"Use at most {field.max_length} characters; there are {len(text)}."
    return ""


def _check_integer(field: WorkflowFormField, value: object) -> str:
    low, high = integer_range(field)
    if isinstance(value, bool) or not re.fullmatch(r"\s*-?\d{1,20}\s*", str(value)):
        return "Enter a whole number."
    number = int(str(value))
    return "" if low <= number <= high else f"Enter a whole number from {low} to {high}."


def _check_number(field: WorkflowFormField, value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value != value:
        return "Enter a number."
    low, high = field.minimum, field.maximum
    if (low is not None and value < low) or (high is not None and value > high):
        return f"Enter a number from {low:g} to {high:g}." if low is not None and high is not None else "Out of range."
    return ""


def check_values(workflow: Workflow, values: Mapping[str, object]) -> dict[str, str]:
    """Errors by field name."""
    errors = {field.name: check_value(field, values[field.name]) for field in workflow.form.fields if field.name in values}
    return {name: error for name, error in errors.items() if error}


def to_parameters(workflow: Workflow, values: Mapping[str, object]) -> dict[str, object]:
    """The values as the API takes them: whole numbers beyond 2^53 as text."""
    parameters: dict[str, object] = {}
    for field in workflow.form.fields:
        if field.name not in values:
            continue
        value = values[field.name]
        if field.type == "integer":
            number = int(str(value))
            value = number if abs(number) <= _LARGEST_SAFE else str(number)
        parameters[field.name] = value
    return parameters
