"""The files of a capture."""

from __future__ import annotations

from pathlib import Path

from ..client import CapturedFile, SourceSpec, capture_failed, read_png_size, strip_png


def finish_png(path: Path, name: str, spec: SourceSpec, frame: int | None) -> CapturedFile:
    """Removes metadata, so that equal pictures are equal files. The size is that of the file, because Maya may round it."""
    try:
        content = strip_png(path.read_bytes())
        width, height = read_png_size(content)
    except FileNotFoundError as error:
        raise capture_failed(
            f"Maya has written no picture to {path}.", "See the Script Editor, then submit again."
        ) from error
    except ValueError as error:
        raise capture_failed(f"Maya has not finished {path}: {error}.", "See the Script Editor, then submit again.") from error
    path.write_bytes(content)
    return CapturedFile(name, frame, path, width, height, spec.colour)
