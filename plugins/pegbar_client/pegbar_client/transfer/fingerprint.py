"""SHA-256 of files, computed once per content."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ..cancel import CancelToken
from ..storage.durable import describe_disk_error
from .content_type import detect_content_type

#: Part size of the API, in bytes. Smaller files are uploaded in one piece.
PART_BYTES = 64 * 1024 * 1024
_CHUNK = 1024 * 1024


@dataclass(frozen=True)
class Fingerprint:
    """What the API needs to know of a file before its content."""

    path: Path
    sha256: str
    bytes: int
    content_type: str
    #: SHA-256 of each part of 64 MiB; empty for a smaller file.
    parts: tuple[str, ...] = ()

    def to_json(self) -> dict[str, object]:
        """The body of an announcement."""
        return {
            "sha256": self.sha256,
            "bytes": self.bytes,
            "contentType": self.content_type,
            "filename": self.path.name[-255:],
            **({"partSha256s": list(self.parts)} if self.parts else {}),
        }


def compute_fingerprint(
    path: Path, cancel: CancelToken, on_hashed: Callable[[int], None] | None = None
) -> Fingerprint:
    """Hashes a file. Raises PegbarError ``file_missing`` or ``invalid_value``, and Cancelled."""
    whole = hashlib.sha256()
    parts: list[str] = []
    part, in_part, size, head = hashlib.sha256(), 0, 0, b""
    try:
        with path.open("rb") as file:
            while chunk := file.read(min(_CHUNK, PART_BYTES - in_part)):
                cancel.raise_if_cancelled()
                head = head or chunk[:16]
                whole.update(chunk)
                part.update(chunk)
                in_part += len(chunk)
                size += len(chunk)
                if in_part == PART_BYTES:
                    parts.append(part.hexdigest())
                    part, in_part = hashlib.sha256(), 0
                if on_hashed:
                    on_hashed(len(chunk))
    except OSError as error:
        raise describe_disk_error(error, path) from error
    if size > PART_BYTES and in_part:
        parts.append(part.hexdigest())
    return Fingerprint(
        path, whole.hexdigest(), size, detect_content_type(path, head), tuple(parts) if size > PART_BYTES else ()
    )
