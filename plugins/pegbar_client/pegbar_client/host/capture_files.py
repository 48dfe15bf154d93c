"""Files of a capture."""

from __future__ import annotations

from pathlib import Path


def name_captured_file(folder: Path, name: str, frame: int | None, suffix: str) -> Path:
    """``layout.png``, or ``layout.0007.png`` for a frame."""
    return folder / (f"{name}.{suffix}" if frame is None else f"{name}.{frame:04}.{suffix}")
