"""PNG files of one colour, with metadata as Maya writes them."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path


def write_picture(path: Path, width: int, height: int, frame: float, shade: int) -> None:
    """The colour depends on the frame and on what drew it. The text differs between two saves of the same picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    colour = bytes([int(frame * 7) % 256, shade, 90])
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    text = f"Software\0Maya {id(colour)}".encode()
    rows = zlib.compress(b"".join(b"\0" + colour * width for _row in range(height)))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"tEXt", text) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )
