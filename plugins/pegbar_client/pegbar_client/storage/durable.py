"""Files that survive a crash while they are written."""

from __future__ import annotations

import errno
import json
import os
import tempfile
from pathlib import Path

from ..errors import PegbarError


def make_folder(folder: Path) -> None:
    """Makes a folder that only its owner can read."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise describe_disk_error(error, folder) from error


def write_file(path: Path, content: bytes) -> None:
    """Replaces a file at once: a reader sees the old content or the new one. Only the owner can read it (0600).

    Raises PegbarError ``disk_full`` or ``file_unwritable``; then the old file is unchanged.
    """
    make_folder(path.parent)
    beside = ""
    try:
        descriptor, beside = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)
    except OSError as error:
        if beside:
            Path(beside).unlink(missing_ok=True)
        raise describe_disk_error(error, path) from error


def write_json(path: Path, value: object) -> None:
    """Replaces a JSON file at once."""
    write_file(path, json.dumps(value, ensure_ascii=False, indent=1).encode())


def read_json(path: Path) -> object | None:
    """The content of a JSON file; None if there is no such file or it is no JSON."""
    try:
        return json.loads(path.read_bytes())
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return None
    except OSError as error:
        raise describe_disk_error(error, path) from error


def describe_disk_error(error: OSError, path: Path) -> PegbarError:
    """An error of the file system as a sentence that says what to do."""
    if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)):
        return PegbarError(
            f"The disk of {path.parent} is full.", code="disk_full", hint="Free some space, then retry. Nothing was lost."
        )
    if error.errno == errno.ENOENT:
        return PegbarError(
            f"File not found: {path}.", code="file_missing", hint="It was moved or deleted. Capture or choose it again."
        )
    reason = error.strerror or str(error)
    return PegbarError(
        f"Cannot use {path}: {reason}.", code="file_unwritable", hint="Check the folder and its permissions, then retry."
    )
