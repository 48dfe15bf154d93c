"""PNG: writing of 8-bit and 16-bit pictures, removal of metadata, and the size of a picture."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

SIGNATURE = b"\x89PNG\r\n\x1a\n"
#: Colour types of PNG by number of channels.
_COLOUR_TYPES = {1: 0, 3: 2, 4: 6}
#: What decides how the pixels look. The rest differs between two saves of the same picture (date, render time).
_KEPT = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"sRGB", b"gAMA", b"cHRM", b"iCCP", b"cICP", b"sBIT"}
_UP = b"\x02"


def png_module() -> str:
    """Path of this file, which imports nothing of the client: a process that only writes pictures loads it alone."""
    return __file__


def write_png(path: Path, samples: bytes, width: int, height: int, channels: int, depth: int) -> None:
    """Writes rows from top to bottom. 16-bit samples are big-endian. ``depth`` is 8 or 16 bits a sample."""
    stride = width * channels * depth // 8
    if len(samples) != stride * height:
        raise ValueError(f"{len(samples)} bytes are not {width} × {height} × {channels} samples of {depth} bits")
    header = struct.pack(">IIBBBBB", width, height, depth, _COLOUR_TYPES[channels], 0, 0, 0)
    data = zlib.compress(_filter_up(samples, stride), 6)
    path.write_bytes(SIGNATURE + _chunk(b"IHDR", header) + _chunk(b"IDAT", data) + _chunk(b"IEND", b""))


def strip_png(data: bytes) -> bytes:
    """Removes metadata, so that equal pictures are equal files. Raises ValueError if the file is damaged."""
    if not data.startswith(SIGNATURE):
        raise ValueError("not a PNG file")
    kept = [SIGNATURE]
    position = len(SIGNATURE)
    name = b""
    while name != b"IEND":
        if position + 12 > len(data):
            raise ValueError("the PNG file is incomplete")
        length = int.from_bytes(data[position : position + 4], "big")
        name = data[position + 4 : position + 8]
        end = position + 12 + length
        if name in _KEPT:
            kept.append(data[position:end])
        position = end
    return b"".join(kept)


def read_png_size(data: bytes) -> tuple[int, int]:
    """Width and height in pixels. Raises ValueError if it is not a PNG file."""
    if not data.startswith(SIGNATURE) or data[12:16] != b"IHDR" or len(data) < 24:
        raise ValueError("not a PNG file")
    return int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _filter_up(samples: bytes, stride: int) -> bytes:
    """PNG's filter "Up": each byte minus the one above it, modulo 256, for a whole row at once in one large integer."""
    low = int.from_bytes(b"\x7f" * stride, "little")
    high = low ^ int.from_bytes(b"\xff" * stride, "little")
    rows: list[bytes] = []
    above = 0
    for start in range(0, len(samples), stride):
        row = int.from_bytes(samples[start : start + stride], "little")
        difference = ((row | high) - (above & low)) ^ ((row ^ ~above) & high)
        rows.append(_UP + difference.to_bytes(stride, "little"))
        above = row
    return b"".join(rows)
