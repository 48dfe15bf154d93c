"""Turns JSON of the API into the classes of :mod:`pegbar_client.models`."""

from __future__ import annotations

import dataclasses
import functools
import sys
import types
import typing
from collections.abc import Callable
from typing import Any, Literal, TypeVar, Union

from .errors import PegbarError

T = TypeVar("T")
Convert = Callable[[Any, str], Any]


Names = Literal["json", "python"]


def decode(model: type[T], value: object, names: Names = "json") -> T:
    """Reads a response as ``model``. Unknown fields are ignored, because newer servers may send more.

    ``names``: how fields are written in the value, ``frameIn`` or ``frame_in``. Raises PegbarError ``unexpected_answer`` if a required field is missing or has another type.
    """
    return typing.cast(T, _converter(model, names)(value, model.__name__))


def decode_list(model: type[T], value: object) -> list[T]:
    """Reads a JSON array of ``model``."""
    if not isinstance(value, list):
        raise _refuse(f"{model.__name__} list", value)
    convert = _converter(model, "json")
    return [convert(item, model.__name__) for item in typing.cast("list[object]", value)]


def _refuse(where: str, value: object) -> PegbarError:
    return PegbarError(
        f"The server's answer is not what this plug-in expects: {where} is {_describe(value)}.",
        code="unexpected_answer",
        hint="Update the plug-in or ask your admin to update the server.",
    )


def _describe(value: object) -> str:
    return "missing" if value is dataclasses.MISSING else f"{type(value).__name__}"


@functools.lru_cache(maxsize=None)
def _converter(kind: Any, names: Names) -> Convert:
    if kind is object or kind is Any:
        return lambda value, _where: value
    if dataclasses.is_dataclass(kind):
        return _class_converter(kind, names)
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin in (Union, types.UnionType):
        return _union_converter(arguments, names)
    if origin is list:
        return _list_converter(_converter(arguments[0], names))
    if origin is dict:
        return _dict_converter(_converter(arguments[1], names))
    return _plain_converter(kind)


def _plain_converter(kind: Any) -> Convert:
    def convert(value: Any, where: str) -> Any:
        # JSON has one kind of number, and Python's bool is an int.
        if kind is float and type(value) is int:
            return float(value)
        if type(value) is not kind:
            raise _refuse(where, value)
        return value

    return convert


def _list_converter(convert_item: Convert) -> Convert:
    def convert(value: Any, where: str) -> Any:
        if not isinstance(value, list):
            raise _refuse(where, value)
        return [convert_item(one, where) for one in typing.cast("list[object]", value)]

    return convert


def _dict_converter(convert_item: Convert) -> Convert:
    def convert(value: Any, where: str) -> Any:
        if not isinstance(value, dict):
            raise _refuse(where, value)
        return {key: convert_item(one, f"{where}.{key}") for key, one in typing.cast("dict[str, object]", value).items()}

    return convert


def _union_converter(kinds: tuple[Any, ...], names: Names) -> Convert:
    converters = [_converter(kind, names) for kind in kinds if kind is not type(None)]
    nullable = type(None) in kinds

    def convert(value: Any, where: str) -> Any:
        if value is None and nullable:
            return None
        error: PegbarError | None = None
        for converter in converters:
            try:
                return converter(value, where)
            except PegbarError as refused:
                error = refused
        raise error or _refuse(where, value)

    return convert


def _class_converter(kind: Any, names: Names) -> Convert:
    hints = typing.get_type_hints(kind, vars(sys.modules[kind.__module__]))
    fields = [
        (
            field.name,
            _json_name(field.name) if names == "json" else field.name,
            _converter(hints[field.name], names),
            field.default is not dataclasses.MISSING or field.default_factory is not dataclasses.MISSING,
        )
        for field in dataclasses.fields(kind)
    ]

    def convert(value: Any, where: str) -> Any:
        if not isinstance(value, dict):
            raise _refuse(where, value)
        given = typing.cast("dict[str, Any]", value)
        found: dict[str, Any] = {}
        for name, key, convert_field, optional in fields:
            one = given.get(key, dataclasses.MISSING)
            if one is not dataclasses.MISSING:
                found[name] = convert_field(one, f"{where}.{key}")
            elif not optional:
                raise _refuse(f"{where}.{key}", one)
        return kind(**found)

    return convert


def _json_name(name: str) -> str:
    """``frame_in`` → ``frameIn``; ``class_`` → ``class``."""
    first, *rest = name.rstrip("_").split("_")
    return first + "".join(part[:1].upper() + part[1:] for part in rest)
