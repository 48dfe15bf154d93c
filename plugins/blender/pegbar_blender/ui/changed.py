"""What happens after every change of the form."""

from __future__ import annotations

from typing import Any


def estimate_again(_self: Any, _context: Any) -> None:
    """For ``update`` of properties: asks for the price of what the form says now."""
    # Here, because the session needs the forms, whose properties need this.
    from .running import estimate

    estimate()
