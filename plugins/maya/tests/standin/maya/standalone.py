"""``maya.standalone``: a Maya without an interface."""

from __future__ import annotations

from . import state


def initialize(name: str = "python") -> None:
    assert name == "python", name
    state.current = state.Scene(is_batch=True)


def uninitialize() -> None:
    state.current = state.Scene(is_batch=True)
