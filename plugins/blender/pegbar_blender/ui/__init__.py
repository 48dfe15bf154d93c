"""Panels, operators and preferences."""

from __future__ import annotations

from . import handlers, operators, panels, preferences, preview, properties, status_bar
from .running import stop

_MODULES = (preferences, properties, operators, panels, status_bar, preview, handlers)


def register() -> None:
    for module in _MODULES:
        module.register()


def unregister() -> None:
    stop()
    for module in reversed(_MODULES):
        module.unregister()
